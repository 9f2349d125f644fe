"""When the process stops listening to every app: once all decorated views are found."""

from __future__ import annotations

import gc
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from crossorigin.flask import cross_origin, crossdomain
from crossorigin.flask._ledger import REQUIREMENT, Ledger, Mark, RequiredMethods, Scope, ledger
from crossorigin.flask._marks import mark_of

if TYPE_CHECKING:
    from collections.abc import Callable


def view() -> str:
    """Answer."""
    return ""


def noted(account: Ledger) -> tuple[Mark, Callable[[], str]]:
    """Return a mark that *account* knows, and the wrapper that carries it."""

    def inner() -> str:
        return ""

    def wrapper() -> str:
        return inner()

    mark = Mark("a mark", Scope(None), wrapper)
    account.note(mark, inner, is_kept=True)
    return mark, wrapper


def app_of(*views: Callable[[], str]) -> Flask:
    """Return an app that has a rule for each of *views*."""
    app = Flask("app")
    for number, each in enumerate(views):
        app.add_url_rule(f"/{number}", str(number), each)
    return app


def test_a_mark_without_a_rule() -> None:
    """A decorated view that no rule was made for may be in any app."""
    account = Ledger()
    mark, _wrapper = noted(account)
    assert list(account.unseen) == [id(mark)]
    account.found(mark, 1)
    assert list(account.unseen) == [id(mark)]


def test_every_rule_is_looked_for() -> None:
    """All rules for a decorated view must be in an app that was looked at."""
    account = Ledger()
    mark, _wrapper = noted(account)
    for _ in range(3):
        account.rule_made(mark)
    account.found(mark, 2)
    assert account.unseen
    account.found(mark, 1)
    assert not account.unseen
    account.rule_made(mark)
    assert account.unseen


def test_a_view_that_is_gone() -> None:
    """A decorated view that no longer exists is not looked for, and leaves nothing behind."""
    account = Ledger()
    mark, wrapper = noted(account)
    assert account.unseen
    del wrapper
    gc.collect()
    assert not account.unseen
    account.rule_made(mark)
    assert not account.unseen


def test_changes_are_told() -> None:
    """Each decorator and each rule is told."""
    account, told = Ledger(), list[int]()
    account.tell = lambda: told.append(account.rules)
    mark, _wrapper = noted(account)
    account.rule_made(mark)
    account.rule_made(mark)
    assert told == [0, 1, 2]


def test_methods_that_a_view_requires() -> None:
    """Flask is told the methods that the view itself requires, and those of a decorator."""

    def own() -> str:
        return ""

    vars(own).update({REQUIREMENT: {"PUT"}})
    app = app_of(cross_origin(origins="*")(own), crossdomain(origin="*")(own))
    first, second = (set(next(app.url_map.iter_rules(name)).methods or ()) for name in "01")
    assert first == {"GET", "HEAD", "OPTIONS", "PUT"} == second
    assert isinstance(getattr(app.view_functions["0"], REQUIREMENT), RequiredMethods)


def test_the_decorator_notes_its_wrapper() -> None:
    """What a decorator returns tells when a rule is made for it."""
    marked = cross_origin(origins="*")(view)
    mark = mark_of(marked)
    assert mark is not None
    app_of(marked, marked)
    assert (mark.rules, mark.is_registered, mark.is_settled) == (2, True, False)


def test_decorators_in_a_loop() -> None:
    """A function that is decorated without end is not remembered without end."""
    account = Ledger()
    for _ in range(20):
        account.note(Mark("a mark", Scope(None), lambda: None), view, is_kept=True)
    assert len(account.unregistered(view)) == 8
    assert not account.unseen


class Slotted:
    """An object that cannot be referred to weakly."""

    __slots__ = ("__name__",)


def test_an_object_that_cannot_be_referred_to_weakly() -> None:
    """Its decorators are remembered as those of others."""
    account, held = Ledger(), Slotted()
    account.note(Mark("a mark", Scope(None), lambda: None), held, is_kept=True)
    assert [mark.name for mark in account.unregistered(held)] == ["a mark"]
    assert account.unregistered(Slotted()) == []


def test_what_a_problem_is_about_is_forgotten() -> None:
    """A decorator below a second one has had its problem; it closes nothing elsewhere."""
    account = Ledger()
    mark = Mark("a mark", Scope(None), lambda: None)
    account.note(mark, view, is_kept=True)
    account.forget(Mark("another", Scope(None), lambda: None))
    assert account.unregistered(view) == [mark]
    account.forget(mark)
    assert account.unregistered(view) == []


def test_a_line_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """The same line is logged once, and no more than 1,000 of them."""
    account = Ledger()
    for number in range(1100):
        account.say_once("line %d", number)
        account.say_once("line %d", 0)
    assert len(caplog.records) == 1000


def test_the_ledger_does_not_grow() -> None:
    """What is decorated again and again, and thrown away, is not kept."""
    gc.collect()
    before = len(ledger.unseen)
    for _ in range(100):
        cross_origin(origins="*")(view)
    assert len(ledger.unseen) <= before


PROGRAM = """
from flask import Flask, request_started
from flask.views import MethodView
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin

PAGE = {"Origin": "https://app.example.com"}
ASKS = PAGE | {"Access-Control-Request-Method": "PUT"}

def is_quiet(app):
    return not request_started.has_receivers_for(app)

def put(name, covered):
    app = Flask(name)
    @app.put("/")
    @cross_origin(origins=PAGE["Origin"], methods=["PUT"])
    def view():
        return ""
    if covered:
        CORS(app, origins="https://other.example")
    return app

def allowed(app):
    client = app.test_client()
    answer = client.options("/", headers=ASKS)
    client.put("/", headers=PAGE)
    return answer.headers.get("Access-Control-Allow-Origin") == PAGE["Origin"]

plain = Flask("plain")
"""


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        pytest.param(
            """
            app = put("app", covered=True)
            print(is_quiet(plain), allowed(app), is_quiet(plain))
            for _ in range(9):
                print(is_quiet(app), end=" ")
                allowed(app)
            print(is_quiet(app))
            """,
            "False True True\n" + "False " * 9 + "True",
            id="covered",
        ),
        pytest.param(
            """
            app = put("app", covered=False)
            print(allowed(app), is_quiet(app), is_quiet(plain), allowed(app))
            """,
            "True False True True",
            id="not-covered",
        ),
        pytest.param(
            """
            first, second = put("first", covered=True), put("second", covered=False)
            print(allowed(first), is_quiet(plain), allowed(second), is_quiet(plain))
            """,
            "True False True True",
            id="one-of-each",
        ),
        pytest.param(
            """
            first = put("first", covered=True)
            print(allowed(first), is_quiet(plain))
            second = put("second", covered=False)
            print(is_quiet(plain), allowed(second), is_quiet(plain), allowed(second))
            """,
            "True True\nFalse True True True",
            id="one-after-the-other",
        ),
        pytest.param(
            """
            first = put("first", covered=True)
            allowed(first)
            print(is_quiet(plain))
            plain.add_url_rule("/", view_func=first.view_functions["view"], methods=["PUT"])
            print(is_quiet(plain), allowed(plain), is_quiet(Flask("other")))
            """,
            "True\nFalse True True",
            id="the-same-view-again",
        ),
        pytest.param(
            """
            class View(MethodView):
                @cross_origin(origins=PAGE["Origin"], methods=["PUT"])
                def put(self):
                    return ""
            first = Flask("first")
            first.add_url_rule("/", view_func=View.as_view("view"))
            CORS(first, origins="https://other.example")
            print(allowed(first), is_quiet(plain))
            plain.add_url_rule("/", view_func=View.as_view("view"))
            print(allowed(plain))
            """,
            "True False\nTrue",
            id="a-class",
        ),
        pytest.param(
            """
            def get(name):
                app = Flask(name)
                app.get("/")(view)
                return app
            @crossdomain(origin=PAGE["Origin"], methods=["PUT"])
            def view():
                return ""
            first, second = get("first"), get("second")
            plain.test_client().get("/")
            print(is_quiet(Flask("other")), allowed(first), allowed(second), allowed(get("third")))
            """,
            "False True True True",
            id="crossdomain",
        ),
    ],
)
def test_who_listens_when(program: str, printed: str) -> None:
    """The process listens to every app only until the marked views of all are found."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + dedent(program)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == printed
