"""
Prove that the test files of each core module cover that module, alone and completely.

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


def tests_of(module: Path) -> list[Path]:
    """Return the test files of a module of the core: ``test_name.py``, ``test_name_*.py``."""
    own = test_file_of(module)
    of_others = {test_file_of(other) for other in core_modules()} - {own}
    found = own.parent.glob(f"{own.stem}_*.py")
    return [*filter(Path.exists, [own]), *sorted(set(found) - of_others)]


def test_file_of(module: Path) -> Path:
    """Return the test file that a module of the core must have."""
    *packages, name = module.relative_to(PACKAGE).with_suffix("").parts
    folders = (package.removeprefix("_") for package in packages)
    return Path("tests", *folders, f"test_{name.removeprefix('_')}.py")


def measure(module: Path) -> str | None:
    """Return what the test files of *module* leave uncovered, or ``None``."""
    tests = [str(path) for path in tests_of(module)]
    if not tests:
        return f"{module} has no test file of its own: {test_file_of(module)}"
    with tempfile.TemporaryDirectory() as directory:
        data = f"--data-file={directory}/coverage"
        pytest = ("-m", "pytest", "--quiet", "--no-header", "--hypothesis-profile=coverage")
        for command in (
            ("run", data, *pytest, *tests),
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
                return f"{module} is not covered by {', '.join(tests)}:\n{done.stdout}"
    return None


if __name__ == "__main__":
    main()
