"""The answer for an app that raised, and who gets it."""

from __future__ import annotations

import pytest

from crossorigin._crashes import crash_answer, may_be_a_page


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
def test_who_may_be_a_page(mode: str | None, *, expected: bool) -> None:
    """A ``fetch`` across origins says ``cors``, an old browser nothing."""
    assert may_be_a_page(mode) is expected


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
