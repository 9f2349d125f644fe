"""Findings in the consistency of a server: the same policy on every path, and for caches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value, list_members
from crossorigin.doctor.audit._access import Access, access
from crossorigin.doctor.audit._attack_origins import UNRELATED
from crossorigin.doctor.audit._finding import found_in
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.audit._requests import Ask, is_settled
from crossorigin.doctor.causes._cause import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.audit._finding import Finding
    from crossorigin.doctor.audit._requests import Answers
    from crossorigin.doctor.probing._session import HTTPExchange

_S: Final = FindingSlug
_OK: Final = range(200, 300)
_ERROR: Final = 400
_BAD_REQUEST: Final = 400
# The server knows no OPTIONS here. That is fine where everyone may read without credentials: what
# a public API is for needs no preflight. https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6
_NO_OPTIONS: Final = frozenset({405, 501})
# Findings that explain why the trusted origin is refused.
_EXPLAINS: Final = frozenset(
    {
        _S.HEADERS_DOUBLED,
        _S.ALLOW_ORIGIN_MALFORMED,
        _S.WILDCARD_WITH_CREDENTIALS,
        _S.CACHED_FOR_ANOTHER_ORIGIN,
    }
)
# A server may treat some methods otherwise; `Attack` sends GET.
_UNRELATED: Final = (
    Ask.PREFLIGHT_UNRELATED,
    Ask.PREFLIGHT_UNRELATED_POST,
    Ask.PREFLIGHT_UNRELATED_PUT,
    Ask.PREFLIGHT_UNRELATED_DELETE,
)
_PERMISSION: Final = ("access-control-allow-origin", "access-control-allow-credentials")


def consistency_findings(answers: Answers) -> Iterator[Finding]:
    """Yield where answers differ, and should not."""
    yield from _preflight_only(answers)
    yield from _looser_on_errors(answers)
    yield from _cached(answers)
    yield from _vary(answers)
    if access(answers.get(Ask.KNOWN), answers.target.known) is not Access.NONE:
        yield from _missing_on_errors(answers)
        yield from _head(answers)
        yield from _preflight_refused(answers)


def refusal(answers: Answers, found: list[Finding]) -> Iterator[Finding]:
    """Yield that the trusted origin is refused, unless something *found* explains it."""
    exchange = answers.get(Ask.KNOWN)
    known = answers.target.known
    if exchange is None or access(exchange, known) is not Access.NONE or answers.target.is_tool:
        return
    if any(finding.slug in _EXPLAINS for finding in found):
        return
    is_declared = answers.target.declared.permits(known, exchange)
    said = ", though the policy of the app permits it" if is_declared else ""
    yield found_in(_S.KNOWN_GOOD_REFUSED, Severity.LOW, f"{known} may not read{said}.", exchange)


def _preflight_only(answers: Answers) -> Iterator[Finding]:
    """Yield that preflights permit more than requests."""
    asked = [exchange for ask in _UNRELATED if (exchange := answers.get(ask)) is not None]
    passed = [exchange for exchange in asked if exchange.status in _OK]
    attack = answers.attack(_S.REFLECTED_ORIGIN)
    if not passed or attack is None:
        return
    exchange = max(passed, key=lambda one: access(one, UNRELATED))
    allowed = access(exchange, UNRELATED)
    if allowed <= access(attack, UNRELATED) or answers.target.declared.permits(UNRELATED, attack):
        return
    # Then any page may send any method, cookies and all, though it reads no answer.
    severity = Severity.HIGH if allowed is Access.CREDENTIALED else Severity.LOW
    method = header_value(exchange.request.headers, "access-control-request-method")
    evidence = f"A preflight for {method} permits {UNRELATED}, {_how(allowed)}; a GET does not."
    yield found_in(_S.PREFLIGHT_ONLY_REFLECTION, severity, evidence, exchange)


def _looser_on_errors(answers: Answers) -> Iterator[Finding]:
    """Yield that errors permit more than the page."""
    exchange = answers.get(Ask.NOT_FOUND_UNRELATED)
    allowed = access(exchange, UNRELATED)
    attack = answers.attack(_S.REFLECTED_ORIGIN)
    if exchange is None or exchange.status < _ERROR or attack is None:
        return
    if allowed <= access(attack, UNRELATED) or answers.target.declared.permits(UNRELATED, exchange):
        return
    severity = Severity.MEDIUM if allowed is Access.CREDENTIALED else Severity.LOW
    evidence = (
        f"A {exchange.status} permits {UNRELATED}, {_how(allowed)}; the page itself does not."
    )
    yield found_in(_S.LOOSER_ON_ERRORS, severity, evidence, exchange)


def _how(allowed: Access) -> str:
    """Return how far the access *allowed* goes."""
    return f"with{'' if allowed is Access.CREDENTIALED else 'out'} credentials"


def _cached(answers: Answers) -> Iterator[Finding]:
    """Yield that a cache gives the trusted origin the response to another."""
    exchange, fresh = answers.get(Ask.KNOWN), answers.get(Ask.FRESH)
    known = answers.target.known
    if exchange is None or fresh is None or access(fresh, known) is Access.NONE:
        return
    if exchange.is_from_cache or exchange.status == fresh.status:
        evidence = f"{known} may not read, but under a URL that no cache has seen it may."
        yield found_in(_S.CACHED_FOR_ANOTHER_ORIGIN, Severity.MEDIUM, evidence, exchange)


def _vary(answers: Answers) -> Iterator[Finding]:
    """Yield that answers depend on the Origin, and a cache is not told."""
    named = {
        "the trusted origin": answers.get(Ask.KNOWN),
        "an unknown origin": answers.attack(_S.REFLECTED_ORIGIN),
        "no origin": answers.get(Ask.NO_ORIGIN),
    }
    asked = {name: one for name, one in named.items() if one is not None and is_settled(one)}
    if len({_permission(exchange) for exchange in asked.values()}) == 1:
        return
    silent = {name: exchange for name, exchange in asked.items() if _may_mix_up(exchange)}
    if not silent:
        return
    has_credentials = any("true" in _permission(exchange) for exchange in asked.values())
    severity = Severity.MEDIUM if has_credentials else Severity.LOW
    evidence = f"Vary: Origin is missing from the answer to {' and to '.join(silent)}."
    yield found_in(_S.VARY_MISSING, severity, evidence, next(iter(silent.values())))


def _permission(exchange: HTTPExchange) -> tuple[str | None, ...]:
    """Return the permission in the response."""
    return tuple(header_value(exchange.headers, name) for name in _PERMISSION)


def _may_mix_up(exchange: HTTPExchange) -> bool:
    """Tell whether a cache may give the answer to somebody else."""
    is_kept = "no-store" not in {
        name.lower() for name in list_members(exchange.headers, "cache-control")
    }
    return is_kept and not exchange.varies_by_origin


def _missing_on_errors(answers: Answers) -> Iterator[Finding]:
    """Yield that the trusted origin cannot read errors."""
    known = answers.target.known
    page = answers.get(Ask.KNOWN)
    statuses: dict[int, HTTPExchange] = {}
    for ask in (Ask.NOT_FOUND, Ask.NOT_TEXT, Ask.OPTIONS):
        exchange = answers.get(ask)
        if (
            exchange is None
            or exchange.status < _ERROR
            or access(exchange, known) is not Access.NONE
        ):
            continue
        is_beside = ask is not Ask.OPTIONS
        if is_beside and answers.target.declared.refuses(known, page, exchange):
            continue
        # Such a 400 is the server's own, before any app.
        if ask is not Ask.NOT_TEXT or exchange.status != _BAD_REQUEST:
            statuses.setdefault(exchange.status, exchange)
    if statuses:
        listed = ", ".join(map(str, sorted(statuses)))
        evidence = f"{known} may read the page, but not its errors: {listed}."
        exchange = next(iter(statuses.values()))
        yield found_in(_S.HEADERS_MISSING_ON_ERRORS, Severity.LOW, evidence, exchange)


def _head(answers: Answers) -> Iterator[Finding]:
    """Yield that HEAD has less than GET."""
    exchange, get_ = answers.get(Ask.HEAD), answers.get(Ask.KNOWN)
    known = answers.target.known
    if exchange is None or get_ is None or exchange.status != get_.status:
        return
    if access(exchange, known) is Access.NONE:
        evidence = f"{known} may read the answer to GET, but not to HEAD."
        yield found_in(_S.HEAD_DIFFERS, Severity.LOW, evidence, exchange)


def _preflight_refused(answers: Answers) -> Iterator[Finding]:
    """Yield that no preflight passes, though requests do."""
    exchange = answers.get(Ask.PREFLIGHT)
    known = answers.target.known
    is_public = access(answers.get(Ask.KNOWN), known) is Access.PUBLIC
    if exchange is None or (is_public and exchange.status in _NO_OPTIONS):
        return
    if exchange.status not in _OK:
        evidence = f"A preflight of {known} is answered with {exchange.status}."
        yield found_in(_S.PREFLIGHT_REFUSED, Severity.LOW, evidence, exchange)
