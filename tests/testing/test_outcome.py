"""What a test learns of a fetch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crossorigin.testing import Headers
from tests.testing.apps import ALLOW, HERE, WSGI, page

if TYPE_CHECKING:
    from crossorigin._browser.messages import Mode, Redirect


def test_exposed_headers_only() -> None:
    """A page reads the headers that it may, by names in any case."""
    expose = ("Access-Control-Expose-Headers", "X-Total")
    app = WSGI(ALLOW, expose, ("X-Total", "3"), ("X-Secret", "s"), ("Content-Type", "text/plain"))
    outcome = page(app).fetch("/")
    assert dict(outcome.headers) == {"content-type": "text/plain", "x-total": "3"}
    assert outcome.headers["X-TOTAL"] == "3"


def test_json() -> None:
    """A body that is JSON is parsed."""
    assert page(WSGI(ALLOW, body='{"a": [1]}')).fetch("/").json() == {"a": [1]}


def test_json_that_is_not_readable() -> None:
    """What cannot be read cannot be parsed, and the error says why."""
    with pytest.raises(ValueError, match="allow-origin-missing"):
        page(WSGI(body="{}")).fetch("/").json()


def test_what_is_no_json() -> None:
    """What is no JSON is Python's error."""
    with pytest.raises(json.JSONDecodeError):
        page(WSGI(ALLOW, body="<p>")).fetch("/").json()


@pytest.mark.parametrize(
    ("mode", "redirect", "reason"),
    [
        ("cors", "follow", "allowed"),
        ("no-cors", "follow", "opaque"),
        ("cors", "manual", "opaque-redirect"),
        ("cors", "error", "redirect-not-allowed"),
        ("same-origin", "follow", "mode-same-origin"),
    ],
)
def test_reasons(mode: Mode, redirect: Redirect, reason: str) -> None:
    """Every outcome has a slug."""
    headers = [ALLOW] if redirect == "follow" else [ALLOW, ("Location", "/there")]
    app = WSGI(*headers, status="200 OK" if redirect == "follow" else "302 Found")
    assert page(app).fetch("/", mode=mode, redirect=redirect).reason == reason


def test_everything_on_the_wire() -> None:
    """Exchanges hold requests and responses as they were, whatever the page may read of them."""
    app = WSGI(ALLOW, ("Access-Control-Allow-Methods", "PUT"), ("Set-Cookie", "a=b"), body="x")
    outcome = page(app).fetch("/", method="PUT")
    preflight, actual = outcome.exchanges
    assert outcome.preflight is preflight
    assert (preflight.is_preflight, preflight.request.method) == (True, "OPTIONS")
    assert preflight.request.headers["Access-Control-Request-Method"] == "PUT"
    assert actual.response is not None
    assert actual.response.headers["Set-Cookie"] == "a=b"


def test_the_explanation() -> None:
    """The explanation has what the server says, if it says it in a sentence."""
    app = WSGI(("Content-Type", "text/plain"), status="403 Forbidden", body="Not listed.\n")
    assert page(app).fetch("/").explain().splitlines() == [
        f'GET https://api.example/ from "{HERE}": not readable',
        "  step: the response, GET https://api.example/ -> 403",
        "  reason: allow-origin-missing. The response has no Access-Control-Allow-Origin.",
        "  got: no Access-Control-Allow-Origin",
        f"  expected: Access-Control-Allow-Origin: {HERE}",
        f"  next: let the server list the origin {HERE}",
        "  the server says: Not listed.",
    ]


@pytest.mark.parametrize(
    ("type_", "body"), [("text/html", "<p>no</p>"), ("text/plain", "x" * 300), ("text/plain", " ")]
)
def test_what_is_no_sentence(type_: str, body: str) -> None:
    """A page of HTML, a long text and nothing at all are not repeated."""
    assert "says" not in page(WSGI(("Content-Type", type_), body=body)).fetch("/").explain()


def test_nothing_was_sent() -> None:
    """What a browser does not send is explained, too."""
    outcome = page(WSGI()).fetch("/", method="TRACE")
    assert (outcome.exchanges, outcome.preflight, outcome.body) == ((), None, b"")
    assert "forbidden-method" in outcome.explain()


def test_data_urls() -> None:
    """What is in the URL itself is read as any response, and HEAD has no body."""
    app = WSGI(ALLOW, body="hi")
    outcome = page(app).fetch("data:text/plain;base64,aGk=")
    assert (outcome.text, outcome.reason, outcome.status) == ("hi", "same-origin", 200)
    assert dict(outcome.headers) == {"content-type": "text/plain"}
    assert page(app).fetch("data:,hi", method="HEAD").text == ""
    malformed = page(app).fetch("data:hi")
    assert (malformed.readable, malformed.reason) == (False, "data-url-malformed")
    assert app.environs == []


def test_the_consoles() -> None:
    """What each engine prints is told, whichever engine has fetched."""
    console = page(WSGI()).fetch("/").console
    assert list(console) == ["chromium", "firefox", "webkit"]
    assert "No 'Access-Control-Allow-Origin' header is present" in console["chromium"][0]
    assert console["webkit"][-1].startswith("Fetch API cannot load https://api.example/ due to")


def test_headers() -> None:
    """Headers are a mapping that forgives the case, and keeps every line."""
    headers = Headers((("A", "1"), ("b", "2"), ("a", "3")))
    assert dict(headers) == {"a": "1, 3", "b": "2"}
    nothing: object = 1
    assert (len(headers), "B" in headers, nothing in headers) == (2, True, False)
    assert headers.lines == (("A", "1"), ("b", "2"), ("a", "3"))
    assert repr(headers) == "Headers({'a': '1, 3', 'b': '2'})"
