"""The API of the story, as its author wrote it: three apps, for three servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, redirect, request

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

PAGE = "https://app.example.com"
ORDERS = Policy(PAGE, allow_headers="X-Request-Id")
ACCOUNTS = Policy(PAGE, credentials=True)
PARTNERS = Policy("https://partner.example")
EVERYTHING = Policy(PAGE, allow_headers="Authorization", expose_headers="X-Total-Count")


def decorated() -> Flask:
    """Make the app whose routes are opened one by one; nothing covers the app."""
    app = Flask(__name__)

    @app.route("/closed", methods=["GET", "PUT"])
    def closed() -> str:
        return "closed"

    @app.get("/my_service")
    @crossdomain(origin="*")
    def my_service() -> str:
        return "open to all"

    @app.route("/orders/<int:number>", methods=["GET", "PUT"])
    @cross_origin(ORDERS)
    def order(number: int) -> str:
        return f"{request.method} {number} {request.get_data(as_text=True)}"

    @app.route("/partners", methods=["GET", "PUT"])
    @cross_origin(PARTNERS)
    def partners() -> str:
        return "for partners"

    @app.post("/login")
    @cross_origin(ACCOUNTS)
    def login() -> Response:
        response = Response("welcome")
        response.set_cookie("user", "alice", secure=True, httponly=True, samesite="Lax")
        return response

    @app.get("/me")
    @cross_origin(ACCOUNTS)
    def me() -> str:
        return request.cookies.get("user", "nobody")

    return app


def covered() -> Flask:
    """Make the app that one line opens: errors, redirects and all."""
    app = Flask(__name__)
    CORS(app, EVERYTHING)
    private = Blueprint("private", __name__, url_prefix="/private")

    @private.before_request
    def authenticate() -> tuple[str, int] | None:
        return None if "Authorization" in request.headers else ("who are you?", 401)

    @private.route("", methods=["GET", "PUT"])
    def diary() -> str:
        return f"{request.method} diary"

    @app.get("/stock")
    def stock() -> Response:
        headers = {"X-Total-Count": "3", "X-Shelf": "7", "Cache-Control": "no-cache"}
        return Response("stock", headers=headers)

    @app.route("/shelves/", methods=["GET", "PUT"])
    def shelves() -> str:
        return f"{request.method} shelves"

    @app.get("/old-stock")
    def old_stock() -> BaseResponse:
        return redirect(f"/stock?{request.query_string.decode()}")

    @app.route("/broken", methods=["GET", "PUT"])
    def broken() -> str:
        raise RuntimeError("the shelf broke")

    @app.route("/admin", methods=["GET", "PUT"])
    @same_origin
    def admin() -> str:
        return "admin"

    app.register_blueprint(private)
    return app


def debugged() -> Flask:
    """Make the app that its author runs with the debugger on."""
    app = Flask(__name__)
    CORS(app, origins=PAGE)

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("the shelf broke")

    return app
