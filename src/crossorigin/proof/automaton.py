"""
An automaton of one expression, made deterministic as far as it is walked.

A state is a set of threads: the characters that each may take, where it goes on, and what it has
promised of the rest (look-aheads, each a state of its own). A look-behind is another automaton
that runs beside: whether it accepts where the thread stands is one bit.

Source: https://doi.org/10.1145/321239.321249 (derivatives of regular expressions)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from crossorigin.proof.programs import MARKER, MAX_DEPTH, Instruction, Kind
from crossorigin.proof.syntax import ASCII, UndecidedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.proof.programs import Budget, Classes, Program
    from crossorigin.proof.syntax import Mask

# The end of an expression, and what accepts whatever follows.
_MATCHED: Final = 0
_ANYTHING: Final = 1
_ALL: Final[Mask] = ASCII | MARKER
# A promise: whether it is one not to match, and the set of threads.
Promises: TypeAlias = frozenset[tuple[bool, int]]
_NO_PROMISES: Final[Promises] = frozenset()


class Threads(NamedTuple):
    """
    Threads at one place of the text.

    Attributes:
        heads: By where each goes on, and what it has promised: the characters that it may take.
        ends: What those have promised that have taken all they needed.
    """

    heads: frozenset[tuple[int, Promises, Mask]]
    ends: frozenset[Promises]


DEAD: Final = Threads(frozenset(), frozenset())
TOTAL: Final = Threads(
    frozenset({(_ANYTHING, _NO_PROMISES, _ALL)}), frozenset({_NO_PROMISES})
)
_AT_END: Final = Threads(frozenset(), frozenset({_NO_PROMISES}))
_DEAD: Final = 0
_TOTAL: Final = 1
_KEPT: Final = frozenset({(False, _TOTAL), (True, _DEAD)})
_BROKEN: Final = frozenset({(False, _DEAD), (True, _TOTAL)})
# A state: the threads, those of each look-behind, and what these say.
_Key: TypeAlias = tuple[int, tuple[int, ...], int]


class Automaton:
    """The states of one expression, numbered as they are met; ``0`` is the first."""

    def __init__(self, program: Program, root: int, classes: Classes, budget: Budget) -> None:
        """Begin before the text with the instruction *root* of *program*."""
        self._program = program
        self._classes = classes
        self._budget = budget
        self._nodes: list[tuple[int, int]] = [(-1, -1), (-1, -1)]
        self._node_numbers: dict[tuple[int, int], int] = {}
        self._threads: list[Threads] = [DEAD, TOTAL]
        self._live: list[Mask] = [0, _ALL]
        self._thread_numbers: dict[Threads, int] = {DEAD: _DEAD, TOTAL: _TOTAL}
        self._steps: dict[tuple[int, int, int], int] = {}
        self._keys: list[_Key] = []
        self._key_numbers: dict[_Key, int] = {}
        self._rows: list[list[int]] = []
        self._accepting: list[bool] = []
        # Bit 0 says that no character came before.
        bits = 1
        behind: list[int] = []
        for which, asked in enumerate(program.behind):
            threads = self._close([(self._node(asked, _MATCHED), _NO_PROMISES)], bits)
            behind.append(threads)
            bits |= int(self._is_end(threads)) << (which + 1)
        first = self._close([(self._node(root, _MATCHED), _NO_PROMISES)], bits)
        self._state((first, tuple(behind), bits))

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
        return self._keys[state][0] == _DEAD

    def is_total(self, state: int) -> bool:
        """Tell whether all that follows *state* is accepted, as far as that can be seen."""
        return self._keys[state][0] == _TOTAL

    def live(self, state: int) -> Mask:
        """Return the characters that may follow *state*."""
        return self._live[self._keys[state][0]]

    def _advance(self, state: int, symbol: int) -> int:
        """Return the state after *state* and *symbol*, which is met for the first time."""
        threads, behind, _ = self._keys[state]
        if threads in {_DEAD, _TOTAL}:
            return state
        bits = 0
        after: list[int] = []
        for which, each in enumerate(behind):
            moved = self._move(each, symbol, bits)
            after.append(moved)
            bits |= int(self._is_end(moved)) << (which + 1)
        return self._state((self._move(threads, symbol, bits), tuple(after), bits))

    def _state(self, key: _Key) -> int:
        """Return the number of the state *key*, a new one if there is none."""
        # What can no longer change needs no past.
        if key[0] in {_DEAD, _TOTAL}:
            key = (key[0], (), 0)
        found = self._key_numbers.get(key)
        if found is None:
            self._budget.spend()
            found = self._key_numbers[key] = len(self._keys)
            self._keys.append(key)
            self._rows.append([-1] * len(self._classes.masks))
            self._accepting.append(self._is_end(key[0]))
        return found

    def _node(self, instruction: int, then: int) -> int:
        """Return the number of the place before *instruction*, after which *then* follows."""
        pair = (instruction, then)
        found = self._node_numbers.get(pair)
        if found is None:
            found = self._node_numbers[pair] = len(self._nodes)
            self._nodes.append(pair)
        return found

    def _is_end(self, threads: int) -> bool:
        """Tell whether a text may end here."""
        return any(
            all(self._is_end(other) is not is_negative for is_negative, other in promises)
            for promises in self._threads[threads].ends
        )

    def _move(self, threads: int, symbol: int, bits: int, depth: int = 0) -> int:
        """Return the threads after a character of the class *symbol*, where *bits* hold."""
        key = (threads, symbol, bits)
        found = self._steps.get(key)
        if found is None:
            mask = self._classes.masks[symbol]
            heads = self._threads[threads].heads
            self._budget.spend(len(heads))
            moved = [
                (node, promises and self._move_promises(promises, symbol, bits, depth))
                for node, promises, taken in heads
                if taken & mask
            ]
            kept = [(node, promises) for node, promises in moved if promises is not None]
            found = self._steps[key] = self._close(kept, bits, depth)
        return found

    def _move_promises(
        self, promises: Promises, symbol: int, bits: int, depth: int
    ) -> Promises | None:
        """Return *promises* after one character, or ``None`` if one is broken."""
        _check_depth(depth)
        return _kept(
            (is_negative, self._move(threads, symbol, bits, depth + 1))
            for is_negative, threads in promises
        )

    def _close(self, begun: list[tuple[int, Promises]], bits: int, depth: int = 0) -> int:
        """Return the threads that begin at the places *begun*, where *bits* hold."""
        _check_depth(depth)
        heads: dict[tuple[int, Promises], Mask] = {}
        ends: set[Promises] = set()
        seen: set[tuple[int, Promises]] = set(begun)
        pending = list(begun)
        while pending:
            place = pending.pop()
            node, promises = place
            if node == _ANYTHING:
                heads[place] = _ALL
            if node <= _ANYTHING:
                ends.add(promises)
                continue
            number, then = self._nodes[node]
            instruction = self._program.instructions[number]
            if instruction.kind is Kind.CHARS:
                place = (then, promises)
                heads[place] = heads.get(place, 0) | instruction.mask
                continue
            kept = self._promised(instruction, promises, bits, depth)
            if kept is None:
                continue
            for following in self._following(instruction, then, bits):
                if (following, kept) not in seen:
                    seen.add((following, kept))
                    pending.append((following, kept))
        self._budget.spend(len(seen))
        return self._number(_threads(heads, ends))

    def _following(self, instruction: Instruction, then: int, bits: int) -> list[int]:
        """Return the places where *instruction* goes on without a character, before *then*."""
        node = self._node
        match instruction.kind:
            case Kind.SEQUENCE if instruction.parts:
                first, rest = instruction.parts
                return [node(first, node(rest, then))]
            case Kind.CHOICE:
                return [node(part, then) for part in instruction.parts]
            case Kind.REPEAT:
                return self._repeated(instruction, then)
            case Kind.BEHIND:
                holds = bool(bits >> (instruction.most + 1) & 1)
                return [then] if holds is not bool(instruction.least) else []
            case Kind.START:
                return [then] if bits & 1 else []
            case _:
                return [then]

    def _repeated(self, instruction: Instruction, then: int) -> list[int]:
        """Return where a repetition goes on: once more, or with *then*."""
        _, (part,), _, least, most = instruction
        if most == 0:
            return [then]
        again = Instruction(
            Kind.REPEAT, (part,), least=max(least - 1, 0), most=max(most - 1, -1)
        )
        once_more = self._node(part, self._node(self._program.number(again), then))
        return [once_more] if least else [then, once_more]

    def _promised(
        self, instruction: Instruction, promises: Promises, bits: int, depth: int
    ) -> Promises | None:
        """Return *promises* with that of a look-ahead, or ``None`` if it cannot be kept."""
        if instruction.kind is Kind.AHEAD:
            begun = [(self._node(instruction.parts[0], _ANYTHING), _NO_PROMISES)]
            promise = bool(instruction.least), self._close(begun, bits, depth + 1)
        elif instruction.kind is Kind.END:
            promise = False, self._number(_AT_END)
        else:
            return promises
        return _kept((*promises, promise))

    def _number(self, threads: Threads) -> int:
        """Return the number of *threads*."""
        if (_ANYTHING, _NO_PROMISES, _ALL) in threads.heads:
            return _TOTAL
        found = self._thread_numbers.get(threads)
        if found is None:
            found = self._thread_numbers[threads] = len(self._threads)
            self._threads.append(threads)
            live = 0
            for _, _, mask in threads.heads:
                live |= mask
            self._live.append(live)
        return found


def _threads(heads: dict[tuple[int, Promises], Mask], ends: set[Promises]) -> Threads:
    """Return threads without those that promise more than another that does the same."""
    free = {node: mask for (node, promises), mask in heads.items() if not promises}
    return Threads(
        frozenset(
            (node, promises, mask)
            for (node, promises), mask in heads.items()
            if mask and (not promises or mask & ~free.get(node, 0))
        ),
        frozenset({_NO_PROMISES}) if _NO_PROMISES in ends else frozenset(ends),
    )


def _kept(promises: Iterable[tuple[bool, int]]) -> Promises | None:
    """Return *promises* without those that are kept already, or ``None`` if one is broken."""
    open_promises = [promise for promise in promises if promise not in _KEPT]
    return None if any(each in _BROKEN for each in open_promises) else frozenset(open_promises)


def _check_depth(depth: int) -> None:
    """
    Bound the recursion into promises of promises.

    Raises:
        UndecidedError: If they are nested too deeply.
    """
    if depth > MAX_DEPTH:
        raise UndecidedError("(?=", "look-aheads are nested too deeply")
