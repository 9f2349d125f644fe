"""
Prove that the tests of each package of the core cover that package, alone and completely.

Code that only the tests of another package reach is code whose behaviour nobody stated.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

ROOT: Final = Path("src/crossorigin")
# Each package, and the folder of its tests.
TESTS: Final = {
    "_adapters": Path("tests/adapters"),
    "_browser": Path("tests/browser"),
    "_policy": Path("tests/policy"),
    "_web": Path("tests/web"),
    "proof": Path("tests/proof"),
}
# A module that stands alone belongs to a package of the same floor.
ALONE: Final = {"errors": "_web"}


def main() -> None:
    """Measure every package of the core, and fail if one is not covered."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = [complaint for complaint in pool.map(measure, TESTS) if complaint]
    if complaints:
        sys.exit("\n\n".join(complaints))
    print(f"{len(TESTS)} packages of the core, each covered by its own tests")


def core_modules() -> list[Path]:
    """Return the modules of the core."""
    inner = (path for package in TESTS for path in _modules(package))
    return [*(ROOT / f"{name}.py" for name in ALONE), *inner]


def _modules(package: str) -> list[Path]:
    """Return the modules of *package*; those of one that is not private itself have private names."""
    return [path for path in sorted((ROOT / package).glob("*.py")) if path.stem != "__init__"]


def package_of(module: Path) -> str:
    """Return the package whose tests cover *module*."""
    name = module.relative_to(ROOT).with_suffix("").parts[0]
    return ALONE.get(name, name)


def measure(package: str) -> str | None:
    """Return the lines that the tests of *package* leave uncovered, or ``None``."""
    modules = [str(path) for path in core_modules() if package_of(path) == package]
    tests = TESTS[package]
    with tempfile.TemporaryDirectory() as directory:
        data = f"--data-file={directory}/coverage"
        pytest = ("-m", "pytest", "--quiet", "--no-header", "--hypothesis-profile=coverage")
        for command in (
            # All of it, whatever the other tests leave out.
            ("run", data, "--omit=none", *pytest, str(tests)),
            ("report", data, "--omit=none", f"--include={','.join(modules)}"),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "coverage", *command],
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if done.returncode:
                return f"{package} is not covered by {tests}:\n{done.stdout}"
    return None


if __name__ == "__main__":
    main()
