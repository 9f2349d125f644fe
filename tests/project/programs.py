"""Find the programs that some tests need, and say which are missing and how to install them."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Final, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

# Which Debian package brings a program; `.ci/run` installs them all.
DEBIAN_PACKAGES: Final = {
    "MiniBrowser": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "apache2": "apache2-bin",
    "caddy": "caddy",
    "certutil": "libnss3-tools",
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
    **{
        f"firefox-esr-l10n-{language}": f"firefox-esr-l10n-{language}"
        for language in ("de", "es-es", "fr", "ja", "pt-br", "ru", "zh-cn")
    },
    "haproxy": "haproxy",
    "nginx": "nginx",
    "varnishd": "varnish",
    "wrk": "wrk",
}
# The packages for servers of tests/zoo.
ZOO: Final = "build/zoo"
# Those for the local tools of tests/range.
RANGE: Final = "build/range"
# How to install what Debian does not have.
COMMANDS: Final = {
    RANGE: "make targets",
    ZOO: "make zoo",
    "dev_appserver.py": "gcloud components install app-engine-python",
    "pip 22.3": "make build/pips/22.3",
    "pip 23.2.1": "make build/pips/23.2.1",
}
_NOT_INSTALLED: Final = " is not installed"


def require_program(*names: str) -> str:
    """
    Return the path of the first of *names* that is installed.

    If none is, skip the test. With ``REQUIRE_ALL=1`` in the environment, fail it.
    """
    return next(filter(None, map(shutil.which, names)), None) or miss(names[0])


def miss(name: str) -> NoReturn:
    """Skip the test that needs the program *name*; with ``REQUIRE_ALL=1``, fail it."""
    reason = name + _NOT_INSTALLED
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail("\n".join([reason, *install_commands([name])]), pytrace=False)
    pytest.skip(reason, allow_module_level=True)


def missing_programs(skips: Iterable[tuple[str, str]]) -> list[str]:
    """Return the lines that name the programs, and the tests, of *skips*: test file and reason."""
    tests = Counter(skips)
    missing: dict[str, list[str]] = {}
    for (path, reason), count in sorted(tests.items()):
        if reason.endswith(_NOT_INSTALLED):
            name = reason.removeprefix("Skipped: ").removesuffix(_NOT_INSTALLED)
            missing.setdefault(name, []).append(f"{path} ({count})")
    if not missing:
        return []
    lines = [f"{name}, for {', '.join(paths)}" for name, paths in sorted(missing.items())]
    return [*lines, "", "This installs what is missing:", *install_commands(missing)]


def install_commands(names: Iterable[str]) -> list[str]:
    """Return the command that installs the Debian packages of *names*, and those of the rest."""
    packages = sorted({DEBIAN_PACKAGES[name] for name in names if name in DEBIAN_PACKAGES})
    commands = [COMMANDS[name] for name in names if name in COMMANDS]
    if packages:
        commands.insert(0, f"apt-get install --no-install-recommends {' '.join(packages)}")
    return [f"    {command}" for command in commands]
