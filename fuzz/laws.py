"""State what holds for whatever is sent, so that several targets can ask for it."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from crossorigin import CORSRequest
from crossorigin._policy.reasons import SENTENCES
from crossorigin.doctor.check._run import render, status_of

if TYPE_CHECKING:
    from crossorigin import Decision, Policy
    from crossorigin.doctor._output import Format
    from crossorigin.doctor.check._check import Check

Header = tuple[str, str]

CORS_NAMES: Final = frozenset(
    {
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers",
        "Access-Control-Max-Age",
        "Timing-Allow-Origin",
        "Vary",
    }
)
VARY_PREFLIGHT: Final = (
    "Vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)
_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_ORIGIN: Final = re.compile(r"[!-~]{1,330}")
_LISTS: Final = frozenset(
    {
        "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods",
        "Access-Control-Expose-Headers",
        "Vary",
    }
)
_MAX_LENGTH: Final = 8000
_FORMATS: Final[tuple[Format, ...]] = ("text", "json", "markdown", "junit", "sarif")
# What a CI system takes for a command in its log, wherever it stands, and at the beginning of a line.
_CI_COMMAND: Final = re.compile(
    r"##[A-Za-z-]*\[|^\s*::[A-Za-z][\w-]*(?:\s.*)?::|^(?:---|\+\+\+|~~~|\^\^\^)\s"
    r"|section_(?:start|end):|travis_(?:fold|time):",
    re.IGNORECASE,
)


def check_headers(headers: tuple[Header, ...]) -> None:
    """Assert that *headers* have known names, each once, and values of visible tokens."""
    names = [name for name, _ in headers]
    assert CORS_NAMES.issuperset(names)
    assert len(names) == len(set(names))
    for name, value in headers:
        assert len(value) < _MAX_LENGTH
        members = value.split(", ") if name in _LISTS else [value]
        form = _TOKEN if name in _LISTS else _ORIGIN
        assert [member for member in members if not form.fullmatch(member)] == []


def check_decision(policy: Policy, decision: Decision) -> None:
    """Assert what holds for every decision of *policy*."""
    check_headers(decision.headers)
    headers = dict(decision.headers)
    assert decision.allowed <= (decision.origin_allowed or not decision.is_preflight)
    answered = headers.get("Access-Control-Allow-Origin")
    assert answered in {None, "*", decision.request.origin}
    assert (answered == "*") == (policy.origins == "*" and answered is not None)
    assert not (answered == "*" and policy.credentials)
    assert headers.get("Access-Control-Allow-Credentials", "true") == "true"
    if not decision.origin_allowed:
        check_refusal(policy, decision)
    check_report(decision.explain())


def check_refusal(policy: Policy, decision: Decision) -> None:
    """Assert that a refused origin gets what no origin gets, so that nothing of it comes back."""
    if decision.is_preflight:
        assert decision.headers == (VARY_PREFLIGHT,)
        assert decision.status == HTTPStatus.FORBIDDEN
        assert decision.body == f"{decision.reason}: {SENTENCES[decision.reason]}\n"
    else:
        assert decision.headers == policy.decide(CORSRequest("GET")).headers


def check_report(report: str) -> None:
    """Assert that *report* is one that can be printed: short, and no line end but its own."""
    assert len(report) < 3 * _MAX_LENGTH
    assert [line for line in report.split("\n") if not line.isprintable()] == []


def check_printed(check: Check) -> None:
    """Assert that each report of *check* is of text that can be printed, and commands no CI system."""
    for format_ in _FORMATS:
        for _, line in render([check], format_):
            assert line == "" or line.isprintable(), line
            assert not _CI_COMMAND.search(line), line
    assert status_of([check]) in {0, 1, 3}
