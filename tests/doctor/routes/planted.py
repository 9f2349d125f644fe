"""Apps with a mistake each, and the parts that these are made of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import flask_cors
from flask import Blueprint, Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as Theirs
from starlette.middleware.sessions import SessionMiddleware
from starlette.routing import Mount, Route
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from crossorigin import Policy, asgi
from crossorigin.flask import CORS, cross_origin
from tests.flask.apps import wrap

SENT: Final = {
    "SESSION_COOKIE_SAMESITE": "None",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_PARTITIONED": True,
}
ORIGIN: Final = "https://app.example.com"
KEY: Final = "planted"


def view() -> str:
    """Answer."""
    return "ok"


async def endpoint(request: object) -> None:
    """Answer nothing: it is only a route."""
    raise NotImplementedError(request)


def app_with(options: dict[str, Any] | None = None, /, **config: object) -> Flask:
    """Return an app with a view, *config*, and a policy of *options*."""
    app = Flask("planted", static_folder=None)
    app.config |= config
    app.add_url_rule("/", "home", view, methods=["GET", "PUT"])
    given: dict[str, Any] = {"origins": ORIGIN, **(options or {})}
    CORS(app, **given)
    return app


def app_with_session(**config: object) -> Flask:
    """Return an app with a session, credentials and a guard."""
    return app_with({"credentials": True, "guard": True}, SECRET_KEY=KEY, **config)


def bare() -> Flask:
    """Return an app that says nothing of other origins."""
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/", "home", view)
    return app


def misplaced() -> Flask:
    """Return an app with a decorator above its route."""
    app = app_with()

    def below() -> str:
        return "ok"

    app.add_url_rule("/below", "below", below)
    cross_origin(origins="*")(below)
    return app


def with_blueprint(*, routes: bool, own: bool, policy: Policy | None = None) -> Flask:
    """Return an app with a blueprint that has a policy, and perhaps routes with their own."""
    app, api = app_with(), Blueprint("api", __name__)
    CORS(api, policy or Policy("https://api.example"))
    if routes:
        api.add_url_rule("/a", "a", cross_origin(origins="*")(view) if own else view)
    app.register_blueprint(api)
    return app


def all_decorated() -> Flask:
    """Return an app whose one view has a policy of its own."""
    app = Flask("planted", static_folder=None)
    CORS(app, origins=ORIGIN)
    app.add_url_rule("/", "home", cross_origin(origins="*")(view))
    return app


def mounted() -> Flask:
    """Return an app that mounts another one outside of its layer."""
    app = app_with()
    wrap(app, lambda inner: DispatcherMiddleware(inner, {"/bare": bare()}))
    return app


def mounted_in_the_layer() -> Flask:
    """Return an app that mounts another one inside of its layer."""
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/", "home", view)
    wrap(app, lambda inner: DispatcherMiddleware(inner, {"/bare": bare()}))
    CORS(app, origins=ORIGIN)
    return app


def own_options() -> Flask:
    """Return an app with a view of OPTIONS."""
    app = app_with()
    app.add_url_rule("/o", "o", view, methods=["GET", "OPTIONS"])
    return app


def with_flask_cors() -> Flask:
    """Return an app that Flask-CORS covers, too."""
    app = app_with()
    flask_cors.CORS(app)
    return app


def with_a_decorator_of_flask_cors() -> Flask:
    """Return an app one view of which has a decorator of Flask-CORS."""
    app = app_with()

    @app.get("/theirs")
    @flask_cors.cross_origin()
    def _theirs() -> str:
        return "ok"

    return app


def with_gradio() -> Starlette:
    """Return an app that mounts one whose middleware is named as Gradio's is."""
    theirs: Any = type("CustomCORSMiddleware", (Theirs,), {"__module__": "gradio.route_utils"})
    inner = Starlette(routes=[Route("/", endpoint)], middleware=[Middleware(theirs)])
    return Starlette(
        routes=[Route("/", endpoint), Mount("/demo", app=inner)], middleware=[ours(methods=[])]
    )


def debugged() -> Flask:
    """Return an app inside of Werkzeug's debugger."""
    app = app_with()
    wrap(app, lambda inner: DebuggedApplication(inner))  # noqa: PLW0108 - its types
    return app


def with_login() -> Flask:
    """Return an app with Flask-Login."""
    app = app_with_session(
        **SENT,
    )
    vars(app)["login_manager"] = SimpleNamespace()
    return app


def starlette(*middleware: Middleware) -> Starlette:
    """Return a Starlette app with a route and *middleware*."""
    return Starlette(
        routes=[Route("/", endpoint, methods=["GET", "PUT"])], middleware=list(middleware)
    )


def ours(**options: Any) -> Middleware:  # noqa: ANN401 - of a policy
    """Return our middleware, with *options*."""
    given: dict[str, Any] = {"origins": ORIGIN, "methods": ["PUT"], **options}
    return Middleware(asgi.CORSMiddleware, **given)


def sessions(**options: Any) -> Middleware:  # noqa: ANN401 - of Starlette
    """Return Starlette's middleware for sessions."""
    given: dict[str, Any] = {"secret_key": KEY, "partitioned": True, **options}
    return Middleware(SessionMiddleware, **given)


def guarded() -> Middleware:
    """Return our middleware, for pages that may send cookies."""
    return ours(credentials=True, guard=True)
