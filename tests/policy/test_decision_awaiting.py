"""Deciding where an origin source may be ``async``: the same as is decided elsewhere."""

from __future__ import annotations

import asyncio

import pytest

from crossorigin import CORSRequest, Decision, Origin, Policy
from crossorigin._policy.decision import decide_async

APP = "https://app.example.com"
EVIL = "https://evil.example"


def preflight(origin: str | None = APP) -> CORSRequest:
    """Return what a browser asks before a PUT."""
    return CORSRequest("OPTIONS", origin=origin, request_method="PUT")


def awaited(policy: Policy, request: CORSRequest) -> Decision:
    """Return what *policy* decides where its origin source can be awaited."""
    return asyncio.run(decide_async(policy.compiled, request))


@pytest.mark.parametrize("origin", [APP, EVIL, "null", "junk", None])
@pytest.mark.parametrize("policy", [Policy(APP), Policy("*"), Policy(lambda at, _: str(at) == APP)])
def test_deciding_where_one_can_wait(policy: Policy, origin: str | None) -> None:
    """Without an ``async`` source, it makes no difference whether one can wait."""
    for request in (CORSRequest("GET", origin=origin), preflight(origin)):
        assert awaited(policy, request) == policy.decide(request)


def test_an_async_source() -> None:
    """An ``async`` source is awaited, and its answer judged as any other."""

    async def source(origin: Origin, request: CORSRequest) -> bool:
        await asyncio.sleep(0)
        return str(origin) != EVIL and request.request_method in {None, "PUT"}

    policy = Policy(source, credentials=True)
    requests = [CORSRequest("GET", origin=text) for text in (APP, EVIL, "http://a.example", "null")]
    requests += [preflight(), CORSRequest("GET", origin=APP, request_method="DELETE")]
    assert [awaited(policy, request).reason.value for request in requests] == [
        "allowed",
        "origin-not-allowed",
        "origin-insecure",
        "origin-null",
        "method-not-allowed",
        "allowed",
    ]


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (1, "TypeError('the origin source returned int, not True or False')"),
        (RuntimeError("no database"), "RuntimeError('no database')"),
    ],
)
def test_an_async_source_that_fails(answer: object, failure: str) -> None:
    """What an ``async`` source raises while it is awaited, or says instead of yes or no, refuses."""

    async def source(_: Origin, __: CORSRequest) -> bool:
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]  # its point

    decision = awaited(Policy(source), CORSRequest("GET", origin=APP))
    assert (decision.reason.value, decision.origin_allowed) == ("origin-source-failed", False)
    assert decision.headers == (("Vary", "Origin"),)
    assert repr(decision.failure) == failure
