"""Answers in place of an ASGI app's: to preflights, for the guard, and for a crash."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import Guard, Policy, Reason
from crossorigin._adapters.asgi_answers import (
    answer_preflight,
    answer_refused,
    shield,
)
from crossorigin._adapters.asgi_crash import answer_crash
from crossorigin._adapters.asgi_headers import EncodedPolicy
from crossorigin._adapters.layers import LAYERS, Layer
from crossorigin._policy.compiled import VARY_PREFLIGHT
from tests.asgi.calls import Server, scope_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from crossorigin._adapters.asgi_calls import Message, Scope

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
POLICY: Final = Policy([APP], methods=["PUT"])
BY_ROUTE: Final = Policy([APP])


def layer() -> Layer[Scope]:
    """Return a layer of nothing."""
    return Layer("ours", lambda _: "")


def methods_of(server: Server) -> str | None:
    """Return the methods that a preflight was permitted."""
    found = dict(server.reply().headers).get("Access-Control-Allow-Methods")
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("policy", "origin", "route_methods", "status", "methods"),
    [
        (POLICY, APP, None, 200, "PUT"),
        (POLICY, EVIL, None, 403, None),
        (BY_ROUTE, APP, frozenset({"PUT", "GET"}), 200, "GET, PUT"),
        (BY_ROUTE, EVIL, frozenset({"PUT"}), 403, None),
    ],
)
def test_preflights(
    policy: Policy,
    origin: str,
    route_methods: frozenset[str] | None,
    status: int,
    methods: str | None,
) -> None:
    """They are answered at a glance or by a decision, which is counted if it refuses."""
    ours, server, scope = layer(), Server(), scope_of(origin=origin, asks="PUT")
    encoded = EncodedPolicy(policy.compiled)
    asyncio.run(
        answer_preflight(ours, encoded, scope, origin.encode(), "PUT", server.send, route_methods)
    )
    assert (server.reply().status, methods_of(server)) == (status, methods)
    assert VARY_PREFLIGHT in server.reply().headers
    assert sum(ours.stats.refused.values()) == (status != 200)


# The scope's type and its extensions, and the messages that refuse it.
KINDS: Final[list[tuple[str, Mapping[str, Any], list[str]]]] = [
    ("http", {}, ["http.response.start", "http.response.body"]),
    ("websocket", {}, ["websocket.close"]),
    (
        "websocket",
        {"websocket.http.response": {}},
        ["websocket.http.response.start", "websocket.http.response.body"],
    ),
    ("webtransport", {}, ["webtransport.close"]),
]


@pytest.mark.parametrize("policy", [POLICY, None])
@pytest.mark.parametrize(("kind", "extensions", "sent"), KINDS)
def test_what_the_guard_refuses(
    kind: str, extensions: Mapping[str, Any], sent: list[str], policy: Policy | None
) -> None:
    """It is answered as each kind of request is, and the layer owns the answer."""
    ours, server = layer(), Server()
    scope = {**scope_of("POST", origin=EVIL), "type": kind, "extensions": extensions}
    asking = answer_refused(ours, Guard(), scope, server.send, lambda _: policy)
    assert asyncio.run(asking)
    assert [message["type"] for message in server.sent] == sent
    assert scope[LAYERS] == [ours]
    assert sum(ours.stats.refused.values()) == 1
    if kind == "http":
        vary = {} if policy is None else {"Vary": "Origin"}
        own = {"Content-Type", "Cache-Control", "Content-Length"}
        cors = {name: value for name, value in server.reply().headers if name not in own}
        assert cors == vary


@pytest.mark.parametrize(
    ("guard", "origin", "asked"),
    [(Guard(), None, False), (Guard(), APP, True), (Guard(report_only=True), EVIL, True)],
)
def test_what_it_lets_through(guard: Guard, origin: str | None, *, asked: bool) -> None:
    """The policy is asked where that matters; the request goes to the app."""
    server, seen = Server(), list[object]()

    def policy_in_force(sent: object) -> Policy:
        seen.append(sent)
        return POLICY

    scope = scope_of("POST", origin=origin)
    asking = answer_refused(layer(), guard, scope, server.send, policy_in_force)
    assert not asyncio.run(asking)
    assert server.sent == []
    assert len(seen) == asked


@pytest.mark.parametrize(
    ("origin", "mode", "status"),
    [(APP, b"cors", 500), (APP, b"navigate", None), (EVIL, b"cors", None)],
)
def test_a_crash(origin: str, mode: bytes, status: int | None) -> None:
    """A page that may read the answer gets one; the layer owns the response in any case."""
    ours, server, owners = layer(), Server(), list[object]()
    scope = scope_of(origin=origin, headers=[(b"sec-fetch-mode", mode)])
    asyncio.run(answer_crash(ours, POLICY, scope, owners, LookupError(), server.send))
    assert (server.reply().status if status else server.sent) == (status or [])
    assert owners == [ours]


def test_a_crash_whose_client_has_gone() -> None:
    """The exception of the server does not hide the app's."""

    async def send(_: Message) -> None:
        raise OSError

    scope = scope_of(origin=APP)
    asyncio.run(answer_crash(layer(), POLICY, scope, [], LookupError(), send))


def test_a_refused_origin_is_counted_in_a_crash() -> None:
    """As in any other response."""
    ours = layer()
    scope = scope_of(origin=EVIL)
    asyncio.run(answer_crash(ours, POLICY, scope, [], LookupError(), Server().send))
    assert ours.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, "-"): 1}


def test_the_shield() -> None:
    """All but a debugger's page takes the covered way."""
    covered, bare = Server(), Server()

    async def run() -> None:
        answer: Awaitable[None] = shield(scope_of(), covered.send, bare.send)(
            {"type": "http.response.start", "status": 200, "headers": []}
        )
        await answer

    asyncio.run(run())
    assert (len(covered.sent), len(bare.sent)) == (1, 0)
