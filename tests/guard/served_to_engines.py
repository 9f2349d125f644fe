"""An app behind a guard, and the page that sends it a form and opens a WebSocket to it."""

# flask-sock has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped, untyped-decorator"
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import Flask, Response, redirect, request
from flask_sock import Sock

from crossorigin.flask import CORS

if TYPE_CHECKING:
    from simple_websocket import Server
    from werkzeug.wrappers import Response as BaseResponse

API = "https://api.example.com"
PARTNER = "https://partner.example"
EVIL = "https://evil.example"
COOKIE = "session=alice"
# Opens a WebSocket, and then submits a form that says what came of it. To submit a form is to
# navigate: a cookie goes with it that browsers keep from the frames of other sites.
_PAGE = """<!doctype html>
<link rel="icon" href="data:,">
<form method="post"></form>
<script>
const form = document.forms[0];
const submit = (socket) => {
  form.action = `API/transfer?by=NAME&socket=${socket}&next=NEXT`;
  form.submit();
};
const socket = new WebSocket("API/greeting?by=NAME".replace("https:", "wss:"));
socket.onmessage = () => {
  socket.onerror = null;
  submit("open");
};
socket.onerror = () => submit("refused");
</script>
"""


def page(name: str, following: str) -> str:
    """Return the page *name*, after whose form the browser goes to the page *following*."""
    return _PAGE.replace("API", API).replace("NAME", name).replace("NEXT", following)


def application() -> Flask:
    """Make the app, which logs to standard error."""
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    app = Flask(__name__)
    sock = Sock(app)
    CORS(app, origins=PARTNER, credentials=True, guard=True)

    @app.get("/own")
    def own() -> Response:
        cookie = f"{COOKIE}; Secure; HttpOnly; SameSite=None; Path=/"
        return Response(page("own", f"{PARTNER}/"), headers={"Set-Cookie": cookie})

    @app.post("/transfer")
    def transfer() -> BaseResponse:
        app.logger.info("transferred by %s", request.args["by"])
        return redirect(request.args["next"], 303)

    @sock.route("/greeting")
    def greeting(socket: Server) -> None:
        app.logger.info("greeted %s", request.args["by"])
        socket.send("hello")
        # Until the page is left: Firefox may lose what comes together with the end.
        socket.receive()

    return app
