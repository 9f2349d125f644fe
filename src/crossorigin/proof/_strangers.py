"""
Whether a stranger can register the domain of an origin that is let in.

The domains are read backwards: a listed suffix, a dot, a label. A label that some origin has and
that the configuration does not name itself, is one that a stranger can register.
"""

from __future__ import annotations

from collections import deque
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin._policy.suffix_hints import preview_separator
from crossorigin._web.suffixes import listed_domain
from crossorigin.proof._grammar import LABEL_CHARS, MAX_LABEL
from crossorigin.proof._graphs import ends_of_names, ends_of_origins, names_of, origins_of
from crossorigin.proof._naming import marked
from crossorigin.proof._products import Product
from crossorigin.proof._programs import MARKER
from crossorigin.proof._suffix_trie import suffix_trie
from crossorigin.proof._syntax import mask_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.proof._derivatives import Expressions
    from crossorigin.proof._graphs import Places
    from crossorigin.proof._products import Texts
    from crossorigin.proof._suffix_trie import Branch
    from crossorigin.proof._tables import Table

# What people know best comes first.
_WELL_KNOWN: Final = ("com", "org", "net", "dev", "io", "app")
_TELLING: Final = "evil"
# Of one suffix, so many sets of states are looked at for a telling name.
PATIENCE: Final = 400
_LABEL: Final = LABEL_CHARS & ~mask_of("_")


class _Place(NamedTuple):
    """
    A place in a host, which is read backwards.

    Attributes:
        text: What has been read.
        accepted: The states of the origins.
        named: The states of the names.
        branch: The place among the suffixes, if a longer one may still be read.
    """

    text: str
    accepted: Places
    named: Places
    branch: Branch | None


class Strangers:
    """The domains that strangers can register, of the origins that are among texts."""

    def __init__(self, texts: Texts, expressions: Expressions, hosts: Table) -> None:
        """Compute the states of the origins of *hosts* among *texts*, and of the names in them."""
        names = marked(texts)
        masks = hosts.masks | {_LABEL, mask_of("/")}
        # Over the same classes, the same symbol is the same characters in both.
        for each in (texts, names):
            masks |= frozenset(Product(each, expressions).classes.masks)
        accepted = Product(texts, expressions, masks)
        self._classes = accepted.classes
        self._accepted = origins_of(accepted, hosts, expressions.budget)
        self._named = names_of(Product(names, expressions, masks), expressions.budget)
        self._ends = ends_of_origins(self._accepted), ends_of_names(self._named)
        self._symbols = [
            (character, symbol)
            for symbol, (character, mask) in enumerate(
                zip(self._classes.characters, self._classes.masks, strict=True)
            )
            if mask & _LABEL
        ]

    def domains(self) -> Iterator[str]:
        """Yield domains: of each suffix that has some, the most telling one first."""
        for place in self._suffixes():
            dot = self._read(place, ".")
            branch = dot.branch
            # Below a suffix such as `*.ck`, each label is part of the suffix.
            if dot.accepted and not (branch and "*" in branch.following):
                yield from self._telling_first(dot)

    def _first(self) -> _Place:
        """Return the place after a host."""
        return _Place("", *self._ends, suffix_trie())

    def _suffixes(self) -> Iterator[_Place]:
        """Yield the places before each suffix that an accepted host may end in."""
        first = self._first()
        yield from (self._read(first, suffix) for suffix in _WELL_KNOWN)
        pending = deque([first])
        while pending:
            place = pending.popleft()
            if place.branch is None or not place.accepted:
                continue
            if place.branch.is_suffix and place.text not in _WELL_KNOWN:
                yield place
            for character, branch in place.branch.following.items():
                if character == "*":
                    pending.extend(self._any_label(place, branch))
                else:
                    pending.append(self._read(place, character))

    def _any_label(self, place: _Place, branch: Branch) -> Iterator[_Place]:
        """Yield the places before any label, which is all that is missing of a suffix."""
        for found in self._labels(place._replace(branch=None), ""):
            yield found._replace(branch=branch)

    def _telling_first(self, dot: _Place) -> Iterator[str]:
        """Yield domains right below a suffix, which *dot* is before."""
        separator = preview_separator(dot.text.removeprefix("."))
        plain: list[str] = []
        for looked_at, place in enumerate(chain([dot], self._labels(dot, separator))):
            telling = self._read(place, _TELLING)
            if self._is_strangers(telling):
                yield telling.text
                break
            if self._is_strangers(place):
                plain.append(place.text)
            if plain and looked_at > PATIENCE:
                break
        yield from plain

    def _labels(self, first: _Place, separator: str) -> Iterator[_Place]:
        """
        Yield the places before labels that stand before the place *first*, the shortest first.

        Args:
            first: The place.
            separator: What stands before the name of a project that only its owner can use.
        """
        size = len(first.text)
        seen: set[object] = set()
        pending = deque([first])
        while pending:
            place = pending.popleft()
            if len(place.text) == size + MAX_LABEL:
                return
            for character, symbol in self._symbols:
                after = self._step(place, character, symbol)
                # No label that is registered ends in a hyphen, or begins with one.
                is_short_of_one = character == "-"
                start = after.text[: len(after.text) - size][: len(separator)]
                key = after.accepted, after.named, id(after.branch), is_short_of_one, start
                if not after.accepted or key in seen or (place is first and is_short_of_one):
                    continue
                seen.add(key)
                if separator and self._is_owners(after, size, separator):
                    continue
                pending.append(after)
                yield after

    def _is_owners(self, place: _Place, size: int, separator: str) -> bool:
        """Tell whether all labels that end as *place* has it are those of one owner's project."""
        end = place.text[: len(place.text) - size]
        return (
            end.startswith(separator)
            and end != separator
            and bool(self._named.before_any(place.named, MARKER))
        )

    def _is_strangers(self, place: _Place) -> bool:
        """Tell whether what has been read is a domain that is let in, and not named."""
        return (
            not self._accepted.starts.isdisjoint(place.accepted)
            and self._named.starts.isdisjoint(place.named)
            and place.text[:1] not in {"-", "."}
            and listed_domain(place.text) == place.text
        )

    def _read(self, place: _Place, text: str) -> _Place:
        """Return the place before *text*, which is read backwards."""
        for character in reversed(text):
            place = self._step(place, character, self._classes.of[ord(character)])
        return place

    def _step(self, place: _Place, character: str, symbol: int) -> _Place:
        """Return the place before *character*, which is one of the class *symbol*."""
        return _Place(
            character + place.text,
            self._accepted.before(place.accepted, symbol),
            self._named.before(place.named, symbol),
            place.branch and place.branch.following.get(character),
        )
