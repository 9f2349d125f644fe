"""Quart: ``hypercorn quart_app:app``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quart import Quart, Response

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)

app = Quart(__name__)


@app.route("/orders/7", methods=["GET", "POST", "PUT"])
async def order() -> tuple[dict[str, int], dict[str, str]]:
    """Answer in the reader's language, and remember the reader."""
    return {"order": 7}, {"Vary": "Accept-Language", "Set-Cookie": "seen=1; Path=/"}


async def pieces() -> AsyncIterator[str]:
    """Yield one line after the other."""
    for number in range(3):
        yield f"line {number}\n"


@app.get("/log")
async def log() -> Response:
    """Stream."""
    return Response(pieces(), mimetype="text/plain")


@app.get("/broken")
async def broken() -> str:
    """Raise."""
    raise LookupError("the shelf broke")


# Around the app, and `app` itself stays what `app.run` and the test client know.
app.asgi_app = CORSMiddleware(app.asgi_app, POLICY)  # type: ignore[method-assign, assignment]  # Quart's own way
application = app
