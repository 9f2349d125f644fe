"""Bottle: ``gunicorn bottle_app:application``."""

# Bottle has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped, untyped-decorator"
# pyright: basic, reportArgumentType=false, reportCallIssue=false
from __future__ import annotations

from typing import TYPE_CHECKING

from bottle import Bottle, response

from crossorigin import Policy
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)

app = Bottle()


@app.route("/orders/7", method=["GET", "POST", "PUT"])
def order() -> dict[str, int]:
    """Answer in the reader's language, and remember the reader."""
    response.set_header("Vary", "Accept-Language")
    response.set_cookie("seen", "1")
    return {"order": 7}


@app.get("/log")
def log() -> Iterator[str]:
    """Stream."""
    response.content_type = "text/plain"
    for number in range(3):
        yield f"line {number}\n"


@app.get("/broken")
def broken() -> str:
    """Raise."""
    raise LookupError("the shelf broke")


application = CORSMiddleware(app, POLICY)
