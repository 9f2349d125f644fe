"""The start of an app that has decorators, and no ``CORS`` to answer their preflights."""

from __future__ import annotations

import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette

from crossorigin._adapters.asgi_start import unstartable
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.starlette._marks import Scope, running
from crossorigin.starlette._scopes import has_marks, leaves, own_state

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import ASGIApp

_HINT: Final = (
    "a decorator or a router's policy cannot answer a preflight: write, where the app is made,"
    " CORS(app, POLICY) from crossorigin.starlette; or CORS(app, same_origin), so that nothing"
    " else is open"
)
_WATCHED: Final = "_crossorigin_watched"


def watch() -> None:
    """Have each app look, when it builds its middlewares, whether it needs ``CORS``."""
    fastapi: Any = sys.modules.get("fastapi")
    classes: tuple[Any, ...] = (Starlette, getattr(fastapi, "FastAPI", None))
    for cls in classes:
        if cls is not None and _WATCHED not in vars(cls):
            setattr(cls, _WATCHED, True)
            cls.build_middleware_stack = _watched(cls.build_middleware_stack)


def _watched(build: Any) -> Any:  # noqa: ANN401 - a method of a class
    """Return *build*, for apps that have what they need."""

    @wraps(build)
    def build_middleware_stack(app: Starlette) -> ASGIApp:
        stack: ASGIApp = build(app)
        return stack if _is_covered(app) else unstartable(PolicyError([_problem(app)]))

    return build_middleware_stack


def _is_covered(app: Starlette) -> bool:
    """Tell whether *app* has no decorator and no router with a policy, or a layer around these."""
    if own_state(app) is not None or running.get() is not None:
        return True
    nothing = Scope(None)
    return not any(
        leaf.chain != (nothing,) or has_marks(leaf)
        for leaf in leaves(app.router, (nothing,))
        # An app that is mounted may have a layer of its own.
        if not any(scope.is_layers for scope in leaf.chain)
    )


def _problem(app: Starlette) -> Problem:
    """Return the problem that an *app* without a layer is."""
    return Problem(ProblemCode.NO_CORS_ON_THE_APP, "app", app, _HINT)
