"""Findings in answers that no server on loopback gives, and with odd origins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from crossorigin import Policy
from crossorigin._web.origins import split_origin
from crossorigin.doctor.audit._attack_origins import attacks_on, registrable
from crossorigin.doctor.audit._declared import Declared
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.probing._session import HTTPExchange, Purpose
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)
from tests.doctor.audit.in_process import audit_of
from tests.doctor.audit.servers import PAGE, matching, permitting, shared
from tests.doctor.servers import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.audit._audit import Audit

_NO_REPLY = NetworkError(kind=NetworkErrorKind.TIMED_OUT)


def severities(audit: Audit) -> dict[str, str]:
    """Return the slugs of the findings, each with its severity."""
    return {finding.slug: str(finding.severity) for finding in audit.findings}


def _public(_: Request) -> Response:
    return Response(200, (("Access-Control-Allow-Origin", "*"),))


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.1", "fd00::1"])
def test_a_public_policy_on_a_private_network(address: str) -> None:
    """A public policy on a private network is a finding."""
    found = severities(audit_of(_public, address=address))
    assert found == {"open-on-private-network": "medium"}


@pytest.mark.parametrize("address", ["", "127.0.0.1", "::1", "93.184.215.14"])
def test_a_public_policy_elsewhere(address: str) -> None:
    """A public policy is no finding on the public web, nor on a developer's machine."""
    assert severities(audit_of(_public, address=address)) == {}


def test_a_closed_server_on_a_private_network() -> None:
    """A server of a private network that permits its page alone is fine."""
    assert severities(audit_of(permitting(lambda _: False), address="10.0.0.7")) == {}


def test_an_insecure_origin_that_is_the_known_one() -> None:
    """A trusted origin over http is a finding itself, if it gets credentials."""
    known = "http://app.example.com"
    server = permitting(lambda origin: origin == known)
    assert severities(audit_of(server, known=known)) == {"insecure-origin": "high"}
    assert severities(audit_of(server, known=known, declared=(known,))) == {}
    anonymous = permitting(lambda origin: origin == known, credentials=False)
    assert severities(audit_of(anonymous, known=known)) == {}


@pytest.mark.parametrize(
    "known", ["http://localhost:3000", "https://10.0.0.1", "https://[fd00::1]:8443", "app://x"]
)
def test_odd_origins(known: str) -> None:
    """Whatever origin is the trusted one, a correct server has no findings."""
    assert severities(audit_of(permitting(lambda origin: origin == known), known=known)) == {}


@pytest.mark.parametrize(
    ("known", "pattern", "found"),
    [
        # A name of one's own on a shared host is fine; its neighbours are anyone's.
        ("https://shop.vercel.app", r"https://shop\.vercel\.app", {}),
        (
            "https://shop.vercel.app",
            r"https://[a-z-]+\.vercel\.app",
            {"third-party-host": "critical"},
        ),
        (
            "https://shop-main.vercel.app",
            r"https://shop-[a-z-]+\.vercel\.app",
            {"third-party-host": "critical"},
        ),
        (
            "https://pr-7-shop.pages.dev",
            r"https://[a-z0-9-]+-shop\.pages\.dev",
            {"third-party-host": "critical"},
        ),
        (
            "https://shop.github.io",
            r"https://[a-z-]*shop\.github\.io",
            {"third-party-host": "critical"},
        ),
        ("http://shop.s3.amazonaws.com", r"http://shop\.s3\.amazonaws\.com", "insecure-origin"),
        (
            "https://a.shop.ngrok-free.app",
            r"https://([a-z-]+\.)*[a-z-]+\.ngrok-free\.app",
            {"third-party-host": "critical", "undeclared-subdomains": "medium"},
        ),
        (
            "https://shop.co.uk",
            r"https://[a-z-]+\.co\.uk",
            {"third-party-host": "critical"},
        ),
        (
            "https://shop.eu-west-3.elasticbeanstalk.com:8443",
            r"https://[a-z-]+\.eu-west-3\.elasticbeanstalk\.com:8443",
            {"third-party-host": "critical"},
        ),
    ],
)
def test_shared_hosts(known: str, pattern: str, found: object) -> None:
    """Where anyone may publish beside the trusted origin, a pattern that reaches them is found."""
    permits = re.compile(pattern).fullmatch
    seen = severities(audit_of(permitting(permits), known=known))
    expected = {found: "high"} if isinstance(found, str) else found
    assert seen == expected


@pytest.mark.parametrize(
    "known",
    ["http://localhost:3000", "http://127.0.0.1:8000", "http://[::1]:5173", "https://localhost"],
)
def test_any_port_of_the_own_machine(known: str) -> None:
    """On the visitor's own machine each port is another program: any of them is one too many."""
    scheme, host, _ = split_origin(known) or ("", "", "")
    any_port = re.compile(rf"{re.escape(f'{scheme}://{host}')}(:\d+)?").fullmatch
    assert severities(audit_of(permitting(any_port), known=known)) == {"any-port": "medium"}
    anonymous = permitting(any_port, credentials=False)
    assert severities(audit_of(anonymous, known=known)) == {"any-port": "low"}
    declared = (f"{scheme}://{host}:*",)
    assert severities(audit_of(permitting(any_port), known=known, declared=declared)) == {}


def _limited(
    from_: int, to: int, answer: Callable[[Request], Response], status: int = 429
) -> Callable[[Request], Response]:
    """Return a server behind a limit, which answers some of the requests in its place."""
    asked: list[Request] = []

    def limited(one: Request) -> Response:
        asked.append(one)
        return Response(status) if from_ <= len(asked) <= to else answer(one)

    return limited


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("at", [1, 2, 5, 12, 20, 40])
def test_one_answer_of_something_in_between(at: int, status: int) -> None:
    """Where a limit or a gateway has answered once, nothing is found, and it is not clean."""
    audit = audit_of(_limited(at, at, permitting(lambda _: False), status))
    assert (severities(audit), audit.error) == ({}, None)
    assert audit.unsettled == (status,)
    assert f"({status}: 1)" in str(audit.doubt)


def test_findings_behind_a_limit() -> None:
    """What is found before and after a limit is found."""
    server = matching(r"https://app\.example\.com")
    audit = audit_of(_limited(3, 4, server))
    assert severities(audit) == {"prefix-match": "critical"}
    assert audit.unsettled == (429, 429)


def test_a_limit_that_stays() -> None:
    """After three refusals by a limit in a row, no more is sent."""
    audit = audit_of(_limited(20, 999, shared))
    assert (audit.sent, audit.unsettled) == (15, ())
    audit = audit_of(_limited(20, 999, permitting(lambda _: False)))
    assert (audit.sent, audit.unsettled) == (22, (429, 429, 429))


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("app.example.com", "example.com"),
        ("example.com", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("ada.github.io", "ada.github.io"),
        ("app.corp.internal", "corp.internal"),
        ("localhost", "localhost"),
    ],
)
def test_the_registrable_domain(host: str, domain: str) -> None:
    """A suffix is tried on a domain that somebody can register."""
    assert registrable(host) == domain


def test_attacks_are_origins() -> None:
    """All but a few attacks are origins as a browser writes them, and none is the trusted one."""
    odd = {FindingSlug.NULL_ALLOWED, FindingSlug.SPECIAL_CHARACTER, FindingSlug.WRONG_CASE}
    origins = [attack.origin for attack in attacks_on(PAGE)]
    assert len(set(origins)) == len(origins)
    assert PAGE not in origins
    plain = [attack.origin for attack in attacks_on(PAGE) if attack.slug not in odd]
    assert [origin for origin in plain if split_origin(origin) is None] == []


def test_a_server_that_stops_to_answer() -> None:
    """After three requests without an answer, no more are sent, and nothing is said to be fine."""
    asked: list[Request] = []

    def answer(one: Request) -> Response | NetworkError:
        asked.append(one)
        return shared(one) if len(asked) < 4 else _NO_REPLY

    audit = audit_of(answer)
    assert (audit.sent, audit.findings, audit.error) == (6, (), _NO_REPLY)


@pytest.mark.parametrize("lost", range(1, 15))
def test_one_request_without_an_answer(lost: int) -> None:
    """A request without an answer is no finding, and leaves a doubt, whichever it is."""
    correct = permitting(lambda _: False)
    asked: list[Request] = []

    def answer(one: Request) -> Response | NetworkError:
        asked.append(one)
        return _NO_REPLY if len(asked) - 1 == lost else correct(one)

    audit = audit_of(answer)
    assert (audit.findings, audit.error) == ((), None)
    assert audit.unsettled == (0,)
    assert "(no answer: 1)" in str(audit.doubt)


def test_a_server_that_recovers() -> None:
    """A crash that is over with the next request is no answer for somebody else."""
    correct = permitting(lambda _: False)

    def answer(one: Request) -> Response:
        is_bare = one.target == "/orders" and one.method == "GET"
        return Response(500, (("Vary", "Origin"),)) if is_bare else correct(one)

    assert severities(audit_of(answer)) == {"known-good-refused": "low"}


def test_a_request_that_no_app_sees() -> None:
    """A 400 for bytes that are no text is the server's own: no app can add headers to it."""
    correct = permitting(lambda _: False)
    audit = audit_of(lambda one: Response(400) if "%FF" in one.target else correct(one))
    assert audit.findings == ()


def test_a_server_that_does_not_answer_at_all() -> None:
    """Where nothing answers, one request is enough to see it."""
    audit = audit_of(lambda _: _NO_REPLY)
    assert (audit.sent, audit.error) == (1, _NO_REPLY)


def test_what_is_declared_where_there_is_no_page() -> None:
    """The declaration of a person holds for all paths; that of an app, for its own."""
    strict, public, bare = (_under(policy) for policy in (Policy(PAGE), Policy("*"), None))
    assert Declared(["https://*.example.com"]).permits(PAGE, bare)
    assert not Declared().permits(PAGE, bare)
    assert Declared().permits(PAGE, strict)
    assert not Declared().refuses(PAGE, bare, bare)
    assert not Declared().refuses(PAGE, None, bare)
    assert Declared().refuses(PAGE, strict, bare)
    assert not Declared().refuses(PAGE, strict, public)


def _under(policy: Policy | None) -> HTTPExchange:
    """Return an exchange for which *policy* was in force."""
    request = HTTPRequest(method="GET", url="https://localhost/", headers=())
    result = HTTPResponse(status=404, policy=policy)
    return HTTPExchange(purpose=Purpose.FETCH, request=request, result=result)
