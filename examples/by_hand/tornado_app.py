"""Tornado, which is neither WSGI nor ASGI: ``python tornado_app.py``."""

# Tornado's annotations are not whole.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import asyncio
import os
from typing import Any

from tornado import httputil, web

from crossorigin import CORSRequest, Policy

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)


def read(request: httputil.HTTPServerRequest) -> CORSRequest:
    """Return what the policy needs of *request*."""
    asked = request.headers.get_list("Access-Control-Request-Headers")
    return CORSRequest(
        request.method or "",
        origin=", ".join(request.headers.get_list("Origin")) or None,
        request_method=request.headers.get("Access-Control-Request-Method"),
        request_headers=",".join(asked) or None,
        host=request.headers.get("Host"),
        path=request.path,
    )


class Permitting:
    """A connection whose answers have the headers of the policy, whatever handler they come from."""

    def __init__(self, connection: httputil.HTTPConnection | None, request: CORSRequest) -> None:
        """Stand before *connection*, for *request*."""
        self._connection: Any = connection
        self._request = request

    def write_headers(
        self,
        start_line: httputil.ResponseStartLine,
        headers: httputil.HTTPHeaders,
        chunk: bytes | None = None,
    ) -> Any:  # noqa: ANN401 - a future of Tornado's
        """Send *headers* with those of the policy: of streams and errors, too."""
        decision = POLICY.decide(self._request)
        merged = httputil.HTTPHeaders()
        for name, value in decision.apply(list(headers.get_all())):
            merged.add(name, value)
        return self._connection.write_headers(start_line, merged, chunk)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        """Leave all else to the connection."""
        return getattr(self._connection, name)


class Application(web.Application):
    """An app that answers preflights before its routes, its 404 and its handlers."""

    def find_handler(self, request: httputil.HTTPServerRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Return what handles *request*."""
        asked = read(request)
        decision = POLICY.decide(asked)
        if decision.is_preflight:
            return self.get_handler_delegate(request, Preflight, {"decision": decision})
        connection: Any = Permitting(request.connection, asked)
        request.connection = connection
        return super().find_handler(request, **kwargs)


class Preflight(web.RequestHandler):
    """The answer to a preflight."""

    def initialize(self, decision: Any) -> None:  # noqa: ANN401 - of the package
        """Answer as *decision* says."""
        self._decision = decision

    def options(self) -> None:
        """Answer."""
        self.clear()
        self.clear_header("Content-Type")
        self.clear_header("Server")
        for name, value in self._decision.answer_headers():
            self.set_header(name, value)
        self.set_status(self._decision.status)
        _ = self.finish(self._decision.body)


class Order(web.RequestHandler):
    """An order, in the reader's language."""

    def get(self) -> None:
        """Answer."""
        self.set_header("Vary", "Accept-Language")
        self.set_cookie("seen", "1")
        self.write({"order": 7})

    head = post = put = get


class Log(web.RequestHandler):
    """A stream."""

    async def get(self) -> None:
        """Stream."""
        self.set_header("Content-Type", "text/plain")
        for number in range(3):
            self.write(f"line {number}\n")
            await self.flush()


class Broken(web.RequestHandler):
    """A crash."""

    def get(self) -> None:
        """Raise."""
        raise LookupError("the shelf broke")


def application() -> Application:
    """Return the app."""
    return Application([("/orders/7", Order), ("/log", Log), ("/broken", Broken)])


async def main() -> None:
    """Serve until interrupted."""
    application().listen(int(os.environ.get("PORT", "8000")), "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
