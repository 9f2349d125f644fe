"""What the type checkers make of the ASGI middleware; read, never run."""
# An ignore that one of the two checkers does not need is an error of the other's.
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

import uvicorn
from falcon.asgi import App
from fastapi import FastAPI
from litestar import Litestar
from quart import Quart
from starlette.applications import Starlette
from starlette.middleware import Middleware

from crossorigin import Guard, Policy
from crossorigin.asgi import CORSMiddleware

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from crossorigin import CORSRequest, Origin

POLICY = Policy(origins=["https://partner.example"])
starlette = Starlette(middleware=[Middleware(CORSMiddleware, policy=POLICY)])

# A wrapped app is an app.
application: ASGIApp = CORSMiddleware(starlette, POLICY)
uvicorn.run(CORSMiddleware(starlette, POLICY))
assert_type(CORSMiddleware(starlette, origins="*", max_age=None), CORSMiddleware)
CORSMiddleware(CORSMiddleware(FastAPI(), POLICY), policy=POLICY)
CORSMiddleware(Litestar(), POLICY)
CORSMiddleware(App(), POLICY)
CORSMiddleware(Quart(__name__).asgi_app, POLICY)
starlette.add_middleware(CORSMiddleware, policy=POLICY)
starlette.add_middleware(CORSMiddleware, origins="*", methods=["PUT"])
FastAPI().add_middleware(CORSMiddleware, policy=POLICY)
CORSMiddleware(starlette, POLICY, guard=True)
CORSMiddleware(starlette, origins="*", guard=Guard(trusted="https://idp.example"))
starlette.add_middleware(CORSMiddleware, policy=POLICY, guard=True)


async def source(origin: Origin, request: CORSRequest) -> bool:
    """Be asynchronous."""
    return origin.host == request.host


CORSMiddleware(starlette, origins=source)

CORSMiddleware()  # type: ignore[call-arg]  # there is nothing to wrap
CORSMiddleware("app", POLICY)  # type: ignore[arg-type]  # text is no app
CORSMiddleware(starlette, "*")  # type: ignore[arg-type]  # the origins have a name here
CORSMiddleware(starlette, origin="*")  # type: ignore[call-arg]  # no policy has this option
