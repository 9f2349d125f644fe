"""
An automaton of one expression, made deterministic as far as it is walked.

A look-behind is an automaton that runs beside: whether it accepts where a thread stands is a bit.

Source: https://doi.org/10.1145/321239.321249 (derivatives of regular expressions)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from crossorigin.proof._derivatives import ALL_THREADS, NO_THREADS

if TYPE_CHECKING:
    from crossorigin.proof._derivatives import Expression
    from crossorigin.proof._programs import Budget, Classes
    from crossorigin.proof._syntax import Mask

# A state: the threads, those of each look-behind, and what these say.
_Key: TypeAlias = tuple[int, tuple[int, ...], int]


class Automaton:
    """The states of one expression, numbered as they are met; ``0`` is the first."""

    def __init__(self, expression: Expression, classes: Classes, budget: Budget) -> None:
        """Begin before the text."""
        self._expression = expression
        self._classes = classes
        self._budget = budget
        self._keys: list[_Key] = []
        self._key_numbers: dict[_Key, int] = {}
        self._rows: list[list[int]] = []
        self._accepting: list[bool] = []
        # Bit 0 says that no character came before.
        bits = 1
        behind: list[int] = []
        for which, asked in enumerate(expression.program.behind):
            threads = expression.begin(asked, bits)
            behind.append(threads)
            bits |= int(expression.is_end(threads)) << (which + 1)
        self._state((expression.begin(expression.root, bits), tuple(behind), bits))

    def step(self, state: int, symbol: int) -> int:
        """Return the state after *state* and a character of the class *symbol*."""
        found = self._rows[state][symbol]
        if found < 0:
            found = self._rows[state][symbol] = self._advance(state, symbol)
        return found

    def accepts(self, state: int) -> bool:
        """Tell whether a text that ends in *state* is accepted."""
        return self._accepting[state]

    def is_dead(self, state: int) -> bool:
        """Tell whether nothing that follows *state* is accepted, as far as that can be seen."""
        return self._keys[state][0] == NO_THREADS

    def is_total(self, state: int) -> bool:
        """Tell whether all that follows *state* is accepted, as far as that can be seen."""
        return self._keys[state][0] == ALL_THREADS

    def live(self, state: int) -> Mask:
        """Return the characters that may follow *state*."""
        return self._expression.live[self._keys[state][0]]

    def _advance(self, state: int, symbol: int) -> int:
        """Return the state after *state* and *symbol*, which is met for the first time."""
        threads, behind, _ = self._keys[state]
        if threads in {NO_THREADS, ALL_THREADS}:
            return state
        expression, mask = self._expression, self._classes.masks[symbol]
        bits = 0
        after: list[int] = []
        for which, each in enumerate(behind):
            moved = expression.move(each, mask, bits)
            after.append(moved)
            bits |= int(expression.is_end(moved)) << (which + 1)
        return self._state((expression.move(threads, mask, bits), tuple(after), bits))

    def _state(self, key: _Key) -> int:
        """Return the number of the state *key*, a new one if there is none."""
        # What can no longer change needs no past.
        if key[0] in {NO_THREADS, ALL_THREADS}:
            key = (key[0], (), 0)
        found = self._key_numbers.get(key)
        if found is None:
            self._budget.spend()
            found = self._key_numbers[key] = len(self._keys)
            self._keys.append(key)
            self._rows.append([-1] * len(self._classes.masks))
            self._accepting.append(self._expression.is_end(key[0]))
        return found
