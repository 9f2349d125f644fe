"""A request that a browser copies as cURL is the one of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import Body
from crossorigin.doctor.probing._captured import PageOptions
from crossorigin.doctor.probing._copied import read_copied
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
    (found,) = read_copied(command)
    return found.question(PageOptions(origin=origin))


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
    ("command", "url", "headers"),
    [
        ("$ curl a.example/x", "http://a.example/x", ()),
        ("PS C:\\Users\\me> curl.exe http://a.example/", "http://a.example/", ()),
        (
            "curl \u2018http://a.example/\u2019 -H \u201cX-A: 1\u201d",
            "http://a.example/",
            (("X-A", "1"),),
        ),
        (
            'curl "http://a.example/?a=1^&b=2" ^\r\n  -H "X-A: 1"',
            "http://a.example/?a=1&b=2",
            (("X-A", "1"),),
        ),
        (
            'curl ^"http://a.example/^" -H ^"X-A: ^\\^"1^\\^"^"',
            "http://a.example/",
            (("X-A", '"1"'),),
        ),
        ("curl 'http://a.example/' -H 'X-A: a^\"b'", "http://a.example/", (("X-A", 'a^"b'),)),
        (
            "curl -G http://a.example/?a=b -d c=d --url-query e=f",
            "http://a.example/?a=b&e=f&c=d",
            (),
        ),
        ("curl http://a.example/\\ b", "http://a.example/ b", ()),
        ("curl --url http://a.example/ -o /dev/null", "http://a.example/", ()),
        (
            (
                "curl http://a.example/x?y -H 'authority: a.example' -H 'path: /x?y' -H 'scheme: http'"
                " -H 'method: GET' -H 'path: /mine'"
            ),
            "http://a.example/x?y",
            (("path", "/mine"),),
        ),
    ],
)
def test_ways_to_write_a_command(
    command: str, url: str, headers: tuple[tuple[str, str], ...]
) -> None:
    """A prompt, a mail's quotes, Windows' carets and HTTP/2's own headers stop nobody."""
    found = question(command, PAGE)
    assert (found.fetch.url, found.fetch.headers) == (url, headers)


def test_several_commands() -> None:
    """What copies all requests at once joins the commands by a sign of the shell."""
    text = "curl 'http://a.example/1' ;\ncurl 'http://a.example/2' -X PUT; echo done &\ncurl http://a.example/3"
    found = read_copied(text)
    assert [(each.method, each.url[-1]) for each in found] == [
        ("GET", "1"),
        ("PUT", "2"),
        ("GET", "3"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "curl 'http://a.example/1'\ncurl 'http://a.example/2' -X PUT",
        "curl http://a.example/1\r\n\r\ncurl http://a.example/2 -X PUT\n",
        "$ curl http://a.example/1\n$ curl http://a.example/2 -X PUT",
        "curl http://a.example/1 \\\n  --compressed\n/usr/bin/curl http://a.example/2 -X PUT",
        "curl http://a.example/1\n -A curl\ncurl.exe http://a.example/2\n -X PUT",
    ],
)
def test_commands_on_lines_of_their_own(text: str) -> None:
    """A line that begins with curl is a new command; any other one goes on with the last."""
    found = [(each.method, each.url) for each in read_copied(text)]
    assert found == [("GET", "http://a.example/1"), ("PUT", "http://a.example/2")]


@pytest.mark.parametrize(
    "text", ["curl http://a.example/ -A \\\ncurl", "curl http://a.example/ -d 'b\ncurl c'"]
)
def test_a_word_that_is_no_command(text: str) -> None:
    """A name that does not begin a line is a word like any other."""
    assert len(read_copied(text)) == 1


def test_a_url_that_is_none() -> None:
    """What is copied may have no URL that parses: one sentence says so."""
    with pytest.raises(UsageError, match="is neither a URL nor module:app"):
        question("curl 'http://[' -H 'X-A: 1'", PAGE)


def test_too_many_commands() -> None:
    """As many as a HAR file may have, and no more."""
    with pytest.raises(UsageError, match="has 51 requests: give 50 at most"):
        read_copied("curl http://a.example/ ;" * 51)


def test_a_long_word_is_read_in_one_pass() -> None:
    """A megabyte in one word, in one quote or in as many as there can be costs no more than its length."""
    for unit in ("a", "'a'", "$'\\x41'", "\\a", '"\\""'):
        text = "curl http://a.example/ -d " + unit * (1_000_000 // len(unit))
        (found,) = read_copied(text)
        assert len(found.content or "") > 100_000


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
        ("-sSLXPUT", "PUT", [], None),
        ("-vH 'X-A: 1' -", "GET", [("X-A", "1")], None),
        ("--limit-rate 1M --unknown", "GET", [], None),
        ("-H ':authority: a.example' -H 'Accept:'", "GET", [], None),
        ("--oauth2-bearer t -r 0-9", "GET", [("Authorization", "Bearer t"), ("Range", "bytes=0-9")], None),
        (
            "--data-urlencode 'a=b c' --data-urlencode 'd e' --data-urlencode '=f&g'",
            "POST",
            [("Content-Type", "application/x-www-form-urlencoded")],
            "a=b+c&d+e&f%26g",
        ),
        (
            "-F a=b --form-string 'c=d'",
            "POST",
            [("Content-Type", "multipart/form-data; boundary=----crossorigin")],
            (
                '------crossorigin\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
                '------crossorigin\r\nContent-Disposition: form-data; name="c"\r\n\r\nd\r\n'
                "------crossorigin--\r\n"
            ),
        ),
        ("| jq .", "GET", [], None),
        ("-u $'\\uD800'", "GET", [("Authorization", "Basic Pw==")], None),
    ],
)  # fmt: skip
def test_options(
    options: str, method: str, headers: list[tuple[str, str]], content: str | None
) -> None:
    """The options that curl has for a request mean the same as to curl."""
    (found,) = read_copied(f"curl http://a.example/ {options}")
    assert (found.method, list(found.headers), found.content) == (method, headers, content)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("wget http://a.example/", "does not start with curl"),
        ("", "does not start with curl"),
        ("curl -X PUT", "has no URL"),
        ("curl 'http://a.example/", "has a quote that nothing closes"),
        ("curl http://a.example/ -d @body", "reads the file @body"),
        ("curl http://a.example/ --json @body", "reads the file @body"),
        ("curl http://a.example/ --data-urlencode a@body", "reads the file a@body"),
        ("curl http://a.example/ -F a=@body", "reads the file @body"),
        ("curl http://a.example/ -b cookies.txt", "reads the file cookies.txt"),
        ("curl http://a.example/ -K config", "reads the file config"),
        ("curl http://a.example/ http://b.example/", "has two URLs"),
        ("curl 'http://a.example/\u2019", "has a quote that nothing closes"),
        ("curl http://a.example/" + " " * 1_100_000, "longer than a megabyte"),
        ("curl http://a.example/ -H 'a b: c'", "is not a header"),
    ],
)
def test_what_is_no_such_command(command: str, sentence: str) -> None:
    """A text that is no such command is said to be none in one sentence."""
    with pytest.raises(UsageError, match=sentence):
        read_copied(command)


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
