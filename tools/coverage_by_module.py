"""
Prove that the test file of each core module covers that module, alone and completely.

Code that only another module's tests reach is code whose behaviour nobody stated.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PACKAGE = Path("src/crossorigin")


def main() -> None:
    """Measure every core module, and fail if one is not covered."""
    modules = core_modules()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = [complaint for complaint in pool.map(measure, modules) if complaint]
    if complaints:
        sys.exit("\n\n".join(complaints))
    print(f"{len(modules)} core modules, each covered by its own test file")


def core_modules() -> list[Path]:
    """Return the modules of the core: those whose name, or whose package, begins with ``_``."""
    inner = (path for path in PACKAGE.glob("_[!_]*/*.py") if path.stem != "__init__")
    return [PACKAGE / "errors.py", *sorted(PACKAGE.glob("_[!_]*.py")), *sorted(inner)]


def tests_of(module: Path) -> Path:
    """Return the test file of a module of the core."""
    *packages, name = module.relative_to(PACKAGE).with_suffix("").parts
    folders = (package.removeprefix("_") for package in packages)
    return Path("tests", *folders, f"test_{name.removeprefix('_')}.py")


def measure(module: Path) -> str | None:
    """Return what the test file of *module* leaves uncovered, or ``None``."""
    tests = tests_of(module)
    if not tests.exists():
        return f"{module} has no test file of its own: {tests}"
    with tempfile.TemporaryDirectory() as directory:
        data = f"--data-file={directory}/coverage"
        pytest = ("-m", "pytest", "--quiet", "--no-header", "--hypothesis-profile=coverage")
        for command in (
            ("run", data, *pytest, str(tests)),
            ("report", data, f"--include={module}"),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "coverage", *command],
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if done.returncode:
                return f"{module} is not covered by {tests}:\n{done.stdout}"
    return None


if __name__ == "__main__":
    main()
