"""All states that texts lead to, walked backwards: from the end of a host to its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from crossorigin.proof.grammar import DIGITS, LABEL_CHARS
from crossorigin.proof.programs import MARKER
from crossorigin.proof.syntax import mask_of

if TYPE_CHECKING:
    from crossorigin.proof.products import Product, States
    from crossorigin.proof.programs import Budget
    from crossorigin.proof.syntax import Mask
    from crossorigin.proof.tables import Table

Places: TypeAlias = frozenset[int]
_NONE: Final[Places] = frozenset()
_COLON: Final = mask_of(":")
_DOT: Final = mask_of(".")
_MAX_DIGITS: Final = 5
# What an origin is made of once it is marked.
_MARKED: Final[Mask] = LABEL_CHARS | MARKER | mask_of(".:/")


class Graph:
    """
    The states of automata, and the ways back.

    Attributes:
        starts: The states before a label.
        ends: The states after a host, which a port or a dot may follow.
    """

    def __init__(self, product: Product, budget: Budget) -> None:
        """Begin without states."""
        self._product = product
        self._budget = budget
        self._of = product.classes.of
        self._before: list[dict[int, set[int]]] = [{} for _ in product.classes.masks]
        self._accepting: set[int] = set()
        self.starts: set[int] = set()
        self.ends: Places = _NONE

    def before(self, places: Places, symbol: int) -> Places:
        """Return the states from which a character of the class *symbol* leads to *places*."""
        self._budget.spend(1 + len(places))
        back = self._before[symbol]
        return frozenset(state for place in places for state in back.get(place, ()))

    def before_any(self, places: Places, mask: Mask) -> Places:
        """Return the states from which a character of *mask* leads to *places*."""
        return frozenset(
            state
            for symbol, each in enumerate(self._product.classes.masks)
            if each & mask
            for state in self.before(places, symbol)
        )

    def _close(self, places: Places, mask: Mask) -> Places:
        """Return *places*, and the states from which characters of *mask* lead to them."""
        closed, added = places, places
        while added:
            added = self.before_any(added, mask) - closed
            closed |= added
        return closed

    def grow(
        self, moves: list[list[tuple[int, int]]], accepting: list[bool], first: list[States]
    ) -> None:
        """
        Add all states that can be reached.

        Args:
            moves: By state of a grammar: a class of characters, and the next state there.
            accepting: Whether a state of the grammar accepts.
            first: The states before the host.
        """
        product, budget = self._product, self._budget
        dot_or_slash = {self._of[ord(".")], self._of[ord("/")]}
        numbers = {(0, states): number for number, states in enumerate(dict.fromkeys(first))}
        self.starts.update(numbers.values())
        pending = list(numbers)
        while pending:
            place = pending.pop()
            number = numbers[place]
            at, states = place
            if accepting[at] and product.accepts(states):
                self._accepting.add(number)
            live = product.live(states)
            for symbol, after in moves[at]:
                if not live & product.classes.masks[symbol]:
                    continue
                budget.spend()
                reached = after, product.step(states, symbol)
                if reached not in numbers:
                    if product.is_dead(reached[1]):
                        continue
                    numbers[reached] = len(numbers)
                    pending.append(reached)
                self._before[symbol].setdefault(numbers[reached], set()).add(number)
                if symbol in dot_or_slash:
                    self.starts.add(numbers[reached])


def origins_of(product: Product, table: Table, budget: Budget) -> Graph:
    """Return the graph of the origins of a *product* whose host and port are one of *table*."""
    graph = Graph(product, budget)
    moves = [[move[1:] for move in row] for row in product.moves(table)]
    graph.grow(
        moves, table.accepting, [product.after(f"{scheme}://") for scheme in ("https", "http")]
    )
    accepting = frozenset(graph._accepting)
    ends = places = accepting
    for _ in range(_MAX_DIGITS):
        places = graph.before_any(places, DIGITS)
        ends |= graph.before_any(places, _COLON)
    graph.ends = ends | graph.before_any(ends, _DOT)
    return graph


def names_of(product: Product, budget: Budget) -> Graph:
    """Return the graph of a *product* that is read with markers, whatever stands before a host."""
    graph = Graph(product, budget)
    moves = [(symbol, 0) for symbol, mask in enumerate(product.classes.masks) if mask & _MARKED]
    graph.grow([moves], [True], [product.first])
    accepting = frozenset(graph._accepting)
    # A wide set may stand for a port, and for its colon, too.
    ports = graph.before_any(
        graph._close(accepting, DIGITS | MARKER | _COLON | _DOT), _COLON | MARKER
    )
    ends = accepting | ports
    graph.ends = ends | graph.before_any(ends, _DOT)
    return graph
