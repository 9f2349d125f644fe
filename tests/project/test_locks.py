"""A lock holds: whatever was released since, each pip installs what it says, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.project.package_index import fill, lock_text
from tests.project.programs import RANGE, ZOO, miss
from tools.check_locks import Pin, find_holes, installed_requirements, read_lock

pytestmark = pytest.mark.programs

ROOT = Path(__file__).parents[2]
PIPS = ROOT / "build/pips"
LOCKS = {path.name: read_lock(path.read_text()) for path in (ROOT / "requirements").glob("*.txt")}
# They run on Python 3.11, which brings them; the newest runs on each, and `make` installs with it.
OLD_PIPS = ["22.3", "23.2.1"] if sys.version_info < (3, 12) else []
NEWEST_PIP = LOCKS["pip.txt"][0].version
# `make lock` installs these locks, and looks whether what they install requires nothing indeed.
ALONE = ["lock.txt", *(name for name in sorted(LOCKS) if name.startswith("pip"))]
# The tests run from these, or, on the lowest versions, from one.
INSTALLED = [
    name
    for name in ("demo.txt", "dev.txt", "lowest.txt")
    if all(installed_requirements(pin) is not None for pin in LOCKS[name] if pin.applies_in(None))
]
# `make zoo` and `make targets` install these, each in a place of its own, with the newest pip.
APART = {"zoo.txt": ZOO, "range.txt": RANGE}
# In the second one, fastapi comes before pydantic[email]: an old pip asks the index for pydantic.
PIPS_OF = {"zoo.txt": [*OLD_PIPS, NEWEST_PIP], "range.txt": [NEWEST_PIP]}


def requirements_of(pin: Pin, path: list[str] | None = None) -> list[Requirement]:
    """Return what the locked release of a package requires; of one alone, nothing."""
    return installed_requirements(pin, path) or []


def dry_run(pip: str, folder: Path, lock: str) -> subprocess.CompletedProcess[str]:
    """Install *lock* from *folder* with *pip* of that version, but for the last step."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    environment["PIP_CONFIG_FILE"] = os.devnull
    if pip != NEWEST_PIP:
        if not (PIPS / pip).exists():
            miss(f"pip {pip}")
        environment["PYTHONPATH"] = str(PIPS / pip)
    (folder / "lock.txt").write_text(lock)
    command = [sys.executable, "-m", "pip", "--no-cache-dir", "--disable-pip-version-check"]
    command += ["install", "--dry-run", "--ignore-installed", "--require-hashes"]
    command += ["--only-binary", ":all:", "--no-index", "--find-links", str(folder)]
    command += ["--requirement", str(folder / "lock.txt")]
    command += ["--report", str(folder / "report.json")]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


def installed(folder: Path) -> dict[str, str]:
    """Return the version of each package that pip would have installed."""
    report = json.loads((folder / "report.json").read_text())
    return {item["metadata"]["name"]: item["metadata"]["version"] for item in report["install"]}


def test_the_tests_run_from_a_lock() -> None:
    """What is installed is what a lock says, so that what it requires is known."""
    assert INSTALLED in (["demo.txt", "dev.txt"], ["lowest.txt"])


@pytest.mark.parametrize("pip", [*OLD_PIPS, NEWEST_PIP])
@pytest.mark.parametrize("name", [*ALONE, *INSTALLED])
def test_each_pip_installs_what_the_lock_says(name: str, pip: str, tmp_path: Path) -> None:
    """Although the index has a newer release of every package, each is that of the lock."""
    pins = [pin for pin in LOCKS[name] if pin.applies_in(None)]
    installs(pip, tmp_path, {pin: requirements_of(pin) for pin in pins})


@pytest.mark.parametrize(("name", "pip"), [(name, pip) for name in APART for pip in PIPS_OF[name]])
def test_each_pip_installs_what_a_lock_apart_says(name: str, pip: str, tmp_path: Path) -> None:
    """The same of a lock whose packages are installed in a place of their own."""
    packages = [str(path) for path in (ROOT / APART[name]).glob("venv/lib/*/site-packages")]
    if not packages:
        miss(APART[name])
    pins = [pin for pin in LOCKS[name] if pin.applies_in(None)]
    assert [pin for pin in pins if installed_requirements(pin, packages) is None] == []
    installs(pip, tmp_path, {pin: requirements_of(pin, packages) for pin in pins})


def installs(pip: str, folder: Path, requirements: dict[Pin, list[Requirement]]) -> None:
    """Assert that *pip* installs the pins of *requirements*, and nothing else."""
    done = dry_run(pip, folder, lock_text(fill(folder, requirements)))
    assert done.returncode == 0, done.stderr
    assert installed(folder) == {pin.name: pin.version for pin in requirements}


# What the packages of these small locks require, in the syntax of their metadata.
REQUIRED = {
    "alone": [],
    "plain": ["base>=1"],
    "wants-extra": ["base[fast]>=1"],
    "wants-newer": ["base>=2"],
    "sometimes": ["base>=1; sys_platform == 'win32'"],
    "later": ["base>=1; python_full_version >= '3.13'"],
    "optional": ["base>=1; extra == 'more'"],
    "base": ["alone; extra == 'fast'"],
}

# The lines of a lock, and what is wrong with it.
HOLES = [
    pytest.param(["plain==1", "base==1"], [], id="covered"),
    pytest.param(["plain==1", "base[fast]==1", "alone==1"], [], id="covered-by-more"),
    pytest.param(["wants-extra==1", "base[fast]==1", "alone==1"], [], id="covered-extra"),
    pytest.param(["optional==1"], [], id="extra-not-asked-for"),
    pytest.param(["sometimes==1", "base==1 ; sys_platform == 'win32'"], [], id="covered-there"),
    pytest.param(
        ["wants-extra==1", "base==1"],
        ["wants-extra==1 requires base[fast]>=1: the lock has base==1"],
        id="without-the-extra",
    ),
    pytest.param(
        ["wants-extra==1", "base[fast,safe]==1", "alone==1"],
        ["wants-extra==1 requires base[fast]>=1: the lock has base[fast,safe]==1"],
        id="with-another-set-of-extras",
    ),
    pytest.param(
        ["base[fast]==1"],
        ['base[fast]==1 requires alone; extra == "fast": the lock has nothing'],
        id="of-an-extra",
    ),
    pytest.param(
        ["wants-newer==1", "base==1"],
        ["wants-newer==1 requires base>=2: the lock has base==1"],
        id="too-old",
    ),
    pytest.param(
        ["optional[more]==1"],
        ['optional[more]==1 requires base>=1; extra == "more": the lock has nothing'],
        id="extra-asked-for",
    ),
    pytest.param(
        ["sometimes==1", "base==1 ; sys_platform == 'linux'"],
        ['sometimes==1 requires base>=1; sys_platform == "win32": the lock has nothing'],
        id="on-another-system",
    ),
    pytest.param(
        ["later==1", "base==1 ; python_full_version < '3.14'"],
        ['later==1 requires base>=1; python_full_version >= "3.13": the lock has nothing'],
        id="on-another-python",
    ),
    pytest.param(
        ["alone==1", "alone==2 ; python_full_version >= '3.13'"],
        ['more than one line applies: alone==1, alone==2; python_full_version >= "3.13"'],
        id="two-of-one",
    ),
    pytest.param(
        ["unknown==1"], ["unknown==1 is not installed: what it requires is unknown"], id="unknown"
    ),
    pytest.param(["unknown==1 ; python_full_version < '3.11'"], [], id="unknown-elsewhere"),
]


@pytest.mark.parametrize(("lines", "holes"), HOLES)
def test_the_check_finds_holes(lines: list[str], holes: list[str]) -> None:
    """A requirement that a line leaves to the index is a hole, on whichever system it is."""

    def required(pin: Pin) -> list[Requirement] | None:
        texts = REQUIRED.get(pin.name)
        return None if texts is None else [Requirement(text) for text in texts]

    assert (
        find_holes(read_lock(lock_text(dict.fromkeys(map(Pin.parse, lines), "0"))), required)
        == holes
    )


@pytest.mark.parametrize("pip", OLD_PIPS)
@pytest.mark.parametrize(
    "lines", [["wants-extra==1", "base==1"], ["wants-extra==1", "base[fast,safe]==1", "alone==1"]]
)
def test_an_old_pip_falls_into_a_hole(lines: list[str], pip: str, tmp_path: Path) -> None:
    """The index of these tests has what makes pip stop, so a lock that passes them holds."""
    pins = [Pin.parse(line) for line in lines]
    requirements = {pin: [Requirement(text) for text in REQUIRED[pin.name]] for pin in pins}
    done = dry_run(pip, tmp_path, lock_text(fill(tmp_path, requirements)))
    assert done.returncode == 1
    assert "all requirements must have their versions pinned" in done.stderr
