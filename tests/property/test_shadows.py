"""A shadow, and a guard that only reports, change no byte of any answer, and count what they would."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hypothesis import event, given
from hypothesis import strategies as st

from crossorigin import CORSRequest, Guard, asgi, wsgi
from crossorigin.flask import CORS
from tests.adapters.enforcement import as_asgi, make_app, make_scope, sent
from tests.asgi.calls import Server, called
from tests.property.policies import beside, policies
from tests.property.test_adapters import cases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crossorigin import Policy
    from crossorigin._adapters.stats import Stats
    from tests.cases.case import Case

# Status, headers and body, the calls of the app, and the counters afterwards.
Answered = tuple[int, list[tuple[str, str]], str, list[str]]
_SENT_BY_PAGES: Final = [
    (),
    (("Cookie", "a=b"),),
    (("Sec-Fetch-Site", "cross-site"), ("Cookie", "a=b")),
    (("Sec-Fetch-Site", "same-origin"),),
]


def by_wsgi(
    case: Case, policy: Policy, shadow: Policy | None, *, guard: Guard | bool | None
) -> tuple[Answered, Stats]:
    """Answer by the middleware for any WSGI app."""
    app, paths = make_app(case)
    middleware = wsgi.CORSMiddleware(app, policy, shadow=shadow, guard=guard)
    return (*sent(middleware, case), paths), middleware.stats


def by_asgi(
    case: Case, policy: Policy, shadow: Policy | None, *, guard: Guard | bool | None
) -> tuple[Answered, Stats]:
    """Answer by the middleware for any ASGI app."""
    app, paths = make_app(case)
    server = Server()
    middleware = asgi.CORSMiddleware(as_asgi(app, case), policy, shadow=shadow, guard=guard)
    asyncio.run(called(middleware, make_scope(case), server))
    reply = server.reply()
    return (reply.status, reply.headers, reply.body, paths), middleware.stats


def by_flask(
    case: Case, policy: Policy, shadow: Policy | None, *, guard: Guard | bool | None
) -> tuple[Answered, Stats]:
    """Answer by the extension that covers a Flask app."""
    app, paths = make_app(case)
    CORS(app, policy, shadow=shadow, guard=guard)
    return (*sent(app, case), paths), app.extensions["crossorigin"].stats


ADAPTERS: Final[Mapping[str, Callable[..., tuple[Answered, Stats]]]] = {
    "wsgi": by_wsgi,
    "asgi": by_asgi,
    "flask": by_flask,
}


def counted(stats: Stats) -> Sequence[tuple[str, int]]:
    """Return the reasons of the rows, and how often each was counted."""
    return sorted((row.reason, row.count) for row in stats.would_refuse)


@given(st.data(), policies(), policies(), st.sampled_from(_SENT_BY_PAGES))
def test_no_byte_changes(
    data: st.DataObject, policy: Policy, shadow: Policy, also: tuple[tuple[str, str], ...]
) -> None:
    """With any shadow, each adapter gives the same answer as without it, to the last byte."""
    case = replace(data.draw(cases(policy)), also=also)
    for adapter in ADAPTERS.values():
        plain, _ = adapter(case, policy, None, guard=False)
        shadowed, _ = adapter(case, policy, beside(policy, shadow), guard=False)
        assert shadowed == plain


@given(st.data(), policies(), st.sampled_from(_SENT_BY_PAGES))
def test_a_guard_that_reports(
    data: st.DataObject, policy: Policy, also: tuple[tuple[str, str], ...]
) -> None:
    """A guard that only reports changes no byte, nor does the one that credentials bring."""
    case = replace(data.draw(cases(policy)), also=also)
    for adapter in ADAPTERS.values():
        plain, _ = adapter(case, policy, None, guard=False)
        assert adapter(case, policy, None, guard=None)[0] == plain
        reporting, stats = adapter(case, policy, None, guard=Guard(report_only=True))
        assert reporting == plain
        refused, real = adapter(case, policy, None, guard=Guard())
        is_refused = refused != plain
        event(f"refused: {is_refused}")
        assert sum(count for _, count in counted(stats)) == is_refused
        if is_refused:
            assert refused[3] == []
            reasons = {reason for reason, _ in real.refused}
            assert {reason for reason, _ in counted(stats)} == reasons


@given(st.data(), policies(), policies())
def test_who_is_counted(data: st.DataObject, policy: Policy, shadow: Policy) -> None:
    """A row is counted exactly if the policy permits a request and the shadow does not."""
    case = data.draw(cases(policy))
    request = CORSRequest(
        case.method,
        origin=case.origin,
        request_method=case.asks,
        request_headers=case.asks_headers,
        host="localhost",
        path=case.path,
    )
    decided, other = policy.decide(request), shadow.decide(request)
    expected = [(other.reason, 1)] if decided.allowed and not other.allowed else []
    event(f"counted: {bool(expected)}")
    for name in ("wsgi", "asgi"):
        _, stats = ADAPTERS[name](case, policy, beside(policy, shadow), guard=False)
        assert counted(stats) == expected, name
