"""Which policy covers a path, and where that was declared."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Host, Route, Router

from crossorigin import Policy, starlette
from crossorigin.starlette import CORS, cross_origin, policy_for, same_origin
from crossorigin.starlette._coverage import cover_of

APP, VIEW = Policy("https://app.example.com"), Policy("https://view.example")


async def endpoint(_: object) -> PlainTextResponse:
    """Answer."""
    return PlainTextResponse("ok")


def test_any_way_to_ask() -> None:
    """A method may have any case, and a URL stand in the place of a path: its host counts."""
    hosted = Router([Route("/a", cross_origin(VIEW)(endpoint))])
    app = Starlette(routes=[Host("api.example", app=hosted), Route("/a", same_origin(endpoint))])
    CORS(app, APP)
    assert policy_for(app, "https://api.example/a?b", "get") == VIEW
    assert policy_for(app, "/nowhere", "GET") == APP
    assert policy_for(app, "/a", "GET") is None
    cover = cover_of(app, "/a", "GET")
    assert cover is not None
    assert cover.declared is not None


def test_an_app_that_says_nothing() -> None:
    """Nothing covers it."""
    assert cover_of(Starlette(routes=[Route("/a", endpoint)]), "/a", "GET") is None


def test_what_is_not_there() -> None:
    """A name that the package has not is an error as of any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = starlette.no_such_name
