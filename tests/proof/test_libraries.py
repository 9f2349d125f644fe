"""The settings of CORS libraries let in what the libraries let in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from corsheaders.middleware import CorsMiddleware as DjangoMiddleware
from django.http import HttpResponse
from django.test import RequestFactory
from flask import Flask
from flask_cors import CORS
from starlette.middleware.cors import CORSMiddleware as StarletteMiddleware

from crossorigin.proof import (
    Acceptance,
    ExpressionError,
    UndecidedError,
    accept_django_cors_headers,
    accept_flask_cors,
    accept_starlette,
)
from tests.django.sites import site
from tests.proof.near_origins import some_near

if TYPE_CHECKING:
    from collections.abc import Callable

_ORIGINS: Final = (
    "https://example.com",
    "http://example.com",
    "https://app.example.com",
    "https://evilexample.com",
    "https://example.com.evil.com",
    "http://localhost",
    "http://localhost:3000",
    "http://localhost.evil.com",
    "https://skate.example.com",
    "https://strasse.example.com",
    "https://a.b",
    "file://",
    "localhost://",
    "app://Obsidian.md",
    "app://obsidian.md",
    "null",
)
_ACAO: Final = "Access-Control-Allow-Origin"
_FLASK: Final[list[Any]] = [
    "*",
    "https://example.com",
    "https://Example.COM",
    "app://Obsidian.md",
    "null",
    "https://\u017fkate.example.com",
    "https://stra\u00dfe.example.com",
    r"https://.*example\.com",
    r"https://EXAMPLE\.com$",
    "http://localhost:*",
    "https://example.com?",
    "(http|https)://example.com",
    re.compile(r"https://EXAMPLE\.com"),
    re.compile(r"https://EXAMPLE\.com", re.IGNORECASE),
    [],
    [r"http://localhost:\d+", "https://example.com", re.compile(".*evil")],
]
_STARLETTE: Final[list[tuple[Any, str | None]]] = [
    (["*"], None),
    (["https://example.com", "null"], None),
    (["https://example.com/"], None),
    (["https://*.example.com"], None),
    (["https://\u212aate.example.com"], None),
    ([], r"https://.*\.example\.com"),
    ([], r"https://example\.com"),
    (["http://localhost"], r".*example\.com"),
    ("https://example.com", None),
    ("https://a.b,null", None),
    ("*", None),
]
_DJANGO: Final[list[dict[str, Any]]] = [
    {"allow_all": True},
    {"origins": ["https://example.com", "http://localhost:3000"]},
    {"origins": ["https://example.com/"]},
    {"origins": ["HTTPS://example.com"]},
    {"origins": ["https://EXAMPLE.com"]},
    {"origins": ["app://Obsidian.md/notes"]},
    {"origins": ["null"]},
    {"origins": ["example.com"]},
    {"origins": ["//example.com"]},
    {"origins": ["localhost:3000"]},
    {"origins": ["file://"]},
    {"origins": [" https://exam\nple.com?a#b", "https:example.com", ":https://example.com"]},
    {"origins": ["https://b\u00fccher.example", "http://[::1]:3000"]},
    {"expressions": [r"^https://\w+\.example\.com$"]},
    {"expressions": [re.compile(r"https://example\.COM", re.IGNORECASE)]},
    {"origins": ["null"], "expressions": ["http://localhost"]},
]


def _agree(acceptance: Acceptance, is_let_in: Callable[[str], bool], text: str) -> None:
    """Assert that *acceptance* accepts what the library lets in."""
    origins = [*_ORIGINS, *some_near(40, text, " ".join(_ORIGINS[:7]))]
    accepted = [origin for origin in origins if acceptance.accepts(origin)]
    assert accepted == [origin for origin in origins if is_let_in(origin)]


@pytest.mark.parametrize("origins", _FLASK, ids=range(len(_FLASK)))
def test_flask_cors(origins: Any) -> None:  # noqa: ANN401 - as the library takes it
    """Expressions are told from origins, and compared, as Flask-CORS does."""
    app = Flask(__name__)
    CORS(app, origins=origins)
    client = app.test_client()

    def is_let_in(origin: str) -> bool:
        return _ACAO in client.get("/", headers={"Origin": origin}).headers

    _agree(accept_flask_cors(origins), is_let_in, str(origins))


@pytest.mark.parametrize(("origins", "expression"), _STARLETTE, ids=range(len(_STARLETTE)))
def test_starlette(origins: Any, expression: str | None) -> None:  # noqa: ANN401 - as above
    """A list is compared, an expression matches the whole, and a string has parts."""

    async def app(*_: object) -> None:
        """Answer nothing: nobody asks."""

    middleware = StarletteMiddleware(app, allow_origins=origins, allow_origin_regex=expression)
    acceptance = accept_starlette(origins, expression)
    _agree(acceptance, middleware.is_allowed_origin, f"{origins} {expression}")


@pytest.mark.parametrize("options", _DJANGO, ids=range(len(_DJANGO)))
def test_django_cors_headers(options: dict[str, Any]) -> None:
    """Scheme and host are compared, expressions match from the first character on."""
    middleware = DjangoMiddleware(lambda _: HttpResponse())
    requests = RequestFactory()

    def is_let_in(origin: str) -> bool:
        request = requests.get("/", headers={"Origin": origin})
        answer = middleware(request)
        assert isinstance(answer, HttpResponse)
        return _ACAO in answer.headers

    names = {
        "CORS_ALLOWED_ORIGINS": options.get("origins", []),
        "CORS_ALLOWED_ORIGIN_REGEXES": options.get("expressions", []),
        "CORS_ALLOW_ALL_ORIGINS": options.get("allow_all", False),
    }
    with site(**names):
        _agree(accept_django_cors_headers(**options), is_let_in, str(options))


def test_what_stops_the_app_is_no_expression() -> None:
    """What Flask-CORS takes for an expression, and what Django cannot split, is said."""
    with pytest.raises(ExpressionError):
        accept_flask_cors("*.example.com")
    with pytest.raises(ExpressionError):
        accept_django_cors_headers(["https://[example.com"])
    bytes_expression: Any = re.compile(b"https")
    with pytest.raises(ExpressionError, match="bytes"):
        accept_flask_cors(bytes_expression)


def test_what_is_too_long_is_undecided() -> None:
    """A string of many parts, in place of a list, is not taken apart."""
    with pytest.raises(UndecidedError):
        accept_starlette("https://example.com," * 20)
