"""Fuzz one target in this process: ``python -m fuzz.run TARGET [what libFuzzer takes]``."""

from __future__ import annotations

import importlib
import logging
import sys


def main() -> None:
    """Watch which branches of the library each input takes, and look for inputs that take others."""
    program, name, *arguments = sys.argv
    # It has no annotations, and not every machine has it.
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["crossorigin"]):
        targets = importlib.import_module("fuzz.targets").TARGETS
    # An origin source that fails is logged, each time.
    logging.getLogger("crossorigin").setLevel(logging.CRITICAL)
    atheris.Setup([program, *arguments], targets[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
