"""Falcon: ``uvicorn falcon_app:application``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from falcon.asgi import App, Request, Response

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)


class Order:
    """An order."""

    async def on_get(self, _: Request, response: Response) -> None:
        """Answer in the reader's language, and remember the reader."""
        response.media = {"order": 7}
        response.set_header("Vary", "Accept-Language")
        response.set_cookie("seen", "1", secure=False)

    on_head = on_post = on_put = on_get


class Log:
    """A log that is streamed."""

    async def on_get(self, _: Request, response: Response) -> None:
        """Stream."""
        response.content_type = "text/plain"
        response.stream = self.pieces()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield one line after the other."""
        for number in range(3):
            yield b"line %d\n" % number


class Broken:
    """A shelf."""

    async def on_get(self, _: Request, __: Response) -> None:
        """Raise."""
        raise LookupError("the shelf broke")


app = App()
app.add_route("/orders/7", Order())
app.add_route("/log", Log())
app.add_route("/broken", Broken())
application = CORSMiddleware(app, POLICY)
