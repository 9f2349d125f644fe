"""What a policy accepts, and its patterns: exactly as a request is judged by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from crossorigin._policy.origins import OriginPattern
from crossorigin._web.origins import ANY
from crossorigin.proof.acceptance import ANYONE, Acceptance
from crossorigin.proof.grammar import DIGITS, DOT, LABEL_CHARS, LOWER, optional, port_of
from crossorigin.proof.syntax import (
    Chars,
    Repeat,
    Sequence,
    UndecidedError,
    literal,
    mask_of,
)
from crossorigin.proof.unions import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._policy.policy import Policy
    from crossorigin.proof.syntax import Term

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
    origins = policy.origins
    if origins == "*":
        return ANYONE
    if callable(origins):
        raise UndecidedError(f"origins={origins!r}", "a function decides")
    listed = cast("frozenset[str]", origins)
    return accept_patterns(OriginPattern.parse(text) for text in sorted(listed))


def accept_patterns(patterns: Iterable[OriginPattern]) -> Acceptance:
    """Return what at least one of *patterns* covers."""
    parts: list[tuple[Term, ...]] = []
    for pattern in patterns:
        if pattern.scheme == ANY:
            return ANYONE
        parts.append(_parts(pattern))
    return Acceptance(any_of(parts))


def _parts(pattern: OriginPattern) -> tuple[Term, ...]:
    """Return the terms of *pattern*, one after the other."""
    parts: list[Term] = [*literal(f"{pattern.scheme}://").parts]
    host = pattern.host
    if host.startswith("*."):
        parts.append(_LABELS)
        host = host.removeprefix("*.")
    before, star, after = host.partition("*")
    parts.extend(literal(before).parts)
    if star:
        parts.extend((_INSIDE, *literal(after).parts))
    if pattern.port == ANY:
        parts.append(optional(port_of(pattern.scheme)))
    elif pattern.port is not None:
        parts.extend(literal(f":{pattern.port}").parts)
    return tuple(parts)
