"""Findings in the headers of the responses: too generous, broken or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value, line_values, list_members
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin._web.origins import split_origin
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.audit._access import Access, access
from crossorigin.doctor.audit._finding import found_in
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.audit._requests import ANY_HEADER, ANY_METHOD, Ask
from crossorigin.doctor.causes._cause import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.audit._finding import Finding
    from crossorigin.doctor.audit._requests import Answers
    from crossorigin.doctor.probing._session import HTTPExchange

_S: Final = FindingSlug
_ORIGIN: Final = "access-control-allow-origin"
_CREDENTIALS: Final = "access-control-allow-credentials"
_METHODS: Final = "access-control-allow-methods"
_HEADERS: Final = "access-control-allow-headers"
_EXPOSED: Final = "access-control-expose-headers"
_SINGLE: Final = (_ORIGIN, _CREDENTIALS, "access-control-max-age")
_SECRET: Final = frozenset(
    {
        "api-key",
        "authorization",
        "proxy-authorization",
        "set-cookie",
        "x-amz-security-token",
        "x-api-key",
        "x-auth-token",
    }
)
# Firefox keeps nothing for longer, and it keeps the longest.
_DAY: Final = 86_400
_MOST_DIGITS: Final = 20


def header_findings(answers: Answers) -> Iterator[Finding]:
    """Yield the mistakes in the headers for the trusted origin."""
    asked = [answers.get(ask) for ask in (Ask.KNOWN, Ask.PREFLIGHT, Ask.PREFLIGHT_ANY)]
    answered = [exchange for exchange in asked if exchange is not None]
    for judge in (_doubled, _wildcard, _malformed, _credentials, _nothing, _exposed):
        yield from _first(finding for exchange in answered for finding in judge(exchange))
    yield from _echoed(answers)
    yield from _max_age(answers)
    yield from _private_network(answers)


def _first(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield the first of *findings*, if there is any."""
    found = next(findings, None)
    if found is not None:
        yield found


def _doubled(exchange: HTTPExchange) -> Iterator[Finding]:
    """Yield that a header is there more than once."""
    for name in _SINGLE:
        values = [
            part for value in line_values(exchange.headers, name) for part in value.split(",")
        ]
        if len(values) > 1:
            evidence = f"{name} has {len(values)} values: {_shown(', '.join(values))}."
            yield found_in(_S.HEADERS_DOUBLED, Severity.LOW, evidence, exchange)


def _wildcard(exchange: HTTPExchange) -> Iterator[Finding]:
    """Yield that the wildcard stands beside credentials."""
    if (
        header_value(exchange.headers, _ORIGIN) == "*"
        and header_value(exchange.headers, _CREDENTIALS) == "true"
    ):
        evidence = "Access-Control-Allow-Origin is * beside Access-Control-Allow-Credentials: true."
        yield found_in(_S.WILDCARD_WITH_CREDENTIALS, Severity.LOW, evidence, exchange)


def _malformed(exchange: HTTPExchange) -> Iterator[Finding]:
    """Yield that the one Access-Control-Allow-Origin is no origin."""
    values = line_values(exchange.headers, _ORIGIN)
    if len(values) != 1 or "," in values[0] or values[0] in {"*", OPAQUE_ORIGIN}:
        return
    if split_origin(values[0]) is None:
        evidence = f"Access-Control-Allow-Origin is {_shown(values[0])}."
        yield found_in(_S.ALLOW_ORIGIN_MALFORMED, Severity.LOW, evidence, exchange)


def _credentials(exchange: HTTPExchange) -> Iterator[Finding]:
    """Yield that the one Access-Control-Allow-Credentials is not true."""
    values = line_values(exchange.headers, _CREDENTIALS)
    if len(values) == 1 and "," not in values[0] and values[0] != "true":
        evidence = f"Access-Control-Allow-Credentials is {_shown(values[0])}."
        yield found_in(_S.CREDENTIALS_MISSPELLED, Severity.LOW, evidence, exchange)


def _nothing(exchange: HTTPExchange) -> Iterator[Finding]:
    """Yield that a wildcard stands where credentials make it mean nothing."""
    if (
        header_value(exchange.headers, _CREDENTIALS) != "true"
        or header_value(exchange.headers, _ORIGIN) == "*"
    ):
        return
    names = [
        name
        for name in (_METHODS, _HEADERS, _EXPOSED)
        if "*" in list_members(exchange.headers, name)
    ]
    if names:
        evidence = (
            f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} *, with credentials."
        )
        yield found_in(_S.WILDCARD_MEANS_NOTHING, Severity.LOW, evidence, exchange)


def _exposed(exchange: HTTPExchange) -> Iterator[Finding]:
    """Yield that scripts may read secrets."""
    names = {name.lower() for name in list_members(exchange.headers, _EXPOSED)} & _SECRET
    if names:
        evidence = f"Access-Control-Expose-Headers lists {', '.join(sorted(names))}."
        yield found_in(_S.SECRET_HEADERS_EXPOSED, Severity.LOW, evidence, exchange)


def _echoed(answers: Answers) -> Iterator[Finding]:
    """Yield that a preflight permits any method or header, with credentials."""
    exchange = answers.get(Ask.PREFLIGHT_ANY)
    if exchange is None or access(exchange, answers.target.known) is not Access.CREDENTIALED:
        return
    if ANY_METHOD in list_members(exchange.headers, _METHODS):
        evidence = f"The method {ANY_METHOD}, which no route has, is permitted."
        yield found_in(_S.ANY_METHOD_ALLOWED, Severity.LOW, evidence, exchange)
    if ANY_HEADER in {name.lower() for name in list_members(exchange.headers, _HEADERS)}:
        evidence = f"The header {ANY_HEADER}, which nobody reads, is permitted."
        yield found_in(_S.ANY_HEADER_ALLOWED, Severity.LOW, evidence, exchange)


def _max_age(answers: Answers) -> Iterator[Finding]:
    """Yield that answers to preflights are to be kept for too long."""
    exchange = answers.get(Ask.PREFLIGHT)
    value = (
        (header_value(exchange.headers, "access-control-max-age") or "")
        if exchange is not None
        else ""
    )
    digits = value.lstrip("0")
    if exchange is None or not digits.isdecimal() or not digits.isascii():
        return
    if len(digits) > _MOST_DIGITS or int(digits) > _DAY:
        evidence = f"Access-Control-Max-Age is {_shown(value)} seconds."
        yield found_in(_S.MAX_AGE_TOO_LONG, Severity.LOW, evidence, exchange)


def _private_network(answers: Answers) -> Iterator[Finding]:
    """Yield that access to the private network is granted."""
    exchange = answers.get(Ask.PREFLIGHT_PRIVATE)
    if (
        exchange is not None
        and header_value(exchange.headers, "access-control-allow-private-network") == "true"
    ):
        evidence = "A preflight is answered with Access-Control-Allow-Private-Network: true."
        yield found_in(_S.PRIVATE_NETWORK_ALLOWED, Severity.LOW, evidence, exchange)


def _shown(value: str) -> str:
    """Return *value*, safe to print; nothing shows as two quotes."""
    return escape(value, 60) or '""'
