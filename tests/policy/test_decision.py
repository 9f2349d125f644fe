"""What is answered to a request: reason, status, and the exact headers, nothing more."""

from __future__ import annotations

import pytest

from crossorigin import CORSRequest, Decision, Policy, Reason
from crossorigin._policy.reasons import SENTENCES
from tests.policy.decisions import ALLOWED, APP, EVIL, VARY, Headers, actual, preflight

VARY_PREFLIGHT = (
    "Vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)
TRUE = ("Access-Control-Allow-Credentials", "true")
JSON = ("Access-Control-Allow-Headers", "content-type")
MAX_AGE = ("Access-Control-Max-Age", "600")
STAR = ("Access-Control-Allow-Origin", "*")


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        pytest.param(None, "api.example.com", ("no-origin", True, False, (VARY,)), id="C1"),
        pytest.param(APP, "api.example.com", ("allowed", True, True, (ALLOWED, VARY)), id="C2"),
        pytest.param(EVIL, None, ("origin-not-allowed", False, False, (VARY,)), id="refused"),
        pytest.param("null", None, ("origin-null", False, False, (VARY,)), id="C18"),
        pytest.param("NULL", None, ("origin-malformed", False, False, (VARY,)), id="C18-case"),
        pytest.param("", None, ("origin-malformed", False, False, (VARY,)), id="C27"),
        pytest.param(APP, "app.example.com", ("same-origin", True, True, (ALLOWED, VARY)),
                     id="own-and-listed"),
        pytest.param(EVIL, "evil.example", ("same-origin", True, False, (VARY,)), id="C3"),
        pytest.param(EVIL, "Evil.Example:443", ("same-origin", True, False, (VARY,)),
                     id="C3-default-port"),
        pytest.param("http://evil.example:81", "evil.example:81",
                     ("same-origin", True, False, (VARY,)), id="C3-port"),
        pytest.param(EVIL, "evil.example:80", ("origin-not-allowed", False, False, (VARY,)),
                     id="another-port"),
        pytest.param("x", "", ("origin-malformed", False, False, (VARY,)), id="no-host-at-all"),
        pytest.param("https://x://evil.example", "evil.example",
                     ("origin-malformed", False, False, (VARY,)), id="two-schemes"),
    ],
)  # fmt: skip
def test_an_actual_request(
    origin: str | None, host: str | None, expected: tuple[str, bool, bool, Headers]
) -> None:
    """A listed origin may read; everybody's response says that it depends on the origin."""
    request = CORSRequest("POST", origin=origin, host=host)
    assert actual(Policy(APP).decide(request)) == expected


@pytest.mark.parametrize(
    ("origin", "reason", "origin_allowed"),
    [(None, "no-origin", False), (APP, "allowed", True), ("null", "allowed", True),
     ("file://", "allowed", True), ("http://a~b.example", "allowed", True),
     ("junk", "allowed", True), ("a\r\nX: y", "allowed", True)],
)  # fmt: skip
def test_an_actual_request_where_anyone_may_read(
    origin: str | None, reason: str, *, origin_allowed: bool
) -> None:
    """C112: where anyone may read, every response is the same, so it depends on nothing."""
    policy = Policy("*", expose_headers="*", timing=True)
    headers = (STAR, ("Access-Control-Expose-Headers", "*"), ("Timing-Allow-Origin", "*"))
    expected = (reason, True, origin_allowed, headers)
    assert actual(policy.decide(CORSRequest("GET", origin=origin))) == expected


@pytest.mark.parametrize(
    "origin",
    [APP, "null", "file://", "app://", "http://a~b.example", "http://a..b", "http://a,b.example",
     "safari-web-extension://ABC", f"https://{'a' * 400}.example", "junk", "", "a\r\nX: y"],
)  # fmt: skip
@pytest.mark.parametrize("methods", [["PUT"], "*"])
def test_whose_preflight_anyone_may_send(origin: str, methods: list[str] | str) -> None:
    """What a GET may read, a preflight permits, and nothing of the origin is repeated."""
    decision = Policy("*", methods=methods).decide(preflight("PUT", None, origin))
    assert (decision.status, decision.reason) == (200, Reason.ALLOWED)
    assert (decision.allowed, decision.origin_allowed) == (True, True)
    put = ("Access-Control-Allow-Methods", "PUT")
    assert decision.headers == (STAR, put, JSON, MAX_AGE, VARY_PREFLIGHT)


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        (EVIL, Reason.ORIGIN_NOT_ALLOWED),
        ("null", Reason.ORIGIN_NULL),
        (f"{APP}\r\n", Reason.ORIGIN_MALFORMED),
        ("", Reason.ORIGIN_MALFORMED),
    ],
)
def test_a_preflight_of_another_origin(origin: str, reason: Reason) -> None:
    """A refused preflight is a 403 with no CORS header and the reason in one sentence."""
    decision = Policy(APP, credentials=True).decide(preflight("PUT", "x-a", origin))
    body = f"{reason.value}: {SENTENCES[reason]}\n"
    assert decision == Decision(
        preflight("PUT", "x-a", origin),
        reason,
        allowed=False,
        origin_allowed=False,
        headers=(VARY_PREFLIGHT,),
        status=403,
        body=body,
        compiled=decision.compiled,
    )
    assert decision.is_preflight is True
    assert decision.answer_headers() == [
        VARY_PREFLIGHT,
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]


LISTED = Policy(APP, methods=["PUT", "DELETE"], allow_headers=["X-B", "Authorization", "x-a"])
METHODS = ("Access-Control-Allow-Methods", "DELETE, PUT")
HEADERS = ("Access-Control-Allow-Headers", "authorization, content-type, x-a, x-b")
MANY = ",".join(["x-a"] * 128)


@pytest.mark.parametrize(
    ("method", "headers", "reason", "subject"),
    [
        pytest.param("PUT", None, "allowed", "", id="C47"),
        pytest.param("POST", None, "allowed", "", id="C8"),
        pytest.param("GET", "", "allowed", "", id="C9-get"),
        pytest.param("HEAD", None, "allowed", "", id="C9-head"),
        pytest.param("PATCH", None, "method-not-allowed", "PATCH", id="not-listed"),
        pytest.param("put", None, "method-not-allowed", "put", id="C49"),
        pytest.param("PUT\r\n", None, "method-not-allowed", "PUT\r\n", id="C60"),
        pytest.param("*", None, "method-not-allowed", "*", id="star"),
        pytest.param("PUT", "x-a,x-b,authorization", "allowed", "", id="C62"),
        pytest.param("PUT", "content-type", "allowed", "", id="C74"),
        pytest.param("PUT", " X-A ,, Content-TYPE,\t", "allowed", "", id="C71"),
        pytest.param("PUT", "x-d,x-a,x-c", "header-not-allowed", "x-c", id="C63"),
        pytest.param("PUT", "*", "header-not-allowed", "*", id="star-asked"),
        pytest.param("PUT", "cookie", "header-not-allowed", "cookie", id="C73"),
        pytest.param("PUT", "x a", "header-not-allowed", "x a", id="C68"),
        pytest.param("PUT", "x-\u212a", "header-not-allowed", "x-\u212a", id="P11"),
        pytest.param("PUT", "x-a\xa0", "header-not-allowed", "x-a\xa0", id="no-white-space"),
        pytest.param("PATCH", "x-c", "method-not-allowed", "PATCH", id="method-first"),
        pytest.param("PUT", MANY, "allowed", "", id="128-names"),
        pytest.param("PUT", f"{MANY},x-a", "too-many-headers", "", id="129-names"),
        pytest.param("PUT", "x-a".ljust(4096), "allowed", "", id="4096-bytes"),
        pytest.param("PUT", "x-a".ljust(4097), "too-many-headers", "", id="4097-bytes"),
        pytest.param("PUT", "," * 1_000_000, "too-many-headers", "", id="C72"),
        pytest.param("PATCH", MANY * 2, "method-not-allowed", "PATCH", id="C72-method-first"),
    ],
)
def test_a_preflight_of_a_listed_origin(
    method: str, headers: str | None, reason: str, subject: str
) -> None:
    """A preflight gets the whole policy, so the browser itself names what is not in it."""
    request = preflight(method, headers)
    decision = LISTED.decide(request)
    assert decision == Decision(
        request,
        Reason(reason),
        allowed=reason == "allowed",
        origin_allowed=True,
        headers=(ALLOWED, METHODS, HEADERS, MAX_AGE, VARY_PREFLIGHT),
        status=200,
        subject=subject,
        compiled=LISTED.compiled,
    )
    assert decision.is_preflight is True
    assert decision.answer_headers() == [*decision.headers, ("Content-Length", "0")]


@pytest.mark.parametrize(
    ("methods", "asked", "route", "listed", "allowed"),
    [
        ("route", "PUT", {"PUT", "OPTIONS"}, "OPTIONS, PUT", True),
        ("route", "PATCH", {"PUT"}, "PUT", False),
        ("route", "GET", {"PUT"}, "PUT", True),
        ("route", "PUT", None, "", False),
        ("route", "POST", None, "", True),
        ("route", "TRACE", {"PUT", "TRACE"}, "PUT", False),
        ("route", "P\n", {"PUT", "P\n"}, "PUT", False),
        ("*", "PATCH", None, "PATCH", True),
        ("*", "purge", {"PUT"}, "purge", True),
        ("*", "trace", None, "", False),
        ("*", "P\n", None, "", False),
        ("*", "A" * 64, None, "A" * 64, True),
        ("*", "A" * 65, None, "", False),
        (["PUT"], "PUT", {"GET"}, "PUT", True),
        ([], "PUT", {"PUT"}, "", False),
    ],
)
def test_methods(
    methods: str, asked: str, route: set[str] | None, listed: str, *, allowed: bool
) -> None:
    """The methods are those of the policy, the route's own or the one asked for, never a star."""
    request = CORSRequest(
        "OPTIONS",
        origin=APP,
        request_method=asked,
        route_methods=None if route is None else frozenset(route),
    )
    decision = Policy(APP, methods=methods, max_age=None).decide(request)
    names = (("Access-Control-Allow-Methods", listed),) if listed else ()
    assert decision.headers == (ALLOWED, *names, JSON, VARY_PREFLIGHT)
    assert decision.allowed is allowed
    assert decision.subject == ("" if allowed else asked)


def test_a_preflight_where_anyone_may_read() -> None:
    """Where anyone may read, a preflight says so, too, but what is asked for still counts."""
    decision = Policy("*", methods=["PUT"], max_age=None).decide(preflight())
    methods = ("Access-Control-Allow-Methods", "PUT")
    assert decision.headers == (STAR, methods, JSON, VARY_PREFLIGHT)


@pytest.mark.parametrize(
    ("asked", "listed", "reason"),
    [
        ("x-b,X-A", "content-type, x-a, x-b", "allowed"),
        ("x-a,authorization", "content-type, x-a", "authorization-not-listed"),
        ("sec-x,x-a", "content-type, x-a", "header-not-allowed"),
    ],
)
def test_any_request_header(asked: str, listed: str, reason: str) -> None:
    """A star permits the names that are asked for, but neither Authorization nor forbidden ones."""
    decision = Policy(APP, allow_headers="*", max_age=None).decide(preflight("GET", asked))
    names = ("Access-Control-Allow-Headers", listed)
    assert decision.headers == (ALLOWED, names, VARY_PREFLIGHT)
    assert decision.reason == Reason(reason)


def test_apply() -> None:
    """A decision's headers replace the app's, its ``Vary`` is merged, the app's list stays."""
    there = [("Vary", "Cookie"), ("Access-Control-Allow-Origin", "*"), ("X-A", "1")]
    before = list(there)
    decision = Policy(APP).decide(CORSRequest("GET", origin=APP))
    expected = [("X-A", "1"), ALLOWED, ("Vary", "Cookie, Origin")]
    assert decision.apply(there) == expected
    assert decision.apply(header for header in there) == expected
    assert there == before


def test_apply_what_only_some_policies_say() -> None:
    """The timing header is replaced, and all names are exposed, where the policy says so."""
    policy = Policy(APP, timing=True, expose_headers="*", credentials=True)
    there = [("Timing-Allow-Origin", "*"), ("X-A", "1")]
    names = ("Access-Control-Expose-Headers", "X-A")
    timing = ("Timing-Allow-Origin", APP)
    allowed = policy.decide(CORSRequest("GET", origin=APP))
    assert allowed.apply(there) == [("X-A", "1"), ALLOWED, timing, TRUE, names, VARY]
    refused = policy.decide(CORSRequest("GET", origin=EVIL))
    assert refused.apply(there) == [("X-A", "1"), VARY]
    asked = policy.decide(preflight("POST"))
    assert asked.apply(there) == [("X-A", "1"), ALLOWED, JSON, TRUE, MAX_AGE, VARY_PREFLIGHT]
    plain = Policy(APP).decide(CORSRequest("GET", origin=APP))
    assert plain.apply(there) == [*there, ALLOWED, VARY]


@pytest.mark.parametrize(
    "request_", [preflight(), preflight(origin=EVIL), CORSRequest("GET", origin=APP)]
)
def test_a_decision_holds_its_rules(request_: CORSRequest) -> None:
    """An adapter finds in each decision the rules that it was made by."""
    policy = Policy(APP)
    assert policy.decide(request_).compiled is policy.compiled


def test_a_decision_is_a_value() -> None:
    """Decisions on the same request that say the same are equal; none prints its policy."""
    decision = Policy(APP).decide(preflight())
    assert decision == Policy(APP, timing=True).decide(preflight())
    assert "compiled" not in repr(decision)


def test_explain() -> None:
    """A decision explains itself in a few lines."""
    explanation = Policy(APP).decide(CORSRequest("GET")).explain()
    assert explanation.startswith("GET from no origin: permitted\n  reason: no-origin. ")
