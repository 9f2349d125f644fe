"""
Change the core in every small way, and prove that its own tests notice.

A change that no test notices is a behaviour that nobody stated. Each one either gets a
test, or stands in ``tools/equivalent_mutants.toml`` with the reason why it changes nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

from tools.coverage_by_module import core_modules, tests_of

COPY: Final = Path("build/mutants")
EQUIVALENT: Final = Path("tools/equivalent_mutants.toml")
LEAST_KILLED: Final = 0.95
MOST_EQUIVALENT: Final = 0.03
SURVIVED: Final = 0
KILLED: Final = (1, 3)
# What mutmut says of a mutant that ran for too long, by a limit of time or of the processor.
TIMED_OUT: Final = (36, 24, -24, 152, 255)


def main() -> None:
    """Run every mutant, and fail if too many survive or one of them is not accounted for."""
    modules = core_modules()
    prepare(modules)
    mutmut = [sys.executable, "-m", "mutmut"]
    children = str(os.cpu_count() or 1)
    subprocess.run([*mutmut, "run", "--max-children", children], cwd=COPY, check=True)
    codes = exit_codes()
    survivors = sorted(name for name, code in codes.items() if code == SURVIVED)
    killed = sum(code in (*KILLED, *TIMED_OUT) for code in codes.values())
    others = sorted(n for n, c in codes.items() if c not in (SURVIVED, *KILLED, *TIMED_OUT))
    known = tomllib.loads(EQUIVALENT.read_text())
    unknown = [diff for name in survivors if (diff := difference(name)) not in reasons(known)]
    equivalent = len(survivors) - len(unknown)
    total = len(codes)
    print("\n\n".join(unknown))
    print(f"{killed} of {total} mutants killed: {killed / total:.1%}")
    print(
        f"{equivalent} equivalent, each with its reason in {EQUIVALENT}: {equivalent / total:.1%}"
    )
    complaints = [
        *([f"{len(unknown)} survive without a reason"] if unknown else []),
        *([f"{len(others)} were not decided: {', '.join(others[:5])}"] if others else []),
        *(["fewer are killed than 95 %"] if killed < LEAST_KILLED * total else []),
        *(["more are called equivalent than 3 %"] if equivalent > MOST_EQUIVALENT * total else []),
    ]
    if complaints:
        sys.exit("; ".join(complaints))


def prepare(modules: list[Path]) -> None:
    """Copy the project to where mutmut may write, with the settings that it reads there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    )
    shutil.rmtree(COPY, ignore_errors=True)
    for name in filter(os.path.isfile, listed.stdout.splitlines()):
        target = COPY / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(name, target)
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [str(module) for module in modules],
        "also_copy": ["conftest.py", "tests"],
        "pytest_add_cli_args": ["-p", "no:randomly", "--hypothesis-profile=coverage"],
        "pytest_add_cli_args_test_selection": [str(tests_of(module)) for module in modules],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (COPY / "pyproject.toml").open("a") as file:
        file.write("\n".join(["\n[tool.mutmut]", *lines, ""]))


def exit_codes() -> dict[str, int | None]:
    """Return how the tests ended for each mutant."""
    codes: dict[str, int | None] = {}
    for file in sorted((COPY / "mutants").rglob("*.meta")):
        codes |= json.loads(file.read_text())["exit_code_by_key"]
    return codes


def difference(name: str) -> str:
    """Return what the mutant *name* changes: its function, and the lines before and after."""
    shown = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", name],
        cwd=COPY,
        check=True,
        capture_output=True,
        text=True,
    )
    changed = [
        line
        for line in shown.stdout.splitlines()
        if line.startswith(("-", "+")) and not line.startswith(("---", "+++"))
    ]
    return "\n".join([name.partition("__mutmut_")[0], *changed])


def reasons(known: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return the reason for each change that is known to change nothing."""
    return {mutant["change"].strip(): mutant["reason"] for mutant in known.get("mutant", [])}


if __name__ == "__main__":
    main()
