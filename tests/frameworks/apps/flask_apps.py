"""Flask apps."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask, abort, request

from crossorigin.flask import CORS, cross_origin, policy_for, same_origin
from tests.frameworks.apps.built import Built
from tests.frameworks.apps.origins import FOR_APP, FOR_GROUP, FOR_VIEW, TIGHTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from crossorigin import Policy


def _say() -> str:
    return "said"


def _crash() -> str:
    raise LookupError(request.path)


def _app() -> Flask:
    """Return an app with views inside and outside of a blueprint."""
    app = Flask("features", static_folder=None)
    app.add_url_rule("/open", "open", _say, methods=["GET", "POST", "PUT"])
    app.add_url_rule("/crash", "crash", _crash)
    app.add_url_rule("/view", "view", cross_origin(FOR_VIEW)(_say))
    app.add_url_rule("/closed", "closed", same_origin(_say))
    return app


def _covered(*, guard: bool = False, shadow: Policy | None = None) -> AbstractContextManager[Built]:
    app = _app()
    CORS(app, FOR_APP, guard=guard, shadow=shadow)
    return nullcontext(Built(app, partial(policy_for, app), app.extensions["crossorigin"].stats))


def _with_a_blueprint() -> AbstractContextManager[Built]:
    app = _app()
    part = Blueprint("part", "features", url_prefix="/group")
    part.add_url_rule("/inside", "inside", _say)
    CORS(part, FOR_GROUP)
    app.register_blueprint(part)
    CORS(app, FOR_APP)
    return nullcontext(Built(app))


def _with_a_login() -> AbstractContextManager[Built]:
    app = _app()

    @app.before_request
    def ask() -> None:
        if "Authorization" not in request.headers:
            abort(401)

    CORS(app, FOR_APP)
    return nullcontext(Built(app))


APPS: Final[Mapping[str, Callable[[], AbstractContextManager[Built]]]] = {
    "whole": _covered,
    "group": _with_a_blueprint,
    "view": _covered,
    "closed": _covered,
    "routes": _covered,
    "login": _with_a_login,
    "guard": lambda: _covered(guard=True),
    "policy_for": _covered,
    "policy_for_view": _covered,
    "stats": _covered,
    "stats_by_view": _covered,
    "shadow": lambda: _covered(shadow=TIGHTER),
}
