"""Read what an app that was loaded says about origins, by the CORS library that it uses."""

from __future__ import annotations

import inspect
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin import Policy
from crossorigin._adapters.coverage import CoveredRoute, covered_routes, kinds_of, layers_of
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._configuration import Place
from crossorigin.doctor.configurations._recipes import Recipe, Written, recipe_of_policy
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FLASK: Final = "flask.app.Flask"
_STARLETTE: Final = "starlette.applications.Starlette"
_DJANGO: Final = "django.core.handlers.base.BaseHandler"
_DJANGO_LAYER: Final = "corsheaders.middleware.CorsMiddleware"
_STARLETTE_LAYER: Final = "starlette.middleware.cors.CORSMiddleware"
_SETTINGS: Final = "the settings"
_UNKNOWN: Final = (
    "{}: no CORS library is recognised in it. Those that are read: crossorigin, Flask-CORS, the"
    " CORSMiddleware of Starlette, django-cors-headers."
)


def recipes_of(thing: object, name: str) -> list[Recipe]:
    """
    Return what *thing*, a policy or an app that is called *name*, says about origins.

    Raises:
        UsageError: If it is neither, or no CORS library is recognised in it.
    """
    shown = escape(name, 200)
    if isinstance(thing, Policy):
        return [recipe_of_policy(thing, Place(name))]
    if not callable(thing):
        kind = type(thing).__name__
        raise UsageError(f"{shown} is neither a Policy nor an app: it is of the type {kind}.")
    found = [*_of_this_package(thing), *_of_others(thing, name)]
    if not found:
        raise UsageError(_UNKNOWN.format(shown))
    return found


def has_library(app: object) -> bool:
    """Tell whether a CORS library is recognised in *app*."""
    return bool([*_of_this_package(app), *_of_others(app, "")])


def _of_this_package(app: object) -> Iterator[Recipe]:
    """Yield the policies of this package that cover routes of *app*, each once."""
    routes = sorted(covered_routes(app), key=lambda route: (len(route.rule), route.rule))
    distinct: list[CoveredRoute] = []
    for route in routes:
        # By what is equal: a source of origins need not have a hash.
        if route.policy is not None and route.policy not in [each.policy for each in distinct]:
            distinct.append(route)
    for route in distinct:
        declared = route.declared
        file = "" if declared is None else _relative(declared.file)
        line = None if declared is None else declared.line
        # One policy for all needs no name; several go by the shortest route of each.
        name = route.rule if len(distinct) > 1 else ""
        yield recipe_of_policy(cast("Policy", route.policy), Place(file, line), name)


def _of_others(app: object, name: str) -> Iterator[Recipe]:
    """Yield what the libraries of others in *app* say."""
    for each in layers_of(app):
        kinds = kinds_of(each)
        if _FLASK in kinds:
            yield from _of_flask_cors(each, name)
        if _STARLETTE in kinds:
            yield from _of_starlette(each, name)
        if _DJANGO in kinds:
            yield from _of_django()


def _of_flask_cors(app: Any, name: str) -> Iterator[Recipe]:  # noqa: ANN401 - a Flask app; it may not be installed
    """Yield the resources of Flask-CORS in *app*, and its decorated views."""
    hooks = [hook for hooks in app.after_request_funcs.values() for hook in hooks]
    for hook in hooks:
        # The extension keeps its options nowhere else than in the hook that it registers.
        for resource, options in _held(hook, "flask_cors.extension").get("resources", ()):
            pattern = getattr(resource, "pattern", resource)
            yield _flask_recipe(options, f"resource {pattern}", name)
    for endpoint, view in app.view_functions.items():
        held = _held(view, "flask_cors.decorator")
        if "_options" in held:
            core: Any = import_module("flask_cors.core")  # it is loaded
            options = core.get_cors_options(app, held["_options"])
            yield _flask_recipe(options, f"view {endpoint}", name)


def _held(function: Any, module: str) -> dict[str, Any]:  # noqa: ANN401 - of another package
    """Return what *function* holds, if *module* has written it."""
    if getattr(function, "__globals__", {}).get("__name__") != module:
        return {}
    return dict(inspect.getclosurevars(function).nonlocals)


def _flask_recipe(options: Any, scope: str, name: str) -> Recipe:  # noqa: ANN401 - as above; a mapping before Flask-CORS 6.1
    """Return the resolved *options* of Flask-CORS as plain data."""
    found: dict[str, Any] = options if isinstance(options, dict) else _fields(options)  # pyright: ignore[reportUnknownVariableType] - as above
    return Recipe(
        package="Flask-CORS",
        name=scope,
        file=name,
        credentials=bool(found.get("supports_credentials")),
        origins=_written(found.get("origins")),
    )


def _fields(options: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Return the fields of *options* that are read."""
    return {name: getattr(options, name) for name in ("origins", "supports_credentials")}


def _of_starlette(app: Any, name: str) -> Iterator[Recipe]:  # noqa: ANN401 - a Starlette app
    """Yield the CORSMiddleware of Starlette that *app* adds."""
    for middleware in app.user_middleware:
        cls = cast("type", middleware.cls)
        if _STARLETTE_LAYER not in {
            f"{each.__module__}.{each.__qualname__}" for each in cls.__mro__
        }:
            continue
        signature = inspect.signature(cls)
        # The app itself is the first, whatever it is.
        given = signature.bind(None, *middleware.args, **middleware.kwargs).arguments
        expression = given.get("allow_origin_regex")
        yield Recipe(
            package="Starlette",
            file=name,
            credentials=bool(given.get("allow_credentials")),
            origins=_written(given.get("allow_origins")),
            # Of a text in the place of a list, each part is let in.
            is_text=isinstance(given.get("allow_origins"), str),
            expressions=_written([] if expression is None else [expression]),
        )


def _of_django() -> Iterator[Recipe]:
    """Yield what the settings of django-cors-headers say, if its middleware is in use."""
    settings: Any = import_module("django.conf").settings  # it is loaded
    if _DJANGO_LAYER not in settings.MIDDLEWARE:
        return
    conf: Any = import_module("corsheaders.conf").conf
    everyone = ["*"] if conf.CORS_ALLOW_ALL_ORIGINS else list(conf.CORS_ALLOWED_ORIGINS)
    yield Recipe(
        package="django-cors-headers",
        file=os.environ.get("DJANGO_SETTINGS_MODULE", _SETTINGS),
        credentials=bool(conf.CORS_ALLOW_CREDENTIALS),
        origins=_written(everyone),
        expressions=_written(conf.CORS_ALLOWED_ORIGIN_REGEXES),
    )
    signal: Any = import_module("corsheaders.signals").check_request_enabled
    if signal.receivers:
        yield Recipe(package="a function", name="check_request_enabled", file=_SETTINGS)


def _written(values: object) -> tuple[Written, ...]:
    """Return *values*, one or several, as plain data."""
    if values is None:
        return ()
    if isinstance(values, str):
        return (Written.of(values),)
    return tuple(map(Written.of, cast("Iterable[object]", values)))


def _relative(file: str) -> str:
    """Return *file* by its path from this folder, if it is below it."""
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative
