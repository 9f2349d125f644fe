"""Every way out of an app: errors, handlers, middlewares, streams, and what is no HTTP request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.starlette import CORS, cross_origin, same_origin
from tests.asgi.calls import answered, ask
from tests.asgi.calls import scope_of as scope_for
from tests.cases.case import ELSEWHERE, HERE
from tests.starlette.apps import covered, crash, named, say_hello, scopes_of
from tests.wsgi.calls import CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from crossorigin._adapters.asgi_calls import ASGIApp, Receive, Scope, Send

POLICY: Final = Policy([HERE])


async def sorry(_: Request, __: Exception) -> Response:
    """Answer for what failed."""
    return PlainTextResponse("sorry", 503)


async def abort(_: Request) -> Response:
    """
    Answer by an exception.

    Raises:
        HTTPException: Always.
    """
    raise HTTPException(418, "tea", {"X-Pot": "1"})


async def stream(_: Request) -> Response:
    """Answer in pieces."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    return StreamingResponse(pieces())


async def own(_: Request) -> Response:
    """Answer with CORS headers of its own."""
    headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept", "X-A": "1"}
    return PlainTextResponse("own", headers=headers)


def app_with(**options: Any) -> Starlette:  # noqa: ANN401 - those of Starlette
    """Return an app with an endpoint for each way out, twice: the second is decorated."""
    endpoints = {"hello": say_hello, "crash": crash, "abort": abort, "stream": stream, "own": own}
    routes = [Route(f"/{name}", endpoint) for name, endpoint in endpoints.items()]
    routes += [
        Route(f"/view/{name}", cross_origin(POLICY)(endpoint))
        for name, endpoint in endpoints.items()
    ]
    routes += [Route(f"/closed/{name}", same_origin(each)) for name, each in endpoints.items()]
    return Starlette(routes=routes, **options)


# The path, and the status.
WAYS: Final = [("hello", 200), ("abort", 418), ("stream", 200), ("crash", 500)]


@pytest.mark.parametrize("origin", [HERE, ELSEWHERE, None])
@pytest.mark.parametrize(("path", "status"), WAYS)
@pytest.mark.parametrize("debug", [False, True])
def test_every_way_out(path: str, status: int, origin: str | None, debug: bool) -> None:  # noqa: FBT001
    """The app's policy, that of an endpoint, or none at all."""
    app = app_with(debug=debug)
    CORS(app, POLICY)
    expected = OPEN if origin == HERE else CLOSED
    for prefix, cors in (("", expected), ("/view", expected), ("/closed", NOTHING)):
        reply = answered(app, scope_for(path=f"{prefix}/{path}", origin=origin))
        assert (reply.status, reply.cors) == (status, cors)
        assert isinstance(reply.error, LookupError) is (path == "crash")


@pytest.mark.parametrize("key", [500, Exception])
def test_handlers_of_exceptions(key: Any) -> None:  # noqa: ANN401 - as Starlette takes it
    """What answers for a crash stands, with the headers of the scope."""
    app = app_with(exception_handlers={key: sorry})
    CORS(app, named("app"))
    for path, cors in (("/crash", named("app")), ("/view/crash", POLICY), ("/closed/crash", None)):
        reply = answered(app, scope_for(path=path))
        assert (reply.status, reply.body) == (503, "sorry")
        assert reply.cors.get("Access-Control-Allow-Origin") == (
            None if cors is None else "*" if cors != POLICY else HERE
        )


def test_headers_of_an_apps_own(caplog: pytest.LogCaptureFixture) -> None:
    """There is one source of truth; where there is no access, there is none."""
    app = app_with()
    CORS(app, POLICY)
    for path, cors in (
        ("/own", {"Access-Control-Allow-Origin": HERE, "Vary": "Accept, Origin"}),
        ("/view/own", {"Access-Control-Allow-Origin": HERE, "Vary": "Accept, Origin"}),
        ("/closed/own", {"Vary": "Accept"}),
    ):
        for _ in range(2):
            assert {name.title(): value for name, value in ask(app, path=path).cors.items()} == cors
    lines = [record for record in caplog.records if "by itself" in record.getMessage()]
    assert [record.getMessage().partition(" sets")[0] for record in lines] == ['The view "own"']


class Guarded(BaseHTTPMiddleware):
    """A middleware that asks everybody for a password."""

    async def dispatch(self, request: Request, call_next: Any) -> Response:  # noqa: ANN401
        """Answer 401 to what has none."""
        if "authorization" not in request.headers:
            return PlainTextResponse("who are you?", 401)
        response: Response = await call_next(request)
        return response


class Copying:
    """A middleware that hands on a copy of the scope."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app."""
        await self.app({**scope}, receive, send)


@pytest.mark.parametrize("late", [False, True])
def test_middlewares_that_answer(late: bool) -> None:  # noqa: FBT001
    """A preflight never gets to them; their answer has the headers of the endpoint's scope."""
    app = app_with(middleware=[] if late else [Middleware(Guarded)])
    CORS(app, named("app"))
    if late:
        app.add_middleware(Guarded)
    assert ask(app, path="/view/hello", asks="GET").status == 200
    for path, cors in (("/view/hello", OPEN), ("/closed/hello", NOTHING)):
        reply = ask(app, path=path)
        assert (reply.status, reply.cors) == (401, cors)
        reply = ask(app, path=path, headers=[(b"authorization", b"x")])
        assert (reply.status, reply.cors) == (200, cors)


def test_a_middleware_that_copies() -> None:
    """The route is asked for again where the scope does not tell it."""
    app = app_with(middleware=[Middleware(Copying)])
    CORS(app, named("app"))
    assert scopes_of(app, "/hello", "GET") == ["app", "app"]
    assert ask(app, path="/view/hello").cors == OPEN
    assert ask(app, path="/closed/hello").cors == NOTHING


async def allow_here(origin: object, _: object) -> bool:
    """Allow one origin, after a wait."""
    await asyncio.sleep(0)
    return origin == HERE


@pytest.mark.parametrize("target", ["app", "view"])
def test_async_sources(target: str) -> None:
    """They are asked, for the app and for an endpoint."""
    policy = Policy(allow_here)
    endpoint = cross_origin(policy)(say_hello) if target == "view" else say_hello
    app = Starlette(routes=[Route("/", endpoint)])
    CORS(app, policy if target == "app" else POLICY)
    assert ask(app).cors == OPEN
    assert ask(app, origin=ELSEWHERE).cors == CLOSED
    assert ask(app, asks="GET").status == 200
    assert ask(app, asks="GET", origin=ELSEWHERE).status == 403


class Broken(BaseRoute):
    """A route that cannot be asked."""

    def matches(self, scope: Any) -> Any:  # noqa: ANN401
        """
        Fail.

        Raises:
            ValueError: Always.
        """
        raise ValueError(scope["path"])


def test_a_route_that_raises(caplog: pytest.LogCaptureFixture) -> None:
    """The request is closed, and fails as without a policy; the log says why, once."""
    app = Starlette(routes=[Route("/", cross_origin(named("view"))(say_hello)), Broken()])
    CORS(app, named("app"))
    assert scopes_of(app, "/", "GET") == ["view", "view"]
    for _ in range(2):
        reply = answered(app, scope_for(path="/x"))
        assert (reply.status, reply.cors) == (500, NOTHING)
    assert len([each for each in caplog.records if "cannot be found out" in each.getMessage()]) == 1


@pytest.mark.parametrize(
    ("debug", "environment", "is_seen"),
    [(True, "", True), (False, "development", True), (False, "production", False)],
)
def test_debug_mode(
    environment: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    *,
    debug: bool,
    is_seen: bool,
) -> None:
    """Each refusal is a line at the level WARNING, under ``fastapi dev``, too."""
    monkeypatch.setenv("FASTAPI_ENV", environment)
    app = app_with(debug=debug)
    CORS(app, POLICY)
    ask(app, origin=ELSEWHERE, path="/view/hello")
    assert ("origin-not-allowed" in caplog.text) is is_seen


MISTAKES: Final[list[tuple[Callable[[], object], list[ProblemCode]]]] = [
    (lambda: CORS(Starlette()), [ProblemCode.ORIGINS_MISSING]),
    (
        lambda: CORS(Starlette(), origins="https://a.example/", guard="yes"),  # type: ignore[arg-type]
        [ProblemCode.ORIGIN_HAS_PATH, ProblemCode.NOT_A_GUARD],
    ),
    (lambda: CORS(Starlette(), POLICY, origins="*"), [ProblemCode.TWO_POLICIES]),
    (lambda: CORS(object(), POLICY), [ProblemCode.NOT_AN_APP]),  # type: ignore[arg-type]
    (lambda: CORS(covered(FastAPI(), "app"), POLICY), [ProblemCode.TWO_POLICIES]),
    (
        lambda: CORS(Mount("/x", routes=[]), same_origin, origins="*"),
        [ProblemCode.NOT_A_POLICY],
    ),
]


@pytest.mark.parametrize(("make", "codes"), MISTAKES)
def test_mistakes(make: Callable[[], object], codes: list[ProblemCode]) -> None:
    """They are raised where they are written, all at once."""
    with pytest.raises(PolicyError) as caught:
        make()
    assert [problem.code for problem in caught.value.problems][: len(codes)] == codes


def test_an_old_fastapi(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it copies the routes of a router, that cannot have a policy."""
    monkeypatch.delattr("fastapi.routing._IncludedRouter")
    with pytest.raises(PolicyError, match="update FastAPI") as caught:
        CORS(APIRouter(), POLICY)
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.NOT_AN_APP]
