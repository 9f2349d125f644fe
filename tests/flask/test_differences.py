"""What is said of a decorator that is not registered, and what is left of it."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING, Any

import pytest

from crossorigin.flask import CORS, same_origin
from crossorigin.flask._ledger import ledger
from crossorigin.flask._state import state_of
from tests.cases.case import HERE
from tests.flask.apps import app_with
from tests.flask.ways import (
    HERE_ONLY,
    WAYS,
    answer,
    as_a_helper,
    at_run_time,
    every_way,
    fresh,
)
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    Function = Callable[..., Any]
    Decorator = Callable[[Function], Function]


@pytest.mark.parametrize("decorator", [same_origin, HERE_ONLY])
@every_way
def test_each_difference_is_logged_once(
    way: str, decorator: Decorator, caplog: pytest.LogCaptureFixture
) -> None:
    """The line names the decorator and the view, and says how to mend it."""
    app = app_with(index=WAYS[way](decorator))
    CORS(app, origins="*")
    for _ in range(3):
        ask(app)
    [record] = caplog.records
    where = "a view" if way == "thread" else 'the view "index"'
    assert f"runs in {where} of <Flask 'app'>" in record.getMessage()
    assert "Register what the decorator returns" in record.getMessage()


def test_the_same_policy_is_no_difference(caplog: pytest.LogCaptureFixture) -> None:
    """A view may call another one that has the same policy."""
    app = app_with(index=HERE_ONLY(as_a_helper(HERE_ONLY)))
    assert ask(app).cors == OPEN
    assert caplog.records == []


def test_what_a_request_decorates_is_not_kept() -> None:
    """Neither the ledger nor the app grows, and no signal is listened to."""
    app = app_with(index=at_run_time(HERE_ONLY))
    CORS(app, origins="*")
    ask(app)
    gc.collect()
    unseen, known = len(ledger.unseen), len(state_of(app).scopes.known)
    for _ in range(200):
        ask(app)
    assert len(ledger.unseen) <= unseen
    assert len(state_of(app).scopes.known) == known
    assert [mark for mark in ledger.unregistered(answer) if not mark.rules] == []


def test_a_view_that_takes_the_place_of_another() -> None:
    """What is registered now decides, for the next preflight, too."""
    app = app_with(index=fresh())
    CORS(app, origins="*")
    assert ask(app).cors == ANYBODY
    app.view_functions["index"] = HERE_ONLY(fresh())
    assert ask(app).cors == OPEN
    assert ask(app, asks="GET").origin == HERE
    app.view_functions["index"] = fresh()
    assert ask(app).cors == ANYBODY


def test_an_app_that_a_request_makes() -> None:
    """Its decorators are those of any app."""
    inner: list[Flask] = []

    def make() -> str:
        inner.append(app_with(index=HERE_ONLY(fresh())))
        return "made"

    ask(app_with(index=make))
    assert [ask(inner[0]).cors for _ in range(2)] == [OPEN, OPEN]


def test_one_function_in_hundreds_of_apps() -> None:
    """Decorated here and bare there: each app has its own answer, whichever is asked first."""
    view = fresh()
    decorated = HERE_ONLY(view)
    apps = [app_with(index=decorated if number % 2 else view) for number in range(200)]
    for number, app in reversed(list(enumerate(apps))):
        assert ask(app).cors == (OPEN if number % 2 else NOTHING)
    for number, app in enumerate(apps):
        assert ask(app, asks="GET").origin == (HERE if number % 2 else None)


def test_a_helper_in_a_thread_of_its_own() -> None:
    """A thread that knows nothing of the request is beyond us: the view's own policy stands."""
    helper = same_origin(fresh())

    def view() -> str:
        thread = threading.Thread(target=helper)
        thread.start()
        thread.join()
        return "hello"

    app = app_with(index=view)
    CORS(app, origins="*")
    assert ask(app).cors == ANYBODY
