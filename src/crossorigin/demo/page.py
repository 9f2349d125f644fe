"""Serve the page: three static files, the table of cases, and the requests that arrived."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, jsonify, redirect, request

from crossorigin.demo.cases import CASES

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as BaseResponse

    from crossorigin.demo.wire import RequestLog

_HIGHEST_NUMBER: Final = 1_000_000


def create_page(*, api: str, page: str, wire: RequestLog) -> Flask:
    """
    Return the app that serves the page.

    Args:
        api: The address of the API.
        page: The page's own origin.
        wire: The memory of requests, in front of the API.
    """
    app = Flask(__name__, static_url_path="")
    app.before_request(_to_canonical_host(page))

    @app.after_request
    def lock(response: Response) -> Response:
        """Let the page load from here and call the API, and nothing else."""
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; connect-src 'self' {api}; img-src 'self' data:;"
            " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/")
    def index() -> Response:
        return app.send_static_file("index.html")

    @app.get("/cases.json")
    def cases() -> Response:
        number = secrets.randbelow(_HIGHEST_NUMBER)
        table = [case.as_json(api=api, page=page, number=number) for case in CASES]
        return jsonify(api=api, page=page, cases=table)

    @app.get("/wire.json")
    def arrivals() -> Response:
        after = request.args.get("after", 0, int)
        return jsonify([asdict(arrival) for arrival in wire.since(after)])

    @app.get("/api.py")
    def source() -> Response:
        text = files("crossorigin.demo").joinpath("api.py").read_text(encoding="utf-8")
        return Response(text, mimetype="text/plain")

    return app


def _to_canonical_host(page: str) -> Callable[[], BaseResponse | None]:
    """Return a hook that sends visitors of another host to *page*, the origin of the policies."""

    def to_canonical_host() -> BaseResponse | None:
        if f"http://{request.host}" == page:
            return None
        return redirect(f"{page}/")

    return to_canonical_host
