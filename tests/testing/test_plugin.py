"""The pytest plugin, and the tests that the guide gives to copy."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crossorigin.pytest._plugin import pytest_configure
from tests.testing.apps import API, HERE
from tests.testing.test_apps import Lifespan

if TYPE_CHECKING:
    from crossorigin.testing import OpenBrowser

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "testing.md"
TESTS = re.findall(
    r"^```python\n(# (test_\w+\.py)\n.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL
)
STARTED = Lifespan()


def test_the_fixture(browser: OpenBrowser) -> None:
    """The fixture opens browsers, whose apps are started."""
    page = browser(STARTED, origin=HERE, base=API)
    assert (page.fetch("/").text, STARTED.events[:1]) == ("started", ["startup"])


def test_pytest_finds_the_plugin() -> None:
    """The plugin is one that pytest loads by itself."""
    (found,) = entry_points(group="pytest11", name="crossorigin")
    assert found.value == "crossorigin.pytest._plugin"


@pytest.mark.parametrize(
    ("rival", "seen"), [("playwright", "rival's"), ("splinter", "rival's"), ("other", "ours")]
)
def test_a_rival(rival: str, seen: str, tmp_path: Path) -> None:
    """Where another plugin is known to have a fixture of that name, ours keeps away."""
    (tmp_path / f"{rival}.py").write_text("")
    (tmp_path / "test_it.py").write_text(
        "def test_it(request):\n"
        "    try: request.getfixturevalue('browser')\n"
        '    except Exception: print("rival\'s")\n'
        "    else: print('ours')\n"
    )
    options = ("-q", "-s", "--rootdir", str(tmp_path), "-p", rival, "test_it.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[0].startswith(seen)


@pytest.mark.parametrize("rival", [None, "playwright"])
def test_what_is_registered(rival: str | None) -> None:
    """The fixture's module becomes a plugin, if there is no rival."""
    config = pytest.Config.fromdictargs({}, [])
    if rival:
        config.pluginmanager.register(object(), rival)
    pytest_configure(config)
    assert config.pluginmanager.hasplugin("crossorigin-browser") is (rival is None)


def test_the_plugin_loads_little() -> None:
    """Starting pytest loads neither the browser nor asyncio for it."""
    program = (
        "import sys, pytest; before = set(sys.modules); import crossorigin.pytest._plugin;"
        "print({'asyncio', 'crossorigin.testing'} & (set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(("text", "name"), TESTS, ids=[name for _, name in TESTS])
def test_a_copied_test_passes(text: str, name: str, tmp_path: Path) -> None:
    """A test of the guide passes as it stands there, in a folder of its own."""
    (tmp_path / name).write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "--rootdir", tmp_path, name],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_guide_has_a_test_for_each_framework() -> None:
    """There is something to copy for Flask and for FastAPI."""
    assert [name for _, name in TESTS] == ["test_flask_api.py", "test_fastapi_api.py"]
