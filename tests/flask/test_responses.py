"""``CORS(app)`` on every way out of an app, and before every way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask, Response, abort, redirect, send_file, stream_with_context

from crossorigin import Policy
from crossorigin.flask import CORS
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, crash, say_hello
from tests.wsgi.calls import CLOSED, OPEN, Reply, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY: Final = Policy([HERE], methods=["GET", "PUT"])


def _not_modified() -> Response:
    """Answer that nothing has changed, with headers that may be kept."""
    return Response(status=304, headers={"ETag": '"1"', "Vary": "Cookie"})


def _streamed() -> Response:
    """Answer in pieces."""

    def pieces() -> Iterator[str]:
        yield "a"
        yield "b"

    return Response(stream_with_context(pieces()))


def _aborted() -> str:
    """Stop."""
    abort(418)


def _aborted_by_a_response() -> str:
    """Stop with a response of its own."""
    abort(Response("gone", 410))


def _handled() -> str:
    """Raise what the app handles."""
    raise KeyError


def ways_out() -> Flask:
    """Return an app whose views end in every way there is."""
    app = app_with(
        index=say_hello,
        streamed=_streamed,
        not_modified=_not_modified,
        aborted=_aborted,
        aborted_by_a_response=_aborted_by_a_response,
        crash=crash,
        handled=_handled,
        redirect=lambda: redirect("/"),
        file=lambda: send_file(__file__),
    )
    app.add_url_rule("/folder/", "folder", say_hello)
    app.register_error_handler(KeyError, lambda _: ("handled", 409))
    app.register_error_handler(404, lambda _: ("nowhere", 404))
    return app


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/streamed", 200),
        ("/file", 200),
        ("/not_modified", 304),
        ("/aborted", 418),
        ("/aborted_by_a_response", 410),
        ("/crash", 500),
        ("/handled", 409),
        ("/redirect", 302),
        ("/folder", 308),
        ("/nowhere", 404),
    ],
)
@pytest.mark.parametrize(("origin", "cors"), [(HERE, OPEN), (ELSEWHERE, CLOSED), (None, CLOSED)])
def test_every_way_out(
    path: str, status: int, method: str, origin: str | None, cors: dict[str, str]
) -> None:
    """Whatever becomes of a request, the headers are on the response, and once."""
    app = ways_out()
    CORS(app, POLICY)
    reply = ask(app, path, method, origin=origin)
    expected = {**cors, "Vary": "Cookie, Origin"} if status == 304 else cors
    assert (reply.status, reply.cors) == (status, expected)


def test_a_method_that_no_view_has() -> None:
    """A 405 is readable, so that the page sees it."""
    app = ways_out()
    CORS(app, POLICY)
    reply = ask(app, "/", "DELETE")
    assert (reply.status, reply.cors) == (405, OPEN)


def test_what_runs_after_a_request_and_raises() -> None:
    """The 500 of an ``after_request`` that raises is readable."""
    app = app_with(index=say_hello)
    CORS(app, POLICY)

    @app.after_request
    def fail(_: Response) -> Response:
        return Response(crash())

    reply = ask(app)
    assert (reply.status, reply.cors) == (500, OPEN)


@pytest.mark.parametrize("propagate", ["TESTING", "PROPAGATE_EXCEPTIONS"])
def test_an_exception_that_leaves_the_app(propagate: str) -> None:
    """Outside of debug mode, too, it is answered by a 500 that tells nothing, and goes on."""
    app = ways_out()
    CORS(app, POLICY)
    app.config[propagate] = True
    reply = answered(app, environ_of("/crash"))
    assert (reply.status, reply.cors, type(reply.error)) == (500, OPEN, LookupError)
    assert reply.body == "Internal Server Error\n"


def test_a_stream_leaves_in_pieces() -> None:
    """A response is not read before it is sent."""
    app = ways_out()
    CORS(app, POLICY)
    reply = Reply()
    chunks = iter(app(environ_of("/streamed"), reply.start))
    assert (next(chunks), reply.cors, next(chunks)) == (b"a", OPEN, b"b")


def test_the_apps_own_headers_are_replaced_and_each_view_is_named_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One warning per endpoint tells which view sets what by itself."""
    own = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT"}
    app = app_with(index=lambda: ("", own), other=lambda: ("", own), clean=say_hello)
    CORS(app, POLICY)
    paths = ["/", "/other", "/clean", "/", "/other"]
    assert [ask(app, path).cors for path in paths] == [OPEN] * 5
    assert [record.getMessage() for record in caplog.records] == [
        f'The view "{view}" sets Access-Control-Allow-Methods, Access-Control-Allow-Origin by'
        " itself: replaced by what CORS(<Flask 'app'>) says."
        for view in ("index", "other")
    ]


def test_before_request_does_not_see_a_preflight() -> None:
    """A preflight is answered before any code of the app runs; the request is not."""
    app = app_with(index=say_hello)
    CORS(app, POLICY)
    app.before_request(lambda: abort(401))
    preflights = [ask(app, path, asks="PUT") for path in ("/", "/nowhere")]
    assert [reply.status for reply in preflights] == [200, 200]
    assert (ask(app).status, ask(app).cors) == (401, OPEN)


def test_static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The app's static files are covered: whole, in part, unchanged, and missing."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "data.json").write_text("[1, 2]")
    app = Flask("app", static_folder=folder, static_url_path="/static")
    CORS(app, POLICY)
    whole = ask(app, "/static/data.json")
    part = ask(app, "/static/data.json", HTTP_RANGE="bytes=0-1")
    unchanged = ask(app, "/static/data.json", HTTP_IF_NONE_MATCH=dict(whole.headers)["ETag"])
    missing = ask(app, "/static/none.json")
    replies = [whole, part, unchanged, missing]
    assert [reply.status for reply in replies] == [200, 206, 304, 404]
    assert [reply.cors for reply in replies] == [OPEN] * 4
