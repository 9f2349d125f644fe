"""In debug mode a refusal shows on the terminal, without any configuration."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import wsgi
from crossorigin.flask import CORS, cross_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, say_hello
from tests.wsgi.calls import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

PROGRAM: Final = """
from flask import Flask
from crossorigin.flask import CORS
app = Flask("shop")
app.debug = {debug}
app.get("/orders")(lambda: "3")
CORS(app, origins="https://app.example.com", guard=True)
client, page = app.test_client(), {{"Origin": "https://evil.example"}}
client.get("/orders", headers={{"Origin": "https://app.example.com"}})
client.get("/orders", headers=page)
client.options("/orders", headers={{**page, "Access-Control-Request-Method": "GET"}})
client.post("/orders", headers=page)
"""
LINES: Final = [
    (
        'GET /orders from "https://evil.example": refused, origin-not-allowed. The policy does not'
        ' let this origin in. Next: add "https://evil.example" to "origins" if its pages may read'
        " this"
    ),
    (
        'preflight for GET /orders from "https://evil.example": refused, origin-not-allowed. The'
        ' policy does not let this origin in. Next: add "https://evil.example" to "origins" if its'
        " pages may read this"
    ),
    (
        'POST /orders from "https://evil.example": refused by the guard, sender-not-allowed. A page'
        " of another origin sent this, and neither the guard nor the policy lets it. Next: list"
        ' "https://evil.example" in the policy if its pages may read, too; in Guard(trusted=…) if'
        " they may only send, or if it is this app's own address, which a proxy hides"
    ),
]


@pytest.mark.parametrize("debug", [True, False])
def test_the_terminal(*, debug: bool) -> None:
    """One line for each refusal: reason, origin, method, path and the next step."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PROGRAM.format(debug=debug)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stderr.splitlines() == (LINES if debug else [])


def _decorated(app: Flask) -> None:
    """Cover the view by a decorator alone."""
    app.view_functions["index"] = cross_origin(origins=HERE)(say_hello)


def _covered(app: Flask) -> None:
    """Cover the app."""
    CORS(app, origins=HERE)


@pytest.mark.parametrize("cover", [_covered, _decorated])
def test_how_an_app_is_covered(
    cover: Callable[[Flask], None], caplog: pytest.LogCaptureFixture
) -> None:
    """However the app is covered, and whenever it is put in debug mode, its refusals show."""
    app = app_with(index=say_hello)
    cover(app)
    ask(app, origin=ELSEWHERE)
    assert caplog.messages == []
    app.debug = True
    ask(app, origin=ELSEWHERE)
    (message,) = caplog.messages
    assert message.startswith(f'GET / from "{ELSEWHERE}": refused, origin-not-allowed. ')


def test_the_wsgi_middleware(caplog: pytest.LogCaptureFixture) -> None:
    """So does the WSGI middleware around an app that says that it is in debug mode."""
    app = app_with(index=say_hello)
    covered = wsgi.CORSMiddleware(app, origins=HERE)
    for app.debug in (False, True):
        ask(covered, origin=ELSEWHERE)
        ask(covered, origin=ELSEWHERE, asks="PUT")
    assert [message.partition(" ")[0] for message in caplog.messages] == ["GET", "preflight"]
