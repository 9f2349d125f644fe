"""Mark a view, or the URLs of an ``include()``, with the scope that a decorator gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from inspect import getattr_static
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest

from crossorigin._adapters.log import logger
from crossorigin.errors import PolicyError, Problem, ProblemCode

if TYPE_CHECKING:
    from crossorigin._adapters.declarations import Declaration
    from crossorigin._policy.policy import Policy

Covered = TypeVar("Covered")

MARK: Final = "__crossorigin__"
# Where the middleware notes that it sees a request: most need no record, and have `None` there.
RECORD: Final = "_crossorigin"
# Where a view keeps the class that it is of: Django's, and that of its REST framework.
_CLASSES: Final = ("view_class", "cls")
_METHODS: Final = (MethodType, staticmethod, classmethod)
_INCLUDED: Final = 3
_NO_MIDDLEWARE: Final = (
    "A decorator of crossorigin runs in %s, and no middleware sees it: pages of other origins have"
    ' no access. Put "crossorigin.django.CORSMiddleware" first in MIDDLEWARE.'
)
_reported: Final[set[str]] = set()


@dataclass(slots=True)
class Registry:
    """
    The scopes of this process.

    Attributes:
        count: How many were declared by decorators, those of includes among them.
    """

    count: int = 0


registry: Final = Registry()


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """
    A policy where it was declared.

    Attributes:
        policy: The policy in force, or ``None``: no cross-origin access, even if an outer scope
            permits it.
        declared: The line that says so; ``None`` in the settings.
    """

    policy: Policy | None
    declared: Declaration | None = None


@dataclass(slots=True)
class Record:
    """
    The decorators that run while a request is handled.

    Attributes:
        ran: Their scopes.
        recheck: Asks the guard again, by the policy of a decorator that runs: set where it has
            let the request pass by a policy.
    """

    ran: list[Scope] = field(default_factory=list[Scope])
    recheck: Callable[[Scope], None] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CoveredURLs:
    """
    The URLs of an ``include()``, and the scope of all that is below them.

    Attributes:
        urls: The module, or the list of patterns.
        scope: The scope.
    """

    urls: Any
    scope: Scope

    @property
    def urlpatterns(self) -> Any:  # noqa: ANN401 - what Django takes for patterns
        """Return the patterns, in which Django's resolver looks."""
        return getattr(self.urls, "urlpatterns", self.urls)


def known_record(request: HttpRequest) -> Record | None:
    """Return the record of *request*, if a decorator has run or the guard may be asked again."""
    found: Record | None = getattr(request, RECORD, None)
    return found


def record_of(request: HttpRequest) -> Record:
    """Return the record of *request*, which the middleware sees."""
    found = known_record(request) or Record()
    setattr(request, RECORD, found)
    return found


def marked(view: Covered, scope: Scope, decorator: str) -> Covered:
    """
    Return a view, or what ``include()`` has returned, like *view*, with *scope*.

    *view* itself stays as it is.

    Raises:
        PolicyError: If *view* is neither, or has a scope already.
    """
    given: Any = view
    registry.count += 1
    included = cast("tuple[object, ...]", given) if isinstance(given, tuple) else ()
    if len(included) == _INCLUDED:
        urls, app_name, namespace = included
        _see_that_it_is_alone(type(urls) is CoveredURLs, decorator, included)
        return cast("Covered", (CoveredURLs(urls, scope), app_name, namespace))
    if isinstance(view, type) or not callable(view):
        hint = (
            f"write @{decorator} on a function, @method_decorator({decorator}, name='dispatch') on a"
            f' class, {decorator}(include("…")) for what is included'
        )
        raise PolicyError([Problem(ProblemCode.DECORATOR_NOT_ON_A_VIEW, decorator, view, hint)])
    _see_that_it_is_alone(mark_of(view) is not None, decorator, view)
    return cast("Covered", _wrapped(view, scope))


def _see_that_it_is_alone(is_marked: bool, decorator: str, view: object) -> None:  # noqa: FBT001
    """Raise an error if what a *decorator* is put on has another one."""
    if is_marked:
        hint = "keep one of the two decorators: neither is merged into the other"
        raise PolicyError([Problem(ProblemCode.TWO_POLICIES, decorator, view, hint)])


def _wrapped(view: Callable[..., object], scope: Scope) -> Callable[..., object]:
    """Return a function of its own that does as *view* does, and carries *scope*."""

    @wraps(view)
    def call(*args: object, **kwargs: object) -> object:
        _note(scope, args)
        return view(*args, **kwargs)

    vars(call)[MARK] = scope
    return markcoroutinefunction(call) if iscoroutinefunction(view) else call  # pyright: ignore[reportDeprecated] - for 3.11


def _note(scope: Scope, args: tuple[object, ...]) -> None:
    """Note that the decorator of *scope* runs for the request among *args*."""
    # Of a method, the first argument is the object.
    request = next((each for each in args[:2] if isinstance(each, HttpRequest)), None)
    if request is None:
        return
    if not hasattr(request, RECORD):
        if (name := str(request.resolver_match or "a view")) not in _reported:
            _reported.add(name)
            logger.error(_NO_MIDDLEWARE, name)
        return
    record = record_of(request)
    record.ran.append(scope)
    if record.recheck is not None:
        record.recheck(scope)


def mark_of(view: object) -> Scope | None:
    """
    Return the scope that *view* carries: a function, a method, a partial of them, an object.

    Nothing of an app is asked for attributes.
    """
    while type(view) is partial:
        view = cast("partial[object]", view).func
    if type(view) in _METHODS:
        view = cast("MethodType", view).__func__
    mark = _attribute(view, MARK)
    if mark is None and type(view) is not FunctionType:
        mark = _attribute(_attribute(type(view), "__call__"), MARK)
    return mark if type(mark) is Scope else None


def _attribute(holder: object, name: str) -> object:
    """Return the value set as *name* on *holder*, or in its class, or ``None``."""
    if type(holder) is FunctionType:
        return holder.__dict__.get(name)
    try:
        return getattr_static(holder, name, None)
    except Exception:  # noqa: BLE001 - a class may have a metaclass that does anything
        return None


def handlers_of(view: object) -> type | None:
    """Return the class of a class-based *view*, of Django or of its REST framework."""
    for name in _CLASSES:
        found = _attribute(view, name)
        if isinstance(found, type):
            return found
    return None


def scopes_of_view(view: object, method: str) -> list[Scope]:
    """Return the scopes that decorators give to *method* of *view*, the innermost first."""
    handlers = handlers_of(view)
    functions = [view] if handlers is None else [*_handlers(handlers, view, method), view]
    return [scope for scope in map(mark_of, functions) if scope is not None]


def _handlers(handlers: type, view: object, method: str) -> list[object]:
    """Return what answers *method* of a class-based *view*, but for the view itself."""
    name = _handler_name(view, method)
    handler = _attribute(handlers, name)
    # As Django does, HEAD is answered by `get` where there is no `head`.
    if handler is None and method == "HEAD":
        handler = _attribute(handlers, _handler_name(view, "GET"))
    return [handler, _attribute(handlers, "dispatch")]


def _handler_name(view: object, method: str) -> str:
    """Return the name of the method of a class that answers *method*: a view set says its own."""
    actions = _attribute(view, "actions")
    if isinstance(actions, dict):
        return str(cast("dict[str, object]", actions).get(method.lower(), method.lower()))
    return method.lower()


def methods_of(view: object) -> frozenset[str] | None:
    """Return the methods that a class-based *view* answers; a function does not say its own."""
    handlers = handlers_of(view)
    if handlers is None:
        return None
    actions = _attribute(view, "actions")
    if isinstance(actions, dict):
        return frozenset(name.upper() for name in cast("dict[str, object]", actions))
    names = _attribute(handlers, "http_method_names")
    listed = cast("list[str]", names) if isinstance(names, (list, tuple)) else []
    return frozenset(name.upper() for name in listed if _attribute(handlers, name) is not None)
