"""What the browser for tests puts on the wire, and what it takes off it."""

from __future__ import annotations

import pytest

from crossorigin import Policy
from crossorigin.testing import Browser
from crossorigin.wsgi import CORSMiddleware
from tests.testing.apps import ALLOW, API, HERE, WSGI, page

METHODS = ["PUT", "PATCH", "DELETE", "QUERY", "OPTIONS"]


@pytest.mark.parametrize(
    ("method", "data", "expected"),
    [
        ("POST", None, "0"),
        ("PUT", None, "0"),
        ("post", None, "0"),
        ("POST", b"", "0"),
        ("PATCH", b"", "0"),
        ("POST", "abc", "3"),
        ("DELETE", None, None),
        ("PATCH", None, None),
        ("OPTIONS", None, None),
        ("QUERY", None, None),
        ("GET", None, None),
    ],
)
def test_lengths(method: str, data: str | bytes | None, expected: str | None) -> None:
    """Without a body, POST and PUT have a length, and no other method, nor a preflight."""
    app = CORSMiddleware(WSGI(), Policy(HERE, methods=METHODS))
    outcome = page(app).fetch("/", method=method, data=data)
    assert outcome.readable, outcome.explain()
    *asked, sent = (exchange.request.headers for exchange in outcome.exchanges)
    assert sent.get("content-length") == expected
    assert [headers.get("content-length") for headers in asked] == [None] * len(asked)


@pytest.mark.parametrize("status", ["303 See Other", "307 Temporary Redirect"])
def test_lengths_after_a_redirect(status: str) -> None:
    """A redirect that keeps the method keeps the length."""
    first = WSGI(ALLOW, ("Location", "https://b.example/"), status=status)
    second = WSGI(("Access-Control-Allow-Origin", "*"))
    Browser({API: first, "https://b.example": second}, origin=HERE).fetch("/", method="POST")
    assert first.environs[0]["CONTENT_LENGTH"] == "0"
    kept = {"POST": "0"} if status.startswith("307") else {"GET": None}
    found = second.environs[0]
    assert {found["REQUEST_METHOD"]: found.get("CONTENT_LENGTH")} == kept


@pytest.mark.parametrize(("headers", "expected"), [({"Range": "bytes=0-"}, "identity"), ({}, None)])
def test_encodings(headers: dict[str, str], expected: str | None) -> None:
    """A part of something is asked for as it is; of encodings, nothing else is said."""
    app = WSGI(ALLOW)
    page(app).fetch("/", headers=headers)
    assert app.environs[0].get("HTTP_ACCEPT_ENCODING") == expected


def test_the_referrer_policy() -> None:
    """The referrer policy hides the origin of what is not fetched in the mode cors."""
    app = WSGI(ALLOW)
    for mode in ("cors", "no-cors"):
        page(app).fetch("/", method="POST", mode=mode, referrer_policy="no-referrer")
    assert [environ["HTTP_ORIGIN"] for environ in app.environs] == [HERE, "null"]


@pytest.mark.parametrize("value", ["a\0b", "a\nb", "a\rb"])
def test_what_no_header_may_have(value: str) -> None:
    """A response with such a header is none."""
    outcome = page(WSGI(ALLOW, ("X-A", value))).fetch("/")
    assert (outcome.reason, outcome.exchanges[0].response) == ("no-response", None)
