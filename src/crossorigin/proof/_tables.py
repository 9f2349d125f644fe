"""A small automaton, computed whole: every state, and no state from which nothing is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.proof._automaton import Automaton
from crossorigin.proof._derivatives import Expression
from crossorigin.proof._programs import Budget, Classes

if TYPE_CHECKING:
    from crossorigin.proof._syntax import Mask, Term

# The grammars of this package need far fewer.
STEPS_OF_TABLE: Final = 10_000_000


class Table:
    """
    All states of the automaton of a term.

    Attributes:
        masks: The sets of characters that it tells apart.
        accepting: Whether each state accepts.
        classes: The classes of characters that it does not tell apart.
        moves: By state: pairs of such a class, and the next state.
    """

    __slots__ = ("accepting", "classes", "masks", "moves")

    def __init__(self, term: Term) -> None:
        """Compute the states of *term*; ``0`` is the first."""
        budget = Budget(STEPS_OF_TABLE)
        expression = Expression(term, budget)
        self.masks: frozenset[Mask] = frozenset(expression.program.masks())
        self.classes = classes = Classes(self.masks)
        automaton = Automaton(expression, classes, budget)
        rows: list[list[int]] = []
        states = 1
        while len(rows) < states:
            row = [automaton.step(len(rows), symbol) for symbol in range(len(classes.masks))]
            states = max(states, *(state + 1 for state in row))
            rows.append(row)
        self.accepting: list[bool] = [automaton.accepts(state) for state in range(states)]
        alive = _alive(rows, self.accepting)
        self.moves: list[list[tuple[int, int]]] = [
            [(symbol, after) for symbol, after in enumerate(row) if after in alive] for row in rows
        ]


def _alive(rows: list[list[int]], accepting: list[bool]) -> set[int]:
    """Return the states from which one that accepts can be reached."""
    before: dict[int, set[int]] = {}
    for state, row in enumerate(rows):
        for after in row:
            before.setdefault(after, set()).add(state)
    alive = {state for state, accepts in enumerate(accepting) if accepts}
    pending = list(alive)
    while pending:
        for state in before.get(pending.pop(), set()) - alive:
            alive.add(state)
            pending.append(state)
    return alive
