"""The start of a server whose app has a policy with problems; loaded where there is one."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final

from crossorigin._policy.policy import Policy
from crossorigin.errors import PolicyError

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import ASGIApp, Receive, Scope, Send
    from crossorigin._policy.origins import Origin
    from crossorigin._policy.requests import CORSRequest

# The functions in which Starlette, FastAPI and Connexion build what `add_middleware` was given:
# at the first event of a server, which takes an exception for an app without a lifespan.
_LAZY_BUILDERS: Final = frozenset({"build_middleware_stack", "_build_middleware_stack"})


def is_built_by_a_running_app() -> bool:
    """Tell whether Starlette, or an app like it, builds its middlewares: a server runs it by now."""
    frame = inspect.currentframe()
    # A subclass, a partial or a function of the app's own may stand between.
    while frame is not None and frame.f_code.co_name not in _LAZY_BUILDERS:
        frame = frame.f_back
    return frame is not None


def unanswerable(error: PolicyError) -> Policy:
    """Return a policy in place of the one with the problems of *error*: the log has them."""

    def source(_origin: Origin, _request: CORSRequest) -> bool:
        raise PolicyError(error.problems)

    return Policy(source)


def unstartable(error: PolicyError) -> ASGIApp:
    """
    Return an app in place of one whose policy has the problems of *error*: no server starts it.

    Source: https://asgi.readthedocs.io/en/latest/specs/lifespan.html#startup-failed-send-event
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("type") != "lifespan":
            raise PolicyError(error.problems)
        await receive()
        await send({"type": "lifespan.startup.failed", "message": str(error)})

    return app
