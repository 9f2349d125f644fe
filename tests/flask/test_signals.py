"""The two receivers that put a decorator into force in an app without ``CORS``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, request, request_finished, request_started

from crossorigin._adapters.layers import LAYERS
from crossorigin.flask import CORS, _signals, cross_origin, crossdomain
from crossorigin.flask._ledger import Ledger
from tests.wsgi.calls import answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import WSGIEnvironment

PAGE = "https://app.example.com"


def decorated_app() -> Flask:
    """Return an app with one decorated view, and no ``CORS``."""
    app = Flask(__name__)

    @app.get("/open")
    @cross_origin(origins=PAGE)
    def open_view() -> str:
        return "open"

    return app


def headers_of(app: Flask) -> list[tuple[str, str]]:
    """Return the CORS headers and ``Vary`` that a page gets from the decorated view."""
    response = app.test_client().get("/open", headers={"Origin": PAGE})
    return [
        (name, value)
        for name, value in response.headers
        if name == "Vary" or name.startswith("Access-Control-")
    ]


def test_an_app_that_gets_cors_later_is_left_to_it() -> None:
    """Once ``CORS`` wraps an app, the receivers add nothing to its responses."""
    app = decorated_app()
    before = headers_of(app)
    CORS(app, origins="https://other.example")
    assert headers_of(app) == before == [("Access-Control-Allow-Origin", PAGE), ("Vary", "Origin")]


def test_an_app_without_decorated_views_gets_no_second_receiver() -> None:
    """Only apps with a decorated view pay for what listens at the end of a request."""
    plain = Flask(__name__)
    decorated = decorated_app()
    assert headers_of(decorated) != []
    assert plain.test_client().get("/").status_code == 404
    assert request_finished.has_receivers_for(decorated)
    assert not request_finished.has_receivers_for(plain)


def ask_in_place(app: Flask, environ: WSGIEnvironment) -> None:
    """Have *app* answer to the very *environ*, not to a copy of it."""
    answered(app, environ)


def test_what_an_app_that_a_view_asks_has_found() -> None:
    """What covers a preflight in that app is not taken for what covers it in the view's own."""
    other = Flask("other")
    other.add_url_rule("/", view_func=cross_origin(origins="*")(lambda: ""))
    app = Flask("app")

    @app.route("/", methods=["GET", "OPTIONS"])
    @crossdomain(origin=PAGE, automatic_options=False)
    def index() -> str:
        environ = request.environ
        layers = [*environ[LAYERS]]
        ask_in_place(other, environ)
        environ[LAYERS][:] = layers  # as if that app had failed before it decided
        return ""

    headers = {"Origin": PAGE, "Access-Control-Request-Method": "GET"}
    response = app.test_client().options("/", headers=headers)
    assert response.headers["Access-Control-Allow-Origin"] == PAGE


class Settled(Ledger):
    """Be a ledger with nothing left to find."""

    def is_settled(self, apps: Iterable[Flask]) -> bool:  # noqa: ARG002 - whichever there are
        """Say so."""
        return True


class Overtaken(Settled):
    """Be one to which another thread adds, as soon as nothing was left to find."""

    def is_settled(self, apps: Iterable[Flask]) -> bool:
        """Say so, once that has happened."""
        self.changes += 1
        return super().is_settled(apps)


@pytest.fixture
def listening() -> Iterator[None]:
    """Have every app listened to, before a test and after it."""
    _signals.connect()
    yield
    _signals.connect()


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize(("ledger", "listens"), [(Settled(), False), (Overtaken(), True)])
def test_what_another_thread_adds(
    ledger: Ledger, *, listens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark that is made while the search ends starts it again."""
    monkeypatch.setattr(_signals, "ledger", ledger)
    Flask("first").test_client().get("/")
    assert request_started.has_receivers_for(Flask("second")) is listens


@pytest.mark.usefixtures("listening")
def test_what_is_added_to_an_app_that_is_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such an app is looked at again when it has another view, whoever else is."""
    app = decorated_app()
    app.add_url_rule("/late", "late")
    assert headers_of(app) != []
    app.view_functions["late"] = cross_origin(origins=PAGE)(lambda: "")
    monkeypatch.setattr(_signals, "ledger", Settled())
    Flask("other").test_client().get("/")
    response = app.test_client().get("/late", headers={"Origin": PAGE})
    assert response.headers["Access-Control-Allow-Origin"] == PAGE
