"""Servers that keep their policy in other words: nobody notices, and what differs is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import Policy
from crossorigin._browser import header_value
from tests.doctor.conformance.comparing import compare, found_in, shown, target_of
from tests.doctor.conformance.policies import POLICIES
from tests.doctor.conformance.serving import (
    ACAC,
    ACAM,
    ACAO,
    ALSO,
    BASE,
    POLICY,
    FunctionTransport,
    adding,
    by,
    changing,
    on_actual,
    on_preflights,
    right,
    setting,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.probing._transport import HTTPResponse
    from tests.doctor.conformance.serving import Asked

_PUBLIC: Final = POLICIES["public"]
_ONE: Final = POLICIES["one"]


def _upper(response: HTTPResponse) -> HTTPResponse:
    """Spell the names of the headers in upper case."""
    return replace(
        response, headers=tuple((name.upper(), value) for name, value in response.headers)
    )


def _reflecting(asked: Asked) -> HTTPResponse:
    """Send the origin that asks in place of a star, and say so to caches."""
    response = right(asked, _PUBLIC)
    if asked.is_preflight:
        return response
    if not asked.origin or asked.origin == "*":
        return adding(response, ("Vary", "Origin"))
    return adding(setting(response, ACAO, asked.origin), ("Vary", "Origin"))


def _constant(asked: Asked) -> HTTPResponse:
    """Send the one origin of the policy to everyone, and vary by nothing."""
    known = replace(asked.question, origin="https://app.example.com")
    response = right(replace(asked, question=known), _ONE)
    return response if asked.is_preflight else without(response, "vary")


def _is_refused_preflight(asked: Asked, response: HTTPResponse) -> bool:
    """Tell whether a preflight is refused."""
    return asked.is_preflight and response.status == 403


_CASES: Final[dict[str, tuple[Callable[[Asked], HTTPResponse], Policy, set[str]]]] = {
    "to-the-letter": (right, POLICY, set()),
    "204-for-200": (
        changing(lambda each: replace(each, status=204), on_preflights),
        POLICY,
        {"status-differs"},
    ),
    "names-in-another-case": (changing(_upper), POLICY, set()),
    "lists-in-another-order": (
        changing(lambda each: setting(each, ACAM, "PUT,GET,DELETE"), on_preflights),
        POLICY,
        set(),
    ),
    "vary-twice": (
        changing(lambda each: adding(each, ("Vary", "Origin")), on_actual),
        POLICY,
        {"vary-twice"},
    ),
    "no-vary-on-preflights": (
        changing(lambda each: without(each, "vary"), on_preflights),
        POLICY,
        {"vary-missing"},
    ),
    "vary-by-everything": (changing(lambda each: setting(each, "vary", "*")), POLICY, set()),
    "lists-to-refused-preflights": (
        changing(
            lambda each: adding(each, ("Access-Control-Allow-Methods", "PUT")),
            _is_refused_preflight,
        ),
        POLICY,
        {"headers-spare"},
    ),
    "credentials-without-an-origin": (
        changing(
            lambda each: adding(each, ("Access-Control-Allow-Credentials", "true")),
            lambda asked, each: on_actual(asked, each) and header_value(each.headers, ACAC) is None,
        ),
        POLICY,
        {"headers-spare"},
    ),
    "reflects-for-all": (_reflecting, _PUBLIC, {"headers-spare"}),
    "vary-for-all": (
        changing(lambda each: adding(each, ("Vary", "Origin")), on_actual, _PUBLIC),
        _PUBLIC,
        {"vary-spare"},
    ),
    "one-origin-for-all": (
        _constant,
        _ONE,
        {"headers-spare", "status-differs", "vary-missing"},
    ),
    "no-vary-on-what-is-not-kept": (
        changing(
            lambda each: adding(without(each, "vary"), ("Cache-Control", "no-store")), on_actual
        ),
        POLICY,
        {"vary-missing"},
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_a_right_server(case: str) -> None:
    """Nobody notices anything; what is spelled otherwise is named."""
    answer, policy, causes = _CASES[case]
    result = compare(target_of(policy, BASE, "/", *ALSO), FunctionTransport(answer))
    assert found_in(result) == {(cause, "nobody") for cause in causes}, shown(result)
    assert result.material == ()


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_has_sixty_requests(policy: str) -> None:
    """However little a policy says, at least sixty requests are sent, as announced."""
    target = replace(target_of(POLICIES[policy], BASE), sends_unsafe=False)
    result = compare(target, FunctionTransport(by(POLICIES[policy])))
    assert shown(result) == []
    assert 60 <= result.answers.sent <= 160


def test_a_policy_of_many_origins() -> None:
    """A few of them, of each shape, are asked for."""
    customers = [f"https://c{number}.example.com" for number in range(500)]
    policy = Policy([*customers, "https://*.example.org", "http://localhost:*"])
    result = compare(target_of(policy, BASE), FunctionTransport(by(policy)))
    assert shown(result) == []
    asked = {each.ask.origin for each in result.answers.answered}
    assert {"https://c0.example.com", "https://www.example.org", "http://localhost"} <= asked
    assert "https://evilexample.org" in asked
