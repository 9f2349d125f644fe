"""The words of a server that refuses, pasted from a response."""

from __future__ import annotations

import pytest

from crossorigin.doctor.explain._explain import explain
from crossorigin.doctor.explain._report_text import lines_of

_URL = "https://api.example.com/orders"
_PAGE = "https://app.example.com"
_BLOCKED = f"Access to fetch at '{_URL}' from origin '{_PAGE}' has been blocked by CORS policy: "
_MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource."


@pytest.mark.parametrize(
    ("pasted", "server", "causes"),
    [
        ("Disallowed CORS origin", "Starlette", ["origin-not-listed"]),
        ("Disallowed CORS method", "Starlette", ["method-not-listed", "method-lower-case"]),
        ("Disallowed CORS headers", "Starlette", ["header-not-listed"]),
        (
            "HTTP/1.1 400 Bad Request\n\nDisallowed CORS origin, headers",
            "Starlette",
            ["origin-not-listed", "header-not-listed"],
        ),
        ("Error: Not allowed by CORS\n    at origin (/app/server.js:17:16)", "the app", None),
        ('{"message": "Not allowed by CORS"}', "the app", None),
        (
            "403 Forbidden: Invalid CORS request",
            "Spring",
            ["origin-not-listed", "method-not-listed"],
        ),
        ('"https://a.example is not an accepted origin."', "python-socketio", None),
        ("Not an accepted origin.", "python-socketio", None),
        ("origin-not-allowed: The policy does not list it.", "crossorigin", None),
        (
            "HTTP/1.1 421 Misdirected Request\n\nhost-not-allowed: The guard does not list it.",
            "crossorigin",
            ["host-not-listed"],
        ),
        ("sender-not-allowed: A page sent this.", "crossorigin", ["sender-not-listed"]),
        ("Invalid host header", "Starlette", ["host-not-listed"]),
        ('{"detail": "Invalid Host header"}', "the MCP SDK or webpack", ["host-not-listed"]),
        ("Invalid Origin header", "the MCP SDK", None),
        (
            "CORS preflight request failed: headers are not allowed: X-A",
            "aiohttp-cors",
            ["header-not-listed"],
        ),
        ("Failed to fetch\nDisallowed CORS origin", "Starlette", None),
        (
            "<Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.",
            "S3",
            ["cors-not-enabled"],
        ),
    ],
)
def test_the_words_of_a_server(pasted: str, server: str, causes: list[str] | None) -> None:
    """The body of a refusal is read, wherever it was copied from."""
    explained = explain(pasted)[0]
    slugs = [str(each.cause.slug) for each in explained.causes]
    assert explained.facts["server"] == server
    assert next(line for _, line in lines_of([explained])).startswith("A server says: ")
    wanted = causes or ["origin-not-listed"]
    assert slugs[: len(wanted)] == wanted


@pytest.mark.parametrize(
    "pasted",
    [
        "also      origin-not-listed: OPTIONS is answered 403.",
        "The origin of the invoice is unknown.",
        "Disallowed method",
        "also      host-not-listed: GET is answered 421.",
        "cause     sender-not-listed: GET is answered 403.",
    ],
)
def test_words_that_are_no_refusal(pasted: str) -> None:
    """A word of CORS alone is none, nor is a report of this program."""
    assert explain(pasted) == []


def test_a_browser_says_more_than_a_server() -> None:
    """Beside a message of the console that names the reason, the body is no other message."""
    (explained,) = explain(f"{_BLOCKED}{_MISSING}\nDisallowed CORS origin")
    assert explained.engine == "chromium"


def test_the_name_that_is_to_be_listed() -> None:
    """Without a URL, the name in the fix is a placeholder, and said to be one."""
    (explained,) = explain("host-not-allowed: The guard does not list it.")
    assert explained.placeholders == ("api.example.com",)
