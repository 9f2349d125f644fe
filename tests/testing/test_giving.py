"""What is given to the browser for tests in the place of an app, an origin or an engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

import tests.testing.apps
from crossorigin.testing import Browser
from tests.testing.apps import API, HERE, WSGI

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST: Final = 'give the object, or several by their origins: {"https://api.example": app}'


@pytest.mark.parametrize(
    ("app", "message"),
    [
        ("shop:app",
         "app='shop:app' is no app: give the object: from shop import app; Browser(app, origin=…)"),
        ("shop.web:api",
         ("app='shop.web:api' is no app: give the object: from shop.web import api;"
         " Browser(api, origin=…)")),
        ("shop", f"app='shop' is no app: {_FIRST}"),
        ("shop:create app()", f"app='shop:create app()' is no app: {_FIRST}"),
        (None, f"app=None is no app: {_FIRST}"),
        ({}, f"app={{}} is no app: {_FIRST}"),
        ({API: None}, f"app['{API}']=None is no app: {_FIRST}"),
        ({API: "shop:app"},
         (f"app['{API}']='shop:app' is no app: give the object: from shop import app;"
         " Browser(app, origin=…)")),
    ],
)  # fmt: skip
def test_what_is_no_app(app: Any, message: str) -> None:  # noqa: ANN401 - whatever it is
    """The argument is named, and the line that gives the app."""
    with pytest.raises(TypeError) as raised:
        Browser(app, origin=HERE)
    assert str(raised.value) == message


def test_a_module_in_place_of_its_app() -> None:
    """A module is not the app in it."""
    module: Any = tests.testing.apps
    with pytest.raises(
        TypeError, match=r"give the object in it: from tests\.testing\.apps import app"
    ):
        Browser(module, origin=HERE)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base": "https://api.example/v1"},
         "base='https://api.example/v1' is no origin: write 'https://api.example'"),
        ({"base": "api.example"}, "base='api.example' is no origin: write 'https://api.example'"),
        ({"base": "localhost:5000"},
         "base='localhost:5000' is no origin: write 'http://localhost:5000'"),
        ({"origin": "https://app.example.com/"},
         "origin='https://app.example.com/' is no origin: write 'https://app.example.com'"),
        ({"origin": "https//app.example.com"},
         "origin='https//app.example.com' is no origin: write 'https://app.example.com'"),
        ({"origin": "*"}, "origin='*' is no origin: write 'https://app.example.com'"),
        ({"origin": None}, "origin=None is no origin: write 'https://app.example.com'"),
        ({"engine": "chrome"}, "engine='chrome': write chromium"),
        ({"engine": "safari"}, "engine='safari': write webkit"),
        ({"engine": "opera"}, "engine='opera': write one of chromium, fetch, firefox, webkit"),
    ],
)  # fmt: skip
def test_the_argument_that_is_wrong(options: Mapping[str, Any], message: str) -> None:
    """The argument is named, whichever is wrong, and what to write in its place."""
    given: dict[str, Any] = {"origin": HERE, **options}
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Browser(WSGI(), **given)


def test_the_origin_of_an_app() -> None:
    """Of several apps, the one whose place is no origin is named."""
    with pytest.raises(ValueError, match=r"^app='https://api\.example/' is no origin"):
        Browser({API: WSGI(), f"{API}/": WSGI()}, origin=HERE)
