"""
Find Werkzeug's debugger in an app, so that no page may read what it answers.

Its pages carry the secret of its console, which runs code: a page that may read them owns
this machine.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Final, Protocol, cast

from crossorigin._adapters.layers import LAYERS, Layer, owners_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from crossorigin._policy.headers import Header

_NAME: Final = "DebuggedApplication"
# What stands in place of a layer where a debugger answers: nobody's policy covers that.
_DEBUGGER: Final[Layer[object]] = Layer("Werkzeug's debugger", str)
_CONTAINERS: Final = (dict, list, tuple, set, frozenset)
# A table of mounted apps is far shorter.
_MAX_MEMBERS: Final = 10_000


class Debugger(Protocol):
    """Stand for Werkzeug's ``DebuggedApplication``, which this module does not import."""

    app: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer by itself, or call the app."""
        ...


def debugger_around(app: object) -> Debugger | None:
    """
    Return the innermost debugger that *app* wraps, which a layer goes inside of.

    Those that are mounted in what that one wraps, or in *app* if there is none, are
    shielded: a layer leaves alone what they answer, but not what stands beside them.
    """
    around: Debugger | None = None
    for debugger in _debuggers(app, _wrapped_by, set()):
        around = debugger
    inside = app if around is None else around.app
    for debugger in list(_debuggers(inside, _held_by, {id(around)})):
        _shield(debugger)
    return around


def _shield(debugger: Debugger) -> None:
    """Have *debugger* tell its own answers from those of the app that it wraps."""
    if isinstance(debugger, _Shielded):
        return
    debugger.app = partial(_answer_inside, debugger.app)
    cls = type(debugger)
    # What an object answers when it is called, only its class can say.
    debugger.__class__ = type(cls.__name__, (_Shielded, cls), {})


class _Shielded:
    """Say, where a debugger is asked, that what starts now is the debugger's own answer."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the debugger does."""
        owners_of(environ)[:] = [_DEBUGGER]
        return cast("Debugger", super()).__call__(environ, start_response)


def _answer_inside(
    app: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Call the *app* of a debugger: what it starts itself is covered like any other answer."""
    outside = owners_of(environ)
    inside: list[object] = []
    environ[LAYERS] = inside

    def start(status: str, headers: list[Header], exc_info: object = None, /) -> object:
        outside[:] = inside
        try:
            return start_response(status, headers, exc_info)  # type: ignore[arg-type] # as it came
        finally:
            outside[:] = [_DEBUGGER]

    return app(environ, cast("StartResponse", start))


def _debuggers(
    app: object, inner_of: Callable[[object], list[object]], seen: set[int]
) -> Iterator[Debugger]:
    """Yield each debugger that *inner_of* leads to from *app*, but for those *seen* before."""
    todo = [app]
    while todo:
        outer = todo.pop()
        if id(outer) in seen:
            continue
        seen.add(id(outer))
        if any(cls.__name__ == _NAME for cls in type(outer).__mro__):
            yield cast("Debugger", outer)
        todo += inner_of(outer)


def _wrapped_by(app: object) -> list[object]:
    """Return what *app* may call: a function's closure, the attributes of an object."""
    return [inner for inner in _attributes(app) if _may_be_called(inner)]


def _held_by(holder: object) -> list[object]:
    """Return what *holder* may call, and the containers in which it may look that up."""
    if issubclass(type(holder), _CONTAINERS):
        members = cast("dict[object, object] | list[object]", holder)
        if len(members) > _MAX_MEMBERS:
            return []
        held = list(members.values() if isinstance(members, dict) else members)
    elif type(holder) is MethodType:
        held = _attributes(holder.__self__)
    else:
        held = _attributes(holder)
    return [
        inner for inner in held if issubclass(type(inner), _CONTAINERS) or _may_be_called(inner)
    ]


def _may_be_called(inner: object) -> bool:
    """Tell whether *inner* may be an app."""
    # Not by isinstance(), which asks a proxy for what it stands for.
    return callable(inner) and not issubclass(type(inner), type)


def _attributes(app: object) -> list[object]:
    """Return what *app* refers to."""
    held: list[object] = []
    with suppress(Exception):  # an object may do anything when it is asked for an attribute
        if isinstance(app, partial):
            held = [app.func, *app.args, *app.keywords.values()]
        elif isinstance(app, FunctionType):
            held = [cell.cell_contents for cell in app.__closure__ or ()]
        else:
            slots = [slot for cls in type(app).__mro__ for slot in getattr(cls, "__slots__", ())]
            held = [getattr(app, slot, None) for slot in slots]
            held += getattr(app, "__dict__", {}).values()
    return held
