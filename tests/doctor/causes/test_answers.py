"""
The cause, by what real software answers: recorded, header by header, and played again.

Each line of ``answers.jsonl`` is a fetch of a page of PAGE, with every answer of the software that it
names: ``/orders/7`` exists, ``/boom`` raises, ``/slash/`` has its slash. A body is its first 300
characters.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crossorigin._browser import header_value
from crossorigin.doctor.check._check import check
from crossorigin.doctor.check._report_json import as_dict
from crossorigin.doctor.probing._captured import Captured, PageOptions
from crossorigin.doctor.probing._transport import HTTPResponse
from tests.doctor.servers import PAGE

if TYPE_CHECKING:
    from crossorigin.doctor.probing._transport import HTTPRequest

API = "http://127.0.0.1:8000"
RECORDINGS = [
    json.loads(line) for line in (Path(__file__).parent / "answers.jsonl").read_text().splitlines()
]
each_recording = pytest.mark.parametrize(
    "recorded", RECORDINGS, ids=lambda recorded: f"{recorded['name']} ({recorded['software']})"
)


class Recorded:
    """The transport to answers that were recorded."""

    def __init__(self, answers: list[dict[str, Any]]) -> None:
        """Give *answers*, each to the request that it was given to."""
        self._answers = {
            (each["method"], each["url"], each["origin"], each["asks"]): HTTPResponse(
                status=each["status"],
                headers=tuple((name, value) for name, value in each["headers"]),
                content=each["body"].encode("latin-1"),
                address="127.0.0.1",
            )
            for each in answers
        }

    def send(self, request: HTTPRequest) -> HTTPResponse:
        """Return the answer to *request*."""
        origin, asks = (
            header_value(request.headers, name)
            for name in ("origin", "access-control-request-method")
        )
        return self._answers[request.method, request.url.removeprefix(API), origin, asks]


def played(recorded: dict[str, Any]) -> dict[str, Any]:
    """Return the report about the fetch of *recorded*."""
    fetch = recorded["fetch"]
    page = PageOptions(
        origin=PAGE,
        method=fetch["method"],
        headers=(f"{fetch['header']}: 1",) if fetch["header"] else (),
        data="x" if fetch["send"] else None,
        credentials=fetch["credentials"],
        sends_unsafe=fetch["send"],
    )
    question = Captured(url=f"{API}{fetch['path']}").question(page)
    return as_dict(check(question, Recorded(recorded["answers"]), lambda _: None))


@each_recording
def test_the_cause_goes_by_what_answered(recorded: dict[str, Any]) -> None:
    """The causes are those that the software has, and nothing else is said to be wrong."""
    report = played(recorded)
    assert report["reason"] == recorded["reason"]
    assert [cause["slug"] for cause in report["causes"]] == recorded["causes"]
    also = [finding["slug"] for finding in report["findings"]]
    # A finding about browsers, whatever answers.
    assert [slug for slug in also if slug != "third-party-cookies"] == recorded["also"]


@each_recording
def test_the_stack_is_the_one_at_fault(recorded: dict[str, Any]) -> None:
    """An app counts before the proxy in front of it, unless the proxy answers itself."""
    report = played(recorded)
    assert (report["stack"], bool(report["stack_because"])) == (recorded["stack"], True)
