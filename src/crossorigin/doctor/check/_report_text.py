"""Lay a check out for a person: plain, in 80 columns, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._curl_command import curl_parts
from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor._text_layout import command, labelled, wrapped
from crossorigin.doctor.causes._results import docs_of
from crossorigin.doctor.check._steps import TITLES, StepId
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin._browser.engines import Engine
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.causes._results import Suspect
    from crossorigin.doctor.check._check import Check
    from crossorigin.doctor.check._steps import Step

_SCREEN: Final = 24
_MAX_CAUSES: Final = 1
_MAX_ALSO: Final = 3
_MAX_CONSOLE: Final = 200
# Of a long chain of redirects, the beginning and the end.
_FIRST_RUNGS: Final = 4
_LAST_RUNGS: Final = 4
_MAX_BEYOND: Final = 1
_TITLE: Final = 17
_NAMES: Final[dict[Engine, str]] = {
    "fetch": "Fetch Standard",
    "chromium": "Chromium",
    "firefox": "Firefox",
    "webkit": "WebKit",
}
_MARKS: Final = {True: "✓", False: "✗", None: "·"}
# What passes without a word, because another step shows it.
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
    above = [*_head(check), *_ladder(check.steps), *_sent_anyway(check)]
    below = list(_console(check))
    for suspect in check.causes[:_MAX_CAUSES]:
        below.extend(_cause(suspect))
    below.extend(_also(check))
    below.extend(command("repeat", curl_parts(check.evidence)))
    yield from above
    if below and len(above) + len(below) < _SCREEN:
        yield "plain", ""
    yield from below


def _ladder(steps: Sequence[Step]) -> Iterator[Line]:
    """Yield the steps up to the one that fails, and what would fail next."""
    shown = list(_shown(steps))
    failing = next((at for at, (step, _) in enumerate(shown) if step.ok is False), len(shown))
    beyond = shown[failing + 1 :]
    reached = list(enumerate(shown[: failing + 1], 1))
    left = len(reached) - _FIRST_RUNGS - _LAST_RUNGS
    for number, (step, passed) in reached:
        if left > 1 and number == _FIRST_RUNGS + 1:
            yield "dim", f"   · {left} steps more"
        if left <= 1 or not _FIRST_RUNGS < number <= _FIRST_RUNGS + left:
            yield from _rung(number, step, passed)
    for step, _ in beyond[:_MAX_BEYOND]:
        yield from _beyond(step)


def _head(check: Check) -> Iterator[Line]:
    """Yield the verdict, and what was asked."""
    question = check.evidence.question
    mark = _MARKS[check.verdict == "readable"]
    certain = "" if check.evidence.is_certain else " (probably)"
    method, url = escaped(question.fetch.method, 40), escaped(masked_url(question.fetch.url))
    yield check.verdict, f"{mark} {check.verdict.upper()}{certain}  {method} {url}"
    credentials = " with credentials" if question.has_credentials else ""
    yield "plain", f"  from {question.fetch.origin}{credentials}, as {_NAMES[question.engine]} does"
    if check.reason is not None:
        yield from wrapped("plain", f"{check.reason}: {check.sentence}", "  ")
    yield "plain", ""


def _shown(steps: Sequence[Step]) -> Iterator[tuple[Step, int]]:
    """Yield the steps that are shown, each with how many checks passed without a word."""
    waiting, passed = steps[0], 0
    for step in steps[1:]:
        if step.id in _QUIET and step.ok is not False:
            passed += step.ok is True
            continue
        yield waiting, passed
        waiting, passed = step, 0
    yield waiting, passed


def _rung(number: int, step: Step, passed: int) -> Iterator[Line]:
    """Yield one step."""
    style = {True: "ok", False: "failed", None: "dim"}[step.ok]
    title = step.sent.request.method if step.sent is not None else TITLES[step.id]
    checks = f", {passed} check{'s' if passed > 1 else ''} passed" if passed else ""
    head = f"{number:2} {_MARKS[step.ok]} {escaped(title, 40)}"
    if step.ok is False and step.expected:
        yield style, head
        yield from wrapped("plain", step.got, " " * 15, f"{'':5}{'got':10}")
        yield from wrapped("plain", step.expected, " " * 15, f"{'':5}{'expected':10}")
        return
    yield from wrapped(style, f"{step.got}{checks}", " " * (_TITLE + 6), f"{head:{_TITLE + 6}}")


def _beyond(step: Step) -> Iterator[Line]:
    """Yield a step that would fail next."""
    text = f"{TITLES[step.id]}: {step.got}, not {step.expected}"
    yield from wrapped("dim", text, " " * 7, f"   {_MARKS[step.ok]} then ")


def _sent_anyway(check: Check) -> Iterator[Line]:
    """Yield what came of the request that no browser would have sent."""
    sent = check.evidence.probe(Purpose.ANYWAY)
    if sent is not None:
        method = escaped(check.evidence.question.fetch.method, 40)
        stood = "" if sent.request.method == method else f" (as {sent.request.method})"
        yield "dim", f"   · {method}  no browser sends it now; sent anyway{stood}: {sent.status}"


def _console(check: Check) -> Iterator[Line]:
    """Yield what the browser prints."""
    engine: Engine = check.evidence.question.engine
    engine = "chromium" if engine == "fetch" else engine
    printed = check.console(engine)
    if printed is not None:
        first = printed.splitlines()[0]
        # What was fetched stands above; why it is blocked stands at the end.
        tail = first[-_MAX_CONSOLE:].partition(" ")[2]
        cut = first if len(first) <= _MAX_CONSOLE else f"... {tail}"
        yield from labelled(_NAMES[engine].lower(), cut, "console")


def _cause(suspect: Suspect) -> Iterator[Line]:
    """Yield a cause, what speaks for it, and what mends it."""
    label = "cause" if suspect.certain else "may be"
    slug = suspect.cause.slug
    yield from labelled(label, f"{slug} ({docs_of(slug)})", "cause")
    yield from wrapped("plain", suspect.evidence, " " * 10)
    yield from labelled("fix", suspect.fix, "fix")


def _also(check: Check) -> Iterator[Line]:
    """Yield what else was found, in a line or two each."""
    others = (*check.causes[_MAX_CAUSES:], *check.findings)
    label = "also"
    for suspect in others[:_MAX_ALSO]:
        yield from labelled(label, f"{suspect.cause.slug}: {suspect.evidence}", "plain")
        label = ""
    left = len(others) - _MAX_ALSO
    if left > 0:
        yield "dim", f"{'':10}and {left} more: --format json"
