"""``crossorigin conformance``: its options, its exit status, its manners."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import CORSRequest, Policy
from crossorigin.flask import CORS
from tests.doctor.conformance.adapters import flask_app
from tests.doctor.conformance.policies import CUSTOMER, customers
from tests.doctor.conformance.running import reported, run
from tests.doctor.conformance.serving import POLICY
from tests.doctor.servers import Response, serving

if TYPE_CHECKING:
    from collections.abc import Generator

    from crossorigin import Origin
    from tests.doctor.servers import Request, Server

APP: Final = flask_app()
CORS(APP, POLICY)
BARE: Final = flask_app()
FUNCTION: Final = Policy(customers)
ROUTED: Final = Policy("https://app.example.com")
_HERE: Final = "tests.doctor.conformance.test_command"


async def _later(origin: Origin, _: CORSRequest) -> bool:
    return origin == CUSTOMER


ASYNC: Final = Policy(_later)


@contextmanager
def _server(status: int = 200) -> Generator[Server]:
    """Serve by the policy, each answer with *status* that is no preflight's."""

    def answer(request: Request) -> Response:
        decision = POLICY.decide(
            CORSRequest(
                request.method,
                origin=request.headers.get("Origin"),
                request_method=request.headers.get("Access-Control-Request-Method"),
                request_headers=request.headers.get("Access-Control-Request-Headers"),
            )
        )
        if decision.status is not None:
            return Response(decision.status, decision.headers)
        return Response(status, tuple(decision.apply([])))

    with serving(answer) as server:
        yield server


def test_an_app_that_keeps_its_policy() -> None:
    """It is asked in this process, nothing is said before, and the status is 0."""
    result = run(f"{_HERE}:APP", "--also", "/crash", "--also", "https://localhost/folder")
    assert result.exit_code == 0
    assert "requests (" not in result.stderr
    assert result.stdout.startswith("✓ KEEPS ITS POLICY  https://localhost/\n")


def test_an_app_that_does_not() -> None:
    """The status is 1."""
    result = run(f"{_HERE}:BARE", "--path", "folder/")
    assert result.exit_code == 1
    assert result.stdout.startswith("✗ ")
    assert " DIFFERENCES  https://localhost/folder/\n" in result.stdout


def test_a_server_is_told_how_many_requests_come() -> None:
    """Before the first; only safe ones are sent, each within the announced number."""
    with _server() as server:
        result = run(f"{server.url}/orders?key=secret", "-H", "Authorization: Bearer x")
        assert (result.exit_code, result.stdout[:1]) == (0, "✓")
        announced = int(result.stderr.split()[2])
        assert f"requests (GET, HEAD, OPTIONS) go to {server.url}." in result.stderr
        assert 60 <= len(server.requests) <= announced
        assert {request.method for request in server.requests} == {"GET", "HEAD", "OPTIONS"}
        assert "secret" not in result.stdout
        for request in server.requests:
            asked = request.headers.get("Access-Control-Request-Method")
            is_preflight = request.is_preflight and "Origin" in request.headers and bool(asked)
            assert ("Authorization" in request.headers) is not is_preflight


def test_what_may_change_something_is_sent_if_asked_for() -> None:
    """``--send-unsafe`` adds two methods, and says so."""
    with _server() as server:
        result = run(server.url, "--send-unsafe")
        assert result.exit_code == 0
        assert "(GET, HEAD, OPTIONS, POST, CONFORMANCE)" in result.stderr
        methods = {request.method for request in server.requests}
        assert methods == {"GET", "HEAD", "OPTIONS", "POST", "CONFORMANCE"}


def test_nothing_listens() -> None:
    """The status is 3."""
    with _server() as server:
        url = server.url
    result = run(url)
    assert result.exit_code == 3
    assert "✗ UNREACHABLE" in result.stdout


def test_a_gateway_answers_in_its_place() -> None:
    """A 503 says nothing of the policy: the status is 3."""
    with _server(503) as server:
        result = run(server.url)
    assert result.exit_code == 3
    assert "✗ INCONCLUSIVE" in result.stdout


def test_the_errors_of_a_gateway_can_be_asked_for() -> None:
    """Of a further path, a 503 is an answer like any other."""
    with serving(lambda request: Response(503 if request.target == "/dead" else 404)) as server:
        report = reported(server.url, "--also", "/dead")
    assert report["inconclusive"] is None
    assert 503 in {difference["status"] for difference in report["differences"]}


def test_a_policy_that_asks_a_function() -> None:
    """An origin that it permits must be named."""
    missing = run(f"{_HERE}:BARE", policy=f"{_HERE}:FUNCTION")
    assert missing.exit_code == 2
    assert "name one that it permits, --origin" in missing.stderr
    report = reported(f"{_HERE}:BARE", "--origin", CUSTOMER, policy=f"{_HERE}:FUNCTION")
    assert "origin-kept-out" in {difference["cause"] for difference in report["differences"]}


def test_the_methods_of_a_route() -> None:
    """They are not guessed: they are named, or it is said that they were not."""
    unknown = reported(f"{_HERE}:BARE", policy=f"{_HERE}:ROUTED")
    assert any("--route-methods" in note for note in unknown["not_asked"])
    known = reported(f"{_HERE}:BARE", "--route-methods", "GET, PUT", policy=f"{_HERE}:ROUTED")
    assert not any("--route-methods" in note for note in known["not_asked"])
    asked = [line for each in known["differences"] for line in each["request"]]
    assert "Access-Control-Request-Method: PUT" in asked


_MISUSED: Final = {
    "no-url": (("nowhere",), "nowhere is neither a URL nor module:app"),
    "no-app": (("no.such:app",), "no.such:app cannot be loaded: ModuleNotFoundError"),
    "no-policy": (
        (f"{_HERE}:APP", "--policy", "no-such.toml"),
        "no-such.toml cannot be read (No such file or directory)",
    ),
    "async-function": (
        (f"{_HERE}:APP", "--policy", f"{_HERE}:ASYNC"),
        "asks an async function: name a policy that can be asked here",
    ),
    "no-header": ((f"{_HERE}:APP", "-H", "a b"), "-H a b is not a header"),
    "no-origin": ((f"{_HERE}:APP", "--origin", "app"), "--origin app is not an origin"),
    "no-method": ((f"{_HERE}:APP", "--route-methods", "G=T"), "--route-methods G=T is no method"),
    "another-host": (
        (f"{_HERE}:APP", "--also", "https://other.example/x"),
        "--also https://other.example/x is not of the same host",
    ),
}


@pytest.mark.parametrize("case", _MISUSED)
def test_a_mistake_in_the_arguments(case: str) -> None:
    """It is said in a sentence, and the status is 2."""
    options, complaint = _MISUSED[case]
    result = run(*options)
    assert result.exit_code == 2
    assert complaint in " ".join(result.stderr.split())
