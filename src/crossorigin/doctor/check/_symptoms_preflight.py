"""Symptoms in the response to a preflight that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import FAILURE_SENTENCES, Failure, header_value, list_members
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.check._further_failures import find_failures
from crossorigin.doctor.check._refusals import (
    has_no_route,
    knows_cors,
    names_one,
    refusal_of_origin,
    refusals_in_silence,
    refusals_in_words,
)
from crossorigin.doctor.check._symptoms import (
    CRASH,
    ERROR,
    HTTP_STATUSES,
    OK,
    gateway_symptom,
    is_of_gateway,
    line,
    misspelled,
    permits,
    unknown_status,
    url,
)
from crossorigin.doctor.check._symptoms_redirects import cause_of_redirect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crossorigin._browser import Blocked
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

_ALLOW_METHODS: Final = "access-control-allow-methods"
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_NO_SUCH_METHOD: Final = frozenset({405, 501})
# Answers of servers that know nothing of preflights.
_WITHOUT_CORS: Final = frozenset({*OK, 400, _NOT_FOUND, *_NO_SUCH_METHOD})


def preflight_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms in the response to the preflight."""
    exchange = evidence.preflight
    if exchange is None or not exchange.status or not evidence.outcome.failed_on_preflight:
        return
    yield from _refusals(exchange, evidence)
    yield from _lists(evidence, exchange)


def _refusals(exchange: HTTPExchange, evidence: Evidence) -> list[Symptom]:
    """Return what a policy refuses, or what the status says; if neither is certain, both."""
    silent = list(refusals_in_silence(exchange, evidence))
    named = list(refusals_in_words(exchange))
    if named and (names_one(exchange) or not silent):
        return named
    if silent and (exchange.varies_by_origin or named):
        return silent
    read = (read(exchange, evidence) for read in _BY_STATUS)
    first = [symptom for symptom in read if symptom is not None][:1]
    if first and first[0].certain:
        return first
    # A login has more to say than a policy.
    return [*first, *silent] if exchange.content else [*silent, *first]


def _redirected(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that the preflight is redirected, and why."""
    slug = cause_of_redirect(exchange)
    if slug is None:
        return None
    location = url(header_value(exchange.headers, "location") or "")
    is_login = ", a login page" * (slug is CauseSlug.LOGIN_REDIRECT)
    seen = f"The preflight is answered {exchange.status} and sent to {location}{is_login}"
    return Symptom(slug, certain=True, evidence=f"{seen}.")


def _authenticated(exchange: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that the preflight is asked to authenticate."""
    challenge = header_value(exchange.headers, "www-authenticate")
    is_anonymous = exchange.status == _UNAUTHORIZED
    is_refused = exchange.status == _FORBIDDEN and not (
        exchange.has_cors and not permits(evidence, exchange)
    )
    if not is_anonymous and not is_refused:
        return None
    seen = f"The preflight is answered {exchange.status}"
    if challenge is not None:
        scheme = escape(challenge.partition(" ")[0], 40)
        seen = f"{seen} with WWW-Authenticate: {scheme}"
    return Symptom(
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        certain=is_anonymous or challenge is not None,
        evidence=f"{seen}. A browser never sends credentials with a preflight.",
    )


def _refused(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that the server does not know the origin."""
    if exchange.status != _FORBIDDEN:
        return None
    evidence = "The preflight is answered 403."
    return Symptom(CauseSlug.ORIGIN_NOT_LISTED, certain=False, evidence=evidence)


def _not_enabled(exchange: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that no answer shows a policy: the preflight is one of them."""
    actual = evidence.actual
    if actual is None or knows_cors(evidence) or exchange.status not in _WITHOUT_CORS:
        return None
    if exchange.status == actual.status == _NOT_FOUND:
        return None
    allow = header_value(exchange.headers, "allow")
    more = f" and Allow: {escape(allow, 100)}" if allow else ""
    seen = f"The preflight is answered {exchange.status}{more}, {line(actual)} {actual.status}"
    return Symptom(
        CauseSlug.CORS_NOT_ENABLED,
        certain=actual.status in OK,
        evidence=f"{seen}, and no answer has any header of CORS.{misspelled(exchange)}",
    )


def _without_route(exchange: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that an API gateway has no such method, or no such resource."""
    if not has_no_route(exchange):
        return None
    actual = evidence.actual
    is_lost = actual is not None and has_no_route(actual)
    slug = CauseSlug.ROUTE_NOT_FOUND if is_lost else CauseSlug.OPTIONS_NOT_HANDLED
    seen = f"The preflight is answered {exchange.status} with Missing Authentication Token"
    return Symptom(
        slug,
        certain=not is_lost,
        evidence=f"{seen}: so API Gateway says that the resource has no such method.",
    )


def _not_routed(exchange: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that there is no such URL, for any method."""
    actual = evidence.actual
    if exchange.status != _NOT_FOUND or (actual is not None and actual.status in OK):
        return None
    return Symptom(
        CauseSlug.ROUTE_NOT_FOUND,
        certain=False,
        evidence="The preflight is answered 404: no route has this URL.",
    )


def _no_options(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that nothing here takes ``OPTIONS``, or not as it is asked."""
    if exchange.status < ERROR:
        return None
    certain = exchange.status in _NO_SUCH_METHOD | {_NOT_FOUND}
    seen = ": nothing here answers OPTIONS" if certain else ""
    return Symptom(
        CauseSlug.OPTIONS_NOT_HANDLED,
        certain=certain,
        evidence=f"The preflight is answered {exchange.status}{seen}.",
    )


def _of_gateway(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that a proxy answers in the app's place."""
    return gateway_symptom(exchange) if is_of_gateway(exchange) else None


def _of_origin(_: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that every request with this origin is refused."""
    return refusal_of_origin(evidence)


def _crashed(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that the server failed."""
    if exchange.status < CRASH or exchange.status in _NO_SUCH_METHOD:
        return None
    seen = f"The preflight is answered {exchange.status}{unknown_status(exchange.status)}."
    certain = exchange.status in HTTP_STATUSES
    return Symptom(CauseSlug.SERVER_ERROR, certain=certain, evidence=seen)


def _answered_by_app(exchange: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that something answers ``OPTIONS`` that knows nothing of CORS."""
    if exchange.status not in OK or exchange.has_cors:
        return None
    good = [other for other in evidence.log if permits(evidence, other)]
    if good:
        seen = f"OPTIONS is answered {exchange.status} without any header of CORS, while {line(good[0])}"
        return Symptom(CauseSlug.OPTIONS_NOT_HANDLED, certain=True, evidence=f"{seen} has them.")
    return None


def _lists(evidence: Evidence, exchange: HTTPExchange) -> Iterator[Symptom]:
    """Yield the names that its lists lack; all but the first failure are findings."""
    for blocked in find_failures(evidence, evidence.outcome.exchanges[-1]):
        slug = _LISTS.get(blocked.failure)
        if slug is None or not exchange.has_cors:
            continue
        seen = _seen(blocked)
        upper = blocked.subject.upper()
        if upper in list_members(exchange.headers, _ALLOW_METHODS) and upper != blocked.subject:
            slug = CauseSlug.METHOD_LOWER_CASE
            seen = f"{seen} It lists {escape(upper, 40)}: methods are compared byte by byte."
        is_cause = blocked.failure is evidence.failure
        if slug is CauseSlug.HEADER_NOT_LISTED and _hides_headers(exchange, evidence):
            continue
        yield Symptom(
            slug, certain=True, evidence=f"{seen}{misspelled(exchange)}", is_cause=is_cause
        )


def _seen(blocked: Blocked) -> str:
    """Return what the response lacks, by its name."""
    subject = escape(blocked.subject, 100)
    if blocked.failure in _NAMED:
        return _NAMED[blocked.failure].format(subject)
    return f"{FAILURE_SENTENCES[blocked.failure][:-1]}: {subject}."


def _hides_headers(exchange: HTTPExchange, evidence: Evidence) -> bool:
    """Tell whether the list of headers was left out because the method is refused."""
    is_refused = evidence.failure is Failure.METHOD_NOT_ALLOWED
    return is_refused and header_value(exchange.headers, "access-control-allow-headers") is None


_LISTS: Final[Mapping[Failure, CauseSlug]] = {
    Failure.METHOD_NOT_ALLOWED: CauseSlug.METHOD_NOT_LISTED,
    Failure.HEADER_NOT_ALLOWED: CauseSlug.HEADER_NOT_LISTED,
    Failure.AUTHORIZATION_NOT_LISTED: CauseSlug.AUTHORIZATION_UNDER_WILDCARD,
    Failure.ALLOW_METHODS_MALFORMED: CauseSlug.LIST_MALFORMED,
    Failure.ALLOW_HEADERS_MALFORMED: CauseSlug.LIST_MALFORMED,
}
# Sentences with a place for the name.
_NAMED: Final[Mapping[Failure, str]] = {
    Failure.METHOD_NOT_ALLOWED: "The Access-Control-Allow-Methods does not list the method {}.",
    Failure.HEADER_NOT_ALLOWED: "The Access-Control-Allow-Headers does not list the header {}.",
    Failure.AUTHORIZATION_NOT_LISTED: FAILURE_SENTENCES[Failure.AUTHORIZATION_NOT_LISTED],
}
_BY_STATUS: Final[tuple[Callable[[HTTPExchange, Evidence], Symptom | None], ...]] = (
    _redirected,
    _of_gateway,
    _of_origin,
    _without_route,
    _not_enabled,
    _authenticated,
    _refused,
    _not_routed,
    _crashed,
    _no_options,
    _answered_by_app,
)
