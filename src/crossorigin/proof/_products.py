"""
Several automata walked side by side: the shortest text that a combination of them accepts.

Source: https://doi.org/10.1147/rd.32.0114 (the product of automata)
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from crossorigin.proof._automaton import Automaton
from crossorigin.proof._programs import Classes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crossorigin.proof._derivatives import Expression, Expressions
    from crossorigin.proof._syntax import Mask, Term
    from crossorigin.proof._tables import Table


class Operation(StrEnum):
    """How two sets make one."""

    UNION = "|"
    INTERSECTION = "&"
    DIFFERENCE = "-"


@dataclass(frozen=True, slots=True)
class Combination:
    """
    A set of texts made of two.

    Attributes:
        operation: How.
        left: The one.
        right: The other.
    """

    operation: Operation
    left: Texts
    right: Texts


# The texts that a term matches whole, or those of a combination.
Texts: TypeAlias = "Term | Combination"
# Each operation after what it joins: a chain of thousands is no deep recursion.
_Formula: TypeAlias = "tuple[int | Operation, ...]"
States: TypeAlias = tuple[int, ...]
_Parents: TypeAlias = dict[tuple[int, States], tuple[tuple[int, States], str] | None]
UNION: Final = Operation.UNION
INTERSECTION: Final = Operation.INTERSECTION
DIFFERENCE: Final = Operation.DIFFERENCE
_FEW: Final = 8
_T = TypeVar("_T")


class Product:
    """
    The automata of the terms of *texts*, and which of their states accept together.

    Attributes:
        classes: Classes of characters that neither these nor *masks* tell apart.
        first: The states before the text.
    """

    def __init__(self, texts: Texts, expressions: Expressions, masks: Iterable[Mask] = ()) -> None:
        """Begin before the text; the classes also divide the sets *masks*."""
        self._budget = expressions.budget
        found: list[Expression] = []
        self._formula = _formula(texts, found, expressions)
        told_apart = {mask for expression in found for mask in expression.program.masks()}
        self.classes = Classes(told_apart.union(masks))
        self._automata = [Automaton(expression, self.classes, self._budget) for expression in found]
        self._symbols: dict[Mask, tuple[int, ...]] = {}
        self.first: States = (0,) * len(found)

    def step(self, states: States, symbol: int) -> States:
        """Return the states after *states* and a character of the class *symbol*."""
        # Of a few automata, a step is one of those that are counted anyway.
        self._budget.spend(max(len(states) - _FEW, 0))
        return tuple(
            [
                automaton.step(state, symbol)
                for automaton, state in zip(self._automata, states, strict=True)
            ]
        )

    def after(self, text: str, states: States | None = None) -> States:
        """Return the states after *text*, which is ASCII, and *states*."""
        states = self.first if states is None else states
        for character in text:
            states = self.step(states, self.classes.of[ord(character)])
        return states

    def accepts(self, states: States) -> bool:
        """Tell whether a text that ends in *states* is one of the texts."""
        automata = self._automata
        return self._joined(lambda which: automata[which].accepts(states[which]), _join_accepted)

    def is_dead(self, states: States) -> bool:
        """Tell whether no text goes on from *states*, as far as that can be seen."""
        foreseen = self._joined(lambda which: self._foreseen(which, states[which]), _join_foreseen)
        return foreseen is False

    def symbols(self, states: States) -> tuple[int, ...]:
        """Return the classes of characters that may follow *states*, as far as that can be seen."""
        automata = self._automata
        live = self._joined(lambda which: automata[which].live(states[which]), _join_live)
        found = self._symbols.get(live)
        if found is None:
            masks = enumerate(self.classes.masks)
            found = self._symbols[live] = tuple(symbol for symbol, mask in masks if live & mask)
        return found

    def moves(self, table: Table) -> list[dict[int, int]]:
        """Return, by state of *table*: by class of characters, the next state there."""
        divided: dict[int, list[int]] = {}
        for symbol, mask in enumerate(self.classes.masks):
            divided.setdefault(table.classes.of[_lowest(mask)], []).append(symbol)
        return [
            {symbol: after for theirs, after in row for symbol in divided[theirs]}
            for row in table.moves
        ]

    def texts(self, prefix: str, table: Table) -> Iterator[str]:
        """
        Yield, of the texts that are *prefix* and one of *table*, one for each state, the shortest first.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        first = 0, self.after(prefix)
        if self.is_dead(first[1]):
            return
        moves = self.moves(table)
        parents: _Parents = {first: None}
        dead: set[States] = set()
        pending: deque[tuple[int, States]] = deque([first])
        while pending:
            place = pending.popleft()
            at, states = place
            if table.accepting[at] and self.accepts(states):
                yield prefix + _text(place, parents)
            symbols = self.symbols(states)
            self._budget.spend(1 + len(symbols))
            for symbol in symbols:
                after = moves[at].get(symbol)
                if after is None:
                    continue
                reached = after, self.step(states, symbol)
                if reached in parents or reached[1] in dead:
                    continue
                if self.is_dead(reached[1]):
                    dead.add(reached[1])
                    continue
                parents[reached] = place, self.classes.characters[symbol]
                pending.append(reached)

    def _joined(self, of: Callable[[int], _T], join: Callable[[Operation, _T, _T], _T]) -> _T:
        """Return the value of the formula, from the values *of* its terms."""
        if len(self._formula) == 1:
            return of(0)
        values: list[_T] = []
        for each in self._formula:
            if isinstance(each, int):
                values.append(of(each))
            else:
                right = values.pop()
                values[-1] = join(each, values[-1], right)
        return values.pop()

    def _foreseen(self, which: int, state: int) -> bool | None:
        """Return whether a term accepts all that may follow *state*; ``None`` if that depends."""
        if self._automata[which].is_dead(state):
            return False
        return True if self._automata[which].is_total(state) else None


def _join_accepted(operation: Operation, left: bool, right: bool) -> bool:  # noqa: FBT001 - by place
    if operation is UNION:
        return left or right
    return left and right is (operation is INTERSECTION)


def _join_live(operation: Operation, left: Mask, right: Mask) -> Mask:
    if operation is UNION:
        return left | right
    return left & right if operation is INTERSECTION else left


def _join_foreseen(operation: Operation, left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001 - by place
    settles = operation is UNION
    if operation is DIFFERENCE and right is not None:
        right = not right
    if settles in {left, right}:
        return settles
    return None if left is None or right is None else not settles


def _text(place: tuple[int, States], parents: _Parents) -> str:
    """Return the text that leads to *place*."""
    characters: list[str] = []
    step = parents[place]
    while step is not None:
        place, character = step
        characters.append(character)
        step = parents[place]
    return "".join(reversed(characters))


def _lowest(mask: Mask) -> int:
    """Return the code of the first character of *mask*."""
    return (mask & -mask).bit_length() - 1


def _formula(texts: Texts, found: list[Expression], expressions: Expressions) -> _Formula:
    """Return *texts* with a number for each term, the place of its expression, which is added."""
    # From the end: an operation, its right side, its left side.
    formula: list[int | Operation] = []
    numbers: dict[int, int] = {}
    pending = [texts]
    while pending:
        current = pending.pop()
        if isinstance(current, Combination):
            formula.append(current.operation)
            pending += [current.left, current.right]
            continue
        expression = expressions.of(current)
        # A term that stands twice is one automaton.
        number = numbers.setdefault(id(expression), len(found))
        if number == len(found):
            found.append(expression)
        formula.append(number)
    return tuple(reversed(formula))
