"""The values of a configuration: scopes, and the entries from which each was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from crossorigin.doctor._sanitize import escape
from crossorigin.proof import UndecidedError

if TYPE_CHECKING:
    from crossorigin.proof import Acceptance, Flavor

_MAX_PART = 120


class Place(NamedTuple):
    """
    Where something stands.

    Attributes:
        file: The file, or the name of what was loaded.
        line: The line, from 1; ``None`` where there is none to name.
    """

    file: str
    line: int | None = None

    def __str__(self) -> str:
        """Return the place, safe to print."""
        return escape(self.file if self.line is None else f"{self.file}:{self.line}", 300)


class EntryKind(StrEnum):
    """How an entry names origins."""

    ANYONE = "anyone"
    ORIGIN = "origin"
    PATTERN = "pattern"
    EXPRESSION = "expression"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    An entry of a list of origins, as its author wrote it.

    Attributes:
        kind: How it names origins.
        text: The text.
        place: Where it stands.
        flavor: For an expression, the engine that runs it.
        ignores_case: For an expression, whether upper case is lower case.
    """

    kind: EntryKind
    text: str
    place: Place
    flavor: Flavor | None = None
    ignores_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    A part of a configuration that says who may read.

    Attributes:
        name: Its name in the configuration; empty if it is the whole.
        place: Where it stands.
        accepts: The origins that it lets in, or the reason why that cannot be decided.
        credentials: Whether cookies and the like are sent; ``None`` where that is not said.
        entries: The entries from which it was read, in order.
        has_conditions: Whether other rules than the entries say who is let in, too.
        is_public: Whether it says ``*`` and nothing else: everyone may read, and says so.
    """

    name: str
    place: Place
    accepts: Acceptance | UndecidedError
    credentials: bool | None
    entries: tuple[Entry, ...] = ()
    has_conditions: bool = False
    is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """
    A configuration that was read.

    Attributes:
        name: The text that names it, as it was given.
        kind: What it is, in a few words: ``an nginx configuration``.
        scopes: The parts that let anybody in, in order; at least one.
        notes: What its reader should know, a sentence each, safe to print.
    """

    name: str
    kind: str
    scopes: tuple[Scope, ...]
    notes: tuple[str, ...] = ()


def undecided(place: Place, part: str, why: str) -> UndecidedError:
    """Return that *part*, which stands at *place*, cannot be decided, and *why*."""
    return UndecidedError(f"{place} {escape(part, _MAX_PART)}".strip(), why)
