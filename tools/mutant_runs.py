"""
The runs of the tests, one for each mutant of a module.

A process imports the tests once, and forks for each mutant: nothing is imported or collected
anew. In the forked process a mutant is a function whose code has been exchanged. A function that
ran while the tests were imported may have made a table, or the parameters of a test: each of its
mutants is tried from the start, in a process that has imported nothing of the project before.

The order of the tests is the order in which they are likely to fail: those that have noticed
mutants of this function, then the module's own, then those that have noticed other mutants.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections import Counter, defaultdict
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, NoReturn

import pytest
from coverage import Coverage

from tools.changed_module import changed_functions, function_of, install, with_mutant
from tools.mutant_results import BROKEN, PASSED, BrokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tools.changed_module import Loader
    from tools.mutant_results import Mutants

_ARGUMENTS: Final = (
    # What rewrites assertions would load the module before the changed one can be.
    *("--assert=plain", "--capture=no", "-p", "no:cacheprovider"),
    *("-p", "_hypothesis_pytestplugin", "--hypothesis-profile=coverage"),
)
# Seconds of the processor, and times as much as all tests take where nothing is changed.
_PATIENCE: Final = 4
_TIMES: Final = 4
# Seconds, however busy the machine is: then the mutant waits for something that never comes.
_LONGEST_WAIT: Final = 600
_MOST_MEMORY: Final = 2 * 1024**3


def run(mutants: Mutants, is_last: Callable[[str], bool]) -> None:
    """
    Try each mutant that is left, and keep the results.

    Args:
        mutants: The mutants of one module.
        is_last: Tells which mutants are tried after all others.

    Raises:
        BrokenError: If the tests fail although nothing is changed.
    """
    if not mutants.left:
        return
    output = mutants.subject.log.with_suffix(".txt")
    forked = _forked(partial(_run_all, mutants, is_last), output)
    if not forked.startswith("done "):
        raise BrokenError(f"{forked}\n{output.read_text()[-4000:]}")
    mutants.read()
    limit = float(forked.removeprefix("done "))
    files = {str(path): None for path in mutants.subject.own_tests}
    for mutant in sorted(mutants.left, key=is_last):
        answer = _forked(partial(_run_one, mutants, mutant, [*files]), output, limit)
        mutants.keep(mutant, answer)
        if "::" in answer:
            files[answer.partition("::")[0]] = None


# ------------------------------------------------------------------ in forked processes


def _forked(action: Callable[[], str], output: Path | None, limit: float | None = None) -> str:
    """Return what *action* returns in a forked process; nothing if it was ended from outside."""
    receiver, sender = os.pipe()
    sys.stdout.flush()
    if not (child := os.fork()):
        os.close(receiver)
        _end_with(action, sender, output, limit)
    os.close(sender)
    with os.fdopen(receiver) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer


def _end_with(
    action: Callable[[], str], sender: int, output: Path | None, limit: float | None
) -> NoReturn:
    """End this process with what *action* returns, or with what it raises."""
    try:
        if output is not None:
            _redirect(output)
        if limit is not None:
            _bound(limit)
        answer = action()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it has to be told
        answer = f"{BROKEN}{type(error).__name__}: {error}"
    os.write(sender, answer.encode("utf-8", "replace")[:4000])
    os._exit(0)


def _redirect(output: Path) -> None:
    """Write what this process prints to the file *output*."""
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(file, stream)


def _bound(seconds: float) -> None:
    """Bound this process to *seconds* of the processor from now, in memory, and in its wait."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(_LONGEST_WAIT)


def _run_all(mutants: Mutants, is_last: Callable[[str], bool]) -> str:
    """Try the mutants in processes that have imported the tests; return how that ended."""
    loader = install(mutants.subject, mutants.tree)
    coverage = Coverage(data_file=None, config_file=False, include=[loader.path])
    coverage.start()
    loop = _Loop(mutants, loader, coverage, is_last)
    status = pytest.main([*_ARGUMENTS, str(mutants.subject.tests)], plugins=[loop])
    return loop.answer or f"pytest has ended with {status!r}"


def _run_one(mutants: Mutants, mutant: str, files: list[str]) -> str:
    """Run *files*, then all tests, where *mutant* is there from the start; return what fails."""
    loader = install(mutants.subject, with_mutant(mutants.tree, mutant))
    first = _FirstFailure()
    for paths in (files, [str(mutants.subject.tests)]):
        if paths and pytest.main([*_ARGUMENTS, "--exitfirst", *paths], plugins=[first]):
            return first.test or "the import"
    if not loader.has_loaded:
        raise BrokenError(f"no test has imported {mutants.subject.name} as it was changed")
    return PASSED


class _FirstFailure:
    """The first test that fails."""

    test = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the name of the test."""
        if report.failed:
            self.test = self.test or report.nodeid


class _Loop(_FirstFailure):
    """The place where pytest would run each test once, and where they run for each mutant."""

    answer = ""

    def __init__(
        self,
        mutants: Mutants,
        loader: Loader,
        coverage: Coverage,
        is_last: Callable[[str], bool],
    ) -> None:
        """Prepare the loop."""
        self._mutants = mutants
        self._loader = loader
        self._coverage = coverage
        self._is_last = is_last
        self._own = {str(path.resolve()) for path in mutants.subject.own_tests}
        self._noticed: dict[str, Counter[str]] = defaultdict(Counter)
        self._noticed_any: Counter[str] = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests for each mutant."""
        self._coverage.stop()
        if session.testsfailed:
            self.answer = "the tests cannot be collected"
            return True
        gc.collect()
        gc.freeze()
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        complaint = _forked(lambda: self._run_unchanged(session.items), None, _LONGEST_WAIT)
        if complaint != PASSED:
            self.answer = complaint or "the tests do not end although nothing is changed"
            return True
        needed = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        limit = _PATIENCE + _TIMES * needed
        # What is loaded late has been loaded by no import of a test.
        self._coverage.start()
        import_module(self._loader.name)
        self._coverage.stop()
        early = self._functions_run_by_imports()
        late = [name for name in self._mutants.left if function_of(name) not in early]
        for mutant in sorted(late, key=self._is_last):
            self._try(mutant, session.items, limit)
        self.answer = f"done {limit}"
        return True

    def _try(self, mutant: str, items: Sequence[pytest.Item], limit: float) -> None:
        """Run the tests with *mutant*, the likeliest first, and keep the result."""
        here, anywhere = self._noticed[function_of(mutant)], self._noticed_any

        def likelihood(item: pytest.Item) -> tuple[int, bool, int]:
            return here[item.nodeid], str(item.path) in self._own, anywhere[item.nodeid]

        ordered = sorted(items, key=likelihood, reverse=True)

        def action() -> str:
            self._loader.activate(mutant)
            return self._run(ordered)

        answer = _forked(action, None, limit)
        self._mutants.keep(mutant, answer)
        if answer != PASSED:
            here[answer] += 1
            anywhere[answer] += 1

    def _run_unchanged(self, items: Sequence[pytest.Item]) -> str:
        """Run *items* where nothing is changed; return what is wrong with them, if anything is."""
        failed = self._run(items)
        if failed != PASSED:
            return f"a test fails although nothing is changed: {failed}"
        return PASSED if self._loader.has_loaded else f"the tests do not import {self._loader.name}"

    def _run(self, items: Sequence[pytest.Item]) -> str:
        """Run *items* until one fails, and return its name."""
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.test:
                return self.test
        return PASSED

    def _functions_run_by_imports(self) -> set[str]:
        """Return the functions that ran while the tests were imported."""
        lines = {*(self._coverage.get_data().lines(self._loader.path) or ())}
        return {
            function
            for function, node in changed_functions(self._mutants.tree).items()
            if lines & {*range(node.body[0].lineno, (node.end_lineno or 0) + 1)}
        }
