"""An ASGI app of no framework."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final

from crossorigin.asgi import CORSMiddleware, policy_for
from tests.frameworks.apps.built import Built
from tests.frameworks.apps.origins import FOR_APP, TIGHTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from crossorigin import Policy
    from crossorigin._adapters.asgi_calls import Receive, Scope, Send

_STATUS: Final = {"/open": 200}


async def _app(scope: Scope, _: Receive, send: Send) -> None:
    """Answer 200, 404, or not at all."""
    if scope["path"] == "/crash":
        raise LookupError(scope["path"])
    await _answer(_STATUS.get(scope["path"], 404), send)


async def _login(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as the app does, to a request that has an ``Authorization``."""
    if b"authorization" in dict(scope["headers"]):
        await _app(scope, receive, send)
    else:
        await _answer(401, send)


async def _answer(status: int, send: Send) -> None:
    """Answer with *status*."""
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b"said"})


def _covered(*, shadow: Policy | None = None) -> AbstractContextManager[Built]:
    app = CORSMiddleware(_app, FOR_APP, shadow=shadow)
    return nullcontext(Built(app, partial(policy_for, app), app.stats))


APPS: Final[Mapping[str, Callable[[], AbstractContextManager[Built]]]] = {
    "whole": _covered,
    "login": lambda: nullcontext(Built(CORSMiddleware(_login, FOR_APP))),
    "guard": lambda: nullcontext(Built(CORSMiddleware(_app, FOR_APP, guard=True))),
    "policy_for": _covered,
    "stats": _covered,
    "shadow": partial(_covered, shadow=TIGHTER),
}
