"""How ``crossorigin check`` judges what it does not send, and where a browser goes no further."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from tests.doctor.servers import PAGE, Response, allowing, reported, run, serving, slugs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doctor.servers import Request

_SECRET = "hunter2"  # noqa: S105 - looked for where it must not be


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("status", [200, 404, 405])
def test_credentials_of_a_method_that_is_not_sent(method: str, status: int) -> None:
    """A server that is right is read, with credentials too, whatever its GET is answered with."""

    def answer(asked: Request) -> Response:
        return Response(200 if asked.is_preflight else status, allowing(asked, credentials=True))

    arguments = ("-X", method, "--json", "{}", "--credentials")
    with serving(answer) as server:
        report = reported(f"{server.url}/", "--origin", PAGE, *arguments)
    assert (report["verdict"], report["certain"], report["causes"]) == ("readable", False, [])


def test_what_is_read_of_a_method_that_is_not_sent() -> None:
    """No status is claimed that only a GET in its place had."""
    with serving(
        lambda asked: Response(200 if asked.is_preflight else 404, allowing(asked))
    ) as server:
        _, out, _ = run(f"{server.url}/", "--origin", PAGE, "-X", "PUT")
    assert "JavaScript reads  the answer to PUT, once it is sent: --send-unsafe" in out
    assert "status 404" not in out


def test_a_preflight_of_another_url_permits_nothing() -> None:
    """Where a POST without a preflight is redirected, only a preflight of that very URL is believed."""

    def leading_on(asked: Request) -> Response:
        if asked.target == "/here" and not asked.is_preflight:
            return Response(307, (*allowing(asked), ("Location", "/there")))
        return Response(200, allowing(asked)) if asked.target == "/here" else Response(404)

    with serving(leading_on) as server:
        report = reported(f"{server.url}/here", "--origin", PAGE, "-X", "PUT")
    assert (report["verdict"], report["reason"]) == ("blocked", "allow-origin-missing")


@pytest.mark.parametrize("send", [(), ("--send-unsafe",)])
def test_a_secret_stays_with_its_host(send: tuple[str, ...]) -> None:
    """Where a redirect leads to another host, that gets names, and a type, and no value of the page."""

    def leading_away(asked: Request) -> Response:
        names = ("Access-Control-Allow-Headers", "x-api-key, content-type")
        if asked.headers["Host"].startswith("127.0.0.1") and not asked.is_preflight:
            location = f"http://localhost:{asked.headers['Host'].partition(':')[2]}/there"
            return Response(307, (("Access-Control-Allow-Origin", "*"), ("Location", location)))
        return Response(200, (("Access-Control-Allow-Origin", "*"), names))

    arguments = ("-H", f"X-Api-Key: {_SECRET}", "--json", f'{{"a": "{_SECRET}"}}', *send)
    with serving(leading_away) as server:
        reported(f"{server.url}/here", "--origin", PAGE, *arguments)
    here, there = (
        [asked for asked in server.requests if asked.target == target and not asked.is_preflight]
        for target in ("/here", "/there")
    )
    assert (here[0].headers["X-Api-Key"], len(there)) == (_SECRET, 1)
    assert there[0].headers["X-Api-Key"] == "crossorigin-check"
    assert _SECRET not in str(there[0].headers)
    assert there[0].headers.get("Content-Length", "0") == "0"


@pytest.mark.parametrize("engine", ["chromium", "webkit"])
def test_mixed_content_behind_a_redirect(engine: str) -> None:
    """Each hop of a secure page is secure: nothing is sent to one that is not."""

    def downgrading(_: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        headers = [
            ("Access-Control-Allow-Origin", "*"),
            ("Location", "http://localhost/items/?token=x"),
        ]
        start_response("307 Temporary Redirect", headers)
        return [b""]

    module = ModuleType("downgrading_apps")
    vars(module)["app"] = downgrading
    sys.modules["downgrading_apps"] = module
    try:
        arguments = ("--origin", "https://app.example.com", "--engine", engine)
        report = reported("downgrading_apps:app", *arguments)
        _, out, _ = run("downgrading_apps:app", *arguments)
    finally:
        del sys.modules["downgrading_apps"]
    assert (report["verdict"], report["reason"]) == ("blocked", "mixed-content")
    assert slugs(report, "causes") == ["redirect-to-http"]
    assert {each["request"]["url"].partition(":")[0] for each in report["requests"]["sent"]} == {
        "https"
    }
    assert report["steps"][-1]["got"] == "an https page fetches http://localhost/items/?token=***"
    assert report["console"] == {"chromium": None, "firefox": None, "webkit": None}
    assert "is answered 307 to" in out


@pytest.mark.parametrize(
    ("url", "reason", "causes"),
    [
        ("http://127.0.0.1:6000/", "port-restricted", ["port-restricted"]),
        ("https://a.example:10080/", "port-restricted", ["port-restricted"]),
        ("ftp://a.example/", "url-not-http", ["request-malformed"]),
        ("ws://a.example/", "url-not-http", ["request-malformed"]),
        ("file:///etc/passwd", "url-not-http", ["request-malformed"]),
        ("localhost:3000/x", "url-not-http", ["scheme-missing"]),
        ("api.example.com:8443/x", "url-not-http", ["scheme-missing"]),
        ("javascript:alert(1)", "url-not-http", ["request-malformed"]),
    ],
)
def test_where_no_page_fetches(url: str, reason: str, causes: list[str]) -> None:
    """A scheme without HTTP, and a port of another protocol, are blocked, as in a browser."""
    report = reported(url, "--origin", PAGE)
    assert (report["verdict"], report["reason"], slugs(report, "causes")) == (
        "blocked",
        reason,
        causes,
    )
    assert report["requests"]["sent"] == []


def test_what_is_fetched_without_a_server() -> None:
    """A data: URL is read, as in a browser."""
    assert reported("data:,x", "--origin", PAGE)["verdict"] == "readable"


@pytest.mark.parametrize(
    ("engine", "sent", "words"),
    [
        (
            "chromium",
            True,
            "Safari sends only Partitioned cookies, Firefox those that were set for",
        ),
        ("firefox", True, "Firefox sends only cookies that were set for pages of this one."),
        ("webkit", False, "Safari sends only Partitioned cookies. So the cookies were not sent."),
        ("fetch", True, "Chromium those with SameSite=None; Secure."),
    ],
)
def test_third_party_cookies(engine: str, words: str, *, sent: bool) -> None:
    """What each engine does with the cookies of another site is said, and done."""
    page = "http://app.example.com"

    def permitting(_: Request) -> Response:
        cookies = [
            ("Set-Cookie", f"{name}{attributes}")
            for name, attributes in (
                ("a=1", "; samesite=LAX"),
                ("b=1", "; SameSite=Strict; Secure"),
                ("c=1", ""),
                ("d=1", "; SameSite=None"),
                ("e=1", "; SameSite=None; Secure"),
            )
        ]
        allowed = (
            ("Access-Control-Allow-Origin", page),
            ("Access-Control-Allow-Credentials", "true"),
        )
        return Response(200, (*allowed, ("Vary", "Origin"), *cookies))

    arguments = ("--credentials", "-H", "Cookie: a=b", "--engine", engine)
    with serving(permitting) as server:
        report = reported(f"{server.url}/", "--origin", page, *arguments)
    assert (report["verdict"], "Cookie" in server.requests[0].headers) == ("readable", sent)
    found = {each["slug"]: each["evidence"] for each in report["findings"]}
    assert words in found["third-party-cookies"]
    assert ("were not sent" in found["third-party-cookies"]) is not sent
    assert found["cookies-not-sent"] == (
        f"The page and {server.url} are of different sites, and no browser will send these cookies: a"
        " has SameSite=Lax; b has SameSite=Strict; c has no SameSite, which means Lax; d has"
        " SameSite=None without Secure."
    )


def test_headers_that_the_page_cannot_see() -> None:
    """A header that is there and not exposed is named."""

    def counting(asked: Request) -> Response:
        return Response(200, (*allowing(asked), ("X-Total-Count", "3"), ("Server", "x")))

    with serving(counting) as server:
        report = reported(f"{server.url}/", "--origin", PAGE)
        _, out, _ = run(f"{server.url}/", "--origin", PAGE)
    got = report["steps"][-1]["got"]
    assert got.endswith("hidden from it, for want of Access-Control-Expose-Headers: x-total-count")
    (line,) = [line for line in out.splitlines() if "hidden from it" in line]
    assert line.startswith("also      header-not-exposed: hidden from it")
    assert out.count("x-total-count") == 1


def test_checks_of_a_failed_answer_are_no_news() -> None:
    """Beside the check that fails, those that an answer passes are not counted."""
    with serving(lambda _: Response(401)) as server:
        _, out, _ = run(f"{server.url}/", "--origin", PAGE, "-X", "PUT")
    assert " 3 ✓ OPTIONS           401\n" in out
    assert "cause     auth-before-preflight (crossorigin explain auth-before-preflight)" in out


def test_many_headers_that_the_page_cannot_see() -> None:
    """No more of them are named than a few lines hold."""
    many = tuple((f"X-{number:02}", "1") for number in range(20))
    with serving(lambda asked: Response(200, (*allowing(asked), *many))) as server:
        got = reported(f"{server.url}/", "--origin", PAGE)["steps"][-1]["got"]
    assert got.endswith("x-10, x-11, and 8 more")


def test_a_redirect_to_a_port_of_another_protocol() -> None:
    """Nothing is sent there; the step says why."""
    away = ("Location", "http://127.0.0.1:6000/")
    with serving(lambda asked: Response(302, (*allowing(asked), away))) as server:
        report = reported(f"{server.url}/", "--origin", PAGE)
    assert (report["verdict"], report["reason"]) == ("blocked", "port-restricted")
    assert slugs(report, "causes") == ["port-restricted"]
    assert report["steps"][-1]["got"] == "No browser connects to this port: not CORS."


def test_the_mode_same_origin() -> None:
    """A copied call that asks for nothing of another origin gets nothing."""
    call = f'fetch("https://a.example/", {{"referrer": "{PAGE}/", "mode": "same-origin"}})'
    report = reported("--curl", call)
    assert (report["reason"], slugs(report, "causes")) == ("mode-same-origin", ["same-origin-mode"])
