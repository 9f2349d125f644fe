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
from crossorigin.proof.programs import MARKER, Classes, Program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.proof.programs import Budget
    from crossorigin.proof.syntax import Term


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
_States: TypeAlias = tuple[int, ...]
UNION: Final = Operation.UNION
INTERSECTION: Final = Operation.INTERSECTION
DIFFERENCE: Final = Operation.DIFFERENCE


class Product:
    """The automata of the terms of *texts*, and which of their states accept together."""

    def __init__(self, texts: Texts, budget: Budget) -> None:
        """Begin before the text."""
        self._budget = budget
        programs: list[tuple[Program, int]] = []
        self._formula = _formula(texts, programs, budget)
        masks = {mask for program, _ in programs for mask in program.masks()}
        self.classes = Classes(masks)
        self._automata = [
            Automaton(program, root, self.classes, budget) for program, root in programs
        ]
        self.first: _States = (0,) * len(programs)
        self._symbols = [
            symbol for symbol, mask in enumerate(self.classes.masks) if not mask & MARKER
        ]

    def step(self, states: _States, symbol: int) -> _States:
        """Return the states after *states* and a character of the class *symbol*."""
        return tuple(
            automaton.step(state, symbol)
            for automaton, state in zip(self._automata, states, strict=True)
        )

    def accepts(self, states: _States) -> bool:
        """Tell whether a text that ends in *states* is one of the texts."""
        return self._accepts(self._formula, states)

    def is_dead(self, states: _States) -> bool:
        """Tell whether no text goes on from *states*, as far as that can be seen."""
        return self._foreseen(self._formula, states) is False

    def after(self, text: str) -> _States:
        """Return the states after *text*, which is ASCII."""
        states = self.first
        for character in text:
            states = self.step(states, self.classes.of[ord(character)])
        return states

    def shortest(self) -> str | None:
        """Return the shortest of the texts, the one that reads best, or ``None`` if there is none."""
        return next(self.texts(), None)

    def texts(self) -> Iterator[str]:
        """Yield a text for each set of states that accepts, the shortest first."""
        parents: dict[_States, tuple[_States, int] | None] = {self.first: None}
        pending = deque([self.first])
        while pending:
            states = pending.popleft()
            if self.accepts(states):
                yield self._text(states, parents)
            self._budget.spend(len(self._symbols))
            for symbol in self._symbols:
                after = self.step(states, symbol)
                if after not in parents and not self.is_dead(after):
                    parents[after] = states, symbol
                    pending.append(after)

    def _text(self, states: _States, parents: dict[_States, tuple[_States, int] | None]) -> str:
        """Return the text that leads to *states*."""
        characters: list[str] = []
        step = parents[states]
        while step is not None:
            states, symbol = step
            characters.append(self.classes.characters[symbol])
            step = parents[states]
        return "".join(reversed(characters))

    def _accepts(self, formula: _Formula, states: _States) -> bool:
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

    def _foreseen(self, formula: _Formula, states: _States) -> bool | None:
        """Return what *formula* says of all that may follow *states*, ``None`` if that depends."""
        if isinstance(formula, int):
            if self._automata[formula].is_dead(states[formula]):
                return False
            return True if self._automata[formula].is_total(states[formula]) else None
        operation, left, right = formula
        one = self._foreseen(left, states)
        if one is (operation is UNION):
            return one
        other = self._foreseen(right, states)
        if operation is DIFFERENCE and other is not None:
            other = not other
        if other is (operation is UNION):
            return other
        return one if other is not None else None


def _formula(texts: Texts, programs: list[tuple[Program, int]], budget: Budget) -> _Formula:
    """Return *texts* with the number of a program for each term; these are added to *programs*."""
    if isinstance(texts, Combination):
        left = _formula(texts.left, programs, budget)
        return texts.operation, left, _formula(texts.right, programs, budget)
    program = Program(budget)
    programs.append((program, program.add(texts)))
    return len(programs) - 1
