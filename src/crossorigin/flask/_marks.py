"""Mark a view with the scope that a decorator gives it, and note that it runs."""

from __future__ import annotations

from contextvars import ContextVar
from functools import wraps
from inspect import getattr_static, iscoroutinefunction
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from flask import has_request_context, request
from flask.views import View

from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask._ledger import REQUIREMENT, Mark, RequiredMethods, Scope, ledger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

P = ParamSpec("P")
R = TypeVar("R")

MARK: Final = "__crossorigin__"
# What every class-based view answers with.
# https://flask.palletsprojects.com/en/stable/api/#flask.views.View.dispatch_request
_DISPATCHER: Final = "dispatch_request"
# Of decorators that wrap each other; a function may, by mistake, say that it wraps itself.
_MAX_WRAPPERS: Final = 100
_METHODS: Final = (MethodType, staticmethod, classmethod)

RECORD: Final = "crossorigin.ran"


class Record(set[Mark]):
    """The decorators that run while a request is handled, by their marks."""

    # Asks the guard again, by the policy of a decorator that runs: set where it has let the
    # request pass by a policy. No `__init__`: each request makes a record.
    recheck: Callable[[Mark], None] | None = None
    # The app whose layer the request has come through.
    layered: object = None


# The record of the request in hand, set by the layer. A copied context has the same record.
running: Final[ContextVar[Record | None]] = ContextVar("crossorigin.ran", default=None)


def note(mark: Mark) -> None:
    """Note that the decorator of *mark* runs."""
    record = running.get()
    if record is None:
        if not has_request_context():
            return
        record = _record_of_flask(mark)
    record.add(mark)
    if record.recheck is not None:
        record.recheck(mark)


def _record_of_flask(mark: Mark) -> Record:
    """Return the record of the request that Flask handles."""
    environ = request.environ
    record = environ.get(RECORD)
    if type(record) is Record:
        return record
    # No layer is around the app; or this is a context that the app has made by itself.
    record = environ[RECORD] = Record()
    ledger.tell_unlayered(mark)
    return record


def marked(view: Callable[P, R], scope: Scope, decorator: str) -> Callable[P, R]:
    """
    Return a view like *view* that carries *scope*; *view* itself stays as it is.

    Args:
        view: The view function, ``async`` or not.
        scope: The scope.
        decorator: The name of the decorator, for the report of a mistake.

    Raises:
        PolicyError: If *view* is no function, such as a class or a blueprint, or if it has
            a scope already.
    """
    name = None if issubclass(type(view), type) else _name_of(view)
    if name is None:
        hint = f"write @{decorator} on the view function, or in a class: decorators = [{decorator}]"
        raise PolicyError([Problem(ProblemCode.DECORATOR_NOT_ON_A_VIEW, decorator, view, hint)])
    first = mark_of(view)
    if first is not None:
        ledger.forget(first)
        hint = "keep one of the two decorators: neither is merged into the other"
        raise PolicyError([Problem(ProblemCode.TWO_POLICIES, decorator, view, hint)])
    wrapper, mark = _wrapped(view, f"@{decorator} on {name}", scope)
    # What a request applies ends with it: only what is applied before is looked for.
    ledger.note(mark, view, is_kept=running.get() is None and not has_request_context())
    return wrapper


def _name_of(view: object) -> str | None:
    """Return the full name of *view*, or ``None`` if it has none, as a view must."""
    try:
        name = getattr(view, "__qualname__", None) or cast("Any", view).__name__
        return f"{view.__module__}.{name}" if isinstance(name, str) else None
    except Exception:  # noqa: BLE001 - an object may do anything when it is looked at
        return None


def _wrapped(view: Callable[P, R], name: str, scope: Scope) -> tuple[Callable[P, R], Mark]:
    """Return a function of its own that does as *view* does, and the mark that it carries."""
    if iscoroutinefunction(view):
        coroutine = cast("Callable[P, Awaitable[Any]]", view)

        @wraps(view)
        async def wait(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - R, awaited
            note(mark)
            return await coroutine(*args, **kwargs)

        wrapper = cast("Callable[P, R]", wait)
    else:

        @wraps(view)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            record = running.get()
            # What `note` does, for most of the requests that it would be called for.
            if record is None or record.recheck is not None:
                note(mark)
            else:
                record.add(mark)
            return view(*args, **kwargs)

        wrapper = call
    mark = Mark(name, scope, wrapper)
    vars(wrapper).update({MARK: mark, REQUIREMENT: RequiredMethods(mark, view)})
    return wrapper, mark


def require(wrapper: Callable[..., object], view: object, method: str) -> None:
    """Have Flask give *wrapper*, which a decorator has made of *view*, *method* as well."""
    mark: Mark = vars(wrapper)[MARK]
    vars(wrapper)[REQUIREMENT] = RequiredMethods(mark, view, (method,))


def mark_of(view: object) -> Mark | None:
    """
    Return the mark that *view* itself carries.

    Nothing of an app is asked for attributes, since a proxy answers to every name: the value that was
    set on it is looked up, as :func:`inspect.getattr_static` does.
    """
    if type(view) in _METHODS:
        view = cast("MethodType", view).__func__
    if type(view) is FunctionType:
        mark: object = view.__dict__.get(MARK)
    else:
        mark = _attribute(view, MARK)
    return mark if type(mark) is Mark else None


def _attribute(holder: object, name: str) -> object:
    """Return the value set as *name* on *holder*, or in its class, or ``None``."""
    try:
        return getattr_static(holder, name, None)
    except Exception:  # noqa: BLE001 - a class may have a metaclass that does anything
        return None


def handlers_of(view: object) -> type[View] | None:
    """Return the class of a class-based *view*, otherwise ``None``."""
    is_function = type(view) is FunctionType
    found = view.__dict__.get("view_class") if is_function else _attribute(view, "view_class")
    if issubclass(type(found), type) and issubclass(cast("type", found), View):
        return cast("type[View]", found)
    return None


def functions_for(view: object, method: str) -> list[object]:
    """
    Return the functions that answer requests by *method* to *view*, the innermost first.

    In a class-based view the attribute of that name counts, not the list ``methods``.
    """
    handlers = handlers_of(view)
    if handlers is None:
        return [view]
    handler = _attribute(handlers, method.lower())
    # As Flask does, HEAD is answered by `get` where there is no `head`.
    if handler is None and method == "HEAD":
        handler = _attribute(handlers, "get")
    return [handler, _attribute(handlers, _DISPATCHER), view]


def all_functions(view: object) -> Iterator[object]:
    """Yield *view* and, if it is a class-based one, all attributes of its class."""
    yield view
    handlers = handlers_of(view)
    if handlers is not None:
        for cls in handlers.__mro__:
            yield from list(vars(cls).values())


def bare_marks(function: object) -> Iterator[Mark]:
    """
    Yield the decorators on *function* that are registered nowhere, while *function* is.

    So does the function that it says that it wraps, but not below a decorator in its place.
    """
    for _ in range(_MAX_WRAPPERS):
        if mark_of(function) is not None:
            return
        yield from ledger.unregistered(function)
        if type(function) is not FunctionType or "__wrapped__" not in function.__dict__:
            return
        function = function.__dict__["__wrapped__"]
