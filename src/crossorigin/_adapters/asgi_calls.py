"""
The parts of an ASGI call: the headers of a request, read once, and whole responses.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._policy.requests import (
    CORSRequest,
    FetchMetadata,
    is_preflight,
    is_safe_method,
)

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_headers import RawHeader
    from crossorigin._policy.guard import Guard

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# Each framework has types of its own for these three.
ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]

ORIGIN: Final = b"origin"
_HOST: Final = b"host"
_REQUEST_HEADERS: Final = b"access-control-request-headers"
_REQUEST_METHOD: Final = b"access-control-request-method"
# The value of a header that has several lines: no origin, and no method.
SEVERAL: Final = b","
_lower: Final = bytes.lower
COOKIE: Final = b"cookie"
_SITE: Final = b"sec-fetch-site"
_READ: Final = frozenset(
    {
        ORIGIN,
        COOKIE,
        _REQUEST_HEADERS,
        _REQUEST_METHOD,
        _HOST,
        b"sec-fetch-dest",
        b"sec-fetch-mode",
        _SITE,
    }
)
# Of several lines of a name, this many are joined. No policy reads as many names, and no
# other of these headers may be a list.
_MAX_LINES: Final = 130


def with_list(scope: Scope) -> Scope:
    """Return *scope* with headers that can be read twice: here, and in the app."""
    given: object = scope.get("headers")
    if not isinstance(given, Iterable):
        return scope
    return {**scope, "headers": list(cast("Iterable[object]", given))}


def raw_value(scope: Scope, name: bytes) -> bytes | None:
    """
    Return the value of a request header; of several lines :data:`SEVERAL`.

    ``None`` if there is none, or if the headers are such as no server makes of a request.
    """
    found = None
    try:
        headers = scope["headers"]
        for key, value in headers:
            if key == name:
                if found is not None:
                    return SEVERAL
                found = value
        # Names come in lower case. A server that leaves one as it came leaves them all.
        if type(found) is bytes or (found is None and headers[-1][0].islower()):
            return found
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        pass
    return _in_any_case(scope, name)


def _in_any_case(scope: Scope, name: bytes) -> bytes | None:
    """Return the same as :func:`raw_value`, in whatever case the names came."""
    found = None
    try:
        for key, value in scope["headers"]:
            if _lower(key) == name:
                if found is not None:
                    return SEVERAL
                found = b"" + value  # an error for all that is no bytes
    except (KeyError, TypeError, ValueError):
        return None
    return found


def read_headers(scope: Scope) -> Mapping[bytes, str] | None:
    """
    Return the request headers that a policy or a guard reads, each byte as one character.

    Several lines are one list, as HTTP has it. ``None`` if the headers are such as no server
    makes of a request.
    """
    lines: dict[bytes, list[bytes]] = {}
    try:
        for name, value in scope["headers"]:
            lowered = _lower(name)
            if lowered in _READ:
                found = lines.setdefault(lowered, [])
                if len(found) < _MAX_LINES:
                    found.append(value)
        return {name: b", ".join(found).decode("latin-1") for name, found in lines.items()}
    except (KeyError, TypeError, ValueError):
        return None


def asked_method(scope: Scope) -> str | None:
    """
    Return the method for which a preflight asks.

    ``None`` if *scope*, an ``OPTIONS`` with an ``Origin``, is no preflight's.
    """
    asked = (raw_value(scope, _REQUEST_METHOD) or b"").decode("latin-1")
    return asked if is_preflight("OPTIONS", "", asked) else None


def asked_names(scope: Scope) -> str | None:
    """Return the request headers for which a preflight asks."""
    names = raw_value(scope, _REQUEST_HEADERS)
    return None if names is None else names.decode("latin-1")


def look(guard: Guard, scope: Scope) -> tuple[bytes | None, Guard | None]:
    """
    Return the ``Origin`` of an HTTP request, and *guard* if it must be asked: of most, it need not.

    No server makes a WebSocket of this kind of scope: the method says it all.
    """
    is_safe = is_safe_method(str(scope.get("method", "")))
    if not guard.asks_all:
        return raw_value(scope, ORIGIN), None if is_safe else guard
    origin = host = site = None
    # One pass for all three: it is most of what a guard of hosts costs.
    try:
        for key, value in scope["headers"]:
            if key == ORIGIN:
                origin = value if origin is None else SEVERAL
            elif key == _HOST:
                host = value if host is None else SEVERAL
            elif key == _SITE:
                site = value if site is None else SEVERAL
        is_let = is_safe and _lets_read(guard, host, origin, site)
    except (AttributeError, KeyError, TypeError, ValueError):
        is_let = False
    # What is unusual is read again: names that are not in lower case, values that are no bytes.
    return (origin, None) if is_let else (raw_value(scope, ORIGIN), guard)


def _lets_read(guard: Guard, host: bytes | None, origin: bytes | None, site: bytes | None) -> bool:
    """Tell whether *guard* lets a safe request through; without a host, that is not known."""
    if host is None:
        return False
    if guard.names is not None and host in guard.names.raw and not guard.reads:
        return True
    return guard.lets_read(
        str(host, "latin-1"),
        None if origin is None else str(origin, "latin-1"),
        None if site is None else str(site, "latin-1"),
    )


def host_of(scope: Scope) -> str | None:
    """Return the first value of ``Host`` as a server writes it, most often in the first line."""
    for name, value in scope["headers"]:
        if name == _HOST:
            return str(value, "latin-1")
    return None


def cors_request(
    scope: Scope,
    headers: Mapping[bytes, str] | None,
    route_methods: frozenset[str] | None = None,
) -> CORSRequest:
    """Return the request of *scope*, as a policy decides on it; unreadable headers are none."""
    headers = headers or {}
    is_websocket = scope.get("type") == "websocket"
    return CORSRequest(
        "GET" if is_websocket else str(scope.get("method", "")),
        origin=headers.get(ORIGIN),
        request_method=headers.get(_REQUEST_METHOD),
        request_headers=headers.get(_REQUEST_HEADERS),
        host=headers.get(_HOST),
        path=scope.get("path"),
        route_methods=route_methods,
    )


def fetch_metadata(scope: Scope, headers: Mapping[bytes, str] | None) -> FetchMetadata:
    """Return the request of *scope*, as a guard judges it."""
    kind, named = scope.get("type"), headers or {}
    return FetchMetadata(
        cors_request(scope, named),
        site=named.get(_SITE),
        mode=named.get(b"sec-fetch-mode"),
        destination=named.get(b"sec-fetch-dest"),
        scheme=str(scope.get("scheme", "")),
        has_cookie=COOKIE in named,
        is_websocket=kind == "websocket",
        is_readable=headers is not None
        and (kind == "websocket" or (kind == "http" and isinstance(scope.get("method"), str))),
    )


async def send_whole(
    send: Send, status: int, headers: list[RawHeader], body: bytes, kind: str = "http.response"
) -> None:
    """Send a whole response."""
    await send({"type": f"{kind}.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
