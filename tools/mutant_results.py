"""The mutants of a module, and what earlier runs have found out about each."""

from __future__ import annotations

import ast
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from mutmut.mutation.file_mutation import mutate_file_contents

from tools.changed_module import function_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.changed_module import Subject

# The answers of the process that tries a mutant, beside the name of the test that fails, and
# nothing if that process was ended from outside.
PASSED: Final = "passed"
BROKEN: Final = "broken: "
_OUT_OF_BOUNDS: Final = "out of time or memory"


class BrokenError(Exception):
    """The tests fail, or cannot be run, although nothing is changed."""


class Mutants:
    """The mutants of a module, and what is known of them."""

    def __init__(self, subject: Subject, seen: str) -> None:
        """
        Make the mutants of *subject*, and read what earlier runs have found.

        Args:
            subject: The module.
            seen: The digest of all that the tests see: while it is the same, a survivor survives.
        """
        self.subject = subject
        self._seen = seen
        mutated = mutate_file_contents(str(subject.path), subject.path.read_text())
        self.source = mutated.code
        self.tree = ast.parse(mutated.code)
        self._hashes = mutated.hash_by_function_name
        # A caller leaves out what is no change.
        self.names: Iterable[str] = tuple(mutated.mutant_names)
        self._known: dict[str, dict[str, str]] = {}
        self.read()

    def read(self) -> None:
        """Read the results, if there are any."""
        log = self.subject.log
        lines = map(json.loads, log.read_text().splitlines() if log.exists() else ())
        self._known = {line["mutant"]: line for line in lines}

    def keep(self, name: str, answer: str) -> None:
        """
        Keep the *answer* of the process that tried the mutant *name*.

        Raises:
            BrokenError: If it could not try it.
        """
        if answer.startswith(BROKEN):
            raise BrokenError(f"{name}: {answer}")
        has_passed = answer == PASSED
        result = {"survived": self._seen} if has_passed else {"killer": answer or _OUT_OF_BOUNDS}
        line = {"mutant": self._key(name), **result}
        self._known[line["mutant"]] = line
        with self.subject.log.open("a") as log:
            log.write(f"{json.dumps(line)}\n")

    def is_killed(self, name: str) -> bool:
        """Tell whether a test has noticed the mutant *name*."""
        return "killer" in self._known.get(self._key(name), {})

    def is_survivor(self, name: str) -> bool:
        """Tell whether no test has noticed the mutant *name*, of those that there are now."""
        return self._known.get(self._key(name), {}).get("survived") == self._seen

    @property
    def left(self) -> list[str]:
        """Return the mutants that are to be tried."""
        return [each for each in self.names if not (self.is_killed(each) or self.is_survivor(each))]

    def _key(self, name: str) -> str:
        """Return the mutant *name*, with the digest of its function: another one is another."""
        return f"{name} {self._hashes[function_of(name)]}"


def digest(files: Iterable[Path]) -> str:
    """Return the digest of the contents of *files*."""
    return sha256(b"\0".join(file.read_bytes() for file in sorted(files))).hexdigest()
