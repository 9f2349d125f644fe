"""Fuzz every target for its share of a time, as many at once as there are processors."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Final, NamedTuple

from fuzz.targets import TARGETS

_HERE: Final = Path(__file__).parent
_FINDINGS: Final = _HERE / "findings"
# Seconds for one input, and for a process to start or to end.
_TOO_SLOW: Final = 5
_PATIENCE: Final = 60
_SPEED: Final = re.compile(r"Done (\d+) runs")
_TOLD: Final = re.compile(r"^[^\n]*(?:=== |ERROR: ).*", re.DOTALL | re.MULTILINE)
_FINDING: Final = re.compile(r"Test unit written to (\S+)")
_NOT_HERE: Final = (
    "Nothing was fuzzed: atheris, which does it, is not installed. It has wheels for CPython on"
    " Linux, x86-64."
)
_NEXT: Final = """
What was found is in {folder}. This runs one again:
    {python} -m fuzz.run TARGET FILE
Mend the mistake, and make a row of the finding in tests/attacks/test_found_by_fuzzing.py."""


class Run(NamedTuple):
    """
    Hold how a target fared.

    Attributes:
        target: Its name.
        status: The exit status of its process.
        output: What that printed.
    """

    target: str
    status: int
    output: str

    def __str__(self) -> str:
        """Return one line, or all that there is to know of a finding."""
        speed = _SPEED.search(self.output)
        if self.status == 0 and speed is not None:
            return f"{self.target}: nothing in {int(speed[1]):,} inputs"
        found = _FINDING.search(self.output)
        where = f"found {found[1]}" if found else f"ended with status {self.status}"
        # Before that stands how the fuzzer came there, a line for each input that was new.
        told = _TOLD.search(self.output)
        return f"{told[0] if told else self.output}\n{self.target}: {where}"


def main() -> int:
    """Fuzz, print what was found, and return 1 if anything was, otherwise 0."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long, in all")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    options = parser.parse_args()
    names: list[str] = options.targets or [*TARGETS]
    if unknown := sorted(set(names) - TARGETS.keys()):
        parser.error(f"no such target: {', '.join(unknown)}")
    if find_spec("atheris") is None:
        print(_NOT_HERE)
        return 1 if os.environ.get("REQUIRE_ALL") == "1" else 0
    at_once = min(len(names), os.cpu_count() or 1)
    seconds = max(1, options.seconds // ceil(len(names) / at_once))
    with ThreadPoolExecutor(at_once) as pool:
        runs = list(pool.map(_fuzz, names, [seconds] * len(names)))
    for run in runs:
        print(run)
    if all(run.status == 0 for run in runs):
        return 0
    print(_NEXT.format(folder=_FINDINGS, python=sys.executable))
    return 1


def _fuzz(target: str, seconds: int) -> Run:
    """Fuzz *target* for some *seconds*, in a process of its own."""
    _FINDINGS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as learned:
        command = [
            *(sys.executable, "-m", "fuzz.run", target),
            f"-max_total_time={seconds}",
            f"-timeout={_TOO_SLOW}",
            # Long inputs from early on: the limits of lengths are among what is to be found.
            "-len_control=10",
            f"-dict={_HERE / 'words.txt'}",
            f"-artifact_prefix={_FINDINGS / target}-",
            *(learned, str(_HERE / "corpus" / target)),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=seconds + _PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
    return Run(target, process.returncode, output)


if __name__ == "__main__":
    sys.exit(main())
