"""Mark a view with the scope that a decorator gives it."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial, wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from crossorigin._decision import logger
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask._scopes import MARK

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection, Iterator

    from flask.typing import RouteCallable

    from crossorigin.flask._scopes import Scope

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Mark:
    """
    Hold a mark that no app has registered yet.

    Attributes:
        name: What a report calls it.
        view: What was decorated. Neither it nor *wrapper* is kept alive.
        wrapper: What carries the mark.
    """

    name: str
    view: weakref.ref[Callable[..., object]]
    wrapper: weakref.ref[Callable[..., object]]


@dataclass(slots=True)
class Ledger:
    """
    Hold the marks of this process.

    Attributes:
        made: How many were made.
        unseen: Those that no app has registered yet, by their number.
    """

    made: int = 0
    unseen: dict[int, Mark] = field(default_factory=dict[int, Mark])

    def note(self, name: str, view: Callable[..., object], wrapper: Callable[..., object]) -> None:
        """Note that *wrapper* carries the mark *name* of *view*."""
        self.made += 1
        with suppress(TypeError):  # a callable object may not be referred to weakly
            self.unseen[self.made] = Mark(name, weakref.ref(view), weakref.ref(wrapper))


ledger: Final = Ledger()


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
    ledger.note(f"@{decorator} on {view.__module__}.{name}", view, wrapper)
    return wrapper


def are_in(views: Collection[RouteCallable]) -> bool:
    """Tell whether any of *views*, or a method of a class among them, carries a mark."""
    return any(hasattr(function, MARK) for view in views for function in _functions(view))


def report_misplaced(views: Collection[RouteCallable]) -> None:
    """Log each decorator that Flask does not see: it stands too high, or something hides it."""
    layers = [layer for view in views for f in _functions(view) for layer in _layers(f)]
    registered = set(map(id, layers))
    hidden = {id(inner) for layer in layers for inner in _called_by(layer)}
    for number, mark in list(ledger.unseen.items()):
        view, wrapper = mark.view(), mark.wrapper()
        if view is None or id(wrapper) in registered:
            del ledger.unseen[number]
        elif id(view) in registered and _at_its_name(view) is not view:
            del ledger.unseen[number]
            logger.error(
                "%s has no effect: Flask calls the function below it. Write it below @app.route.",
                mark.name,
            )
        elif wrapper is not None and id(wrapper) in hidden:
            del ledger.unseen[number]
            logger.error(
                "%s has no effect: what wraps it hides it. Have that use functools.wraps.",
                mark.name,
            )


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
    for method in getattr(handlers, "methods", None) or ():
        yield getattr(handlers, method.lower(), None)


def _layers(function: object) -> Iterator[object]:
    """Yield *function* and what it wraps, from the outside in."""
    while function is not None:
        # A bound method is made anew each time it is asked for; its function is not.
        function = getattr(function, "__func__", function)
        yield function
        function = getattr(function, "__wrapped__", None)


def _called_by(function: object) -> Iterator[object]:
    """Yield what *function* calls if it is a wrapper that does not say so."""
    if isinstance(function, partial):
        yield from _layers(cast("partial[object]", function).func)
        return
    for cell in getattr(function, "__closure__", None) or ():
        with suppress(ValueError):  # an empty cell
            yield cell.cell_contents
