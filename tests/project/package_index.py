"""A folder of tiny wheels, in which every package of a lock has a newer release than the lock."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from packaging.requirements import Requirement

    from tools.check_locks import Pin


def fill(folder: Path, requirements: Mapping[Pin, Iterable[Requirement]]) -> dict[Pin, str]:
    """Write two wheels for each pin, its own release and a newer one; return the first's hash."""
    hashes: dict[Pin, str] = {}
    for pin, required in requirements.items():
        _write_wheel(folder, pin.name, f"{Version(pin.version).base_version}.1", required)
        wheel = _write_wheel(folder, pin.name, pin.version, required)
        hashes[pin] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return hashes


def lock_text(hashes: Mapping[Pin, str]) -> str:
    """Return a lock that has the wheels of *hashes*."""
    return "".join(f"{pin} --hash=sha256:{digest}\n" for pin, digest in hashes.items())


def _write_wheel(folder: Path, name: str, version: str, required: Iterable[Requirement]) -> Path:
    """Write a wheel that has metadata, and nothing to install."""
    # https://packaging.python.org/en/latest/specifications/binary-distribution-format/
    stem = f"{re.sub('[-.]', '_', name)}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    requires = [str(requirement) for requirement in required]
    extras = {x for text in requires for x in re.findall(r"extra == [\"']([^\"']+)", text)}
    metadata = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {text}" for text in requires),
        *(f"Provides-Extra: {extra}" for extra in sorted(extras)),
    ]
    with ZipFile(path, "w") as wheel:
        wheel.writestr(f"{stem}.dist-info/METADATA", "\n".join([*metadata, ""]))
        wheel.writestr(
            f"{stem}.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(f"{stem}.dist-info/RECORD", "")
    return path
