"""What a preflight is answered: the names that the browser then compares by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crossorigin import CORSRequest, Origin, Policy, Reason
from crossorigin._policy.preflights import asks_for_listed, quick_preflight

APP = "https://app.example.com"
VARY_PREFLIGHT = (
    "Vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)
TRUE = ("Access-Control-Allow-Credentials", "true")
JSON = ("Access-Control-Allow-Headers", "content-type")
MAX_AGE = ("Access-Control-Max-Age", "600")
STAR = ("Access-Control-Allow-Origin", "*")
ALLOWED = ("Access-Control-Allow-Origin", APP)
Headers = tuple[tuple[str, str], ...]


def preflight(method: str | None, headers: str | None = None) -> CORSRequest:
    """Return what a browser asks before a request of *method* with *headers*."""
    return CORSRequest("OPTIONS", origin=APP, request_method=method, request_headers=headers)


@pytest.mark.parametrize(
    ("policy", "headers"),
    [
        (Policy(APP), (ALLOWED, JSON, MAX_AGE, VARY_PREFLIGHT)),
        (Policy(APP, max_age=None), (ALLOWED, JSON, VARY_PREFLIGHT)),
        (Policy(APP, max_age=0), (ALLOWED, JSON, ("Access-Control-Max-Age", "0"), VARY_PREFLIGHT)),
        (Policy(APP, credentials=True), (ALLOWED, JSON, TRUE, MAX_AGE, VARY_PREFLIGHT)),
        (Policy("*"), (STAR, JSON, MAX_AGE, VARY_PREFLIGHT)),
        (Policy(APP, expose_headers=["X-A"], timing=True),
         (ALLOWED, JSON, MAX_AGE, VARY_PREFLIGHT)),
    ],
    ids=range(6),
)  # fmt: skip
def test_what_a_preflight_gets(policy: Policy, headers: Headers) -> None:
    """A preflight gets what concerns it, and nothing of what concerns the actual request."""
    assert policy.decide(preflight("GET")).headers == headers


@pytest.mark.parametrize(
    ("allow_headers", "asked", "listed", "reason", "subject"),
    [
        ("*", "x-b,X-A", "content-type, x-a, x-b", "allowed", ""),
        ("*", None, "content-type", "allowed", ""),
        ("*", "authorization", "content-type", "authorization-not-listed", "authorization"),
        ("*", "x-a,authorization", "content-type, x-a", "authorization-not-listed",
         "authorization"),
        (["*", "Authorization"], "authorization,x-a", "authorization, content-type, x-a",
         "allowed", ""),
        ("*", "cookie,x-a", "content-type, x-a", "header-not-allowed", "cookie"),
        ("*", "authorization,cookie", "content-type", "header-not-allowed", "authorization"),
        ("*", "sec-x,proxy-x", "content-type", "header-not-allowed", "proxy-x"),
        ("*", "x-a\r\nset-cookie: a", "content-type", "header-not-allowed",
         "x-a\r\nset-cookie: a"),
        ("*", "x a", "content-type", "header-not-allowed", "x a"),
        ("*", "x-ä", "content-type", "header-not-allowed", "x-ä"),
        ("X-A", "authorization", "content-type, x-a", "header-not-allowed", "authorization"),
        ("*", ",".join(["x-a"] * 129), "content-type", "too-many-headers", ""),
    ],
    ids=range(13),
)  # fmt: skip
def test_request_headers(
    allow_headers: str, asked: str | None, listed: str, reason: str, subject: str
) -> None:
    """C64 to C66, C73: a star permits the tokens that are asked for, but never Authorization."""
    decision = Policy(APP, allow_headers=allow_headers, max_age=None).decide(
        preflight("GET", asked)
    )
    names = ("Access-Control-Allow-Headers", listed)
    assert decision.headers == (ALLOWED, names, VARY_PREFLIGHT)
    assert (decision.reason.value, decision.subject) == (reason, subject)
    assert decision.allowed is (reason == "allowed")


@pytest.mark.parametrize("asked", ["*", "*,authorization", "authorization, *", "x-a,*,*", " * "])
@pytest.mark.parametrize("origins", ["*", APP])
@pytest.mark.parametrize("allow_headers", ["*", ["*", "X-A"], "X-A"])
def test_a_header_named_star(asked: str, origins: str, allow_headers: list[str] | str) -> None:
    """A header named ``*`` is not repeated: it would permit all of them, Authorization too."""
    policy = Policy(origins, methods=["PUT"], allow_headers=allow_headers)
    decision = policy.decide(preflight("PUT", asked))
    assert (decision.allowed, decision.reason) == (False, Reason.HEADER_NOT_ALLOWED)
    assert decision.subject == "*"
    headers = dict(decision.headers)
    assert headers["Access-Control-Allow-Headers"] in {"content-type", "content-type, x-a"}


@pytest.mark.parametrize("methods", ["*", "route", ["PUT"]])
@pytest.mark.parametrize("route", [None, {"PUT"}, {"*"}, {"*", "PUT"}])
def test_a_method_named_star(methods: list[str] | str, route: set[str] | None) -> None:
    """A method named ``*`` is not repeated, nor listed if a route has one."""
    policy = Policy(APP, methods=methods)
    for method in ("*", "PUT"):
        request = CORSRequest(
            "OPTIONS",
            origin=APP,
            request_method=method,
            route_methods=None if route is None else frozenset(route),
        )
        decision = policy.decide(request)
        listed = dict(decision.headers).get("Access-Control-Allow-Methods", "")
        assert listed in {"", "PUT"}
        assert decision.allowed is (method == listed == "PUT")
        assert (decision.subject == method) is not decision.allowed


@pytest.mark.parametrize("name", ["X-A", "x-a", "X-a"])
def test_the_case_of_a_header_means_nothing(name: str) -> None:
    """C69, C75: a request header is permitted in any case, and listed once in lower case."""
    decision = Policy(APP, allow_headers=[name, name.upper()]).decide(preflight("GET", "x-A"))
    assert decision.allowed is True
    assert decision.headers[1] == ("Access-Control-Allow-Headers", "content-type, x-a")


@pytest.mark.parametrize("method", ["patch", "Patch", "get", "PATCH ", "PATC", "PATCHH", ""])
def test_the_case_of_a_method_means_something(method: str) -> None:
    """C48, C49: a method is compared byte by byte."""
    decision = Policy(APP, methods=["PATCH"]).decide(preflight(method))
    assert decision.allowed is (method == "")


@pytest.mark.parametrize("max_age", [7200, timedelta(hours=2)])
def test_max_age_is_in_seconds(max_age: int | timedelta) -> None:
    """C95: the time that an answer is kept is a number of seconds in plain digits."""
    headers = Policy(APP, max_age=max_age).decide(preflight("GET")).headers
    assert ("Access-Control-Max-Age", "7200") in headers


def test_many_listed_headers() -> None:
    """A policy may list more headers than a request may ask for: all of them are answered."""
    names = [f"x-{number:03}" for number in range(200)]
    policy = Policy(APP, allow_headers=names)
    decision = policy.decide(preflight("GET", ",".join(names[:128])))
    assert decision.allowed is True
    assert decision.headers[1] == (
        "Access-Control-Allow-Headers",
        ", ".join(["content-type", *names]),
    )


@pytest.mark.parametrize("method", [None, ""])
def test_options_is_not_always_a_preflight(method: str | None) -> None:
    """C5, C7: OPTIONS without a method to ask for is a request like any other."""
    decision = Policy(APP).decide(preflight(method))
    assert (decision.is_preflight, decision.reason) == (False, Reason.ALLOWED)
    assert decision.headers == (ALLOWED, ("Vary", "Origin"))


def test_nothing_is_exposed_to_a_preflight() -> None:
    """C101: the names of a response are not listed on the answer to a preflight."""
    policy = Policy(APP, credentials=True, expose_headers="*")
    response = [("X-A", "1")]
    applied = policy.decide(preflight("GET")).apply(response)
    assert applied == [("X-A", "1"), ALLOWED, JSON, TRUE, MAX_AGE, VARY_PREFLIGHT]
    applied = policy.decide(CORSRequest("GET", origin=APP)).apply(response)
    exposed = ("Access-Control-Expose-Headers", "X-A")
    assert applied == [("X-A", "1"), ALLOWED, TRUE, exposed, ("Vary", "Origin")]
    applied = policy.decide(CORSRequest("GET", origin="https://evil.example")).apply(response)
    assert applied == [("X-A", "1"), ("Vary", "Origin")]


def nobody(_origin: Origin, _request: CORSRequest) -> bool:
    """Let nobody read."""
    return False


QUICK = [
    (Policy(APP), True),
    (Policy("*"), True),
    (Policy("*", methods="*"), True),
    (Policy("https://*.example.com", methods=["PUT"], credentials=True), True),
    (Policy(APP, methods="*", allow_headers=["X-A"], max_age=None), True),
    (Policy(APP, allow_headers="*"), False),
    (Policy(APP, methods=["PUT"], allow_headers="*"), False),
    (Policy("https://elsewhere.example"), False),
    (Policy("https://elsewhere.example", methods=["PUT"]), False),
    (Policy(nobody), False),
]


@pytest.mark.parametrize("route_methods", [None, frozenset({"GET", "PUT"}), frozenset({"*"})])
@pytest.mark.parametrize("method", ["GET", "PUT", "*", "TRACE", "a b", "x" * 5000])
@pytest.mark.parametrize(("policy", "is_quick"), QUICK, ids=range(len(QUICK)))
def test_a_quick_answer_is_what_is_decided(
    policy: Policy,
    method: str,
    route_methods: frozenset[str] | None,
    *,
    is_quick: bool,
) -> None:
    """Where no name is repeated, the answer is known without a decision, whatever is asked."""
    headers = quick_preflight(policy.compiled, APP, method, route_methods)
    assert (headers is not None) is is_quick
    for names in [None, "x-a", "authorization,x-b", ",".join(["x-a"] * 200)]:
        request = CORSRequest(
            "OPTIONS",
            origin=APP,
            request_method=method,
            request_headers=names,
            route_methods=route_methods,
        )
        decision = policy.decide(request)
        if headers is not None:
            assert (decision.status, decision.headers) == (200, headers)


@pytest.mark.parametrize(
    ("methods", "allow_headers", "asked", "names", "route", "expected"),
    [
        (["PUT"], [], "GET", None, None, True),
        (["PUT"], [], "PUT", "content-type", None, True),
        (["PUT"], ["X-A"], "PUT", "content-type,x-a", None, True),
        (["PUT"], ["X-A"], "PUT", "x-a,x-b", None, False),
        # Written as no browser does: a decision reads it.
        (["PUT"], ["X-A"], "PUT", "content-type, x-a", None, False),
        (["PUT"], ["X-A"], "PUT", "X-A", None, False),
        (["PUT"], ["X-A"], "PUT", ",".join(["x-a"] * 51), None, False),
        (["PUT"], [], "DELETE", None, None, False),
        (["PUT"], "*", "PUT", "x-b", None, False),
        ("*", [], "PUT", None, None, False),
        ("route", [], "PUT", None, None, False),
        ("route", [], "PUT", None, frozenset({"PUT"}), True),
        ("route", [], "TRACE", None, frozenset({"TRACE"}), False),
    ],
)
def test_what_is_seen_at_a_glance(  # noqa: PLR0913, PLR0917 - all that matters
    methods: str | list[str],
    allow_headers: str | list[str],
    asked: str,
    names: str | None,
    route: frozenset[str] | None,
    expected: object,
) -> None:
    """What is listed, as browsers write it, needs no decision, and it would be permitted."""
    policy = Policy("*", methods=methods, allow_headers=allow_headers)
    assert asks_for_listed(policy.compiled, asked, names, route) is expected
    request = CORSRequest(
        "OPTIONS", origin=APP, request_method=asked, request_headers=names, route_methods=route
    )
    assert policy.decide(request).allowed or not expected
