"""
Match an origin against a set of patterns, at a cost that does not depend on their number.

Every table here is a set or a dictionary that is looked up once per label of the host
that asks, so the cost is bounded by the length of that host.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crossorigin._grammar import ANY, split_origin, split_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable


class OriginSet:
    """
    Hold many patterns, and tell which origins they cover.

    Attributes:
        exact: The origins that are listed literally, as a browser serialises them.
    """

    __slots__ = ("_tables", "exact")

    def __init__(self, exact: frozenset[str], patterns: Iterable[str]) -> None:
        """
        Hold the origins *exact* and those that *patterns* cover.

        Both hold nothing but what :func:`split_pattern` accepts.
        """
        self.exact: frozenset[str] = exact
        tables: dict[tuple[str, str], _Hosts] = defaultdict(_Hosts)
        for pattern in patterns:
            parts = split_pattern(pattern)
            if parts is None:
                message = f"not an origin pattern: {pattern!r}"
                raise ValueError(message)
            scheme, host, port = parts
            tables[scheme, port].add(host)
        self._tables = dict(tables)

    def __contains__(self, text: str) -> bool:
        """Tell whether *text* is an origin that this set covers; junk is not."""
        if text in self.exact:
            return True
        if not self._tables:
            return False
        parts = split_origin(text)
        if parts is None:
            return False
        scheme, host, port = parts
        return any(
            hosts is not None and hosts.covers(host)
            for hosts in (
                self._tables.get((scheme, port)),
                self._tables.get((scheme, ANY)),
            )
        )


class _Hosts:
    """Hold hosts and patterns of hosts that share a scheme and a port."""

    __slots__ = ("any", "exact", "labels", "parents")

    def __init__(self) -> None:
        """Hold none."""
        self.any = False
        self.exact: set[str] = set()
        self.parents: set[str] = set()
        self.labels: dict[str, _Labels] = {}

    def add(self, pattern: str) -> None:
        """Add a host in which labels may be wildcards; ``*`` alone is one label or more."""
        labels = pattern.split(".")
        starred = [at for at, label in enumerate(labels) if "*" in label]
        if not starred:
            self.exact.add(pattern)
        elif labels[starred[-1]] != ANY:
            at = starred[-1]
            parent = ".".join(labels[at + 1 :])
            rest = ".".join(labels[:at])
            self.labels.setdefault(parent, _Labels()).add(labels[at], rest)
        elif pattern == ANY:
            self.any = True
        else:
            self.parents.add(".".join(labels[1:]))

    def covers(self, host: str) -> bool:
        """Tell whether *host* is here, or below a parent that is."""
        if host in self.exact or (self.any and host):
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
    Hold the labels with a ``*`` inside that share a parent domain.

    A label has at most 63 characters, so the lengths of what stands before and after the
    ``*`` make at most 2,015 pairs: that many lookups, and no more, however many patterns.
    """

    __slots__ = ("rests", "shapes")

    def __init__(self) -> None:
        """Hold none."""
        self.shapes: set[tuple[int, int]] = set()
        self.rests: dict[tuple[str, str], _Hosts] = {}

    def add(self, label: str, rest: str) -> None:
        """Add *label*, below which the labels *rest* (``""``: none) must stand."""
        before, _, after = label.partition("*")
        self.shapes.add((len(before), len(after)))
        self.rests.setdefault((before, after), _Hosts()).add(rest)

    def covers(self, label: str, rest: str) -> bool:
        """Tell whether *label*, with the labels *rest* below it, is covered."""
        for before, after in self.shapes:
            end = len(label) - after
            hosts = self.rests.get((label[:before], label[end:])) if before < end else None
            # A host name may hold an underscore; a wildcard inside a label stands for none.
            if hosts and "_" not in label[before:end] and hosts.covers(rest):
                return True
        return False
