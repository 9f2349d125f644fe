"""Which policy is in force where a route is for WebSockets."""

from __future__ import annotations

from flask import Flask

from crossorigin.flask import CORS, cross_origin, same_origin
from tests.flask.apps import named, say_hello, scopes_of
from tests.wsgi.calls import ask


def test_a_route_for_websockets() -> None:
    """A request without a handshake for such a route gets a 400, by the policy of that view."""
    app = Flask("app", static_folder=None)
    CORS(app, named("app"))
    app.add_url_rule("/open", "open", cross_origin(named("view"))(say_hello), websocket=True)
    app.add_url_rule("/closed", "closed", same_origin(say_hello), websocket=True)
    assert scopes_of(app, "/open", "GET") == ["view", "view"]
    assert scopes_of(app, "/closed", "GET") == [None, None]
    assert ask(app, "/open").status == 400
