"""All states that texts lead to, walked backwards: from the end of a host to its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from crossorigin.proof._grammar import DIGITS, LABEL_CHARS, ODD_CHARS
from crossorigin.proof._programs import MARKER
from crossorigin.proof._syntax import mask_of

if TYPE_CHECKING:
    from crossorigin.proof._products import Product, States
    from crossorigin.proof._programs import Budget
    from crossorigin.proof._syntax import Mask
    from crossorigin.proof._tables import Table

Places: TypeAlias = frozenset[int]
_COLON: Final = mask_of(":")
_DOT: Final = mask_of(".")
_MAX_DIGITS: Final = 5
# What an origin is made of once it is marked.
_MARKED: Final[Mask] = LABEL_CHARS | ODD_CHARS | MARKER | mask_of(".:/")


class Grammar(NamedTuple):
    """
    What the states are walked by.

    Attributes:
        moves: By state: by class of characters, the next state.
        accepting: Whether each state accepts.
    """

    moves: list[dict[int, int]]
    accepting: list[bool]


class Graph:
    """
    The states of automata, and the ways back.

    Attributes:
        starts: The states before a label.
        accepting: The states that accept.
    """

    def __init__(
        self, product: Product, grammar: Grammar, first: list[States], budget: Budget
    ) -> None:
        """Compute all states that *grammar* leads to from the states *first*, before a label."""
        self._masks = product.classes.masks
        self._budget = budget
        self._before: list[dict[int, set[int]]] = [{} for _ in self._masks]
        self._symbols: dict[Mask, list[int]] = {}
        before_label = {product.classes.of[ord(character)] for character in "./"}
        accepting: set[int] = set()
        numbers = {(0, states): number for number, states in enumerate(dict.fromkeys(first))}
        starts = set(numbers.values())
        pending = list(numbers)
        while pending:
            place = pending.pop()
            at, states = place
            if grammar.accepting[at] and product.accepts(states):
                accepting.add(numbers[place])
            moves = grammar.moves[at]
            symbols = [symbol for symbol in product.symbols(states) if symbol in moves]
            budget.spend(1 + len(symbols))
            for symbol in symbols:
                reached = moves[symbol], product.step(states, symbol)
                if reached not in numbers:
                    if product.is_dead(reached[1]):
                        continue
                    numbers[reached] = len(numbers)
                    pending.append(reached)
                self._before[symbol].setdefault(numbers[reached], set()).add(numbers[place])
                if symbol in before_label:
                    starts.add(numbers[reached])
        self.starts: Places = frozenset(starts)
        self.accepting: Places = frozenset(accepting)

    def before(self, places: Places, symbol: int) -> Places:
        """Return the states from which a character of the class *symbol* leads to *places*."""
        self._budget.spend(1 + len(places))
        back = self._before[symbol]
        return frozenset([state for place in places for state in back.get(place, ())])

    def before_any(self, places: Places, mask: Mask) -> Places:
        """Return the states from which a character of *mask* leads to *places*."""
        symbols = self._symbols.get(mask)
        if symbols is None:
            symbols = [symbol for symbol, each in enumerate(self._masks) if each & mask]
            self._symbols[mask] = symbols
        return frozenset([state for symbol in symbols for state in self.before(places, symbol)])

    def before_all(self, places: Places, mask: Mask) -> Places:
        """Return *places*, and the states from which characters of *mask* lead to them."""
        closed, added = places, places
        while added:
            added = self.before_any(added, mask) - closed
            closed |= added
        return closed


def origins_of(product: Product, table: Table, budget: Budget) -> Graph:
    """Return the graph of the origins of a *product* whose host and port are one of *table*."""
    grammar = Grammar(product.moves(table), table.accepting)
    first = [product.after(f"{scheme}://") for scheme in ("https", "http")]
    return Graph(
        product, grammar, [states for states in first if not product.is_dead(states)], budget
    )


def names_of(product: Product, budget: Budget) -> Graph:
    """Return the graph of a *product* that is read with markers, whatever stands before a host."""
    masks = enumerate(product.classes.masks)
    grammar = Grammar([{symbol: 0 for symbol, mask in masks if mask & _MARKED}], [True])
    return Graph(product, grammar, [product.first], budget)


def ends_of_origins(graph: Graph) -> Places:
    """Return the states after a host, which a port or a dot may follow."""
    ends = places = graph.accepting
    for _ in range(_MAX_DIGITS):
        places = graph.before_any(places, DIGITS)
        ends |= graph.before_any(places, _COLON)
    return ends | graph.before_any(ends, _DOT)


def ends_of_names(graph: Graph) -> Places:
    """Return the states after a host that is read with markers, for a port and its colon, too."""
    ports = graph.before_all(graph.accepting, DIGITS | MARKER | _COLON | _DOT)
    ends = graph.accepting | graph.before_any(ports, _COLON | MARKER)
    return ends | graph.before_any(ends, _DOT)
