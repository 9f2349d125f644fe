"""The parts of a WSGI call: headers without a decision, and the log of what is refused."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import CORSRequest, Decision, Origin, Policy, Reason
from crossorigin._adapters import wsgi_calls
from crossorigin._adapters.layers import Layer
from crossorigin._adapters.wsgi_calls import add_headers, cors_request, preflight_answer
from crossorigin._policy.decision import decide
from crossorigin._policy.refusals import Refusal
from tests.cases.senders import sent_request
from tests.policy.test_compiled import APP, EVIL, JSON, ORIGINS, POLICIES, RESPONSES, ends_in_com

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIEnvironment

    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin._policy.headers import Header

PREFLIGHT: Final = "HTTP_ACCESS_CONTROL_REQUEST_METHOD"


def environ_of(origin: str | None, method: str = "GET", **others: str) -> WSGIEnvironment:
    """Return the environ of a request of *origin*."""
    own = {} if origin is None else {"HTTP_ORIGIN": origin}
    return {"REQUEST_METHOD": method, **own, **others}


def layer(
    *, is_debug: bool = False, clock: Callable[[], float] = lambda: 0
) -> Layer[WSGIEnvironment]:
    """Return a layer of an app, in debug mode or not, that sees the time on *clock*."""
    return Layer("ours", lambda _: "", lambda _: is_debug, clock)


def answered(
    policy: Policy,
    origin: str | None,
    response: list[Header],
    ours: Layer[WSGIEnvironment] | None = None,
) -> list[Header]:
    """Return *response* to a GET of *origin* with what *policy* adds."""
    return add_headers(ours or layer(), policy.compiled, environ_of(origin), response)


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
@pytest.mark.parametrize("origin", ORIGINS, ids=range(len(ORIGINS)))
@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
def test_an_answer_is_what_is_decided(
    policy: Policy, origin: str | None, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What an adapter answers is what the decision says, whether refusals are logged or not."""
    caplog.set_level(level, "crossorigin")
    decision = policy.decide(CORSRequest("GET", origin=origin))
    for response in RESPONSES:
        assert answered(policy, origin, response) == decision.apply(response)


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
@pytest.mark.parametrize("asks", ["PUT", "DELETE"])
@pytest.mark.parametrize("origin", ORIGINS[1:], ids=range(1, len(ORIGINS)))
@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
def test_a_preflight_s_answer_is_what_is_decided(
    policy: Policy, origin: str, asks: str, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    """So is the answer to a preflight, in a new list each time."""
    caplog.set_level(level, "crossorigin")
    environ = environ_of(origin, "OPTIONS", **{PREFLIGHT: asks})
    decision = policy.decide(cors_request(environ))
    status, headers, body = preflight_answer(layer(), policy, environ)
    assert int(status[:3]) == decision.status
    assert (headers, body.decode()) == (decision.answer_headers(), decision.body)
    assert preflight_answer(layer(), policy, environ)[1] is not headers


@pytest.mark.parametrize(
    ("policy", "origin", "response", "replaced"),
    [
        (Policy(APP), APP, [JSON], ()),
        (Policy(APP), EVIL, [("Access-Control-Allow-Origin", "*")],
         ("Access-Control-Allow-Origin",)),
        (Policy("*"), None, [("access-control-allow-methods", "PUT"), ("Vary", "x")],
         ("access-control-allow-methods",)),
        (Policy(APP), APP, [("Timing-Allow-Origin", "*")], ()),
        (Policy(APP, timing=True), APP, [("Timing-Allow-Origin", "*")], ("Timing-Allow-Origin",)),
    ],
    ids=range(5),
)  # fmt: skip
def test_what_was_replaced(
    policy: Policy,
    origin: str | None,
    response: list[Header],
    replaced: tuple[str, ...],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The names that the app had set, and that the policy replaced, are logged."""
    answered(policy, origin, response)
    said = [f"The app sets {name} by itself: replaced by what ours says." for name in replaced]
    assert caplog.messages == said


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
def test_a_decision_is_made_when_it_is_needed(
    level: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision is made for a source, the log, or the first refusal of a kind: nothing else."""
    caplog.set_level(level, "crossorigin")
    made: list[str | None] = []

    def counted(compiled: CompiledPolicy, request: CORSRequest) -> Decision:
        made.append(request.origin)
        return decide(compiled, request)

    monkeypatch.setattr(wsgi_calls, "decide", counted)
    listed = Policy([APP, "https://*.example.org"])
    for origin in (APP, "https://a.example.org", None):
        answered(listed, origin, [])
    assert made == []
    ours = layer()
    for _ in range(3):
        answered(listed, EVIL, [], ours)
    assert made == [EVIL] * (3 if level == logging.INFO else 1)
    assert ours.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, "-"): 3}
    answered(Policy(ends_in_com), APP, [])
    assert made[-1] == APP


def refusal(origin: str) -> str:
    """Return what the log says of a GET of *origin* that the policy does not list."""
    return (
        f'GET from "{origin}": refused, origin-not-allowed. The policy does not let this origin in.'
        f' Next: add "{origin}" to "origins" if its pages may read this'
    )


@pytest.mark.parametrize("policy", [Policy(APP), Policy(lambda _origin, _request: False)])
def test_a_refusal_is_logged(policy: Policy, caplog: pytest.LogCaptureFixture) -> None:
    """A refused origin is logged at INFO: what was asked, and why not, once."""
    caplog.set_level(logging.INFO, "crossorigin")
    answered(policy, EVIL, [])
    assert caplog.record_tuples == [("crossorigin", logging.INFO, refusal(EVIL))]


def test_hostile_bytes_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """P24: what a client sent cannot forge a line of the log, nor colour it, nor flood it."""
    caplog.set_level(logging.INFO, "crossorigin")
    answered(Policy(APP), f"{EVIL}\r\n\x1b[31mé%s" + "x" * 10_000, [])
    (record,) = caplog.records
    shown = rf'"{EVIL}\r\n\x1b[31m\xe9%s'.ljust(120, "x")
    assert record.getMessage() == (
        f"GET from {shown}…: refused, origin-malformed. The Origin header is not one that a browser"
        " sends. Next: send the Origin that a browser would, such as https://app.example.com"
    )


@pytest.mark.parametrize(
    ("policy", "request_"),
    [
        (Policy(APP), CORSRequest("GET", origin=APP)),
        (Policy(APP), CORSRequest("GET")),
        (Policy(APP), CORSRequest("GET", origin=EVIL, host="evil.example")),
        (Policy("*"), CORSRequest("GET", origin="null")),
    ],
    ids=[Reason.ALLOWED, Reason.NO_ORIGIN, Reason.SAME_ORIGIN, "null"],
)
def test_what_is_not_refused_is_not_logged(
    policy: Policy, request_: CORSRequest, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has refusals, and nothing of what was permitted or is not cross-origin."""
    caplog.set_level(logging.INFO, "crossorigin")
    layer().log.add_decision({}, policy.decide(request_))
    assert caplog.records == []


def test_a_preflight_s_refusal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A preflight whose method is not listed is logged, with the method that it asked for."""
    caplog.set_level(logging.INFO, "crossorigin")
    request = CORSRequest("OPTIONS", origin=APP, request_method="PUT", path="/orders/7")
    layer().log.add_decision({}, Policy(APP).decide(request))
    assert caplog.messages == [
        (
            f'preflight for PUT /orders/7 from "{APP}": refused, method-not-allowed. The policy does'
            ' not list this method. Next: add "PUT" to "methods" if pages may send it'
        )
    ]


def test_nothing_is_logged_where_nobody_listens(caplog: pytest.LogCaptureFixture) -> None:
    """Above INFO, a refusal is not even put into words."""
    caplog.set_level(logging.WARNING, "crossorigin")
    layer().log.add_decision({}, Policy(APP).decide(CORSRequest("GET", origin=EVIL)))
    layer().log.add_refusal(
        {}, Refusal(sent_request("POST", origin=EVIL), Reason.SENDER_NOT_ALLOWED)
    )
    assert caplog.records == []


def test_the_guard_s_refusal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A refusal of the guard is logged with its reason and the next step."""
    caplog.set_level(logging.INFO, "crossorigin")
    refused = Refusal(sent_request("POST", origin=EVIL), Reason.SENDER_NOT_ALLOWED)
    layer().log.add_refusal({}, refused)
    (message,) = caplog.messages
    assert message.startswith(f'POST from "{EVIL}": refused by the guard, sender-not-allowed. ')
    assert f' Next: list "{EVIL}" in the policy' in message


@pytest.mark.parametrize(
    ("answer", "logged"),
    [
        (1, "TypeError: the origin source returned int, not True or False"),
        (LookupError("no database"), "LookupError: no database"),
    ],
)
def test_a_source_that_fails_is_logged(
    answer: object, logged: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What a source raised is in the log with its traceback, whatever the level of refusals."""

    def source(_origin: Origin, _request: CORSRequest) -> bool:
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value] # what a wrong source may do

    caplog.set_level(logging.WARNING, "crossorigin")
    headers = answered(Policy(source), APP, [JSON])
    assert headers == [JSON, ("Vary", "Origin")]
    assert caplog.record_tuples == [
        ("crossorigin", logging.ERROR, f"The origin source failed for {APP}: refused.")
    ]
    assert caplog.text.splitlines()[-1] == logged
