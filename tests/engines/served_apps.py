"""Apps whose every path has a policy of its own, drawn by chance from a seed."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Flask, Response
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from crossorigin import Policy, PolicyError
from crossorigin.asgi import CORSMiddleware
from crossorigin.flask import CORS
from tests.engines.rows import HERE

if TYPE_CHECKING:
    from starlette.requests import Request

SEED_VARIABLE: Final = "CROSSORIGIN_TEST_SEED"
COUNT: Final = 40
ROUTE_METHODS: Final = ("GET", "POST", "PUT", "DELETE", "PATCH", "QUERY")
TOTAL: Final = ("X-Total-Count", "3")
_ORIGINS: Final[list[Any]] = [
    "*", HERE, [HERE, "https://b.example"], "https://*.example.com", "https://app.example.com:*",
    "https://b.example", "https://*.example.org", "http://app.example.com", "https://example.com",
    "https://app.example.com:8443",
]  # fmt: skip
_METHODS: Final[list[Any]] = [
    "*", [], ["PUT"], ["PUT", "DELETE"], ["GET", "patch"], ["PATCH", "QUERY"],
]  # fmt: skip
_HEADERS: Final[list[Any]] = [
    [], ["X-A"], ["X-A", "X-B"], ["Authorization"], "*", ["*", "Authorization"],
]  # fmt: skip
_EXPOSED: Final[list[Any]] = [[], "*", ["X-Total-Count"], ["X-Other"]]


def policies(seed: int) -> list[Policy]:
    """Return the policies that *seed* draws."""
    chance = Random(seed)  # noqa: S311 - no secret
    found: list[Policy] = []
    while len(found) < COUNT:
        try:
            found.append(
                Policy(
                    chance.choice(_ORIGINS),
                    methods=chance.choice(_METHODS),
                    allow_headers=chance.choice(_HEADERS),
                    expose_headers=chance.choice(_EXPOSED),
                    credentials=chance.random() < 0.5,
                    dangerously_allow_insecure_origins=True,
                )
            )
        except PolicyError:
            continue
    return found


def _own_policies() -> list[Policy]:
    """Return the policies of the seed that this server was started with."""
    return policies(int(os.environ[SEED_VARIABLE]))


def with_flask() -> Flask:
    """Make the app in which each policy covers a blueprint."""
    app = Flask(__name__)
    for number, policy in enumerate(_own_policies()):
        blueprint = Blueprint(f"p{number}", __name__, url_prefix=f"/p{number}")
        CORS(blueprint, policy)

        @blueprint.route("/orders", methods=ROUTE_METHODS)
        def orders() -> Response:
            return Response("orders", headers=dict([TOTAL]))

        app.register_blueprint(blueprint)
    return app


def with_starlette() -> Starlette:
    """Make the app in which each policy covers a mounted app."""

    async def orders(_: Request) -> PlainTextResponse:
        return PlainTextResponse("orders", headers=dict([TOTAL]))

    route = Route("/orders", orders, methods=list(ROUTE_METHODS))
    return Starlette(
        routes=[
            Mount(f"/p{number}", CORSMiddleware(Starlette(routes=[route]), policy))
            for number, policy in enumerate(_own_policies())
        ]
    )
