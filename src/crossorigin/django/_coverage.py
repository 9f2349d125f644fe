"""The routes of a Django site, and the policy that covers each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import get_resolver

from crossorigin._adapters.coverage import CoveredRoute
from crossorigin.django._marks import Scope, methods_of, scopes_of_view
from crossorigin.django._scopes import Scopes, walk
from crossorigin.django._settings import configured_scope

if TYPE_CHECKING:
    from crossorigin._adapters.declarations import Declaration
    from crossorigin._policy.policy import Policy


def policy_for(app: object, path: str, method: str) -> Policy | None:  # noqa: ARG001 - one site
    """
    Return the policy in force for *method* at *path*, ``None`` if other origins have no access.

    Args:
        app: The WSGI or the ASGI app. A process has one site, so it is not looked at.
        path: The path of the request, as Django's resolver takes it: ``/orders/7``.
        method: The method, in upper case.

    Raises:
        PolicyError: If the policy in the settings has problems.
    """
    scope = Scopes(configured_scope()).find(get_resolver(), path, method).scope
    return None if scope is None else scope.policy


def covered_routes(app: object) -> list[CoveredRoute]:  # noqa: ARG001 - there is one site
    """Return the routes of the site, as Django's resolver tries them."""
    whole = configured_scope()
    return [
        CoveredRoute(f"/{route}", methods, *_told(scope))
        for pattern, route, include in walk(get_resolver())
        for methods, scope in _scopes_of(pattern.callback, include or whole)
    ]


def _scopes_of(view: object, outer: Scope | None) -> list[tuple[tuple[str, ...], Scope | None]]:
    """Return the methods of *view* by their scopes; none where a function does not say them."""
    methods = methods_of(view)
    if not methods:
        return [((), _scope_of(view, "GET") or outer)]
    by_scope: dict[Scope | None, list[str]] = {}
    for method in sorted(methods):
        by_scope.setdefault(_scope_of(view, method) or outer, []).append(method)
    return [(tuple(names), scope) for scope, names in by_scope.items()]


def _scope_of(view: object, method: str) -> Scope | None:
    """Return the scope that a decorator gives to *method* of *view*, if one does."""
    return next(iter(scopes_of_view(view, method)), None)


def _told(scope: Scope | None) -> tuple[Policy | None, Declaration | None]:
    """Return the policy of *scope*, and where it was declared."""
    return (None, None) if scope is None else (scope.policy, scope.declared)
