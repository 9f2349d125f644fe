"""How each adapter is given a guard, and what is a mistake there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pytest
from flask import Blueprint, Flask
from werkzeug.debug import DebuggedApplication

from crossorigin import Guard, Policy, PolicyError
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi.calls import Server, called
from tests.cases.case import ELSEWHERE, HERE
from tests.cases.senders import sent_request
from tests.cases.sending import EVIL, READERS
from tests.guard.adapters import environ_for, hello, hello_async, scope_for
from tests.wsgi.calls import answered

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY: Final = Policy(HERE)
FORM: Final = sent_request("POST", origin=ELSEWHERE, site="cross-site", has_cookie=True)
EVIL_SOCKET: Final = sent_request("GET", origin=EVIL, is_websocket=True)


@pytest.mark.parametrize("guard", [None, False])
def test_there_is_no_guard_unless_it_is_asked_for(*, guard: bool | None) -> None:
    """Without a guard, every form and every WebSocket goes to the app."""
    wsgi = WSGIMiddleware(hello, READERS, guard=guard)
    asgi = ASGIMiddleware(hello_async, READERS, guard=guard)
    assert [answered(wsgi, environ_for(sent)).status for sent in (FORM, EVIL_SOCKET)] == [200, 200]
    for sent, kind in ((FORM, "http.response.start"), (EVIL_SOCKET, "websocket.accept")):
        server = Server()
        asyncio.run(called(asgi, scope_for(sent), server))
        assert server.sent[0]["type"] == kind


def test_a_guard_inside_a_debugger() -> None:
    """Where a layer goes inside of Werkzeug's debugger, its guard goes along."""
    app = WSGIMiddleware(DebuggedApplication(hello), READERS, guard=True)
    assert answered(app, environ_for(FORM)).status == 403


def _configured(guard: object) -> Flask:
    """Return an app whose configuration has a policy, and *guard*."""
    app = Flask(__name__)
    app.config |= {"CROSSORIGIN_ORIGINS": HERE, "CROSSORIGIN_GUARD": guard}
    return app


@pytest.mark.parametrize("guard", [True, "true", "on", "1", Guard()])
def test_a_configured_guard(guard: object) -> None:
    """A Flask app's configuration switches the guard on, in whatever words."""
    app = _configured(guard)
    CORS(app)
    assert answered(app, environ_for(FORM, "/nowhere")).status == 403


@pytest.mark.parametrize("guard", [None, False, "false"])
def test_a_configuration_without_a_guard(guard: object) -> None:
    """A Flask app's configuration can say that there is none."""
    app = _configured(guard)
    CORS(app)
    assert answered(app, environ_for(FORM, "/nowhere")).status == 404


def test_a_guard_beside_a_configured_policy() -> None:
    """A guard in the code goes with a policy in the configuration."""
    app = Flask(__name__)
    app.config["CROSSORIGIN_ORIGINS"] = HERE
    CORS(guard=Guard(trusted=ELSEWHERE)).init_app(app)
    assert answered(app, environ_for(FORM, "/nowhere")).status == 404
    other = sent_request("POST", origin="https://other.example")
    assert answered(app, environ_for(other, "/nowhere")).status == 403


NOT_A_GUARD: Final = ("guard", ProblemCode.NOT_A_GUARD)
ON_A_BLUEPRINT: Final = ("guard", ProblemCode.GUARD_ON_A_BLUEPRINT)
HAS_PATH: Final = ("origins[0]", ProblemCode.ORIGIN_HAS_PATH)
BAD: Final = f"{HERE}/"
MISTAKES: Final[dict[str, tuple[Callable[[], object], list[tuple[str, ProblemCode]]]]] = {
    "wsgi": (
        lambda: WSGIMiddleware(hello, origins=BAD, guard="yes"),  # type: ignore[arg-type] # its point
        [HAS_PATH, NOT_A_GUARD],
    ),
    "asgi": (
        lambda: ASGIMiddleware(hello_async, origins=BAD, guard="yes"),  # type: ignore[arg-type] # its point
        [HAS_PATH, NOT_A_GUARD],
    ),
    "flask": (
        lambda: CORS(Flask(__name__), origins=BAD, guard="yes"),  # type: ignore[arg-type] # its point
        [HAS_PATH, NOT_A_GUARD],
    ),
    "blueprint": (
        lambda: CORS(Blueprint("shop", __name__), POLICY, guard=True),
        [ON_A_BLUEPRINT],
    ),
    "blueprint, off": (
        lambda: CORS(Blueprint("shop", __name__), POLICY, guard=False),
        [ON_A_BLUEPRINT],
    ),
    "blueprint, and more": (
        lambda: CORS(Blueprint("shop", __name__), origins=BAD, guard=True),
        [HAS_PATH, ON_A_BLUEPRINT],
    ),
    "configured": (
        lambda: CORS(_configured("maybe")),
        [("CROSSORIGIN_GUARD", ProblemCode.NOT_A_GUARD)],
    ),
    "configured, and given": (
        lambda: CORS(_configured(guard=True), guard=True),
        [("guard", ProblemCode.TWO_POLICIES)],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes(name: str) -> None:
    """A mistake is reported when the app starts, with those of the policy."""
    make, problems = MISTAKES[name]
    with pytest.raises(PolicyError) as caught:
        make()
    assert [(problem.field, problem.code) for problem in caught.value.problems] == problems
