"""The surroundings of the zoo's servers: the app behind them, their names and certificates."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from tests.zoo.kinds import KINDS
from tests.zoo.scenario import API_HOST
from tests.zoo.serving import HOST, held_port, started

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.engines.authority import Authority

# User and password are both `a`.
_USERS: Final = "a:{SHA}hvfkN/qlp/zhXR3cuerq6jd2Z7g=\n"
_LOOK_UP: Final = socket.getaddrinfo


@contextmanager
def surroundings(authority: Authority) -> Generator[dict[str, str]]:
    """Start the app, and yield the parts of a configuration that name it and what else is there."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="zoo-")))
        folder.chmod(0o755)
        (folder / "users").write_text(_USERS)
        (folder / "certificate").write_bytes(authority.leaf(API_HOST))
        (folder / "authority").write_bytes(authority.pem)
        stack.enter_context(patch.dict(os.environ, SSL_CERT_FILE=str(folder / "authority")))
        stack.enter_context(patch.object(socket, "getaddrinfo", _look_up))
        app = stack.enter_context(started(KINDS["backend"], {}))
        hung = stack.enter_context(socket.create_server((HOST, 0)))
        app.wait()
        yield {
            "app": str(app.port),
            "certificate": str(folder / "certificate"),
            "down": str(stack.enter_context(held_port())),
            "hung": str(hung.getsockname()[1]),
            "users": str(folder / "users"),
        }


def _look_up(host: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as it is there
    """Look a name up; the one that has a certificate is of this machine."""
    return _LOOK_UP(HOST if host == API_HOST else host, *arguments, **options)
