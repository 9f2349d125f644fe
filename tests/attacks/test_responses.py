"""P18 to P30: responses that a cache, a browser or a log takes in another way than meant."""

from __future__ import annotations

import itertools
import logging
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask, Response, abort, redirect, request, send_from_directory

from crossorigin import CORSRequest, Origin, Policy
from crossorigin.flask import CORS
from tests.attacks.asking import EVIL, VARY, VARY_PREFLIGHT, Answer, ask, ask_permission
from tests.policy.problems import codes_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from werkzeug.wrappers import Response as BaseResponse

TRUSTED: Final = "https://app.example.com"
POLICY: Final = Policy(TRUSTED, credentials=True, methods=["PUT"], allow_headers="*")
PERMITTED: Final = [
    ("Access-Control-Allow-Credentials", "true"),
    ("Access-Control-Allow-Origin", TRUSTED),
]
INJECTIONS: Final = [
    "a\r\nSet-Cookie: stolen=1",
    "a\nSet-Cookie: stolen=1",
    "a\rSet-Cookie: stolen=1",
    "a\x00b",
    "a\x0bb",
    "a\x85Set-Cookie: stolen=1",
    "<svg/onload=alert(1)>",
    '"quoted"',
    "a;b",
    "q p",
]


def app_with(policy: Policy) -> Flask:
    """Return an app that leaves in all ways there are."""
    app = Flask(__name__)
    CORS(app, policy)

    @app.get("/")
    def index() -> str:
        return f"for {request.headers.get('X-User-Id')}"

    @app.get("/abort/<int:status>")
    def leave(status: int) -> str:
        abort(status)

    @app.get("/crash")
    def crash() -> str:
        message = "a mistake"
        raise RuntimeError(message)

    @app.get("/away")
    def away() -> BaseResponse:
        return redirect("/", 302)

    @app.get("/stream")
    def stream() -> Iterator[str]:
        yield from ("a", "b")

    @app.get("/vary/<value>")
    def vary(value: str) -> Response:
        return Response("varied", headers=[("Vary", value), ("Vary", "Cookie")])

    @app.get("/own")
    def own() -> Response:
        origin = request.headers.get("Origin", "")
        return Response("own", headers=[("Access-Control-Allow-Origin", origin)] * 2)

    return app


class Cache:
    """Keep answers as a shared cache does: by URL, and by the headers that ``Vary`` names."""

    def __init__(self) -> None:
        """Keep none."""
        self._kept: list[tuple[dict[str, str | None], Answer]] = []

    def ask(self, app: Flask, origin: str | None) -> Answer:
        """Return what is kept for *origin*, or what *app* answers."""
        for asked, answer in self._kept:
            if all(asked[name] == {"origin": origin}.get(name) for name in asked):
                return answer
        answer = ask(app, origin)
        names = [value.lower() for name, value in answer.headers if name == "Vary"]
        self._kept.append((dict.fromkeys(names, origin), answer))
        return answer


@pytest.mark.parametrize(
    ("first", "second"), [*itertools.permutations([TRUSTED, EVIL, None, "null"], 2)]
)
@pytest.mark.parametrize("policy", [POLICY, Policy("*"), Policy(TRUSTED, timing=True)])
def test_p18_a_cache_answers_as_the_app_does(
    policy: Policy, first: str | None, second: str | None
) -> None:
    """What a cache keeps for one origin is never the wrong answer for another."""
    app = app_with(policy)
    cache = Cache()
    cache.ask(app, first)
    assert cache.ask(app, second).cors == ask(app, second).cors


@pytest.mark.parametrize("path", ["/", "/abort/404", "/none", "/crash", "/away", "/stream"])
@pytest.mark.parametrize("origin", [None, EVIL, "null", "junk"])
def test_p19_vary_is_always_sent(path: str, origin: str | None) -> None:
    """``Vary`` stands on every response, whoever asked, and whatever went wrong."""
    assert ask(app_with(POLICY), origin, path=path).cors == [VARY]


def test_p20_no_request_header_is_reflected() -> None:
    """A fetch cannot leave a header in the browser's cache, for a navigation to find."""
    answer = ask(app_with(POLICY), TRUSTED, headers={"X-User-Id": "<svg/onload=alert(1)>"})
    assert answer.cors == [*PERMITTED, VARY]
    assert "svg" not in str(answer.headers)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Accept-Encoding", "Accept-Encoding, Cookie, Origin", id="P21-merged"),
        pytest.param("origin", "origin, Cookie", id="P21-not-doubled"),
        pytest.param("*", "*", id="P21-star"),
    ],
)
def test_the_vary_of_the_app_is_kept(value: str, expected: str) -> None:
    """The app's own ``Vary`` lines become one line with ours."""
    answer = ask(app_with(POLICY), TRUSTED, path=f"/vary/{value}")
    assert answer.cors == [*PERMITTED, ("Vary", expected)]


def test_p22_a_source_sees_no_header_that_vary_does_not_name() -> None:
    """An origin source gets the URL and the three headers that ``Vary`` can name."""
    seen = {name for name in CORSRequest.__slots__ if not name.startswith("_")}
    named = {"origin", "request_method", "request_headers"}
    assert seen - named == {"method", "host", "path", "route_methods"}


def test_p22_a_source_goes_by_no_header_of_a_preflight_else() -> None:
    """What only a preflight's ``Vary`` names is not shown when there is no preflight."""
    methods: list[str | None] = []

    def only_get(_origin: Origin, request: CORSRequest) -> bool:
        methods.append(request.request_method)
        return (request.request_method or request.method) == "GET"

    app = app_with(Policy(only_get))
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-a"}
    assert ask(app, TRUSTED, headers=asked).cors == ask(app, TRUSTED).cors
    assert ask_permission(app, TRUSTED).status == 403
    assert methods == [None, None, "PUT"]


@pytest.mark.parametrize("origin", [TRUSTED, EVIL, "null", "junk"])
def test_p23_a_preflight_says_what_it_depends_on(origin: str) -> None:
    """A cache that keeps preflights is told all three headers, whatever was decided."""
    assert VARY_PREFLIGHT in ask_permission(app_with(POLICY), origin).cors


@pytest.mark.parametrize("injected", INJECTIONS)
def test_p24_no_header_is_injected(injected: str) -> None:
    """What is not a token, or not an origin, is never sent back."""
    app = app_with(POLICY)
    read = ask(app, TRUSTED + injected)
    refused = ask_permission(app, TRUSTED + injected)
    names = ask_permission(app, TRUSTED, names=f"x-good,{injected}")
    method = ask_permission(app_with(POLICY.replace(methods="*")), TRUSTED, method=injected)
    assert read.cors == [VARY]
    assert (refused.status, refused.cors) == (403, [VARY_PREFLIGHT])
    assert ("Access-Control-Allow-Headers", "content-type, x-good") in names.cors
    assert "Access-Control-Allow-Methods" not in dict(method.cors)
    assert injected not in f"{read}{refused}{names}{method}"


@pytest.mark.parametrize("injected", INJECTIONS)
def test_p24_no_line_of_the_log_is_forged(caplog: pytest.LogCaptureFixture, injected: str) -> None:
    """What a client sends is logged in ASCII, in quotes, on the line that is about it."""
    app = app_with(POLICY)
    with caplog.at_level(logging.DEBUG, "crossorigin"):
        ask(app, injected, path=f"/{injected}")
        ask_permission(app, TRUSTED, method=injected, names=injected, path=f"/{injected}")
    lines = [line for record in caplog.records for line in record.getMessage().split("\n")]
    assert [line for line in lines if not (line.isascii() and line.isprintable())] == []
    asked = [line for line in lines if not line.startswith("  ")]
    assert [line.partition(" ")[0] for line in asked] == ["GET", "preflight"]


def test_p25_a_header_is_sent_once(caplog: pytest.LogCaptureFixture) -> None:
    """What the app sets by itself is replaced, and one warning says so."""
    app = app_with(POLICY)
    assert ask(app, TRUSTED, path="/own").cors == [*PERMITTED, VARY]
    assert ask(app, EVIL, path="/own").cors == [VARY]
    warnings = [record.getMessage() for record in caplog.records]
    assert len(warnings) == 1
    assert "Access-Control-Allow-Origin" in warnings[0]


@pytest.mark.parametrize("credentials", [True, False])
@pytest.mark.parametrize(
    "origins",
    ["*", TRUSTED, ["https://*.example.com", "http://localhost:*"], [TRUSTED, "https://b.example"]],
)
def test_p26_the_origin_is_one_that_a_browser_accepts(
    origins: str | list[str],
    credentials: bool,  # noqa: FBT001
) -> None:
    """It is the origin that asked or ``*``, once, and ``true`` never stands beside ``*``."""
    if codes_of(origins=origins, credentials=credentials):
        assert (origins, credentials) == ("*", True)
        return
    app = app_with(Policy(origins, credentials=credentials, timing=True))
    for answer in (ask(app, TRUSTED), ask_permission(app, TRUSTED)):
        values = [value for name, value in answer.cors if name == "Access-Control-Allow-Origin"]
        assert values == ["*" if origins == "*" else TRUSTED]
        assert ("Access-Control-Allow-Credentials", "true") in answer.cors or not credentials
        assert "Access-Control-Allow-Credentials" not in dict(answer.cors) or credentials


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/abort/401", 401),
        ("/abort/403", 403),
        ("/abort/429", 429),
        ("/none", 404),
        ("/crash", 500),
        ("/away", 302),
        ("/stream", 200),
    ],
)
def test_p27_the_headers_are_on_every_way_out(path: str, status: int) -> None:
    """The page of a trusted origin can read what went wrong."""
    answer = ask(app_with(POLICY), TRUSTED, path=path)
    assert (answer.status, answer.cors) == (status, [*PERMITTED, VARY])


def test_p27_a_method_that_no_view_has() -> None:
    """A 405 has the headers, too."""
    answer = ask(app_with(POLICY), TRUSTED, method="DELETE")
    assert (answer.status, answer.cors) == (405, [*PERMITTED, VARY])


@pytest.mark.parametrize("name", ["Set-Cookie", "set-cookie2"])
def test_p28_no_cookie_is_exposed(name: str) -> None:
    """A policy that exposes what no page may read is a mistake."""
    codes = codes_of(origins=TRUSTED, expose_headers=[name])
    assert codes == [("forbidden-response-header", "expose_headers[0]")]


def test_p28_nothing_is_exposed_by_default() -> None:
    """A policy that exposes nothing sends no header about it."""
    assert "Access-Control-Expose-Headers" not in dict(ask(app_with(POLICY), TRUSTED).cors)


def test_p29_an_origin_that_a_redirect_made_null_is_explained() -> None:
    """Where the redirect went, the refusal says that redirects do this."""
    decision = POLICY.decide(CORSRequest("GET", origin="null"))
    assert (decision.reason.value, decision.headers) == ("origin-null", (VARY,))
    assert "redirect" in decision.explain()


def test_p30_a_304_has_the_headers_of_the_200(tmp_path: Path) -> None:
    """What a browser updates its copy with lets the page read it as before."""
    (tmp_path / "data.json").write_text("{}")
    app = Flask(__name__)
    CORS(app, POLICY)
    app.add_url_rule("/", view_func=lambda: send_from_directory(tmp_path, "data.json"))
    fresh = ask(app, TRUSTED)
    again = ask(app, TRUSTED, headers={"If-None-Match": dict(fresh.headers)["ETag"]})
    assert (fresh.status, again.status) == (200, 304)
    assert again.cors == fresh.cors == [*PERMITTED, VARY]
