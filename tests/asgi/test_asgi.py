"""``crossorigin.asgi.CORSMiddleware``: any ASGI app under one policy."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from crossorigin import Policy, PolicyError
from crossorigin.asgi import CORSMiddleware
from crossorigin.errors import ProblemCode
from tests.asgi.calls import Server, answered, ask, called, saying, scope_of
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import ANYBODY, CLOSED, OPEN

if TYPE_CHECKING:
    from starlette.requests import Request

    from crossorigin._adapters.asgi_calls import Message, Receive, Scope, Send

POLICY = Policy([HERE], methods=["GET", "PUT"])
PLAIN = ("Content-Type", "text/plain")


async def never(_: Scope, __: Receive, ___: Send) -> None:
    """Fail, because the app must not be called."""
    raise AssertionError("called")


def test_an_actual_request() -> None:
    """The app answers, and the headers come after its own."""
    reply = ask(CORSMiddleware(saying(), POLICY))
    assert (reply.status, reply.body) == (200, "hello")
    assert reply.headers == [PLAIN, *OPEN.items()]


def test_the_names_are_in_lower_case() -> None:
    """The names of the headers are such as HTTP/2 takes."""
    server = Server()
    asyncio.run(called(CORSMiddleware(saying(), POLICY), scope_of(), server))
    names = [name for name, _ in server.sent[0]["headers"]]
    assert names == [b"content-type", b"access-control-allow-origin", b"vary"]


def test_a_preflight_is_answered_without_the_app() -> None:
    """A preflight is answered at once, and the app is not called."""
    reply = ask(CORSMiddleware(never, POLICY), asks="PUT")
    assert (reply.status, reply.methods, reply.body) == (200, "GET, PUT", "")


def test_a_refused_preflight_says_why() -> None:
    """The body of a refusal is one sentence, as long as the header says."""
    reply = ask(CORSMiddleware(never, POLICY), asks="PUT", origin=ELSEWHERE)
    assert reply.status == 403
    assert reply.body == "origin-not-allowed: The policy does not let this origin in.\n"
    assert dict(reply.headers)["Content-Length"] == str(len(reply.body))


def test_an_options_request_without_a_preflights_marks_is_the_apps() -> None:
    """Any other OPTIONS goes to the app."""
    app = CORSMiddleware(saying(), POLICY)
    marked = ask(app, "OPTIONS", headers=[(b"access-control-request-method", b"")])
    replies = [ask(app, "OPTIONS"), ask(app, "OPTIONS", origin=None), marked]
    assert [reply.body for reply in replies] == ["hello", "hello", "hello"]
    assert [reply.cors for reply in replies] == [OPEN, CLOSED, OPEN]


def test_the_body_is_streamed() -> None:
    """Each message leaves as it is, and before the next one is made."""
    made: list[Message] = []
    server = Server()

    async def app(_: Scope, __: Receive, send: Send) -> None:
        messages: list[Message] = [
            {"type": "http.response.start", "status": 200, "headers": []},
            {"type": "http.response.body", "body": b"x", "more_body": True},
            {"type": "http.response.body", "body": b"y"},
        ]
        for message in messages:
            made.append(message)
            await send(message)
            assert len(server.sent) == len(made)

    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(), server))
    assert all(sent is said for sent, said in zip(server.sent[1:], made[1:], strict=True))


@pytest.mark.parametrize(
    "message",
    [
        {"type": "http.response.early_hint", "links": [b"</a.css>; rel=preload"]},
        {"type": "http.response.pathsend", "path": "/a"},
        {"type": "http.response.zerocopysend", "file": 3},
        {"type": "http.response.trailers", "headers": [(b"vary", b"x")], "more_trailers": False},
        {"type": "http.response.push", "path": "/a", "headers": [(b"accept", b"*/*")]},
        {"type": "http.response.debug", "info": {}},
        {"type": "of.tomorrow", "headers": [(b"vary", b"x")]},
    ],
    ids=lambda message: message["type"],
)
def test_what_an_extension_says_is_handed_on(message: Message) -> None:
    """Whatever else an app sends reaches the server untouched, wherever it stands."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send(message)
        await saying()({}, None, send)

    before = dict(message)
    server = Server()
    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(), server))
    assert server.sent[0] is message
    assert message == before
    assert server.reply().cors == OPEN


@pytest.mark.parametrize("kind", ["websocket", "lifespan", "of.tomorrow", None])
def test_what_is_no_http_is_the_apps(kind: str | None) -> None:
    """Scope, ``receive`` and ``send`` reach the app as the server made them."""
    got: list[object] = []
    server = Server()
    scope = {**scope_of(asks="PUT"), "type": kind}
    before = dict(scope)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        got.extend([scope, receive, send])
        await send({"type": "websocket.http.response.start", "status": 403, "headers": []})

    asyncio.run(called(CORSMiddleware(app, POLICY), scope, server))
    assert got[0] is scope
    assert got[1:] == [server.receive, server.send]
    assert scope == before
    assert server.sent == [{"type": "websocket.http.response.start", "status": 403, "headers": []}]


@pytest.mark.parametrize("status", [204, 206, 304, 307, 404, 503])
def test_every_status(status: int) -> None:
    """The headers do not depend on the status, which stays."""
    reply = ask(CORSMiddleware(saying(status=status), POLICY))
    assert (reply.status, reply.cors) == (status, OPEN)


@pytest.mark.parametrize("origin", [HERE, ELSEWHERE, None])
@pytest.mark.parametrize("own", [[], [(b"vary", b"cookie")], [[b"access-control-max-age", b"1"]]])
def test_the_list_of_the_app_is_not_changed(origin: str | None, own: list[object]) -> None:
    """An app may send one message for ever: it finds it as it left it."""
    headers = [(b"content-type", b"text/plain"), *own]
    message = {"type": "http.response.start", "status": 200, "headers": headers}
    before = list(headers)

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send(message)

    server = Server()
    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(origin=origin), server))
    assert (message["headers"], headers) == (before, before)
    assert server.sent[0]["headers"] is not headers


@pytest.mark.parametrize("vary", [b"VARY", b"vary", b"Vary"])
def test_names_of_headers_have_no_case(vary: bytes) -> None:
    """Whatever case the app writes, there is one line ``Vary``, and one source of truth."""
    app = saying((vary, b"Cookie"), (b"ACCESS-CONTROL-ALLOW-ORIGIN", b"*"), (vary, b"Accept"))
    assert ask(CORSMiddleware(app, POLICY)).cors == {**OPEN, "Vary": "Cookie, Accept, Origin"}


def test_headers_of_the_app_are_replaced_and_that_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """CORS headers of the app's own are replaced, and one warning names them."""
    own = [(b"access-control-allow-origin", b"*"), (b"Access-Control-Max-Age", b"1")]
    app = CORSMiddleware(saying(*own), POLICY)
    replies = [ask(app, origin=origin).cors for origin in (HERE, ELSEWHERE, None)]
    assert replies == [OPEN, CLOSED, CLOSED]
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("crossorigin", "WARNING")
    assert record.getMessage().startswith(
        "The app sets Access-Control-Max-Age, access-control-allow-origin by itself: replaced"
        " by what crossorigin.asgi.CORSMiddleware("
    )


def test_every_name_of_a_response_is_exposed_to_who_may_read_it() -> None:
    """With credentials a ``*`` means nothing, so the names are listed."""
    policy = Policy([HERE], credentials=True, expose_headers="*")
    app = CORSMiddleware(saying((b"x-total-count", b"7")), policy)
    exposed = {
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "x-total-count",
    }
    assert ask(app).cors == {**OPEN, **exposed}
    assert ask(app, origin=ELSEWHERE).cors == CLOSED


def test_timing_is_the_apps_own_unless_the_policy_says_it() -> None:
    """``Timing-Allow-Origin`` is replaced by a policy with ``timing``, and by no other."""
    app = saying((b"timing-allow-origin", b"https://stats.example"))
    plain = ask(CORSMiddleware(app, POLICY)).cors
    timing = ask(CORSMiddleware(app, POLICY.replace(timing=True))).cors
    assert plain == {**OPEN, "Timing-Allow-Origin": "https://stats.example"}
    assert timing == {**OPEN, "Timing-Allow-Origin": HERE}


def test_options_by_name() -> None:
    """The options of a policy may be given instead of a policy."""
    app = CORSMiddleware(saying(), origins="*", max_age=60)
    assert app.policy == Policy("*", max_age=60)
    assert ask(app).cors == ANYBODY


def test_starlettes_way_to_add_a_middleware() -> None:
    """``add_middleware`` takes the class and the policy."""

    async def view(_: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    app = Starlette(routes=[Route("/", view)])
    app.add_middleware(CORSMiddleware, policy=POLICY)
    assert ask(app).cors == OPEN
    assert ask(app, path="/nowhere").cors == OPEN
    assert ask(app, asks="PUT").methods == "GET, PUT"


@pytest.mark.parametrize(
    ("arguments", "options", "code"),
    [
        ((), {}, ProblemCode.ORIGINS_MISSING),
        ((HERE,), {}, ProblemCode.NOT_A_POLICY),
        ((POLICY,), {"origins": HERE}, ProblemCode.TWO_POLICIES),
        ((), {"origin": HERE, "origins": HERE}, ProblemCode.UNKNOWN_OPTION),
    ],
)
def test_mistakes(
    arguments: tuple[object, ...], options: dict[str, object], code: ProblemCode
) -> None:
    """A mistake is reported when the app starts, with a way out."""
    with pytest.raises(PolicyError) as caught:
        CORSMiddleware(saying(), *arguments, **options)  # type: ignore[arg-type] # its point
    assert [problem.code for problem in caught.value.problems] == [code]
    assert all(problem.hint for problem in caught.value.problems)


def test_what_is_refused_is_logged_for_who_asks(caplog: pytest.LogCaptureFixture) -> None:
    """At the level INFO the log says what was refused, and why; nothing a client sends bends it."""
    caplog.set_level("INFO", logger="crossorigin")
    app = CORSMiddleware(saying(), POLICY)
    ask(app, origin=ELSEWHERE)
    ask(app, origin="junk\r\nroot: logged in", asks="PUT")
    ask(app, asks="PUT")
    ask(app)
    assert [record.getMessage().partition(",")[0] for record in caplog.records] == [
        'GET / from "https://evil.example": refused',
        'preflight for PUT / from "junk\\r\\nroot: logged in": refused',
    ]


def test_an_app_that_is_called_off_is_not_answered_for() -> None:
    """A request that a server calls off, as when a client has gone, gets no answer."""

    async def app(_: Scope, __: Receive, ___: Send) -> None:
        raise asyncio.CancelledError

    server = Server()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(), server))
    assert server.sent == []


def test_head() -> None:
    """A response to HEAD has the headers of one to GET."""
    assert answered(CORSMiddleware(saying(), POLICY), scope_of("HEAD")).cors == OPEN
