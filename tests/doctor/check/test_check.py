"""The parts of ``crossorigin check``, where the whole does not show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import Body, FetchRequest
from crossorigin.doctor.check._check import check
from crossorigin.doctor.check._further_failures import find_failures
from crossorigin.doctor.check._run import render
from crossorigin.doctor.probing._session import MAX_REQUESTS
from crossorigin.doctor.probing._targets import Question
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.check._check import Check

PAGE = "https://app.example.com"
API = "https://api.example.com"
Lines = tuple[tuple[str, str], ...]


class Written:
    """The transport to a function."""

    def __init__(self, answer: Callable[[HTTPRequest], HTTPResponse]) -> None:
        """Give *answer* to everything."""
        self._answer = answer
        self.requests: list[HTTPRequest] = []

    def send(self, request: HTTPRequest) -> HTTPResponse:
        """Return the answer to *request*."""
        self.requests.append(request)
        return self._answer(request)


def result_of(  # noqa: PLR0913 - each is what one test is about
    *headers: tuple[str, str],
    status: int = 200,
    method: str = "GET",
    asked: Lines = (),
    content: bytes = b"",
    address: str = "",
    page: str = PAGE,
    url: str = f"{API}/x",
) -> Check:
    """Return the check of a server that answers with *status*, *headers* and *content*."""
    reply = HTTPResponse(status=status, headers=headers, content=content, address=address)
    fetch = FetchRequest(url=url, origin=page, method=method, headers=asked)
    return check(Question(fetch=fetch), Written(lambda _: reply), lambda _: None)


def slugs(found: Check) -> list[str]:
    """Return the causes and the findings of *found*."""
    return [str(each.cause.slug) for each in (*found.causes, *found.findings)]


def text_of(found: Check) -> str:
    """Return the report about *found*."""
    return "\n".join(line for _, line in render([found], "text"))


def without_snippets(report: str) -> str:
    """Return *report* without the stack and the lines to paste at its end."""
    return report.partition("\nstack ")[0]


def test_no_more_is_sent_than_was_announced() -> None:
    """Whatever a server answers, the limit holds; a chain of redirects is within it."""

    def answer(request: HTTPRequest) -> HTTPResponse:
        names = dict(request.headers)
        lines: Lines = (
            ("Access-Control-Allow-Origin", names.get("Origin", "")),
            ("Access-Control-Allow-Methods", "DELETE"),
        )
        if "Access-Control-Request-Method" in names:
            return HTTPResponse(status=200, headers=lines)
        number = int(request.url.rpartition("/")[2] or 0) + 1
        return HTTPResponse(status=307, headers=(*lines, ("Location", f"/{number}")))

    transport = Written(answer)
    fetch = FetchRequest(url=f"{API}/0", origin=PAGE, method="DELETE")
    question = Question(fetch=fetch, sends_unsafe=True)
    with pytest.raises(ValueError, match="invalid literal"):
        # The probes ask for no number: it is the fetch that is counted.
        check(question, transport, lambda _: None)
    assert 42 <= len(transport.requests) <= MAX_REQUESTS


def test_no_answer_has_no_failures() -> None:
    """Where nothing came back, there is nothing to check."""
    found = result_of(method="PUT")
    exchange = replace(found.evidence.outcome.exchanges[0], response=None)
    assert find_failures(found.evidence, exchange) == ()


def test_every_header_that_is_not_listed_is_named_up_to_a_limit() -> None:
    """A page that sets a hundred headers gets no longer report than a screen."""
    asked = tuple((f"X-{number}", "1") for number in range(100))
    found = result_of(("Access-Control-Allow-Origin", PAGE), asked=asked)
    assert slugs(found) == ["header-not-listed"]
    assert len(without_snippets(text_of(found)).splitlines()) <= 30


def test_a_failure_without_a_cause_is_reported() -> None:
    """Where there is no cause, every format has the reason itself."""
    found = result_of(status=304, method="PUT")
    assert slugs(found) == []
    for format_ in ("text", "json", "markdown", "junit", "sarif"):
        lines = render([found], format_)
        assert any("allow-origin-missing" in line for _, line in lines)


def test_a_status_of_the_preflight_that_says_little() -> None:
    """An error with the right headers has a cause of its own."""
    found = result_of(("Access-Control-Allow-Origin", "*"), status=418, method="PUT")
    assert found.reason == "preflight-status"
    assert [(str(each.cause.slug), each.certain) for each in found.causes] == [
        ("options-not-handled", False)
    ]
    assert "method-not-listed" in slugs(found)


@pytest.mark.parametrize(
    ("headers", "content", "url", "stack"),
    [
        ((("Server", "nginx/1.22"),), b"", API, "nginx"),
        ((("Server", "AmazonS3"),), b"", API, "s3"),
        ((("Server", "Google Frontend"),), b"", API, "cloud-run"),
        ((("X-Goog-IAP-Generated-Response", "true"),), b"", API, "cloud-run"),
        ((), b"", "https://shop.appspot.com", "app-engine"),
        ((("Server", "Werkzeug/3"), ("Access-Control-Allow-Origin", "*")), b"", API, "flask-cors"),
        ((("Server", "Werkzeug/3"),), b"", API, "crossorigin"),
        ((), b"", API, "unknown"),
        ((), b"origin-not-allowed: The policy does not list it.", API, "crossorigin"),
    ],
)
def test_the_stack_is_recognised(headers: Lines, content: bytes, url: str, stack: str) -> None:
    """A stack gives itself away by its headers, its host or its words."""
    found = result_of(*headers, content=content, url=f"{url}/x", method="PUT")
    assert found.recognition.stack == stack


def test_s3_refuses_in_xml() -> None:
    """The body of S3 says that no rule fits."""
    found = result_of(
        ("Server", "AmazonS3"),
        status=403,
        method="PUT",
        content=b"<Error><Code>AccessForbidden</Code></Error>",
    )
    assert slugs(found) == ["origin-not-listed"]
    assert found.causes[0].certain


def test_a_page_that_is_not_secure_cannot_ask_for_the_local_network() -> None:
    """The finding says so, and which address it is."""
    found = result_of(
        ("Access-Control-Allow-Origin", "*"),
        page="http://app.example.com",
        url="http://router.example/x",
        address="192.168.0.1",
    )
    assert slugs(found) == ["local-network-access"]
    assert "192.168.0.1" in found.findings[0].evidence
    assert "cannot ask for permission" in found.findings[0].evidence


def test_a_cache_that_answers_with_another_pages_origin() -> None:
    """If a new URL gets no right answer either, the cache is suspected, and no more."""

    def answer(request: HTTPRequest) -> HTTPResponse:
        age = "" if "?" in request.url else "9"
        lines = (("Access-Control-Allow-Origin", "https://b.example"), ("Age", age))
        return HTTPResponse(status=200, headers=lines)

    fetch = FetchRequest(url=f"{API}/x", origin=PAGE)
    found = check(Question(fetch=fetch), Written(answer), lambda _: None)
    assert [(str(each.cause.slug), each.certain) for each in found.causes] == [
        ("origin-not-listed", False),
        ("cached-for-another-origin", False),
    ]


def test_a_redirect_to_what_is_no_url() -> None:
    """Where a preflight leads nowhere, it is redirected all the same."""
    found = result_of(("Location", "http://["), status=301, method="PUT")
    assert slugs(found) == ["redirected"]


def test_the_address_to_call_is_that_of_the_fetch() -> None:
    """A server that moves everything moves a probe, too: its address is none to fetch."""
    www = API.replace("api", "www")

    def answer(request: HTTPRequest) -> HTTPResponse:
        return HTTPResponse(status=301, headers=(("Location", request.url.replace(API, www)),))

    fetch = FetchRequest(url=f"{API}/orders/7", origin=PAGE, method="PUT")
    found = check(Question(fetch=fetch), Written(answer), lambda _: None)
    assert [snippet.text for snippet in found.causes[0].snippets] == [f'fetch("{www}/orders/7")']


def test_the_guide_shows_what_is_printed() -> None:
    """The report in the guide is one of the command."""

    def answer(request: HTTPRequest) -> HTTPResponse:
        if request.method == "OPTIONS":
            return HTTPResponse(status=401, headers=(("WWW-Authenticate", 'Basic realm="x"'),))
        return HTTPResponse(status=200)

    fetch = FetchRequest(
        url=f"{API}/orders/7", origin=PAGE, method="PUT", headers=(("X-Token", "1"),)
    )
    found = check(Question(fetch=fetch), Written(answer), lambda _: None)
    guide = (Path(__file__).parents[3] / "docs/guides/check.md").read_text()
    shown = guide.partition("-X PUT -H X-Token\n")[2].partition("```")[0]
    assert shown == f"{text_of(found)}\n"


def test_what_repeats_a_head() -> None:
    """A HEAD is repeated by the option that curl has for it, and secrets are not in it."""
    found = result_of(method="HEAD", url=f"{API}/x?token=abc")
    assert "curl -I 'https://api.example.com/x?token=***'" in text_of(found)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b'{"pears": 3}', """--data-raw '{"pears": 3}'"""),
        (b"a=b", "--data-raw a=b"),
        (b'{"password": "x"}', "--data-raw '***'"),
        (b"api_key=x", "--data-raw '***'"),
        (b"\xff", "--data-raw '***'"),
        (b"a\nb", "--data-raw '***'"),
        (b"##vso[a]", "--data-raw '***'"),
        (b"x" * 201, "--data-raw '***'"),
    ],
)
def test_what_repeats_a_body(content: bytes, shown: str) -> None:
    """A body is repeated if it is short and nothing in it is called a secret; otherwise it has its mark."""
    fetch = FetchRequest(url=f"{API}/x", origin=PAGE, method="POST", body=Body())
    question = Question(fetch=fetch, content=content, sends_unsafe=True)
    found = check(question, Written(lambda _: HTTPResponse(status=200)), lambda _: None)
    assert shown in text_of(found)


def test_more_findings_than_a_screen_holds() -> None:
    """The findings that are left out are counted, with a way to see them."""
    found = result_of(
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Headers", "*"),
        ("Access-Control-Max-Age", "99999"),
        asked=(("Authorization", "x"),),
        address="127.0.0.1",
        url="http://127.0.0.1/x",
    )
    assert slugs(found) == [
        "mixed-content",
        "local-network-access",
        "authorization-under-wildcard",
        "max-age-too-long",
    ]
    assert "and 1 more: --format json" in text_of(found)
