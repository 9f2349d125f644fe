"""
Match an origin against a set of patterns, at a cost that does not depend on their number.

Every table here is a set or a dictionary that is looked up once per label of the origin's
host, so the cost is bounded by the length of that host.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crossorigin._web.origins import ANY, split_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crossorigin._policy.origins import Origin, OriginPattern


class OriginSet:
    """
    Origins and patterns of origins.

    Attributes:
        listed: The origins that are listed literally, as a browser serialises them.
    """

    __slots__ = ("_tables", "listed")

    def __init__(self, listed: frozenset[str], patterns: Iterable[OriginPattern]) -> None:
        """Make the set of the origins *listed* and those that *patterns* cover."""
        self.listed: frozenset[str] = listed
        tables: dict[tuple[str, str], _Hosts] = defaultdict(_Hosts)
        for pattern in patterns:
            tables[pattern.scheme, str(pattern.port or "")].add(pattern.host)
        self._tables = dict(tables)

    @property
    def has_patterns(self) -> bool:
        """Tell whether anything but the listed origins is covered."""
        return bool(self._tables)

    def __contains__(self, text: str) -> bool:
        """Tell whether *text* is an origin that this set covers; junk is not."""
        if text in self.listed:
            return True
        if not self._tables:
            return False
        parts = split_origin(text)
        return parts is not None and self._matches(*parts)

    def covers(self, origin: Origin) -> bool:
        """Tell whether this set covers *origin*, which need not be parsed again."""
        return str(origin) in self.listed or self._matches(
            origin.scheme, origin.host, str(origin.port or "")
        )

    def _matches(self, scheme: str, host: str, port: str) -> bool:
        """Tell whether a pattern covers the origin of these parts."""
        return any(
            hosts is not None and hosts.covers(host)
            for hosts in (
                self._tables.get((scheme, port)),
                self._tables.get((scheme, ANY)),
            )
        )


class _Hosts:
    """Hosts and patterns of hosts that share a scheme and a port."""

    __slots__ = ("exact", "labels", "parents")

    def __init__(self) -> None:
        """Make the empty set."""
        self.exact: set[str] = set()
        self.parents: set[str] = set()
        self.labels: dict[str, _Labels] = {}

    def add(self, pattern: str) -> None:
        """Add a host in which labels may be wildcards, or have one inside; or ``*``, for any."""
        labels = pattern.split(".")
        starred = [at for at, label in enumerate(labels) if "*" in label]
        if not starred or pattern == ANY:
            self.exact.add(pattern)
        elif labels[starred[-1]] != ANY:
            at = starred[-1]
            parent = ".".join(labels[at + 1 :])
            rest = ".".join(labels[:at])
            self.labels.setdefault(parent, _Labels()).add(labels[at], rest)
        else:
            self.parents.add(".".join(labels[1:]))

    def covers(self, host: str) -> bool:
        """Tell whether *host* is here, or below a parent that is."""
        if host in self.exact or ANY in self.exact:
            return True
        start = 0
        while (dot := host.find(".", start)) >= 0:
            parent = host[dot + 1 :]
            if parent in self.parents:
                return True
            labels = self.labels.get(parent)
            if labels and labels.covers(host[start:dot], host[: max(start - 1, 0)]):
                return True
            start = dot + 1
        return False


class _Labels:
    """
    The labels with a ``*`` inside that share a parent domain.

    Attributes:
        below: The labels, by the labels that must stand below them: none, ``*``, or others.
    """

    __slots__ = ("below",)

    def __init__(self) -> None:
        """Make the empty set."""
        self.below: dict[str, _Shapes] = {}

    def add(self, label: str, rest: str) -> None:
        """Add *label*, below which the labels *rest* (``""``: none) must stand."""
        self.below.setdefault(rest, _Shapes()).add(label)

    def covers(self, label: str, rest: str) -> bool:
        """Tell whether *label*, with the labels *rest* below it, is covered."""
        for pattern in _patterns_of(rest):
            shapes = self.below.get(pattern)
            if shapes is not None and shapes.cover(label):
                return True
        return False


class _Shapes:
    """
    Labels with a ``*`` inside.

    A label has at most 63 characters, so the lengths before and after the ``*`` make at most
    2,015 pairs: that many lookups, and no more, however many patterns.
    """

    __slots__ = ("ends", "lengths")

    def __init__(self) -> None:
        """Make the empty set."""
        self.lengths: set[tuple[int, int]] = set()
        self.ends: set[tuple[str, str]] = set()

    def add(self, label: str) -> None:
        """Add *label*."""
        before, _, after = label.partition("*")
        self.lengths.add((len(before), len(after)))
        self.ends.add((before, after))

    def cover(self, label: str) -> bool:
        """Tell whether one of these covers *label*."""
        for before, after in self.lengths:
            end = len(label) - after
            # A host name may hold an underscore; a wildcard inside a label stands for none.
            if (
                before < end
                and (label[:before], label[end:]) in self.ends
                and "_" not in label[before:end]
            ):
                return True
        return False


def _patterns_of(rest: str) -> Iterator[str]:
    """Yield every pattern, with a ``*`` in front or without, that covers the labels *rest*."""
    yield rest
    if rest:
        yield ANY
    start = 0
    while (dot := rest.find(".", start)) >= 0:
        yield f"{ANY}{rest[dot:]}"
        start = dot + 1
