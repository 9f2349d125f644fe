"""
Ask Flask's router to which rule a path and a method lead.

Source: https://werkzeug.palletsprojects.com/en/stable/routing/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from werkzeug.routing import RequestRedirect, WebsocketMismatch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.routing import MapAdapter, Rule

_MAX_REDIRECTS: Final = 5


def methods_of(rule: Rule) -> frozenset[str] | None:
    """Return the methods of *rule*, or ``None`` if it takes any."""
    return None if rule.methods is None else frozenset(rule.methods)


def rule_at(adapter: MapAdapter, path: str, method: str) -> Rule:
    """
    Return the rule that *method* of *path* leads to, in the end.

    One for WebSockets leads nowhere without a handshake, nor any other one with it; but the
    error that a page gets then is about that rule.
    """
    try:
        return _matched(adapter, path, method, is_websocket=adapter.websocket)
    except WebsocketMismatch:
        return _matched(adapter, path, method, is_websocket=not adapter.websocket)


def _matched(
    adapter: MapAdapter,
    path: str,
    method: str,
    *,
    is_websocket: bool,
    redirects: int = _MAX_REDIRECTS,
) -> Rule:
    """Return the rule that *path* leads to, after some *redirects* at most."""
    try:
        return adapter.match(path, method, return_rule=True, websocket=is_websocket)[0]
    except RequestRedirect as redirect:
        if redirects == 0:
            raise
        target = _path_of(redirect.new_url, adapter)
        return _matched(adapter, target, method, is_websocket=is_websocket, redirects=redirects - 1)


def _path_of(url: str, adapter: MapAdapter) -> str:
    """Return the path of *url* below the root at which the app is mounted."""
    path = unquote(urlsplit(url).path)
    return f"/{path.removeprefix(adapter.script_name.rstrip('/')).lstrip('/')}"


def common_endpoint(endpoints: Iterable[str]) -> str:
    """Return an endpoint in the innermost blueprint that all *endpoints* lie in."""
    parts = [endpoint.split(".")[:-1] for endpoint in endpoints]
    common: list[str] = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        common.append(names[0])
    return ".".join([*common, ""])
