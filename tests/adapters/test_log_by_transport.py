"""Each line and each count is of the request in hand: its app's mode, its view, its policy."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import CORSRequest, Guard, Policy, Reason
from crossorigin._adapters.request_log import RequestLog
from crossorigin._adapters.stats import MAX_KNOWN, MAX_ROWS, OTHERS, Stats
from crossorigin._policy.shadows import with_shadow
from tests.cases.senders import sent_request

if TYPE_CHECKING:
    from collections.abc import Iterator

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
# A digit in place of a letter.
LIKE_APP: Final = "https://app.examp1e.com"
POLICY: Final = Policy(APP)
REFUSED: Final = Reason.ORIGIN_NOT_ALLOWED
REPORTING: Final = Guard(report_only=True)


def transport(endpoint: str = "orders", *, debug: bool = False) -> dict[str, Any]:
    """Return a request that says where it goes, and how its app is run."""
    return {"endpoint": endpoint, "debug": debug, "policy": POLICY}


def request_log() -> RequestLog:
    """Return a log that asks the request for everything."""
    return RequestLog(
        lambda request: request["debug"],
        lambda: 0,
        lambda request: request["endpoint"],
        lambda request: request["policy"],
    )


def refused(origin: str = EVIL) -> CORSRequest:
    """Return a request of a page that no policy here lists."""
    return CORSRequest("GET", origin=origin, host="api.example.com")


@pytest.mark.parametrize("debug", [True, False])
def test_a_decision(caplog: pytest.LogCaptureFixture, *, debug: bool) -> None:
    """It is logged by the mode of the app, with the view and the policy, and counted there."""
    caplog.set_level(logging.WARNING, "crossorigin")
    log = request_log()
    log.add_decision(transport(debug=debug), POLICY.decide(refused()))
    shown = [(record.levelname, vars(record)["endpoint"]) for record in caplog.records]
    assert shown == ([("WARNING", "orders")] if debug else [])
    assert all(vars(record)["policy"] for record in caplog.records)
    assert log.stats.refused == {(REFUSED, "orders"): 1}


def test_a_refusal_that_is_known() -> None:
    """One like it, to the same view, needs no decision; to another view, or in debug mode, it does."""
    log = request_log()
    log.add_decision(transport(), POLICY.decide(refused()))
    asked: list[dict[str, Any]] = [
        transport(),
        transport("other"),
        transport(debug=True),
        transport(),
    ]
    wanted = [log.has_refusals(each, EVIL, "api.example.com") for each in asked]
    assert wanted == [False, True, True, False]
    assert log.stats.refused == {(REFUSED, "orders"): 3}
    assert log.has_refusals(transport(), EVIL, "other.example")


def test_a_guard_that_refuses(caplog: pytest.LogCaptureFixture) -> None:
    """The refusal is counted and logged for the request in hand."""
    log = request_log()
    log.judge_sender(Guard(), transport(debug=True), sent_request("POST", origin=EVIL), None)
    assert [vars(record)["endpoint"] for record in caplog.records] == ["orders"]
    assert log.stats.refused == {(Reason.SENDER_NOT_ALLOWED, "orders"): 1}


@pytest.mark.parametrize("has_policy", [True, False])
def test_a_guard_that_reports(caplog: pytest.LogCaptureFixture, *, has_policy: bool) -> None:
    """What it would refuse has a row, with the origin for which it may be taken."""
    log, request = request_log(), transport(debug=True)
    sent = sent_request("POST", origin=LIKE_APP)
    decision = POLICY.decide(sent.request) if has_policy else None
    for _ in range(2):
        assert log.judge_sender(REPORTING, request, sent, decision) is None
    assert [vars(record)["endpoint"] for record in caplog.records] == ["orders"] * 2
    (row,) = log.stats.would_refuse
    assert (row.origin, row.endpoint, row.count) == (LIKE_APP, "orders", 2)
    assert row.looks_like == (APP if has_policy else None)


def test_the_outermost_guard_reports() -> None:
    """Of several on a request, that is the first one that is asked; each request has its own."""
    outer, inner, request = request_log(), request_log(), transport()
    sent = sent_request("POST", origin=EVIL)
    for log in (outer, inner):
        log.judge_sender(REPORTING, request, sent, None)
    inner.judge_sender(REPORTING, transport("another"), sent, None)
    assert [row.endpoint for row in outer.stats.would_refuse] == ["orders"]
    assert [row.endpoint for row in inner.stats.would_refuse] == ["another"]


def test_a_shadow(caplog: pytest.LogCaptureFixture) -> None:
    """What it would refuse has a row, with the origin for which it may be taken."""
    log = request_log()
    loose = with_shadow(lambda: Policy("*"), POLICY, awaits=False)
    request = refused(LIKE_APP)
    log.add_decision(transport(debug=True), loose.decide(request), POLICY.decide(request))
    assert [vars(record)["endpoint"] for record in caplog.records] == ["orders"]
    (row,) = log.stats.would_refuse
    assert (row.origin, row.reason, row.endpoint) == (LIKE_APP, REFUSED, "orders")
    assert row.looks_like == APP


def test_a_shadow_without_cookies() -> None:
    """A request without cookies loses nothing where a shadow has no credentials."""
    log, request = request_log(), refused(APP)
    loose = with_shadow(lambda: Policy(APP, credentials=True), POLICY, awaits=False)
    log.add_decision(transport(), loose.decide(request), POLICY.decide(request))
    assert log.stats.would_refuse == []
    log.add_decision(transport(), loose.decide(request), POLICY.decide(request), has_cookie=True)
    assert [row.reason for row in log.stats.would_refuse] == [Reason.COOKIES_NOT_ALLOWED]


def _seconds() -> Iterator[float]:
    """Yield the seconds of a clock."""
    yield from (float(number) for number in range(10 * MAX_ROWS))


def test_rows_are_folded_by_the_half() -> None:
    """A table that is full gives up its rarer half to others of their reasons, and no more."""
    stats = Stats(_seconds().__next__)
    for number in range(MAX_ROWS):
        stats.add_would_refuse(f"https://e{number}.example", REFUSED, "orders")
    (first, *_) = stats.would_refuse
    assert (len(stats.would_refuse), first.first) == (MAX_ROWS, first.last)
    stats.add_would_refuse(APP, Reason.ORIGIN_NULL, "orders")
    rows = {(row.origin, row.reason, row.endpoint): row.count for row in stats.would_refuse}
    assert len(rows) == MAX_ROWS // 2 + 2
    assert rows[OTHERS, REFUSED, OTHERS] == MAX_ROWS // 2
    assert ("https://e0.example", REFUSED, "orders") not in rows
    assert (f"https://e{MAX_ROWS // 2}.example", REFUSED, "orders") in rows
    for number in range(MAX_ROWS):
        stats.add_would_refuse(f"https://f{number}.example", Reason.ORIGIN_NULL, "orders")
    others = {row.reason: row for row in stats.would_refuse if row.origin == OTHERS}
    assert others.keys() == {REFUSED, Reason.ORIGIN_NULL}
    assert others[REFUSED].first.timestamp() == 0


def test_what_is_known_is_forgotten_when_it_is_full() -> None:
    """Not before, and all of it."""
    stats = Stats()
    for number in range(MAX_KNOWN):
        stats.remember(str(number), None, "", REFUSED)
    assert len(stats.known) == MAX_KNOWN
    stats.remember("one more", None, "", REFUSED)
    assert len(stats.known) == 1


def test_a_row_is_compared_once() -> None:
    """A person who reads it again waits for nothing."""
    stats, listed = Stats(), POLICY.compiled.origins
    parsed = refused(LIKE_APP).parsed_origin
    stats.add_would_refuse(LIKE_APP, REFUSED, "orders", parsed, listed)
    assert [row.looks_like for row in stats.would_refuse] == [APP]
    (kept,) = stats._rows.values()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - nothing else shows it
    kept.listed, kept.looks_like = Policy(EVIL).compiled.origins, "known"
    assert [row.looks_like for row in stats.would_refuse] == ["known"]
