"""What a decision says of itself, to the letter: what was asked, decided, and is to be done."""

from __future__ import annotations

import pytest

from crossorigin import CORSRequest, Origin, Policy, Reason

APP = "https://app.example.com"
EVIL = "https://evil.example"
VARY = "\n  Vary: Origin"
VARY_PREFLIGHT = "\n  Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
ANSWER = f"\n  status: 200\n  Access-Control-Allow-Origin: {APP}"
REST = f"\n  Access-Control-Max-Age: 600{VARY_PREFLIGHT}"
JSON = "\n  Access-Control-Allow-Headers: content-type"


def yes(_origin: Origin, _request: CORSRequest) -> bool:
    """Allow any origin."""
    return True


def broken(_origin: Origin, _request: CORSRequest) -> bool:
    """Fail."""
    raise LookupError


def get(origin: str | None = None, **parts: str) -> CORSRequest:
    """Return a plain request."""
    return CORSRequest("GET", origin=origin, **parts)  # type: ignore[arg-type]


def preflight(method: str, headers: str | None = None) -> CORSRequest:
    """Return what a browser asks before a request of *method* with *headers*."""
    return CORSRequest("OPTIONS", origin=APP, request_method=method, request_headers=headers)


# What no policy decides, but the guard alone.
GUARDING = {
    Reason.SENDER_NOT_ALLOWED,
    Reason.SENDER_UNKNOWN,
    Reason.COOKIES_NOT_ALLOWED,
    Reason.REQUEST_UNREADABLE,
    Reason.HOST_NOT_ALLOWED,
}

EXPLANATIONS = {
    Reason.ALLOWED: (
        Policy(APP),
        CORSRequest("PUT", origin=APP, path="/orders/7"),
        (
            f'PUT /orders/7 from "{APP}": permitted\n'
            "  reason: allowed. The policy permits this request.\n"
            f"  Access-Control-Allow-Origin: {APP}{VARY}"
        ),
    ),
    Reason.NO_ORIGIN: (
        Policy(APP),
        get(path="/"),
        (
            "GET / from no origin: permitted\n"
            "  reason: no-origin. The request has no Origin header, so no page of another"
            f" origin sent it.{VARY}"
        ),
    ),
    Reason.SAME_ORIGIN: (
        Policy(APP),
        CORSRequest("POST", origin=EVIL, host="evil.example"),
        (
            f'POST from "{EVIL}": permitted\n'
            "  reason: same-origin. The page and this server have the same origin, so CORS has no"
            f" say.{VARY}"
        ),
    ),
    Reason.ORIGIN_NOT_ALLOWED: (
        Policy(APP),
        get(EVIL),
        (
            f'GET from "{EVIL}": refused\n'
            "  reason: origin-not-allowed. The policy does not let this origin in.\n"
            f'  next: add "{EVIL}" to "origins" if its pages may read this{VARY}'
        ),
    ),
    Reason.ORIGIN_NULL: (
        Policy(APP),
        get("null"),
        (
            'GET from "null": refused\n'
            "  reason: origin-null. The origin is null, which every sandboxed frame, local file and"
            " cross-origin redirect can have, so no policy lists it.\n"
            "  next: serve the page from an origin of its own, without Referrer-Policy:"
            " no-referrer, and call the final address"
            f"{VARY}"
        ),
    ),
    Reason.ORIGIN_MALFORMED: (
        Policy(APP),
        get(f"{APP}/"),
        (
            f'GET from "{APP}/": refused\n'
            "  reason: origin-malformed. The Origin header is not one that a browser sends.\n"
            f"  next: send the Origin that a browser would, such as {APP}{VARY}"
        ),
    ),
    Reason.ORIGIN_INSECURE: (
        Policy(yes, credentials=True),
        get("http://a.example"),
        (
            'GET from "http://a.example": refused\n'
            "  reason: origin-insecure. The policy permits credentials, and an http: origin can be"
            " forged by anyone on the network.\n"
            f"  next: serve the page over https{VARY}"
        ),
    ),
    Reason.ORIGIN_SOURCE_FAILED: (
        Policy(broken),
        get(APP),
        (
            f'GET from "{APP}": refused\n'
            "  reason: origin-source-failed. The function that says which origins are allowed"
            " failed, so nobody is let in.\n"
            '  next: read the log "crossorigin" for the exception, and mend the function'
            f"{VARY}"
        ),
    ),
    Reason.METHOD_NOT_ALLOWED: (
        Policy(APP, methods=["PUT"]),
        preflight("PATCH", "x-a"),
        (
            f'preflight for PATCH from "{APP}" with "x-a": refused\n'
            "  reason: method-not-allowed. The policy does not list this method.\n"
            '  next: add "PATCH" to "methods" if pages may send it'
            f"{ANSWER}\n  Access-Control-Allow-Methods: PUT{JSON}{REST}"
        ),
    ),
    Reason.HEADER_NOT_ALLOWED: (
        Policy(APP),
        preflight("GET", "x-b,x-a"),
        (
            f'preflight for GET from "{APP}" with "x-b,x-a": refused\n'
            "  reason: header-not-allowed. The policy does not list one of the request headers.\n"
            f'  next: add "x-a" to "allow_headers" if pages may send it{ANSWER}{JSON}{REST}'
        ),
    ),
    Reason.AUTHORIZATION_NOT_LISTED: (
        Policy(APP, allow_headers="*"),
        preflight("GET", "authorization"),
        (
            f'preflight for GET from "{APP}" with "authorization": refused\n'
            "  reason: authorization-not-listed. A wildcard never covers the Authorization header:"
            " it must be listed by name.\n"
            f'  next: write allow_headers=["*", "Authorization"]{ANSWER}{JSON}{REST}'
        ),
    ),
    Reason.TOO_MANY_HEADERS: (
        Policy(APP),
        preflight("GET", "," * 5000),
        (
            f'preflight for GET from "{APP}" with "{"," * 119}…: refused\n'
            "  reason: too-many-headers. Access-Control-Request-Headers is longer than any"
            " browser's, so none is allowed.\n"
            "  next: send fewer request headers: 128 names, 4,096 characters in all"
            f"{ANSWER}{JSON}{REST}"
        ),
    ),
}


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in GUARDING])
def test_the_explanation_of_a_reason(reason: Reason) -> None:
    """Every reason of a policy is explained: what was asked, one sentence, the next step if any."""
    policy, request, explanation = EXPLANATIONS[reason]
    decision = policy.decide(request)
    assert decision.reason is reason
    assert decision.explain() == explanation


def test_a_refused_preflight() -> None:
    """The explanation of a preflight has its status, beside its headers."""
    assert Policy(EVIL).decide(preflight("PUT")).explain() == (
        f'preflight for PUT from "{APP}": refused\n'
        "  reason: origin-not-allowed. The policy does not let this origin in.\n"
        f'  next: add "{APP}" to "origins" if its pages may read this\n'
        f"  status: 403{VARY_PREFLIGHT}"
    )


@pytest.mark.parametrize(
    ("method", "step"),
    [
        ("patch", 'write "patch" in upper case: methods are case-sensitive'),
        ("Query", 'write "Query" in upper case: methods are case-sensitive'),
        ("PATCH", 'add "PATCH" to "methods" if pages may send it'),
        ("purge", 'add "purge" to "methods" if pages may send it'),
    ],
)
def test_a_method_in_lower_case(method: str, step: str) -> None:
    """C49: a method that the page writes in lower case is the page's to mend."""
    decision = Policy(APP, methods=["PUT"]).decide(preflight(method))
    assert decision.explain().splitlines()[2] == f"  next: {step}"


def test_a_header_in_lower_case_is_no_method() -> None:
    """A request header that is called like a method is a header all the same."""
    decision = Policy(APP).decide(preflight("GET", "patch"))
    assert decision.explain().splitlines()[2] == (
        '  next: add "patch" to "allow_headers" if pages may send it'
    )


@pytest.mark.parametrize(
    ("request_", "first"),
    [
        (
            get("https://é.example\r\nX: y\x1b[31m"),
            r'GET from "https://\xe9.example\r\nX: y\x1b[31m": refused',
        ),
        (get(APP, path="/é\n"), rf'GET /\xe9\n from "{APP}": permitted'),
        (get(APP, path="/" + "a" * 120), f'GET /{"a" * 119}… from "{APP}": permitted'),
        (CORSRequest("G\nET"), r"G\nET from no origin: permitted"),
        (CORSRequest("A" * 121), f"{'A' * 120}… from no origin: permitted"),
        (get("x" * 500), f'GET from "{"x" * 119}…: refused'),
        (
            preflight("P\0", "x\r\ny"),
            rf'preflight for P\x00 from "{APP}" with "x\r\ny": refused',
        ),
        (preflight("A" * 121), f'preflight for {"A" * 120}… from "{APP}": refused'),
        (preflight("GET", ""), f'preflight for GET from "{APP}": permitted'),
        (
            CORSRequest("OPTIONS", origin=APP, request_method="GET", path="/a"),
            f'preflight for GET /a from "{APP}": permitted',
        ),
    ],
    ids=range(10),
)
def test_what_a_client_sent_is_escaped(request_: CORSRequest, first: str) -> None:
    """P24: what a client sent is shown in ASCII, on one line, and not too long."""
    explanation = Policy(APP).decide(request_).explain()
    assert explanation.splitlines()[0] == first
    assert explanation.isascii() == first.isascii()


def test_what_a_client_sent_is_no_template() -> None:
    """What a client sent is shown as it is, whatever a template would make of it."""
    decision = Policy(APP).decide(preflight("GET", "{origin}"))
    assert decision.explain().splitlines()[2] == (
        '  next: add "{origin}" to "allow_headers" if pages may send it'
    )


@pytest.mark.parametrize(
    ("listed", "origin", "near"),
    [
        (APP, "http://app.example.com", [APP]),
        ("http://app.example.com", APP, ["http://app.example.com"]),
        (APP, "https://app.example.com:8443", [APP]),
        (APP, "http://www.app.example.com:8443", [APP]),
        ("https://www.a.example", "https://a.example", ["https://www.a.example"]),
        ("https://a.example", "https://www.a.example", ["https://a.example"]),
        ("http://localhost:*", "https://localhost:3000",
         ["http://localhost", "http://localhost:3000"]),
        (["https://a.example", "http://a.example"], "capacitor://a.example",
         ["http://a.example", "https://a.example"]),
        ("https://*.a.example", "https://a.example", ["https://www.a.example"]),
        ("https://www.a.example", "http://www.a.example", ["https://www.a.example"]),
        ("capacitor://a", "capacitor://a:8080", ["capacitor://a"]),
        (APP, "https://api.example.com", []),
        ("https://app.example.com:8443", APP, []),
        (APP, "https://app.example.com/", []),
        (APP, "null", []),
        (APP, APP, []),
    ],
    ids=range(16),
)  # fmt: skip
def test_near_origins(listed: str | list[str], origin: str, near: list[str]) -> None:
    """A listed origin that differs in scheme, port or ``www.`` is named: it is overlooked."""
    lines = Policy(listed).decide(get(origin)).explain().splitlines()
    assert [line for line in lines if line.startswith("  near: ")] == [
        f'  near: "{name}" is allowed, but it is another origin' for name in near
    ]


def test_where_a_near_origin_stands() -> None:
    """A near origin is named after the next step, before the headers."""
    assert Policy(APP).decide(get("http://app.example.com")).explain() == (
        'GET from "http://app.example.com": refused\n'
        "  reason: origin-not-allowed. The policy does not let this origin in.\n"
        '  next: add "http://app.example.com" to "origins" if its pages may read this\n'
        f'  near: "{APP}" is allowed, but it is another origin{VARY}'
    )


def test_nothing_is_near_a_preflight_that_is_refused_for_something_else() -> None:
    """Where the origin is allowed, no other one is to blame."""
    policy = Policy([APP, "http://app.example.com"])
    assert "near:" not in policy.decide(preflight("PUT")).explain()
