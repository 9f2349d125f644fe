"""Serve many servers from one: the first part of the path says which; and audit them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from crossorigin.doctor.audit._command import audit
from tests.cli.command_line import cli_runner
from tests.doctor.zoo import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.doctor.zoo import Asked, Lines

PAGE: Final = "https://app.example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flawed:
    """
    Hold a server, and what an audit finds of it.

    Attributes:
        id: Its name.
        answer: What it answers.
        found: Slugs and severities of all that is found.
        arguments: What is said to the command, beside the URL and the origin.
    """

    id: str
    answer: Callable[[Asked], Told]
    found: Mapping[str, str]
    arguments: tuple[str, ...] = ()


def serving_all(answers: Mapping[str, Callable[[Asked], Told]]) -> Callable[[Asked], Told]:
    """Return a server that answers as the one that the path names."""

    def answer(asked: Asked) -> Told:
        name, _, rest = asked.target.removeprefix("/").partition("/")
        return answers[name](replace(asked, target=f"/{rest}"))

    return answer


def status_of(asked: Asked) -> int:
    """Return the status that a correct server answers with: there are no other pages."""
    return 200 if asked.target.partition("?")[0] == "/orders" else 404


def shared(asked: Asked, *, credentials: bool = True, more: Lines = (), vary: bool = True) -> Told:
    """Return what a server answers that permits whoever asks."""
    lines: Lines = (("Vary", "Origin"),) if vary else ()
    if asked.origin:
        lines = (("Access-Control-Allow-Origin", asked.origin), *lines)
        if credentials:
            lines = (("Access-Control-Allow-Credentials", "true"), *lines)
    if asked.is_preflight:
        lines = (*lines, ("Access-Control-Allow-Methods", "GET, PUT"))
        lines = (*lines, ("Access-Control-Allow-Headers", "content-type"))
    return Told(status_of(asked), (*lines, *more))


def refused(asked: Asked) -> Told:
    """Return what a correct server answers to an origin that it does not permit."""
    return Told(status_of(asked), (("Vary", "Origin"),))


def permitting(
    test: Callable[[str], object], *, credentials: bool = True
) -> Callable[[Asked], Told]:
    """Return a server that permits the page, and the origins that pass *test*."""

    def answer(asked: Asked) -> Told:
        if asked.origin and (asked.origin == PAGE or test(asked.origin)):
            return shared(asked, credentials=credentials)
        return refused(asked)

    return answer


def matching(pattern: str, *, credentials: bool = True) -> Callable[[Asked], Told]:
    """Return a server that permits what begins as the *pattern* says."""
    compiled = re.compile(pattern)
    return permitting(compiled.match, credentials=credentials)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run ``crossorigin audit`` with *arguments*; return its status, and what it printed."""
    result = cli_runner().invoke(audit, list(arguments), prog_name="crossorigin audit")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def reported(*arguments: str) -> dict[str, Any]:
    """Return what ``crossorigin audit`` reports as JSON."""
    _, printed, _ = run(*arguments, "--format", "json")
    report: dict[str, Any] = json.loads(printed)
    return report


def found(report: dict[str, Any]) -> dict[str, str]:
    """Return the slugs of the findings of *report*, each with its severity."""
    return {each["slug"]: each["severity"] for each in report["findings"]}
