"""What is answered where an origin source is asked, and what it may not do."""

from __future__ import annotations

import pytest

from crossorigin import CORSRequest, Decision, Origin, Policy
from tests.policy.decisions import ALLOWED, APP, VARY, actual
from tests.policy.problems import policy_of


def ask(answer: object, origin: str = APP, **options: bool) -> Decision:
    """Return what a policy decides whose source gives this *answer*, or raises it."""
    request = CORSRequest("GET", origin=origin)

    def source(parsed: Origin, asked: CORSRequest) -> bool:
        assert (str(parsed), asked) == (origin, request)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]  # what a wrong source may do

    return policy_of(origins=source, **options).decide(request)


async def promise() -> bool:
    """Return what a source must not: an answer that somebody has to wait for."""
    return True


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (1, "TypeError('the origin source returned int, not True or False')"),
        (RuntimeError("no database"), "RuntimeError('no database')"),
        ("promise", "TypeError('the origin source returned coroutine, not True or False')"),
    ],
)
def test_a_source_that_fails(answer: object, failure: str) -> None:
    """A source that raises, or does not say yes or no, lets nobody in; the decision has why."""
    decision = ask(promise() if answer == "promise" else answer)
    assert actual(decision) == ("origin-source-failed", False, False, (VARY,))
    assert repr(decision.failure) == failure


def test_a_source() -> None:
    """A source's yes lets that one origin in; it never becomes a star."""
    assert actual(ask(answer=True)) == ("allowed", True, True, (ALLOWED, VARY))
    assert actual(ask(answer=False)) == ("origin-not-allowed", False, False, (VARY,))
    insecure = ask(answer=True, origin="http://a.example", credentials=True)
    assert actual(insecure) == ("origin-insecure", False, False, (VARY,))


@pytest.mark.parametrize(
    ("origin", "options", "reason"),
    [
        ("http://a.example", {}, "allowed"),
        ("http://a.example", {"credentials": True}, "origin-insecure"),
        ("http://localhost", {"credentials": True}, "allowed"),
        (APP, {"credentials": True}, "allowed"),
        ("http://a.example",
         {"credentials": True, "dangerously_allow_insecure_origins": True}, "allowed"),
    ],
)  # fmt: skip
def test_a_source_and_insecure_origins(origin: str, options: dict[str, bool], reason: str) -> None:
    """With credentials, a source's yes does not reach ``http:`` unless the policy says so."""
    assert ask(answer=True, origin=origin, **options).reason.value == reason


@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
def test_what_a_source_sees(method: str) -> None:
    """A source sees what a preflight asks for, and of other requests nothing unsaid by Vary."""
    whole = CORSRequest(method, origin=APP, request_method="PUT", request_headers="x-a")
    seen = whole if method == "OPTIONS" else CORSRequest(method, origin=APP)
    assert Policy(lambda _, asked: asked == seen).decide(whole).origin_allowed is True
