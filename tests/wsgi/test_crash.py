"""Apps that raise under ``CORSMiddleware``: answered for who may read it, and raised again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from crossorigin import Policy
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, Reply, answered, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin._adapters.wsgi_calls import ExcInfo
    from crossorigin._policy.headers import Header

POLICY = Policy([HERE])
CRASH = LookupError("the password is swordfish")


def crashing(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
    """Raise at once."""
    raise CRASH


def started(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Raise after the start of a response, and before its end."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    raise CRASH


def written(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Raise in the middle of a body."""
    start_response("200 OK", [("Content-Type", "text/plain")])(b"hal")
    raise CRASH


@pytest.mark.parametrize("app", [crashing, started])
def test_a_page_can_read_that_the_app_has_crashed(app: Callable[..., Iterable[bytes]]) -> None:
    """The answer is a plain 500 with the headers, nothing of the exception, and it is raised."""
    reply = answered(CORSMiddleware(app, POLICY), environ_of())
    assert reply.error is CRASH
    assert (reply.status, reply.body) == (500, "Internal Server Error\n")
    assert reply.headers == [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", "22"),
        ("Cache-Control", "no-store"),
        *OPEN.items(),
    ]


def test_any_page_can_read_it_under_an_open_policy() -> None:
    """With any origin allowed, any origin may know."""
    reply = answered(CORSMiddleware(crashing, origins="*"), environ_of(origin=ELSEWHERE))
    assert (reply.status, reply.cors) == (500, ANYBODY)


@pytest.mark.parametrize("mode", ["cors", None])
def test_fetch_says_that_it_is_one(mode: str | None) -> None:
    """A browser that says nothing of the mode, as old ones do, is taken for a page's."""
    also = {} if mode is None else {"HTTP_SEC_FETCH_MODE": mode}
    reply = answered(CORSMiddleware(crashing, POLICY), environ_of(**also))
    assert (reply.status, reply.error) == (500, CRASH)


@pytest.mark.parametrize("mode", ["navigate", "no-cors", "same-origin", "websocket"])
def test_whoever_is_no_fetch_gets_what_the_server_answers(mode: str) -> None:
    """Who navigates sees the server's own page, or the debugger's: nothing was started."""
    reply = answered(CORSMiddleware(crashing, POLICY), environ_of(HTTP_SEC_FETCH_MODE=mode))
    assert (reply.starts, reply.error) == (0, CRASH)


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", "junk", "", None])
def test_who_may_not_read_gets_what_the_server_answers(origin: str | None) -> None:
    """Nobody else is told anything."""
    reply = answered(CORSMiddleware(crashing, POLICY), environ_of(origin=origin))
    assert (reply.starts, reply.error) == (0, CRASH)


def test_head_has_no_body() -> None:
    """The answer to HEAD says how long the body would be, and has none: the headers are sent."""
    reply = answered(CORSMiddleware(crashing, POLICY), environ_of(method="HEAD"))
    assert (reply.status, reply.cors, reply.chunks) == (500, OPEN, [b""])


def test_what_has_been_sent_stays() -> None:
    """After a part of the body has left, nothing can be answered: the exception is raised."""
    reply = answered(CORSMiddleware(written, POLICY), environ_of())
    assert (reply.status, reply.body, reply.starts) == (200, "hal", 1)
    assert reply.error is CRASH


def test_a_generator_that_raises_before_its_first_piece() -> None:
    """A generator runs after the middleware has returned: its crash is the server's."""

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [])
        raise CRASH
        yield b""

    reply = answered(CORSMiddleware(app, POLICY), environ_of())
    assert (reply.status, reply.cors, reply.error) == (200, OPEN, CRASH)


def test_a_generator_that_raises_and_was_not_started() -> None:
    """Where no response was started, the server's own 500 has no headers: nothing is open."""

    def app(_: WSGIEnvironment, __: StartResponse) -> Iterator[bytes]:
        raise CRASH
        yield b""

    reply = answered(CORSMiddleware(app, POLICY), environ_of())
    assert (reply.starts, reply.cors, reply.error) == (0, NOTHING, CRASH)


def _gone(*_: object) -> None:
    """Be a client that has closed the connection."""
    raise BrokenPipeError


def _going(*_: object) -> Callable[[bytes], object]:
    """Be a client that closes the connection after the headers."""
    return _gone


@pytest.mark.parametrize("start", [_gone, _going])
def test_a_client_that_has_gone_does_not_hide_the_crash(
    start: Callable[..., Callable[[bytes], object]],
) -> None:
    """If the answer cannot be sent, it is still the app's exception that is raised."""
    with pytest.raises(LookupError, match="swordfish"):
        CORSMiddleware(crashing, POLICY)(environ_of(), start)


def test_a_server_without_a_writer() -> None:
    """Where ``start_response`` returns none, as a few servers do, the headers are all there is."""
    reply = Reply()

    def start(status: str, headers: list[Header], exc_info: ExcInfo = None) -> None:
        reply.start(status, headers, exc_info)

    with pytest.raises(LookupError):
        CORSMiddleware(crashing, POLICY)(environ_of(), start)  # type: ignore[arg-type] # its point
    assert (reply.status, reply.cors, reply.chunks) == (500, OPEN, [])


def test_the_server_is_told_why() -> None:
    """The exception goes to the server with the answer, as the protocol wants it."""
    told: list[object] = []

    def start(_: str, __: list[Header], exc_info: ExcInfo = None) -> Callable[[bytes], object]:
        told.append(exc_info and exc_info[1])
        return told.append

    with pytest.raises(LookupError):
        CORSMiddleware(crashing, POLICY)(environ_of(), start)
    assert told == [CRASH, b"Internal Server Error\n"]


def test_an_exception_that_the_app_handles_is_the_apps() -> None:
    """An exception that does not leave the app is none."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            crashing(environ, start_response)
        except LookupError:
            start_response("503 Busy", [], sys.exc_info())
        return [b"later"]

    reply = answered(CORSMiddleware(app, POLICY), environ_of())
    assert (reply.status, reply.body, reply.cors, reply.error) == (503, "later", OPEN, None)


def test_a_preflight_never_crashes() -> None:
    """The app is not asked, so it cannot fail; who is refused learns nothing more."""
    app = CORSMiddleware(crashing, POLICY)
    replies = [answered(app, environ_of(asks="GET", origin=origin)) for origin in (HERE, ELSEWHERE)]
    assert [(reply.status, reply.error) for reply in replies] == [(200, None), (403, None)]
