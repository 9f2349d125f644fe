"""Send whatever request through the adapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from crossorigin import CORSRequest
from crossorigin.flask import CORS, cross_origin, same_origin
from crossorigin.wsgi import CORSMiddleware
from fuzz.fields import fields_of, optional
from fuzz.laws import CORS_NAMES, check_headers
from fuzz.policies import LISTED, POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from fuzz.laws import Header

_HEADERS: Final = (
    "HTTP_ORIGIN",
    "HTTP_ACCESS_CONTROL_REQUEST_METHOD",
    "HTTP_ACCESS_CONTROL_REQUEST_HEADERS",
    "HTTP_HOST",
)


def _plain(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer anything."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"plain"]


def _flask() -> Flask:
    """Return an app whose views say by which policy they are covered."""
    app = Flask(__name__)
    CORS(app, origins=LISTED, credentials=True)
    anyone = Blueprint("anyone", __name__, url_prefix="/anyone")
    CORS(anyone, origins="*", methods="*", allow_headers="*")

    @anyone.route("/<path:rest>", methods=["GET", "PUT", "DELETE"])
    def for_anyone(rest: str) -> str:
        return f"anyone {rest}"

    @app.get("/closed")
    @same_origin
    def closed() -> str:
        return "closed"

    @app.get("/view/<int:number>/")
    @cross_origin(origins=LISTED[0])
    def view(number: int) -> str:
        return f"view {number}"

    app.register_blueprint(anyone)
    app.add_url_rule("/", "index", lambda: "index")
    return app


_BY_WSGI: Final = [CORSMiddleware(_plain, policy) for policy in POLICIES]
_BY_FLASK: Final = _flask()


def fuzz_adapters(data: bytes) -> None:
    """No adapter raises; WSGI answers as the policy decides, and Flask opens no closed view."""
    (method, path, *values), _ = fields_of(data, 6)
    environ = EnvironBuilder().get_environ()
    environ |= {"REQUEST_METHOD": method or "GET", "PATH_INFO": path}
    del environ["HTTP_HOST"]
    for name, value in zip(_HEADERS, values, strict=True):
        if optional(value) is not None:
            environ[name] = value
    for middleware in _BY_WSGI:
        _check_wsgi(middleware, environ)
    _check_flask(environ)


def _check_wsgi(middleware: CORSMiddleware, environ: WSGIEnvironment) -> None:
    """Assert that *middleware* answers what its policy decides."""
    status, cors, _ = _answer_of(middleware, environ)
    decision = middleware.policy.decide(
        CORSRequest(
            environ["REQUEST_METHOD"],
            origin=environ.get("HTTP_ORIGIN"),
            request_method=environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
            request_headers=environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
            host=environ.get("HTTP_HOST"),
            path=environ["PATH_INFO"],
        )
    )
    assert status == (decision.status or 200)
    assert sorted(cors) == sorted(decision.headers)


def _check_flask(environ: WSGIEnvironment) -> None:
    """Assert that the answer of Flask has the headers of the view that made it."""
    _, cors, body = _answer_of(_BY_FLASK, environ)
    answered = dict(cors).get("Access-Control-Allow-Origin")
    asked = environ.get("HTTP_ORIGIN")
    assert answered in {None, "*", asked}
    expected = {b"closed": {None}, b"index": {None, asked}, b"view": {None, asked}}
    assert answered in expected.get(body.split(b" ")[0], {answered})
    assert answered != "*" or environ["PATH_INFO"].strip("/").startswith("anyone")


def _answer_of(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[int, list[Header], bytes]:
    """Return status, CORS headers and body of the answer of *app*."""
    body, status, headers = run_wsgi_app(app, dict(environ), buffered=True)
    cors = [header for header in headers if header[0] in CORS_NAMES]
    check_headers(tuple(cors))
    return int(status.split(" ")[0]), cors, b"".join(body)
