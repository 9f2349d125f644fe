"""A WSGI app of no framework."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final

from crossorigin.wsgi import CORSMiddleware, policy_for
from tests.frameworks.apps.built import Built
from tests.frameworks.apps.origins import FOR_APP, TIGHTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin import Policy

_STATUS: Final = {"/open": "200 OK"}


def _app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer 200, 404, or not at all."""
    if environ["PATH_INFO"] == "/crash":
        raise LookupError(environ["PATH_INFO"])
    start_response(_STATUS.get(environ["PATH_INFO"], "404 Not Found"), [])
    return [b"said"]


def _login(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer as the app does, to a request that has an ``Authorization``."""
    if "HTTP_AUTHORIZATION" in environ:
        return _app(environ, start_response)
    start_response("401 Unauthorized", [])
    return [b"login"]


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
