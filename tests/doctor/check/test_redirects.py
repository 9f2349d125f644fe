"""Behind a proxy that ends TLS, an app that does not know it redirects from https to http."""

from __future__ import annotations

import pytest

from crossorigin._browser.messages import FetchRequest
from crossorigin.doctor.check._check import check
from crossorigin.doctor.probing._targets import Question
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)

PAGE = "https://app.example.com"
ALLOW = ("Access-Control-Allow-Origin", PAGE)


class Redirecting:
    """The transport to a server that redirects, and listens at no other address."""

    def __init__(self, *headers: tuple[str, str]) -> None:
        """Redirect with *headers*."""
        self._answer = HTTPResponse(status=307, headers=headers)

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Redirect, or be unreachable."""
        if request.url.startswith("https://api.example.com/items"):
            return self._answer
        return NetworkError(kind=NetworkErrorKind.HOST_UNREACHABLE, detail="nothing is there")


@pytest.mark.parametrize(
    ("location", "headers", "method", "causes"),
    [
        ("http://api.example.com/items/", (ALLOW,), "GET", ["redirect-to-http"]),
        ("http://api.example.com/items/", (), "GET", ["redirect-to-http"]),
        ("http://api.example.com/items", (), "PUT", ["redirect-to-http"]),
        ("http://api.example.com:8000/v2", (), "GET", ["redirect-to-http"]),
        ("https://www.example.com/items", (), "GET", ["https-redirect"]),
        ("http://www.example.com/v2", (), "GET", ["redirected"]),
        ("/items/", (), "GET", ["trailing-slash-redirect"]),
        ("/v2/authors/7", (), "GET", ["redirected"]),
        ("/login?next=/items", (), "GET", ["login-redirect"]),
    ],
)
def test_where_a_redirect_leads(
    location: str, headers: tuple[tuple[str, str], ...], method: str, causes: list[str]
) -> None:
    """The cause goes by the address: a way from https to http is named before all else."""
    fetch = FetchRequest(url="https://api.example.com/items", origin=PAGE, method=method)
    transport = Redirecting(("Location", location), *headers)
    found = check(Question(fetch=fetch), transport, lambda _: None)
    assert [str(cause.cause.slug) for cause in found.causes] == causes
