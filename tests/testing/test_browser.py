"""The browser for tests: what a page fetches, and what comes of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from crossorigin import Policy
from crossorigin.testing import Browser
from crossorigin.wsgi import CORSMiddleware
from tests.testing.apps import ALLOW, API, ASGI, CREDENTIALS, HERE, WSGI, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

    from crossorigin._browser.engines import Engine


def guarded(app: WSGIApplication, **options: object) -> WSGIApplication:
    """Return *app* with a policy that lets PUT in from HERE."""
    policy = Policy.from_mapping({"origins": [HERE], "methods": ["PUT"], **options})
    return CORSMiddleware(app, policy)


@pytest.mark.parametrize("app", [WSGI(ALLOW, body="hi"), ASGI(ALLOW, body="hi")])
def test_a_page_reads_what_it_may(app: Callable[..., object]) -> None:
    """A response with the right header is readable, whatever the interface of the app is."""
    outcome = page(app).fetch("/")
    assert (outcome.readable, outcome.status, outcome.text) == (True, 200, "hi")


@pytest.mark.parametrize("app", [WSGI(body="hi"), ASGI(body="hi")])
def test_a_page_reads_nothing_else(app: Callable[..., object]) -> None:
    """Of a response without the header, a page gets nothing at all."""
    outcome = page(app).fetch("/")
    assert (outcome.readable, outcome.status, outcome.text, dict(outcome.headers)) == (
        False,
        0,
        "",
        {},
    )


def test_an_app_of_the_own_origin() -> None:
    """A page reads what its own origin answers, without a header."""
    outcome = Browser(WSGI(body="hi"), origin=HERE, base=HERE).fetch("/")
    assert (outcome.text, outcome.reason) == ("hi", "same-origin")


def test_a_preflight_is_sent_once() -> None:
    """A permission is kept for as long as the server says, by the clock of the test."""
    browser = page(guarded(WSGI(), max_age=600))
    asked = [browser.fetch("/", method="PUT").preflight is not None for _ in range(2)]
    browser.clock.advance(599)
    asked.append(browser.fetch("/", method="PUT").preflight is not None)
    browser.clock.advance(1)
    asked.append(browser.fetch("/", method="PUT").preflight is not None)
    assert asked == [True, False, False, True]


def test_the_clock_goes_forward() -> None:
    """Time does not run backwards."""
    with pytest.raises(ValueError, match="backwards"):
        page(WSGI()).clock.advance(-1)


def test_another_page_in_the_same_browser() -> None:
    """Another origin's page has no use for what was kept, and is judged by its own origin."""
    browser = page(guarded(WSGI()))
    browser.fetch("/", method="PUT")
    evil = browser.open("https://evil.example").fetch("/", method="PUT")
    assert (evil.preflight is not None, evil.reason) == (True, "allow-origin-missing")


def test_a_sandboxed_page() -> None:
    """The origin may be null."""
    app = WSGI(("Access-Control-Allow-Origin", "null"))
    assert page(app, "null").fetch("/").readable
    assert app.environs[0]["HTTP_SEC_FETCH_SITE"] == "cross-site"


def test_several_hosts() -> None:
    """Apps are found by their origins, redirects included; a path is the first one's."""
    second = WSGI(("Access-Control-Allow-Origin", "*"), body="there")
    first = WSGI(ALLOW, ("Location", "https://b.example:8443/x"), status="302 Found")
    apps = {"https://a.example": first, "https://b.example:8443": second}
    outcome = Browser(apps, origin=HERE).fetch("/")
    assert (outcome.text, outcome.url) == ("there", "https://b.example:8443/x")
    assert second.environs[0]["HTTP_ORIGIN"] == "null"


def test_nobody_there() -> None:
    """Nothing answers where no app is."""
    outcome = page(WSGI()).fetch("https://nowhere.example/")
    assert (outcome.reason, outcome.exchanges[0].response) == ("no-response", None)


@pytest.mark.parametrize(
    ("method", "json", "data", "body", "type_"),
    [
        ("POST", {"a": 1}, None, b'{"a": 1}', "application/json"),
        ("POST", None, "text", b"text", "text/plain;charset=UTF-8"),
        ("POST", None, b"\xff", b"\xff", None),
        (
            "POST",
            None,
            {"a": "1 2"},
            b"a=1+2",
            "application/x-www-form-urlencoded;charset=UTF-8",
        ),
        ("GET", None, None, b"", None),
    ],
)
def test_bodies(
    method: str,
    json: object,
    data: str | bytes | dict[str, str] | None,
    body: bytes,
    type_: str | None,
) -> None:
    """A body is sent as a page sends it, with the type that it brings."""
    app = WSGI(ALLOW, ("Access-Control-Allow-Headers", "content-type"))
    outcome = page(app).fetch("/", method=method, json=json, data=data)
    assert outcome.readable, outcome.explain()
    assert (app.bodies[-1], app.environs[-1].get("CONTENT_TYPE")) == (body, type_)
    assert outcome.exchanges[-1].request.body == body


def test_one_body() -> None:
    """There is no request with two bodies."""
    with pytest.raises(TypeError, match="json or data"):
        page(WSGI()).fetch("/", method="POST", json=1, data="2")


def test_a_type_of_ones_own() -> None:
    """A page may name the type of its JSON, which may even spare it the preflight."""
    headers = {"Content-Type": "text/plain"}
    outcome = page(WSGI(ALLOW)).fetch("/", method="POST", json=1, headers=headers)
    assert outcome.preflight is None


def test_headers_in_lines() -> None:
    """Headers may be given in lines, so that one is set twice."""
    app = WSGI(ALLOW)
    page(app).fetch("/", headers=(("Accept", "a/b"), ("Accept", "c/d")))
    assert app.environs[0]["HTTP_ACCEPT"] == "a/b, c/d"


def test_what_the_server_learns_of_the_page() -> None:
    """The app gets what a browser adds: host, origin, and how near the page is."""
    app = WSGI(ALLOW)
    Browser(app, origin=HERE, base="https://api.example.com:8443").fetch("/a%20b?c=%20")
    environ = app.environs[0]
    names = (
        "HTTP_HOST", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_SEC_FETCH_MODE", "PATH_INFO",
        "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme",
    )  # fmt: skip
    assert [environ[name] for name in names] == [
        "api.example.com:8443", HERE, "same-site", "cors", "/a b", "c=%20", "api.example.com",
        "8443", "https",
    ]  # fmt: skip


def test_http_is_told_less() -> None:
    """Over plain http, a browser says nothing of where a request comes from."""
    app = WSGI(ALLOW)
    Browser(app, origin=HERE, base="http://api.example").fetch("/")
    assert "HTTP_SEC_FETCH_SITE" not in app.environs[0]


def test_the_scope_of_an_asgi_app() -> None:
    """An ASGI app gets a scope as from a server, and the body."""
    app = ASGI(ALLOW)
    outcome = page(app).fetch("/%C3%A9?q=1", method="POST", data="body")
    scope = app.scopes[0]
    assert {name: scope[name] for name in ("method", "path", "raw_path", "query_string")} == {
        "method": "POST",
        "path": "/é",
        "raw_path": b"/%C3%A9",
        "query_string": b"q=1",
    }
    assert (scope["server"], dict(scope["headers"])[b"origin"]) == (
        ("api.example", 443),
        HERE.encode(),
    )
    assert outcome.text == "body"


@pytest.mark.parametrize("app", [WSGI(ALLOW, body="hi"), ASGI(ALLOW, body="hi")])
def test_head(app: Callable[..., object]) -> None:
    """A server cuts off the body of an answer to HEAD."""
    outcome = page(app).fetch("/", method="HEAD")
    assert (outcome.readable, outcome.body) == (True, b"")


def test_an_engine() -> None:
    """An engine is asked for by its name, and behaves as it does."""
    app = WSGI(ALLOW)
    page(app, engine="chromium").fetch("/", headers={"Save-Data": "on"})
    assert [environ["REQUEST_METHOD"] for environ in app.environs] == ["GET"]


WEB_VIEWS = [
    "capacitor://localhost",
    "chrome-extension://nngceckbapebfimnlniiiahkandclblb",
    "safari-web-extension://6F1A9C10-92F6-4F65-A1B2-9B6D0B5B1E5D",
    "app://obsidian.md",
    "app://",
    "file://",
    "wails://wails.localhost:34115",
]


def reads(policy: Policy, origin: str, engine: Engine) -> list[bool]:
    """Return whether a page of *origin* reads what needs no preflight, and what needs one."""
    browser = Browser(CORSMiddleware(WSGI(), policy), origin=origin, engine=engine)
    return [browser.fetch("/", method=method).readable for method in ("GET", "PUT")]


@pytest.mark.parametrize("engine", ["fetch", "chromium", "firefox", "webkit"])
@pytest.mark.parametrize("origin", [*WEB_VIEWS, "http://a~b.example", "http://a..b"])
def test_where_anyone_may_read(origin: str, engine: Engine) -> None:
    """A page may have another scheme than HTTP's, or a host that the DNS cannot have."""
    assert reads(Policy("*", methods=["PUT"]), origin, engine) == [True, True]
    assert reads(Policy("https://a.example", methods=["PUT"]), origin, engine) == [False, False]


@pytest.mark.parametrize("origin", WEB_VIEWS)
def test_a_source_lets_a_web_view_in(origin: str) -> None:
    """A function compares the origin of a web view as text, and lets in that one."""
    policy = Policy(lambda asking, _: asking == origin, methods=["PUT"])
    assert reads(policy, origin, "fetch") == [True, True]
    assert reads(policy, "app://other", "fetch") == [False, False]


@pytest.mark.parametrize("origin", WEB_VIEWS)
def test_a_web_view_is_another_site(origin: str) -> None:
    """A web view sends its origin as it is, from another site, and gets no cookie of its own."""
    app = WSGI(("Set-Cookie", "a=b; Secure; SameSite=Lax"), ("Access-Control-Allow-Origin", origin),
               CREDENTIALS)  # fmt: skip
    browser = Browser(app, origin=origin)
    for _ in range(2):
        assert browser.fetch("/", credentials="include").readable
        sent = app.environs[-1]
        assert (sent["HTTP_ORIGIN"], sent["HTTP_SEC_FETCH_SITE"]) == (origin, "cross-site")
        assert "HTTP_COOKIE" not in sent


@pytest.mark.parametrize("origin", ["ws://a.example", "data://a", "blob://a", "app://a/", "app:a"])
def test_no_page_has_such_an_origin(origin: str) -> None:
    """A WebSocket, or a URL without an origin of its own, is no page."""
    with pytest.raises(ValueError, match="no origin"):
        Browser(WSGI(), origin=origin)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"origin": "https://app.example.com/"}, "write 'https://app.example.com'"),
        ({"origin": "app.example.com"}, "no origin"),
        ({"origin": HERE, "base": "https://api.example/v1"}, "write 'https://api.example'"),
        ({"origin": HERE, "engine": "opera"}, "write one of chromium, fetch, firefox, webkit"),
    ],
)
def test_mistakes(options: dict[str, str], message: str) -> None:
    """What is no origin, or no engine, is refused with what to write."""
    with pytest.raises(ValueError, match=message):
        Browser(WSGI(), **options)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_url_that_no_page_may_fetch() -> None:
    """The judgement is the browser's: nothing is sent."""
    browser = page(WSGI())
    urls = ("https://u:p@api.example/", "localhost:3000/x", "//[")
    reasons = [browser.fetch(url).reason for url in urls]
    assert reasons == ["url-has-credentials", "url-not-http", "url-malformed"]


def test_within_a_running_loop() -> None:
    """A test that is itself asynchronous may use the browser."""

    async def run() -> str:
        return page(ASGI(ALLOW, body="hi")).fetch("/").text

    assert asyncio.run(run()) == "hi"


@pytest.mark.parametrize("credentials", ["include", "omit"])
def test_credentials(credentials: str) -> None:
    """A page that includes credentials needs more of the server."""
    outcome = page(WSGI(ALLOW, CREDENTIALS)).fetch("/", credentials=credentials)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert outcome.readable
    assert outcome.url.rstrip("/") == API
