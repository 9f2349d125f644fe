"""Symptoms in the response to a preflight that failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser import FAILURE_SENTENCES, Failure, Url, header_value, list_members
from crossorigin._web.fetch import REDIRECT_STATUSES
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.causes._login_pages import is_login_page
from crossorigin.doctor.check._further_failures import find_failures
from crossorigin.doctor.check._symptoms import (
    CRASH,
    ERROR,
    OK,
    is_of_gateway,
    line,
    permits,
    url,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

_ALLOW_METHODS: Final = "access-control-allow-methods"
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_NO_SUCH_METHOD: Final = frozenset({405, 501})
# The words of this library, and of S3, for an origin that the policy does not list.
_REFUSAL: Final = re.compile(rb"\Aorigin-[a-z-]+: |<Code>AccessForbidden</Code>")


def preflight_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms in the response to the preflight."""
    exchange = evidence.preflight
    if exchange is None or not exchange.status or not evidence.outcome.failed_on_preflight:
        return
    for read in _BY_STATUS:
        symptom = read(exchange, evidence)
        if symptom is not None:
            yield symptom
            break
    yield from _lists(evidence, exchange)


def _redirected(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that the preflight is redirected, and why."""
    slug = cause_of_redirect(exchange)
    if slug is None:
        return None
    location = url(header_value(exchange.headers, "location") or "")
    is_login = ", a login page" * (slug is CauseSlug.LOGIN_REDIRECT)
    seen = f"The preflight is answered {exchange.status} and sent to {location}{is_login}"
    return Symptom(slug, certain=True, evidence=f"{seen}.")


def cause_of_redirect(exchange: HTTPExchange) -> CauseSlug | None:
    """Return why an answer redirects, or ``None`` if it does not."""
    location = header_value(exchange.headers, "location")
    here = Url.parse(exchange.request.url)
    if exchange.status not in REDIRECT_STATUSES or location is None or here is None:
        return None
    there = Url.parse(location, here)
    if there is None:
        return CauseSlug.REDIRECTED
    if (here.path, here.query) == (there.path, there.query) and here.origin != there.origin:
        return CauseSlug.HTTPS_REDIRECT
    if here.origin == there.origin and here.path.rstrip("/") == there.path.rstrip("/"):
        return CauseSlug.TRAILING_SLASH_REDIRECT
    is_login = is_login_page(location, exchange.request.url)
    return CauseSlug.LOGIN_REDIRECT if is_login else CauseSlug.REDIRECTED


def _authenticated(exchange: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that the preflight is asked to authenticate."""
    challenge = header_value(exchange.headers, "www-authenticate")
    is_anonymous = exchange.status == _UNAUTHORIZED
    is_refused = exchange.status == _FORBIDDEN and not _is_refused_by_policy(exchange, evidence)
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


def _is_refused_by_policy(exchange: HTTPExchange, evidence: Evidence) -> bool:
    """Tell whether it is a policy of CORS that answers 403."""
    return _says_so(exchange) or (exchange.has_cors and not permits(evidence, exchange))


def _says_so(exchange: HTTPExchange) -> bool:
    """Tell whether the body says that a policy of CORS refuses the origin."""
    return _REFUSAL.search(exchange.content) is not None


def _refused(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that the server does not know the origin."""
    if exchange.status != _FORBIDDEN:
        return None
    certain = _says_so(exchange)
    seen = ": the policy refuses the origin" if certain else ""
    evidence = f"The preflight is answered 403{seen}."
    return Symptom(CauseSlug.ORIGIN_NOT_LISTED, certain=certain, evidence=evidence)


def _not_routed(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that there is no such URL."""
    if exchange.status != _NOT_FOUND:
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
    certain = exchange.status in _NO_SUCH_METHOD
    seen = ": nothing here answers OPTIONS" if certain else ""
    return Symptom(
        CauseSlug.OPTIONS_NOT_HANDLED,
        certain=certain,
        evidence=f"The preflight is answered {exchange.status}{seen}.",
    )


def _crashed(exchange: HTTPExchange, _: Evidence) -> Symptom | None:
    """Return that the server failed."""
    if (
        exchange.status < CRASH and not is_of_gateway(exchange)
    ) or exchange.status in _NO_SUCH_METHOD:
        return None
    slug = CauseSlug.GATEWAY_ANSWERED if is_of_gateway(exchange) else CauseSlug.SERVER_ERROR
    return Symptom(slug, certain=True, evidence=f"The preflight is answered {exchange.status}.")


def _answered_by_app(exchange: HTTPExchange, evidence: Evidence) -> Symptom | None:
    """Return that something answers ``OPTIONS`` that knows nothing of CORS."""
    if exchange.status not in OK or exchange.has_cors:
        return None
    good = [other for other in evidence.log if permits(evidence, other)]
    if good:
        seen = f"OPTIONS is answered {exchange.status} without any header of CORS, while {line(good[0])}"
        return Symptom(CauseSlug.OPTIONS_NOT_HANDLED, certain=True, evidence=f"{seen} has them.")
    allow = header_value(exchange.headers, "allow")
    seen = f" and Allow: {escape(allow, 100)}" if allow else ""
    return Symptom(
        CauseSlug.CORS_NOT_ENABLED,
        certain=False,
        evidence=f"The preflight is answered {exchange.status}{seen}, without any header of CORS.",
    )


def _lists(evidence: Evidence, exchange: HTTPExchange) -> Iterator[Symptom]:
    """Yield the names that its lists lack; all but the first failure are findings."""
    for blocked in find_failures(evidence, evidence.outcome.exchanges[-1]):
        slug = _LISTS.get(blocked.failure)
        if slug is None or not exchange.has_cors:
            continue
        seen = f"{FAILURE_SENTENCES[blocked.failure][:-1]}: {escape(blocked.subject, 100)}."
        upper = blocked.subject.upper()
        if upper in list_members(exchange.headers, _ALLOW_METHODS) and upper != blocked.subject:
            slug = CauseSlug.METHOD_LOWER_CASE
            seen = f"{seen} It lists {escape(upper, 40)}: methods are compared byte by byte."
        is_cause = blocked.failure is evidence.failure
        yield Symptom(slug, certain=True, evidence=seen, is_cause=is_cause)


_LISTS: Final[Mapping[Failure, CauseSlug]] = {
    Failure.METHOD_NOT_ALLOWED: CauseSlug.METHOD_NOT_LISTED,
    Failure.HEADER_NOT_ALLOWED: CauseSlug.HEADER_NOT_LISTED,
    Failure.AUTHORIZATION_NOT_LISTED: CauseSlug.AUTHORIZATION_UNDER_WILDCARD,
    Failure.ALLOW_METHODS_MALFORMED: CauseSlug.LIST_MALFORMED,
    Failure.ALLOW_HEADERS_MALFORMED: CauseSlug.LIST_MALFORMED,
}
_BY_STATUS: Final[tuple[Callable[[HTTPExchange, Evidence], Symptom | None], ...]] = (
    _redirected,
    _authenticated,
    _refused,
    _not_routed,
    _crashed,
    _no_options,
    _answered_by_app,
)
