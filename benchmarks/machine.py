"""Say what the figures were measured on, without naming the machine."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGES: Final = (
    "crossorigin",
    "Flask",
    "Werkzeug",
    "Flask-CORS",
    "Starlette",
    "Django",
    "django-cors-headers",
    "gunicorn",
)
_CPUS: Final = Path("/proc/cpuinfo")


def described(packages: Iterable[str] = _PACKAGES) -> list[tuple[str, str]]:
    """Return what the machine is, and the versions of the *packages* that ran on it."""
    lines = [
        ("CPU", f"{_cpu()}, {os.cpu_count()} of them"),
        ("System", f"{platform.system()} on {platform.machine()}"),
        (platform.python_implementation(), platform.python_version()),
        *((name, version(name)) for name in packages),
    ]
    wrk = shutil.which("wrk")
    if wrk is not None:
        done = subprocess.run([wrk, "-v"], check=False, capture_output=True, text=True)
        lines.append(("wrk", done.stdout.split()[1]))
    return lines


def _cpu() -> str:
    """Return the model of the CPU."""
    if _CPUS.exists():
        for line in _CPUS.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or "unknown"
