"""An app on the other side of a bridge: its own decision stands, and no debugger opens up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Blueprint, Flask
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from werkzeug.debug import DebuggedApplication

from crossorigin import Policy, asgi, wsgi
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.asgi.bridges import BRIDGES, in_wsgi
from tests.asgi.calls import answered, ask, saying, scope_of
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi import calls
from tests.wsgi.calls import CLOSED, NOTHING, OPEN, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from crossorigin._adapters.asgi_calls import ASGIApp, Receive, Scope, Send

STRICT: Final = Policy([HERE])
LOOSE: Final = Policy("*", methods="*")
ANYONE: Final = {"Access-Control-Allow-Origin": "*"}


def hello() -> str:
    """Answer."""
    return "hello"


def crash() -> str:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError


def strict_app() -> Flask:
    """Return an app whose policies let one page in, or nobody."""
    app, blueprint = Flask("inner"), Blueprint("orders", __name__, url_prefix="/orders")
    app.add_url_rule("/", "index", hello, methods=["GET", "POST"])
    app.add_url_rule("/closed", "closed", same_origin(hello))
    app.add_url_rule("/crash", "crash", crash)
    blueprint.add_url_rule("/", "orders", hello)
    CORS(blueprint, origins=ELSEWHERE)
    app.register_blueprint(blueprint)
    CORS(app, STRICT, guard=True)
    return app


# path, method, origin → status and CORS headers, as without anything outside.
STANDS: Final = {
    "allowed": ("/", "GET", HERE, 200, OPEN),
    "refused": ("/", "GET", ELSEWHERE, 200, CLOSED),
    "no-origin": ("/", "GET", None, 200, CLOSED),
    "same-origin": ("/closed", "GET", HERE, 200, NOTHING),
    "not-found": ("/nowhere", "GET", ELSEWHERE, 404, CLOSED),
    "crash": ("/crash", "GET", ELSEWHERE, 500, CLOSED),
    "blueprint": ("/orders/", "GET", HERE, 200, CLOSED),
    "guard": ("/", "POST", ELSEWHERE, 403, CLOSED),
}


def mounted(app: ASGIApp) -> ASGIApp:
    """Return *app* as it is mounted in a Starlette app under a loose policy."""
    return asgi.CORSMiddleware(Starlette(routes=[Mount("/", app=app)]), LOOSE)


@pytest.mark.parametrize("case", STANDS)
@pytest.mark.parametrize("bridge", BRIDGES)
def test_a_loose_policy_outside_does_not_open_a_strict_app(bridge: str, case: str) -> None:
    """B35: what the app inside says stands, whichever bridge leads to it."""
    path, method, origin, status, cors = STANDS[case]
    reply = ask(mounted(BRIDGES[bridge](strict_app())), method, path, origin=origin)
    assert (reply.status, reply.cors) == (status, cors)


@pytest.mark.parametrize("bridge", BRIDGES)
def test_the_log_names_both_once(bridge: str, caplog: pytest.LogCaptureFixture) -> None:
    """One warning, however many requests."""
    app = asgi.CORSMiddleware(BRIDGES[bridge](strict_app()), LOOSE)
    for _ in range(3):
        ask(app, path="/closed")
    (message,) = caplog.messages
    assert message.startswith(
        "CORS(<Flask 'inner'>) covers this response, so crossorigin.asgi.CORSMiddleware("
    )


@pytest.mark.parametrize("bridge", BRIDGES)
def test_decorators_alone(bridge: str, caplog: pytest.LogCaptureFixture) -> None:
    """A decorator closes its view from the first request on; the others are the outer policy's."""
    app = Flask("inner")
    app.add_url_rule("/closed", "closed", same_origin(hello))
    app.add_url_rule("/own", "own", cross_origin(STRICT)(hello))
    app.add_url_rule("/", "index", hello)
    outer = asgi.CORSMiddleware(BRIDGES[bridge](app), LOOSE)
    asked = [("/closed", NOTHING), ("/own", CLOSED), ("/", ANYONE), ("/closed", NOTHING)]
    assert [(path, ask(outer, path=path, origin=ELSEWHERE).cors) for path, _ in asked] == asked
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("bridge", BRIDGES)
def test_a_hidden_decorator_closes(bridge: str) -> None:
    """One that Flask has not registered opens nothing, and no layer outside opens the view."""
    app = Flask("inner")
    # Functions of their own: a decorator that is registered nowhere would close `hello` elsewhere.
    closed, own = same_origin(lambda: "hello"), cross_origin(STRICT)(lambda: "hello")
    for name, hidden in (("closed", closed), ("own", own)):
        app.add_url_rule(f"/{name}", name, partial(hidden))
    outer = asgi.CORSMiddleware(BRIDGES[bridge](app), LOOSE)
    for path in ("/closed", "/own", "/closed", "/own"):
        assert ask(outer, path=path, origin=ELSEWHERE).cors == NOTHING
        assert calls.ask(wsgi.CORSMiddleware(app, LOOSE), path=path).cors == NOTHING


@pytest.mark.parametrize("bridge", BRIDGES)
def test_any_wsgi_app(bridge: str) -> None:
    """The WSGI middleware is seen as Flask's layer is; without one, the outer policy decides."""
    plain = Flask("plain")
    plain.add_url_rule("/", "index", hello)
    inside = asgi.CORSMiddleware(BRIDGES[bridge](wsgi.CORSMiddleware(plain, STRICT)), LOOSE)
    alone = asgi.CORSMiddleware(BRIDGES[bridge](plain), LOOSE)
    for origin, cors in ((HERE, OPEN), (ELSEWHERE, CLOSED)):
        assert ask(inside, origin=origin).cors == cors
        assert ask(alone, origin=origin).cors == ANYONE


# These call the WSGI app in a copy of the context, or name the scope in its environ.
@pytest.mark.parametrize("bridge", ["a2wsgi", "asgiref", "starlette"])
@pytest.mark.parametrize("side", ["asgi", "wsgi"])
def test_a_scheme_that_is_changed_on_the_way(side: str, bridge: str) -> None:
    """Something between the two mends the scheme, as for a proxy, and keeps nothing else."""
    strict = strict_app()

    def inner(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kept = {
            name: value for name, value in environ.items() if "." not in name or "wsgi." in name
        }
        mended = kept | {"wsgi.url_scheme": "https"} if side == "wsgi" else kept
        return strict(mended, start_response)

    app = BRIDGES[bridge](inner)

    async def mending(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "scheme": "https"} if side == "asgi" else scope, receive, send)

    outer = asgi.CORSMiddleware(mending, LOOSE)
    for path, method, origin, status, cors in STANDS.values():
        reply = ask(outer, method, path, origin=origin)
        assert (path, reply.status, reply.cors) == (path, status, cors)


@pytest.mark.parametrize("origin", [HERE, None])
def test_an_app_that_is_asked_on_the_way(origin: str | None) -> None:
    """Another app of this process, which the app asks by itself, says nothing of the response."""
    strict = strict_app()

    async def asking(scope: Scope, receive: Receive, send: Send) -> None:
        assert strict.test_client().get("/closed").status_code == 200
        await saying()(scope, receive, send)

    outer = asgi.CORSMiddleware(asking, LOOSE)
    assert ask(outer, origin=origin).cors == ANYONE
    # A call that has ended is none any more.
    assert calls.ask(strict, origin=HERE).cors == OPEN


def titled(reply: Reply) -> dict[str, str]:
    """Return the CORS headers of *reply*, with their names as people write them."""
    return {name.title(): value for name, value in reply.cors.items()}


@pytest.mark.parametrize(("origin", "cors"), [(HERE, OPEN), (ELSEWHERE, CLOSED)])
def test_the_other_direction(
    origin: str, cors: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """An ASGI app in a WSGI app decides for itself, too."""
    with in_wsgi(asgi.CORSMiddleware(saying(), STRICT)) as inner:
        outer = wsgi.CORSMiddleware(inner, LOOSE)
        assert [titled(calls.ask(outer, origin=origin)) for _ in range(2)] == [cors] * 2
    assert len(caplog.messages) == 1
    with in_wsgi(saying()) as inner:
        assert titled(calls.ask(wsgi.CORSMiddleware(inner, LOOSE), origin=origin)) == ANYONE


def broken(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError


def debugged() -> WSGIApplication:
    """Return a debugger, with a console, around an app that raises."""
    app: WSGIApplication = DebuggedApplication(broken, evalex=True, console_path="/anywhere")
    return app


def asked_of_debugger(app: ASGIApp, path: str, query: bytes, encoding: bytes) -> Reply:
    """Return what a page of another origin gets of the debugger in *app*."""
    scope: dict[str, Any] = scope_of("GET", path, origin=ELSEWHERE)
    headers = [(b"host", b"localhost"), (b"accept-encoding", encoding)]
    scope |= {"query_string": query, "headers": [*scope["headers"][1:], *headers]}
    return answered(app, scope)


@pytest.mark.parametrize("encoding", [b"identity", b"gzip"])
@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/", b"", 500),
        ("/anywhere", b"", 200),
        ("/", b"__debugger__=yes&cmd=resource&f=style.css", 200),
    ],
    ids=["crash", "console", "resource"],
)
@pytest.mark.parametrize("bridge", BRIDGES)
def test_no_page_of_a_debugger_is_opened(
    bridge: str, path: str, query: bytes, status: int, encoding: bytes
) -> None:
    """They carry the secret of its console, and have no CORS header, compressed or not."""
    app = asgi.CORSMiddleware(GZipMiddleware(BRIDGES[bridge](debugged())), LOOSE)
    reply = asked_of_debugger(app, path, query, encoding)
    assert (reply.status, reply.cors.keys() - {"Vary"}) == (status, set())
    assert (b"SECRET" in b"".join(reply.chunks)) is (not query and encoding == b"identity")


@pytest.mark.parametrize("bridge", BRIDGES)
def test_a_debugger_under_a_policy_of_its_own(bridge: str) -> None:
    """A layer inside knows the debugger, and the outer one leaves its page alone."""
    inner = wsgi.CORSMiddleware(debugged(), LOOSE)
    app = asgi.CORSMiddleware(BRIDGES[bridge](inner), LOOSE)
    for path, status in (("/", 500), ("/anywhere", 200)):
        reply = asked_of_debugger(app, path, b"", b"identity")
        assert (reply.status, reply.cors) == (status, NOTHING)
