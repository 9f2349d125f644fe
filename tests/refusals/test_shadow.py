"""A shadow refuses nothing: it counts the requests that it would refuse, in every adapter."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Blueprint, Flask
from hypothesis import given
from hypothesis import strategies as st

from crossorigin import CORSRequest, Guard, Origin, Policy, PolicyError, Reason
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS, cross_origin
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi import calls as asgi
from tests.flask.apps import app_with, say_hello
from tests.property.policies import beside, policies
from tests.refusals.covered import ADAPTERS
from tests.wsgi import calls as wsgi

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import StartResponse

    from crossorigin._adapters.stats import Stats
    from tests.refusals.covered import Covered

APP: Final = "https://app.example.com"
PARTNER: Final = "https://partner.example"
LOOSE: Final = Policy([APP, PARTNER], methods=["PUT"], allow_headers=["X-A"], credentials=True)
TIGHT: Final = Policy([APP])
TRUE: Final = [f"https://s{number}.example.com" for number in range(50)]
EVIL: Final = [f"https://s{number}.example.com.evil.example" for number in range(20)]
MEGABYTES: Final = 1024 * 1024
each_adapter = pytest.mark.parametrize("cover", ADAPTERS.values(), ids=ADAPTERS)


def failing(origin: Origin, _: CORSRequest) -> bool:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError(origin.host)


async def awaited(_origin: Origin, _request: CORSRequest) -> bool:
    """Let nobody in."""
    return False


def rows(app: Covered) -> dict[tuple[str, Reason], int]:
    """Return the counts of what would be refused."""
    return {(row.origin, row.reason): row.count for row in app.stats.would_refuse}


@each_adapter
def test_what_would_be_refused(cover: Callable[..., Covered]) -> None:
    """An origin, a method, a header and cookies that it does not allow; what is refused is not."""
    app = cover(LOOSE, shadow=TIGHT, guard=False)
    put = {"access_control_request_method": "PUT"}
    get = {"access_control_request_method": "GET"}
    for _ in range(2):
        app.ask()
        app.ask(origin=APP)
        app.ask("OPTIONS", APP, **get)
        app.ask(origin="https://evil.example")
        app.ask("OPTIONS", APP, access_control_request_method="DELETE")
        app.ask(origin="http://localhost")
        app.ask(origin=APP, cookie="a=b")
        app.ask(origin=PARTNER, cookie="a=b")
        app.ask("OPTIONS", APP, **put)
        app.ask("OPTIONS", APP, **get, access_control_request_headers="x-a")
        app.ask("OPTIONS", PARTNER, **get)
    # Where a framework knows them, the methods of the shadow are those of the route.
    by_method = {} if app.knows_methods else {(APP, Reason.METHOD_NOT_ALLOWED): 2}
    assert rows(app) == {
        **by_method,
        (APP, Reason.COOKIES_NOT_ALLOWED): 2,
        (APP, Reason.HEADER_NOT_ALLOWED): 2,
        (PARTNER, Reason.ORIGIN_NOT_ALLOWED): 4,
    }
    assert sum(app.stats.refused.values()) == 4


@each_adapter
def test_a_shadow_whose_source_fails(
    cover: Callable[..., Covered], caplog: pytest.LogCaptureFixture
) -> None:
    """It would refuse everyone; its exception is logged, and the response is as ever."""
    app = cover(LOOSE, shadow=Policy(failing))
    assert app.ask(origin=APP).cors["Access-Control-Allow-Origin"] == APP
    assert rows(app) == {(APP, Reason.ORIGIN_SOURCE_FAILED): 1}
    assert [record.exc_info is not None for record in caplog.records] == [True]


def test_a_shadow_that_is_awaited() -> None:
    """In ASGI its source may be ``async``."""
    app = ASGIMiddleware(asgi.saying(), LOOSE, shadow=Policy(awaited))
    assert asgi.ask(app, origin=APP).cors["Access-Control-Allow-Origin"] == APP
    assert [(row.origin, row.reason) for row in app.stats.would_refuse] == [
        (APP, Reason.ORIGIN_NOT_ALLOWED)
    ]


@each_adapter
@given(data=st.data(), policy=policies(), shadow=policies())
def test_no_response_is_changed(
    cover: Callable[..., Covered], data: st.DataObject, policy: Policy, shadow: Policy
) -> None:
    """With a shadow every response is, byte by byte, the one without it."""
    method = data.draw(st.sampled_from(["GET", "POST", "PUT", "OPTIONS"]))
    headers = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "cookie": st.just("a=b"),
                "sec_fetch_site": st.sampled_from(["cross-site", "same-origin"]),
                "access_control_request_method": st.sampled_from(["GET", "PUT", "junk"]),
                "access_control_request_headers": st.sampled_from(["x-a", "Authorization, x-b"]),
            },
        )
    )
    origin = data.draw(st.sampled_from([None, "null", APP, PARTNER, "https://a.example.com"]))
    plain, reported = (
        cover(policy, guard=False).ask(method, origin, **headers),
        cover(policy, shadow=beside(policy, shadow), guard=Guard(report_only=True)).ask(
            method, origin, **headers
        ),
    )
    assert (reported.status, reported.headers, reported.chunks) == (
        plain.status,
        plain.headers,
        plain.chunks,
    )


def test_the_policies_of_views_and_blueprints() -> None:
    """They are not judged by the app's shadow, even if they are equal to the app's policy."""
    app, blueprint = (
        app_with(index=say_hello, own=cross_origin(LOOSE)(say_hello)),
        Blueprint("b", "b"),
    )
    blueprint.add_url_rule("/b", "view", say_hello)
    CORS(blueprint, LOOSE)
    CORS(app, LOOSE, shadow=TIGHT)
    app.register_blueprint(blueprint)
    for path in ("/", "/own", "/b"):
        wsgi.ask(app, path, origin=PARTNER)
    stats = app.extensions["crossorigin"].stats
    assert [(row.origin, row.endpoint) for row in stats.would_refuse] == [(PARTNER, "index")]


def test_the_shadow_of_a_blueprint() -> None:
    """A blueprint's policy may have one of its own; an app's configuration may have one beside it."""
    app, blueprint = Flask("app"), Blueprint("b", "b")
    blueprint.add_url_rule("/b", "view", say_hello)
    app.add_url_rule("/", "index", say_hello)
    CORS(blueprint, LOOSE, shadow=TIGHT)
    app.register_blueprint(blueprint)
    app.config["CROSSORIGIN_ORIGINS"] = "*"
    CORS(app, shadow=Policy(PARTNER))
    for path in ("/", "/b"):
        for origin in (APP, PARTNER):
            wsgi.ask(app, path, origin=origin)
    stats = app.extensions["crossorigin"].stats
    assert {(row.origin, row.endpoint) for row in stats.would_refuse} == {
        (APP, "index"),
        (PARTNER, "b.view"),
    }


WRONG: Final = [
    ("strict", ProblemCode.NOT_A_POLICY),
    (True, ProblemCode.NOT_A_POLICY),
    ([APP], ProblemCode.NOT_A_POLICY),
    (Guard(), ProblemCode.NOT_A_POLICY),
]


@each_adapter
@pytest.mark.parametrize(("shadow", "code"), WRONG)
def test_no_shadow(cover: Callable[..., Covered], shadow: object, code: ProblemCode) -> None:
    """Anything else than a policy is a problem when the app starts, beside all others."""
    with pytest.raises(PolicyError) as caught:
        cover("junk", shadow=shadow, guard="junk")
    assert [problem.field for problem in caught.value.problems] == ["policy", "shadow", "guard"]
    assert caught.value.problems[1].code is code
    with pytest.raises(PolicyError) as caught:
        cover(LOOSE, shadow=shadow)
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("shadow", code)


@pytest.mark.parametrize("cover", [ADAPTERS["wsgi"], ADAPTERS["flask"]])
def test_a_source_that_nobody_awaits(cover: Callable[..., Covered]) -> None:
    """Under WSGI, a shadow's source that is ``async`` is a problem."""
    with pytest.raises(PolicyError) as caught:
        cover(LOOSE, shadow=Policy(awaited))
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("shadow", ProblemCode.SOURCE_IS_ASYNC)


def open_to_all(_origin: Origin, _request: CORSRequest) -> bool:
    """Let everybody in: the mistake that is to be mended."""
    return True


def replay(requests: int) -> tuple[Stats, set[str | None], int]:
    """
    Replay *requests* of 50 true origins and 20 attackers, each with cookies, through a shadow.

    Returns the counters, the origins that may read, and the bytes that are held in the end.
    """

    def app(_: object, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"hello"]

    def start_response(_: str, headers: list[tuple[str, str]], __: object = None) -> Any:  # noqa: ANN401 - WSGI's writer
        permitted.add(dict(headers).get("Access-Control-Allow-Origin"))

    permitted: set[str | None] = set()
    careless = Policy(open_to_all, credentials=True)
    covered = WSGIMiddleware(app, careless, shadow=Policy(TRUE[:25]))
    environ = wsgi.environ_of(HTTP_COOKIE="id=7")
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(requests):
        origin = TRUE[number % 50] if number % 7 else EVIL[number % 20]
        covered({**environ, "HTTP_ORIGIN": origin}, start_response)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return covered.stats, permitted, after - before


def test_replay() -> None:
    """Of 100,000 requests, each of the 70 origins has its reason, and nobody is refused."""
    stats, permitted, held = replay(100_000)
    found = {row.origin: row for row in stats.would_refuse}
    assert permitted == {*TRUE, *EVIL}
    assert {origin: row.reason for origin, row in found.items()} == {
        **dict.fromkeys(TRUE[:25], Reason.COOKIES_NOT_ALLOWED),
        **dict.fromkeys([*TRUE[25:], *EVIL], Reason.ORIGIN_NOT_ALLOWED),
    }
    assert sum(row.count for row in found.values()) == 100_000
    assert [found[origin].looks_like for origin in EVIL] == TRUE[:20]
    assert stats.refused == {}
    assert held < 5 * MEGABYTES
