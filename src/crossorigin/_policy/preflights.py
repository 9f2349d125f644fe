"""Judge the method and the request headers that a preflight asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._policy.reasons import Reason
from crossorigin._web.fetch import (
    FORBIDDEN_METHODS,
    FORBIDDEN_REQUEST_HEADER_PREFIXES,
    FORBIDDEN_REQUEST_HEADERS,
    MAX_METHOD_LENGTH,
    MAX_REQUEST_HEADERS_LENGTH,
    MAX_REQUEST_HEADERS_NAMES,
    NON_WILDCARD_REQUEST_HEADER,
    OPTIONAL_WHITE_SPACE,
    SAFELISTED_METHODS,
    TOKEN,
)
from crossorigin._web.origins import ANY

if TYPE_CHECKING:
    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin._policy.headers import Header
    from crossorigin._policy.requests import CORSRequest

# The most characters of `Access-Control-Request-Headers` that are compared without being read.
_AT_A_GLANCE: Final = 200


def quick_preflight(
    compiled: CompiledPolicy, origin: str, asked: str, route_methods: frozenset[str] | None
) -> tuple[Header, ...] | None:
    """
    Return the headers of a permitted preflight, if they can be told without a decision.

    They list the same request headers whichever it asks for, and the browser compares. ``None`` if
    those are repeated, or if *origin* is not listed.
    """
    if compiled.any_request_header or not (compiled.any_origin or origin in compiled.origins):
        return None
    methods = permitted_methods(compiled, asked, route_methods)
    return compiled.permit_preflight(origin, methods, compiled.request_headers)


def permitted_methods(
    compiled: CompiledPolicy, asked: str, route_methods: frozenset[str] | None
) -> frozenset[str]:
    """Return the methods to list: never ``*``, which Firefox's preflight cache ignores."""
    if not isinstance(compiled.methods, str):
        return compiled.methods
    if compiled.methods == "route":
        methods = (route_methods or frozenset[str]()) - {ANY}
        return methods if _is_method(asked) else methods - {asked}
    return frozenset({asked} if _is_method(asked) else ())


def asks_for_listed(
    compiled: CompiledPolicy, asked: str, names: str | None, route_methods: frozenset[str] | None
) -> bool:
    """
    Tell whether a preflight asks for nothing but what is listed, as browsers write it.

    If it is not seen at a glance, ``False``: a decision reads it in full.

    Args:
        compiled: The policy.
        asked: The value of ``Access-Control-Request-Method``.
        names: The value of ``Access-Control-Request-Headers``.
        route_methods: The methods of the route, where a framework has routes.
    """
    methods = route_methods if compiled.methods == "route" else compiled.methods
    is_listed = asked in SAFELISTED_METHODS or (
        isinstance(methods, frozenset)
        and asked in methods
        and (compiled.methods != "route" or _is_method(asked))
    )
    return is_listed and (
        not names
        or (len(names) <= _AT_A_GLANCE and compiled.request_headers.issuperset(names.split(",")))
    )


def judge_names(
    compiled: CompiledPolicy, request: CORSRequest
) -> tuple[frozenset[str], Reason, str]:
    """Return the request headers to list, the verdict, and the name that is refused."""
    asked = _asked_names(request.request_headers or "")
    if asked is None:
        return compiled.request_headers, Reason.TOO_MANY_HEADERS, ""
    permitted = compiled.request_headers
    if compiled.any_request_header:
        permitted = permitted.union(filter(_wildcard_covers, asked))
    refused = sorted(set(asked) - permitted)
    if not refused:
        return permitted, Reason.ALLOWED, ""
    if compiled.any_request_header and refused == [NON_WILDCARD_REQUEST_HEADER]:
        return permitted, Reason.AUTHORIZATION_NOT_LISTED, refused[0]
    return permitted, Reason.HEADER_NOT_ALLOWED, refused[0]


def _is_method(text: str) -> bool:
    """Tell whether *text* is a method that a page may send, safe to repeat."""
    return (
        len(text) <= MAX_METHOD_LENGTH
        and TOKEN.fullmatch(text) is not None
        and text != ANY
        and text.upper() not in FORBIDDEN_METHODS
    )


def _asked_names(value: str) -> list[str] | None:
    """Return the names that *value* lists, in lower case, or ``None`` if they are too many."""
    if len(value) > MAX_REQUEST_HEADERS_LENGTH or value.count(",") >= MAX_REQUEST_HEADERS_NAMES:
        return None
    members = (member.strip(OPTIONAL_WHITE_SPACE) for member in value.split(","))
    # Only ASCII is folded: the Kelvin sign in lower case is the letter k.
    return [member.lower() if member.isascii() else member for member in members if member]


def _wildcard_covers(name: str) -> bool:
    """
    Tell whether ``*`` permits the request header *name*, which is then safe to repeat.

    Source: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    """
    return (
        TOKEN.fullmatch(name) is not None
        # The name `*`, repeated, would permit every header.
        and name not in {ANY, NON_WILDCARD_REQUEST_HEADER}
        and name not in FORBIDDEN_REQUEST_HEADERS
        and not name.startswith(FORBIDDEN_REQUEST_HEADER_PREFIXES)
    )
