"""Layers on both sides of a bridge between ASGI and WSGI; loaded where a process has both."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._adapters.asgi_calls import ORIGIN, raw_value

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from crossorigin._adapters.asgi_calls import Scope

# Where a2wsgi puts what is on its other side. The one bridge from WSGI to ASGI that is in use is its.
_ASGI_SIDE: Final = "asgi.scope"
_WSGI_SIDE: Final = "wsgi_environ"

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


def owners_outside(scope: Scope, layers_key: str) -> list[object]:
    """
    Return the list in which the owner of the response leaves its name, and hand it to WSGI.

    Args:
        scope: The scope of a request.
        layers_key: Where that has the list.
    """
    scheme: object = scope.get("scheme", "http")
    owners: list[object] | None = scope.get(layers_key)
    if owners is None:
        owners = _handed_over(scheme, scope.get(_WSGI_SIDE), layers_key)
        scope[layers_key] = owners = [] if owners is None else owners
    _calling.set(scope)
    if type(scheme) is str:
        marked = scope["scheme"] = _Scheme(scheme)
        marked.owners = owners
    return owners


def owners_inside(environ: MutableMapping[str, Any], layers_key: str) -> list[object]:
    """
    Return the list in which the owner of the response leaves its name, that of ASGI if it is there.

    Args:
        environ: The environ of a request.
        layers_key: Where that has the list.
    """
    owners: list[object] | None = environ.get(layers_key)
    if owners is None:
        scheme: object = environ.get("wsgi.url_scheme")
        owners = _handed_over(scheme, environ.get(_ASGI_SIDE), layers_key)
        # Where more was changed on the way than the scheme, the context of the call leads there.
        environ[layers_key] = owners = _of_call(environ, layers_key) if owners is None else owners
    return owners


def _handed_over(scheme: object, other_side: object, layers_key: str) -> list[object] | None:
    """Return the list that a bridge has handed over, if any."""
    if type(scheme) is _Scheme:
        return scheme.owners
    # Where the scheme was changed on the way, as behind a proxy, a2wsgi still leads there.
    if type(other_side) is dict and layers_key in other_side:
        return cast("list[object]", other_side[layers_key])
    return None


def _of_call(environ: MutableMapping[str, Any], layers_key: str) -> list[object]:
    """Return the list of the ASGI call in hand, if *environ* is of that, or a new one."""
    scope = _calling.get()
    if scope is not None and not scope[layers_key] and _is_of_call(environ, scope):
        return cast("list[object]", scope[layers_key])
    return []


def _is_of_call(environ: MutableMapping[str, Any], scope: Scope) -> bool:
    """
    Tell whether *environ* may be that of the request of *scope*.

    A request that an app makes by itself, of another app of this process, has the same context.
    """
    origin = raw_value(scope, ORIGIN)
    path = str(scope.get("path")).encode(errors="replace").decode("latin-1")
    return (
        "REQUEST_METHOD" in environ
        and environ.get("HTTP_ORIGIN") == (None if origin is None else origin.decode("latin-1"))
        and path.endswith(environ.get("PATH_INFO", ""))
    )
