"""The Fetch Metadata of a request: the headers by which a guard recognises its sender."""

from __future__ import annotations

import pytest

from crossorigin._policy.requests import FetchMetadata, is_handshake, is_safe_method
from tests.cases.senders import sent_request


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("GET", True),
        ("HEAD", True),
        ("OPTIONS", True),
        ("POST", False),
        ("PUT", False),
        ("TRACE", False),
        ("CONNECT", False),
        ("get", False),
        ("Get", False),
        (" GET", False),
        ("GET ", False),
        ("", False),
    ],
)
def test_methods_that_only_read(method: str, expected: bool) -> None:  # noqa: FBT001
    """Three methods only read, byte by byte; a handshake never does."""
    assert is_safe_method(method) is expected
    assert sent_request(method).is_safe is expected
    assert sent_request(method, is_websocket=True).is_safe is False


@pytest.mark.parametrize(
    ("upgrade", "expected"),
    [
        ("websocket", True),
        ("WebSocket", True),
        ("h2c, websocket", True),
        ("websocket/13", True),
        ("\twebsocket ", True),
        (None, False),
        ("", False),
        ("h2c", False),
        ("TLS/1.0", False),
    ],
)
def test_handshakes(upgrade: str | None, expected: bool) -> None:  # noqa: FBT001
    """Whatever a server may take for a WebSocket is one, in any case and beside others."""
    assert is_handshake(upgrade) is expected


def test_headers_in_any_case() -> None:
    """A request is read from headers whose names are in any case."""
    headers = {
        "ORIGIN": "https://app.example.com",
        "sec-fetch-site": "same-site",
        "hOST": "api.example.com",
        "Cookie": "",
        "Upgrade": "websocket",
        "X-Forwarded-Host": "app.example.com",
    }
    assert FetchMetadata.with_headers("GET", headers, "https") == sent_request(
        "GET",
        origin="https://app.example.com",
        site="same-site",
        host="api.example.com",
        scheme="https",
        has_cookie=True,
        is_websocket=True,
    )


def test_no_headers() -> None:
    """What is missing is none, and means neither cookies nor a WebSocket."""
    assert FetchMetadata.with_headers("POST", {}, None) == sent_request("POST")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://app.example.com", "app.example.com"),
        ("https://app.example.com", "APP.Example.Com"),
        ("https://app.example.com", "app.example.com:443"),
        ("http://app.example.com", "app.example.com:80"),
        ("http://app.example.com:443", "app.example.com:443"),
        ("https://app.example.com:8443", "app.example.com:8443"),
        ("https://app.example.com.", "app.example.com."),
        ("http://localhost:5000", "localhost:5000"),
        ("http://127.0.0.1", "127.0.0.1"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://[::1]", "[::1]"),
        ("https://[2001:db8::1]", "[2001:DB8::1]:443"),
    ],
)
def test_own_host(origin: str, host: str) -> None:
    """A page's own host is its host and port, a default port written out or not."""
    assert sent_request("POST", origin=origin, host=host).is_to_own_host is True


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "app.example.com"),
        ("https://app.example.com", None),
        ("https://app.example.com", ""),
        ("https://app.example.com", "api.example.com"),
        ("https://app.example.com", "example.com"),
        ("https://app.example.com", "app.example.com.evil.example"),
        ("https://app.example.com", "evilapp.example.com"),
        ("https://app.example.com", "app.example.com."),
        ("https://app.example.com.", "app.example.com"),
        ("https://app.example.com", "app.example.com:80"),
        ("http://app.example.com", "app.example.com:443"),
        ("https://app.example.com", "app.example.com:8443"),
        ("https://app.example.com:8443", "app.example.com"),
        ("https://app.example.com:8443", "app.example.com:8443:443"),
        ("https://app.example.com", "app.example.com:"),
        ("https://app.example.com", "app.example.com, evil.example"),
        ("https://app.example.com", "me@app.example.com"),
        ("https://app.example.com", "https://app.example.com"),
        ("https://app.example.com", " app.example.com"),
        ("https://kiwi.example", "\u212aiwi.example"),
        ("http://[::1]:8000", "::1:8000"),
        ("http://[::1]", "[0:0:0:0:0:0:0:1]"),
        ("null", "null"),
        ("", ""),
        ("https://", ""),
        ("https://app.example.com, https://app.example.com", "app.example.com"),
        ("https://APP.example.com", "app.example.com"),
        ("capacitor://localhost", "localhost"),
        ("ws://app.example.com", "app.example.com"),
    ],
)
def test_another_host(origin: str | None, host: str | None) -> None:
    """What differs in anything, or is no origin of a web page, is not the page's own host."""
    assert sent_request("POST", origin=origin, host=host).is_to_own_host is False


@pytest.mark.parametrize(
    ("page", "asked_by", "expected"),
    [
        ("https", "https", True),
        ("https", "wss", True),
        ("https", "http", True),
        ("https", "ws", True),
        ("https", None, True),
        ("http", "http", True),
        ("http", None, True),
        ("http", "https", False),
        ("http", "wss", False),
    ],
)
def test_schemes(page: str, asked_by: str | None, expected: bool) -> None:  # noqa: FBT001
    """A proxy may end TLS, but no http: page belongs to a server that is asked by https."""
    sent = sent_request(
        "POST", origin=f"{page}://app.example.com", host="app.example.com", scheme=asked_by
    )
    assert sent.is_to_own_host is expected
