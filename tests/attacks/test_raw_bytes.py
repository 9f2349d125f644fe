"""P24, P31, P32: requests that no browser and no client library would write, byte by byte."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pytest

from tests.attacks.servers import COMMANDS, exchange, serving

if TYPE_CHECKING:
    from collections.abc import Generator

pytestmark = pytest.mark.programs

Expected = tuple[int, dict[str, str]]

ORIGIN: Final = b"Origin: https://app.example.com"
EVIL: Final = b"Origin: https://evil.example"
PUT: Final = b"Access-Control-Request-Method: PUT"
NAMES: Final = b"Access-Control-Request-Headers: "

VARY: Final = {"Vary": "Origin"}
VARY_PREFLIGHT: Final = {
    "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
}
UNLISTED: Final[Expected] = (200, VARY)
CREDENTIALED: Final = {
    "Access-Control-Allow-Origin": "https://app.example.com",
    "Access-Control-Allow-Credentials": "true",
}
LISTED: Final[Expected] = (200, CREDENTIALED | VARY)
PERMITTED: Final[Expected] = (
    200,
    CREDENTIALED
    | {
        "Access-Control-Allow-Methods": "PUT",
        "Access-Control-Allow-Headers": "content-type, x-token",
        "Access-Control-Max-Age": "600",
    }
    | VARY_PREFLIGHT,
)
FORBIDDEN: Final[Expected] = (403, VARY_PREFLIGHT)
ANYONE: Final = {"Access-Control-Allow-Origin": "*"}
# The server itself answers, or closes the connection: the app is not asked.
REFUSED: Final[Expected] = (400, {})
REFUSALS: Final = {0, 400, 431}
# What a response of these servers has beside the headers that concern CORS.
OTHER_HEADERS: Final = {
    *("Allow", "Connection", "Content-Length", "Content-Type", "Date", "Location", "Server"),
}


def anyone(methods: str = "PUT", names: str = "content-type") -> Expected:
    """Return what permits any page to send *methods*, with the request headers *names*."""
    listed = {"Access-Control-Allow-Methods": methods} if methods else {}
    others = {"Access-Control-Allow-Headers": names, "Access-Control-Max-Age": "600"}
    return 200, ANYONE | listed | others | VARY_PREFLIGHT


def written(method: bytes, target: bytes, *lines: bytes) -> bytes:
    """Return the bytes of a request."""
    start = method + b" " + target + b" HTTP/1.1"
    return b"\r\n".join([start, b"Host: api.example", b"Connection: close", *lines, b"", b""])


def get(*lines: bytes, target: bytes = b"/") -> bytes:
    """Return the bytes of a GET."""
    return written(b"GET", target, *lines)


def preflight(*lines: bytes, target: bytes = b"/anyone/") -> bytes:
    """Return the bytes of an OPTIONS."""
    return written(b"OPTIONS", target, *lines)


# Sent, and what gunicorn and what Werkzeug make of it.
CASES: Final[dict[str, tuple[bytes, Expected, Expected]]] = {
    "allowed": (get(ORIGIN), LISTED, LISTED),
    "permitted": (preflight(ORIGIN, PUT, target=b"/"), PERMITTED, PERMITTED),
    "refused": (preflight(EVIL, PUT, target=b"/"), FORBIDDEN, FORBIDDEN),
    "folded": (get(ORIGIN, b" .evil.example"), REFUSED, UNLISTED),
    "folded-by-a-tab": (get(ORIGIN, b"\t.evil.example"), REFUSED, UNLISTED),
    "folded-at-once": (get(b"Origin:", b" https://app.example.com"), REFUSED, UNLISTED),
    "folded-names": (
        preflight(ORIGIN, PUT, NAMES + b"x-a,", b" x-b"),
        REFUSED,
        anyone(names="content-type, x-a, x-b"),
    ),
    "line-feed": (get(EVIL + b"\nOrigin: https://app.example.com"), REFUSED, UNLISTED),
    "carriage-return": (get(EVIL + b"\rOrigin: https://app.example.com"), REFUSED, UNLISTED),
    "two-carriage-returns": (get(EVIL + b"\r\r\nX-Injected: 1"), REFUSED, UNLISTED),
    "encoded-line-end": (get(ORIGIN + b"%0d%0aX-Injected: 1"), UNLISTED, UNLISTED),
    "line-end-in-a-path": (
        get(EVIL, target=b"/a%0d%0aX-Injected:%201"),
        (404, VARY),
        (404, VARY),
    ),
    "line-end-in-a-redirect": (
        get(EVIL, target=b"/anyone%0d%0aX-Injected:%201"),
        (404, VARY),
        (404, VARY),
    ),
    "NUL": (get(ORIGIN + b"\x00"), REFUSED, UNLISTED),
    "NUL-first": (get(b"Origin: \x00https://app.example.com"), REFUSED, UNLISTED),
    "NUL-in-the-name": (get(b"Ori\x00gin: https://app.example.com"), REFUSED, UNLISTED),
    "NUL-in-a-path": (get(EVIL, target=b"/closed%00"), (404, VARY), (404, VARY)),
    "NUL-in-names": (
        preflight(ORIGIN, PUT, NAMES + b"x-a\x00, x-b"),
        REFUSED,
        anyone(names="content-type, x-b"),
    ),
    "escape-sequence": (
        preflight(ORIGIN, PUT, NAMES + b"x-a\x1b[2J, x-b"),
        REFUSED,
        anyone(names="content-type, x-b"),
    ),
    "vertical-tab": (
        preflight(ORIGIN, b"Access-Control-Request-Method: PUT\x0bX"),
        REFUSED,
        anyone(methods=""),
    ),
    "two-origins": (get(ORIGIN, EVIL), UNLISTED, UNLISTED),
    "two-origins-turned": (get(EVIL, ORIGIN), UNLISTED, UNLISTED),
    "the-same-origin-twice": (get(ORIGIN, ORIGIN), UNLISTED, UNLISTED),
    "two-methods": (
        preflight(ORIGIN, PUT, b"Access-Control-Request-Method: DELETE"),
        anyone(methods=""),
        anyone(methods=""),
    ),
    "two-lines-of-names": (
        preflight(ORIGIN, PUT, NAMES + b"x-b", NAMES + b"x-a"),
        anyone(names="content-type, x-a, x-b"),
        anyone(names="content-type, x-a, x-b"),
    ),
    "latin-1": (get(ORIGIN + b"\xe9"), UNLISTED, UNLISTED),
    "UTF-8": (get(b"Origin: https://\xc3\xa9.example.org"), UNLISTED, UNLISTED),
    "next-line": (get(ORIGIN + b"\x85"), UNLISTED, UNLISTED),
    "hard-space": (get(b"Origin: \xa0https://app.example.com"), UNLISTED, UNLISTED),
    "latin-1-names": (
        preflight(ORIGIN, PUT, NAMES + b"x-\xe9, x-b"),
        anyone(names="content-type, x-b"),
        anyone(names="content-type, x-b"),
    ),
    "8-KB-origin": (get(b"Origin: https://" + b"a." * 4000 + b"example.org"), UNLISTED, UNLISTED),
    "8-KB-commas": (preflight(ORIGIN, PUT, NAMES + b"," * 8000), anyone(), anyone()),
    "8-KB-names": (preflight(ORIGIN, PUT, NAMES + b"x" * 8000), anyone(), anyone()),
    "8-KB-method": (
        preflight(ORIGIN, b"Access-Control-Request-Method: " + b"X" * 8000),
        anyone(methods=""),
        anyone(methods=""),
    ),
    "60-KB-commas": (preflight(ORIGIN, PUT, NAMES + b"," * 60_000), REFUSED, anyone()),
    "100-KB-origin": (get(ORIGIN + b"a" * 100_000), REFUSED, REFUSED),
    "100-KB-names": (preflight(ORIGIN, PUT, NAMES + b"x," * 50_000), REFUSED, REFUSED),
    "100-KB-method": (
        preflight(ORIGIN, b"Access-Control-Request-Method: " + b"X" * 100_000),
        REFUSED,
        REFUSED,
    ),
    "odd-case": (get(b"oRiGiN: https://app.example.com"), LISTED, LISTED),
    "odd-case-of-a-preflight": (
        preflight(b"ORIGIN: https://x.test", b"access-control-REQUEST-method: PUT"),
        anyone(),
        anyone(),
    ),
    # Both servers leave the line out: what is left is no preflight, and Flask answers.
    "underscores": (
        preflight(ORIGIN, b"Access_Control_Request_Method: PUT", target=b"/"),
        LISTED,
        LISTED,
    ),
    "underscores-beside": (
        preflight(ORIGIN, PUT, NAMES + b"x-a", b"Access_Control_Request_Headers: x-b"),
        anyone(names="content-type, x-a"),
        anyone(names="content-type, x-a"),
    ),
    "space-before-the-colon": (get(b"Origin : https://app.example.com"), REFUSED, UNLISTED),
    "no-colon": (get(b"Origin https://app.example.com"), REFUSED, UNLISTED),
    "white-space-around": (get(b"Origin:\t https://app.example.com\t"), LISTED, UNLISTED),
    "empty": (preflight(b"Origin:", PUT, target=b"/"), FORBIDDEN, FORBIDDEN),
    "absolute": (get(ORIGIN, target=b"http://api.example/closed"), (200, {}), (200, {})),
    "absolute-to-the-evil": (
        get(b"Origin: http://evil.example", target=b"http://evil.example/"),
        UNLISTED,
        UNLISTED,
    ),
    "absolute-preflight": (
        preflight(ORIGIN, PUT, target=b"http://api.example/"),
        PERMITTED,
        PERMITTED,
    ),
    "asterisk": (preflight(ORIGIN, PUT, target=b"*"), PERMITTED, PERMITTED),
    "two-slashes": (get(EVIL, target=b"//closed"), (200, {}), (200, {})),
    "three-slashes": (get(EVIL, target=b"///anyone/"), (200, ANYONE), (200, ANYONE)),
    "encoded-letter": (get(EVIL, target=b"/%63losed"), (200, {}), (200, {})),
    "encoded-twice": (get(EVIL, target=b"/%2563losed"), (404, VARY), (404, VARY)),
    # Below the prefix of a blueprint, a 404 is the blueprint's; there is nothing to read.
    "dots": (get(EVIL, target=b"/anyone/../closed"), (404, ANYONE), (404, ANYONE)),
    "encoded-dots": (get(EVIL, target=b"/anyone/%2e%2e/closed"), (404, ANYONE), (404, ANYONE)),
    "encoded-slash": (get(EVIL, target=b"/anyone%2f..%2fclosed"), (404, ANYONE), (404, ANYONE)),
    "encoded-dot-first": (get(EVIL, target=b"/%2e/anyone/"), (404, VARY), (404, VARY)),
    "not-UTF-8": (get(EVIL, target=b"/closed%ff"), (404, VARY), (404, VARY)),
    "options-in-lower-case": (written(b"options", b"/", ORIGIN, PUT), REFUSED, LISTED),
    "HTTP-1.0": (b"GET / HTTP/1.0\r\n" + ORIGIN + b"\r\n\r\n", LISTED, LISTED),
}


@pytest.fixture(name="ports", scope="module")
def fixture_ports() -> Generator[dict[str, int]]:
    """Start every server, and return where each listens."""
    with ExitStack() as running:
        yield {name: running.enter_context(serving(name)) for name in COMMANDS}


@pytest.mark.parametrize("server", [*COMMANDS])
@pytest.mark.parametrize("case", [*CASES])
def test_raw(ports: dict[str, int], server: str, case: str) -> None:
    """The server refuses, or the app answers as it should; nothing of the request comes back."""
    sent, gunicorn, werkzeug = CASES[case]
    expected = werkzeug if server == "werkzeug" else gunicorn
    answer = exchange(ports[server], sent)
    if expected == REFUSED:
        assert answer.status in REFUSALS
        assert answer.cors == {}
    else:
        assert (answer.status, answer.cors) == expected
    assert {name for name, _ in answer.headers} - answer.cors.keys() <= OTHER_HEADERS
    assert "evil" not in str(answer.headers)
