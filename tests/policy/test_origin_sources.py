"""Origin sources: functions that say which origins are allowed."""

# A source is anything that can be called; the types of these lambdas are not the point.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

import functools
import operator
import re
import traceback
from typing import TYPE_CHECKING, cast

import pytest

from crossorigin import CORSRequest, Decision, Origin, Policy, Problem, Reason
from crossorigin._policy.policy import sync_policy
from crossorigin.errors import ProblemCode
from tests.policy.problems import policy_of, problems_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

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


class Table:
    """A table of origins, with all the ways to be a source."""

    def __init__(self) -> None:
        """Allow one origin."""
        self.allowed = {APP}

    def __call__(self, origin: Origin, _request: CORSRequest) -> bool:
        """Allow those in the table."""
        return origin in self.allowed

    @classmethod
    def of_the_class(cls, origin: Origin, request: CORSRequest) -> bool:
        """Allow those in a new table."""
        return cls()(origin, request)

    @staticmethod
    def of_nobody(origin: Origin, _request: CORSRequest, more: str = APP) -> bool:
        """Allow one origin."""
        return origin == more


class Static:
    """A callable whose call needs no instance."""

    __call__ = staticmethod(Table.of_nobody)


def takes_one(origin: Origin) -> bool:
    """Allow one origin."""
    return origin == APP


@functools.wraps(takes_one)
def wrapper(*arguments: object) -> bool:
    """Call a function that takes less."""
    return takes_one(cast("Origin", arguments[0]))


@pytest.mark.parametrize(
    "source",
    [
        Table(),
        Table().__call__,
        Table.of_the_class,
        Table.of_nobody,
        functools.partial(Table.of_nobody, more=APP),
        functools.lru_cache(Table.of_nobody),
        Static(),
        wrapper,
        lambda *arguments: arguments[0] == APP,
        lambda origin, _request, **_: origin in [APP, 7],
        lambda origin, _request: origin in {APP: 1},
        lambda origin, _request: APP == origin,  # noqa: SIM300 - as somebody may write it
    ],
    ids=range(12),
)
def test_any_callable_is_a_source(source: object) -> None:
    """What can be called with an origin and a request is a source, and compares it as text."""
    policy = policy_of(origins=source)
    assert policy.allows(APP) is True
    assert policy.allows("https://evil.example") is False


@pytest.mark.parametrize("source", [Asynchronous(), asynchronous])
def test_an_asynchronous_source_is_no_mistake(source: object) -> None:
    """Some adapters can wait."""
    assert problems_of(origins=source) == ()


EXAMPLE = 'write a function: origins=lambda origin, request: origin == "https://…"'
TWO = f"it is called with an origin and a request: {EXAMPLE}"
CLASS = f"a class is no answer, so {EXAMPLE}"
YIELDS = f'write "return" in place of "yield": {EXAMPLE.removeprefix("write ")}'


def yields(_origin: Origin, _request: CORSRequest) -> Iterator[bool]:
    """Answer nothing that is true or false."""
    yield True


async def yields_later(_origin: Origin, _request: CORSRequest) -> AsyncIterator[bool]:
    """Answer nothing that can be awaited."""
    yield True


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        (lambda: True, TWO),
        (lambda _origin: True, TWO),
        (lambda _origin, _request, _more: True, TWO),
        (lambda _origin, *, request: request, TWO),
        (takes_one, TWO),
        (functools.partial(cast("Callable[..., bool]", Table.of_nobody), APP, APP, APP), TWO),
        (vars(Asynchronous)["__call__"], TWO),
        (functools.lru_cache(takes_one), TWO),
        ({APP}.__contains__, TWO),
        ([APP].__contains__, TWO),
        ({APP: True}.get, TWO),
        (APP.__eq__, TWO),
        (str.__eq__, TWO),
        (str.startswith, TWO),
        (re.compile("https://").match, TWO),
        (operator.contains, TWO),
        (operator.itemgetter(APP), TWO),
        (functools.partial(operator.contains, [APP]), TWO),
        (min, TWO),
        (Table, CLASS),
        (Origin, CLASS),
        (str, CLASS),
        (yields, YIELDS),
        (yields_later, YIELDS),
    ],
    ids=range(24),
)
def test_what_is_no_source(source: object, hint: str) -> None:
    """What cannot answer for an origin and a request is a problem before the first one comes."""
    assert problems_of(origins=source) == (
        Problem(ProblemCode.NOT_AN_ORIGIN_SOURCE, "origins", source, hint),
    )


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
