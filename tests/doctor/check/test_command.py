"""The requests of ``crossorigin check``, its mistakes of usage, and its exit statuses."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.doctor.servers import PAGE, Response, allowing, reported, run, serving, slugs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.doctor.servers import Request

_SECRET = "hunter2"  # noqa: S105 - looked for where it must not be
_APP = """
from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware as ASGI
from crossorigin.wsgi import CORSMiddleware as WSGI

POLICY = Policy(["https://app.example.com"], methods=["GET", "PUT"])


print("hello from the app", flush=True)


def bare(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [b"ok"]


async def asynchronous(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def crashing(environ, start_response):
    raise RuntimeError("no")


def halting(environ, start_response):
    start_response("200 OK", [("Content-Length", "9")])
    yield b"ok"
    raise RuntimeError("no")


app = WSGI(bare, POLICY)
asgi = ASGI(asynchronous, POLICY)
number = 3


def create_app():
    return app
"""


def correct(asked: Request) -> Response:
    """Answer as one should."""
    return Response(200, allowing(asked))


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a module of apps, in the folder where one is."""
    (tmp_path / "checked_apps.py").write_text(_APP)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    monkeypatch.delitem(sys.modules, "checked_apps", raising=False)
    return "checked_apps"


@pytest.mark.parametrize(
    ("app", "stack"),
    [
        ("app", "crossorigin-wsgi"),
        ("asgi", "crossorigin-asgi"),
        ("create_app()", "crossorigin-wsgi"),
    ],
)
def test_an_app_is_driven_in_this_process(module: str, app: str, stack: str) -> None:
    """A WSGI app, an ASGI app and one that a function makes are asked as a server is."""
    arguments = (f"{module}:{app}", "--origin", "https://app.example.com", "--path", "orders")
    report = reported(*arguments, "-X", "PUT")
    assert (report["verdict"], report["preflight"], report["stack"]) == (
        "readable",
        True,
        stack,
    )
    assert report["request"]["url"] == "https://localhost/orders"
    assert report["curl"] is None


def test_what_an_app_prints_is_no_report(module: str) -> None:
    """Standard output is for the report alone."""
    arguments = (f"{module}:app", "--origin", "https://app.example.com", "--format", "json")
    _, out, err = run(*arguments)
    assert (json.loads(out)["verdict"], err) == ("readable", "hello from the app\n")


@pytest.mark.parametrize(
    ("app", "verdict", "cause"),
    [
        ("bare", "blocked", "cors-not-enabled"),
        ("crashing", "blocked", "server-error"),
        ("halting", "unreachable", "network-failure"),
    ],
)
def test_an_app_that_does_not_answer_as_it_should(
    module: str, app: str, verdict: str, cause: str
) -> None:
    """The failure of an app is named."""
    report = reported(f"{module}:{app}", "--origin", "https://app.example.com")
    assert (report["verdict"], slugs(report, "causes")) == (verdict, [cause])


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("no_such_module:app", "cannot be loaded: ModuleNotFoundError"),
        ("checked_apps:nothing", "cannot be loaded: AttributeError"),
        ("checked_apps:number", "cannot be loaded: TypeError: 3 is no app"),
    ],
)
@pytest.mark.usefixtures("module")
def test_an_app_that_is_none(target: str, sentence: str) -> None:
    """A target that cannot be loaded, or is no app, is a mistake of usage."""
    status, out, err = run(target, "--origin", "https://app.example.com")
    assert (status, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Give one of TARGET, --curl and --har."),
        (("http://a.example/", "--curl", "curl x"), "Give one of TARGET, --curl and --har."),
        (("http://a.example/",), "Say with --origin whose page it is"),
        (("a.example/x", "--origin", PAGE), "a.example/x is neither a URL nor module:app"),
        (("http://[", "--origin", PAGE), "is neither a URL nor module:app"),
        (("http://a.example/", "--origin", PAGE, "--path", "/x"), "--path is for module:app"),
        (("--curl", "curl http://a.example/", "--path", "/x"), "--path is for module:app"),
        (
            (
                "--curl",
                "curl http://a.example/ -d x",
                "--origin",
                PAGE,
                "--data",
                "x",
                "--json",
                "{}",
            ),
            "--data and --json exclude each other",
        ),
        (
            ("http://a.example/", "--origin", "https://B.example/x"),
            "is not an origin: write https://b.example.",
        ),
        (
            ("http://a.example/", "--origin", "x"),
            "is not an origin: write https://app.example.com.",
        ),
        (("http://a.example/", "--origin", PAGE, "-H", "a b: c"), "-H a b: c is not a header"),
        (("http://a.example/", "--origin", PAGE, "-H", "a: \x01"), "cannot be sent"),
        (
            ("http://a.example/", "--origin", PAGE, "--data", "x", "--json", "{}"),
            "--data and --json exclude each other",
        ),
        (("http://a.example/", "--origin", PAGE, "--engine", "ie"), "'ie' is not one of"),
        (("http://a.example/", "--origin", PAGE, "--timeout", "0"), "not in the range"),
    ],
)
def test_a_command_line_that_is_no_question(arguments: tuple[str, ...], sentence: str) -> None:
    """A mistake of usage is one sentence, and status 2."""
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert sentence in " ".join(err.split())


def test_nothing_else_is_sent_in_place_of_what_may_change_something() -> None:
    """A PUT is not sent: a GET in its place shows the likely headers."""
    with serving(correct) as server:
        report = reported(f"{server.url}/", "--origin", PAGE, "-X", "PUT")
    assert "PUT" not in {asked.method for asked in server.requests}
    assert (report["verdict"], report["certain"]) == ("readable", False)


def test_what_may_change_something_is_sent_if_one_says_so() -> None:
    """With ``--send-unsafe``, the request itself is sent, with its body, once."""
    with serving(correct) as server:
        arguments = ("-X", "PUT", "--json", '{"pears": 3}', "--send-unsafe")
        report = reported(f"{server.url}/", "--origin", PAGE, *arguments)
    (put,) = [asked for asked in server.requests if asked.method == "PUT"]
    assert (put.headers["Content-Type"], put.headers["Content-Length"]) == (
        "application/json",
        "12",
    )
    assert (report["verdict"], report["certain"]) == ("readable", True)


def test_a_route_without_get_says_nothing_of_its_put() -> None:
    """If the GET in its place is an error, the preflight is believed."""

    def only_put(asked: Request) -> Response:
        return Response(200, allowing(asked)) if asked.is_preflight else Response(405)

    with serving(only_put) as server:
        report = reported(f"{server.url}/", "--origin", PAGE, "-X", "PUT")
    assert (report["verdict"], report["certain"]) == ("readable", False)


def test_a_form_is_sent_as_one() -> None:
    """``--data`` makes a POST of a form, for which no browser asks."""
    with serving(correct) as server:
        report = reported(f"{server.url}/", "--origin", PAGE, "--data", "a=b", "--send-unsafe")
    assert server.requests[0].method == "POST"
    assert server.requests[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert report["preflight"] is False


def test_cookies_go_with_credentials_only() -> None:
    """A cookie is the browser's to send: on the request itself, and never on a preflight."""
    headers = ("-H", f"Cookie: a={_SECRET}", "-H", "X-Token")

    def permitting(asked: Request) -> Response:
        return Response(200, allowing(asked, credentials=True))

    with serving(permitting) as server:
        report = reported(f"{server.url}/", "--origin", PAGE, "--credentials", *headers)
    preflight, actual, *_ = server.requests
    assert ("Cookie" in preflight.headers, actual.headers["Cookie"]) == (False, f"a={_SECRET}")
    assert report["verdict"] == "readable"
    assert _SECRET not in json.dumps(report)


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "markdown"])
def test_no_secret_is_in_a_report(format_: str) -> None:
    """Credentials are masked, wherever they are repeated."""

    def telling(asked: Request) -> Response:
        return Response(401, (("Set-Cookie", f"session={_SECRET}"), ("Location", asked.target)))

    with serving(telling) as server:
        status, out, _ = run(
            f"{server.url}/x?token={_SECRET}",
            *("--origin", PAGE, "--credentials", "--format", format_),
            *("-H", f"Authorization: Bearer {_SECRET}", "-H", f"X-Api-Key: {_SECRET}"),
        )
    assert (status, _SECRET in out) == (1, False)


def test_a_cookie_stays_with_its_host() -> None:
    """Where a redirect leads elsewhere, the cookie does not follow."""

    def leading_away(asked: Request) -> Response:
        if asked.headers["Host"].startswith("127.0.0.1"):
            location = f"http://localhost:{asked.headers['Host'].partition(':')[2]}/there"
            return Response(302, (*allowing(asked, credentials=True), ("Location", location)))
        return Response(200)

    with serving(leading_away) as server:
        arguments = ("--credentials", "-H", f"Cookie: a={_SECRET}")
        reported(f"{server.url}/here", "--origin", PAGE, *arguments)
    there = [asked for asked in server.requests if asked.target == "/there"]
    assert [("Cookie" in asked.headers, asked.origin) for asked in there] == [(False, "null")]


def test_a_preflights_redirect_is_not_followed() -> None:
    """No browser follows it, so nothing is sent there."""

    def leading_on(asked: Request) -> Response:
        if asked.is_preflight:
            return Response(307, (*allowing(asked), ("Location", "/there")))
        return Response(200, allowing(asked))

    with serving(leading_on) as server:
        reported(f"{server.url}/here", "--origin", PAGE, "-X", "PUT")
    assert [asked.target for asked in server.requests if asked.target == "/there"] == []


def test_a_page_of_the_same_origin_needs_no_cors() -> None:
    """Between a page and its own server there are no headers, and nothing is probed."""
    with serving(lambda _: Response(200)) as server:
        report = reported(f"{server.url}/", "--origin", server.url)
    assert (report["verdict"], report["findings"], len(server.requests)) == ("readable", [], 1)


def test_what_no_page_may_send_is_not_sent() -> None:
    """A forbidden method is refused by the browser itself."""
    with serving(correct) as server:
        report = reported(f"{server.url}/", "--origin", PAGE, "-X", "TRACE")
    assert (report["reason"], slugs(report, "causes")) == (
        "forbidden-method",
        ["request-malformed"],
    )
    assert server.requests == []
