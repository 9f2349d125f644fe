"""What a policy accepts, and its patterns: exactly as a request is judged by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin._policy.origins import OriginPattern
from crossorigin._web.origins import ANY
from crossorigin.proof._acceptance import ANYONE, Acceptance
from crossorigin.proof._grammar import DIGITS, DOT, LABEL_CHARS, LOWER, optional, port_of
from crossorigin.proof._syntax import (
    Chars,
    Repeat,
    Sequence,
    UndecidedError,
    literal,
    mask_of,
)
from crossorigin.proof._unions import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._policy.policy import Policy
    from crossorigin.proof._syntax import Term

_LABEL: Final = Repeat(Chars(LABEL_CHARS), 1, None)
_LABELS: Final = Repeat(Sequence((_LABEL, DOT)), 1, None)
# A host name may hold an underscore; a wildcard inside a label stands for none.
_INSIDE: Final = Repeat(Chars(DIGITS | LOWER | mask_of("-")), 1, None)


def accept_policy(policy: Policy) -> Acceptance:
    """
    Return what *policy* accepts.

    Raises:
        UndecidedError: If a function decides.
    """
    return ANYONE if policy.origins == "*" else accept_patterns(patterns_of(policy))


def patterns_of(policy: Policy) -> list[OriginPattern]:
    """
    Return the patterns of *policy*, in the order of the alphabet.

    Raises:
        UndecidedError: If a function decides.
    """
    origins = policy.origins
    if callable(origins):
        name = getattr(origins, "__qualname__", type(origins).__qualname__)
        raise UndecidedError(f"origins={name}", "a function decides")
    return [OriginPattern.parse(text) for text in sorted(origins)]


def accept_patterns(patterns: Iterable[OriginPattern]) -> Acceptance:
    """Return what at least one of *patterns* covers."""
    parts: list[tuple[Term, ...]] = []
    for pattern in patterns:
        if pattern.scheme == ANY:
            return ANYONE
        scheme, host, port = pieces_of(pattern)
        parts.append((*scheme, *host, *port))
    return Acceptance(any_of(parts))


class Pieces(NamedTuple):
    """
    The terms of a pattern.

    Attributes:
        scheme: With what stands after it.
        host: Of the host, one after the other.
        port: With the colon before it, if there is one.
    """

    scheme: tuple[Term, ...]
    host: tuple[Term, ...]
    port: tuple[Term, ...]


def pieces_of(pattern: OriginPattern) -> Pieces:
    """Return the terms of *pattern*, which is none that stands alone."""
    host = pattern.host
    parts: list[Term] = []
    if host.startswith("*."):
        parts.append(_LABELS)
        host = host.removeprefix("*.")
    before, star, after = host.partition("*")
    parts.extend(literal(before).parts)
    if star:
        parts.extend((_INSIDE, *literal(after).parts))
    port: tuple[Term, ...] = ()
    if pattern.port == ANY:
        port = (optional(port_of(pattern.scheme)),)
    elif pattern.port is not None:
        port = literal(f":{pattern.port}").parts
    return Pieces(literal(f"{pattern.scheme}://").parts, tuple(parts), port)
