"""Mark a view with the scope that a decorator gives it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from inspect import iscoroutinefunction, ismemberdescriptor
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from crossorigin._adapters.log import logger
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask._ledger import ledger
from crossorigin.flask._scopes import DISPATCHER, MARK

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection, Iterable, Iterator, Mapping

    from flask.typing import RouteCallable

    from crossorigin.flask._scopes import Scope

P = ParamSpec("P")
R = TypeVar("R")

_TOO_HIGH: Final = "has no effect: Flask calls the function below it. Write it below @app.route."
_CLOSED: Final = (
    "stands above @app.route, where Flask does not see it: the view is closed. Write it below."
)
_HIDDEN: Final = "is hidden by what wraps it, so the view is closed. Have that use functools.wraps."
# What may hold a function to call it; other objects may do anything when they are looked at.
_CALLERS: Final = (FunctionType, MethodType, partial)


def marked(view: Callable[P, R], scope: Scope, decorator: str) -> Callable[P, R]:
    """
    Return a view like *view* that carries *scope*; *view* itself stays as it is.

    Args:
        view: The view function, ``async`` or not.
        scope: What covers it.
        decorator: How the report of a mistake calls the decorator.

    Raises:
        PolicyError: If *view* is no function, such as a class or a blueprint, or if it has
            a scope already.
    """
    if isinstance(view, type) or not hasattr(view, "__name__"):
        hint = f"write @{decorator} on the view function, or in a class: decorators = [{decorator}]"
        raise PolicyError([Problem(ProblemCode.DECORATOR_NOT_ON_A_VIEW, decorator, view, hint)])
    if hasattr(view, MARK):
        hint = "keep one of the two decorators: neither is merged into the other"
        raise PolicyError([Problem(ProblemCode.TWO_POLICIES, decorator, view, hint)])
    wrapper = _wrapped(view)
    setattr(wrapper, MARK, scope)
    name = getattr(view, "__qualname__", view.__name__)
    ledger.note(f"@{decorator} on {view.__module__}.{name}", scope, view, wrapper)
    return wrapper


def are_in(views: Collection[RouteCallable]) -> bool:
    """Tell whether any of *views*, or a method of a class among them, carries a mark."""
    return any(hasattr(function, MARK) for view in views for function in _functions(view))


def closed_by_mistake(views: Mapping[str, RouteCallable]) -> dict[str, str]:
    """
    Return which of *views* are closed since Flask does not see a decorator, and why.

    A policy that something hides is unknown, and one that stands around it may be looser.
    A decorator that stands too high and would open the view is logged: it has no effect.

    Args:
        views: The views of an app, by endpoint.
    """
    layers = {endpoint: list(_all_layers(view)) for endpoint, view in views.items()}
    endpoints: dict[int, list[str]] = defaultdict(list)
    for endpoint, found in layers.items():
        for layer in found:
            endpoints[id(layer)].append(endpoint)
    closed = {
        endpoint: f"{ledger.names.get(hidden, endpoint)} {_HIDDEN}"
        for endpoint, found in layers.items()
        for hidden in _hidden_in(found, endpoints.keys())
    }
    for number, mark in list(ledger.unseen.items()):
        view, wrapper = mark.view(), mark.wrapper()
        # Another thread, with a first request of its own, may have been faster.
        if view is None or id(wrapper) in endpoints:
            ledger.unseen.pop(number, None)
        elif id(view) not in endpoints or _at_its_name(view) is view:
            continue
        elif mark.closes:
            closed |= dict.fromkeys(endpoints[id(view)], f"{mark.name} {_CLOSED}")
        elif ledger.unseen.pop(number, None) is not None:
            logger.error("%s %s", mark.name, _TOO_HIGH)
    return closed


def _at_its_name(view: object) -> object:
    """Return what is found today where *view* was defined: a decorator stands there instead."""
    found: object = sys.modules.get(getattr(view, "__module__", ""))
    for name in getattr(view, "__qualname__", "").split("."):
        found = getattr(found, "__dict__", {}).get(name)
    return found


def _wrapped(view: Callable[P, R]) -> Callable[P, R]:
    """Return a function of its own that does what *view* does."""
    if iscoroutinefunction(view):
        coroutine = cast("Callable[P, Awaitable[Any]]", view)

        @wraps(view)
        async def wait(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - R, awaited
            return await coroutine(*args, **kwargs)

        return cast("Callable[P, R]", wait)

    @wraps(view)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return view(*args, **kwargs)

    return call


def _functions(view: RouteCallable) -> Iterator[object]:
    """Yield *view* and, if it is a class-based one, the methods of its class."""
    yield view
    handlers = getattr(view, "view_class", None)
    names = [method.lower() for method in getattr(handlers, "methods", None) or ()]
    for name in (DISPATCHER, *names):
        # What is not there must not be taken for a reference to what is gone.
        if hasattr(handlers, name):
            yield getattr(handlers, name)


def _all_layers(view: RouteCallable) -> Iterator[object]:
    """Yield *view*, the methods of its class, and what these say that they wrap."""
    for function in _functions(view):
        yield function
        yield from _layers(function)


def _layers(function: object) -> Iterator[object]:
    """Yield *function* and what it wraps, from the outside in."""
    while function is not None:
        # A bound method is made anew each time it is asked for; its function is not.
        function = getattr(function, "__func__", function)
        yield function
        function = getattr(function, "__wrapped__", None)


def _hidden_in(layers: Iterable[object], registered: Collection[int]) -> Iterator[object]:
    """Yield what carries a mark, and is called by *layers* without their saying so."""
    seen: set[int] = set()
    todo = [inner for layer in layers for inner in _called_by(layer)]
    while todo:
        inner = todo.pop()
        # Not by isinstance(), which asks a proxy for what it stands for. What is registered
        # itself is a view of its own, which others may call.
        if not _may_call(inner) or id(inner) in seen or id(inner) in registered:
            continue
        seen.add(id(inner))
        yield from (f for f in _functions(cast("RouteCallable", inner)) if hasattr(f, MARK))
        todo += [*_layers(inner), *_called_by(inner)]


def _may_call(inner: object) -> bool:
    """Tell whether *inner* is a function, or an object that is called like one."""
    # A proxy hands that on to what it stands for, which no function of its class does.
    calls = (vars(cls).get("__call__") for cls in type(inner).__mro__)
    first = next((call for call in calls if call is not None), None)
    return type(inner) in _CALLERS or type(first) is FunctionType


def _called_by(function: object) -> list[object]:
    """Return what *function* holds, and so may call."""
    if type(function) is partial:
        return [function.func, *function.args, *function.keywords.values()]
    if type(function) is MethodType:
        return [function.__func__, *_called_by(function.__self__)]
    held: list[object] = []
    if type(function) is not FunctionType:
        with suppress(Exception):  # an object may do anything when it is looked at
            held += vars(function).values()
        slots = [slot for cls in type(function).__mro__ for slot in vars(cls).values()]
        for slot in filter(ismemberdescriptor, slots):
            with suppress(AttributeError):  # an empty slot
                held.append(slot.__get__(function))
        return held
    for cell in function.__closure__ or ():
        with suppress(ValueError):  # an empty cell
            held.append(cell.cell_contents)
    return [*held, *(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
