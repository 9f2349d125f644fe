"""What the requests to a layer write into the log, however often a client repeats them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import CORSRequest, Origin, Policy, Reason
from crossorigin._adapters.layers import Layer
from crossorigin._adapters.log import is_in_debug_mode
from crossorigin._adapters.log_lines import MAX_REFUSALS, Throttle
from crossorigin._policy.refusals import Refusal
from tests.cases.senders import sent_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import Decision

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"


class Clock:
    """A clock that a test sets: the time in seconds."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def layer(clock: Callable[[], float], *, is_debug: bool = False) -> Layer[None]:
    """Return a layer that sees the time on *clock*."""
    return Layer("ours", lambda _: "", lambda _: is_debug, clock)


def failing(origin: Origin, _: CORSRequest) -> bool:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError(origin.host)


def failing_too(origin: Origin, _: CORSRequest) -> bool:
    """
    Raise, as another source does.

    Raises:
        LookupError: Always.
    """
    raise LookupError(origin.host)


def made_anew() -> Callable[[Origin, CORSRequest], bool]:
    """Return an origin source like no other, and yet the same in the program."""

    def source(origin: Origin, _: CORSRequest) -> bool:
        raise LookupError(origin.host)

    return source


class Failing:
    """An origin source that is no function."""

    def __call__(self, origin: Origin, _: CORSRequest) -> bool:
        """
        Raise.

        Raises:
            LookupError: Always.
        """
        raise LookupError(origin.host)


class FailingToo(Failing):
    """Another one."""


def decision(policy: Policy, number: int = 0, method: str = "GET") -> Decision:
    """Return the decision of *policy* on a request of a page like no other."""
    request = CORSRequest(method, origin=f"https://e{number}.example", path=f"/{number}")
    return policy.decide(request)


def test_lines_of_a_minute() -> None:
    """So many are admitted in a minute; the first of the next one knows how many were left out."""
    clock = Clock()
    throttle = Throttle(2, clock)
    assert [throttle.admit() for _ in range(4)] == [0, 0, None, None]
    clock.now = 59.9
    assert throttle.admit() is None
    clock.now = 60
    assert [throttle.admit() for _ in range(3)] == [3, 0, None]
    clock.now = 600
    assert throttle.admit() == 1


@pytest.mark.parametrize("source", [failing, Failing()])
def test_a_failure_is_logged_once_a_minute(
    source: Callable[[Origin, CORSRequest], bool], caplog: pytest.LogCaptureFixture
) -> None:
    """A source that fails for a thousand pages has one traceback a minute, and a count."""
    clock, policy = Clock(), Policy(source)
    ours = layer(clock)
    for number in range(1000):
        ours.log.add_failure(decision(policy, number))
    clock.now = 61
    ours.log.add_failure(decision(policy, 7))
    assert caplog.messages == [
        "The origin source failed for https://e0.example: refused.",
        (
            "The origin source failed for https://e7.example: refused. It has failed 999 more times"
            " since it was last logged."
        ),
    ]
    assert [record.exc_info is not None for record in caplog.records] == [True, True]


def test_each_source_has_its_own_minute(caplog: pytest.LogCaptureFixture) -> None:
    """One source that fails hides no other one; the layers of two apps don't share a minute."""
    clock = Clock()
    ours, others = layer(clock), layer(clock)
    policies = Policy(failing), Policy(failing_too), Policy(Failing()), Policy(FailingToo())
    for policy in policies * 2:
        ours.log.add_failure(decision(policy))
    others.log.add_failure(decision(Policy(failing)))
    assert len(caplog.messages) == 5


def test_sources_that_are_made_for_each_request(caplog: pytest.LogCaptureFixture) -> None:
    """They are one source in the program, and so one in the log."""
    ours = layer(Clock())
    for number in range(1000):
        ours.log.add_failure(decision(Policy(made_anew()), number))
    assert len(caplog.messages) == 1


@pytest.mark.parametrize(
    ("is_debug", "level"), [(False, logging.INFO), (True, logging.WARNING)], ids=["info", "debug"]
)
def test_refusals_are_bounded(
    caplog: pytest.LogCaptureFixture, level: int, *, is_debug: bool
) -> None:
    """Of a thousand refusals in a minute a hundred are logged; the next minute has the count."""
    caplog.set_level(logging.INFO, "crossorigin")
    clock = Clock()
    ours = layer(clock, is_debug=is_debug)
    for number in range(1000):
        ours.log.add_decision(None, decision(Policy(APP), number))
    assert len(caplog.messages) == MAX_REFUSALS
    clock.now = 61
    ours.log.add_refusal(None, Refusal(sent_request("POST", origin=EVIL), Reason.ORIGIN_NULL))
    assert len(caplog.messages) == MAX_REFUSALS + 2
    assert {record.levelno for record in caplog.records} == {level}
    assert caplog.messages[-2] == (
        "900 more refusals were not logged: after 100 in a minute, they are counted."
    )


def test_nothing_of_a_request_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """A thousand pages leave what one leaves: a minute for each source of the program."""
    ours, policies = layer(Clock(), is_debug=True), [Policy(APP), Policy(failing)]
    for number in range(1000):
        for policy in policies:
            ours.log.add_decision(None, decision(policy, number))
    lines = ours.log._lines  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - what it keeps is nobody else's
    assert list(lines._failures) == ["failing"]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - as above
    assert len(caplog.records) == MAX_REFUSALS + 1


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (
            CORSRequest("GET", origin=EVIL, path="/orders"),
            (
                f'GET /orders from "{EVIL}": refused, origin-not-allowed. The policy does not let this'
                f' origin in. Next: add "{EVIL}" to "origins" if its pages may read this'
            ),
        ),
        (
            CORSRequest("OPTIONS", origin=APP, request_method="PUT", path="/orders"),
            (
                f'preflight for PUT /orders from "{APP}": refused, method-not-allowed. The policy does'
                ' not list this method. Next: add "PUT" to "methods" if pages may send it'
            ),
        ),
        (
            CORSRequest("GET", origin=f"{EVIL}\r\n\x1b[31m", path="/\r\nforged"),
            (
                rf'GET /\r\nforged from "{EVIL}\r\n\x1b[31m": refused, origin-malformed. The Origin'
                " header is not one that a browser sends. Next: send the Origin that a browser would,"
                " such as https://app.example.com"
            ),
        ),
    ],
    ids=["origin", "method", "hostile"],
)
def test_a_refusal_in_debug_mode(
    request_: CORSRequest, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is one warning, which a terminal shows without any configuration, with the next step."""
    ours = layer(Clock(), is_debug=True)
    assert ours.log.has_refusals(None)
    ours.log.add_decision(None, Policy(APP).decide(request_))
    assert caplog.record_tuples == [("crossorigin", logging.WARNING, line)]


def test_all_of_a_reason_in_debug_mode(caplog: pytest.LogCaptureFixture) -> None:
    """A sentence with a colon is told to its end."""
    asked = CORSRequest(
        "OPTIONS", origin=APP, request_method="GET", request_headers="authorization"
    )
    refused = Policy(APP, allow_headers="*").decide(asked)
    layer(Clock(), is_debug=True).log.add_decision(None, refused)
    assert (
        "refused, authorization-not-listed. A wildcard never covers the Authorization header: it must"
        " be listed by name. Next: write allow_headers="
    ) in caplog.messages[0]


def test_a_refusal_of_the_guard_in_debug_mode(caplog: pytest.LogCaptureFixture) -> None:
    """So is that of the guard."""
    refused = Refusal(
        sent_request("POST", origin=EVIL, site="cross-site"), Reason.SENDER_NOT_ALLOWED
    )
    layer(Clock(), is_debug=True).log.add_refusal(None, refused)
    assert caplog.messages == [
        (
            f'POST from "{EVIL}": refused by the guard, sender-not-allowed. A page of another origin'
            f' sent this, and neither the guard nor the policy lets it. Next: list "{EVIL}" in the'
            " policy if its pages may read, too; in Guard(trusted=…) if they may only send, or if it is"
            " this app's own address, which a proxy hides"
        )
    ]


class Proxy:
    """An object that answers to every name."""

    def __getattr__(self, name: str) -> Proxy:
        """Return another one."""
        return self


@pytest.mark.parametrize("is_debug", [True, False])
def test_the_debug_mode_of_an_app(*, is_debug: bool) -> None:
    """An app says of itself that it is in debug mode; one that says nothing, or anything, is not."""

    class App:
        debug = is_debug

    assert is_in_debug_mode(App()) is is_debug
    assert not is_in_debug_mode(Proxy())
    assert not is_in_debug_mode(object())
