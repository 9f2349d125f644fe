"""What the type checkers make of the adapter for Starlette and FastAPI; read, never run."""
# An ignore that one of the two checkers does not need is an error of the other's.
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from typing import assert_type

import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Host, Mount, Route, Router

from crossorigin import CORSRequest, Guard, Origin, Policy
from crossorigin.starlette import CORS, cross_origin, policy_for, same_origin

POLICY = Policy(origins=["https://partner.example"])
app = FastAPI()
CORS(app, POLICY)
CORS(app, origins="*", methods=["PUT"], guard=True)
CORS(app, POLICY, guard=Guard(report_only=True), shadow=POLICY)
CORS(Starlette(), same_origin)
for target in (APIRouter(), Router(), Mount("/x", routes=[]), Host("x", Router())):
    CORS(target, POLICY)
uvicorn.run(app)
assert_type(policy_for(app, "/orders"), Policy | None)
assert_type(policy_for(Starlette(), "/orders", "PUT"), Policy | None)


async def source(origin: Origin, request: CORSRequest) -> bool:
    """Be asynchronous."""
    return origin.host == request.host


CORS(app, origins=source)


# A decorator keeps the type of its endpoint.
@app.get("/orders/{number}")
@cross_origin(POLICY)
async def order(number: int) -> int:
    """Answer."""
    return number


@same_origin
def closed(_: Request) -> PlainTextResponse:
    """Answer."""
    return PlainTextResponse("")


assert_type(closed(Request({})), PlainTextResponse)
Route("/closed", closed)


class Orders(HTTPEndpoint):
    """An endpoint with a method that has a policy."""

    @cross_origin(origins="*")
    async def get(self, _: Request) -> PlainTextResponse:
        """Answer."""
        return PlainTextResponse("")


CORS()  # type: ignore[call-arg]  # there is nothing to cover
CORS("app", POLICY)  # type: ignore[arg-type]  # text is no app
CORS(app, "*")  # type: ignore[arg-type]  # the origins have a name here
CORS(app, origin="*")  # type: ignore[call-arg]  # no policy has this option
cross_origin(order)  # type: ignore[arg-type]  # it is called with a policy
