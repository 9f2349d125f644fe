"""``crossorigin.wsgi.CORSMiddleware``: any WSGI app under one policy."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING
from wsgiref.validate import validator

import pytest

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import ANYBODY, CLOSED, OPEN, Reply, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from crossorigin import CORSRequest, Origin
    from crossorigin._policy.headers import Header

POLICY = Policy([HERE], methods=["GET", "PUT"])
PLAIN = ("Content-Type", "text/plain")


def saying(*headers: Header, status: str = "200 OK") -> WSGIApplication:
    """Return an app that answers with *headers*."""

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, [PLAIN, *headers])
        return [b"hello"]

    return app


def test_an_actual_request() -> None:
    """The app answers, and the headers come after its own."""
    reply = ask(CORSMiddleware(saying(), POLICY))
    assert reply.status == 200
    assert reply.headers == [PLAIN, *OPEN.items()]
    assert reply.body == "hello"


def test_a_preflight_is_answered_without_the_app() -> None:
    """A preflight is answered at once, and the app is not called."""

    def app(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        raise AssertionError("called")

    reply = ask(CORSMiddleware(app, POLICY), asks="PUT")
    assert (reply.status, reply.methods, reply.body) == (200, "GET, PUT", "")


def test_a_refused_preflight_says_why() -> None:
    """The body of a refusal is one sentence, as long as the header says."""
    reply = ask(CORSMiddleware(saying(), POLICY), asks="PUT", origin=ELSEWHERE)
    length = dict(reply.headers)["Content-Length"]
    assert reply.status == 403
    assert reply.body == "origin-not-allowed: The policy does not let this origin in.\n"
    assert length == str(len(reply.body))


def test_it_keeps_to_the_protocol() -> None:
    """Between a server and an app that check each other, nothing is out of order."""
    app = validator(CORSMiddleware(validator(saying()), POLICY))
    replies = [ask(app), ask(app, origin=ELSEWHERE, asks="PUT")]
    assert [reply.status for reply in replies] == [200, 403]


def test_the_body_is_streamed() -> None:
    """Each piece leaves before the next one is made."""
    made: list[int] = []

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [PLAIN])
        for number in range(3):
            made.append(number)
            yield b"x"

    reply = Reply()
    chunks = iter(CORSMiddleware(app, POLICY)(environ_of(), reply.start))
    assert made == []
    next(chunks)
    assert (made, reply.cors) == ([0], OPEN)


def test_the_very_iterable_of_the_app_is_returned() -> None:
    """What the app returns reaches the server as it is, ``close`` and all."""

    class File:
        """An iterable that a server may know how to send."""

        def __iter__(self) -> Iterator[bytes]:
            return iter(())

        def close(self) -> None:
            """Do nothing."""

    file = File()

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [PLAIN])
        return file

    assert CORSMiddleware(app, POLICY)(environ_of(), Reply().start) is file


def test_the_writer_of_the_server_is_returned() -> None:
    """An app that writes, as old ones do, is given the server's own writer."""

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        write = start_response("200 OK", [PLAIN])
        write(b"written, ")
        return [b"returned"]

    assert ask(CORSMiddleware(app, POLICY)).body == "written, returned"


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified", "503 Sorry"])
def test_every_status(status: str) -> None:
    """The headers do not depend on the status, which stays word for word."""
    seen: list[str] = []

    def start(status: str, headers: list[Header], _: object = None, /) -> object:
        seen.extend([status, *map(str, headers)])
        return seen.append

    app = CORSMiddleware(saying(status=status), POLICY)
    app(environ_of(), start)  # type: ignore[arg-type] # a writer that takes more than bytes
    assert seen == [status, str(PLAIN), *map(str, OPEN.items())]


def test_a_response_that_is_started_twice() -> None:
    """An app that changes its mind gets the headers on the second response, too, and once."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [PLAIN])
        try:
            environ["nothing"]
        except KeyError:
            start_response("404 Not Found", [PLAIN], sys.exc_info())
        return []

    reply = ask(CORSMiddleware(app, POLICY))
    assert (reply.status, reply.starts) == (404, 2)
    assert reply.headers == [PLAIN, *OPEN.items()]


@pytest.mark.parametrize("origin", [HERE, ELSEWHERE, None])
@pytest.mark.parametrize("own", [(), (("Vary", "Cookie"),), (("access-control-max-age", "1"),)])
def test_the_list_of_the_app_is_not_changed(origin: str | None, own: tuple[Header, ...]) -> None:
    """An app may send one list of headers for ever: it finds it as it left it."""
    headers = [PLAIN, *own]
    before = list(headers)

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return []

    reply = ask(CORSMiddleware(app, POLICY), origin=origin)
    assert headers == before
    assert reply.headers is not headers


@pytest.mark.parametrize("vary", ["VARY", "vary", "Vary"])
def test_names_of_headers_have_no_case(vary: str) -> None:
    """Whatever case the app writes, there is one line ``Vary``, and one source of truth."""
    own = ((vary, "Cookie"), ("ACCESS-CONTROL-ALLOW-ORIGIN", "*"), (vary, "Accept"))
    reply = ask(CORSMiddleware(saying(*own), POLICY))
    assert reply.cors == {**OPEN, "Vary": "Cookie, Accept, Origin"}


def test_headers_of_the_app_are_replaced_and_that_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """CORS headers of the app's own are replaced, and one warning names them."""
    own = (
        ("access-control-allow-origin", "*"),
        ("Access-Control-Max-Age", "1"),
        ("Access-Control-Max-Age", "2"),
    )
    app = CORSMiddleware(saying(*own), POLICY)
    replies = [ask(app, origin=origin).cors for origin in (HERE, ELSEWHERE, None)]
    assert replies == [OPEN, CLOSED, CLOSED]
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("crossorigin", "WARNING")
    assert record.getMessage().startswith(
        "The app sets Access-Control-Max-Age, access-control-allow-origin by itself: replaced"
        " by what crossorigin.wsgi.CORSMiddleware("
    )


def test_timing_is_the_apps_own_unless_the_policy_says_it() -> None:
    """``Timing-Allow-Origin`` is replaced by a policy with ``timing``, and by no other."""
    app = saying(("Timing-Allow-Origin", "https://stats.example"))
    plain = ask(CORSMiddleware(app, POLICY)).cors
    timing = ask(CORSMiddleware(app, POLICY.replace(timing=True))).cors
    assert plain == {**OPEN, "Timing-Allow-Origin": "https://stats.example"}
    assert timing == {**OPEN, "Timing-Allow-Origin": HERE}


def test_options_by_name() -> None:
    """The options of a policy may be given instead of a policy."""
    app = CORSMiddleware(saying(), origins="*", max_age=60)
    assert app.policy == Policy("*", max_age=60)
    assert ask(app).cors == ANYBODY


def test_a_source_is_asked_about_the_request() -> None:
    """An origin source gets the parsed origin, and the request as it came."""
    asked: list[tuple[str, str | None, str | None]] = []

    def source(origin: Origin, request: CORSRequest) -> bool:
        asked.append((str(origin), request.host, request.path))
        return True

    app = CORSMiddleware(saying(), origins=source)
    replies = [ask(app, "/orders", origin=origin).cors for origin in (HERE, "null", "junk", None)]
    assert replies == [OPEN, CLOSED, CLOSED, CLOSED]
    assert asked == [(HERE, "localhost", "/orders")]


async def _async_source(_: Origin, __: CORSRequest) -> bool:
    """Be asynchronous."""
    return True


class _AsyncSource:
    """An origin source that is an object, and asynchronous."""

    async def __call__(self, _: Origin, __: CORSRequest) -> bool:
        """Be asynchronous."""
        return True


@pytest.mark.parametrize(
    ("arguments", "options", "code"),
    [
        ((), {}, ProblemCode.ORIGINS_MISSING),
        ((HERE,), {}, ProblemCode.NOT_A_POLICY),
        ((POLICY,), {"origins": HERE}, ProblemCode.TWO_POLICIES),
        ((), {"origin": HERE, "origins": HERE}, ProblemCode.UNKNOWN_OPTION),
        ((), {"origins": _async_source}, ProblemCode.SOURCE_IS_ASYNC),
        ((), {"origins": _AsyncSource()}, ProblemCode.SOURCE_IS_ASYNC),
        ((), {"origins": partial(_AsyncSource())}, ProblemCode.SOURCE_IS_ASYNC),
        ((Policy(_async_source),), {}, ProblemCode.SOURCE_IS_ASYNC),
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


def test_an_exception_of_a_server_is_not_ours_to_hide() -> None:
    """What stops a server, as Ctrl-C does, goes through without an answer."""

    def app(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        raise KeyboardInterrupt

    reply = Reply()
    with pytest.raises(KeyboardInterrupt):
        CORSMiddleware(app, POLICY)(environ_of(), reply.start)
    assert reply.starts == 0


def test_an_options_request_without_a_preflights_marks_is_the_apps() -> None:
    """Any other OPTIONS goes to the app."""
    reply = answered(CORSMiddleware(saying(), POLICY), environ_of(method="OPTIONS"))
    assert (reply.body, reply.cors) == ("hello", OPEN)
