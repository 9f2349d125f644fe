"""Mark an endpoint with the scope that a decorator gives it, and note that it runs."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial, wraps
from inspect import getattr_static, iscoroutinefunction
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from crossorigin.errors import PolicyError, Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

    from crossorigin._adapters.declarations import Declaration
    from crossorigin._policy.policy import Policy

P = ParamSpec("P")
R = TypeVar("R")

MARK: Final = "__crossorigin__"
_METHODS: Final = (MethodType, staticmethod, classmethod)
# The methods for which Starlette looks in the class of an endpoint.
_OF_CLASSES: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY")
# Decorators on one function. Beyond these, a program makes them in a loop.
_MAX_BARE: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """
    A policy where it was declared.

    Attributes:
        policy: The policy in force, or ``None``: no cross-origin access, even if an outer scope
            permits it.
        declared: The line that says so.
        name: The decorator and the function, for the log.
        is_layers: Whether it is of an app that puts it into force by itself.
    """

    policy: Policy | None
    declared: Declaration | None = None
    name: str = ""
    is_layers: bool = False


# The scopes of the decorators that run while a request is handled.
Record = set[Scope]


class Registry:
    """
    The scopes of this process that are no app's: of decorators and routers.

    Attributes:
        count: How many were declared.
        tell: Called when there is one more.
    """

    def __init__(self) -> None:
        """Have no scope yet."""
        self.count = 0
        self.tell: Callable[[], object] = bool
        self._bare: dict[int, tuple[object, list[tuple[Scope, weakref.ref[Any]]]]] = {}

    def add(self) -> None:
        """Count one more."""
        self.count += 1
        self.tell()

    def remember(self, function: object, scope: Scope, wrapper: object) -> None:
        """Remember that *wrapper* is on *function*, for as long as that lives."""
        function, bare = plain(function), self._bare
        key = id(function)
        kept = weakref.ref(function, lambda _: bare.pop(key, None))
        marks = bare.setdefault(key, (kept, []))[1]
        if len(marks) < _MAX_BARE:
            marks.append((scope, weakref.ref(wrapper)))

    def misplaced(self, function: object) -> Iterator[Scope]:
        """
        Yield the scopes of decorators on *function* that stand where no router sees them.

        They stand above ``@app.get``, so they have taken the name of *function*, which is registered;
        or its name was in a function that has returned, and nothing has kept their result. A
        result that has another name may be for another route.
        """
        function = plain(function)
        kept, marks = self._bare.get(id(function), (None, ()))
        if kept is None or cast("weakref.ref[object]", kept)() is not function:
            return
        found = _at_its_name(cast("FunctionType", function))
        for scope, wrapper in marks:
            if wrapper() is None if found is None else mark_of(found) is scope:
                yield scope


registry: Final = Registry()
# Notes that the decorator of a scope runs, for the request in hand: set by the layer. A copied context
# has the same one.
running: Final[ContextVar[Callable[[Scope], object] | None]] = ContextVar(
    "crossorigin.ran", default=None
)


def plain(function: object) -> object:
    """Return the function of a bound method or of a partial, as Starlette sees it."""
    while True:
        if isinstance(function, partial):
            function = cast("partial[object]", function).func
        elif type(function) in _METHODS:
            function = cast("MethodType", function).__func__
        else:
            return function


def _at_its_name(function: FunctionType) -> object:
    """Return the object that has the name of *function* today."""
    found: object = sys.modules.get(function.__module__)
    for name in function.__qualname__.split("."):
        if not issubclass(type(found), (ModuleType, type)):
            return None
        found = plain(vars(found).get(name))
    return found


def marked(
    endpoint: Callable[P, R], policy: Policy | None, declared: Declaration | None, decorator: str
) -> Callable[P, R]:
    """
    Return an endpoint like *endpoint* that carries a scope; *endpoint* itself stays as it is.

    Raises:
        PolicyError: If *endpoint* is no function, or has a scope already.
    """
    function = plain(endpoint)
    if type(function) is not FunctionType:
        hint = (
            f"write @{decorator} on a function, on the methods of an HTTPEndpoint, or"
            " CORS(Mount(…), …) around an ASGI app"
        )
        raise PolicyError([Problem(ProblemCode.DECORATOR_NOT_ON_A_VIEW, decorator, endpoint, hint)])
    if mark_of(endpoint) is not None:
        hint = "keep one of the two decorators: neither is merged into the other"
        raise PolicyError([Problem(ProblemCode.TWO_POLICIES, decorator, endpoint, hint)])
    name = f"@{decorator} on {function.__module__}.{function.__qualname__}"
    scope = Scope(policy, declared, name)
    wrapper = _wrapped(endpoint, scope)
    vars(wrapper)[MARK] = scope
    registry.add()
    if running.get() is None:
        registry.remember(endpoint, scope, wrapper)
    return wrapper


def _wrapped(endpoint: Callable[P, R], scope: Scope) -> Callable[P, R]:
    """Return a function of its own that does as *endpoint* does."""
    if iscoroutinefunction(endpoint):
        coroutine = cast("Callable[P, Awaitable[Any]]", endpoint)

        @wraps(endpoint)
        async def wait(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - R, awaited
            note = running.get()
            if note is not None:
                note(scope)
            return await coroutine(*args, **kwargs)

        return cast("Callable[P, R]", wait)

    @wraps(endpoint)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        note = running.get()
        if note is not None:
            note(scope)
        return endpoint(*args, **kwargs)

    return call


def mark_of(endpoint: object) -> Scope | None:
    """
    Return the scope that *endpoint* itself carries.

    Nothing of an app is asked for attributes: the value that was set on it is looked up.
    """
    found = plain(endpoint)
    mark = attribute(found, MARK)
    return mark if type(mark) is Scope else None


def attribute(holder: object, name: str) -> object:
    """Return the value set as *name* on *holder*, or in its class, or ``None``."""
    if type(holder) is FunctionType:
        return holder.__dict__.get(name)
    found: object = getattr_static(holder, name, None)
    return found


def functions_for(endpoint: object, method: str) -> list[object]:
    """Return the functions that answer requests by *method* to *endpoint*, the innermost first."""
    if not isinstance(endpoint, type):
        return [endpoint]
    handler = attribute(endpoint, method.lower()) if method in _OF_CLASSES else None
    # As Starlette does, HEAD is answered by `get` where there is no `head`.
    if handler is None and method == "HEAD":
        handler = attribute(endpoint, "get")
    return [handler, attribute(endpoint, "dispatch")]


def methods_of(route: object) -> frozenset[str] | None:
    """Return the methods of *route*, ``None`` if it takes any."""
    listed: set[str] | None = getattr(route, "methods", None)
    if listed is not None:
        return frozenset(listed)
    endpoint = getattr(route, "endpoint", None)
    if not isinstance(endpoint, type) or attribute(endpoint, "method_not_allowed") is None:
        return None
    return frozenset(name for name in _OF_CLASSES if any(functions_for(endpoint, name)[:1]))
