"""
What is left of an expression after each character: its derivatives.

A set of threads is what may be left: the characters that each thread may take, where it goes on,
and what it has promised of the rest (look-aheads, each a set of threads of its own). What a
look-behind says of the characters before is a bit that comes from outside.

Source: https://doi.org/10.1016/0304-3975(95)00182-4 (partial derivatives)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from crossorigin.proof._programs import MARKER, MAX_DEPTH, Budget, Instruction, Kind, Program
from crossorigin.proof._syntax import ASCII, UndecidedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.proof._syntax import Mask, Term

# The end of an expression, and what accepts whatever follows.
MATCHED: Final = 0
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
TOTAL: Final = Threads(frozenset({(_ANYTHING, _NO_PROMISES, _ALL)}), frozenset({_NO_PROMISES}))
_AT_END: Final = Threads(frozenset(), frozenset({_NO_PROMISES}))
NO_THREADS: Final = 0
ALL_THREADS: Final = 1
# So many steps more for each instruction.
_STEPS_EACH: Final = 30
_KEPT: Final = frozenset({(False, ALL_THREADS), (True, NO_THREADS)})
_BROKEN: Final = frozenset({(False, NO_THREADS), (True, ALL_THREADS)})


class Expression:
    """
    A term, and the sets of threads of it that have been met, each with a number.

    Attributes:
        program: Its instructions.
        root: The instruction that is the term.
        live: By number of a set of threads: the characters that it may take.
    """

    def __init__(self, term: Term, budget: Budget) -> None:
        """Take *term* apart."""
        self.program = Program(budget)
        self.root = self.program.add(term)
        self.live: list[Mask] = [0, _ALL]
        self._budget = budget
        self._nodes: list[tuple[int, int]] = [(-1, -1), (-1, -1)]
        self._node_numbers: dict[tuple[int, int], int] = {}
        self._threads: list[Threads] = [DEAD, TOTAL]
        self._numbers: dict[Threads, int] = {DEAD: NO_THREADS, TOTAL: ALL_THREADS}
        self._moved: dict[tuple[int, Mask, int], int] = {}
        self._closed: dict[tuple[frozenset[tuple[int, Promises]], int], int] = {}

    def begin(self, instruction: int, bits: int) -> int:
        """Return the threads before *instruction*, after which the text must end."""
        return self._close([(self._node(instruction, MATCHED), _NO_PROMISES)], bits)

    def _node(self, instruction: int, then: int) -> int:
        """Return the number of the place before *instruction*, after which *then* follows."""
        pair = (instruction, then)
        found = self._node_numbers.get(pair)
        if found is None:
            found = self._node_numbers[pair] = len(self._nodes)
            self._nodes.append(pair)
        return found

    def is_end(self, threads: int) -> bool:
        """Tell whether a text may end here."""
        return any(
            all(self.is_end(other) is not is_negative for is_negative, other in promises)
            for promises in self._threads[threads].ends
        )

    def move(self, threads: int, mask: Mask, bits: int, depth: int = 0) -> int:
        """Return the threads after a character of *mask*, a class, where *bits* hold."""
        key = (threads, mask, bits)
        found = self._moved.get(key)
        if found is None:
            heads = self._threads[threads].heads
            self._budget.spend(1 + len(heads))
            moved = [
                (node, promises and self._move_promises(promises, mask, bits, depth))
                for node, promises, taken in heads
                if taken & mask
            ]
            kept = [(node, promises) for node, promises in moved if promises is not None]
            found = self._moved[key] = self._close(kept, bits, depth)
        return found

    def _move_promises(
        self, promises: Promises, mask: Mask, bits: int, depth: int
    ) -> Promises | None:
        """Return *promises* after one character, or ``None`` if one is broken."""
        _check_depth(depth)
        self._budget.spend(3 * len(promises))
        return _kept(
            (is_negative, self.move(threads, mask, bits, depth + 1))
            for is_negative, threads in promises
        )

    def _close(self, begun: list[tuple[int, Promises]], bits: int, depth: int = 0) -> int:
        """Return the threads that begin at the places *begun*, where *bits* hold."""
        _check_depth(depth)
        seen = set(begun)
        key = frozenset(seen), bits
        found = self._closed.get(key)
        if found is None:
            found = self._closed[key] = self._number(self._closure(seen, bits, depth))
        return found

    def _closure(self, seen: set[tuple[int, Promises]], bits: int, depth: int) -> Threads:
        """Return the threads that begin at the places *seen*, to which others are added."""
        pending = list(seen)
        heads: dict[tuple[int, Promises], Mask] = {}
        ends: set[Promises] = set()
        while pending:
            place = pending.pop()
            node, promises = place
            # What is closed is also hashed, more than once.
            self._budget.spend(3 + 3 * len(promises))
            if node == _ANYTHING:
                heads[place] = _ALL
            if node <= _ANYTHING:
                ends.add(promises)
                continue
            number, then = self._nodes[node]
            instruction = self.program.instructions[number]
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
        self._budget.spend(len(heads))
        return _threads(heads, ends)

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
        again = Instruction(Kind.REPEAT, (part,), least=max(least - 1, 0), most=max(most - 1, -1))
        once_more = self._node(part, self._node(self.program.number(again), then))
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
            return ALL_THREADS
        found = self._numbers.get(threads)
        if found is None:
            found = self._numbers[threads] = len(self._threads)
            self._threads.append(threads)
            live = 0
            for _, _, mask in threads.heads:
                live |= mask
            self.live.append(live)
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


class Expressions:
    """
    The expressions of one proof: each term is taken apart once.

    Attributes:
        budget: How much work may still be done on all of them.
    """

    def __init__(self, steps: int) -> None:
        """Begin without expressions."""
        self.budget = Budget(steps)
        # With each, its term, so that no other object gets its address.
        self._known: dict[int, tuple[Term, Expression]] = {}

    def of(self, term: Term) -> Expression:
        """Return the expression of *term*."""
        found = self._known.get(id(term))
        if found is None:
            expression = Expression(term, self.budget)
            # A long list is no large automaton: what is read once may be walked once.
            self.budget.left += _STEPS_EACH * len(expression.program.instructions)
            found = self._known[id(term)] = term, expression
        return found[1]
