"""The explanation of what became of a fetch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.explaining import explain_outcome, step_of
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.messages import STREAM, FetchRequest, WireResponse
from tests.browser.fetches import (
    API,
    GET,
    HERE,
    INCLUDE,
    PUT,
    READABLE,
    browse,
    methods,
    permission,
    redirect,
)

if TYPE_CHECKING:
    from crossorigin._browser.outcome import FetchOutcome

BARE = WireResponse(200)


def test_a_preflight_that_is_refused() -> None:
    """The step, the reason, what came, what should have come and the way out are named."""
    outcome = browse(PUT, WireResponse(403))
    assert explain_outcome(outcome).splitlines() == [
        'PUT https://api.example.net/ from "https://app.example.com": not readable',
        "  step: the preflight, OPTIONS https://api.example.net/ -> 403",
        "  asked because of: the method PUT",
        "  reason: allow-origin-missing. The response has no Access-Control-Allow-Origin.",
        "  got: no Access-Control-Allow-Origin",
        "  expected: Access-Control-Allow-Origin: https://app.example.com",
        "  next: let the server list the origin https://app.example.com",
    ]


def test_what_is_readable() -> None:
    """What the page reads needs no reason; what it does not see is named."""
    shown = WireResponse(200, (*READABLE.headers, ("X-Total", "3"), ("Set-Cookie", "a=b")))
    assert explain_outcome(browse(GET, shown)).splitlines() == [
        'GET https://api.example.net/ from "https://app.example.com": readable',
        "  status: 200",
        "  hidden: x-total: the page reads what Access-Control-Expose-Headers lists",
    ]


def test_nothing_hidden() -> None:
    """A page sees all of what is its own."""
    own = browse(replace(GET, url=f"{HERE}/"), WireResponse(204, (("X-Total", "3"),)))
    assert explain_outcome(own).splitlines()[1:] == ["  status: 204"]


def test_what_was_not_fetched_from_a_server() -> None:
    """A data URL has no headers that could be hidden."""
    assert "hidden" not in explain_outcome(browse(replace(GET, url="data:,x")))


def test_what_is_opaque() -> None:
    """A page that asks for what it cannot read is told so."""
    outcome = browse(replace(GET, mode="no-cors"), BARE)
    assert explain_outcome(outcome).splitlines()[1:] == [
        "  step: the response, GET https://api.example.net/ -> 200",
        "  reason: opaque. The page asked for a response that it cannot read.",
    ]


def test_the_status_of_a_preflight() -> None:
    """A status is compared with what it should be."""
    lines = explain_outcome(browse(PUT, permission(methods("PUT"), status=404))).splitlines()
    assert lines[4:6] == ["  got: status 404", "  expected: a status from 200 to 299"]


def test_a_wildcard() -> None:
    """What came is quoted."""
    wildcard = WireResponse(200, (("Access-Control-Allow-Origin", "*"),))
    assert "  got: Access-Control-Allow-Origin: *" in explain_outcome(browse(INCLUDE, wildcard))


def test_nothing_is_sent() -> None:
    """What a browser refuses to send has met no server."""
    assert explain_outcome(browse(replace(GET, method="TRACE"))).splitlines()[1:] == [
        "  step: before anything is sent",
        "  reason: forbidden-method. No browser lets a page send this method.",
        "  next: use another method",
    ]


def test_nothing_answers() -> None:
    """Without an answer there is nothing to compare."""
    _, step, reason, last = explain_outcome(browse(GET, None)).splitlines()
    assert step == "  step: the network, GET https://api.example.net/ -> no answer"
    assert reason.startswith("  reason: no-response. Nothing answered: ")
    assert last == "  next: make sure that something listens at https://api.example.net/"


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param(browse(replace(GET, method="TRACE")), "before anything is sent", id="before"),
        pytest.param(browse(PUT, None), "the preflight", id="preflight"),
        pytest.param(browse(GET, None), "the network", id="network"),
        pytest.param(browse(GET, redirect(302, "data:,")), "the redirect", id="redirect"),
        pytest.param(browse(GET, BARE), "the response", id="response"),
    ],
)
def test_step(outcome: FetchOutcome, expected: str) -> None:
    """The step that failed is one of five."""
    assert step_of(outcome) == expected


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_a_way_out(failure: Failure) -> None:
    """Each failure names the next step, with no place left open."""
    blocked = replace(browse(GET, BARE), type="error", blocked=Blocked(failure, "x"))
    last = explain_outcome(blocked).splitlines()[-1]
    assert last.startswith("  next: ")
    assert "{" not in last


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(replace(GET, headers=(("X-A", "1"),)), "the request header x-a", id="header"),
        pytest.param(
            replace(GET, headers=tuple((f"Accept-{n}", "a" * 100) for n in ("Language",) * 12)),
            "request headers that are too long together",
            id="too-long",
        ),
        pytest.param(
            replace(GET, method="POST", body=STREAM), "a body that is a stream", id="stream"
        ),
        pytest.param(
            replace(GET, has_upload_listener=True), "a listener to the upload", id="listener"
        ),
    ],
)
def test_causes(asked: FetchRequest, expected: str) -> None:
    """What made the browser ask is named."""
    line = explain_outcome(browse(asked, None)).splitlines()[2]
    assert expected in line


def test_a_preflight_because_of_a_redirect() -> None:
    """What some engines ask because of a redirect has a name, too."""
    asked = replace(PUT, url=f"{HERE}/")
    outcome = browse(asked, redirect(303, f"{API}/"), None, engine="firefox")
    assert outcome.failed_on_preflight is ("before the redirect" in explain_outcome(outcome))
