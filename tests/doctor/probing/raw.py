"""A server of bytes, which need not be HTTP."""

from __future__ import annotations

import socket
import threading
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Generator, Iterable

_CHUNK: Final = 65_536


@contextmanager
def answering(
    answer: Callable[[bytes], Iterable[bytes]],
    tls: ssl.SSLContext | None = None,
    *,
    stays: bool = False,
) -> Generator[tuple[int, list[bytes]]]:
    """
    Serve the bytes that *answer* makes of the head of each request, until the end of the block.

    With *tls*, so that nobody else understands it. If it *stays*, it does not hang up: it waits
    for the other end to do so.

    Yields:
        The port, and the heads that have arrived so far.
    """
    heads: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = threading.Thread(target=_accept, args=(listener, answer, tls, stays, heads))
        thread.start()
        try:
            yield listener.getsockname()[1], heads
        finally:
            # Whoever waits in `accept` wakes up.
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(
    listener: socket.socket,
    answer: Callable[[bytes], Iterable[bytes]],
    tls: ssl.SSLContext | None,
    stays: bool,  # noqa: FBT001 - a thread's arguments have no names
    heads: list[bytes],
) -> None:
    """Answer one connection after another."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError), connection:
            if tls is None:
                _converse(connection, answer, heads, stays=stays)
            else:
                with tls.wrap_socket(connection, server_side=True) as secure:
                    _converse(secure, answer, heads, stays=stays)


def _converse(
    connection: socket.socket,
    answer: Callable[[bytes], Iterable[bytes]],
    heads: list[bytes],
    *,
    stays: bool,
) -> None:
    """Read the head of a request, and answer it until the other end has enough."""
    head = b""
    while b"\r\n\r\n" not in head:
        received = connection.recv(_CHUNK)
        if not received:
            return
        head += received
    heads.append(head)
    for part in answer(head):
        connection.sendall(part)
    while stays and connection.recv(_CHUNK):
        pass


def always(*parts: bytes) -> Callable[[bytes], Iterable[bytes]]:
    """Return a server that answers *parts* to everything."""
    return lambda _: parts
