"""Origins that a policy refuses, and that a sloppy copy of it lets in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import HTTP_SCHEMES
from crossorigin.proof._derivatives import Expressions
from crossorigin.proof._grammar import DOT, LABEL_CHARS, choice, optional, port_of, sequence
from crossorigin.proof._patterns import accept_patterns, patterns_of, pieces_of
from crossorigin.proof._products import DIFFERENCE, Combination
from crossorigin.proof._searches import STEPS, Search
from crossorigin.proof._syntax import ANY, ANYTHING, Chars, Repeat, UndecidedError, literal, mask_of
from crossorigin.proof._universe import UNIVERSE, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crossorigin._policy.origins import OriginPattern
    from crossorigin._policy.policy import Policy
    from crossorigin.proof._patterns import Pieces
    from crossorigin.proof._syntax import Term


class Mistake(StrEnum):
    """How a copy of a policy is sloppy."""

    SUBSTRING = "substring"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    UNESCAPED_DOT = "unescaped-dot"
    NO_DOT_BOUNDARY = "no-dot-boundary"
    OTHER_SCHEME = "other-scheme"
    ANY_PORT = "any-port"
    TRAILING_DOT = "trailing-dot"
    APEX = "apex"
    SUBDOMAIN = "subdomain"
    PARENT = "parent"
    STAR_CROSSES_DOTS = "star-crosses-dots"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class LookAlike:
    """
    An origin that is easily let in by mistake.

    Attributes:
        origin: As a browser serialises it.
        mistake: The mistake.
    """

    origin: str
    mistake: Mistake


def look_alikes(policy: Policy) -> tuple[LookAlike, ...]:
    """
    Return origins that *policy* refuses and a sloppy copy of it accepts, each once.

    Of a policy with many patterns, the first ones in the order of the alphabet are copied.

    Raises:
        UndecidedError: If a function decides.
    """
    if policy.origins == "*":
        return ()
    patterns = patterns_of(policy)
    accepted = accept_patterns(patterns)
    expressions = Expressions(STEPS)
    found: dict[str, Mistake] = {}
    for pattern in patterns[:_MAX_PATTERNS]:
        for mistake, term in _copies(pattern) if pattern.scheme in HTTP_SCHEMES else ():
            origin = _let_in(Combination(DIFFERENCE, term, accepted.texts), expressions)
            if origin is not None:
                found.setdefault(origin, mistake)
    found["null"] = Mistake.NULL
    return tuple(LookAlike(origin, mistake) for origin, mistake in found.items())


def _let_in(texts: Combination, expressions: Expressions) -> str | None:
    """Return the most telling of the origins among *texts*, or ``None`` if there is none."""
    expressions.budget.left = STEPS
    try:
        return Search(texts, expressions).shortest((Part.TELLING, *UNIVERSE))
    except UndecidedError:
        return None


def _copies(pattern: OriginPattern) -> Iterator[tuple[Mistake, Term]]:
    """Yield copies of *pattern*, each with one mistake."""
    pieces = pieces_of(pattern)
    for mistake, copy in _COPIES.items():
        yield mistake, copy(pieces)
    name = pattern.host.removeprefix("*.")
    scheme = sequence(*pieces.scheme)
    if pattern.host != name:
        yield Mistake.NO_DOT_BOUNDARY, sequence(scheme, _JOINED, literal(name), *pieces.port)
        yield Mistake.APEX, sequence(scheme, *pieces.host[1:], *pieces.port)
    elif name.count(".") > 1 and "*" not in name:
        parent = literal(name.partition(".")[2])
        yield Mistake.PARENT, sequence(scheme, parent, *pieces.port)
    if "*" in name:
        before, _, after = name.partition("*")
        crossing = sequence(literal(before), _LABEL, DOT, _LABEL, literal(after))
        yield Mistake.STAR_CROSSES_DOTS, sequence(scheme, crossing, *pieces.port)


def _unescaped(host: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return *host* with any character in place of each dot."""
    return tuple(ANY if part == DOT.parts[0] else part for part in host)


def _other_scheme(pieces: Pieces) -> Term:
    """Return the origins of *pieces* with the other of the two schemes."""
    return sequence(
        literal("http"), optional(literal("s")), literal("://"), *pieces.host, *pieces.port
    )


# A policy with more patterns is copied in part.
_MAX_PATTERNS: Final = 5
_BELOW: Final = Repeat(Chars(LABEL_CHARS | mask_of(".")), 0, None)
# What a stranger has: of the shortest, which is the name itself, that is another mistake.
_JOINED: Final = sequence(literal("evil"), Repeat(Chars(LABEL_CHARS), 0, None))
_LABEL: Final = Repeat(Chars(LABEL_CHARS), 1, None)
_ANY_PORT: Final = optional(choice(port_of("https"), port_of("http")))
_COPIES: Final[dict[Mistake, Callable[[Pieces], Term]]] = {
    Mistake.OTHER_SCHEME: _other_scheme,
    Mistake.SUBSTRING: lambda pieces: sequence(ANYTHING, *pieces.host, ANYTHING),
    Mistake.PREFIX: lambda pieces: sequence(*pieces.scheme, *pieces.host, ANYTHING),
    Mistake.SUFFIX: lambda pieces: sequence(ANYTHING, *pieces.host, *pieces.port),
    Mistake.UNESCAPED_DOT: lambda pieces: sequence(
        *pieces.scheme, *_unescaped(pieces.host), *pieces.port
    ),
    Mistake.ANY_PORT: lambda pieces: sequence(*pieces.scheme, *pieces.host, _ANY_PORT),
    Mistake.TRAILING_DOT: lambda pieces: sequence(*pieces.scheme, *pieces.host, DOT, *pieces.port),
    Mistake.SUBDOMAIN: lambda pieces: sequence(
        *pieces.scheme, _BELOW, DOT, *pieces.host, *pieces.port
    ),
}
