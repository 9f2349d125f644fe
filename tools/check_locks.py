"""
Prove that pip takes every package from the lock, whatever the day, the system and the pip.

A requirement that no line of the lock answers is looked up in the index: there pip finds a newer
release, which has no hash in the lock, and stops. Before 23.3, pip even passes by ``flask==3.1.3``
where ``flask[async]`` is required, so the line must have the very extras of the requirement.
https://pip.pypa.io/en/stable/news/#v23-3
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import distributions
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# A patch release counts: some packages are needed before 3.11.3 only.
_PYTHONS: Final = [f"3.{minor}.{patch}" for minor in (11, 12, 13, 14) for patch in (0, 99)]
_SYSTEMS: Final = [
    ("linux", "Linux", "posix", "x86_64"),
    ("linux", "Linux", "posix", "aarch64"),
    ("darwin", "Darwin", "posix", "arm64"),
    ("win32", "Windows", "nt", "AMD64"),
]
# https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
ENVIRONMENTS: Final = [
    {
        "implementation_name": implementation.lower(),
        "implementation_version": version,
        "os_name": os_name,
        "platform_machine": machine,
        "platform_python_implementation": implementation,
        "platform_release": "",
        "platform_system": system,
        "platform_version": "",
        "python_full_version": version,
        "python_version": version.rpartition(".")[0],
        "sys_platform": platform,
    }
    for version, (platform, system, os_name, machine), implementation in product(
        _PYTHONS, _SYSTEMS, ("CPython", "PyPy")
    )
]


@dataclass(frozen=True, slots=True)
class Pin:
    """A line of a lock: one version of one package, where a marker holds."""

    name: str
    version: str
    line: Requirement

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse the part of a line before its hashes, such as ``flask[async]==3.1.3``."""
        line = Requirement(text)
        (specifier,) = line.specifier
        return cls(canonicalize_name(line.name), specifier.version, line)

    def applies_in(self, environment: dict[str, str] | None) -> bool:
        """Return whether pip reads the line in *environment*; by default, this one."""
        return self.line.marker is None or self.line.marker.evaluate(environment)

    def answers(self, required: Requirement) -> bool:
        """Return whether each pip takes *required* from the line."""
        # A line with an extra pins the package alone, too, in each pip; no pip before 23.3 takes
        # any other set of extras from it.
        return required.extras in (set(), self.line.extras) and required.specifier.contains(
            self.version, prereleases=True
        )

    def __str__(self) -> str:
        return str(self.line)


def read_lock(text: str) -> list[Pin]:
    """Return the lines of a lock."""
    return [
        Pin.parse(line)
        for line in re.findall(r"^([a-z0-9].*?)(?: --hash=.*| *\\?)$", text, re.MULTILINE)
    ]


def installed_requirements(pin: Pin, path: Sequence[str] | None = None) -> list[Requirement] | None:
    """
    Return what the installed release of *pin* requires; ``None`` if it is not installed.

    *path* has the folders in which packages are; by default, those of this Python.
    """
    found = next(iter(distributions(name=pin.name, path=list(path or sys.path))), None)
    if found is None or found.version != pin.version:
        return None
    return [Requirement(text) for text in found.requires or ()]


def find_holes(
    pins: list[Pin], requirements_of: Callable[[Pin], list[Requirement] | None]
) -> list[str]:
    """Return what pip would look up in the index although *pins* are its lock."""
    requirements = {pin: requirements_of(pin) for pin in pins}
    here = [
        f"{pin} is not installed: what it requires is unknown"
        for pin, required in requirements.items()
        if required is None and pin.applies_in(None)
    ]
    known = {pin: required or [] for pin, required in requirements.items()}
    # A dictionary keeps one of what is said of many environments.
    there = dict.fromkeys(
        hole for environment in ENVIRONMENTS for hole in _holes_in(environment, known)
    )
    return [*here, *there]


def _holes_in(
    environment: dict[str, str], requirements: dict[Pin, list[Requirement]]
) -> Iterator[str]:
    """Yield the holes that a system has for which *environment* stands."""
    pins: dict[str, list[Pin]] = {}
    for pin in requirements:
        if pin.applies_in(environment):
            pins.setdefault(pin.name, []).append(pin)
    for candidates in pins.values():
        if len(candidates) > 1:
            yield f"more than one line applies: {', '.join(map(str, candidates))}"
    for pin in (pin for candidates in pins.values() for pin in candidates):
        for required in _required_in(environment, pin, requirements[pin]):
            candidates = pins.get(canonicalize_name(required.name), [])
            if not any(candidate.answers(required) for candidate in candidates):
                found = ", ".join(map(str, candidates)) or "nothing"
                yield f"{pin} requires {required}: the lock has {found}"


def _required_in(
    environment: dict[str, str], pin: Pin, requirements: Iterable[Requirement]
) -> Iterator[Requirement]:
    """Yield those of *requirements* that hold in *environment*, with the extras of *pin*."""
    for required in requirements:
        marker = required.marker
        if marker is None or any(
            marker.evaluate(environment | {"extra": extra}) for extra in ("", *pin.line.extras)
        ):
            yield required


def main() -> None:
    """Check the locks that the arguments name, by what is installed."""
    complaints = [
        f"{path}: {hole}"
        for path in sys.argv[1:]
        for hole in find_holes(read_lock(Path(path).read_text()), installed_requirements)
    ]
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
