"""A Flask app behind a guard, with a form and a WebSocket."""

# flask-sock has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped, untyped-decorator"
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_sock import Sock

from crossorigin import Guard
from crossorigin.flask import CORS
from tests.cases.sending import IDP, READERS

if TYPE_CHECKING:
    from simple_websocket import Server

# What visitors see of this app, where a proxy puts its own name into `Host`.
PUBLIC = "https://shop.example.com"

application = Flask(__name__)
sock = Sock(application)
CORS(application, READERS, guard=Guard(trusted=[IDP, PUBLIC]))


@application.post("/transfer")
def transfer() -> str:
    """Do what no page of another site may have done."""
    return "transferred"


@sock.route("/echo")
def echo(socket: Server) -> None:
    """Say what is said, once."""
    socket.send(socket.receive())
