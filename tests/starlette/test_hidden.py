"""What is registered decides, and what runs beside it can only narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount, Route

from crossorigin import Policy
from crossorigin.starlette import CORS, cross_origin, same_origin
from tests.asgi.calls import ask
from tests.cases.case import ELSEWHERE, HERE
from tests.starlette.apps import covered, named, say_hello, scopes_of
from tests.wsgi.calls import ANYBODY, CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from crossorigin._policy.origins import Origin
    from crossorigin._policy.requests import CORSRequest

Endpoint = Any


def hiding(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that does not say that it calls *endpoint*."""

    async def hidden(request: Request) -> Response:
        response: Response = await endpoint(request)
        return response

    return hidden


async def allow(_: Origin, __: CORSRequest) -> bool:
    """Allow every origin, after a wait."""
    return True


# The policy of the app, what is hidden, and the CORS headers of the response.
NARROWED: list[tuple[Policy, Callable[[Endpoint], Endpoint], dict[str, str]]] = [
    (Policy("*"), same_origin, NOTHING),
    (Policy("*"), cross_origin(Policy([HERE])), OPEN),
    (Policy("*"), cross_origin(Policy([ELSEWHERE])), CLOSED),
    (Policy([HERE]), cross_origin(Policy("*")), OPEN),
    (Policy([ELSEWHERE]), cross_origin(Policy("*")), CLOSED),
    (Policy("*"), cross_origin(Policy("*")), ANYBODY),
    (Policy("*"), cross_origin(Policy(allow)), NOTHING),
]


@pytest.mark.parametrize(("policy", "decorator", "cors"), NARROWED)
def test_a_hidden_decorator_narrows(
    policy: Policy,
    decorator: Callable[[Endpoint], Endpoint],
    cors: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A page may read where both permit it; the log says so once."""
    app = Starlette(routes=[Route("/", hiding(decorator(say_hello)))])
    CORS(app, policy)
    for _ in range(2):
        assert ask(app).cors == cors
    lines = [record for record in caplog.records if "It is hidden" in record.getMessage()]
    assert len(lines) == 1


def test_a_hidden_decorator_opens_nothing() -> None:
    """Neither in an app that is closed, nor where a decorated function is called for help."""
    app = Starlette(
        routes=[
            Route("/", hiding(cross_origin(named("view"))(say_hello))),
            Route("/closed", same_origin(hiding(cross_origin(named("view"))(say_hello)))),
        ]
    )
    CORS(app, same_origin)
    assert scopes_of(app, "/", "GET") == [None, None]
    assert scopes_of(app, "/closed", "GET") == [None, None]


def test_the_record_ends_with_the_request() -> None:
    """A decorator that ran for one request says nothing of the next."""
    app = covered(
        Starlette(routes=[Route("/", hiding(same_origin(say_hello))), Route("/open", say_hello)]),
        "app",
    )
    assert scopes_of(app, "/", "GET") == [None, "app"]
    assert scopes_of(app, "/open", "GET") == ["app", "app"]


def _above(decorator: Callable[[Endpoint], Endpoint]) -> FastAPI:
    """Return an app with a decorator above the line that registers the function."""
    app = FastAPI(openapi_url=None)

    @decorator
    @app.get("/")
    async def view() -> int:
        return 1

    return app


@pytest.mark.parametrize(
    ("decorator", "scopes", "words"),
    [
        (cross_origin(named("view")), ["app", "app"], "has no effect"),
        (same_origin, [None, None], "is closed"),
        (cross_origin(Policy([HERE])), [None, None], "is closed"),
    ],
)
def test_a_decorator_too_high(
    decorator: Callable[[Endpoint], Endpoint],
    scopes: list[str | None],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It closes the endpoint where the app would open it further; the log says so."""
    app = covered(_above(decorator), "app")
    assert scopes_of(app, "/", "GET") == scopes
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert words in line


@cross_origin(Policy([HERE]))
def _taken(_: Request) -> Response:
    """Answer: this name is the decorator's result."""
    return Response("hello")


def test_a_decorator_too_high_in_a_module(caplog: pytest.LogCaptureFixture) -> None:
    """There, the name of the function leads to what is not registered."""
    app = covered(Starlette(routes=[Route("/", _taken.__wrapped__)]), "app")  # type: ignore[attr-defined]
    assert scopes_of(app, "/", "GET") == [None, None]
    assert "is closed" in caplog.text


def test_outside_of_a_request() -> None:
    """A decorated function may be called by anybody."""
    assert cross_origin(named("view"))(lambda: 7)() == 7


def test_a_decorator_in_a_request() -> None:
    """It acts as if it had stood there always, and nothing is kept of it."""

    async def endpoint(request: Request) -> Response:
        response: Response = await same_origin(say_hello)(request)
        return response

    app = covered(Starlette(routes=[Route("/", endpoint), Route("/hello", say_hello)]), "app")
    for _ in range(2):
        assert ask(app).cors == NOTHING
    assert scopes_of(app, "/hello", "GET") == ["app", "app"]


def test_a_decorator_too_high_in_a_closed_app() -> None:
    """It cannot close anything further."""
    app = _above(same_origin)
    CORS(app, same_origin)
    assert scopes_of(app, "/", "GET") == [None, None]


class Odd:
    """An endpoint that no attribute can be read of."""

    @property
    def __dict__(self) -> int:  # type: ignore[override] # its point
        """Return what is no dictionary."""
        return 7

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        """Answer."""
        await Response("hello")(scope, receive, send)


def test_an_endpoint_that_cannot_be_read() -> None:
    """It carries no policy of its own."""
    app = covered(Starlette(routes=[Mount("/", Odd())]), "app")
    assert scopes_of(app, "/", "GET") == ["app", "app"]
    app = covered(Starlette(routes=[Route("/", Odd())]), "app")
    assert scopes_of(app, "/", "GET") == ["app", "app"]
