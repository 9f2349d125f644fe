"""aiohttp, which is neither WSGI nor ASGI: ``python -m aiohttp.web aiohttp_app:application``."""

# The type checkers run where aiohttp is not installed.
# mypy: disable-error-code="import-not-found, untyped-decorator"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from crossorigin import CORSRequest, Policy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)


def read(request: web.Request) -> CORSRequest:
    """Return what the policy needs of *request*."""
    asked = request.headers.getall("Access-Control-Request-Headers", [])
    return CORSRequest(
        request.method,
        origin=", ".join(request.headers.getall("Origin", [])) or None,
        request_method=request.headers.get("Access-Control-Request-Method"),
        request_headers=",".join(asked) or None,
        host=request.headers.get("Host"),
        path=request.path,
    )


@web.middleware
async def answer_preflights(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer a preflight in the app's place."""
    decision = POLICY.decide(read(request))
    if not decision.is_preflight:
        return await handler(request)
    response = web.Response(status=decision.status or 204, body=decision.body)
    response.headers.clear()
    response.headers.extend(decision.answer_headers())
    return response


async def permit(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers to whatever is sent: streams and errors, too."""
    decision = POLICY.decide(read(request))
    if not decision.is_preflight:
        headers = decision.apply(list(response.headers.items()))
        response.headers.clear()
        response.headers.extend(headers)


async def order(_: web.Request) -> web.Response:
    """Answer in the reader's language, and remember the reader."""
    return web.json_response(
        {"order": 7}, headers={"Vary": "Accept-Language", "Set-Cookie": "seen=1; Path=/"}
    )


async def log(request: web.Request) -> web.StreamResponse:
    """Stream."""
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    for number in range(3):
        await response.write(f"line {number}\n".encode())
    return response


async def broken(_: web.Request) -> web.Response:
    """Raise."""
    raise LookupError("the shelf broke")


def application(_: list[str]) -> web.Application:
    """Make the app, as ``aiohttp.web`` asks for it."""
    app = web.Application(middlewares=[answer_preflights])
    app.router.add_get("/orders/7", order)
    app.router.add_post("/orders/7", order)
    app.router.add_put("/orders/7", order)
    app.router.add_get("/log", log)
    app.router.add_get("/broken", broken)
    app.on_response_prepare.append(permit)
    return app
