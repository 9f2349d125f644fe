"""A tool on aiohttp, which is neither WSGI nor ASGI: ``python -m aiohttp.web aiohttp_tool:application``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from crossorigin import CORSRequest, Guard, Policy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

# The pages, the desktop shells and the extensions that may call this tool.
CALLERS = (
    "http://localhost:5173",
    "tauri://localhost",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
)
POLICY = Policy(CALLERS, methods=["QUERY"], credentials=True)
GUARD = Guard.local()


def joined(request: web.Request, name: str) -> str | None:
    """Return the lines of a header as one value: two of them are no host, and no origin."""
    return ", ".join(request.headers.getall(name, [])) or None


def host_of(request: web.Request) -> str | None:
    """Return the host: where a target is absolute, its own, whatever ``Host`` says."""
    return request.host if joined(request, "Host") else None


def read(request: web.Request) -> CORSRequest:
    """Return what the policy needs of *request*."""
    return CORSRequest(
        request.method,
        origin=joined(request, "Origin"),
        request_method=joined(request, "Access-Control-Request-Method"),
        request_headers=joined(request, "Access-Control-Request-Headers"),
        host=host_of(request),
        path=request.path,
    )


def answer(status: int, headers: Iterable[tuple[str, str]], body: str) -> web.Response:
    """Return an answer that has these headers, and nothing of aiohttp's own."""
    response = web.Response(status=status, text=body)
    response.headers.clear()
    response.headers.extend(headers)
    return response


@web.middleware
async def protect(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Ask the policy about a preflight and the guard about the rest, a WebSocket's handshake, too."""
    lines = {name: joined(request, name) or "" for name in request.headers}
    lines["Host"] = host_of(request) or ""
    refusal = GUARD.refusal(request.method, lines, POLICY, request.scheme)
    decision = POLICY.decide(read(request))
    if decision.is_preflight and (refusal is None or refusal.reason != "host-not-allowed"):
        return answer(decision.status or 204, decision.answer_headers(), decision.body)
    if refusal is not None:
        return answer(refusal.status, refusal.headers, refusal.body)
    return await handler(request)


async def permit(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers of the policy to whatever is sent: streams and errors, too."""
    decision = POLICY.decide(read(request))
    if not decision.is_preflight:
        headers = decision.apply(list(response.headers.items()))
        response.headers.clear()
        response.headers.extend(headers)


async def notes(_: web.Request) -> web.Response:
    """Answer with what no other page may read."""
    return web.json_response({"notes": ["buy milk"]})


async def remove(_: web.Request) -> web.Response:
    """Do what no other page may have done."""
    return web.json_response({"removed": 1})


async def kernel(request: web.Request) -> web.WebSocketResponse:
    """Run what is said, as a notebook does."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(f"ran {message.data}")
    return socket


def application(_: list[str]) -> web.Application:
    """Make the app, as ``aiohttp.web`` asks for it."""
    app = web.Application(middlewares=[protect])
    app.router.add_get("/notes", notes)
    app.router.add_post("/remove", remove)
    app.router.add_get("/kernel", kernel)
    app.on_response_prepare.append(permit)
    return app
