"""
Find the scope that covers a path and a method: the endpoint's, its router's, or the app's.

The innermost scope wins whole, and the routes of the framework say which one that is: a second
path matcher would, sooner or later, read a path in another way than the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from starlette.applications import Starlette
from starlette.routing import Host, Match, Mount, Router

from crossorigin._adapters.log import logger
from crossorigin.starlette._marks import (
    MARK,
    Scope,
    attribute,
    functions_for,
    mark_of,
    methods_of,
    registry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping

    from starlette.routing import BaseRoute

    from crossorigin._adapters.asgi_calls import Scope as ASGIScope

# What a router has put into a scope, in which another one would go on.
_OF_ROUTERS: Final = frozenset(
    {"app_root_path", "endpoint", "fastapi", "path_params", "route", "router"}
)
_MISPLACED: Final = (
    "%s %s Write it below the line that registers the function, @app.get or @router.get, or"
    " register what it returns."
)
_HAS_NO_EFFECT: Final = "has no effect: what is registered is the function below it."
_CLOSES: Final = "stands above the line that registers the function: the endpoint is closed."
_reported: Final[set[Scope]] = set()


@dataclass(frozen=True, slots=True)
class ScopeMatch:
    """
    The scope of a path and a method.

    Attributes:
        scope: The innermost scope.
        methods: The methods of the route.
        marks: The decorators that are registered for them.
        name: The name of the endpoint, for the log; empty if no endpoint answers.
    """

    scope: Scope
    methods: frozenset[str] | None = None
    marks: frozenset[Scope] = frozenset()
    name: str = ""


Chain = tuple[Scope, ...]


def as_it_came(scope: ASGIScope, root_path: object, method: str) -> dict[str, Any]:
    """Return *scope* as it was when it entered the app, with its *root_path*, and a *method*."""
    probe = {key: value for key, value in scope.items() if key not in _OF_ROUTERS}
    probe["root_path"], probe["method"] = root_path or "", method
    return probe


def find(app: Starlette, whole: Scope, probe: MutableMapping[str, Any]) -> ScopeMatch:
    """
    Return the scope of the request of *probe*.

    Args:
        app: The app.
        whole: The scope of the app.
        probe: A scope as it came; its method is the one asked for. It is changed on the way.
    """
    return _in_router(app.router, probe, (whole,))


def _in_router(router: Router, probe: MutableMapping[str, Any], chain: Chain) -> ScopeMatch:
    """Return the scope of *probe* in *router*, as that would dispatch it."""
    chain = _with_mark(chain, router)
    route, child = _first(router.routes, probe)
    path: str = probe["path"]
    if route is None and router.redirect_slashes and probe["type"] == "http" and path != "/":
        # The redirect is that of the route to which it leads.
        probe = {**probe, "path": path.rstrip("/") if path.endswith("/") else f"{path}/"}
        route, child = _first(router.routes, probe)
    if route is None:
        return ScopeMatch(
            _of_prefix(router, {**probe, "path": path}, chain), frozenset({probe.get("method", "")})
        )
    probe.update(child)
    return _in_route(route, probe, chain)


def _first(
    routes: Iterable[BaseRoute], probe: MutableMapping[str, Any]
) -> tuple[BaseRoute | None, MutableMapping[str, Any]]:
    """Return the route that gets *probe*: the first for its method, or else for its path."""
    partial: tuple[BaseRoute | None, MutableMapping[str, Any]] = (None, {})
    for route in routes:
        match, child = route.matches(probe)
        if match is Match.FULL:
            return route, child
        if match is Match.PARTIAL and partial[0] is None:
            partial = route, child
    return partial


def _in_route(route: BaseRoute, probe: MutableMapping[str, Any], chain: Chain) -> ScopeMatch:
    """Return the scope of *probe*, which *route* gets."""
    chain = _with_mark(chain, route)
    included = included_router(route)
    if included is not None:
        # A route that is included tells no more by its public methods than that it matches.
        _, child, inner, _ = cast("Any", route)._match(probe)  # noqa: SLF001
        probe.update(child)
        return _in_route(inner, probe, _with_mark(chain, included))
    if isinstance(route, (Mount, Host)):
        return _in_app(route, probe, chain)
    return match_of(route, str(probe.get("method", "")), chain)


def _in_app(route: Mount | Host, probe: MutableMapping[str, Any], chain: Chain) -> ScopeMatch:
    """Return the scope of *probe* in the app that *route* mounts."""
    router, chain = mounted(route, chain)
    return (
        ScopeMatch(chain[-1], None, name=str(route.name or ""))
        if router is None
        else _in_router(router, probe, chain)
    )


def mounted(route: Mount | Host, chain: Chain) -> tuple[Router | None, Chain]:
    """Return the router of the app that *route* mounts, if it has one, and the chain in there."""
    app: object = getattr(route, "_base_app", route.app)
    if isinstance(app, Starlette):
        whole = attribute(own_state(app), "whole")
        return app.router, (*chain, whole) if isinstance(whole, Scope) else chain
    if isinstance(app, Router):
        return app, chain
    from crossorigin.asgi import CORSMiddleware  # noqa: PLC0415 - few mount an app of another kind

    if isinstance(app, CORSMiddleware):
        return None, (*chain, Scope(app.policy, is_layers=True))
    return None, chain


def own_state(app: Starlette) -> object:
    """Return the state of this package that *app* has, or ``None``."""
    return vars(app).get(MARK)


def match_of(route: BaseRoute, method: str, chain: Chain) -> ScopeMatch:
    """Return the scope of *method* of the endpoint of *route*."""
    marks, scope, methods = list[Scope](), chain[-1], methods_of(route)
    # Where nothing was declared, no endpoint has a scope of its own.
    if registry.count:
        functions = functions_for(getattr(route, "endpoint", None), method)
        marks = [mark for mark in map(mark_of, functions) if mark is not None]
        scope = marks[0] if marks else _closed_by_mistake(functions, scope)
    answers = methods is None or method in methods
    name = str(getattr(route, "name", "") or "") if answers else ""
    return ScopeMatch(scope, methods, frozenset(marks), name)


def _closed_by_mistake(functions: list[object], scope: Scope) -> Scope:
    """Return *scope*, closed if a decorator that no router sees would open less than it."""
    for misplaced in (each for function in functions for each in registry.misplaced(function)):
        does_close = _opens_further(scope, misplaced)
        if misplaced not in _reported:
            _reported.add(misplaced)
            logger.error(_MISPLACED, misplaced.name, _CLOSES if does_close else _HAS_NO_EFFECT)
        if does_close:
            return Scope(None, misplaced.declared, misplaced.name)
    return scope


def _opens_further(scope: Scope, other: Scope) -> bool:
    """Tell whether *scope* lets pages read that *other* does not let read."""
    if scope.policy is None:
        return False
    from crossorigin._policy.narrowing import opens_further  # noqa: PLC0415 - one is misplaced

    return other.policy is None or opens_further(scope.policy, other.policy)


def _with_mark(chain: Chain, holder: object) -> Chain:
    """Return *chain*, and the scope of *holder*, a router or a route, if it has one."""
    mark: object = vars(holder).get(MARK)
    return (*chain, mark) if isinstance(mark, Scope) else chain


def included_router(route: object) -> Router | None:
    """Return the router that FastAPI has included as *route*, ``None`` for all other routes."""
    router: object = getattr(route, "original_router", None)
    return router if isinstance(router, Router) else None


def _of_prefix(router: Router, probe: MutableMapping[str, Any], chain: Chain) -> Scope:
    """Return the scope of a path that routes nowhere: of the router under whose prefix it is."""
    found: dict[str, list[Chain]] = {}
    for prefix, inner in _prefixes(router, "", chain):
        below = Mount(prefix, routes=[]).matches({**probe, "path": f"{probe['path']}/"})
        if below[0] is Match.FULL:
            found.setdefault(prefix, []).append(inner)
    if not found:
        return chain[-1]
    return _common(found[max(found, key=len)])


def _prefixes(router: Router, base: str, chain: Chain) -> Iterator[tuple[str, Chain]]:
    """Yield the literal prefixes of the routers that FastAPI has included, and their scopes."""
    for route in router.routes:
        included = included_router(route)
        if included is None:
            continue
        start = base + cast("Any", route).include_context.prefix
        inner = _with_mark(chain, included)
        prefix = f"{start}{cast('Any', included).prefix}".rstrip("/")
        # What a parameter stands in is no literal prefix, and none at all is the app's.
        if prefix and "{" not in prefix:
            yield prefix, inner
        yield from _prefixes(included, start, inner)


def _common(chains: list[Chain]) -> Scope:
    """Return the innermost scope in which all *chains* lie."""
    common = chains[0][:1]
    for scopes in zip(*chains, strict=False):
        if any(scope is not scopes[0] for scope in scopes):
            break
        common = scopes[:1]
    return common[0]


@dataclass(frozen=True, slots=True)
class Leaf:
    """
    A route that leads to an endpoint, or to an app without routes.

    Attributes:
        path: Its path, with the prefixes of where it is mounted.
        route: The route.
        chain: The scopes around its endpoint, the innermost last.
    """

    path: str
    route: BaseRoute
    chain: Chain


def leaves(router: Router, chain: Chain, base: str = "", depth: int = 20) -> Iterator[Leaf]:
    """Yield the routes of *router*, and of all that it includes and mounts."""
    chain = _with_mark(chain, router)
    if depth == 0:
        return  # apps that mount each other
    for route in router.routes:
        inner = _with_mark(chain, route)
        included = included_router(route)
        if included is not None:
            prefix = cast("Any", route).include_context.prefix
            yield from leaves(included, inner, f"{base}{prefix}", depth - 1)
        elif isinstance(route, (Mount, Host)):
            path = f"{base}{getattr(route, 'path', '')}"
            below, inner = mounted(route, inner)
            if below is None:
                yield Leaf(f"{path}/{{path:path}}", route, inner)
            else:
                yield from leaves(below, inner, path, depth - 1)
        else:
            yield Leaf(f"{base}{getattr(route, 'path', '')}", route, inner)


def has_marks(leaf: Leaf) -> bool:
    """Tell whether a decorator, or a router's policy, covers *leaf*."""
    endpoint = getattr(leaf.route, "endpoint", None)
    functions = vars(endpoint).values() if isinstance(endpoint, type) else [endpoint]
    return any(mark_of(function) is not None for function in functions)
