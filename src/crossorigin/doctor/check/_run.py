"""The run of ``crossorigin check``: from its options to its output."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from crossorigin.doctor._output import MISUSED, UNREACHABLE, Format, Output, plain
from crossorigin.doctor._progress import Progress
from crossorigin.doctor.causes._cause import Stack
from crossorigin.doctor.causes._recognition import ASKED_FOR, Recognition
from crossorigin.doctor.check._check import check
from crossorigin.doctor.check._report_ci import junit, sarif
from crossorigin.doctor.check._report_json import json_report
from crossorigin.doctor.check._report_markdown import markdown
from crossorigin.doctor.check._report_text import lines_of
from crossorigin.doctor.probing._captured import Captured, PageOptions
from crossorigin.doctor.probing._copied import MAX_LENGTH as MAX_COPIED
from crossorigin.doctor.probing._copied import read_copied
from crossorigin.doctor.probing._fingerprints import recognise_app
from crossorigin.doctor.probing._har import MAX_LENGTH, read_har
from crossorigin.doctor.probing._http import HTTPTransport
from crossorigin.doctor.probing._in_process import ADDRESS, AppError, app_name, is_app, load
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crossorigin._browser import Engine
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.check._check import Check, Verdict
    from crossorigin.doctor.probing._targets import Question
    from crossorigin.doctor.probing._transport import Transport

# The exit status of each verdict; of several fetches, the first of these that there is.
_STATUSES: Final[Mapping[Verdict, int]] = {
    "blocked": 1,
    "unreachable": UNREACHABLE,
    "readable": 0,
}
_WRITERS: Final[Mapping[Format, Callable[[Sequence[Check]], str]]] = {
    "json": json_report,
    "markdown": markdown,
    "junit": junit,
    "sarif": sarif,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The options of the command, as they were given."""

    target: str | None
    path: str | None
    origin: str | None
    method: str | None
    headers: tuple[str, ...]
    data: str | None
    json: str | None
    credentials: bool
    curl: str | None
    har: BinaryIO | None
    engine: Engine
    send_unsafe: bool
    stack: str | None
    timeout: float
    format: Format


def run(options: CheckOptions, say: Callable[[str], None]) -> Output:
    """
    Return the output of the command for *options*.

    Args:
        options: The options.
        say: Prints a line to standard error.
    """
    try:
        # The words of an app are no report.
        with redirect_stdout(sys.stderr), ExitStack() as stack:
            checks = _checks(options, stack, say)
    except (UsageError, AppError) as error:
        return Output(MISUSED, complaint=str(error))
    return Output(status_of(checks), tuple(render(checks, options.format)))


def status_of(checks: Sequence[Check]) -> int:
    """Return the exit status for *checks*."""
    verdicts = {each.verdict for each in checks}
    return next(status for verdict, status in _STATUSES.items() if verdict in verdicts)


def render(checks: Sequence[Check], format_: Format) -> list[Line]:
    """Return the report of *checks* in *format_*."""
    return list(lines_of(checks)) if format_ == "text" else plain(_WRITERS[format_](checks))


def _checks(options: CheckOptions, stack: ExitStack, say: Callable[[str], None]) -> list[Check]:
    """Return a check of each fetch that *options* describe."""
    questions = _questions(options)
    transport, imported = _transport(options, stack)
    asked = Recognition(Stack(options.stack), ASKED_FOR) if options.stack else None
    progress = stack.enter_context(Progress(say))
    return [
        check(question, transport, progress, asked=asked, imported=imported)
        for question in questions
    ]


def _transport(options: CheckOptions, stack: ExitStack) -> tuple[Transport, Recognition | None]:
    """Return the transport, closed with *stack*, and the stack of an app that is imported."""
    if options.target is not None and is_app(options.target):
        transport = stack.enter_context(closing(load(options.target)))
        return transport, recognise_app(transport.app)
    return HTTPTransport(options.timeout), None


def _questions(options: CheckOptions) -> list[Question]:
    """Return the question about each fetch that *options* describe."""
    is_here = options.target is not None and is_app(options.target)
    captured = _captured(options, is_here=is_here)
    if options.path is not None and not is_here:
        raise UsageError("--path is for module:app: write the path into the URL.")
    if options.target is not None and options.origin is None:
        raise UsageError("Say with --origin whose page it is: --origin https://app.example.com.")
    asked = PageOptions(
        origin=options.origin,
        method=options.method,
        headers=options.headers,
        data=options.data,
        json=options.json,
        credentials=options.credentials,
        engine=options.engine,
        sends_unsafe=options.send_unsafe,
        is_app=is_here,
        app=app_name(options.target) if options.target and is_here else "",
    )
    return [each.question(asked) for each in captured]


def _captured(options: CheckOptions, *, is_here: bool) -> list[Captured]:
    """Return the requests that *options* name, or that were captured."""
    given = [each for each in (options.target, options.curl, options.har) if each is not None]
    if len(given) != 1:
        raise UsageError("Give one of TARGET, --curl and --har.")
    if options.target is not None:
        path = (options.path or "").removeprefix("/")
        return [Captured(url=f"{ADDRESS}/{path}" if is_here else options.target)]
    if options.curl is not None:
        return read_copied(_pasted() if options.curl == "-" else options.curl)
    return read_har(_read(options.har))


def _pasted() -> str:
    """Return the text of standard input, up to a limit."""
    data = sys.stdin.buffer.read(4 * MAX_COPIED + 1)
    return data.decode("utf-8-sig", "replace")


def _read(file: BinaryIO | None) -> bytes:
    """Return the content of *file*, up to a limit."""
    data = b"" if file is None else file.read(MAX_LENGTH + 1)
    if len(data) > MAX_LENGTH:
        raise UsageError("--har is longer than 256 MiB: save fewer requests.")
    return data
