"""A tool on Tornado, which is neither WSGI nor ASGI: ``python tornado_tool.py``."""

# Tornado's annotations are not whole.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import asyncio
import os
from typing import Any

from tornado import httputil, web
from tornado.websocket import WebSocketHandler

from crossorigin import Guard

# Nobody but its own pages may call this tool: a page of another program would be listed here.
GUARD = Guard.local()


class Application(web.Application):
    """An app that asks the guard before its routes and its handlers, a WebSocket's, too."""

    def find_handler(self, request: httputil.HTTPServerRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Tornado's
        """Return what handles *request*."""
        names = {name for name, _ in request.headers.get_all()}
        # Of a header that comes twice, the lines are joined: two of them are no host.
        lines = {name: ", ".join(request.headers.get_list(name)) for name in names}
        refusal = GUARD.refusal(request.method or "", lines, None, request.protocol)
        if refusal is not None:
            return self.get_handler_delegate(request, Refused, {"refusal": refusal})
        return super().find_handler(request, **kwargs)


class Refused(web.RequestHandler):
    """The answer of the guard, whatever the method."""

    def initialize(self, refusal: Any) -> None:  # noqa: ANN401 - of the package
        """Answer as *refusal* says."""
        self._refusal = refusal

    def prepare(self) -> None:
        """Answer."""
        self.set_status(self._refusal.status)
        for name, value in self._refusal.headers:
            self.set_header(name, value)
        _ = self.finish(self._refusal.body)


class Notes(web.RequestHandler):
    """What no other page may read."""

    def get(self) -> None:
        """Answer."""
        self.write({"notes": ["buy milk"]})


class Remove(web.RequestHandler):
    """What no other page may have done."""

    def post(self) -> None:
        """Answer."""
        self.write({"removed": 1})


class Kernel(WebSocketHandler):
    """A WebSocket that runs what is said, as a notebook does."""

    def check_origin(self, origin: str) -> bool:
        """Leave it to the guard."""
        return bool(origin)

    async def on_message(self, message: str | bytes) -> None:
        """Run *message*."""
        await self.write_message(f"ran {message!s}")


def application() -> Application:
    """Return the app."""
    return Application([("/notes", Notes), ("/remove", Remove), ("/kernel", Kernel)])


async def main() -> None:
    """Serve until interrupted."""
    application().listen(int(os.environ.get("PORT", "8000")), "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
