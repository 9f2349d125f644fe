"""Fuzz every target, for a time or a number of inputs, as many at once as there are processors."""

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
from random import SystemRandom
from typing import Final, NamedTuple

from fuzz.targets import TARGETS

_HERE: Final = Path(__file__).parent
_FINDINGS: Final = _HERE / "findings"
# Seconds for one input, and for a process to start or to end.
_TOO_SLOW: Final = 5
_PATIENCE: Final = 60
_MOST_SEEDS: Final = 2**32 - 1
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


class Plan(NamedTuple):
    """
    How long a target is fuzzed.

    Attributes:
        seed: What draws the inputs.
        seconds: For how long, unless the inputs are counted.
        inputs: How many: then they are the same every time.
    """

    seed: int
    seconds: int
    inputs: int | None

    @property
    def patience(self) -> int | None:
        """After how many seconds the process is ended; counted inputs take as long as they take."""
        return self.seconds + _PATIENCE if self.inputs is None else None

    @property
    def arguments(self) -> list[str]:
        """What libFuzzer is told."""
        if self.inputs is None:
            return [
                f"-seed={self.seed}",
                f"-max_total_time={self.seconds}",
                f"-timeout={_TOO_SLOW}",
            ]
        # Nothing that depends on the time.
        return [f"-seed={self.seed}", f"-runs={self.inputs}", "-reload=0", f"-timeout={_PATIENCE}"]


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
    parser.add_argument(
        "--inputs", type=int, help="how many for each target, however long it takes"
    )
    parser.add_argument("--seed", type=int, help="what draws the inputs; another every time")
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
    seed = SystemRandom().randrange(1, _MOST_SEEDS) if options.seed is None else options.seed
    plan = Plan(seed, seconds, options.inputs)
    with ThreadPoolExecutor(at_once) as pool:
        runs = list(pool.map(_fuzz, names, [plan] * len(names)))
    print(f"seed {seed}")
    for run in runs:
        print(run)
    if all(run.status == 0 for run in runs):
        return 0
    print(_NEXT.format(folder=_FINDINGS, python=sys.executable))
    return 1


def _fuzz(target: str, plan: Plan) -> Run:
    """Fuzz *target* as *plan* says, in a process of its own."""
    _FINDINGS.mkdir(exist_ok=True)
    # A folder is read in an order of its own.
    corpus = ",".join(sorted(map(str, (_HERE / "corpus" / target).iterdir())))
    with tempfile.TemporaryDirectory() as learned:
        command = [
            *(sys.executable, "-m", "fuzz.run", target),
            *plan.arguments,
            # Long inputs from early on: the limits of lengths are among what is to be found.
            "-len_control=10",
            f"-dict={_HERE / 'words.txt'}",
            f"-artifact_prefix={_FINDINGS / target}-",
            f"-seed_inputs={corpus}",
            learned,
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        try:
            output, _ = process.communicate(timeout=plan.patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
    return Run(target, process.returncode, output)


if __name__ == "__main__":
    sys.exit(main())
