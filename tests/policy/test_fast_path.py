"""Answering at the speed of the adapters: the same as what is decided, and what is logged."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from crossorigin import CORSRequest, Origin, Policy, Reason
from crossorigin._policy.fast_path import answered_headers, log_refusal, preflight_headers

if TYPE_CHECKING:
    from crossorigin._policy.headers import Header

APP = "https://app.example.com"
EVIL = "https://evil.example"
JSON = ("Content-Type", "application/json")


def ends_in_com(origin: Origin, _request: CORSRequest) -> bool:
    """Allow the origins whose host ends in ``.com``; fail for one of them."""
    if origin.host == "broken.example.com":
        raise LookupError
    return origin.host.endswith(".com")


POLICIES = [
    Policy("*"),
    Policy("*", expose_headers="*", timing=True, methods=["PUT"]),
    Policy("*", allow_headers="*"),
    Policy(APP),
    Policy(APP, credentials=True, expose_headers=["X-B", "X-A"], max_age=None),
    Policy(APP, credentials=True, expose_headers="*"),
    Policy(APP, credentials=True, expose_headers="*", timing=True),
    Policy(APP, timing=True, methods=[], allow_headers=["X-A"]),
    Policy(["https://*.example.com", "http://localhost:*"], methods="*"),
    Policy(["https://*.example.com", EVIL], methods=["PUT"], credentials=True),
    Policy(ends_in_com),
    Policy(ends_in_com, credentials=True, timing=True, methods=["PUT"]),
]
ORIGINS = [
    None,
    APP,
    EVIL,
    "https://other.example.com",
    "https://broken.example.com",
    "http://app.example.com",
    "http://localhost:3000",
    "null",
    "",
    "junk",
    f"{APP}/",
    f"{APP}\r\nX: y",
    "https://" + "a" * 400,
]
RESPONSES: list[list[Header]] = [
    [],
    [JSON],
    [JSON, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
    [JSON, ("X-A", "1"), ("ETag", "2")],
    [("Vary", "Accept-Encoding"), JSON, ("vary", "cookie")],
    [("Vary", "*")],
    [("Vary", "Content-Type")],
    [("access-control-allow-origin", "*"), ("Access-Control-Allow-Credentials", "true")],
    [("Timing-Allow-Origin", "*"), JSON],
]


def answered(
    policy: Policy, origin: str | None, response: list[Header]
) -> tuple[list[Header], tuple[str, ...]]:
    """Return *response* to a GET of *origin* with what *policy* adds."""
    return answered_headers(
        policy.rules, origin, lambda name: CORSRequest("GET", origin=name), origin, response
    )


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
@pytest.mark.parametrize("origin", ORIGINS, ids=range(len(ORIGINS)))
@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
def test_an_answer_is_what_is_decided(
    policy: Policy, origin: str | None, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What an adapter answers is what the decision says, header by header, in its order."""
    caplog.set_level(level, "crossorigin")
    decision = policy.decide(CORSRequest("GET", origin=origin))
    for response in RESPONSES:
        before = list(response)
        headers, _ = answered(policy, origin, response)
        assert headers == decision.apply(response)
        assert headers is not response
        assert response == before


@pytest.mark.parametrize("origin", [origin for origin in ORIGINS if origin is not None])
@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
def test_a_preflight_s_answer_is_what_is_decided(
    policy: Policy, origin: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What is answered without a decision is what the decision would say, whatever is asked."""
    caplog.set_level(logging.WARNING, "crossorigin")
    headers = preflight_headers(policy.rules, origin)
    for method, names in [("PUT", None), ("GET", "x-a"), ("DELETE", "x-a,content-type")]:
        decision = policy.decide(
            CORSRequest("OPTIONS", origin=origin, request_method=method, request_headers=names)
        )
        if headers is not None:
            assert (decision.status, decision.answer_headers()) == (200, headers)


@pytest.mark.parametrize(
    ("policy", "origin", "known"),
    [
        (Policy("*", methods=["PUT"]), APP, True),
        (Policy("*", methods=["PUT"]), "null", True),
        (Policy("*", methods=["PUT"]), "junk", False),
        (Policy("*", methods="*"), APP, False),
        (Policy("*"), APP, False),
        (Policy("*", methods=["PUT"], allow_headers="*"), APP, False),
        (Policy(APP, methods=["PUT"]), APP, True),
        (Policy("https://*.example.com", methods=[]), APP, True),
        (Policy(APP, methods=["PUT"]), EVIL, False),
        (Policy(APP, methods=["PUT"]), "null", False),
        (Policy(ends_in_com, methods=["PUT"]), APP, False),
    ],
    ids=range(11),
)
def test_which_preflights_need_no_decision(
    policy: Policy, origin: str, *, known: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Where only the origin matters, a preflight is answered without a decision."""
    caplog.set_level(logging.WARNING, "crossorigin")
    assert (preflight_headers(policy.rules, origin) is not None) is known


@pytest.mark.parametrize(("origins", "value"), [("*", "*"), (APP, APP)])
def test_all_headers_of_a_preflight(
    origins: str, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer without a decision has these headers, in a new list each time."""
    caplog.set_level(logging.WARNING, "crossorigin")
    rules = Policy(origins, methods=["PUT"]).rules
    headers = preflight_headers(rules, APP)
    assert headers == [
        ("Access-Control-Allow-Origin", value),
        ("Access-Control-Allow-Methods", "PUT"),
        ("Access-Control-Allow-Headers", "content-type"),
        ("Access-Control-Max-Age", "600"),
        ("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
        ("Content-Length", "0"),
    ]
    assert preflight_headers(rules, APP) is not headers


def test_a_preflight_that_may_be_logged_is_decided(caplog: pytest.LogCaptureFixture) -> None:
    """Where refusals are logged, every preflight is decided, or none of them would be."""
    caplog.set_level(logging.INFO, "crossorigin")
    assert preflight_headers(Policy("*", methods=["PUT"]).rules, APP) is None


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
    policy: Policy, origin: str | None, response: list[Header], replaced: tuple[str, ...]
) -> None:
    """The names that the app had set, and that the policy replaced, are known to the adapter."""
    assert answered(policy, origin, response)[1] == replaced


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
def test_a_request_is_made_when_it_is_needed(level: int, caplog: pytest.LogCaptureFixture) -> None:
    """The request is put together for a source or the log, and for nothing else."""
    caplog.set_level(level, "crossorigin")
    made: list[str] = []

    def request_of(origin: str) -> CORSRequest:
        made.append(origin)
        return CORSRequest("GET", origin=origin)

    listed = Policy([APP, "https://*.example.org"]).rules
    for origin in (APP, "https://a.example.org"):
        answered_headers(listed, origin, request_of, origin, [])
    assert made == []
    answered_headers(listed, EVIL, request_of, EVIL, [])
    assert made == ([EVIL] if level == logging.INFO else [])
    answered_headers(Policy(ends_in_com).rules, APP, request_of, APP, [])
    assert made[-1] == APP


def refusal(origin: str) -> str:
    """Return what the log says of a GET of *origin* that the policy does not list."""
    return (
        f'GET from "{origin}": refused\n'
        "  reason: origin-not-allowed. The policy does not list this origin."
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
        f"GET from {shown}…: refused\n"
        "  reason: origin-malformed. The Origin header is not one that a browser sends."
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
    log_refusal(policy.decide(request_))
    answered_headers(policy.rules, request_.origin, lambda one: one, request_, [])
    assert caplog.records == []


def test_a_preflight_s_refusal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A preflight whose method is not listed is logged, with the method that it asked for."""
    caplog.set_level(logging.INFO, "crossorigin")
    request = CORSRequest("OPTIONS", origin=APP, request_method="PUT", path="/orders/7")
    log_refusal(Policy(APP).decide(request))
    assert caplog.messages[0].splitlines() == [
        f'preflight for PUT /orders/7 from "{APP}": refused',
        "  reason: method-not-allowed. The policy does not list this method.",
    ]


def test_nothing_is_logged_where_nobody_listens(caplog: pytest.LogCaptureFixture) -> None:
    """Above INFO, a refusal is not even put into words."""
    caplog.set_level(logging.WARNING, "crossorigin")
    log_refusal(Policy(APP).decide(CORSRequest("GET", origin=EVIL)))
    assert caplog.records == []
