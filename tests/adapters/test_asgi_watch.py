"""What the log learns of ASGI requests, and which of them need a decision."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import Policy, Reason
from crossorigin._adapters.asgi_headers import RAW_REFUSED, EncodedPolicy, encode_headers
from crossorigin._adapters.asgi_watch import quick_answer, tell_of_refusal, watched
from crossorigin._adapters.layers import Layer
from crossorigin._policy.shadows import with_shadow
from tests.asgi.calls import scope_of

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import Scope
    from crossorigin._adapters.asgi_headers import RawHeaders

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
LOOSE: Final = Policy([APP, EVIL], methods=["PUT"], allow_headers=["X-A"], credentials=True)
BY_ROUTE: Final = Policy([APP, EVIL], allow_headers=["X-A"])
SHADOWED: Final = with_shadow(lambda: LOOSE, Policy(APP, methods=["PUT"]), awaits=True)
OPEN: Final = encode_headers([("Access-Control-Allow-Origin", "*")])


def layer() -> Layer[Scope]:
    """Return a layer of nothing."""
    return Layer("ours", lambda _: "")


@pytest.mark.parametrize(
    ("origin", "cookie", "reason"),
    [
        (APP, False, None),
        (APP, True, Reason.COOKIES_NOT_ALLOWED),
        (EVIL, False, Reason.ORIGIN_NOT_ALLOWED),
    ],
)
def test_a_shadow_is_compared(origin: str, reason: Reason | None, *, cookie: bool) -> None:
    """Headers that are known stay as they are; the log learns of the difference when it is told."""
    ours = layer()
    headers = [(b"cookie", b"a=b")] if cookie else []
    scope = scope_of(origin=origin, headers=headers)
    compiled = SHADOWED.compiled
    known = encode_headers(compiled.actual(origin) or ())
    answer, tell = asyncio.run(watched(ours, compiled, scope, origin.encode(), known))
    assert answer == known
    assert ours.stats.would_refuse == []
    tell()
    assert [row.reason for row in ours.stats.would_refuse] == ([reason] if reason else [])


@pytest.mark.parametrize("answer", [True, False])
def test_a_source_decides(*, answer: bool) -> None:
    """Where the headers are not known, a decision has them."""
    ours, compiled = layer(), Policy(lambda _origin, _request: answer).compiled
    headers, tell = asyncio.run(watched(ours, compiled, scope_of(origin=APP), APP.encode(), None))
    expected: RawHeaders = (
        encode_headers([("Access-Control-Allow-Origin", APP), ("Vary", "Origin")])
        if answer
        else RAW_REFUSED
    )
    assert headers == expected
    tell()
    assert sum(ours.stats.refused.values()) == (0 if answer else 1)


@pytest.mark.parametrize("host", [[], [(b"host", b"api.example.com")], [(b"x", b"y")]])
def test_a_refusal_is_told(host: list[tuple[bytes, bytes]]) -> None:
    """Each is counted, decided on or not, with a host or without."""
    ours, scope = layer(), scope_of(origin=EVIL)
    scope["headers"] = [(b"origin", EVIL.encode()), *host]
    for _ in range(3):
        tell_of_refusal(ours, Policy(APP).compiled, scope, EVIL.encode())
    assert ours.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, "-"): 3}


@pytest.mark.parametrize(
    ("policy", "origin", "asks", "names", "expected"),
    [
        (LOOSE, APP, "PUT", None, True),
        (LOOSE, APP, "PUT", b"x-a", True),
        (LOOSE, APP, "PUT", b"x-b", False),
        (LOOSE, APP, "DELETE", None, False),
        (BY_ROUTE, APP, "PUT", b"x-a", True),
        (BY_ROUTE, APP, "DELETE", None, False),
        (SHADOWED, APP, "PUT", None, True),
        (SHADOWED, APP, "PUT", b"x-a", False),
        (SHADOWED, EVIL, "PUT", None, False),
    ],
)
def test_a_preflight_at_a_glance(
    policy: Policy,
    origin: str,
    asks: str,
    names: bytes | None,
    expected: Any,  # noqa: ANN401 - whether it is
) -> None:
    """One that nobody refuses needs no decision."""
    headers = [] if names is None else [(b"access-control-request-headers", names)]
    scope = scope_of(origin=origin, asks=asks, headers=headers)
    encoded = EncodedPolicy(policy.compiled)
    answer = quick_answer(encoded, scope, origin.encode(), asks, frozenset({"PUT"}))
    assert (answer is not None) is expected
