"""Layers on both sides of a bridge between ASGI and WSGI; loaded where a process has both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import MutableMapping

# Where a2wsgi puts what is on its other side.
_OTHER_SIDES: Final = ("asgi.scope", "wsgi_environ")


class _Scheme(str):
    """
    The scheme of a request, with the owners of the response.

    Bridges build the environ of a scope, or the scope of an environ, out of nothing but CGI's
    variables. The scheme is the one value that all of them hand over as it is, and it leaves
    the process with no response.
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
    return []
