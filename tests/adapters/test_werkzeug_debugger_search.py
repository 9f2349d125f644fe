"""Where a debugger is looked for, and where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from werkzeug.debug import DebuggedApplication

from crossorigin._adapters.layers import LAYERS
from crossorigin._adapters.werkzeug_debugger import debugger_around

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment


class Around:
    """An app that calls nothing, with whatever attributes it is given."""

    def __init__(self, **attributes: object) -> None:
        """Hold *attributes*."""
        vars(self).update(attributes)

    def __call__(self, _: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        """Answer nothing."""
        return []


class Slotted:
    """An app whose attributes are slots, one of them never set."""

    __slots__ = ("app", "unset")

    def __init__(self, app: object) -> None:
        """Hold *app*."""
        self.app = app

    def __call__(self, _: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        """Answer nothing."""
        return []


class Both(Slotted):
    """An app that has slots and other attributes, too."""


class Settings:
    """What no server can call."""

    def __init__(self, app: object) -> None:
        """Hold *app*."""
        self.app = app


def debugger() -> DebuggedApplication:
    """Return a debugger around an app."""
    return DebuggedApplication(Around(), evalex=True)


def is_shielded(found: DebuggedApplication) -> bool:
    """Tell whether *found* tells its own answers from those of its app."""
    return type(found) is not DebuggedApplication


@pytest.mark.parametrize("holder", [Slotted, Both])
def test_slots(holder: type[Slotted]) -> None:
    """A debugger is found in a slot, whatever other attributes there are."""
    inner = debugger()
    assert debugger_around(holder(inner)) is inner


def test_what_is_no_app() -> None:
    """What cannot be called is no app, nor is a class: what they hold is not looked at."""
    inner = debugger()

    class Local:
        def method(self) -> object:
            return inner

    for attribute in (Local, Settings(inner)):
        assert debugger_around(Around(attribute=attribute)) is None
    assert not is_shielded(inner)


def test_a_debugger_that_its_own_app_knows() -> None:
    """The debugger that a layer goes inside of is not mounted in what it wraps."""
    app = Around()
    outer = DebuggedApplication(app)
    vars(app)["outer"] = outer
    assert debugger_around(outer) is outer
    assert not is_shielded(outer)


@pytest.mark.parametrize(("count", "expected"), [(10_000, True), (10_001, False)])
def test_how_many_members_are_looked_at(count: int, *, expected: bool) -> None:
    """A container of ten thousand is looked into, and none that is larger."""
    inner = debugger()
    assert debugger_around(Around(apps=[inner, *[None] * (count - 1)])) is None
    assert is_shielded(inner) is expected


def test_what_an_app_in_a_mounted_debugger_starts() -> None:
    """All that it starts with is handed on; what the debugger starts later is its own."""
    started: list[tuple[object, ...]] = []
    seen: list[list[object]] = []
    outside: list[object] = []
    mistake = (ValueError, ValueError(), None)

    def app(_: WSGIEnvironment, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - as it comes
        start_response("500 Oh", [("X-A", "1")], mistake)
        return []

    def start(*arguments: object) -> None:
        started.append(arguments)
        seen.append(list(outside))

    mounted = DebuggedApplication(app)
    debugger_around(Around(apps=[mounted]))
    assert is_shielded(mounted)
    mounted.app({LAYERS: outside}, cast("StartResponse", start))
    assert started == [("500 Oh", [("X-A", "1")], mistake)]
    assert seen == [[]]
    assert len(outside) == 1
