"""
The routes of an app: the policy that covers each, and where that was declared.

The adapter that knows an app is found by the class of the app. Loaded when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from crossorigin._adapters.declarations import Declaration, declaration

if TYPE_CHECKING:
    from crossorigin._policy.policy import Policy

__all__ = [
    "Cover",
    "CoveredRoute",
    "Declaration",
    "cover_of",
    "covered_routes",
    "declaration",
    "layers_of",
]

# The class of an app, and the module that knows its routes. A class further down is a layer:
# it has one app inside of it.
ADAPTERS: Final = {
    "flask.app.Flask": "crossorigin.flask._coverage",
    "starlette.applications.Starlette": "crossorigin.starlette._coverage",
    "django.core.handlers.base.BaseHandler": "crossorigin.django._coverage",
}
_STARLETTE: Final = "starlette.applications.Starlette"
_ROUTE: Final = "starlette.routing.BaseRoute"
_ASGI: Final = "crossorigin.asgi.CORSMiddleware"
_LAYERS: Final = frozenset({_ASGI, "crossorigin.wsgi.CORSMiddleware"})
_DISPATCHERS: Final = "werkzeug.middleware.dispatcher.DispatcherMiddleware"
_ANY: Final = "/*"
# Of apps inside of each other; one may, by mistake, have itself inside.
MAX_DEPTH: Final = 20
_INSIDE: Final = ("app", "_app", "application", "wsgi_app", "asgi_app", "inner", "_stack")


class Cover(NamedTuple):
    """The policy in force, ``None`` where other origins have no access, and where that was said."""

    policy: Policy | None
    declared: Declaration | None = None


@dataclass(frozen=True, slots=True)
class CoveredRoute:
    """
    A route of an app.

    Attributes:
        rule: Its path, as the framework writes it, with the prefix of where it is mounted.
        methods: The methods that it answers, in alphabetical order; none if it takes any.
        policy: The policy that covers it; ``None`` if pages of other origins have no access.
        declared: Where that was said; ``None`` if it was said nowhere, so that nothing covers it.
    """

    rule: str
    methods: tuple[str, ...]
    policy: Policy | None
    declared: Declaration | None

    @property
    def is_covered(self) -> bool:
        """Tell whether anything says who may read it."""
        return self.policy is not None or self.declared is not None


def kinds_of(app: object) -> set[str]:
    """Return the full names of the classes that *app* is of."""
    return {f"{cls.__module__}.{cls.__qualname__}" for cls in type(app).__mro__}


def adapter_of(app: object) -> Any:  # noqa: ANN401 - a module
    """Return the module that knows the routes of *app*, ``None`` if no adapter does."""
    kind = next(iter(kinds_of(app) & ADAPTERS.keys()), None)
    return None if kind is None else import_module(ADAPTERS[kind])


def is_layer(app: object) -> bool:
    """Tell whether *app* is a middleware of this package."""
    return not _LAYERS.isdisjoint(kinds_of(app))


def inside(app: object) -> object:
    """Return the app inside of the middleware *app*, ``None`` if it has none that can be seen."""
    found = cast("object", getattr(type(app), "__slots__", ()))
    held = {name: getattr(app, name, None) for name in cast("tuple[str, ...]", found or ())}
    held |= getattr(app, "__dict__", {})
    return next((held[name] for name in _INSIDE if callable(held.get(name))), None)


def layers_of(app: object) -> list[object]:
    """Return *app* and the apps inside of it, from the outermost to the innermost."""
    chain: list[object] = []
    current: object = app
    while current is not None and len(chain) < MAX_DEPTH:
        chain.append(current)
        is_starlette = _STARLETTE in kinds_of(current)
        if not is_starlette and adapter_of(current) is not None:
            break
        current = stack_of(current) if is_starlette else inside(current)
    return chain


def stack_of(app: object) -> object:
    """Return the middlewares of the Starlette *app*, as it builds them."""
    starlette = cast("Any", app)
    return starlette.middleware_stack or starlette.build_middleware_stack()


def cover_of(app: object, path: str, method: str) -> Cover | None:
    """
    Return what covers *method* at *path* of *app*, ``None`` if nothing does.

    The innermost layer that has something to say has the say.
    """
    outer: Cover | None = None
    inner: Cover | None = None
    for each in layers_of(app):
        adapter = adapter_of(each)
        if is_layer(each):
            outer = _cover_of_layer(each)
        elif _DISPATCHERS in kinds_of(each):
            return _cover_of_mounted(each, path, method) or outer
        elif adapter is not None:
            inner = adapter.cover_of(each, path, method)
    return inner or outer


def _cover_of_layer(layer: object) -> Cover:
    """Return what *layer*, a middleware of this package, says of all that is inside."""
    middleware = cast("Any", layer)
    return Cover(middleware.policy, middleware.declared)


def _cover_of_mounted(dispatcher: object, path: str, method: str) -> Cover | None:
    """Return what the app at *path* of a Werkzeug *dispatcher* says."""
    mounts: dict[str, object] = cast("Any", dispatcher).mounts
    script, rest = path, ""
    while "/" in script:
        if script in mounts:
            return cover_of(mounts[script], rest or "/", method)
        script, _, last = script.rpartition("/")
        rest = f"/{last}{rest}"
    return cover_of(mounts.get(script, cast("Any", dispatcher).app), rest or "/", method)


def covered_routes(app: object) -> list[CoveredRoute]:
    """Return the routes of *app*, each with what covers it."""
    outer: Cover | None = None
    routes: list[CoveredRoute] | None = None
    for each in layers_of(app):
        outer = _cover_of_layer(each) if is_layer(each) else outer
        routes = _routes_of(each) if routes is None else routes
    if routes is None:
        routes = [CoveredRoute(_ANY, (), None, None)]
    return [_under(route, outer) for route in routes]


def _under(route: CoveredRoute, outer: Cover | None) -> CoveredRoute:
    """Return *route*, covered by *outer* if nothing further inside covers it."""
    if outer is None or route.is_covered:
        return route
    return replace(route, policy=outer.policy, declared=outer.declared)


def _routes_of(app: object) -> list[CoveredRoute] | None:
    """Return the routes that *app* itself has, ``None`` if it is not known to have any."""
    adapter = adapter_of(app)
    if adapter is not None:
        found: list[CoveredRoute] = adapter.covered_routes(app)
        return found
    if _DISPATCHERS in kinds_of(app):
        dispatcher = cast("Any", app)
        return [
            *covered_routes(dispatcher.app),
            *(
                replace(route, rule=f"{prefix}{route.rule}")
                for prefix, mounted in dispatcher.mounts.items()
                for route in covered_routes(mounted)
            ),
        ]
    routes = getattr(app, "routes", None)
    if isinstance(routes, list) and _STARLETTE not in kinds_of(app):
        return [route for each in cast("list[object]", routes) for route in _of_route(each)]
    return None


def _of_route(route: object) -> list[CoveredRoute]:
    """Return the routes that *route* of a router is, those below a mount of Starlette among them."""
    path: str = getattr(route, "path", "") or getattr(route, "host", "")
    if _ROUTE not in kinds_of(route) or getattr(route, "endpoint", None) is not None:
        methods = tuple(sorted(getattr(route, "methods", None) or ()))
        return [CoveredRoute(path, methods, None, None)]
    # Without the middlewares of the mount itself, which hide the routes below it.
    mounted = getattr(route, "_base_app", None) or getattr(route, "app", None)
    return [replace(each, rule=f"{path}{each.rule}") for each in covered_routes(mounted)]
