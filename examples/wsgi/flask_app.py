"""Flask: ``gunicorn flask_app:app``; with ``CORS(app)``, which knows the routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response

from crossorigin import Policy
from crossorigin.flask import CORS

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)

app = Flask(__name__)
CORS(app, POLICY)


@app.route("/orders/7", methods=["GET", "POST", "PUT"])
def order() -> tuple[dict[str, int], dict[str, str]]:
    """Answer in the reader's language, and remember the reader."""
    return {"order": 7}, {"Vary": "Accept-Language", "Set-Cookie": "seen=1; Path=/"}


def pieces() -> Iterator[str]:
    """Yield one line after the other."""
    for number in range(3):
        yield f"line {number}\n"


@app.get("/log")
def log() -> Response:
    """Stream."""
    return Response(pieces(), mimetype="text/plain")


@app.get("/broken")
def broken() -> str:
    """Raise."""
    raise LookupError("the shelf broke")


application = app
