"""What is answered to a request: reason, status, and the exact headers, nothing more."""

from __future__ import annotations

import logging

import pytest

from crossorigin import CORSRequest, Decision, Origin, Policy, Reason
from crossorigin._reasons import SENTENCES
from tests.problems import policy_of

APP = "https://app.example.com"
EVIL = "https://evil.example"
VARY = ("Vary", "Origin")
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


def preflight(
    method: str | None = "PUT", headers: str | None = None, origin: str | None = APP
) -> CORSRequest:
    """Return what a browser asks before a request of *method* with *headers*."""
    return CORSRequest("OPTIONS", origin=origin, request_method=method, request_headers=headers)


def actual(decision: Decision) -> tuple[str, bool, bool, Headers]:
    """Return what *decision* says of an actual request."""
    assert (decision.is_preflight, decision.status, decision.body) == (False, None, "")
    assert decision.subject == ""
    return decision.reason.value, decision.allowed, decision.origin_allowed, decision.headers


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
     ("junk", "origin-malformed", False)],
)  # fmt: skip
def test_an_actual_request_where_anyone_may_read(
    origin: str | None, reason: str, *, origin_allowed: bool
) -> None:
    """C112: where anyone may read, every response is the same, so it depends on nothing."""
    policy = Policy("*", expose_headers="*", timing=True)
    headers = (STAR, ("Access-Control-Expose-Headers", "*"), ("Timing-Allow-Origin", "*"))
    expected = (reason, reason != "origin-malformed", origin_allowed, headers)
    assert actual(policy.decide(CORSRequest("GET", origin=origin))) == expected


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
        rules=decision.rules,
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
        rules=LISTED.rules,
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


def test_a_decision_is_a_value() -> None:
    """Decisions on the same request that say the same are equal; none prints its policy."""
    decision = Policy(APP).decide(preflight())
    assert decision == Policy(APP, timing=True).decide(preflight())
    assert "rules" not in repr(decision)


def ask(answer: object, origin: str = APP, **options: bool) -> Decision:
    """Return what a policy decides whose source gives this *answer*, or raises it."""
    request = CORSRequest("GET", origin=origin)

    def source(parsed: Origin, asked: CORSRequest) -> bool:
        assert (str(parsed), asked) == (origin, request)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]  # what a wrong source may do

    return policy_of(origins=source, **options).decide(request)


async def promise() -> bool:
    """Return what a source must not: an answer that somebody has to wait for."""
    return True


@pytest.mark.parametrize(
    ("answer", "logged"),
    [
        (1, f"The origin source returned int for {APP}, not True or False: refused."),
        (RuntimeError("no database"), f"The origin source failed for {APP}: refused."),
        ("promise", f"The origin source returned coroutine for {APP}, not True or False: refused."),
    ],
)
def test_a_source_that_fails(answer: object, logged: str, caplog: pytest.LogCaptureFixture) -> None:
    """A source that raises, or does not say yes or no, lets nobody in, and the log says so."""
    decision = ask(promise() if answer == "promise" else answer)
    assert actual(decision) == ("origin-source-failed", False, False, (VARY,))
    assert caplog.record_tuples == [("crossorigin", logging.ERROR, logged)]


def test_a_source() -> None:
    """A source's yes lets that one origin in; it never becomes a star."""
    assert actual(ask(answer=True)) == ("allowed", True, True, (ALLOWED, VARY))
    assert actual(ask(answer=False)) == ("origin-not-allowed", False, False, (VARY,))
    insecure = ask(answer=True, origin="http://a.example", credentials=True)
    assert actual(insecure) == ("origin-insecure", False, False, (VARY,))


@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
def test_what_a_source_sees(method: str) -> None:
    """A source sees what a preflight asks for, and of other requests nothing unsaid by Vary."""
    whole = CORSRequest(method, origin=APP, request_method="PUT", request_headers="x-a")
    seen = whole if method == "OPTIONS" else CORSRequest(method, origin=APP)
    assert Policy(lambda _, asked: asked == seen).decide(whole).origin_allowed is True


def test_explain() -> None:
    """A decision explains itself in a few lines."""
    explanation = Policy(APP).decide(CORSRequest("GET")).explain()
    assert explanation.startswith("GET from no origin: permitted\n  reason: no-origin. ")
