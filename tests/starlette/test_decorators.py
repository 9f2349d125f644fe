"""Decorators on endpoints of every kind."""

from __future__ import annotations

import inspect
import json
from functools import partial, wraps
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from fastapi import Depends, FastAPI, HTTPException
from starlette.applications import Starlette
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.starlette import CORS, cross_origin, same_origin
from tests.asgi.calls import answered, ask
from tests.asgi.calls import scope_of as scope_for
from tests.cases.case import HERE
from tests.starlette.apps import covered, named, say_hello, say_hello_in_a_thread, scopes_of
from tests.wsgi.calls import OPEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator


class Orders:
    """A class whose methods and objects are endpoints."""

    async def method(self, _: Request) -> PlainTextResponse:
        """Answer."""
        return PlainTextResponse("hello")

    @staticmethod
    async def static(_: Request) -> PlainTextResponse:
        """Answer."""
        return PlainTextResponse("hello")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        """Answer."""
        await PlainTextResponse("hello")(scope, receive, send)


async def greet(_: Request, name: str) -> PlainTextResponse:
    """Answer by name."""
    return PlainTextResponse(name)


ENDPOINTS: dict[str, Any] = {
    "async": say_hello,
    "sync": say_hello_in_a_thread,
    "method": Orders().method,
    "static": Orders.static,
    "lambda": lambda _: PlainTextResponse("hello"),  # pyright: ignore[reportUnknownLambdaType]
    "partial": partial(greet, name="hello"),
    "partial of a partial": partial(partial(greet), name="hello"),
}


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=ENDPOINTS)
def test_every_kind_of_endpoint(endpoint: Callable[..., Any]) -> None:
    """It answers as before, under its policy; the function itself stays closed elsewhere."""
    decorated = cross_origin(named("view"))(endpoint)
    app = Starlette(routes=[Route("/", decorated), Route("/bare", endpoint)])
    CORS(app, same_origin)
    assert ask(app).body == "hello"
    assert scopes_of(app, "/", "GET") == ["view", "view"]
    assert scopes_of(app, "/bare", "GET") == [None, None]


def test_a_partial_of_a_decorated_function() -> None:
    """Starlette looks through it, so its policy counts."""
    decorated = partial(cross_origin(named("view"))(greet), name="hello")
    app = covered(Starlette(routes=[Route("/", decorated)]), "app")
    assert scopes_of(app, "/", "GET") == ["view", "view"]


def test_what_is_no_function() -> None:
    """A class, an ASGI app and text are mistakes, with a way out."""
    for endpoint in (Orders, Orders(), "text", Starlette()):
        with pytest.raises(PolicyError, match="on the methods of an HTTPEndpoint") as caught:
            same_origin(endpoint)  # type: ignore[arg-type] # the mistake
        (problem,) = caught.value.problems
        assert problem.code is ProblemCode.DECORATOR_NOT_ON_A_VIEW


def test_two_decorators() -> None:
    """Neither is merged into the other."""
    with pytest.raises(PolicyError) as caught:
        same_origin(cross_origin(named("view"))(say_hello))
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.TWO_POLICIES]


def test_a_decorator_that_is_not_called() -> None:
    """It says what to write."""
    with pytest.raises(PolicyError, match="@cross_origin") as caught:
        cross_origin(say_hello)  # type: ignore[arg-type] # the mistake
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.DECORATOR_NOT_CALLED]


def test_mistakes_are_raised_where_they_stand() -> None:
    """All of them, and before anything is decorated."""
    with pytest.raises(PolicyError) as caught:
        cross_origin(origins="https://a.example/", methods=["get"])
    codes = [problem.code for problem in caught.value.problems]
    assert codes == [ProblemCode.ORIGIN_HAS_PATH, ProblemCode.METHOD_NOT_UPPER_CASE]


def by_path(request: Request) -> str:
    """Return the path, as a dependency."""
    return request.url.path


def refuse() -> None:
    """
    Refuse everybody.

    Raises:
        HTTPException: Always.
    """
    raise HTTPException(401, "who are you?")


def test_path_operations() -> None:
    """FastAPI sees the parameters, dependencies, status and documents as without a decorator."""
    app = FastAPI()
    plain, decorated = "/plain/{item}", "/decorated/{item}"

    async def read(item: int, where: Annotated[str, Depends(by_path)], limit: int = 3) -> list[Any]:
        return [item, where, limit]

    app.get(plain, status_code=201)(read)
    app.get(decorated, status_code=201)(cross_origin(named("view"))(read))
    covered(app, "app")
    for kind in ("plain", "decorated"):
        reply = answered(app, {**scope_for(path=f"/{kind}/7"), "query_string": b"limit=4"})
        assert (reply.status, json.loads(reply.body)) == (201, [7, f"/{kind}/7", 4])
        assert ask(app, path=f"/{kind}/x").status == 422
    paths = json.loads(ask(app, path="/openapi.json").body)["paths"]
    assert paths[plain]["get"]["parameters"] == paths[decorated]["get"]["parameters"]
    assert inspect.signature(cross_origin(named("view"))(read)) == inspect.signature(read)
    assert scopes_of(app, "/decorated/7", "GET") == ["view", "view"]
    assert scopes_of(app, "/decorated/x", "GET") == ["view", "view"]


def test_generators_of_fastapi() -> None:
    """An endpoint that yields a stream is one, under a decorator, too."""
    app = covered(FastAPI(openapi_url=None), "app")

    @app.get("/async")  # type: ignore[untyped-decorator]
    @cross_origin(named("view"))
    async def some() -> AsyncIterator[int]:
        yield 1
        yield 2

    @app.get("/sync")  # type: ignore[untyped-decorator]
    @cross_origin(named("view"))
    def others() -> Iterator[int]:
        yield 1
        yield 2

    for path in ("/async", "/sync"):
        assert ask(app, path=path).body.split() == ["1", "2"]
        assert scopes_of(app, path, "GET") == ["view", "view"]


def test_preflights_come_before_dependencies() -> None:
    """So a dependency that asks for a password does not see them; its 401 has the headers."""
    app = FastAPI(dependencies=[Depends(refuse)])
    app.get("/")(cross_origin(Policy([HERE]))(lambda: 1))
    CORS(app, same_origin)
    assert ask(app, asks="GET").status == 200
    reply = ask(app)
    assert (reply.status, reply.cors) == (401, OPEN)


def test_inside_of_wrappers_that_say_so() -> None:
    """A wrapper that uses ``functools.wraps`` carries the policy on."""
    decorated = cross_origin(named("view"))(say_hello)

    @wraps(decorated)
    async def outer(request: Request) -> PlainTextResponse:
        return await decorated(request)

    app = covered(Starlette(routes=[Route("/", outer)]), "app")
    assert scopes_of(app, "/", "GET") == ["view", "view"]
