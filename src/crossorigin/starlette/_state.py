"""All that is known of one app: its scopes, and the routes that have been looked at."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._adapters.asgi_calls import ORIGIN, asked_method, raw_value
from crossorigin._adapters.layers import Layer
from crossorigin._adapters.log import is_in_debug_mode
from crossorigin.starlette._marks import Scope, registry
from crossorigin.starlette._scopes import ScopeMatch, as_it_came, find, leaves, match_of

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from crossorigin._adapters.asgi_calls import Scope as ASGIScope
    from crossorigin._adapters.stats import Stats
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.policy import Policy

# A key of a scope: the state that was asked, the name of the endpoint, and the policy in force.
_ASKED: Final = "crossorigin.endpoint"
# `fastapi dev` sets it. https://github.com/fastapi/fastapi-cli
_ENVIRONMENT: Final = "FASTAPI_ENV"
_NOTHING_ASKED: Final = (None, "", None)
# Routes that are not among those of the app: a router of its own makes them.
_MAX_UNKNOWN: Final = 1000
_MAX_KNOWN: Final = 10_000
_FAILED: Final = (
    "The scope of a request to %r cannot be found out, so it is closed to other origins: a route"
    " raises when it is asked."
)


class State:
    """
    All that is known of one app: ``app.state.crossorigin``.

    Attributes:
        app: The app.
        whole: The scope of the app.
        guard: The guard of the whole app, if there is one.
        layer: The layer that puts the headers on responses.
    """

    def __init__(self, app: Starlette, whole: Scope, guard: Guard | None) -> None:
        """Know no routes yet."""
        self.app, self.whole, self.guard = app, whole, guard
        self.layer: Layer[ASGIScope] = Layer(
            f"CORS({type(app).__name__})",
            self._endpoint_of,
            lambda _: is_in_debug_mode(app) or self._is_developed,
            policy_of=self.policy_in_force,
        )
        self._seen = -1
        self._known: dict[tuple[int, str], ScopeMatch] = {}
        # The routes by their identities: their scopes, or none if that takes the whole router.
        self._routes: dict[int, tuple[Any, tuple[Scope, ...] | None]] = {}

    @cached_property
    def _is_developed(self) -> bool:
        """Tell whether the app is served to who develops it."""
        return os.environ.get(_ENVIRONMENT) == "development"

    @property
    def stats(self) -> Stats:
        """Return the refusals of the app, counted in this process."""
        return self.layer.stats

    def find(self, scope: ASGIScope, method: str, root_path: object) -> ScopeMatch:
        """Ask the router for the scope of *method* at the path of *scope*, below *root_path*."""
        try:
            return find(self.app, self.whole, as_it_came(scope, root_path, method))
        except Exception:  # noqa: BLE001 - a route of the app's own may do anything
            self.layer.warn_once(_FAILED, _FAILED, self.app)
            return ScopeMatch(Scope(None) if registry.count else self.whole)

    def policy_in_force(self, scope: ASGIScope) -> Policy | None:
        """Return the policy in force for the request of *scope*, at any time of it."""
        return self._asked_of(scope)[1]

    def _endpoint_of(self, scope: ASGIScope) -> str:
        """Return the name of the endpoint of *scope*, at any time of it."""
        return self._asked_of(scope)[0]

    def _asked_of(self, scope: ASGIScope) -> tuple[str, Policy | None]:
        """Return the name of the endpoint of *scope*, and the policy in force."""
        state, name, policy = scope.get(_ASKED, _NOTHING_ASKED)
        if state is self:
            return str(name), cast("Policy | None", policy)
        root_path = scope.get("root_path")
        if scope.get("router") is self.app.router:
            # What is mounted has another one; that of the outermost app is kept.
            root_path = scope.get("app_root_path", root_path)
        match = self.found(scope, root_path)
        self.name(scope, match, match.scope.policy)
        return match.name, match.scope.policy

    def name(self, scope: ASGIScope, match: ScopeMatch, policy: Policy | None) -> None:
        """Leave the endpoint of a request in its *scope*, and its *policy*, for the log."""
        scope[_ASKED] = self, match.name, policy

    def found(self, scope: ASGIScope, root_path: object) -> ScopeMatch:
        """Return the scope of the response to *scope*, which came with *root_path*."""
        method = str(scope.get("method", ""))
        if method == "OPTIONS" and raw_value(scope, ORIGIN) is not None:
            asked = asked_method(scope)
            if asked is not None:
                return self.find(scope, asked, root_path)
        route: object = scope.get("route")
        if route is not None:
            if self._seen != registry.count:
                self._look()
            match = self._known.get((id(route), method)) or self._look_at(route, method)
            if match is not None:
                return match
        # Routing failed, or a middleware answered: see which endpoint would have been asked.
        return self.find(scope, method, root_path)

    def is_known(self, route: object, method: str) -> bool:
        """Tell whether *route* alone says which scope *method* has."""
        return self._seen == registry.count and (id(route), method) in self._known

    def _look(self) -> None:
        """Look at all routes of the app."""
        seen = registry.count
        routes: dict[int, tuple[Any, tuple[Scope, ...] | None]] = {}
        for leaf in leaves(self.app.router, (self.whole,)):
            _, chain = routes.get(id(leaf.route), (leaf.route, leaf.chain))
            # Included twice, a route may have two scopes.
            routes[id(leaf.route)] = leaf.route, leaf.chain if chain == leaf.chain else None
        self._known, self._routes, self._seen = {}, routes, seen

    def _look_at(self, route: Any, method: str) -> ScopeMatch | None:  # noqa: ANN401 - any framework's
        """Return the scope of *method* of *route*, ``None`` if only the router can tell."""
        if id(route) not in self._routes and len(self._routes) < _MAX_UNKNOWN:
            self._look()
            # Not looked for again.
            self._routes.setdefault(id(route), (route, None))
        _, chain = self._routes.get(id(route), (route, None))
        if chain is None:
            return None
        match = match_of(route, method, chain)
        if len(self._known) < _MAX_KNOWN:
            self._known[id(route), method] = match
        return match
