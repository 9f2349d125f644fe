"""Find a free port, and listen on it on every loopback address of this machine."""

from __future__ import annotations

import errno
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_TRIES: Final = 100
_HIGHEST: Final = 65_535
# An address of a family that this machine does not have.
_NO_SUCH_ADDRESS: Final = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


class PortError(Exception):
    """Say why a port cannot be used."""


def listen(port: int, *, ipv6: bool = False) -> list[socket.socket]:
    """
    Return sockets that listen on *port*, or if it is taken on the next free one.

    Args:
        port: Where to start; 0 for any free port.
        ipv6: Whether to listen on ``::1`` beside ``127.0.0.1``, if this machine has it.
            ``localhost`` is either of them, and browsers differ in which they try first.

    Raises:
        PortError: If 100 ports in a row are taken, or the system permits none of them.
    """
    for candidate in _candidates(port):
        try:
            return _listen(candidate, ipv6=ipv6)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                message = f"cannot listen on port {candidate}: {error.strerror}"
                raise PortError(message) from error
    message = f"port {port} is taken, and so are those behind it"
    raise PortError(message)


def _candidates(port: int) -> Iterable[int]:
    """Return the ports to try."""
    if port == 0:
        return [0] * _TRIES
    return range(port, min(port + _TRIES, _HIGHEST + 1))


def _listen(port: int, *, ipv6: bool) -> list[socket.socket]:
    """Return sockets that all listen on *port*, or close them all again."""
    with ExitStack() as opened:
        first = opened.enter_context(socket.create_server(("127.0.0.1", port)))
        listening = [first]
        if ipv6:
            address = ("::1", first.getsockname()[1])
            try:
                second = socket.create_server(address, family=socket.AF_INET6)
            except OSError as error:
                if error.errno not in _NO_SUCH_ADDRESS:
                    raise
            else:
                listening.append(opened.enter_context(second))
        opened.pop_all()
    return listening
