"""Many servers in one, named by the first part of the path, and the audit of each."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from crossorigin.doctor.audit._command import audit
from tests.cli.command_line import cli_runner
from tests.doctor.servers import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.doctor.servers import Lines, Request

PAGE: Final = "https://app.example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    A server, and the findings of its audit.

    Attributes:
        id: Its name.
        answer: Its response to a request.
        found: The slugs and severities of all findings.
        arguments: The arguments of the command, beside the URL and the origin.
    """

    id: str
    answer: Callable[[Request], Response]
    found: Mapping[str, str]
    arguments: tuple[str, ...] = ()


def closed(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """
    Return *answer* where no page can do anything to the machine that it runs on.

    It is reached under its own name only, and by nothing that a browser says another site asks for.
    """

    def guarded(request: Request) -> Response:
        if not request.headers["Host"].startswith("127.0.0.1:"):
            return Response(421)
        is_foreign = request.headers.get("Sec-Fetch-Site", "none") != "none"
        return Response(403) if is_foreign or "Upgrade" in request.headers else answer(request)

    return guarded


def serving_all(
    answers: Mapping[str, Callable[[Request], Response]],
) -> Callable[[Request], Response]:
    """Return a server that answers as the one that the path names, and has no flaw but that one's."""

    def answer(request: Request) -> Response:
        name, _, rest = request.target.removeprefix("/").partition("/")
        return answers[name](replace(request, target=f"/{rest}"))

    return closed(answer)


def status_of(request: Request) -> int:
    """Return the status that a correct server answers with: there are no other pages."""
    return 200 if request.target.partition("?")[0] == "/orders" else 404


def shared(
    request: Request, *, credentials: bool = True, more: Lines = (), vary: bool = True
) -> Response:
    """Return the response of a server that permits every origin."""
    lines: Lines = (("Vary", "Origin"),) if vary else ()
    if request.origin:
        lines = (("Access-Control-Allow-Origin", request.origin), *lines)
        if credentials:
            lines = (("Access-Control-Allow-Credentials", "true"), *lines)
    if request.is_preflight:
        lines = (*lines, ("Access-Control-Allow-Methods", "GET, PUT"))
        lines = (*lines, ("Access-Control-Allow-Headers", "content-type"))
    return Response(status_of(request), (*lines, *more))


def refused(request: Request) -> Response:
    """Return the response of a correct server to an origin that it does not permit."""
    return Response(status_of(request), (("Vary", "Origin"),))


def permitting(
    test: Callable[[str], object], *, credentials: bool = True
) -> Callable[[Request], Response]:
    """Return a server that permits the page, and the origins that pass *test*."""

    def answer(request: Request) -> Response:
        if request.origin and (request.origin == PAGE or test(request.origin)):
            return shared(request, credentials=credentials)
        return refused(request)

    return answer


def matching(pattern: str, *, credentials: bool = True) -> Callable[[Request], Response]:
    """Return a server that permits every origin with a match of *pattern* at its beginning."""
    compiled = re.compile(pattern)
    return permitting(compiled.match, credentials=credentials)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run ``crossorigin audit`` with *arguments*; return its status and both outputs."""
    result = cli_runner().invoke(audit, list(arguments), prog_name="crossorigin audit")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def reported(*arguments: str) -> dict[str, Any]:
    """Return the report of ``crossorigin audit`` as JSON."""
    _, printed, _ = run(*arguments, "--format", "json")
    report: dict[str, Any] = json.loads(printed)
    return report


def found(report: dict[str, Any]) -> dict[str, str]:
    """Return the slugs of the findings of *report*, each with its severity."""
    return {each["slug"]: each["severity"] for each in report["findings"]}
