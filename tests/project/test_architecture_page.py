"""The page about the architecture says what the package is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_PACKAGE: Final = _ROOT / "src/crossorigin"
_PAGE: Final = (_ROOT / "docs/architecture.md").read_text()
# Four spaces for each folder that an entry of the tree lies in; a wrapped line has more.
_ENTRY: Final = re.compile(r"^((?: {4}){1,2})([a-z_]+(?:\.py|/))(?:, ([a-z_]+\.py))?", re.MULTILINE)
_LOADED: Final = re.compile(r"^\| `(crossorigin[.a-z]*)` \| (.+) \|$", re.MULTILINE)
_BESIDE: Final = {"_web", "errors"}
MAX_LINES_IN_PRODUCTION: Final = 5500


def entries() -> list[str]:
    """Return the paths of the tree that the page shows."""
    found: list[str] = []
    folder = ""
    for indent, *names in _ENTRY.findall(_PAGE.partition("## Which part")[0]):
        inner = len(indent) > 4
        found += [f"{folder if inner else ''}{name}" for name in names if name]
        folder = folder if inner else names[0]
    return found


def test_the_tree_shows_what_is_there() -> None:
    """Each path of the tree exists."""
    assert [path for path in entries() if not (_PACKAGE / path).exists()] == []


@pytest.mark.parametrize("folder", ["", "doctor/"])
def test_the_tree_is_whole(folder: str) -> None:
    """Every part of the package is in the tree, and every part of the doctor."""
    paths = (path for path in (_PACKAGE / folder).iterdir() if path.name != "__pycache__")
    parts = {
        f"{folder}{path.name}{'/' if path.is_dir() else ''}"
        for path in paths
        if (path / "__init__.py").exists() or (path.suffix == ".py" and not folder)
    }
    assert parts - set(entries()) == set()


@pytest.mark.parametrize(("module", "parts"), _LOADED.findall(_PAGE))
def test_what_runs_in_production(module: str, parts: str) -> None:
    """Importing an adapter loads the parts that the page names, and no more lines than it says."""
    program = (
        f"import sys, {module}; "
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('crossorigin')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    files = [Path(name) for name in done.stdout.split()]
    loaded = {
        path.relative_to(_PACKAGE).with_suffix("").parts[0]
        for path in files
        if path != _PACKAGE / "__init__.py"
    }
    own = set(module.split(".")[1:])
    assert loaded - own == _BESIDE.union(re.findall(r"`(\w+)`", parts))
    assert sum(len(path.read_text().splitlines()) for path in files) <= MAX_LINES_IN_PRODUCTION


def test_the_page_names_every_adapter() -> None:
    """What an app imports in production has its line in the table."""
    adapters = [module for module, _ in _LOADED.findall(_PAGE)]
    assert adapters == ["crossorigin", "crossorigin.wsgi", "crossorigin.asgi", "crossorigin.flask"]
