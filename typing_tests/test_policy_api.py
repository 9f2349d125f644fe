"""What the type checkers make of a policy, a request and a decision; read, never run."""
# An ignore that one of the two checkers does not need is an error of the other's.
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

import os
from datetime import timedelta
from typing import assert_type

from crossorigin import (
    CORSRequest,
    Decision,
    Origin,
    OriginPattern,
    Policy,
    PolicyError,
    Problem,
    Reason,
)


def may_call(origin: Origin, request: CORSRequest) -> bool:
    """Decide as an origin source does."""
    return origin.scheme == "https" and request.path != "/private"


async def may_call_later(origin: Origin, _request: CORSRequest) -> bool:
    """Decide as an origin source of an ASGI app may."""
    return origin.host.endswith(".example")


# Every way to say who may call.
Policy("*")
Policy(origins="https://app.example.com")
Policy(origins=["https://app.example.com", "https://*.example.com"])
Policy(origins={"https://app.example.com"})
Policy(origins=(f"https://{name}.example.com" for name in "ab"))
Policy(origins=[Origin.parse("https://app.example.com")])
Policy(origins=[OriginPattern.parse("http://localhost:*")])
Policy(origins=may_call)
Policy(origins=may_call_later)
Policy(origins=lambda origin, _request: origin.port is None)

POLICY = Policy(
    origins=["https://partner.example", "https://*.partner.example", "http://localhost:*"],
    methods=["GET", "PUT", "DELETE"],
    allow_headers=["Authorization"],
    expose_headers=["X-Total-Count"],
    credentials=True,
    max_age=timedelta(hours=1),
    timing=True,
    dangerously_allow_insecure_origins=True,
    dangerously_allow_public_suffixes=True,
)
Policy("https://*--a.netlify.app", dangerously_allow_public_suffixes="https://*--a.netlify.app")
Policy(
    "https://*--a.netlify.app",
    dangerously_allow_public_suffixes=[OriginPattern.parse("https://*--a.netlify.app")],
)
Policy(origins=lambda origin, _request: origin == "https://a.example")
Policy(origins=lambda origin, _request: origin in {"https://a.example"})  # noqa: FURB171 - a table
assert_type(POLICY.dangerously_allow_public_suffixes, bool | frozenset[str])
Policy("*", methods="*", allow_headers="*", expose_headers="*", max_age=None)
Policy("*", methods="route", allow_headers=["*", "Authorization"], max_age=0)

# Every mistake that a type checker sees before the app starts.
Policy(origins=7)  # type: ignore[call-overload]  # neither text, nor a list, nor a function
Policy(origins=[7])  # type: ignore[list-item]  # a port is no origin
Policy(origins=None)  # type: ignore[call-overload]  # an origin that is not set is not "*"
Policy("*", ["GET"])  # type: ignore[call-overload]  # only the origins may stand without a name
Policy("*", credentials="yes")  # type: ignore[call-overload]  # text is no boolean
Policy("*", max_age="600")  # type: ignore[call-overload]  # text is no number
Policy("*", supports_credentials=True)  # type: ignore[call-overload]  # no policy has this option
Policy(origins=lambda origin: origin.port is None)  # type: ignore[arg-type,misc]  # takes the request too
POLICY.credentials = False  # type: ignore[misc]  # a policy is frozen
POLICY.replace(method=["GET"])  # type: ignore[call-arg]  # no policy has this option

# What a policy answers.
assert_type(Policy.from_mapping({"origins": "*"}), Policy)
assert_type(Policy.from_mapping(os.environ, prefix="CROSSORIGIN_"), Policy)
assert_type(Policy.from_env(), Policy)
assert_type(Policy.from_env(prefix="SHOP_"), Policy)
assert_type(POLICY.replace(credentials=False, max_age=None), Policy)
assert_type(Policy(**POLICY.as_dict()), Policy)
assert_type(POLICY.allows("https://partner.example"), bool)
assert_type(POLICY.allows(Origin.parse("https://partner.example")), bool)
assert_type({POLICY: "hashable"}[POLICY], str)

REQUEST = CORSRequest(
    "OPTIONS",
    origin="https://evil.example",
    request_method="PUT",
    request_headers="x-a,x-b",
    host="api.example.com",
    path="/orders/7",
    route_methods=frozenset({"GET"}),
)
CORSRequest("GET", "https://evil.example")  # type: ignore[call-arg]  # only the method needs no name

DECISION = POLICY.decide(REQUEST)
assert_type(DECISION, Decision)
assert_type(DECISION.is_preflight, bool)
assert_type(DECISION.allowed, bool)
assert_type(DECISION.origin_allowed, bool)
assert_type(DECISION.reason, Reason)
assert_type(DECISION.status, int | None)
assert_type(DECISION.body, str)
assert_type(DECISION.headers, tuple[tuple[str, str], ...])
assert_type(DECISION.apply([("Vary", "Accept")]), list[tuple[str, str]])
assert_type(DECISION.explain(), str)

# Origins, patterns and problems.
assert_type(Origin.parse("https://app.example.com"), Origin)
assert_type(Origin.parse("https://app.example.com").port, int | None)
assert_type(OriginPattern.parse("https://*.example.com"), OriginPattern)
assert_type(str(OriginPattern.parse("https://*.example.com")), str)
try:
    Policy("*", credentials=True)
except PolicyError as error:
    assert_type(error.problems, tuple[Problem, ...])
    assert_type(error.problems[0].field, str)
    assert_type(error.problems[0].hint, str)
    assert_type(error.problems[0].value, object)
