"""Do what the options of ``crossorigin audit`` ask for."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from crossorigin._browser.urls import Url
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor._progress import Progress
from crossorigin.doctor.audit._audit import audited
from crossorigin.doctor.audit._baseline import MAX_LENGTH, compared, reaches, read_baseline
from crossorigin.doctor.audit._declared import Declared, policy_of
from crossorigin.doctor.audit._report_text import Format, printed
from crossorigin.doctor.audit._requests import NO_SUCH_PAGE, Target, beside, limit_of, target_url
from crossorigin.doctor.causes._results import Severity
from crossorigin.doctor.check._run import MISUSED, Output
from crossorigin.doctor.probing._http import Network
from crossorigin.doctor.probing._in_process import ADDRESS, AppError, is_app, load
from crossorigin.doctor.probing._targets import UsageError, header_of, origin_of, url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.audit._audit import Audit
    from crossorigin.doctor.audit._baseline import Known
    from crossorigin.doctor.probing._transport import Transport

_FOUND, _UNREACHABLE = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Hold the options of the command, as they were given."""

    target: str
    path: str
    origin: str
    declared: tuple[str, ...]
    headers: tuple[str, ...]
    baseline: BinaryIO | None
    fail_on: str
    timeout: float
    format: Format


def run(options: Options, say: Callable[[str], None]) -> Output:
    """
    Return what the command prints about what *options* ask for.

    Args:
        options: The options.
        say: Prints a line to standard error.
    """
    try:
        before = _before(options.baseline)
        with ExitStack() as stack:
            audit = compared(_audited(options, stack, say), before)
    except (UsageError, AppError) as error:
        return Output(MISUSED, complaint=str(error))
    return Output(
        _status_of(audit, Severity(options.fail_on)), tuple(printed(audit, options.format))
    )


def _before(baseline: BinaryIO | None) -> Known:
    """Return what stands in the *baseline*, if there is one."""
    return frozenset() if baseline is None else read_baseline(baseline.read(MAX_LENGTH + 1))


def _status_of(audit: Audit, threshold: Severity) -> int:
    """Return the status with which the command ends."""
    if audit.trouble is not None:
        return _UNREACHABLE
    return _FOUND if reaches(audit, threshold) else 0


def _audited(options: Options, stack: ExitStack, say: Callable[[str], None]) -> Audit:
    """Return what was found out about what *options* name."""
    if origin_of(options.origin) == OPAQUE_ORIGIN:
        raise UsageError("--origin null is nobody's: name an origin that should be permitted.")
    transport, target = _target(options, stack)
    url = Url.parse(target.url)
    if url is None or url.origin == target.known:
        raise UsageError("--origin is the target's own origin: name that of a page elsewhere.")
    if not target.is_app:
        say(f"At most {limit_of(target)} requests (GET, HEAD, OPTIONS) go to {url.origin}.")
    progress = stack.enter_context(Progress(say))
    return audited(target, transport, progress)


def _target(options: Options, stack: ExitStack) -> tuple[Transport, Target]:
    """Return what carries the requests, and what they ask."""
    headers = tuple(map(header_of, options.headers))
    declared = Declared(options.declared)
    if not is_app(options.target):
        url = target_url(url_of(options.target))
        target = Target(url=url, known=options.origin, declared=declared, headers=headers)
        return Network(options.timeout), target
    path = options.path if options.path.startswith("/") else f"/{options.path}"
    app = stack.enter_context(closing(load(options.target)))
    return app, Target(
        url=target_url(url_of(f"{ADDRESS}{path}")),
        known=options.origin,
        declared=Declared(
            options.declared,
            policy_of(app.app, path),
            policy_of(app.app, beside(path, NO_SUCH_PAGE)),
        ),
        headers=headers,
        is_app=True,
    )
