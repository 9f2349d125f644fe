"""FastAPI: ``uvicorn fastapi_app:application``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from crossorigin import Policy
from crossorigin.starlette import CORS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)

application = FastAPI()
CORS(application, POLICY)


@application.api_route("/orders/7", methods=["GET", "HEAD", "POST", "PUT"])
async def order(response: Response) -> dict[str, int]:
    """Answer in the reader's language, and remember the reader."""
    response.headers["Vary"] = "Accept-Language"
    response.set_cookie("seen", "1")
    return {"order": 7}


async def pieces() -> AsyncIterator[str]:
    """Yield one line after the other."""
    for number in range(3):
        yield f"line {number}\n"


@application.get("/log")
async def log() -> StreamingResponse:
    """Stream."""
    return StreamingResponse(pieces(), media_type="text/plain")


@application.get("/broken")
async def broken() -> None:
    """Raise."""
    raise LookupError("the shelf broke")
