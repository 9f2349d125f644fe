"""The origins that show best what is let in, and why each of them matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import HTTP_SCHEMES, OPAQUE_ORIGIN
from crossorigin._web.origins import split_origin
from crossorigin._web.suffixes import listed_domain
from crossorigin.proof.grammar import (
    DIGITS,
    LABEL_CHARS,
    choice,
    optional,
    sequence,
)
from crossorigin.proof.products import DIFFERENCE, INTERSECTION, Combination
from crossorigin.proof.searches import Search
from crossorigin.proof.strangers import Strangers
from crossorigin.proof.syntax import ANYTHING, Chars, Repeat, UndecidedError, literal, mask_of
from crossorigin.proof.universe import NAME_PARTS, Part
from crossorigin.proof.verdicts import Risk, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.proof.products import Texts
    from crossorigin.proof.programs import Budget

# So many domains are tried before nothing is said: each has states of an origin, but none may be
# as short as a browser's.
_MAX_DOMAINS: Final = 20
_PORT: Final = optional(sequence(literal(":"), ANYTHING))
_BELOW: Final = Repeat(Chars(LABEL_CHARS | mask_of(".")), 0, None)
_BYTE: Final = Repeat(Chars(DIGITS), 1, 3)
# https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
_LOOPBACK: Final = sequence(
    literal("http://"),
    choice(
        sequence(optional(sequence(_BELOW, literal("."))), literal("localhost"), optional(literal("."))),
        sequence(literal("127"), *[sequence(literal("."), _BYTE)] * 3),
        literal("[::1]"),
    ),
    _PORT,
)
# Ports that nobody lists: what accepts one of them accepts any.
_ODD_PORT: Final = sequence(
    ANYTHING, literal("://"), ANYTHING, choice(literal(":47023"), literal(":4702"))
)


class Witnesses:
    """
    Witnesses of texts, looked for by the reason why they matter, the worst first.

    Attributes:
        undecided: Why the worst reason could not be decided, if it could not.
    """

    def __init__(self, texts: Texts, budget: Budget) -> None:
        """Look for the origins among *texts*."""
        self._texts = texts
        self._budget = budget
        self._search = Search(texts, budget)
        self._strangers: Strangers | None = None
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
            for origin, risk in self._by_risk():
                origins.setdefault(origin, risk)
        except UndecidedError as error:
            self.undecided = error
        origins.setdefault(shortest, Risk.NONE)
        return tuple(self._witness(origin, risk) for origin, risk in origins.items())

    def _by_risk(self) -> Iterator[tuple[str, Risk]]:
        """Yield an origin for each reason why it matters."""
        stranger = self._of_a_stranger()
        if stranger is not None:
            yield stranger, Risk.STRANGER
        if self._search.shortest_in(Part.NULL) is not None:
            yield OPAQUE_ORIGIN, Risk.OPAQUE
        insecure = Search(Combination(DIFFERENCE, self._texts, _LOOPBACK), self._budget)
        for part in (Part.HTTP_NAME, Part.HTTP_ADDRESS):
            found = insecure.shortest_in(part)
            if found is not None:
                yield found, Risk.INSECURE
                break
        any_port = Search(Combination(INTERSECTION, self._texts, _ODD_PORT), self._budget)
        found = any_port.shortest()
        if found is not None:
            yield found, Risk.ANY_PORT

    def _of_a_stranger(self) -> str | None:
        """
        Return an origin whose domain a stranger can register, or ``None`` if there is none.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        if all(self._search.shortest_in(part) is None for part in NAME_PARTS):
            return None
        self._strangers = Strangers(self._texts, self._budget)
        for tried, domain in enumerate(self._strangers.domains()):
            if tried == _MAX_DOMAINS:
                raise UndecidedError(domain, "it is found in no origin that is short enough")
            origin = self._below(domain)
            if origin is not None:
                return origin
        return None

    def _below(self, domain: str) -> str | None:
        """Return the shortest origin with the *domain*, or one below it."""
        host = sequence(optional(sequence(_BELOW, literal("."))), literal(domain))
        term = sequence(ANYTHING, literal("://"), host, optional(literal(".")), _PORT)
        search = Search(Combination(INTERSECTION, self._texts, term), self._budget)
        found = (search.shortest_in(part) for part in NAME_PARTS)
        return next((origin for origin in found if origin is not None), None)

    def _witness(self, origin: str, risk: Risk) -> Witness:
        """Return the witness *origin*, with the sentence for *risk*."""
        scheme, host, _ = split_origin(origin) or ("", "", "")
        domain = listed_domain(host) if scheme in HTTP_SCHEMES else None
        is_strangers = risk is Risk.STRANGER or (
            domain is not None and self._strangers is not None and self._strangers.can_register(domain)
        )
        why = _WHY[risk].format(host=host, domain=domain, scheme=scheme)
        if risk is Risk.NONE:
            why = _ordinary(scheme, host)
        return Witness(origin, is_strangers, why, risk)


def _ordinary(scheme: str, host: str) -> str:
    """Return the sentence about an origin that is let in without a special reason."""
    if not scheme:
        return "Browsers send it, though no name of the DNS has such a host."
    if scheme not in HTTP_SCHEMES:
        return f"It is that of an app or an extension, of the scheme {scheme}."
    return f"It is that of the host {host}."


_WHY: Final = {
    Risk.STRANGER: "Anyone can register {domain}, which the configuration does not name.",
    Risk.OPAQUE: "Any page can send it, from a sandboxed frame.",
    Risk.INSECURE: "Over plain http, anyone on the network can answer for {host}.",
    Risk.ANY_PORT: "Whatever listens on any port of {host} is let in.",
    Risk.NONE: "",
}
