"""
Run the portable tests on each Python that the package claims, and with the oldest packages that it does.

A Python that is not on this machine is named at the end, and fails nothing. With ``--others``, that
of ``.venv`` is left out: `make test` runs the same tests, and more, with it.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

_CLASSIFIER: Final = "Programming Language :: Python :: 3."
_FIND: Final = Path(__file__).with_name("find-python")
_LOWEST: Final = ("VENV=build/venvs/lowest", "LOCK=lowest")


def claimed() -> list[str]:
    """Return the versions of Python that the classifiers name."""
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    return [
        f"3.{classifier.removeprefix(_CLASSIFIER)}"
        for classifier in project["classifiers"]
        if classifier.startswith(_CLASSIFIER)
    ]


def is_here(version: str) -> bool:
    """Return whether the Python *version* is on this machine."""
    done = subprocess.run([_FIND, version], check=False, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def passes(*variables: str) -> bool:
    """Run the portable tests with *variables* of make, and return whether they pass."""
    command = ["make", "--no-print-directory", "portable", "ARGS=", *variables]
    return subprocess.run(command, check=False).returncode == 0


def main() -> None:
    """Run them all, say how each fared, and fail if one did."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    fared: dict[str, bool | None] = {}
    versions = claimed()
    if "--others" in sys.argv[1:]:
        versions.remove(here)
    for version in versions:
        variables = [] if version == here else [f"PYTHON={version}"]
        fared[f"Python {version}"] = passes(*variables) if is_here(version) else None
    fared[f"Python {here}, the lowest versions"] = passes(*_LOWEST)
    words = {True: "passed", False: "failed", None: "is not on this machine"}
    print(*(f"{name}: {words[result]}" for name, result in fared.items()), sep="\n")
    sys.exit(False in fared.values())


if __name__ == "__main__":
    main()
