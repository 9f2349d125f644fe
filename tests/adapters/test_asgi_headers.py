"""Answering in bytes: the same as what is answered in text, and what is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin import CORSRequest, Policy
from crossorigin._adapters.asgi_headers import (
    RAW_REFUSED,
    EncodedPolicy,
    encode_headers,
    merge_raw_headers,
)
from tests.policy.test_compiled import APP, ORIGINS, POLICIES, RESPONSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_headers import RawHeader, RawHeaders
    from crossorigin._policy.headers import Header

MANY = Policy([APP, *(f"https://{number}.example" for number in range(1000))])
EVERY_POLICY = [*POLICIES, MANY]


def said(policy: Policy, origin: str | None) -> RawHeaders | None:
    """Return what is said of an actual request of *origin* without a decision."""
    encoded = EncodedPolicy(policy.compiled)
    raw = None if origin is None else origin.encode()
    headers = encoded.known.get(raw, encoded.others)
    return encoded.actual(raw) if headers is None else headers


def decided(policy: Policy, origin: str | None) -> RawHeaders:
    """Return what is decided of an actual request of *origin*."""
    return encode_headers(policy.decide(CORSRequest("GET", origin=origin)).headers)


@pytest.mark.parametrize("origin", ORIGINS, ids=range(len(ORIGINS)))
@pytest.mark.parametrize("policy", EVERY_POLICY, ids=range(len(EVERY_POLICY)))
def test_what_is_said_is_what_is_decided(policy: Policy, origin: str | None) -> None:
    """Where no source must be asked, the answer is that of the decision."""
    raw = said(policy, origin)
    if policy.compiled.source is None or origin is None:
        assert raw == decided(policy, origin)
    else:
        assert raw is None


@pytest.mark.parametrize("origin", [each for each in ORIGINS if each is not None])
@pytest.mark.parametrize("policy", EVERY_POLICY, ids=range(len(EVERY_POLICY)))
def test_a_preflight(policy: Policy, origin: str) -> None:
    """What is answered without a decision is what would be decided, the first time and later."""
    encoded = EncodedPolicy(policy.compiled)
    for asked in ("PUT", "GET", "PUT"):
        request = CORSRequest(
            "OPTIONS", origin=origin, request_method=asked, route_methods=frozenset({"PUT"})
        )
        raw = encoded.preflight(origin.encode(), asked, frozenset({"PUT"}))
        if raw is not None:
            assert tuple(raw) == encode_headers(policy.decide(request).answer_headers())
        else:
            assert (
                policy.compiled.any_request_header
                or not policy.allows(origin)
                or policy.compiled.source is not None
            )


def test_answers_to_preflights_are_bounded() -> None:
    """However many methods are asked for, no more answers are kept than there may be, and all are right."""
    encoded = EncodedPolicy(Policy("*", methods="*").compiled)
    for number in range(1100):
        raw = encoded.preflight(b"https://a.example", f"M{number}", None)
        assert (b"access-control-allow-methods", b"M%d" % number) in (raw or [])
    assert len(encoded._permitting) == 1000  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def lowered(headers: list[Header]) -> list[Header]:
    """Return *headers* with the names in lower case, sorted."""
    return sorted((name.lower(), value) for name, value in headers)


def read(headers: list[RawHeader]) -> list[Header]:
    """Return *headers* as text with the names in lower case, sorted."""
    return lowered([(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers])


@pytest.mark.parametrize("origin", [None, APP, "https://evil.example"])
@pytest.mark.parametrize("response", RESPONSES, ids=range(len(RESPONSES)))
@pytest.mark.parametrize("policy", EVERY_POLICY, ids=range(len(EVERY_POLICY)))
def test_a_response(policy: Policy, response: list[Header], origin: str | None) -> None:
    """A response gets what the decision would put on it, and is not changed itself."""
    decision = policy.decide(CORSRequest("GET", origin=origin))
    headers = encode_headers(decision.headers) if decision.origin_allowed else RAW_REFUSED
    if policy.compiled.any_origin:
        headers = encode_headers(decision.headers)
    raw = [(name.encode(), value.encode()) for name, value in response]
    before = list(raw)
    answered, replaced = merge_raw_headers(raw, headers, policy.compiled)
    assert read(answered) == lowered(decision.apply(response))
    assert set(replaced) <= {name for name, _ in response}
    assert raw == before


def test_replaced_names_are_told() -> None:
    """Of the app's own CORS headers it is told which they were, as the app spells them."""
    own = [(b"Access-Control-Allow-Origin", b"*"), (b"vary", b"cookie"), (b"x-a", b"1")]
    answered, replaced = merge_raw_headers(own, RAW_REFUSED, Policy(APP).compiled)
    assert answered == [(b"x-a", b"1"), (b"vary", b"cookie, Origin")]
    assert replaced == ("Access-Control-Allow-Origin",)


def test_the_app_s_own_headers_stay_as_they_are() -> None:
    """Where the app has no header of the policy, nothing of its own is spelt anew."""
    own = [(b"X-A", b"1"), (b"x-b", b"2")]
    headers = encode_headers([("Access-Control-Allow-Origin", APP), ("Vary", "Origin")])
    answered, replaced = merge_raw_headers(own, headers, Policy(APP).compiled)
    assert (answered, replaced) == ([*own, *headers], ())


def test_any_iterable_of_pairs() -> None:
    """The headers of a response may be any iterable, its members any pairs."""
    pairs = ([name, b"1"] for name in (b"x-a", b"x-b"))
    answered, _ = merge_raw_headers(pairs, RAW_REFUSED, Policy(APP).compiled)  # type: ignore[arg-type] # its point
    assert answered == [[b"x-a", b"1"], [b"x-b", b"1"], (b"vary", b"Origin")]


@pytest.mark.parametrize("kind", [bytes.decode, bytearray, memoryview, bytes])
def test_what_some_server_takes_for_bytes(kind: Callable[[bytes], bytes]) -> None:
    """A header that an app sets by itself is replaced, whatever type its name and value have."""
    own = [(kind(b"Access-Control-Allow-Origin"), kind(b"*")), (kind(b"vary"), kind(b"cookie"))]
    answered, replaced = merge_raw_headers(own, RAW_REFUSED, Policy(APP).compiled)
    assert answered == [(b"vary", b"cookie, Origin")]
    assert replaced == ("Access-Control-Allow-Origin",)


@pytest.mark.parametrize(
    "own",
    [None, 7, "a: b", [None], [(b"vary",)], [(7, b"x")], [(b"vary", 7)], [("var\u0443", b"x")]],
)
def test_what_is_no_list_of_headers(own: object) -> None:
    """What is anything else is for the caller to hand on."""
    with pytest.raises((TypeError, ValueError)):
        merge_raw_headers(own, RAW_REFUSED, Policy(APP).compiled)  # type: ignore[arg-type] # its point


@pytest.mark.parametrize(
    ("count", "known", "others"),
    [(1, 2, RAW_REFUSED), (1000, 1001, RAW_REFUSED), (1001, 1, None)],
)
def test_how_much_is_said_beforehand(count: int, known: int, others: RawHeaders | None) -> None:
    """Up to a thousand origins have their answer beforehand, and no origin at all has."""
    encoded = EncodedPolicy(
        Policy([f"https://a{number}.example" for number in range(count)]).compiled
    )
    assert len(encoded.known) == known
    assert encoded.others is others


def test_a_refusal_is_known_as_one() -> None:
    """What is refused by a pattern is the one refusal, beside which no name is exposed."""
    policy = Policy("https://*.example.com", credentials=True, expose_headers="*")
    encoded = EncodedPolicy(policy.compiled)
    assert encoded.actual(b"https://evil.example") is RAW_REFUSED
