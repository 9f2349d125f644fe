"""The answer for an app that raised, and who gets it."""

from __future__ import annotations

import http.client

import fastapi
import pytest
from litestar.exceptions import NotFoundException
from starlette.exceptions import HTTPException, WebSocketException
from werkzeug.exceptions import NotFound

from crossorigin._adapters.crashes import crash_answer, is_meant_for_outside, may_be_fetch


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("cors", True),
        (None, True),
        ("navigate", False),
        ("no-cors", False),
        ("same-origin", False),
        ("websocket", False),
        ("CORS", False),
        ("", False),
    ],
)
def test_who_may_be_fetch(mode: str | None, *, expected: bool) -> None:
    """A ``fetch`` across origins says ``cors``, an old browser nothing."""
    assert may_be_fetch(mode) is expected


def test_the_answer_says_nothing_of_the_crash() -> None:
    """It is a line of plain text that no cache keeps."""
    assert crash_answer() == (
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", "22"),
            ("Cache-Control", "no-store"),
        ],
        b"Internal Server Error\n",
    )


def test_a_text_that_utf_8_cannot_hold() -> None:
    """A lone surrogate, as in a name of a file, is escaped, and the length is that of the bytes."""
    headers, body = crash_answer("ä\udcff\n")
    assert body == b"\xc3\xa4\\udcff\n"
    assert dict(headers)["Content-Length"] == str(len(body))


class Missing(HTTPException):
    """An app's own kind of a framework's exception."""


# An app's own class, which has nothing but the name of a framework's.
Named = type("HTTPException", (Exception,), {"__module__": "shop.errors"})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (HTTPException(404), True),
        (Missing(404), True),
        (NotFoundException(), True),
        (NotFound(), True),
        (fastapi.HTTPException(404), True),
        # By the bare name, a server that the app asks and that fails would be the app's answer.
        (http.client.HTTPException(), False),
        (http.client.BadStatusLine("junk"), False),
        (Named(404), False),
        (WebSocketException(1008), False),
        (LookupError(404), False),
    ],
)
def test_which_exceptions_are_answered_outside(error: Exception, *, expected: bool) -> None:
    """An exception of HTTP has an answer already; all others are crashes."""
    assert is_meant_for_outside(error) is expected
