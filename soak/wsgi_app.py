"""The Flask app that WSGI servers serve: some of its views do what an app should not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from crossorigin.flask import CORS, cross_origin
from soak.policy import OPEN, POLICY

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

app = Flask(__name__)


@app.after_request
def say_what_was_seen(response: Response) -> Response:
    """Name the request that this response is for."""
    response.headers["X-Seen"] = request.headers.get("X-Number", "")
    return response


@app.route("/", methods=["GET", "POST", "PUT"])
def index() -> dict[str, bool]:
    """Answer."""
    return {"ok": True}


@app.get("/varied")
def varied() -> Response:
    """Answer with a ``Vary`` of its own."""
    return Response("varied", headers={"Vary": "Accept-Encoding"})


@app.get("/streamed")
def streamed() -> Response:
    """Answer piece by piece."""
    return Response(b"piece" for _ in range(10))


@app.get("/cut")
def cut() -> Response:
    """Raise in the midst of an answer."""

    def pieces() -> Generator[bytes]:
        yield b"piece"
        raise RuntimeError("as meant")

    return Response(pieces(), headers={"Content-Length": "1000"})


@app.get("/crash")
def crash() -> str:
    """Raise."""
    raise RuntimeError("as meant")


@app.get("/open")
@cross_origin(OPEN)
def open_to_all() -> str:
    """Answer whoever asks."""
    return "open"


_flask = app.wsgi_app


def start_twice(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Start a response, and then another one in its place; leave every other path to Flask."""
    if environ["PATH_INFO"] != "/twice":
        return _flask(environ, start_response)
    headers = [("Content-Length", "5"), ("X-Seen", environ["HTTP_X_NUMBER"])]
    start_response("200 OK", [*headers, ("Vary", "Origin")])
    try:
        raise RuntimeError("as meant")  # noqa: TRY301 - there must be one to be handled
    except RuntimeError:
        start_response("500 Internal Server Error", headers, sys.exc_info())
    return [b"twice"]


app.wsgi_app = start_twice  # type: ignore[method-assign]
CORS(app, POLICY)
