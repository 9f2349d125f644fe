"""The command itself, in the process of the tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crossorigin.doctor.conformance._command import conformance
from tests.cli.command_line import cli_runner

if TYPE_CHECKING:
    from click.testing import Result

MODULE = "tests.doctor.conformance.serving:POLICY"


def run(target: str, *options: str, policy: str = MODULE) -> Result:
    """Return the result of the command."""
    return cli_runner().invoke(conformance, [target, "--policy", policy, *options])


def reported(target: str, *options: str, policy: str = MODULE) -> dict[str, Any]:
    """Return the JSON report."""
    result = run(target, "--format", "json", *options, policy=policy)
    report: dict[str, Any] = json.loads(result.stdout)
    return report
