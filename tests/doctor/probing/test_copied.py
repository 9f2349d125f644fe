"""A call of ``fetch``, or a command of PowerShell, that a browser copies is the request of the page."""

from __future__ import annotations

import pytest

from crossorigin.doctor.check._command import check
from crossorigin.doctor.probing._captured import PageOptions
from crossorigin.doctor.probing._copied import read_copied
from crossorigin.doctor.probing._targets import UsageError
from tests.cli.command_line import cli_runner
from tests.doctor.servers import PAGE, Response, allowing, reported, serving

CHROMIUM = r"""fetch("https://api.example.com/orders/7?x=1", {
  "headers": {
    "accept": "*/*",
    "accept-language": "en-US,en;q=0.9",
    "content-type": "application/json",
    "sec-fetch-mode": "cors",
    "x-token": "1"
  },
  "referrer": "https://app.example.com/page",
  "referrerPolicy": "strict-origin-when-cross-origin",
  "body": "{\"name\":\"it's \u0041\\n\"}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "omit"
});"""
FIREFOX = """await fetch("https://api.example.com/orders/7", {
    "credentials": "include",
    "headers": {
        "User-Agent": "Mozilla/5.0",
        "Accept": "*/*",
        "X-Token": "1"
    },
    "referrer": "https://app.example.com/",
    "method": "GET",
    "mode": "cors"
});"""
NODE = """fetch("https://api.example.com/orders/7", {
  "headers": {
    "cookie": "session=s",
    "Referer": "https://app.example.com/"
  },
  "body": null,
  "method": "GET"
});"""
POWERSHELL = """$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "Mozilla/5.0"
$session.Cookies.Add((New-Object System.Net.Cookie("session", "s", "/", "api.example.com")))
$session.Cookies.Add((New-Object System.Net.Cookie("theme", 'it''s', "/", "api.example.com")))
Invoke-WebRequest -UseBasicParsing -Uri "https://api.example.com/orders/7?a=1" `
-Method "PUT" `
-WebSession $session `
-Headers @{
"authority"="api.example.com"
  "method"="PUT"
  "path"="/orders/7?a=1"
  "scheme"="https"
  "accept"="*/*"
  "origin"="https://app.example.com"
  "x-token"="a`$`"b"
} `
-ContentType "application/json" `
-Body ([System.Text.Encoding]::UTF8.GetBytes("{`"a`":`"$([char]233)`t`"}"))
"""


def seen(text: str, **options: str) -> tuple[object, ...]:
    """Return what a page asks for by *text*."""
    (found,) = read_copied(text)
    question = found.question(PageOptions(**options))  # type: ignore[arg-type] # texts only
    fetch = question.fetch
    return (
        (fetch.method, fetch.url, fetch.origin),
        fetch.headers,
        (fetch.credentials, fetch.mode, fetch.redirect),
        question.cookies,
        question.content.decode(),
    )


def test_chromium() -> None:
    """All that a copied call says is read, the browser's own headers aside."""
    assert seen(CHROMIUM) == (
        ("PUT", "https://api.example.com/orders/7?x=1", "https://app.example.com"),
        (("accept", "*/*"), ("content-type", "application/json"), ("x-token", "1")),
        ("omit", "cors", "follow"),
        "",
        '{"name":"it\'s A\\n"}',
    )


def test_firefox() -> None:
    """Another order, and an await, are the same."""
    assert seen(FIREFOX) == (
        ("GET", "https://api.example.com/orders/7", "https://app.example.com"),
        (("Accept", "*/*"), ("X-Token", "1")),
        ("include", "cors", "follow"),
        "",
        "",
    )


def test_node() -> None:
    """Where no credentials mode is copied, cookies show that there was one."""
    assert seen(NODE)[2:4] == (("include", "cors", "follow"), "session=s")


def test_powershell() -> None:
    """The session has the cookies; HTTP/2's own headers are no page's."""
    assert seen(POWERSHELL) == (
        ("PUT", "https://api.example.com/orders/7?a=1", "https://app.example.com"),
        (("accept", "*/*"), ("x-token", 'a$"b'), ("Content-Type", "application/json")),
        ("include", "cors", "follow"),
        "session=s; theme=it's",
        '{"a":"\xe9\t"}',
    )


@pytest.mark.parametrize(
    ("text", "method", "headers", "content"),
    [
        ("fetch('http://a.example/')", "GET", (), ""),
        ("const r = await window.fetch ( `http://a.example/` , )", "GET", (), ""),
        (
            (
                "fetch('http://a.example/', {method: 'POST', headers: {'X-A': '1', b: undefined,},"
                " body: JSON.stringify({a: [1, true, -2.5]}),})"
            ),
            "POST",
            (("X-A", "1"), ("b", "None")),
            '{"a": [1, true, -2.5]}',
        ),
        (
            "fetch('http://a.example/', { // a comment\n headers: /* another */ null })",
            "GET",
            (),
            "",
        ),
        (
            r"fetch('http://a.example/', {body: '\x41\u{42}\'\q\0', method: 'PUT'})",
            "PUT",
            (),
            "AB'q\0",
        ),
        ("iwr -Uri 'http://a.example/' -Method Delete", "DELETE", (), ""),
        ("iwr -Uri 'http://a.example/' -Method Patch", "PATCH", (), ""),
    ],
)
def test_by_hand(
    text: str, method: str, headers: tuple[tuple[str, str], ...], content: str
) -> None:
    """A call as a page writes it is read, too."""
    (one, own, _, _, body) = seen(text, origin=PAGE)
    assert (one, own, body) == ((method, "http://a.example/", PAGE), headers, content)


def test_several_at_once() -> None:
    """What copies all requests joins them; a word in a text begins no other."""
    calls = read_copied(
        'fetch("http://a.example/fetch(1)");\nfetch("http://a.example/2", {"mode": "no-cors"});'
    )
    commands = read_copied(
        'Invoke-WebRequest -Uri "http://a.example/irm /1";\nInvoke-WebRequest -Uri "http://a.example/2"'
    )
    assert [each.url for each in calls] == ["http://a.example/fetch(1)", "http://a.example/2"]
    assert [each.url for each in commands] == ["http://a.example/irm /1", "http://a.example/2"]
    assert [each.mode for each in calls] == ["cors", "no-cors"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("fetch(url)", "has url, which only the page knows"),
        ("fetch('http://a.example/', options)", "has options, which only the page knows"),
        ("fetch('http://a.example/', 1)", "not written out"),
        ("fetch('http://a.example/', {", "not written out"),
        ("fetch('http://a.example/", "not written out"),
        ("fetch('http://a.example/', {a: ?})", "not written out"),
        ("fetch()", "not written out"),
        ("fetch(1)", "not written out"),
        ("fetch('http://a.example/' {})", "not written out"),
        ("fetch('http://a.example/', {a: [1}})", "not written out"),
        (f"fetch('http://a.example/', {'[' * 50_000}{']' * 50_000})", "not written out"),
        ('a"b/curl x"', "does not start with curl"),
        ("fetch('http://a.example/', " + "[" * 100_000, "not written out"),
        ("Invoke-WebRequest http://a.example/", "has no -Uri"),
        ("hello", "does not start with curl, fetch( or Invoke-WebRequest"),
    ],
    ids=range(15),
)
def test_what_cannot_be_read(text: str, sentence: str) -> None:
    """What only the page knows is no request: one sentence says so."""
    with pytest.raises(UsageError) as raised:
        read_copied(text)
    assert sentence in str(raised.value)


def test_the_command_checks_a_copied_call() -> None:
    """``--curl`` takes a call with its mode and its credentials."""
    with serving(lambda asked: Response(200, allowing(asked, credentials=True))) as server:
        call = f'fetch("{server.url}/x", {{"referrer": "{PAGE}/", "credentials": "include"}})'
        report = reported("--curl", call)
        hidden = reported("--curl", call.replace('"credentials": "include"', '"mode": "no-cors"'))
    assert (report["verdict"], report["request"]["credentials"]) == ("readable", True)
    assert (hidden["verdict"], hidden["reason"]) == ("blocked", "opaque")
    assert [each["slug"] for each in hidden["causes"]] == ["opaque-response"]


@pytest.mark.parametrize(
    ("command", "changed"),
    [
        (("--credentials",), {"credentials": True}),
        (("-X", "PATCH"), {"method": "PATCH"}),
        (("-H", "x-a: 2"), {"headers": [["x-a", "2"]]}),
        (("-H", "X-B: 2"), {"headers": [["X-A", "1"], ["X-B", "2"]]}),
    ],
)
def test_options_count_beside_what_was_copied(
    command: tuple[str, ...], changed: dict[str, object]
) -> None:
    """What the command line says of the request counts, and is not passed over in silence."""
    copied = f"curl http://127.0.0.1:1/x -H 'Origin: {PAGE}' -H 'X-A: 1'"
    asked = reported("--curl", copied, *command)["request"]
    expected = {"method": "GET", "credentials": False, "headers": [["X-A", "1"]]} | changed
    assert {name: asked[name] for name in expected} == expected


def test_a_body_beside_what_was_copied() -> None:
    """A body makes a POST of a GET, with its type; a type that was copied stays with a form's data."""
    (copied,) = read_copied(
        f"curl http://a.example/ -H 'Origin: {PAGE}' -H 'Content-Type: text/plain'"
    )
    by_data = copied.question(PageOptions(data="a=b"))
    by_json = copied.question(PageOptions(json="{}"))
    assert [
        (each.fetch.method, each.fetch.headers, each.content) for each in (by_data, by_json)
    ] == [
        ("POST", (("Content-Type", "text/plain"),), b"a=b"),
        ("POST", (("Content-Type", "application/json"),), b"{}"),
    ]


def test_standard_input() -> None:
    """A dash stands for what is piped in."""
    text = f"\ufeffcurl http://127.0.0.1:1/x -H 'Origin: {PAGE}'"
    result = cli_runner().invoke(check, ["--curl", "-"], input=text)
    assert (result.exit_code, "port-restricted" in result.stdout) == (1, True)
