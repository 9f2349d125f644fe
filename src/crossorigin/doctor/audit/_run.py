"""The run of ``crossorigin audit``: from its options to its output."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor._output import MISUSED, UNREACHABLE, Format, Output, plain
from crossorigin.doctor._progress import Progress
from crossorigin.doctor.audit._audit import audit
from crossorigin.doctor.audit._baseline import MAX_LENGTH, compare, reaches, read_baseline
from crossorigin.doctor.audit._declared import Declared
from crossorigin.doctor.audit._report_ci import junit, sarif
from crossorigin.doctor.audit._report_json import json_report
from crossorigin.doctor.audit._report_markdown import markdown
from crossorigin.doctor.audit._report_text import lines_of
from crossorigin.doctor.audit._requests import limit_of, target_url
from crossorigin.doctor.audit._target import Target
from crossorigin.doctor.causes._cause import Severity, Stack
from crossorigin.doctor.causes._recognition import ASKED_FOR, Recognition
from crossorigin.doctor.probing._fingerprints import recognise_app
from crossorigin.doctor.probing._http import HTTPTransport
from crossorigin.doctor.probing._in_process import (
    ADDRESS,
    AppError,
    InProcessTransport,
    app_name,
    is_app,
    load,
)
from crossorigin.doctor.probing._targets import UsageError, header_of, origin_of, url_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.audit._attack_origins import Attack
    from crossorigin.doctor.audit._audit import Audit
    from crossorigin.doctor.audit._baseline import Known
    from crossorigin.doctor.probing._transport import Transport

_FOUND: Final = 1
_WRITERS: Final[Mapping[Format, Callable[[Audit], str]]] = {
    "json": json_report,
    "markdown": markdown,
    "junit": junit,
    "sarif": sarif,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """The options of the command, as they were given."""

    target: str
    path: str
    origin: str | None
    send_unsafe: bool
    declared: tuple[str, ...]
    policy: str | None
    headers: tuple[str, ...]
    baseline: BinaryIO | None
    fail_on: str
    stack: str | None
    timeout: float
    format: Format


def run(options: AuditOptions, say: Callable[[str], None]) -> Output:
    """
    Return the output of the command for *options*.

    Args:
        options: The options.
        say: Prints a line to standard error.
    """
    try:
        before = _before(options.baseline)
        with ExitStack() as stack:
            result = compare(_audit(options, stack, say), before)
    except (UsageError, AppError) as error:
        return Output(MISUSED, complaint=str(error))
    status = _status_of(result, Severity(options.fail_on))
    return Output(status, tuple(render(result, options.format)))


def render(audit: Audit, format_: Format) -> list[Line]:
    """Return the report of *audit* in *format_*."""
    return list(lines_of(audit)) if format_ == "text" else plain(_WRITERS[format_](audit))


def _before(baseline: BinaryIO | None) -> Known:
    """Return the findings in the *baseline*, if there is one."""
    return frozenset() if baseline is None else read_baseline(baseline.read(MAX_LENGTH + 1))


def _status_of(audit: Audit, threshold: Severity) -> int:
    """Return the exit status."""
    if audit.error is not None:
        return UNREACHABLE
    if reaches(audit, threshold):
        return _FOUND
    # What was not answered was not found to be closed.
    return 0 if audit.doubt is None else UNREACHABLE


def _audit(options: AuditOptions, stack: ExitStack, say: Callable[[str], None]) -> Audit:
    """Return the audit of the target that *options* name."""
    if options.origin is not None and origin_of(options.origin) == OPAQUE_ORIGIN:
        raise UsageError("--origin null is nobody's: name an origin that should be permitted.")
    transport, target = _target(options, stack)
    if options.origin is not None and target.is_tool:
        raise UsageError("--origin is the target's own origin: name that of a page elsewhere.")
    if options.send_unsafe and not target.is_local:
        raise UsageError("--send-unsafe is for a server of this machine or its network.")
    if not target.is_app:
        methods = "GET, HEAD, OPTIONS, POST" if target.sends_unsafe else "GET, HEAD, OPTIONS"
        say(f"At most {limit_of(target)} requests ({methods}) go to {target.origin}.")
    asked = Recognition(Stack(options.stack), ASKED_FOR) if options.stack else None
    imported = recognise_app(transport.app) if isinstance(transport, InProcessTransport) else None
    progress = stack.enter_context(Progress(say))
    return audit(target, transport, progress, asked=asked, imported=imported)


def _target(options: AuditOptions, stack: ExitStack) -> tuple[Transport, Target]:
    """Return the transport, and the target."""
    target = Target(
        url=_url_of(options),
        known=options.origin or "",
        declared=Declared(options.declared),
        headers=tuple(map(header_of, options.headers)),
        is_app=is_app(options.target),
        app=app_name(options.target) if is_app(options.target) else "app",
        sends_unsafe=options.send_unsafe,
    )
    if options.origin is None:
        if not target.is_local:
            raise UsageError("Missing option '--origin': name an origin that should be permitted.")
        # A tool is for its own page.
        target = replace(target, known=target.origin)
    if not target.is_app:
        return HTTPTransport(options.timeout), replace(target, proven=_proven(options, None))
    transport = stack.enter_context(closing(load(options.target)))
    return transport, replace(target, proven=_proven(options, transport.app))


def _proven(options: AuditOptions, app: object) -> tuple[Attack, ...]:
    """Return the attacks that a proof makes of the policy in *options*, or else of *app*."""
    if options.policy is None and app is None:
        return ()
    # Its readers and its automata are needed here alone.
    from crossorigin.doctor.audit._proven import proven_attacks  # noqa: PLC0415
    from crossorigin.doctor.configurations._read import read, read_app  # noqa: PLC0415

    if options.policy is not None:
        return proven_attacks(read(options.policy))
    found = read_app(app, options.target)
    return () if found is None else proven_attacks(found)


def _url_of(options: AuditOptions) -> str:
    """Return the URL of the target; that of an app has its own host."""
    if not is_app(options.target):
        return target_url(url_of(options.target))
    path = options.path if options.path.startswith("/") else f"/{options.path}"
    return target_url(url_of(f"{ADDRESS}{path}"))
