"""Layers on both sides of a bridge between ASGI and WSGI; loaded where a process has both."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._adapters.asgi_calls import raw_origin

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from crossorigin._adapters.asgi_calls import Scope

_ASGI_SCHEME: Final = "scheme"
# Where a2wsgi puts what is on its other side.
_OTHER_SIDES: Final = ("asgi.scope", "wsgi_environ")


# The scope of the ASGI call in hand. Most bridges call the WSGI app in a copy of its context.
_calling: Final[ContextVar[Scope | None]] = ContextVar("crossorigin.calling", default=None)


class _Scheme(str):
    """
    The scheme of a request, with the owners of the response.

    Bridges build the environ of a scope out of nothing but CGI's variables. The scheme is the one
    value that all of them hand over as it is, and it leaves the process with no response.
    """

    __slots__ = ("owners",)
    owners: list[object]


def share_owners(
    transport: MutableMapping[str, Any], scheme_key: str, layers_key: str
) -> list[object]:
    """
    Return the list in which the owner of the response leaves its name, on either side.

    Args:
        transport: The environ or the scope.
        scheme_key: Where that has the scheme.
        layers_key: Where that has the list.
    """
    scheme: object = transport.get(scheme_key, "http")
    if layers_key not in transport:
        transport[layers_key] = _owners_outside(transport, scheme, layers_key)
    owners: list[object] = transport[layers_key]
    # The one bridge from WSGI to ASGI that is in use, a2wsgi's, hands the environ itself over.
    if scheme_key == _ASGI_SCHEME:
        _calling.set(transport)
        if type(scheme) is str:
            marked = transport[scheme_key] = _Scheme(scheme)
            marked.owners = owners
    return owners


def _owners_outside(
    transport: MutableMapping[str, Any], scheme: object, layers_key: str
) -> list[object]:
    """Return the list of the layers on the other side of a bridge, or a new one."""
    if type(scheme) is _Scheme:
        return scheme.owners
    # Where the scheme was changed on the way, as behind a proxy, a2wsgi still leads there.
    for key in _OTHER_SIDES:
        other: object = transport.get(key)
        if type(other) is dict and layers_key in other:
            return cast("list[object]", other[layers_key])
    # Where more was changed than that, the context of the call does.
    scope = _calling.get()
    if scope is not None and not scope[layers_key] and _is_of_call(transport, scope):
        return cast("list[object]", scope[layers_key])
    return []


def _is_of_call(environ: MutableMapping[str, Any], scope: Scope) -> bool:
    """
    Tell whether *environ* may be that of the request of *scope*.

    A request that an app makes by itself, of another app of this process, has the same context.
    """
    origin = raw_origin(scope)
    path = str(scope.get("path")).encode(errors="replace").decode("latin-1")
    return (
        "REQUEST_METHOD" in environ
        and environ.get("HTTP_ORIGIN") == (None if origin is None else origin.decode("latin-1"))
        and path.endswith(environ.get("PATH_INFO", ""))
    )
