"""Set up Hypothesis, and say at the end of a run what it could not test."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from hypothesis import HealthCheck, settings

from tests.project.programs import missing_programs

if TYPE_CHECKING:
    import pytest

# A slow machine is no mistake in the code: nothing here has a deadline.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("local", _UNTIMED, max_examples=100)
settings.register_profile("ci", _UNTIMED, max_examples=300)
# What is covered by chance is not covered: the same few examples every time.
settings.register_profile(
    "coverage", _UNTIMED, max_examples=25, derandomize=True, database=None, print_blob=False
)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that were skipped for want of a program, and what installs it."""
    reports: list[pytest.TestReport] = terminalreporter.stats.get("skipped", [])
    lines = missing_programs((_file_of(report), _reason_of(report)) for report in reports)
    if lines:
        terminalreporter.section("skipped for want of a program")
        for line in lines:
            terminalreporter.write_line(line)


def _file_of(report: pytest.TestReport) -> str:
    """Return the test file that *report* is about."""
    return report.nodeid.partition("::")[0]


def _reason_of(report: pytest.TestReport) -> str:
    """Return why the test of *report* was skipped; pytest keeps file, line and reason."""
    _, _, reason = cast("tuple[str, int, str]", report.longrepr)
    return reason
