"""
Change the core in every small way, and prove that its own tests notice.

A change that no test notices is a behaviour that nobody stated. Each one either gets a
test, or stands in ``tools/equivalent_mutants.toml`` with the reason why it changes nothing.
Each module is changed in a place of its own and judged by the tests of its package alone.

Most changes are noticed by tests that were imported before, which is fast. The others are
tried once more with the imports done anew, because tests may hold what the module made then.

A run goes on where the last one ended: what a test noticed once counts until that function
changes, all else is tried again. ``--fresh`` forgets the earlier runs.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from difflib import ndiff
from pathlib import Path
from typing import Final

from tools.coverage_by_package import ROOT, TESTS, core_modules, package_of

PLACES: Final = Path("build/mutants")
EQUIVALENT: Final = Path("tools/equivalent_mutants.toml")
LEAST_KILLED: Final = 0.95
MOST_EQUIVALENT: Final = 0.03
# How a mutant's tests ended, as mutmut keeps it: none failed, or none reaches the function.
SURVIVED: Final = (0, 33)
# One failed or could not be imported, or the run took too long, by time or by the processor.
KILLED: Final = (1, 2, 3, 36, 24, -24, 152, 255)
# The ways in which mutmut starts the tests: those that reach the function, with what was
# imported before; then, for the survivors, all tests, each time in a process of its own.
REACHING, ALL = "fork", "forkserver"
# What each process of its own would import first; no part of the project.
PRELOADED: Final = ("pytest", "hypothesis", "hypothesis.strategies", "sybil")
# What a cast names changes nothing, so a change of that is none.
CAST: Final = re.compile(r'\bcast\((?:None|"[^"]*"),')
# mutmut's name of a function: `x_name`, or of a method: `xǁClassǁname`.
MANGLED: Final = re.compile(r"\bx(?:_|ǁ(?=\w+ǁ))")

# The lines that show on a terminal that mutmut is still alive.
SPINNING: Final = re.compile(r"^[⠀-⣿].*\n", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What became of the mutants of one module."""

    module: str
    codes: dict[str, int | None]
    survivors: tuple[str, ...] = ()
    failure: str | None = None

    @property
    def killed(self) -> int:
        """How many mutants a test noticed."""
        return sum(code in KILLED for code in self.codes.values())

    @property
    def undecided(self) -> list[str]:
        """The mutants of which nothing is known, such as those whose process was killed."""
        return [name for name, code in self.codes.items() if code not in (*KILLED, *SURVIVED)]


def main() -> None:
    """Run every mutant, and fail if too many survive or one of them is not accounted for."""
    parser = argparse.ArgumentParser(description="Change the core, and see whether a test notices.")
    parser.add_argument(
        "modules", nargs="*", help="such as _policy.vary or _browser.urls; all if none"
    )
    parser.add_argument("--fresh", action="store_true", help="forget the earlier runs")
    options = parser.parse_args()
    modules = {name_of(module): module for module in core_modules()}
    if unknown := sorted(set(options.modules) - modules.keys()):
        parser.error(f"no modules of the core: {', '.join(unknown)}")
    chosen = [modules[name] for name in options.modules or modules]
    if options.fresh:
        for module in chosen:
            shutil.rmtree(PLACES / name_of(module), ignore_errors=True)
    start = time.monotonic()
    # The largest first, so that no processor idles while another one finishes it.
    by_size = sorted(chosen, key=lambda module: module.stat().st_size, reverse=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(mutate, by_size))
    complaints = report(outcomes)
    print(f"{len(outcomes)} modules in {time.monotonic() - start:.0f} seconds")
    if complaints:
        sys.exit("\n".join(complaints))


def report(outcomes: list[Outcome]) -> list[str]:
    """Print what became of all mutants, and return what is wrong with that."""
    changes = equivalents()
    survivors = [change for outcome in outcomes for change in outcome.survivors]
    unknown = [change for change in survivors if change not in changes]
    tried = {f"crossorigin.{outcome.module}" for outcome in outcomes}
    outdated = [
        change for change in changes if change not in survivors and change.split(":")[0] in tried
    ]
    killed = sum(outcome.killed for outcome in outcomes)
    total = sum(len(outcome.codes) for outcome in outcomes) or 1
    equivalent = len(survivors) - len(unknown)
    undecided = [name for outcome in outcomes for name in outcome.undecided]
    print("", *unknown, sep="\n\n")
    print(f"\n{killed} of {total} mutants killed: {killed / total:.1%}")
    print(f"{equivalent} equivalent, by {EQUIVALENT}: {equivalent / total:.1%}")
    return [
        *(outcome.failure for outcome in outcomes if outcome.failure),
        *(f"{EQUIVALENT} lists what does not survive:\n{change}" for change in outdated),
        *([f"{len(unknown)} survive without a reason"] if unknown else []),
        *([f"{len(undecided)} were not decided: {undecided[:5]}"] if undecided else []),
        *([f"fewer are killed than {LEAST_KILLED:.0%}"] if killed < LEAST_KILLED * total else []),
        *(
            [f"more are called equivalent than {MOST_EQUIVALENT:.0%}"]
            if equivalent > MOST_EQUIVALENT * total
            else []
        ),
    ]


def name_of(module: Path) -> str:
    """Return the name of a core module inside the package, such as ``_browser.urls``."""
    return ".".join(module.relative_to(ROOT).with_suffix("").parts)


def mutate(module: Path) -> Outcome:
    """Run the mutants of *module* that are not known to be killed."""
    name, start = name_of(module), time.monotonic()
    place = PLACES / name
    outcome = Outcome(name, {})
    for isolation in (REACHING, ALL):
        prepare(place, module, isolation)
        done = subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", "1"],
            cwd=place,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        outcome = outcome_of(name, place / "mutants" / module)
        # mutmut calls it a failure, too, that a module of tables has no mutants.
        if done.returncode and outcome.codes:
            said = SPINNING.sub("", done.stdout)
            return replace(outcome, failure=f"{module} was not tried:\n{said}")
        if not outcome.undecided and {*outcome.survivors} <= {*equivalents()}:
            break
    seconds, of = time.monotonic() - start, len(outcome.codes)
    print(f"{outcome.killed:4} of {of:3} killed in {seconds:3.0f} s: {name}", flush=True)
    return outcome


def prepare(place: Path, module: Path, isolation: str) -> None:
    """Make *place* hold the project as it is now, and what is known of the mutants of *module*."""
    place.mkdir(parents=True, exist_ok=True)
    for name in ("src", "tests", "conftest.py"):
        if not (place / name).is_symlink():
            (place / name).symlink_to(Path(name).absolute())
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [str(module)],
        "also_copy": ["conftest.py", "tests"],
        "pytest_add_cli_args": [
            *("-p", "no:randomly", "--hypothesis-profile=coverage"),
            *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
        ],
        "pytest_add_cli_args_test_selection": [str(TESTS[package_of(module)])],
        "process_isolation": isolation,
        "forkserver_warmup": "import",
        "preload_modules_file": "preloaded.txt",
        "track_dependencies": False,
        "use_git_change_detection": False,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    tables = [Path("pyproject.toml").read_text(), "[tool.mutmut]", *lines, ""]
    (place / "pyproject.toml").write_text("\n".join(tables))
    (place / "preloaded.txt").write_text("\n".join(PRELOADED))
    # mutmut makes its own copies, but only of what is not there yet.
    copies = place / "mutants"
    shutil.rmtree(copies / "tests", ignore_errors=True)
    for path in (copies / "src").rglob("*.*"):
        if not str(path).startswith(str(copies / module)):
            path.unlink()
    stats, meta = copies / "mutmut-stats.json", copies / f"{module}.meta"
    if isolation == REACHING:
        stats.unlink(missing_ok=True)
    elif meta.exists():
        ask_every_test(stats, meta)
    if meta.exists():
        forget_survivors(meta)


def ask_every_test(stats: Path, meta: Path) -> None:
    """Make mutmut run all tests, since it cannot tell which of them hold what an import made."""
    measured = json.loads(stats.read_text())
    mutants: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
    tests = list(measured["duration_by_test"])
    functions = {mutant.rpartition("__mutmut_")[0] for mutant in mutants}
    measured["tests_by_mangled_function_name"] = dict.fromkeys(functions, tests)
    stats.write_text(json.dumps(measured))


def forget_survivors(meta: Path) -> None:
    """Make mutmut run those mutants again that the tests, as they were, did not kill."""
    known = json.loads(meta.read_text())
    codes: dict[str, int | None] = known["exit_code_by_key"]
    known["exit_code_by_key"] = {n: c if c in KILLED else None for n, c in codes.items()}
    meta.write_text(json.dumps(known))


def outcome_of(name: str, mutated: Path) -> Outcome:
    """Return what became of the mutants of a module that mutmut has *mutated*."""
    meta = Path(f"{mutated}.meta")
    if not meta.exists():
        return Outcome(name, {})
    codes: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
    functions = functions_of(mutated.read_text())
    survivors: list[str] = []
    for key in [key for key, code in codes.items() if code in SURVIVED]:
        module, _, mutant = key.rpartition(".")
        function, _, number = mutant.rpartition("__mutmut_")
        before, after = (functions[f"{function}__mutmut_{which}"] for which in ("orig", number))
        if [CAST.sub("", line) for line in before] == [CAST.sub("", line) for line in after]:
            del codes[key]
            continue
        named = MANGLED.sub("", function).replace("ǁ", ".")
        changed = [line for line in ndiff(before, after) if line.startswith(("-", "+"))]
        survivors.append("\n".join([f"{module}:{named}", *changed]))
    return Outcome(name, codes, tuple(survivors))


def functions_of(source: str) -> dict[str, list[str]]:
    """Return the lines of each function but the first, which has mutmut's name of it."""
    lines = source.splitlines()
    return {
        node.name: lines[node.lineno : node.end_lineno]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def equivalents() -> list[str]:
    """Return the changes that are known to change nothing."""
    known: dict[str, list[dict[str, str]]] = tomllib.loads(EQUIVALENT.read_text())
    return [mutant["change"].strip() for mutant in known.get("mutant", [])]


if __name__ == "__main__":
    main()
