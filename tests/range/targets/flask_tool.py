"""A Flask app as a local tool."""

# flask-sock has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped, untyped-decorator"
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from flask import Flask, Response, request
from flask_sock import Sock

from crossorigin.flask import CORS
from tests.range.targets import callers
from tests.range.targets.effects import act, event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from simple_websocket import Server


class MethodOverride:
    """A middleware that lets a query say the method, as many frameworks have one."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand the request on, under the method that its query names."""
        named = parse_qs(environ["QUERY_STRING"]).get("_method")
        if named:
            environ["REQUEST_METHOD"] = named[0]
        return self._app(environ, start_response)


def application(*, guarded: bool) -> WSGIApplication:
    """Make the app, behind the guard if it is *guarded*."""
    app = Flask(__name__)
    sock = Sock(app)
    app.wsgi_app = MethodOverride(app.wsgi_app)  # type: ignore[method-assign] # as Flask's own pages do
    if guarded:
        CORS(app, callers.policy(), guard=callers.guard())

    @app.route("/act", methods=["GET", "POST", "QUERY"])
    def run() -> str:
        return act(request.args["shot"])

    @app.delete("/items")
    def delete() -> str:
        return act(request.args["shot"])

    @app.get("/events")
    def events() -> Response:
        return Response(event(request.args["shot"]), content_type="text/event-stream")

    @sock.route("/socket")
    def socket(socket: Server) -> None:
        socket.send(act(request.args["shot"]))
        # Until the page leaves: Firefox may lose what comes together with the end.
        socket.receive()

    return app
