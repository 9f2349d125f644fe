"""The cost of a guard that lists the app's hosts, beside one that does not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks import asgi_apps, flask_apps
from benchmarks.candidates import Candidate
from benchmarks.scenarios import ALLOWED
from crossorigin import Guard, Policy, asgi
from crossorigin.flask import CORS

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from flask import Flask

    from benchmarks.scenarios import ASGIApp

SECTION: Final = "Guard"
HOSTS_FLASK: Final = "CORS(app), guard=Guard(hosts=…)"
HOSTS_ASGI: Final = "crossorigin.asgi, guard=Guard(hosts=…)"
_POLICY: Final = Policy([ALLOWED], methods=flask_apps.METHODS, allow_headers=["Authorization"])
_HOSTS: Final = Guard(hosts=["loopback", "api.example.com"])


def _flask(guard: Guard | bool) -> Flask:  # noqa: FBT001 - the option
    """Return an app with a *guard*."""
    app = flask_apps.bare()
    CORS(app, _POLICY, guard=guard)
    return app


def _asgi(guard: Guard | bool) -> ASGIApp:  # noqa: FBT001 - as above
    """Return an app with a *guard*."""
    return asgi.CORSMiddleware(asgi_apps.bare(), _POLICY, guard=guard)


def in_flask() -> list[Candidate[WSGIApplication]]:
    """Return an app whose guard lists no hosts, and the same one with some."""
    return [
        Candidate("CORS(app), guard=True", partial(_flask, guard=True), is_ours=True),
        Candidate(HOSTS_FLASK, partial(_flask, _HOSTS), is_ours=True),
    ]


def in_asgi() -> list[Candidate[ASGIApp]]:
    """Return the same two with the ASGI middleware."""
    return [
        Candidate("crossorigin.asgi, guard=True", partial(_asgi, guard=True), is_ours=True),
        Candidate(HOSTS_ASGI, partial(_asgi, _HOSTS), is_ours=True),
    ]
