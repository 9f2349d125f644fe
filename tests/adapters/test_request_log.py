"""The fields of a record, and what OpenTelemetry is told."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from opentelemetry import trace

from crossorigin import CORSRequest, Guard, Policy, Reason
from crossorigin._adapters import asgi_watch, telemetry
from crossorigin._adapters.layers import TELEMETRY, Layer
from crossorigin._policy.refusals import Refusal
from crossorigin._policy.shadows import with_shadow
from crossorigin.errors import shortened
from tests.asgi.calls import scope_of
from tests.cases.senders import sent_request
from tests.wsgi.calls import environ_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opentelemetry.util.types import AttributeValue

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
POLICY: Final = Policy(APP)
FIELDS: Final = ("reason", "outcome", "origin", "method", "endpoint", "path", "policy")


def layer(endpoint: str = "orders", policy: Policy | None = POLICY) -> Layer[Any]:
    """Return a layer whose requests all go to *endpoint*."""
    return Layer("ours", lambda _: endpoint, policy_of=lambda _: policy)


def fields_of(record: logging.LogRecord) -> tuple[object, ...]:
    """Return the fields that a record of a refusal has beside those of Python."""
    return tuple(getattr(record, name) for name in FIELDS)


def test_the_fields_of_a_refusal(caplog: pytest.LogCaptureFixture) -> None:
    """They name the reason and the outcome, and the parts of the request."""
    caplog.set_level(logging.INFO, "crossorigin")
    ours = layer()
    get = CORSRequest("GET", origin=EVIL, path="/orders")
    put = CORSRequest("OPTIONS", origin=EVIL, path="/orders", request_method="PUT")
    for request in (get, put):
        ours.log.add_decision({}, POLICY.decide(request))
    rest = ("orders", "/orders", shortened(repr(POLICY)))
    assert [fields_of(record) for record in caplog.records] == [
        ("origin-not-allowed", "refused", EVIL, "GET", *rest),
        ("origin-not-allowed", "refused", EVIL, "PUT", *rest),
    ]


def test_the_fields_of_what_is_not_known(caplog: pytest.LogCaptureFixture) -> None:
    """They are there, and ``None``."""
    caplog.set_level(logging.INFO, "crossorigin")
    sent = sent_request("POST", site="cross-site")
    layer("", None).log.judge_sender(Guard(), {}, sent, None)
    (record,) = caplog.records
    assert fields_of(record) == ("sender-unknown", "refused", None, "POST", None, None, None)


@pytest.mark.parametrize(
    "hostile",
    ["a\r\nb", "\x1b[31mred", "\u202e\u2066", "\ud800", "é%s{}" * 10_000, "\x00", "\u2028"],
    ids=ascii,
)
def test_hostile_fields(hostile: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a client sends in whichever field: printable ASCII on one line, and cut."""
    caplog.set_level(logging.INFO, "crossorigin")
    request = CORSRequest(hostile, origin=hostile, path=hostile, host=hostile)
    asked = CORSRequest(
        "OPTIONS", origin=APP, request_method=hostile, request_headers=hostile, path=hostile
    )
    ours = layer(hostile)
    for each in (request, asked):
        ours.log.add_decision({}, POLICY.decide(each))
    assert len(caplog.records) == 2
    for record in caplog.records:
        texts = [str(field) for field in fields_of(record)]
        for text in (*texts, record.getMessage()):
            assert text.replace("…", "").isascii()
            assert text.isprintable()
        assert all(len(text) <= 121 for text in texts)
        assert len(record.getMessage()) < 1000


def test_the_words_of_what_would_be_refused(caplog: pytest.LogCaptureFixture) -> None:
    """They say by which of the two, and the outcome is another."""
    caplog.set_level(logging.INFO, "crossorigin")
    ours = layer()
    loose = with_shadow(lambda: Policy("*"), POLICY, awaits=False)
    request = CORSRequest("GET", origin=EVIL, path="/: refused")
    assert loose.compiled.shadow is not None
    ours.log.add_decision({}, loose.decide(request), POLICY.decide(request))
    sent = sent_request("POST", origin=EVIL)
    for _ in range(2):
        ours.log.judge_sender(Guard(report_only=True), {}, sent, POLICY.decide(sent.request))
    assert [message.partition(". ")[0] for message in caplog.messages] == [
        f'GET /: refused from "{EVIL}": would be refused by the shadow, origin-not-allowed',
        f'POST from "{EVIL}": would be refused by the guard, sender-not-allowed',
        f'POST from "{EVIL}": would be refused by the guard, sender-not-allowed',
    ]
    assert {fields_of(record)[1] for record in caplog.records} == {"would-refuse"}


class Counter:
    """A counter of OpenTelemetry that keeps what it is told."""

    def __init__(self) -> None:
        """Have been told nothing yet."""
        self.told: list[tuple[str, str]] = []

    def add(self, amount: int, attributes: Mapping[str, str]) -> None:
        """Keep the reason and the outcome."""
        assert amount == 1
        self.told.append((attributes["crossorigin.reason"], attributes["crossorigin.outcome"]))


class Span(trace.NonRecordingSpan):
    """A span that keeps its attributes."""

    def __init__(self) -> None:
        """Have none yet."""
        super().__init__(trace.INVALID_SPAN_CONTEXT)
        self.kept: dict[str, AttributeValue] = {}

    def set_attributes(self, attributes: Mapping[str, AttributeValue]) -> None:
        """Keep them."""
        self.kept.update(attributes)


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Return the counter in place of OpenTelemetry's own."""
    made = Counter()
    monkeypatch.setattr(telemetry, "_counter", made)
    return made


def test_telemetry(counter: Counter) -> None:
    """It is told of each request of a page: allowed, refused, refused again, of the own page."""
    ours = layer()
    requests = [
        CORSRequest("GET", origin=APP),
        CORSRequest("GET", origin=EVIL),
        CORSRequest("GET", origin=EVIL, host="evil.example"),
    ]
    span = Span()
    with trace.use_span(span):
        for request in requests:
            ours.log.add_decision({}, POLICY.decide(request))
    for request in requests[1:]:
        assert not ours.log.has_refusals({}, request.origin, request.host)
    ours.log.add_decision({}, POLICY.decide(CORSRequest("GET")))
    ours.observe()
    assert counter.told == [
        ("allowed", "allowed"),
        ("origin-not-allowed", "refused"),
        ("same-origin", "allowed"),
        ("origin-not-allowed", "refused"),
        ("same-origin", "allowed"),
        ("allowed", "allowed"),
    ]
    assert span.kept == {"crossorigin.reason": "same-origin", "crossorigin.outcome": "allowed"}
    assert ours.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, "orders"): 2}


def test_a_policy_lets_the_sender() -> None:
    """Nothing is refused, and nothing is counted."""
    ours, sent = layer(), sent_request("POST", origin=APP)
    assert ours.log.judge_sender(Guard(), {}, sent, POLICY.decide(sent.request)) is None
    assert ours.stats.refused == {}


def test_a_guard_without_a_policy_reports() -> None:
    """There is no origin for which the sender may be mistaken."""
    ours, sent = layer(), sent_request("POST", origin=EVIL)
    assert ours.log.judge_sender(Guard(report_only=True), {}, sent, None) is None
    assert [row.looks_like for row in ours.stats.would_refuse] == [None]


def test_the_outermost_guard_reports() -> None:
    """A guard further inside reports the same request no second time."""
    outer, inner, sent = layer(), layer(), sent_request("POST", origin=EVIL)
    transport: dict[str, Any] = {}
    for each in (outer, inner):
        assert each.log.judge_sender(Guard(report_only=True), transport, sent, None) is None
    assert [len(each.stats.would_refuse) for each in (outer, inner)] == [1, 0]
    assert sent.request is Refusal(sent, Reason.SENDER_NOT_ALLOWED).request


def test_a_shadow_that_agrees() -> None:
    """Nothing would be refused."""
    ours, request = layer(), CORSRequest("GET", origin=APP)
    ours.log.add_decision({}, POLICY.decide(request), POLICY.decide(request))
    assert ours.stats.would_refuse == []


def test_without_telemetry(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that has not imported it is told nothing, and nothing is imported."""
    monkeypatch.delitem(sys.modules, TELEMETRY)
    ours = layer()
    ours.log.add_decision({}, POLICY.decide(CORSRequest("GET", origin=EVIL)))
    assert not ours.log.has_refusals({}, EVIL)
    ours.observe()
    assert not counter.told
    assert TELEMETRY not in sys.modules


@pytest.mark.parametrize(
    ("shadow", "agreed"),
    [
        (None, None),
        (Policy([APP, EVIL]), frozenset({APP.encode(), EVIL.encode()})),
        (Policy([f"https://{number}.example" for number in range(1001)]), frozenset[bytes]()),
        (Policy("*"), frozenset[bytes]()),
    ],
    ids=["none", "few", "many", "any"],
)
def test_origins_that_agree(shadow: Policy | None, agreed: frozenset[bytes] | None) -> None:
    """Those are known before a request comes for which nobody need compare."""
    policy = Policy("*")
    if shadow is not None:
        policy = with_shadow(lambda: Policy("*"), shadow, awaits=True)
    assert asgi_watch.agreed_origins(policy.compiled) == agreed


def test_origins_that_lose_credentials_do_not_agree() -> None:
    """A request of theirs may have cookies."""
    policy = with_shadow(lambda: Policy(APP, credentials=True), Policy(APP), awaits=True)
    assert asgi_watch.agreed_origins(policy.compiled) == frozenset()


def test_transports() -> None:
    """The environ of a server and its scope are what these functions are called with."""
    ours = layer()
    for transport in (environ_of(origin=EVIL), scope_of(origin=EVIL)):
        ours.log.add_decision(transport, POLICY.decide(CORSRequest("GET", origin=EVIL)))
    assert ours.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, "orders"): 2}
