"""The guard asks for the policy in force, and again where another decorator runs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute

from crossorigin import Guard, Policy, PolicyError, Reason
from crossorigin.errors import ProblemCode
from crossorigin.starlette import CORS, cross_origin, same_origin
from tests.adapters.starlette_points import alone
from tests.asgi.calls import Server, ask, called, scope_of
from tests.cases.case import ELSEWHERE, HERE
from tests.starlette.apps import named, say_hello, say_hello_in_a_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.websockets import WebSocket

    from crossorigin.starlette._state import State

    Decorator = Callable[[Any], Any]

BOTH: Final = Policy([HERE, ELSEWHERE])
ONE: Final = Policy([HERE])


async def _wait(_origin: object, _request: object) -> bool:
    """Allow everybody."""
    return True


def state_of(app: Starlette) -> State:
    """Return the state of *app*."""
    state: State = app.state.crossorigin
    return state


def hiding(decorator: Decorator, function: Any = say_hello) -> Any:  # noqa: ANN401 - an endpoint
    """Return an endpoint that calls *function*, decorated, and does not say so."""

    # Not one that others share: a decorator that nobody registers closes the bare one, too.
    def of_its_own(request: Request) -> Any:  # noqa: ANN401 - a response, or what is awaited for it
        return function(request)

    inner = decorator(of_its_own)

    async def hidden(request: Request) -> Response:
        answer = inner(request)
        response: Response = await answer if asyncio.iscoroutine(answer) else answer
        return response

    return hidden


@pytest.mark.parametrize(
    ("decorator", "status"),
    [
        (cross_origin(ONE), 403),
        (cross_origin(BOTH), 200),
        (cross_origin(Policy([ELSEWHERE])), 200),
        (same_origin, 403),
        (cross_origin(Policy(_wait)), 403),
    ],
    ids=["narrower", "the same", "other", "closed", "async"],
)
@pytest.mark.parametrize("function", [say_hello, say_hello_in_a_thread])
def test_a_hidden_decorator_is_asked(decorator: Decorator, status: int, function: Any) -> None:  # noqa: ANN401
    """Before its function runs; what the app's policy lets in, it may refuse."""
    endpoint = hiding(decorator, function)
    app = Starlette(routes=[Route("/", endpoint, methods=["POST", "GET"])])
    CORS(app, BOTH, guard=True)
    assert ask(app, "POST", origin=ELSEWHERE).status == status
    assert ask(app, "POST", origin=None).status == 200
    assert ask(app, origin=ELSEWHERE).status == 200
    assert sum(state_of(app).stats.refused.values()) >= (status == 403)


def test_a_registered_decorator_is_asked_once() -> None:
    """It was asked before the app was called."""
    app = Starlette(
        routes=[
            Route("/", cross_origin(ONE)(say_hello), methods=["POST"]),
            Route("/open", say_hello, methods=["POST"]),
            Route("/closed", same_origin(say_hello), methods=["POST"]),
        ]
    )
    CORS(app, BOTH, guard=True)
    assert ask(app, "POST").status == 200
    assert ask(app, "POST", origin=ELSEWHERE).status == 403
    assert ask(app, "POST", "/open", origin=ELSEWHERE).status == 200
    reply = ask(app, "POST", "/closed")
    assert (reply.status, reply.cors) == (403, {})
    assert state_of(app).stats.refused == {
        (Reason.SENDER_NOT_ALLOWED, "say_hello"): 2,
    }


def test_a_guard_that_reports_asks_nobody_again() -> None:
    """With credentials, there is one by default: it refuses nothing."""
    app = Starlette(routes=[Route("/", hiding(cross_origin(ONE)), methods=["POST"])])
    CORS(app, Policy([HERE], credentials=True))
    assert ask(app, "POST", origin=ELSEWHERE).status == 200
    assert [row.reason for row in state_of(app).stats.would_refuse] == [Reason.SENDER_NOT_ALLOWED]


async def _accept(websocket: WebSocket) -> None:
    """Accept."""
    await websocket.accept()


@pytest.mark.parametrize("guard", [None, True, Guard(report_only=True)])
@pytest.mark.parametrize(
    ("origin", "path", "is_refused"),
    [(HERE, "/", False), (ELSEWHERE, "/", True), (HERE, "/closed", True)],
)
def test_websockets(origin: str, path: str, guard: Any, *, is_refused: bool) -> None:  # noqa: ANN401
    """A handshake is refused by the policy of its route, whatever kind of headers the server has."""
    app = Starlette(
        routes=[WebSocketRoute("/", _accept), WebSocketRoute("/closed", same_origin(_accept))]
    )
    CORS(app, ONE, guard=guard)
    for headers in (list, iter):
        scope = scope_of(path=path, origin=origin)
        scope.update(type="websocket", scheme="ws", headers=headers(scope["headers"]))
        server = Server()

        async def receive() -> dict[str, str]:
            return {"type": "websocket.connect"}

        asyncio.run(app(scope, receive, server.send))
        assert [each["type"] for each in server.sent] == [
            "websocket.close" if is_refused and guard is True else "websocket.accept"
        ]


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (lambda: CORS(Starlette(), same_origin, shadow=ONE), [ProblemCode.SHADOW_REFUSES_NOTHING]),
        (
            lambda: CORS(Starlette(), same_origin, guard="yes"),  # type: ignore[arg-type] # the mistake
            [ProblemCode.NOT_A_GUARD],
        ),
        (
            lambda: CORS(Mount("/x", routes=[]), ONE, shadow="x"),  # type: ignore[arg-type] # as above
            [ProblemCode.NOT_A_POLICY],
        ),
    ],
)
def test_mistakes(make: Callable[[], object], codes: list[ProblemCode]) -> None:
    """They are raised where they are written."""
    with pytest.raises(PolicyError) as caught:
        make()
    assert [problem.code for problem in caught.value.problems] == codes


def test_one_policy_for_all() -> None:
    """While there is no other one, no router is asked, but for the methods of a route."""
    for policy, methods in ((Policy([HERE], methods=["PUT"]), "PUT"), (ONE, "GET, HEAD, PUT")):
        app = Starlette(routes=[Route("/", say_hello, methods=["GET", "PUT"])])
        CORS(app, policy, guard=True)
        with alone():
            assert ask(app, asks="PUT").methods == methods
            assert ask(app, asks="PUT", origin=ELSEWHERE).status == 403
            assert ask(app, "PUT", origin=ELSEWHERE).status == 403
            assert ask(app, "OPTIONS").status == 405
            assert ask(app, "OPTIONS", origin=None).status == 405
            assert ask(app, origin=ELSEWHERE).cors == {"Vary": "Origin"}
        assert set(state_of(app).stats.refused) == {
            (Reason.ORIGIN_NOT_ALLOWED, "say_hello"),
            (Reason.SENDER_NOT_ALLOWED, "say_hello"),
        }


def test_a_shadow_of_a_router() -> None:
    """It is for the router alone."""
    mount = Mount("/in", routes=[Route("/", say_hello)])
    CORS(mount, BOTH, shadow=ONE)
    app = Starlette(routes=[mount, Route("/", say_hello)])
    CORS(app, BOTH)
    for _ in range(2):
        ask(app, path="/in/", origin=ELSEWHERE)
        ask(app, path="/in/", origin=HERE)
        ask(app, path="/", origin=ELSEWHERE)
    assert [(row.origin, row.count) for row in state_of(app).stats.would_refuse] == [(ELSEWHERE, 2)]


def test_headers_of_any_kind() -> None:
    """A server may hand them over as any iterable."""
    app = Starlette(routes=[Route("/", cross_origin(named("view"))(say_hello))])
    CORS(app, same_origin)
    scope = scope_of()
    scope["headers"] = iter(scope["headers"])
    server = Server()
    asyncio.run(called(app, scope, server))
    assert server.reply().cors == {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "view",
    }
