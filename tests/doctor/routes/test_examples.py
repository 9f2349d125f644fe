"""The check is silent on the examples."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_EXAMPLES: Final = sorted(
    path
    for folder in ("asgi", "wsgi", "appengine")
    for path in (Path(__file__).parents[3] / "examples" / folder).glob("*.py")
)


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_examples_have_none(path: Path) -> None:
    """The check is silent on each example, in a process of its own."""
    name = "application" if "application = " in path.read_text() else "app"
    done = subprocess.run(
        [sys.executable, "-m", "crossorigin", "routes", f"{path.stem}:{name}", "--check"],
        cwd=path.parent,
        env={
            **os.environ,
            "CROSSORIGIN_ORIGINS": "https://app.example.com",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "✓ NO FINDINGS\n")
