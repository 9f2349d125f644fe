"""
Several automata walked side by side: the shortest text that a combination of them accepts.

Source: https://doi.org/10.1147/rd.32.0114 (the product of automata)
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from crossorigin.proof.automaton import Automaton
from crossorigin.proof.programs import Classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crossorigin.proof.derivatives import Expression, Expressions
    from crossorigin.proof.syntax import Mask, Term
    from crossorigin.proof.tables import Table


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
_Formula: TypeAlias = "int | tuple[Operation, _Formula, _Formula]"
States: TypeAlias = tuple[int, ...]
_Parents: TypeAlias = dict[tuple[int, States], tuple[tuple[int, States], str] | None]
UNION: Final = Operation.UNION
INTERSECTION: Final = Operation.INTERSECTION
DIFFERENCE: Final = Operation.DIFFERENCE


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
        return self._accepts(self._formula, states)

    def is_dead(self, states: States) -> bool:
        """Tell whether no text goes on from *states*, as far as that can be seen."""
        return self._foreseen(self._formula, states) is False

    def symbols(self, states: States) -> tuple[int, ...]:
        """Return the classes of characters that may follow *states*, as far as that can be seen."""
        live = self._live(self._formula, states)
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

    def _accepts(self, formula: _Formula, states: States) -> bool:
        """Tell whether *formula* holds if a text ends in *states*."""
        if isinstance(formula, int):
            return self._automata[formula].accepts(states[formula])
        operation, left, right = formula
        holds = self._accepts(left, states)
        if operation is UNION:
            return holds or self._accepts(right, states)
        if operation is INTERSECTION:
            return holds and self._accepts(right, states)
        return holds and not self._accepts(right, states)

    def _live(self, formula: _Formula, states: States) -> Mask:
        """Return the characters that may follow *states*, as far as *formula* goes."""
        if isinstance(formula, int):
            return self._automata[formula].live(states[formula])
        operation, left, right = formula
        live = self._live(left, states)
        if operation is UNION:
            return live | self._live(right, states)
        return live & self._live(right, states) if operation is INTERSECTION else live

    def _foreseen(self, formula: _Formula, states: States) -> bool | None:
        """Return what *formula* says of all that may follow *states*, ``None`` if that depends."""
        if isinstance(formula, int):
            if self._automata[formula].is_dead(states[formula]):
                return False
            return True if self._automata[formula].is_total(states[formula]) else None
        operation, left, right = formula
        settles = operation is UNION
        one = self._foreseen(left, states)
        if one is settles:
            return one
        other = self._foreseen(right, states)
        if operation is DIFFERENCE and other is not None:
            other = not other
        if other is settles:
            return other
        return None if one is None or other is None else not settles


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
    if isinstance(texts, Combination):
        left = _formula(texts.left, found, expressions)
        return texts.operation, left, _formula(texts.right, found, expressions)
    expression = expressions.of(texts)
    # A term that stands twice is one automaton.
    if expression not in found:
        found.append(expression)
    return found.index(expression)
