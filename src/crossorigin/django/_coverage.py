"""The routes of a Django site, and the policy that covers each; loaded when they are asked for."""

from __future__ import annotations

import ast
from importlib.util import find_spec, resolve_name
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_resolver
from django.views.generic import RedirectView

from crossorigin._adapters.coverage import Cover, CoveredRoute
from crossorigin._adapters.declarations import Declaration
from crossorigin.django._checks import MIDDLEWARE, place_of
from crossorigin.django._marks import Scope, handlers_of, methods_of, scopes_of_view
from crossorigin.django._scopes import Scopes, walk
from crossorigin.django._settings import NAME, configured_scope

if TYPE_CHECKING:
    from crossorigin._policy.policy import Policy

_NOTHING: Final = Cover(None)


def policy_for(app: object, path: str, method: str) -> Policy | None:
    """
    Return the policy in force for *method* at *path*, ``None`` if other origins have no access.

    Args:
        app: The WSGI or the ASGI app. A process has one site, so it is not looked at.
        path: The path of the request, as Django's resolver takes it: ``/orders/7``.
        method: The method, in any case.

    Raises:
        PolicyError: If the policy in the settings has problems.
    """
    cover = cover_of(app, path, method.upper())
    return None if cover is None else cover.policy


def cover_of(app: object, path: str, method: str) -> Cover | None:  # noqa: ARG001 - there is one site
    """Return what covers *method* at *path*, which may be a URL, ``None`` if nothing does."""
    if not is_enforced():
        return None
    scope = Scopes(whole_scope()).find(get_resolver(), urlsplit(path).path or "/", method).scope
    return None if scope is None else _cover(scope)


def covered_routes(app: object) -> list[CoveredRoute]:  # noqa: ARG001 - there is one site
    """
    Return the routes of the site, as Django's resolver tries them.

    A class-based view whose methods have several policies is several routes.
    """
    whole = whole_scope()
    is_seen = is_enforced()
    return [
        CoveredRoute(f"/{route}", methods, *(_cover(scope) if is_seen else _NOTHING))
        for pattern, route, include in walk(get_resolver())
        for methods, scope in _scopes_of(pattern.callback, include or whole)
    ]


def is_enforced() -> bool:
    """Tell whether the middleware is there, without which no policy does anything."""
    return place_of(MIDDLEWARE) is not None


def whole_scope() -> Scope | None:
    """Return the scope of the whole site, with the line of the settings that says it."""
    scope = configured_scope()
    module: str | None = getattr(settings, "SETTINGS_MODULE", None)
    line = None if scope is None or not module else _assignment(module, NAME)
    return scope if scope is None or line is None else Scope(scope.policy, line)


def _assignment(module: str, name: str) -> Declaration | None:
    """
    Return the last line of a *module* of settings that gives *name* a value.

    What it imports with a star is looked at, too. Nothing keeps the line of a plain value, so
    this reads the source; ``None`` if the value has come in another way.
    """
    spec = find_spec(module)
    if spec is None or not (spec.origin or "").endswith(".py"):
        return None
    file = str(spec.origin)
    found: Declaration | None = None
    nodes = ast.walk(ast.parse(Path(file).read_bytes()))
    told = [node for node in nodes if isinstance(node, ast.stmt) and _is_told(node, name)]
    for node in sorted(told, key=lambda node: node.lineno):
        if isinstance(node, ast.ImportFrom):
            package = spec.name if spec.submodule_search_locations else spec.parent
            source = "." * node.level + (node.module or "")
            found = _assignment(resolve_name(source, package), name) or found
        else:
            found = Declaration(file, node.lineno)
    return found


def _is_told(node: ast.stmt, name: str) -> bool:
    """Tell whether *node* gives *name* a value, or may: an import with a star."""
    if isinstance(node, ast.ImportFrom):
        return node.names[0].name == "*"
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _scopes_of(view: object, outer: Scope | None) -> list[tuple[tuple[str, ...], Scope | None]]:
    """Return the methods of *view* by their scopes; none where a function does not say them."""
    methods = methods_of(view)
    # A redirect answers every method in the same way, and is for none of them.
    if not methods or issubclass(handlers_of(view) or object, RedirectView):
        return [((), _scope_of(view, "GET") or outer)]
    by_scope: dict[Scope | None, list[str]] = {}
    for method in sorted(methods):
        by_scope.setdefault(_scope_of(view, method) or outer, []).append(method)
    return [(tuple(names), scope) for scope, names in by_scope.items()]


def _scope_of(view: object, method: str) -> Scope | None:
    """Return the scope that a decorator gives to *method* of *view*, if one does."""
    return next(iter(scopes_of_view(view, method)), None)


def _cover(scope: Scope | None) -> Cover:
    """Return what *scope* says."""
    return _NOTHING if scope is None else Cover(scope.policy, scope.declared)
