"""When the process stops listening to every app: once all marked views are found."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from crossorigin.flask import cross_origin
from crossorigin.flask._ledger import REQUIREMENT, Ledger, Requirement
from crossorigin.flask._scopes import Scope

if TYPE_CHECKING:
    from collections.abc import Callable


def view() -> str:
    """Answer."""
    return ""


def noted(ledger: Ledger, **attributes: object) -> Callable[[], str]:
    """Return a view that *ledger* has a mark of."""

    def inner() -> str:
        return ""

    def marked() -> str:
        return inner()

    vars(inner).update(attributes)
    ledger.note("a mark", Scope(None), inner, marked)
    return marked


def app_of(*views: Callable[[], str]) -> Flask:
    """Return an app that has a rule for each of *views*."""
    app = Flask("app")
    for number, each in enumerate(views):
        app.add_url_rule(f"/{number}", str(number), each)
    return app


def test_no_mark_is_nothing_to_find() -> None:
    """Where nothing is marked, there is nothing to find."""
    assert Ledger().is_settled([])


def test_a_mark_without_a_rule() -> None:
    """A marked view that no rule was made for may be in any app."""
    ledger = Ledger()
    marked = noted(ledger)
    assert not ledger.is_settled([])
    app = Flask("app")
    app.add_url_rule("/", "endpoint")
    app.view_functions["endpoint"] = marked
    assert not ledger.is_settled([app])


def test_every_rule_is_looked_for() -> None:
    """All rules for a marked view must be in an app that is known."""
    ledger = Ledger()
    marked = noted(ledger)
    first, second = app_of(marked, view, marked), app_of(marked)
    assert not ledger.is_settled([])
    assert not ledger.is_settled([first])
    assert ledger.is_settled([first, second])


def test_a_view_that_is_gone() -> None:
    """A marked view that no longer exists is not looked for."""
    ledger = Ledger()
    noted(ledger)
    assert ledger.is_settled([])


def test_changes_are_told() -> None:
    """Each mark and each rule is told."""
    told: list[int] = []
    ledger = Ledger()
    ledger.tell = lambda: told.append(ledger.changes)
    marked = noted(ledger)
    app_of(marked, marked)
    assert told == [1, 2, 3]


def test_methods_that_a_view_requires() -> None:
    """Flask is told the methods that the view itself requires."""
    ledger = Ledger()
    app = app_of(noted(ledger, **{REQUIREMENT: {"PUT"}}))
    assert {"PUT"} < set(next(rule for rule in app.url_map.iter_rules("0")).methods or ())
    assert isinstance(getattr(app.view_functions["0"], REQUIREMENT), Requirement)


def test_a_method_that_a_decorator_adds() -> None:
    """What a decorator adds is required, too, and the rules are counted as before."""
    marked = noted(Ledger(), **{REQUIREMENT: {"PUT"}})
    requirement: Requirement = getattr(marked, REQUIREMENT)
    requirement.add("OPTIONS")
    app = app_of(marked)
    assert {"OPTIONS", "PUT"} < set(next(app.url_map.iter_rules("0")).methods or ())
    assert requirement.asked == 1


def test_the_decorator_notes_its_wrapper() -> None:
    """What a decorator returns tells when a rule is made for it."""
    marked = cross_origin(origins="*")(view)
    requirement = getattr(marked, REQUIREMENT)
    app_of(marked)
    assert requirement.asked == 1


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
            print(is_quiet(plain), allowed(app), is_quiet(app), is_quiet(plain))
            """,
            "False True True True",
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
