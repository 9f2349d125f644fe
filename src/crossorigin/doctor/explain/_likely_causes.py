"""The causes that may be behind each reason, the likeliest first, and the facts that rule one out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin._web.origins import split_origin
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MISMATCH: Final = (
    CauseSlug.ORIGIN_NOT_LISTED,
    CauseSlug.CACHED_FOR_ANOTHER_ORIGIN,
    CauseSlug.NULL_AFTER_REDIRECT,
    CauseSlug.ORIGIN_MISSPELLED,
)
_MALFORMED: Final = (CauseSlug.REQUEST_MALFORMED,)
_REFUSED: Final = (CauseSlug.REDIRECT_REFUSED,)

CAUSES_OF: Final[Mapping[FailureReason, tuple[CauseSlug, ...]]] = {
    Failure.URL_MALFORMED: _MALFORMED,
    Failure.URL_HAS_CREDENTIALS: _MALFORMED,
    Failure.DATA_URL_MALFORMED: _MALFORMED,
    Failure.LINES_DIFFER: (CauseSlug.HEADER_REPEATED,),
    Failure.URL_NOT_HTTP: (CauseSlug.SCHEME_MISSING, CauseSlug.OPAQUE_ORIGIN),
    Failure.METHOD_MALFORMED: _MALFORMED,
    Failure.FORBIDDEN_METHOD: _MALFORMED,
    Failure.NO_CORS_METHOD: _MALFORMED,
    Failure.HEADER_MALFORMED: _MALFORMED,
    Failure.BODY_NOT_ALLOWED: _MALFORMED,
    Failure.STREAM_NOT_ALLOWED: _MALFORMED,
    Failure.MODE_SAME_ORIGIN: (CauseSlug.SAME_ORIGIN_MODE,),
    Failure.NO_CORS_REDIRECT_MODE: _MALFORMED,
    Failure.PORT_RESTRICTED: (CauseSlug.PORT_RESTRICTED,),
    Failure.NO_RESPONSE: (
        CauseSlug.NETWORK_FAILURE,
        CauseSlug.LOCAL_NETWORK_ACCESS,
        CauseSlug.BLOCKED_BY_EXTENSION,
        CauseSlug.REDIRECT_REFUSED,
    ),
    Failure.PREFLIGHT_REDIRECT: (
        CauseSlug.TRAILING_SLASH_REDIRECT,
        CauseSlug.LOGIN_REDIRECT,
        CauseSlug.HTTPS_REDIRECT,
    ),
    Failure.ALLOW_ORIGIN_MISSING: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.ORIGIN_NOT_LISTED,
        CauseSlug.SERVER_ERROR,
        CauseSlug.ROUTE_NOT_FOUND,
        CauseSlug.CACHED_FOR_ANOTHER_ORIGIN,
    ),
    Failure.WILDCARD_WITH_CREDENTIALS: (CauseSlug.WILDCARD_WITH_CREDENTIALS,),
    Failure.ALLOW_ORIGIN_MULTIPLE: (CauseSlug.HEADERS_DOUBLED, CauseSlug.ORIGINS_JOINED),
    Failure.ALLOW_ORIGIN_MALFORMED: (CauseSlug.ORIGIN_MISSPELLED,),
    Failure.ALLOW_ORIGIN_MISMATCH: _MISMATCH,
    Failure.ALLOW_CREDENTIALS_MISSING: (CauseSlug.CREDENTIALS_NOT_ENABLED,),
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: (
        CauseSlug.CREDENTIALS_MISSPELLED,
        CauseSlug.HEADERS_DOUBLED,
    ),
    Failure.PREFLIGHT_STATUS: (
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        CauseSlug.OPTIONS_NOT_HANDLED,
        CauseSlug.ROUTE_NOT_FOUND,
        CauseSlug.SERVER_ERROR,
    ),
    Failure.ALLOW_METHODS_MALFORMED: (CauseSlug.LIST_MALFORMED,),
    Failure.ALLOW_HEADERS_MALFORMED: (CauseSlug.LIST_MALFORMED,),
    Failure.METHOD_NOT_ALLOWED: (CauseSlug.METHOD_NOT_LISTED, CauseSlug.METHOD_LOWER_CASE),
    Failure.HEADER_NOT_ALLOWED: (CauseSlug.HEADER_NOT_LISTED,),
    Failure.AUTHORIZATION_NOT_LISTED: (CauseSlug.AUTHORIZATION_UNDER_WILDCARD,),
    Failure.REDIRECT_NOT_ALLOWED: _REFUSED,
    Failure.LOCATION_MALFORMED: _REFUSED,
    Failure.LOCATION_NOT_HTTP: _REFUSED,
    Failure.TOO_MANY_REDIRECTS: _REFUSED,
    Failure.LOCATION_HAS_CREDENTIALS: _REFUSED,
    Failure.STREAM_REDIRECTED: _REFUSED,
    ConsoleReason.ABORTED: (CauseSlug.REQUEST_ABORTED,),
    ConsoleReason.BLOCKED_BY_CLIENT: (CauseSlug.BLOCKED_BY_EXTENSION,),
    ConsoleReason.CACHE_MODE: _MALFORMED,
    ConsoleReason.CONNECTION_ALLOWLIST: (CauseSlug.CONNECTION_ALLOWLIST,),
    ConsoleReason.CONTENT_SECURITY_POLICY: (CauseSlug.CONTENT_SECURITY_POLICY,),
    ConsoleReason.COOKIES_NOT_SENT: (CauseSlug.COOKIES_NOT_SENT,),
    ConsoleReason.CORS_UNSPECIFIED: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.ORIGIN_NOT_LISTED,
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        CauseSlug.SERVER_ERROR,
    ),
    ConsoleReason.FETCH_FAILED: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.NETWORK_FAILURE,
        CauseSlug.BLOCKED_BY_EXTENSION,
        CauseSlug.REQUEST_ABORTED,
    ),
    ConsoleReason.FORBIDDEN_HEADER: (CauseSlug.FORBIDDEN_HEADER,),
    ConsoleReason.FRAME_ACCESS: (CauseSlug.FRAME_OF_ANOTHER_ORIGIN,),
    ConsoleReason.FRAMING: (CauseSlug.FRAMING_FORBIDDEN,),
    ConsoleReason.HEADER_NOT_EXPOSED: (CauseSlug.HEADER_NOT_EXPOSED,),
    ConsoleReason.HOST_REFUSED: (CauseSlug.HOST_NOT_LISTED,),
    ConsoleReason.INTEGRITY: (
        CauseSlug.CROSSORIGIN_ATTRIBUTE_MISSING,
        CauseSlug.INTEGRITY_MISMATCH,
    ),
    ConsoleReason.LOCAL_NETWORK_ACCESS: (CauseSlug.LOCAL_NETWORK_ACCESS,),
    ConsoleReason.LOCAL_RESOURCE: (CauseSlug.LOCAL_FILE,),
    ConsoleReason.MIXED_CONTENT: (CauseSlug.MIXED_CONTENT,),
    ConsoleReason.OPAQUE: (CauseSlug.OPAQUE_RESPONSE,),
    ConsoleReason.ORIGIN_REFUSED: (CauseSlug.ORIGIN_NOT_LISTED,),
    ConsoleReason.POST_MESSAGE: (CauseSlug.FRAME_OF_ANOTHER_ORIGIN,),
    ConsoleReason.RESOURCE_POLICY: (CauseSlug.RESOURCE_POLICY,),
    ConsoleReason.RESPONSE_TYPE: (CauseSlug.RESPONSE_TYPE,),
    ConsoleReason.SENDER_REFUSED: (CauseSlug.SENDER_NOT_LISTED,),
    ConsoleReason.SERVICE_WORKER: (CauseSlug.SERVICE_WORKER_ANSWERED,),
    ConsoleReason.STYLESHEET_RULES: (CauseSlug.CROSSORIGIN_ATTRIBUTE_MISSING,),
    ConsoleReason.TAINTED_CANVAS: (CauseSlug.CROSSORIGIN_ATTRIBUTE_MISSING,),
    ConsoleReason.WEBSOCKET_HANDSHAKE: (CauseSlug.WEBSOCKET_REFUSED,),
    ConsoleReason.WORKER_SCRIPT: (CauseSlug.WORKER_OF_ANOTHER_ORIGIN,),
}
# The statuses that leave a cause.
_STATUSES: Final[Mapping[CauseSlug, str]] = {
    CauseSlug.AUTH_BEFORE_PREFLIGHT: r"401|403|407",
    CauseSlug.OPTIONS_NOT_HANDLED: r"400|403|404|405|501",
    CauseSlug.ROUTE_NOT_FOUND: r"404",
    CauseSlug.SERVER_ERROR: r"[5-9]..",
}
# An error that names itself leaves no guess.
_GUESSES: Final = frozenset(
    {
        CauseSlug.BLOCKED_BY_EXTENSION,
        CauseSlug.LOCAL_NETWORK_ACCESS,
        CauseSlug.REDIRECT_REFUSED,
    }
)
_NETWORK_ERROR: Final = "net::ERR_"
_LOCAL_HOST: Final = re.compile(
    r"localhost|.*\.localhost|.*\.local|\[.*|127\..*|10\..*|192\.168\..*|169\.254\..*"
    r"|172\.(?:1[6-9]|2[0-9]|3[01])\..*",
    re.DOTALL,
)
_HOST: Final = re.compile(r"[a-z]+://([^/:?#]+|\[[^]]*\])", re.IGNORECASE)


def is_ruled_out(slug: CauseSlug, facts: Mapping[str, str]) -> bool:
    """Tell whether the *facts* of a message leave no room for the cause *slug*."""
    status = facts.get("status", "")
    if status and slug in _STATUSES and not re.fullmatch(_STATUSES[slug], status):
        return True
    if slug in _GUESSES and facts.get("message", "").startswith(_NETWORK_ERROR):
        return True
    if slug is CauseSlug.CACHED_FOR_ANOTHER_ORIGIN:
        # No answer to OPTIONS is cached.
        return "preflight" in facts
    if slug is CauseSlug.METHOD_LOWER_CASE:
        return facts.get("method", "") == facts.get("method", "-").upper()
    if slug is CauseSlug.LOCAL_NETWORK_ACCESS:
        return not _may_be_local(facts)
    return slug in _BY_VALUE and "value" in facts and _BY_VALUE[slug](facts)


def _may_be_local(facts: Mapping[str, str]) -> bool:
    """Tell whether a page of the web may ask for a host of the person's network."""
    target, page = (_HOST.match(facts.get(name, "")) for name in ("url", "origin"))
    to_web = target is not None and not _LOCAL_HOST.fullmatch(target[1].lower())
    return not to_web and (page is None or not _LOCAL_HOST.fullmatch(page[1].lower()))


_BY_VALUE: Final[Mapping[CauseSlug, Callable[[Mapping[str, str]], bool]]] = {
    # The value is the page's own, if it is spelled right.
    CauseSlug.NULL_AFTER_REDIRECT: lambda facts: (
        "initiator" in facts
        and "redirected_from" not in facts
        and facts["value"] != facts.get("origin")
    ),
    CauseSlug.ORIGIN_MISSPELLED: lambda facts: split_origin(facts["value"]) is not None,
    CauseSlug.CREDENTIALS_MISSPELLED: lambda facts: "," in facts["value"],
    CauseSlug.HEADERS_DOUBLED: lambda facts: "," not in facts["value"],
}
