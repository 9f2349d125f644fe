"""Origin sources: functions that say which origins are allowed."""

# A source is anything that can be called; the types of these lambdas are not the point.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

import functools
import traceback

import pytest

from crossorigin import CORSRequest, Decision, Origin, Policy, Reason
from crossorigin._policy.policy import sync_policy
from tests.policy.problems import policy_of

APP = "https://app.example.com"
VARY = ("Vary", "Origin")


def decided(answer: object, origin: str | None = APP, **options: bool) -> Decision:
    """Return what a policy decides whose source gives this *answer*, or raises it."""

    def source(_origin: Origin, _request: CORSRequest) -> bool:
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[return-value]  # what a wrong source may do

    return policy_of(origins=source, **options).decide(CORSRequest("GET", origin=origin))


def test_what_a_source_is_asked() -> None:
    """A source is called with the parsed origin and the whole request."""
    asked: list[tuple[Origin, CORSRequest]] = []

    def source(origin: Origin, request: CORSRequest) -> bool:
        asked.append((origin, request))
        return True

    request = CORSRequest(
        "GET",
        origin="https://a.example:8443",
        host="api.example",
        path="/x",
        route_methods=frozenset({"GET"}),
    )
    decision = Policy(source).decide(request)
    assert asked == [(Origin("https", "a.example", 8443), request)]
    assert decision.headers == (("Access-Control-Allow-Origin", "https://a.example:8443"), VARY)


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        (None, Reason.NO_ORIGIN),
        ("null", Reason.ORIGIN_NULL),
        ("", Reason.ORIGIN_MALFORMED),
        (f"{APP}/", Reason.ORIGIN_MALFORMED),
        (f"{APP}\r\n", Reason.ORIGIN_MALFORMED),
        ("https://" + "a." * 200, Reason.ORIGIN_MALFORMED),
        ("*", Reason.ORIGIN_MALFORMED),
    ],
    ids=range(7),
)
def test_what_a_source_is_never_asked(origin: str | None, reason: Reason) -> None:
    """P2: no source decides on ``null`` or junk, so none can let it in."""
    decision = decided(AssertionError("asked"), origin)
    assert decision.reason is reason
    assert decision.headers == (VARY,)


@pytest.mark.parametrize("answer", [1, 0, "yes", "", None, [APP], Origin.parse(APP)], ids=repr)
def test_an_answer_that_is_no_boolean(answer: object) -> None:
    """Only ``True`` lets an origin in: what is merely true refuses, and is a failure."""
    decision = decided(answer)
    assert (decision.reason, decision.headers) == (Reason.ORIGIN_SOURCE_FAILED, (VARY,))
    name = type(answer).__name__
    assert str(decision.failure) == f"the origin source returned {name}, not True or False"


def test_a_source_that_raises() -> None:
    """A source that raises refuses, and the decision has the exception with its traceback."""
    error = LookupError("no database")
    decision = decided(error)
    assert (decision.reason, decision.headers) == (Reason.ORIGIN_SOURCE_FAILED, (VARY,))
    assert decision.failure is error
    assert error.__traceback__ is not None


def test_what_ends_the_process_is_not_swallowed() -> None:
    """An interrupt is not a source's answer."""
    with pytest.raises(KeyboardInterrupt):
        decided(KeyboardInterrupt())


class Asynchronous:
    """Be a source whose answer must be awaited."""

    async def __call__(self, origin: Origin, _request: CORSRequest) -> bool:
        """Allow one origin."""
        return str(origin) == APP


async def asynchronous(origin: Origin, request: CORSRequest) -> bool:
    """Allow one origin, later."""
    return await Asynchronous()(origin, request)


def test_an_async_source_that_nobody_awaits() -> None:
    """Where nobody can wait, an async source refuses; Python has nothing to warn of."""
    decision = Policy(asynchronous).decide(CORSRequest("GET", origin=APP))
    assert decision.origin_allowed is False
    message = "the origin source returned coroutine, not True or False"
    assert str(decision.failure) == message


@pytest.mark.parametrize(
    "source",
    [asynchronous, Asynchronous(), functools.partial(asynchronous)],
    ids=["function", "object", "partial"],
)
def test_an_adapter_that_cannot_wait(source: object) -> None:
    """An async source is a problem at start-up, where an adapter cannot wait for its answer."""
    policy = policy_of(origins=source)
    with pytest.raises(ValueError, match="source-is-async"):
        sync_policy(policy, {})


def test_a_source_does_not_lift_the_rule_of_insecure_origins() -> None:
    """With credentials, a source's yes lets no http: origin in that anyone can forge."""
    insecure = "http://a.example"
    assert decided(True, insecure, credentials=True).reason is Reason.ORIGIN_INSECURE  # noqa: FBT003
    for origin, options in {
        insecure: {"credentials": False},
        "http://localhost:3000": {"credentials": True},
        "https://a.example": {"credentials": True},
        "http://b.example": {"credentials": True, "dangerously_allow_insecure_origins": True},
    }.items():
        assert decided(True, origin, **options).origin_allowed is True  # noqa: FBT003


def test_a_source_that_says_no_to_an_insecure_origin() -> None:
    """An origin that is refused anyway is refused for the plainer reason."""
    decision = decided(False, "http://a.example", credentials=True)  # noqa: FBT003
    assert decision.reason is Reason.ORIGIN_NOT_ALLOWED


@pytest.mark.parametrize(
    "origin",
    ["file://", "app://", "app://obsidian.md", "qrc://", "safari-web-extension://6F1A9C10-92F6"],
)
def test_a_source_is_asked_about_opaque_hosts(origin: str) -> None:
    """Origins with another scheme than HTTP's are asked about as they are, and echoed so."""
    asked: list[Origin] = []

    def source(asking: Origin, _request: CORSRequest) -> bool:
        asked.append(asking)
        return asking == origin

    policy = Policy(source, credentials=True)
    headers = policy.decide(CORSRequest("GET", origin=origin)).headers
    assert headers[0] == ("Access-Control-Allow-Origin", origin)
    assert asked == [Origin.parse(origin)]


def test_a_failure_keeps_what_a_log_needs() -> None:
    """A failure has its traceback, and the policy says which source it was of."""

    def source(_origin: Origin, _request: CORSRequest) -> bool:
        raise LookupError("the table is gone")

    decision = Policy(source).decide(CORSRequest("GET", origin=APP))
    assert decision.compiled.source is source
    assert decision.failure is not None
    frames = traceback.extract_tb(decision.failure.__traceback__)
    assert [frame.name for frame in frames][-1] == "source"
