"""The origins that show best what is let in, and why each of them matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import HTTP_SCHEMES, OPAQUE_ORIGIN
from crossorigin._web.origins import split_origin
from crossorigin._web.suffixes import listed_domain
from crossorigin.proof._grammar import optional, sequence
from crossorigin.proof._naming import Names
from crossorigin.proof._products import INTERSECTION, Combination
from crossorigin.proof._searches import Search
from crossorigin.proof._strangers import Strangers
from crossorigin.proof._syntax import ANYTHING, UndecidedError, literal
from crossorigin.proof._universe import (
    ANY_PORT,
    INSECURE,
    NAMES,
    ODD,
    Part,
    rough_names,
    rough_odd_names,
)
from crossorigin.proof._verdicts import Risk, Witness

if TYPE_CHECKING:
    from crossorigin.proof._derivatives import Expressions
    from crossorigin.proof._products import Texts
    from crossorigin.proof._tables import Table

# So many domains are tried before nothing is said: each has states of an origin, but none may be
# as short as a browser's.
_MAX_DOMAINS: Final = 20
_PORT: Final = optional(sequence(literal(":"), ANYTHING))
_BELOW: Final = optional(sequence(ANYTHING, literal(".")))


class Witnesses:
    """
    Witnesses of texts, looked for by the reason why they matter, the worst first.

    Attributes:
        undecided: Why it was not decided whether one is a stranger's, if it was not.
    """

    def __init__(self, texts: Texts, expressions: Expressions) -> None:
        """Look for the origins among *texts*."""
        self._texts = texts
        self._expressions = expressions
        self._search = Search(texts, expressions)
        self._names = Names(texts, expressions)
        self.undecided: UndecidedError | None = None

    def found(self) -> tuple[Witness, ...]:
        """
        Return one witness for each reason.

        Raises:
            UndecidedError: If none was found, and that takes too many steps.
        """
        shortest = self._search.shortest()
        if shortest is None:
            return ()
        origins: dict[str, Risk] = {}
        try:
            # What is found at little cost is known, whatever comes of the rest.
            for parts, risk in _PARTS:
                origin = self._search.shortest(parts)
                if origin is not None:
                    origins.setdefault(origin, risk)
            origins.setdefault(shortest, Risk.NONE)
            stranger = self._of_a_stranger()
        except UndecidedError as error:
            self.undecided = error
            return tuple(self._witness(origin, risk) for origin, risk in origins.items())
        if stranger is not None:
            origins = {stranger: Risk.STRANGER} | origins | {stranger: Risk.STRANGER}
        return tuple(
            self._witness(origin, risk, may_be_strangers=stranger is not None)
            for origin, risk in origins.items()
        )

    def _of_a_stranger(self) -> str | None:
        """
        Return an origin whose domain a stranger can register, or ``None`` if there is none.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        if self._search.shortest(NAMES) is not None:
            guess = self._search.shortest((Part.TELLING,))
            if guess is not None and self._is_strangers(guess):
                return guess
            found = self._among(NAMES, rough_names())
            if found is not None:
                return found
        # A server of the DNS may answer for all below a domain, whatever the characters.
        return None if self._search.shortest(ODD) is None else self._among(ODD, rough_odd_names())

    def _among(self, parts: tuple[Part, ...], hosts: Table) -> str | None:
        """Return an origin of *parts* with a domain that a stranger can register, or ``None``."""
        strangers = Strangers(self._texts, self._expressions, hosts)
        for tried, domain in enumerate(strangers.domains()):
            if tried == _MAX_DOMAINS:
                raise UndecidedError(domain, "it is found in no origin that is short enough")
            origin = self._below(domain, parts)
            if origin is not None:
                return origin
        return None

    def _below(self, domain: str, parts: tuple[Part, ...]) -> str | None:
        """Return the shortest origin of *parts* with the *domain*, or one below it."""
        host = sequence(_BELOW, literal(domain), optional(literal(".")))
        term = sequence(literal("http"), optional(literal("s")), literal("://"), host, _PORT)
        texts = Combination(INTERSECTION, self._texts, term)
        return Search(texts, self._expressions).shortest(parts)

    def _is_strangers(self, origin: str) -> bool:
        """Tell whether a stranger can register the domain of *origin*, which is let in."""
        scheme, host = _parts_of(origin)
        domain = listed_domain(host) if scheme in HTTP_SCHEMES else None
        return domain is not None and self._names.are_silent_about(domain)

    def _witness(self, origin: str, risk: Risk, *, may_be_strangers: bool = False) -> Witness:
        """Return the witness *origin*, with the sentence for *risk*."""
        scheme, host = _parts_of(origin)
        is_strangers = risk is Risk.STRANGER or (may_be_strangers and self._is_strangers(origin))
        why = _WHY[risk].format(host=host, domain=listed_domain(host))
        if risk is Risk.NONE:
            why = _ordinary(origin, scheme, host)
        return Witness(origin, is_strangers, f"{why}{self._doubt(scheme, host)}.", risk)

    def _doubt(self, scheme: str, host: str) -> str:
        """Return the clause that says that nobody knows whether a stranger can have *host*."""
        domain = listed_domain(host) if scheme in HTTP_SCHEMES else None
        if self.undecided is None or domain is None:
            return ""
        asked = f"whether a stranger can register {domain} was not decided"
        return f"; {asked}: {self.undecided.why}"


def is_odd(origin: str) -> bool:
    """Tell whether the host of *origin* has characters that no name of the DNS has."""
    return origin != OPAQUE_ORIGIN and split_origin(origin) is None


def _parts_of(origin: str) -> tuple[str, str]:
    """Return scheme and host of *origin*, which a browser can send."""
    scheme, host, _ = split_origin(origin) or (*origin.partition("://")[::2], "")
    return scheme, host.partition(":")[0] if is_odd(origin) else host


def _ordinary(origin: str, scheme: str, host: str) -> str:
    """Return the sentence about an origin that is let in without a special reason."""
    if is_odd(origin):
        return "Browsers send it, though no name of the DNS has such a host"
    if scheme not in HTTP_SCHEMES:
        return f"Apps or extensions of the scheme {scheme} send it"
    return f"Pages of {host} send it"


_PARTS: Final = (
    ((Part.NULL,), Risk.OPAQUE),
    (INSECURE, Risk.INSECURE),
    (ANY_PORT, Risk.ANY_PORT),
)
_WHY: Final = {
    Risk.STRANGER: "Anyone can register {domain}, which the configuration does not name",
    Risk.OPAQUE: "Any page can send it, from a sandboxed frame",
    Risk.INSECURE: "Over plain http, anyone on the network can answer for {host}",
    Risk.ANY_PORT: "Whatever listens on any port of {host} is let in",
    Risk.NONE: "",
}
