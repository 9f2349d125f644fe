"""Set up Hypothesis, and say at the end of a run what it compared, and could not test."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hypothesis import HealthCheck, settings

from tests.engines.texts import texts_in
from tests.project.programs import missing_programs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

# A slow machine is no mistake in the code: nothing here has a deadline.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
# The same examples every time. `make explore` draws others, from a seed that it prints.
settings.register_profile("test", _UNTIMED, max_examples=100, derandomize=True)
settings.register_profile("coverage", _UNTIMED, max_examples=25, derandomize=True)
settings.register_profile("explore", _UNTIMED, max_examples=300, derandomize=False)
settings.load_profile("test")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the engines, and the tests that were skipped for want of a program."""
    skipped: list[pytest.TestReport] = terminalreporter.stats.get("skipped", [])
    properties = [each for report in _reports(terminalreporter) for each in report.user_properties]
    sections = {
        "what engines print": texts_in(properties),
        "skipped for want of a program": missing_programs(
            (_file_of(report), _reason_of(report)) for report in skipped
        ),
    }
    for title, lines in sections.items():
        if lines:
            terminalreporter.section(title)
        for line in lines:
            terminalreporter.write_line(line)


def _reports(terminalreporter: pytest.TerminalReporter) -> Iterator[pytest.TestReport]:
    """Yield the report of each test that ran, in whatever process; the rest is of its fixtures."""
    for outcome in ("passed", "failed", "skipped"):
        reports: list[pytest.TestReport] = terminalreporter.stats.get(outcome, [])
        yield from (report for report in reports if report.when == "call")


def _file_of(report: pytest.TestReport) -> str:
    """Return the test file that *report* is about."""
    return report.nodeid.partition("::")[0]


def _reason_of(report: pytest.TestReport) -> str:
    """Return why the test of *report* was skipped; pytest keeps file, line and reason."""
    _, _, reason = cast("tuple[str, int, str]", report.longrepr)
    return reason
