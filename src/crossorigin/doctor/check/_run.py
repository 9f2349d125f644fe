"""Do what the options of ``crossorigin check`` ask for."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from crossorigin.doctor._progress import Progress
from crossorigin.doctor.check._check import checked
from crossorigin.doctor.check._output import Format, printed, status_of
from crossorigin.doctor.probing._curl import read_curl
from crossorigin.doctor.probing._har import MAX_LENGTH, read_har
from crossorigin.doctor.probing._http import Network
from crossorigin.doctor.probing._in_process import ADDRESS, AppError, is_app, load
from crossorigin.doctor.probing._targets import UsageError, question_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._browser.engines import Engine
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.check._check import Check
    from crossorigin.doctor.probing._session import Question
    from crossorigin.doctor.probing._transport import Transport

MISUSED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Hold the options of the command, as they were given."""

    target: str | None
    path: str
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
    timeout: float
    format: Format


@dataclass(frozen=True, slots=True)
class Output:
    """
    Hold what the command prints.

    Attributes:
        status: With which it ends.
        lines: What goes to standard output, each with what it is, for whoever colours it.
        complaint: What is wrong with the options, if something is.
    """

    status: int
    lines: tuple[Line, ...] = ()
    complaint: str = ""


def run(options: Options, say: Callable[[str], None]) -> Output:
    """
    Return what the command prints about what *options* ask for.

    Args:
        options: The options.
        say: Prints a line to standard error.
    """
    try:
        # What an app prints is no report.
        with redirect_stdout(sys.stderr), ExitStack() as stack:
            checks = _checks(options, stack, say)
    except (UsageError, AppError) as error:
        return Output(MISUSED, complaint=str(error))
    return Output(status_of(checks), tuple(printed(checks, options.format)))


def _checks(options: Options, stack: ExitStack, say: Callable[[str], None]) -> list[Check]:
    """Return what was found out about all that *options* ask for."""
    questions = _questions(options)
    transport = _transport(options, stack)
    progress = stack.enter_context(Progress(say))
    return [checked(question, transport, progress) for question in questions]


def _transport(options: Options, stack: ExitStack) -> Transport:
    """Return what carries the requests, closed with *stack*."""
    if options.target is not None and is_app(options.target):
        return stack.enter_context(closing(load(options.target)))
    return Network(options.timeout)


def _questions(options: Options) -> list[Question]:
    """Return what *options* ask for."""
    given = [each for each in (options.target, options.curl, options.har) if each is not None]
    if len(given) != 1:
        raise UsageError("Give one of TARGET, --curl and --har.")
    if options.target is not None:
        return [_question(options, options.target)]
    curl = options.curl
    captured = read_har(_read(options.har)) if curl is None else [read_curl(curl)]
    return [
        each.question(
            origin=options.origin, engine=options.engine, sends_unsafe=options.send_unsafe
        )
        for each in captured
    ]


def _question(options: Options, target: str) -> Question:
    """Return what *options* ask of *target*."""
    if options.origin is None:
        raise UsageError("Say with --origin whose page it is: --origin https://app.example.com.")
    is_here = is_app(target)
    path = options.path if options.path.startswith("/") else f"/{options.path}"
    return question_of(
        f"{ADDRESS}{path}" if is_here else target,
        origin=options.origin,
        method=options.method,
        headers=options.headers,
        data=options.data,
        json=options.json,
        credentials=options.credentials,
        engine=options.engine,
        sends_unsafe=options.send_unsafe,
        is_app=is_here,
    )


def _read(file: BinaryIO | None) -> bytes:
    """Return what *file* holds."""
    data = b"" if file is None else file.read(MAX_LENGTH + 1)
    if len(data) > MAX_LENGTH:
        raise UsageError("--har is longer than 256 MiB: save fewer requests.")
    return data
