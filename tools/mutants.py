"""
Change the core in every small way, and prove that its own tests notice.

A change that no test notices is a behaviour that nobody stated. Each one either gets a
test, or stands in ``tools/equivalent_mutants.toml`` with the reason why it changes nothing.
Each module is judged by the tests of its package alone.

A run goes on where the last one ended. What a test noticed once counts until that function
changes; what no test noticed, until the core or a test of the package does. ``--fresh`` forgets
the earlier runs.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import re
import sys
import time
import tomllib
from dataclasses import dataclass
from difflib import ndiff
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from tools.changed_module import Subject, function_of
from tools.coverage_by_package import ROOT, TESTS, core_modules, package_of
from tools.mutant_results import BrokenError, Mutants, digest
from tools.mutant_runs import run

LOGS: Final = Path("build/mutants")
EQUIVALENT: Final = Path("tools/equivalent_mutants.toml")
LEAST_KILLED: Final = 0.95
MOST_EQUIVALENT: Final = 0.03
PRELOADED: Final = ("hypothesis.strategies", "hypothesis.internal.conjecture.providers", "sybil")
# What a cast names changes nothing, so a change of that is none.
CAST: Final = re.compile(r'\bcast\((?:None|"[^"]*"),')
# mutmut's name of a function: `x_name`, or of a method: `xǁClassǁname`.
MANGLED: Final = re.compile(r"\bx(?:_|ǁ(?=\w+ǁ))")


@dataclass(frozen=True)
class Outcome:
    """
    The outcome of the mutants of one module.

    Attributes:
        module: The module, inside the package.
        total: How many mutants there are.
        killed: How many of them a test noticed.
        survivors: The others, each as the change that it is.
        failure: Why they could not be tried, if they could not.
    """

    module: str
    total: int
    killed: int
    survivors: tuple[str, ...] = ()
    failure: str | None = None


def main() -> None:
    """Run every mutant, and fail if too many survive or one of them is not accounted for."""
    parser = argparse.ArgumentParser(description="Change the core, and see whether a test notices.")
    parser.add_argument(
        "modules",
        nargs="*",
        help="such as _policy.vary, or _browser for a package; all if none",
    )
    parser.add_argument("--fresh", action="store_true", help="forget the earlier runs")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count(), help="modules at a time; as many as processors"
    )
    options = parser.parse_args()
    # Ours asks for another, and the rest is slow to load.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    modules = {name_of(module): module for module in core_modules()}
    named = {name: [each for each in modules if is_part(each, name)] for name in options.modules}
    if unknown := sorted(name for name, found in named.items() if not found):
        parser.error(f"no modules of the core: {', '.join(unknown)}")
    chosen = [modules[each] for found in named.values() for each in found] or [*modules.values()]
    start = time.monotonic()
    # What every test needs is imported once; nothing of the project is.
    for name in PRELOADED:
        import_module(name)
    gc.freeze()
    # The largest first, so that no processor idles while another one finishes it.
    by_size = sorted(chosen, key=lambda module: module.stat().st_size, reverse=True)
    with get_context("fork").Pool(options.jobs, maxtasksperchild=1) as pool:
        tried = pool.imap_unordered(partial(mutate, is_fresh=options.fresh), by_size)
        outcomes = list(map(show, tried))
    complaints = report(outcomes)
    print(f"{len(outcomes)} modules in {time.monotonic() - start:.0f} seconds")
    if complaints:
        sys.exit("\n".join(complaints))


def show(outcome: Outcome) -> Outcome:
    """Print what became of the mutants of a module, as soon as it is known."""
    changes = equivalents()
    for change in outcome.survivors:
        if change not in changes:
            print(f"\n{change}\n")
    print(f"{outcome.killed:4} of {outcome.total:3} killed: {outcome.module}", flush=True)
    return outcome


def report(outcomes: list[Outcome]) -> list[str]:
    """Print what became of all mutants, and return what is wrong with that."""
    changes = equivalents()
    survivors = [change for outcome in outcomes for change in outcome.survivors]
    unknown = [change for change in survivors if change not in changes]
    tried = {f"crossorigin.{outcome.module}" for outcome in outcomes if not outcome.failure}
    outdated = [
        change for change in changes if change not in survivors and change.split(":")[0] in tried
    ]
    killed = sum(outcome.killed for outcome in outcomes)
    total = sum(outcome.total for outcome in outcomes) or 1
    equivalent = len(survivors) - len(unknown)
    print(f"\n{killed} of {total} mutants killed: {killed / total:.1%}")
    print(f"{equivalent} equivalent, by {EQUIVALENT}: {equivalent / total:.1%}")
    return [
        *(outcome.failure for outcome in outcomes if outcome.failure),
        *(f"{EQUIVALENT} lists what does not survive:\n{change}" for change in outdated),
        *([f"{len(unknown)} survive without a reason"] if unknown else []),
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


def is_part(module: str, name: str) -> bool:
    """Tell whether *name* is *module* or its package."""
    return f"{module}.".startswith(f"{name}.")


def mutate(module: Path, *, is_fresh: bool) -> Outcome:
    """Run the mutants of *module* of which nothing is known."""
    name = name_of(module)
    tests = TESTS[package_of(module)]
    log = LOGS / f"{name}.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    if is_fresh:
        log.unlink(missing_ok=True)
    subject = Subject(name=f"crossorigin.{name}", path=module, tests=tests, log=log)
    mutants = Mutants(subject, digest([*core_modules(), *tests.rglob("*.py")]))
    mutants.names = changes = changes_of(subject, mutants)
    known = equivalents()
    failure = None
    try:
        run(mutants, lambda mutant: changes.get(mutant) in known)
    except BrokenError as error:
        failure = f"{name} was not tried: {error}"
    return Outcome(
        module=name,
        total=len(changes),
        killed=sum(map(mutants.is_killed, changes)),
        survivors=tuple(changes[each] for each in changes if mutants.is_survivor(each)),
        failure=failure,
    )


def changes_of(subject: Subject, mutants: Mutants) -> dict[str, str]:
    """Return each mutant with the change that it is: the function, and the lines that differ."""
    functions = functions_of(mutants.source)
    changes: dict[str, str] = {}
    for mutant in mutants.names:
        before, after = functions[f"{function_of(mutant)}__mutmut_orig"], functions[mutant]
        if [CAST.sub("", line) for line in before] != [CAST.sub("", line) for line in after]:
            named = MANGLED.sub("", function_of(mutant)).replace("ǁ", ".")
            changed = [line for line in ndiff(before, after) if line.startswith(("-", "+"))]
            changes[mutant] = "\n".join([f"{subject.name}:{named}", *changed])
    return changes


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
