"""The headers of a compiled policy: those that the decision has, and known without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin import CORSRequest, Origin, Policy
from crossorigin._policy import matching, options, origin_problems, origins
from crossorigin._policy.compiled import REFUSED, VARY_ORIGIN, VARY_PREFLIGHT
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.preflights import quick_preflight
from crossorigin._policy.shadows import with_shadow
from crossorigin._web.origins import split_origin, split_pattern

if TYPE_CHECKING:
    from crossorigin._policy.headers import Header

APP = "https://app.example.com"
EVIL = "https://evil.example"
JSON = ("Content-Type", "application/json")


def ends_in_com(origin: Origin, _request: CORSRequest) -> bool:
    """Allow the origins whose host ends in ``.com``; fail for one of them."""
    if origin.host == "broken.example.com":
        raise LookupError
    return origin.host.endswith(".com")


POLICIES = [
    Policy("*"),
    Policy("*", expose_headers="*", timing=True, methods=["PUT"]),
    Policy("*", allow_headers="*"),
    Policy(APP),
    Policy(APP, credentials=True, expose_headers=["X-B", "X-A"], max_age=None),
    Policy(APP, credentials=True, expose_headers="*"),
    Policy(APP, credentials=True, expose_headers="*", timing=True),
    Policy(APP, timing=True, methods=[], allow_headers=["X-A"]),
    Policy(["https://*.example.com", "http://localhost:*"], methods="*"),
    Policy(["https://*.example.com", EVIL], methods=["PUT"], credentials=True),
    Policy(ends_in_com),
    Policy(ends_in_com, credentials=True, timing=True, methods=["PUT"]),
]
ORIGINS = [
    None,
    APP,
    EVIL,
    "https://other.example.com",
    "https://broken.example.com",
    "http://app.example.com",
    "http://localhost:3000",
    "null",
    "",
    "junk",
    f"{APP}/",
    f"{APP}\r\nX: y",
    "https://" + "a" * 400,
]
RESPONSES: list[list[Header]] = [
    [],
    [JSON],
    [JSON, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
    [JSON, ("X-A", "1"), ("ETag", "2")],
    [("Vary", "Accept-Encoding"), JSON, ("vary", "cookie")],
    [("Vary", "*")],
    [("Vary", "Content-Type")],
    [("access-control-allow-origin", "*"), ("Access-Control-Allow-Credentials", "true")],
    [("Timing-Allow-Origin", "*"), JSON],
]


def test_vary() -> None:
    """A response says what it depends on, a refused one too, and a preflight's on all three."""
    assert VARY_ORIGIN == ("Vary", "Origin")
    assert REFUSED == (("Vary", "Origin"),)
    assert VARY_PREFLIGHT == (
        "Vary",
        "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    )


@pytest.mark.parametrize("origin", ORIGINS, ids=range(len(ORIGINS)))
@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
def test_a_response_is_what_is_decided(policy: Policy, origin: str | None) -> None:
    """Without a decision, a response gets its headers, one by one, in their order."""
    compiled = policy.compiled
    decision = policy.decide(CORSRequest("GET", origin=origin))
    headers = compiled.actual(origin)
    if headers is None:
        assert compiled.source is not None
        headers = compiled.actual(origin, decision.origin_allowed)
    assert headers is not None
    assert headers == decision.headers
    assert (headers is REFUSED) <= (not decision.origin_allowed)
    for response in RESPONSES:
        before = list(response)
        exposes_all = compiled.exposes_all and headers is not REFUSED
        merged, _ = merge_headers(response, headers, compiled.timing, exposes_all)
        assert merged == decision.apply(response)
        assert merged is not response
        assert response == before


@pytest.mark.parametrize("origin", [origin for origin in ORIGINS if origin is not None])
@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
def test_a_preflight_is_what_is_decided(policy: Policy, origin: str) -> None:
    """Without a decision, a preflight's answer is that of the decision, whatever is asked."""
    for method, names in [("PUT", None), ("GET", "x-a"), ("DELETE", "x-a,content-type")]:
        headers = quick_preflight(policy.compiled, origin, method, None)
        decision = policy.decide(
            CORSRequest("OPTIONS", origin=origin, request_method=method, request_headers=names)
        )
        if headers is not None:
            assert (decision.status, decision.headers) == (200, headers)


@pytest.mark.parametrize(("listed", "value"), [("*", "*"), (APP, APP)])
def test_all_headers_of_a_preflight(listed: str, value: str) -> None:
    """The answer without a decision has these headers."""
    assert quick_preflight(Policy(listed, methods=["PUT"]).compiled, APP, "PUT", None) == (
        ("Access-Control-Allow-Origin", value),
        ("Access-Control-Allow-Methods", "PUT"),
        ("Access-Control-Allow-Headers", "content-type"),
        ("Access-Control-Max-Age", "600"),
        ("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
    )


def test_headers_for_an_origin() -> None:
    """An allowed origin gets itself and what the policy says, and nothing more."""
    assert Policy(APP).compiled.actual(APP) == (
        ("Access-Control-Allow-Origin", APP),
        ("Vary", "Origin"),
    )
    policy = Policy(APP, credentials=True, expose_headers=["X-B", "X-A"], timing=True)
    assert policy.compiled.actual(APP) == (
        ("Access-Control-Allow-Origin", APP),
        ("Timing-Allow-Origin", APP),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Expose-Headers", "x-a, x-b"),
        ("Vary", "Origin"),
    )


PATTERNS = ["https://*.example.com", "https://pr-*.example.org", "http://localhost:*"]


@pytest.mark.parametrize("origin", ["https://a.example.com", EVIL, APP, "junk"])
@pytest.mark.parametrize("policy", [Policy(PATTERNS), Policy(ends_in_com), Policy(APP)])
@pytest.mark.parametrize("asks", [None, "PUT"])
def test_an_origin_is_parsed_once(
    policy: Policy, origin: str, asks: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision reads the text of an origin once, whether patterns or a source are asked."""
    parsed: list[str] = []

    def read(text: str) -> tuple[str, str, str] | None:
        parsed.append(text)
        return split_origin(text)

    for module in (origins, matching):
        monkeypatch.setattr(module, "split_origin", read)
    method = "GET" if asks is None else "OPTIONS"
    policy.decide(CORSRequest(method, origin=origin, request_method=asks))
    assert parsed == [origin]


def test_a_pattern_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the option to the set that is looked up, a pattern's text is read once."""
    parsed: list[str] = []

    def read(text: str) -> tuple[str, str, str] | None:
        parsed.append(text)
        return split_pattern(text)

    for module in (origins, options, origin_problems):
        monkeypatch.setattr(module, "split_pattern", read)
    assert Policy(PATTERNS).allows("https://a.example.com")
    assert sorted(parsed) == sorted(PATTERNS)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Policy(APP), True),
        (Policy([APP, EVIL]), True),
        (Policy("*"), False),
        (Policy(ends_in_com), False),
        (Policy([APP, "https://*.example.org"]), False),
    ],
)
def test_whether_every_origin_is_listed(policy: Policy, expected: bool) -> None:  # noqa: FBT001
    """Only a policy of literal origins lists all that may read."""
    assert policy.compiled.lists_every_origin is expected


@pytest.mark.parametrize(
    ("methods", "of_shadow", "expected"),
    [
        (["PUT"], None, False),
        ("*", None, False),
        ("route", None, True),
        (["PUT", "PATCH"], ["PUT"], False),
        ("*", "route", True),
        ("route", ["PUT"], True),
    ],
)
def test_whether_routes_matter(
    methods: str | list[str],
    of_shadow: str | list[str] | None,
    expected: bool,  # noqa: FBT001
) -> None:
    """The methods of a route matter to a policy that goes by them, and to such a shadow."""
    policy = Policy(APP, methods=methods, credentials=True)
    if of_shadow is not None:
        shadow = Policy(APP, methods=of_shadow)
        policy = with_shadow(
            lambda: Policy(APP, methods=methods, credentials=True), shadow, awaits=False
        )
    assert policy.compiled.asks_routes is expected
