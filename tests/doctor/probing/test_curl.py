"""A request that a browser copies as cURL is the one of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import Body
from crossorigin.doctor.probing._curl import read_curl
from crossorigin.doctor.probing._targets import UsageError
from tests.doctor.servers import PAGE, Response, allowing, reported, run, serving

if TYPE_CHECKING:
    from crossorigin.doctor.probing._targets import Question

CHROMIUM = r"""curl 'https://api.example.com/orders/7?x=1' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'accept-language: en-US,en;q=0.9' \
  -H 'authorization: Bearer abc' \
  -H 'cache-control: no-cache' \
  -H 'content-type: application/json' \
  -b 'session=s; theme=dark' \
  -H 'origin: https://app.example.com' \
  -H 'pragma: no-cache' \
  -H 'priority: u=1, i' \
  -H 'referer: https://app.example.com/' \
  -H 'sec-ch-ua: "Chromium";v="156"' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0' \
  --data-raw $'{"name":"it\'s \u0041\n"}'"""
FIREFOX = (
    "curl 'https://api.example.com/orders/7' --compressed -X POST -H 'User-Agent: Mozilla/5.0'"
    " -H 'Accept: */*' -H 'Referer: https://app.example.com/page' -H 'X-Token: 1'"
    " -H 'Connection: keep-alive' --data-raw 'a=b'"
)
WINDOWS = (
    'curl ^"https://api.example.com/a?b=1^&c=2^" ^\r\n'
    '  -H ^"Origin: https://app.example.com^" ^\r\n  -H ^"X-A: 1^"'
)


def question(command: str, origin: str | None = None) -> Question:
    """Return the question of the page of *command*."""
    return read_curl(command).question(origin=origin, engine="chromium", sends_unsafe=False)


def test_chromium() -> None:
    """The headers of Chromium are left out; those of the page are kept."""
    found = question(CHROMIUM)
    assert (found.fetch.url, found.fetch.origin, found.fetch.method) == (
        "https://api.example.com/orders/7?x=1",
        "https://app.example.com",
        "PUT",
    )
    assert found.fetch.headers == (
        ("accept", "*/*"),
        ("authorization", "Bearer abc"),
        ("content-type", "application/json"),
    )
    assert (found.fetch.credentials, found.cookies) == ("include", "session=s; theme=dark")
    assert (found.content, found.fetch.body) == (b'{"name":"it\'s A\n"}', Body())


def test_firefox() -> None:
    """Where there is no Origin, the page is the one that is referred to."""
    found = question(FIREFOX)
    assert (found.fetch.origin, found.fetch.method, found.content) == (
        "https://app.example.com",
        "POST",
        b"a=b",
    )
    assert [name for name, _ in found.fetch.headers] == ["Accept", "X-Token", "Content-Type"]


def test_windows() -> None:
    """A command for Windows' own shell is read, too."""
    found = question(WINDOWS)
    assert found.fetch.url == "https://api.example.com/a?b=1&c=2"
    assert found.fetch.headers == (("X-A", "1"),)


@pytest.mark.parametrize(
    ("options", "method", "headers", "content"),
    [
        ("", "GET", [], None),
        ("-I", "HEAD", [], None),
        ("-XDELETE", "DELETE", [], None),
        ("--request=PATCH", "PATCH", [], None),
        ("--json '{}'", "POST", [("Content-Type", "application/json")], "{}"),
        (
            "-d a=b --data c=d",
            "POST",
            [("Content-Type", "application/x-www-form-urlencoded")],
            "a=b&c=d",
        ),
        ("-u me:pw", "GET", [("Authorization", "Basic bWU6cHc=")], None),
        ("-A x -e http://y/ -k -sS -L --compressed", "GET", [("User-Agent", "x"), ("Referer", "http://y/")], None),
        ("-m 5 --max-time 6 -o /tmp/x --proxy=http://p", "GET", [], None),
        ("-H 'X-Empty;'", "GET", [("X-Empty", "")], None),
        ("--url http://other.example/", "GET", [], None),
    ],
)  # fmt: skip
def test_options(
    options: str, method: str, headers: list[tuple[str, str]], content: str | None
) -> None:
    """The options that curl has for a request mean the same as to curl."""
    found = read_curl(f"curl http://a.example/ {options}")
    assert (found.method, list(found.headers), found.content) == (method, headers, content)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("wget http://a.example/", "does not start with curl"),
        ("", "does not start with curl"),
        ("curl -X PUT", "has no URL"),
        ("curl 'http://a.example/", "has a quote that nothing closes"),
        ("curl http://a.example/ -d @body", "reads the file @body"),
        ("curl http://a.example/" + " " * 1_100_000, "longer than a megabyte"),
        ("curl http://a.example/ -H 'a b: c'", "is not a header"),
    ],
)
def test_what_is_no_such_command(command: str, sentence: str) -> None:
    """A text that is no such command is said to be none in one sentence."""
    with pytest.raises(UsageError, match=sentence):
        read_curl(command)


def test_a_request_without_a_page() -> None:
    """Where nothing names the page, the person is asked, and can name it."""
    with pytest.raises(UsageError, match="say with --origin whose page sends it"):
        question("curl http://a.example/")
    assert question("curl http://a.example/", PAGE).fetch.origin == PAGE


def test_the_command_checks_what_was_copied() -> None:
    """``--curl`` stands in place of the target and of all that is said of the request."""
    with serving(lambda asked: Response(200, allowing(asked))) as server:
        report = reported(
            "--curl", f"curl {server.url}/x -X PUT -H 'Origin: {PAGE}' -H 'X-Token: 1'"
        )
    assert (report["verdict"], report["preflight"], report["request"]["method"]) == (
        "readable",
        True,
        "PUT",
    )


def test_a_mistake_is_one_of_usage() -> None:
    """A text that cannot be read ends the command with 2."""
    status, out, err = run("--curl", "wget x")
    assert (status, out) == (2, "")
    assert "does not start with curl" in err
