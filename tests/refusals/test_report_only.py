"""A guard that only reports changes no response; with credentials, there is one by default."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import Guard, Policy, PolicyError, Reason
from crossorigin._policy.guard import with_guard
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS, cross_origin
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi import calls as asgi
from tests.flask.apps import app_with, say_hello
from tests.refusals.covered import ADAPTERS
from tests.wsgi import calls as wsgi

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.refusals.covered import Covered

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
WITH: Final = Policy([APP], credentials=True)
WITHOUT: Final = Policy([APP])
REPORTING: Final = Guard(report_only=True)
each_adapter = pytest.mark.parametrize("cover", ADAPTERS.values(), ids=ADAPTERS)


@each_adapter
@pytest.mark.parametrize(
    ("policy", "guard", "status", "reported"),
    [
        (WITHOUT, REPORTING, 200, [Reason.SENDER_NOT_ALLOWED]),
        (WITHOUT, None, 200, []),
        (WITH, None, 200, [Reason.SENDER_NOT_ALLOWED]),
        (WITH, False, 200, []),
        (WITH, True, 403, []),
        (WITH, Guard(trusted=EVIL, report_only=True), 200, []),
    ],
)
def test_a_form(
    cover: Callable[..., Covered],
    policy: Policy,
    guard: object,
    status: int,
    reported: list[Reason],
) -> None:
    """That of another site is reported once, refused, or neither; the app's own is never."""
    app = cover(policy, guard=guard)
    assert app.ask("POST", EVIL, cookie="a=b").status == status
    assert app.ask("POST", APP).status == 200
    assert app.ask("POST", "http://localhost").status == 200
    assert app.ask("GET", cookie="a=b").status == 200
    assert [row.reason for row in app.stats.would_refuse] == reported
    assert [row.count for row in app.stats.would_refuse] == [1] * len(reported)


@each_adapter
def test_no_origin(cover: Callable[..., Covered]) -> None:
    """A sender that hides its origin is reported, too."""
    app = cover(WITHOUT, guard=REPORTING)
    app.ask("POST", sec_fetch_site="cross-site")
    assert [(row.origin, row.reason) for row in app.stats.would_refuse] == [
        ("-", Reason.SENDER_UNKNOWN)
    ]


def test_a_websocket() -> None:
    """Its handshake goes to the app."""
    seen: list[object] = []

    async def app(scope: object, *_: object) -> None:
        seen.append(scope)

    covered = ASGIMiddleware(app, WITH)
    scope = asgi.scope_of(origin=EVIL)
    scope.update(type="websocket", scheme="ws")
    server = asgi.Server()
    asyncio.run(asgi.called(covered, scope, server))
    assert len(seen) == 1
    assert server.sent == []
    assert [row.reason for row in covered.stats.would_refuse] == [Reason.SENDER_NOT_ALLOWED]


def test_two_guards_report_once() -> None:
    """The outermost reports, in an app of either interface."""
    inner = app_with(index=say_hello)
    CORS(inner, WITH)
    outer = WSGIMiddleware(inner, WITH)
    wsgi.ask(outer, "/", "POST", origin=EVIL)
    assert [row.count for row in outer.stats.would_refuse] == [1]
    assert inner.extensions["crossorigin"].stats.would_refuse == []
    within = ASGIMiddleware(asgi.saying(), WITH)
    around = ASGIMiddleware(within, WITH)
    asgi.ask(around, "POST", origin=EVIL)
    assert [row.count for row in around.stats.would_refuse] == [1]
    assert within.stats.would_refuse == []


def test_a_decorator_that_runs_beside() -> None:
    """It is not asked again before its view, and refuses nothing."""

    # Not one that others share: a decorator that nobody registers closes the bare view, too.
    @cross_origin(origins="https://other.example")
    def hidden() -> str:
        return "hello"

    app = app_with()
    app.add_url_rule("/", "index", lambda: f"{hidden()}", methods=["POST"])
    CORS(app, WITH)
    assert wsgi.ask(app, "/", "POST", origin=APP).status == 200
    assert app.extensions["crossorigin"].stats.would_refuse == []


def test_where_no_policy_is_in_force() -> None:
    """A view without a policy is reported, too."""
    app = app_with(index=say_hello)
    app.view_functions["index"] = cross_origin(origins="https://other.example")(say_hello)
    CORS(app, WITH)
    wsgi.ask(app, "/", "POST", origin=APP)
    assert [row.reason for row in app.extensions["crossorigin"].stats.would_refuse] == [
        Reason.SENDER_NOT_ALLOWED
    ]


def test_the_guard_itself() -> None:
    """It refuses nothing; it is another than one that does, and says so."""
    headers = {"Origin": EVIL}
    assert REPORTING.refusal("POST", headers) is None
    assert Guard().refusal("POST", headers) is not None
    assert Guard() != REPORTING
    assert repr(REPORTING) == "Guard([], report_only=True)"


def test_a_wrong_value() -> None:
    """Only ``True`` and ``False`` will do."""
    with pytest.raises(PolicyError) as caught:
        Guard(report_only="yes")  # type: ignore[arg-type] # its point
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("report_only", ProblemCode.NOT_A_BOOLEAN)


def test_the_default() -> None:
    """One reports where the policy has credentials and nothing is said."""
    assert with_guard(lambda: WITH, None) == (WITH, REPORTING)
    assert with_guard(lambda: WITHOUT, None) == (WITHOUT, None)
    assert with_guard(lambda: WITH, False) == (WITH, None)  # noqa: FBT003 - the option's value
