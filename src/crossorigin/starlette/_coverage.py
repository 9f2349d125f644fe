"""The routes of an app, and the policy that covers each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crossorigin._adapters.coverage import Cover, CoveredRoute
from crossorigin.starlette._marks import Scope, functions_for, methods_of, registry
from crossorigin.starlette._scopes import leaves, match_of, own_state
from crossorigin.starlette._state import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette

    from crossorigin._policy.policy import Policy
    from crossorigin.starlette._scopes import Leaf


def policy_for(app: Starlette, path: str, method: str = "GET") -> Policy | None:
    """
    Return the policy in force for *method* at *path*, ``None`` if other origins have no access.

    Args:
        app: The app.
        path: The path of the request, such as ``/orders/7``; or a URL, where the host counts.
        method: The method, in any case.
    """
    cover = cover_of(app, path, method.upper())
    return None if cover is None else cover.policy


def cover_of(app: Starlette, path: str, method: str) -> Cover | None:
    """Return what covers *method* at *path*, which may be a URL, ``None`` if nothing does."""
    state = own_state(app)
    if not isinstance(state, State):
        return None
    parts = urlsplit(path)
    probe: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": parts.path or "/",
        "root_path": "",
        "headers": [(b"host", parts.netloc.encode())] if parts.netloc else [],
    }
    scope = state.find(probe, method, "").scope
    cover = Cover(scope.policy, scope.declared)
    return None if cover == Cover(None) else cover


def covered_routes(app: Starlette) -> list[CoveredRoute]:
    """
    Return the routes of *app*, in the order in which its router asks them.

    An endpoint whose methods have several policies, as an ``HTTPEndpoint`` may have, is several
    routes.
    """
    state = own_state(app)
    whole = state.whole if isinstance(state, State) else Scope(None)
    return [
        route
        for leaf in leaves(app.router, (whole,))
        for route in _of_leaf(leaf, state is not None)
    ]


def covered_leaves(app: Starlette) -> tuple[State | None, list[Leaf]]:
    """Return what is known of *app*, ``None`` if nothing covers it, and its routes."""
    state = own_state(app)
    if not isinstance(state, State):
        return None, []
    return state, list(leaves(app.router, (state.whole,)))


def scopes_of(leaf: Leaf) -> dict[str, Scope]:
    """Return the scope of each method of *leaf*; under no name, if it takes any."""
    methods = sorted(methods_of(leaf.route) or ()) or [""]
    return {method: match_of(leaf.route, method, leaf.chain).scope for method in methods}


def misplaced_on(leaf: Leaf) -> set[Scope]:
    """Return the scopes of decorators on *leaf* that stand where no router sees them."""
    endpoint = getattr(leaf.route, "endpoint", None)
    functions = [each for method in scopes_of(leaf) for each in functions_for(endpoint, method)]
    return {scope for function in functions for scope in registry.misplaced(function)}


def _of_leaf(leaf: Leaf, is_covered: bool) -> Iterator[CoveredRoute]:  # noqa: FBT001
    """Yield *leaf* for each scope that it has; nothing covers an app without a layer."""
    scopes: dict[Scope, list[str]] = {}
    for method, scope in scopes_of(leaf).items():
        scopes.setdefault(scope, []).extend([method] if method else [])
    for scope, of_scope in scopes.items():
        policy, declared = (scope.policy, scope.declared) if is_covered else (None, None)
        yield CoveredRoute(leaf.path, tuple(of_scope), policy, declared)
