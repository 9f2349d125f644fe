"""The report of a check for a person: plain, in 80 columns, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._curl_command import curl_parts
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor._text_layout import command_lines, with_label, wrap
from crossorigin.doctor.causes._cause import CauseSlug, docs_of
from crossorigin.doctor.causes._fix import snippet_lines
from crossorigin.doctor.check._step import StepId
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin._browser import Engine
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.causes._cause import Diagnosis
    from crossorigin.doctor.check._check import Check
    from crossorigin.doctor.check._step import Step

_SCREEN: Final = 24
_MAX_CAUSES: Final = 1
_MAX_ALSO: Final = 3
_MAX_CONSOLE: Final = 200
# Of a long chain of redirects, the beginning and the end.
_FIRST_STEPS: Final = 4
_LAST_STEPS: Final = 4
_MAX_FURTHER: Final = 1
_TITLE: Final = 17
_NAMES: Final[dict[Engine, str]] = {
    "fetch": "Fetch Standard",
    "chromium": "Chromium",
    "firefox": "Firefox",
    "webkit": "WebKit",
}
_MARKS: Final = {True: "✓", False: "✗", None: "·"}
# Checks that pass without a word, because another step shows them.
_QUIET: Final = frozenset(
    {
        StepId.PREFLIGHT_REDIRECT,
        StepId.ALLOW_ORIGIN,
        StepId.ALLOW_CREDENTIALS,
        StepId.PREFLIGHT_STATUS,
        StepId.ALLOW_METHODS,
        StepId.METHOD,
        StepId.ALLOW_HEADERS,
        StepId.HEADERS,
    }
)


def lines_of(checks: Sequence[Check]) -> Iterator[Line]:
    """Yield the reports of *checks*, one after another."""
    for at, check in enumerate(checks):
        if at:
            yield "plain", ""
        yield from _lines(check)


def _lines(check: Check) -> Iterator[Line]:
    """Yield the report of *check*; a blank line stands where the screen has room for it."""
    above = [*_head(check), *_steps(check.steps), *_sent_anyway(check)]
    below = list(_console(check))
    for diagnosis in check.causes[:_MAX_CAUSES]:
        below.extend(_cause(diagnosis))
    also = list(_also(check))
    repeat = list(command_lines("repeat", curl_parts(check.evidence)))
    if len(above) + len(below) + len(also) + len(repeat) > _SCREEN:
        also = list(_also_by_name(check))
    below += [*also, *repeat]
    yield from above
    if below and len(above) + len(below) < _SCREEN:
        yield "plain", ""
    yield from below
    for diagnosis in check.causes[:_MAX_CAUSES]:
        yield from with_label("stack", check.recognition.sentence, "plain")
        yield from snippet_lines(diagnosis.snippets)


def _steps(steps: Sequence[Step]) -> Iterator[Line]:
    """Yield the steps up to the one that fails, and the next one that would."""
    shown = list(_shown(steps))
    failing = next((at for at, (step, _) in enumerate(shown) if step.ok is False), len(shown))
    further = shown[failing + 1 :]
    reached = list(enumerate(shown[: failing + 1], 1))
    left = len(reached) - _FIRST_STEPS - _LAST_STEPS
    for number, (step, passed) in reached:
        if left > 1 and number == _FIRST_STEPS + 1:
            yield "dim", f"   · {left} steps more"
        if left <= 1 or not _FIRST_STEPS < number <= _FIRST_STEPS + left:
            yield from _step(number, step, passed)
    for step, _ in further[:_MAX_FURTHER]:
        yield from _further(step)


def _head(check: Check) -> Iterator[Line]:
    """Yield the verdict, the fetch and the reason."""
    question = check.evidence.question
    mark = _MARKS[check.verdict == "readable"]
    certain = "" if check.evidence.is_certain else " (probably)"
    yield check.verdict, f"{mark} {check.verdict.upper()}{certain}  {check.request}"
    credentials = " with credentials" if question.has_credentials else ""
    yield "plain", f"  from {question.fetch.origin}{credentials}, as {_NAMES[question.engine]} does"
    if check.reason is not None:
        yield from wrap("plain", f"{check.reason}: {check.sentence}", "  ")
    yield "plain", ""


def _shown(steps: Sequence[Step]) -> Iterator[tuple[Step, int]]:
    """Yield the steps that are shown, each with how many checks passed without a word."""
    waiting, passed = steps[0], 0
    for step in steps[1:]:
        if step.id in _QUIET and step.ok is not False:
            passed += step.ok is True
            continue
        # Of an answer that fails a check, those that it passes are no news.
        yield waiting, 0 if step.id in _QUIET else passed
        waiting, passed = step, 0
    yield waiting, passed


def _step(number: int, step: Step, passed: int) -> Iterator[Line]:
    """Yield one step."""
    style = {True: "ok", False: "failed", None: "dim"}[step.ok]
    checks = f", {passed} check{'s' if passed > 1 else ''} passed" if passed else ""
    head = f"{number:2} {_MARKS[step.ok]} {step.label}"
    if step.ok is False and step.expected:
        yield style, head
        yield from wrap("plain", step.got, " " * 15, f"{'':5}{'got':10}")
        yield from wrap("plain", step.expected, " " * 15, f"{'':5}{'expected':10}")
        return
    yield from wrap(style, f"{step.got}{checks}", " " * (_TITLE + 6), f"{head:{_TITLE + 6}}")


def _further(step: Step) -> Iterator[Line]:
    """Yield a step that would fail next."""
    text = f"{step.title}: {step.got}, not {step.expected}"
    yield from wrap("dim", text, " " * 7, f"   {_MARKS[step.ok]} then ")


def _sent_anyway(check: Check) -> Iterator[Line]:
    """Yield the result of the request that no browser would have sent."""
    exchange = check.evidence.probe(Purpose.ANYWAY)
    if exchange is not None:
        method = escape(check.evidence.question.fetch.method, 40)
        stood = "" if exchange.request.method == method else f" (as {exchange.request.method})"
        yield (
            "dim",
            f"   · {method}  no browser sends it now; sent anyway{stood}: {exchange.status}",
        )


def _console(check: Check) -> Iterator[Line]:
    """Yield the line of the browser's console."""
    engine: Engine = check.evidence.question.engine
    engine = "chromium" if engine == "fetch" else engine
    printed = check.console(engine)
    if printed is not None:
        first = printed.splitlines()[0]
        # The URL stands above; the reason stands at the end.
        tail = first[-_MAX_CONSOLE:].partition(" ")[2]
        cut = first if len(first) <= _MAX_CONSOLE else f"... {tail}"
        yield from with_label(_NAMES[engine].lower(), cut, "console")


def _cause(diagnosis: Diagnosis) -> Iterator[Line]:
    """Yield a cause, the evidence and the fix."""
    label = "cause" if diagnosis.certain else "may be"
    slug = diagnosis.cause.slug
    yield from with_label(label, f"{slug} ({docs_of(slug)})", "cause")
    yield from wrap("plain", diagnosis.evidence, " " * 10)
    yield from with_label("fix", diagnosis.fix, "fix")


def _also_by_name(check: Check) -> Iterator[Line]:
    """Yield the names of the other causes and findings, where their evidence has no room."""
    others = (*check.causes[_MAX_CAUSES:], *check.findings)
    if others:
        yield from with_label("also", ", ".join(each.cause.slug for each in others), "plain")


def _also(check: Check) -> Iterator[Line]:
    """Yield what the page cannot see, the other causes and the findings, in a line or two each."""
    others = (*check.causes[_MAX_CAUSES:], *check.findings)
    shown = [f"{each.cause.slug}: {each.evidence}" for each in others[:_MAX_ALSO]]
    asides = [
        f"{CauseSlug.HEADER_NOT_EXPOSED}: {step.aside}." for step in check.steps if step.aside
    ]
    for at, text in enumerate((*asides, *shown)):
        yield from with_label("" if at else "also", text, "plain")
    left = len(others) - _MAX_ALSO
    if left > 0:
        yield "dim", f"{'':10}and {left} more: --format json"
