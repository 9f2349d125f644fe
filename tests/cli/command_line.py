"""Commands of click, run in the process of the tests."""

from __future__ import annotations

from click.testing import CliRunner


def cli_runner() -> CliRunner:
    """Return a runner that keeps the two streams of a command apart."""
    runner = CliRunner()
    # Before click 8.2, it mixes them; since then there is no such attribute.
    vars(runner).update(mix_stderr=False)
    return runner
