"""The documentation explains every failure, and each example, played, fails or works as it says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import Reason
from crossorigin._browser.failures import Failure
from crossorigin._browser.header_lists import header_value
from crossorigin._browser.main_fetch import run_fetch
from crossorigin._browser.messages import STREAM, TEXT, FetchRequest, WireResponse
from crossorigin._browser.urls import Url
from crossorigin.errors import ProblemCode

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import Header
    from crossorigin._browser.messages import WireRequest
    from crossorigin._browser.outcome import FetchOutcome

PAGE: Final = "https://app.example.com"
PARTS: Final = ["What it means.", "Why it matters.", "Before.", "After."]
TEXT_OF_PAGE: Final = (Path(__file__).parents[2] / "docs/failures.md").read_text()
REQUESTS_OF_A_LOOP: Final = 21

_SECTION: Final = re.compile(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_PART: Final = re.compile(r"^\*\*([^*]+)\*\*", re.MULTILINE)
_FENCE: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CLAUSE: Final = re.compile(r"\]\(https://[a-z]+\.spec\.whatwg\.org/#[a-z-]+\)")
_CALL: Final = re.compile(r'\bfetch\("([^"]*)"(?:, (\{.*\}))?\)', re.DOTALL)
_KEY: Final = re.compile(r"([{,]\s*)([a-z]+):")
_EXPRESSION: Final = re.compile(r'("body": )((?:await )?[A-Za-z][\w.()]*)')
_STATUS_LINE: Final = re.compile(r"^HTTP/1\.1 ([0-9]{3})\b.*$", re.MULTILINE)

SECTIONS: Final[dict[str, str]] = dict(_SECTION.findall(TEXT_OF_PAGE))
# What the standard lets pass, and an engine does not.
STRICTER: Final[dict[Failure, Engine]] = {Failure.LINES_DIFFER: "chromium"}
each_failure = pytest.mark.parametrize("failure", Failure)


@dataclass(frozen=True, slots=True)
class Example:
    """
    Hold what stands before or after.

    Attributes:
        script: The call of ``fetch``.
        requests: The requests that are shown, by the number of responses before them.
        responses: The responses, in order.
        is_answered: Whether anything answers.
    """

    script: str
    requests: dict[int, str]
    responses: tuple[WireResponse, ...]
    is_answered: bool

    def outcome(self, engine: Engine = "fetch") -> FetchOutcome:
        """Return what *engine* makes of it; by default, one that does as the standard says."""
        request = _asked(self.script)
        if not self.is_answered:
            return run_fetch(request, lambda _: None, engine=engine)
        if not self.responses:
            return run_fetch(request, _permission, engine=engine)
        coming = chain(self.responses, repeat(self.responses[-1]))
        return run_fetch(request, lambda _: next(coming), engine=engine)


def example(failure: Failure, part: str) -> Example:
    """Return the *part* about *failure*; a script that is not repeated is that of before."""
    before, after = re.split(r"^\*\*After\.\*\*", SECTIONS[failure], flags=re.MULTILINE)
    fences: list[tuple[str, str]] = _FENCE.findall(before if part == "before" else after)
    scripts = [code for name, code in (*fences, *_FENCE.findall(before)) if name == "javascript"]
    requests: dict[int, str] = {}
    responses: list[WireResponse] = []
    for name, code in fences:
        if name == "http" and not code.startswith("HTTP/"):
            requests[len(responses)] = code
        elif name in {"http", "python"}:
            responses += _responses(code)
    return Example(scripts[0], requests, tuple(responses), "text" not in dict(fences))


def _asked(script: str) -> FetchRequest:
    """Return what the call of ``fetch`` in *script* asks for."""
    call = _CALL.search(script)
    assert call is not None
    written = _EXPRESSION.sub(r'\1"\2"', _KEY.sub(r'\1"\2":', call[2] or "{}"))
    options = json.loads(written)
    options.pop("duplex", None)
    body = options.pop("body", None)
    headers = tuple(options.pop("headers", {}).items())
    stream_or_text = STREAM if body and ".stream()" in body else TEXT
    return FetchRequest(
        url=call[1],
        origin=PAGE,
        headers=headers,
        body=stream_or_text if body is not None else None,
        **options,
    )


def _responses(code: str) -> list[WireResponse]:
    """Return the responses that *code* shows, or prints."""
    printed = "".join(
        line for line in code.splitlines(keepends=True) if not line.startswith((">>>", "..."))
    )
    _, *parts = _STATUS_LINE.split(printed)
    return [
        WireResponse(int(status), _headers(lines))
        for status, lines in zip(parts[::2], parts[1::2], strict=True)
    ]


def _headers(lines: str) -> tuple[Header, ...]:
    """Return the headers that stand in *lines*."""
    pairs = [line.partition(":") for line in lines.strip().splitlines()]
    return tuple((name, value.strip()) for name, _, value in pairs)


def _permission(request: WireRequest) -> WireResponse:
    """Return the answer of a server that permits whatever *request* asks for."""
    allowed = (
        ("Access-Control-Allow-Origin", header_value(request.headers, "origin") or "*"),
        ("Access-Control-Allow-Credentials", "true"),
        (
            "Access-Control-Allow-Methods",
            header_value(request.headers, "access-control-request-method"),
        ),
        (
            "Access-Control-Allow-Headers",
            header_value(request.headers, "access-control-request-headers"),
        ),
    )
    return WireResponse(200, tuple((name, value) for name, value in allowed if value is not None))


def _sent(request: WireRequest) -> list[str]:
    """Return the lines of *request* that a page about it may show."""
    url = Url.parse(request.url)
    assert url is not None
    headers = (("Host", url.origin.partition("//")[2]), *request.headers)
    return [
        f"{request.method} {url.path}{url.query} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers),
    ]


def test_every_failure_has_its_section() -> None:
    """Each failure has one section, in the order of the code, and no section is left over."""
    headings = re.findall(r"^### (.+)$", TEXT_OF_PAGE, re.MULTILINE)
    assert headings == [str(failure) for failure in Failure]


@each_failure
def test_a_section_has_its_parts(failure: Failure) -> None:
    """A section says what it means, why it matters, and shows before and after, in this order."""
    assert _PART.findall(SECTIONS[failure]) == PARTS


@each_failure
def test_a_section_names_its_clause(failure: Failure) -> None:
    """Why it matters leads to the clause of the standard that demands it."""
    why = SECTIONS[failure].partition("**Why it matters.**")[2].partition("**Before.**")[0]
    assert len(_CLAUSE.findall(why)) == 1


@pytest.mark.parametrize("slug", sorted({*Reason, *ProblemCode} & {*map(str, Failure)}))
def test_a_shared_slug_leads_to_the_other_side(slug: str) -> None:
    """What a policy's decision, or its mistakes, name as well leads to what is said there."""
    assert f"(reasons.md#{slug})" in SECTIONS[slug]


@each_failure
def test_before_fails_so(failure: Failure) -> None:
    """What stands before fails by just this check."""
    blocked = example(failure, "before").outcome(STRICTER.get(failure, "fetch")).blocked
    assert (blocked.failure if blocked else None) == failure


@each_failure
@pytest.mark.parametrize("engine", ["fetch", "chromium", "firefox", "webkit"])
def test_after_can_be_read(failure: Failure, engine: Engine) -> None:
    """What stands after is a response that the page can read, in every browser."""
    outcome = example(failure, "after").outcome(engine)
    assert (outcome.readable, outcome.blocked) == (True, None)


@each_failure
@pytest.mark.parametrize("part", ["before", "after"])
def test_requests_are_as_shown(failure: Failure, part: str) -> None:
    """A request that is shown is the one that is sent there, line by line."""
    played = example(failure, part)
    exchanges = played.outcome().exchanges
    unsent = [
        line
        for number, shown in played.requests.items()
        for line in shown.splitlines()
        if line not in _sent(exchanges[number].request)
    ]
    assert unsent == []


@each_failure
def test_preflights_are_shown(failure: Failure) -> None:
    """Where a preflight is answered before, it is shown, too."""
    played = example(failure, "before")
    asked = [
        number
        for number, exchange in enumerate(played.outcome().exchanges)
        if exchange.request.is_preflight
    ]
    assert [number for number in asked if number not in played.requests] == []


@each_failure
@pytest.mark.parametrize("part", ["before", "after"])
def test_every_answer_is_shown(failure: Failure, part: str) -> None:
    """If one response is shown, all are, but for those of a loop."""
    played = example(failure, part)
    is_loop = (failure, part) == (Failure.TOO_MANY_REDIRECTS, "before")
    expected = REQUESTS_OF_A_LOOP if is_loop else len(played.responses)
    assert not played.responses or len(played.outcome().exchanges) == expected
