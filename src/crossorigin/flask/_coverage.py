"""The routes of a Flask app, and the policy that covers each; loaded when they are asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import EnvironBuilder

from crossorigin._adapters import coverage
from crossorigin._adapters.coverage import Cover, CoveredRoute
from crossorigin.flask._layer import handle
from crossorigin.flask._state import state_of

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from flask import Flask
    from werkzeug.routing import Rule

    from crossorigin import Policy
    from crossorigin.flask._ledger import Scope
    from crossorigin.flask._state import State


def state_in_force(app: Flask) -> State:
    """Return the state of *app*, with the views that it has now."""
    state = state_of(app)
    if state.is_stale():
        state.refresh()
    return state


def policy_for(app: Flask, path: str, method: str) -> Policy | None:
    """
    Return the policy in force for *method* at *path*, ``None`` if other origins have no access.

    Args:
        app: The app.
        path: The path of the request, such as ``/orders/7``; or a URL, where the host counts.
        method: The method, in any case.
    """
    cover = cover_of(app, path, method.upper())
    return None if cover is None else cover.policy


def cover_of(app: Flask, path: str, method: str) -> Cover | None:
    """Return what covers *method* at *path*, which may be a URL, ``None`` if nothing does."""
    parts = urlsplit(path)
    for prefix, (mounted, is_layered) in sorted(mounts_of(app).items(), reverse=True):
        if f"{parts.path}/".startswith(f"{prefix}/"):
            rest = parts.path.removeprefix(prefix) or "/"
            inner = coverage.cover_of(mounted, rest, method)
            if inner is not None or not is_layered:
                return inner
    environ = _environ(app, path, method)
    scope = state_in_force(app).scopes.find(environ, method).scope
    return _cover(scope, method)


def _environ(app: Flask, path: str, method: str) -> WSGIEnvironment:
    """Return the environ of a request; the host is that of the URL, or the app's own."""
    parts = urlsplit(path)
    config = cast("dict[str, Any]", app.config)
    host = parts.netloc or config["SERVER_NAME"] or "localhost"
    base = f"{parts.scheme or config['PREFERRED_URL_SCHEME']}://{host}/"
    return EnvironBuilder(path=parts.path or "/", base_url=base, method=method).get_environ()


def _cover(scope: Scope | None, method: str) -> Cover | None:
    """Return what *scope* says of *method*."""
    if scope is None:
        return None
    return Cover(scope.policy_for(method), scope.declared)


def mounts_of(app: Flask) -> dict[str, tuple[object, bool]]:
    """Return the apps mounted in *app* by their prefixes, and whether its layer is around each."""
    is_layered = False
    mounts: dict[str, tuple[object, bool]] = {}
    for each in wrappers_of(app):
        if is_own_layer(each):
            is_layered = True
        elif isinstance(each, DispatcherMiddleware):
            given: dict[str, object] = cast("Any", each).mounts
            mounts |= {prefix: (mounted, is_layered) for prefix, mounted in given.items()}
    return mounts


def is_own_layer(wrapper: object) -> bool:
    """Tell whether *wrapper* is a layer that ``CORS`` has put around an app."""
    return type(wrapper) is partial and wrapper.func is handle


def wrappers_of(app: Flask) -> list[object]:
    """Return all that wraps the ``wsgi_app`` of *app* and can be seen, from the outermost."""
    found: list[object] = []
    current: object = app.wsgi_app
    while current is not None and len(found) < coverage.MAX_DEPTH:
        if getattr(current, "__self__", None) is app:
            break
        found.append(current)
        own = is_own_layer(current)
        current = cast("Any", current).args[2] if own else coverage.inside(current)
    return found


def covered_routes(app: Flask) -> list[CoveredRoute]:
    """
    Return the routes of *app*, and of the apps that are mounted in it.

    A class-based view whose methods have several policies is several routes.
    """
    state = state_in_force(app)
    routes = [route for rule in app.url_map.iter_rules() for route in _of_rule(state, rule)]
    for prefix, (mounted, is_layered) in mounts_of(app).items():
        whole = state.scopes.whole if is_layered else None
        for route in coverage.covered_routes(mounted):
            at = replace(route, rule=f"{prefix}{route.rule}")
            if whole is not None and not route.is_covered:
                at = replace(at, policy=whole.policy, declared=whole.declared)
            routes.append(at)
    return routes


def _of_rule(state: State, rule: Rule) -> list[CoveredRoute]:
    """Return *rule* once for each scope that its methods have."""
    text = f"{rule.host or rule.subdomain or ''}{rule.rule}"
    methods = sorted(rule.methods or ())
    by_cover: dict[Cover | None, list[str]] = {}
    for method in [each for each in methods if each != "OPTIONS"] or methods:
        scope = state.scopes.of_rule(rule, method).scope
        by_cover.setdefault(_cover(scope, method), []).append(method)
    if len(by_cover) == 1 and "OPTIONS" in methods:
        by_cover[next(iter(by_cover))] = methods
    return [
        CoveredRoute(text, tuple(names), *(cover or Cover(None)))
        for cover, names in by_cover.items()
    ]
