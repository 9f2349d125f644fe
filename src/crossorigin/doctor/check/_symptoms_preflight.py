"""Read the answer to a preflight that failed for what made it fail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser.failures import SENTENCES, Failure
from crossorigin._browser.header_lists import get, members
from crossorigin._browser.urls import Url
from crossorigin._web.fetch import REDIRECT_STATUSES
from crossorigin.doctor._sanitize import escaped
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.check._further_failures import all_failures
from crossorigin.doctor.check._symptoms import (
    CRASH,
    ERROR,
    OK,
    Sign,
    has_cors,
    is_of_gateway,
    line,
    permits,
    url,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import Sent

_ALLOW_METHODS: Final = "access-control-allow-methods"
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_NO_SUCH_METHOD: Final = frozenset({405, 501})
# Where those are sent who must log in first.
_LOGIN: Final = re.compile(
    r"accounts\.google\.com|/_ah/login|log-?in|sign-?in|/auth|oauth|openid|saml|/sso|/account",
    re.IGNORECASE,
)
# What this library, and S3, answer to an origin that their policy does not list.
_REFUSAL: Final = re.compile(rb"\Aorigin-[a-z-]+: |<Code>AccessForbidden</Code>")


def preflight_signs(evidence: Evidence) -> Iterator[Sign]:
    """Yield what the answer to the preflight speaks for."""
    sent = evidence.preflight
    if sent is None or not sent.status or not evidence.outcome.failed_on_preflight:
        return
    for read in _BY_STATUS:
        sign = read(sent, evidence)
        if sign is not None:
            yield sign
            break
    yield from _lists(evidence, sent)


def _redirected(sent: Sent, _: Evidence) -> Sign | None:
    """Return where the preflight is redirected to, and why."""
    slug = cause_of_redirect(sent)
    if slug is None:
        return None
    location = url(get(sent.headers, "location") or "")
    is_login = ", a login page" * (slug is CauseSlug.LOGIN_REDIRECT)
    seen = f"The preflight is answered {sent.status} and sent to {location}{is_login}"
    return Sign(slug, certain=True, evidence=f"{seen}.")


def cause_of_redirect(sent: Sent) -> CauseSlug | None:
    """Return why an answer redirects, or ``None`` if it does not."""
    location = get(sent.headers, "location")
    here = Url.parse(sent.request.url)
    if sent.status not in REDIRECT_STATUSES or location is None or here is None:
        return None
    there = Url.parse(location, here)
    if there is None:
        return CauseSlug.REDIRECTED
    if (here.path, here.query) == (there.path, there.query) and here.origin != there.origin:
        return CauseSlug.HTTPS_REDIRECT
    if here.origin == there.origin and here.path.rstrip("/") == there.path.rstrip("/"):
        return CauseSlug.TRAILING_SLASH_REDIRECT
    return CauseSlug.LOGIN_REDIRECT if _LOGIN.search(location) else CauseSlug.REDIRECTED


def _authenticated(sent: Sent, evidence: Evidence) -> Sign | None:
    """Return that somebody asks the preflight who it is."""
    challenge = get(sent.headers, "www-authenticate")
    is_anonymous = sent.status == _UNAUTHORIZED
    is_refused = sent.status == _FORBIDDEN and not _is_refused_by_policy(sent, evidence)
    if not is_anonymous and not is_refused:
        return None
    seen = f"The preflight is answered {sent.status}"
    if challenge is not None:
        scheme = escaped(challenge.partition(" ")[0], 40)
        seen = f"{seen} with WWW-Authenticate: {scheme}"
    return Sign(
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        certain=is_anonymous or challenge is not None,
        evidence=f"{seen}. A browser never sends credentials with a preflight.",
    )


def _is_refused_by_policy(sent: Sent, evidence: Evidence) -> bool:
    """Tell whether it is a policy of CORS that answers 403."""
    return _says_so(sent) or (has_cors(sent) and not permits(evidence, sent))


def _says_so(sent: Sent) -> bool:
    """Tell whether the body says that a policy of CORS refuses the origin."""
    return _REFUSAL.search(sent.content) is not None


def _refused(sent: Sent, _: Evidence) -> Sign | None:
    """Return that the server does not know the origin."""
    if sent.status != _FORBIDDEN:
        return None
    certain = _says_so(sent)
    seen = ": the policy refuses the origin" if certain else ""
    evidence = f"The preflight is answered 403{seen}."
    return Sign(CauseSlug.ORIGIN_NOT_LISTED, certain=certain, evidence=evidence)


def _not_routed(sent: Sent, _: Evidence) -> Sign | None:
    """Return that there is no such URL."""
    if sent.status != _NOT_FOUND:
        return None
    return Sign(
        CauseSlug.ROUTE_NOT_FOUND,
        certain=False,
        evidence="The preflight is answered 404: no route has this URL.",
    )


def _no_options(sent: Sent, _: Evidence) -> Sign | None:
    """Return that nothing here takes ``OPTIONS``, or not as it is asked."""
    if sent.status < ERROR:
        return None
    certain = sent.status in _NO_SUCH_METHOD
    seen = ": nothing here answers OPTIONS" if certain else ""
    return Sign(
        CauseSlug.OPTIONS_NOT_HANDLED,
        certain=certain,
        evidence=f"The preflight is answered {sent.status}{seen}.",
    )


def _crashed(sent: Sent, _: Evidence) -> Sign | None:
    """Return that the server failed."""
    if (sent.status < CRASH and not is_of_gateway(sent)) or sent.status in _NO_SUCH_METHOD:
        return None
    slug = CauseSlug.GATEWAY_ANSWERED if is_of_gateway(sent) else CauseSlug.SERVER_ERROR
    return Sign(slug, certain=True, evidence=f"The preflight is answered {sent.status}.")


def _answered_by_app(sent: Sent, evidence: Evidence) -> Sign | None:
    """Return that something answers ``OPTIONS`` that knows nothing of CORS."""
    if sent.status not in OK or has_cors(sent):
        return None
    good = [other for other in evidence.log if permits(evidence, other)]
    if good:
        seen = (
            f"OPTIONS is answered {sent.status} without any header of CORS, while {line(good[0])}"
        )
        return Sign(CauseSlug.OPTIONS_NOT_HANDLED, certain=True, evidence=f"{seen} has them.")
    allow = get(sent.headers, "allow")
    seen = f" and Allow: {escaped(allow, 100)}" if allow else ""
    return Sign(
        CauseSlug.CORS_NOT_ENABLED,
        certain=False,
        evidence=f"The preflight is answered {sent.status}{seen}, without any header of CORS.",
    )


def _lists(evidence: Evidence, sent: Sent) -> Iterator[Sign]:
    """Yield what the lists of the answer lack; what is not the first failure is a finding."""
    for blocked in all_failures(evidence, evidence.outcome.exchanges[-1]):
        slug = _LISTS.get(blocked.failure)
        if slug is None or not has_cors(sent):
            continue
        seen = f"{SENTENCES[blocked.failure][:-1]}: {escaped(blocked.subject, 100)}."
        upper = blocked.subject.upper()
        if upper in members(sent.headers, _ALLOW_METHODS) and upper != blocked.subject:
            slug = CauseSlug.METHOD_LOWER_CASE
            seen = f"{seen} It lists {escaped(upper, 40)}: methods are compared byte by byte."
        is_cause = blocked.failure is evidence.failure
        yield Sign(slug, certain=True, evidence=seen, is_cause=is_cause)


_LISTS: Final[Mapping[Failure, CauseSlug]] = {
    Failure.METHOD_NOT_ALLOWED: CauseSlug.METHOD_NOT_LISTED,
    Failure.HEADER_NOT_ALLOWED: CauseSlug.HEADER_NOT_LISTED,
    Failure.AUTHORIZATION_NOT_LISTED: CauseSlug.AUTHORIZATION_UNDER_WILDCARD,
    Failure.ALLOW_METHODS_MALFORMED: CauseSlug.LIST_MALFORMED,
    Failure.ALLOW_HEADERS_MALFORMED: CauseSlug.LIST_MALFORMED,
}
_BY_STATUS: Final[tuple[Callable[[Sent, Evidence], Sign | None], ...]] = (
    _redirected,
    _authenticated,
    _refused,
    _not_routed,
    _crashed,
    _no_options,
    _answered_by_app,
)
