"""Serve the API and the page, each on an origin of its own, until Ctrl-C."""

from __future__ import annotations

import errno
import signal
import socket
import threading
import webbrowser
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from crossorigin.demo import api as example
from crossorigin.demo.page import create_page
from crossorigin.demo.wire import RequestLog

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping
    from wsgiref.types import WSGIApplication

# Seconds between two looks at whether to stop.
_LOOK: Final = 0.1
_ENDS: Final = (signal.SIGINT, signal.SIGTERM)
_TRIES: Final = 100
_HIGHEST: Final = 65_535
# An address of a family that this machine does not have.
_NO_SUCH_ADDRESS: Final = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
# Somebody far away, or nobody: a browser that opens here would not be seen.
_ELSEWHERE: Final = ("CI", "SSH_CONNECTION", "SSH_TTY")
_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY")


@dataclass(frozen=True, slots=True)
class Demo:
    """
    A demo: its servers, which listen.

    Attributes:
        api: The address of the API.
        page: The address of the page.
        moved: One sentence for each port that was taken.
        servers: The servers of both, the page's first.
    """

    api: str
    page: str
    moved: tuple[str, ...]
    servers: tuple[BaseWSGIServer, ...]

    def show(self) -> None:
        """Open the page in the default browser, without waiting for it."""
        threading.Thread(target=webbrowser.open, args=(self.page,), daemon=True).start()

    def serve(self) -> None:
        """Serve until Ctrl-C, or until the system asks for the end."""
        page, *others = self.servers
        with _interruptible(), suppress(KeyboardInterrupt), ExitStack() as running:
            for server in others:
                thread = threading.Thread(target=server.serve_forever, args=(_LOOK,), daemon=True)
                thread.start()
                running.callback(thread.join)
                running.callback(server.shutdown)
            page.serve_forever(_LOOK)


@contextmanager
def listening(*, api_port: int, page_port: int) -> Generator[Demo]:
    """
    Listen on both ports, or where one is taken on the next that is free.

    A browser that opens an address already waits until ``Demo.serve`` answers.

    Raises:
        PortError: If there is no free port, or the system permits none.
    """
    with ExitStack() as opened:
        page_sockets = [opened.enter_context(each) for each in listen(page_port)]
        api_sockets = [opened.enter_context(each) for each in listen(api_port, ipv6=True)]
        api = f"http://localhost:{_port(api_sockets)}"
        page = f"http://127.0.0.1:{_port(page_sockets)}"
        wire = RequestLog(example.app)
        page_app = create_page(api=api, page=page, wire=wire)
        servers = [
            *(_server(each, page_app) for each in page_sockets),
            *(_server(each, wire) for each in api_sockets),
        ]
        for server in servers:
            opened.callback(server.server_close)
        moved = (
            f"Port {wanted} is taken: the {what} is on {found}."
            for what, wanted, found in (
                ("API", api_port, _port(api_sockets)),
                ("page", page_port, _port(page_sockets)),
            )
            if wanted not in {0, found}
        )
        yield Demo(api, page, tuple(moved), tuple(servers))


class _QuietHandler(WSGIRequestHandler):
    """A handler that leaves the terminal to the addresses: the page shows the requests."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Print nothing."""


def _server(listening_socket: socket.socket, app: WSGIApplication) -> BaseWSGIServer:
    """Return a server that answers on *listening_socket* with *app*."""
    host, port, *_ = listening_socket.getsockname()
    return make_server(
        host,
        port,
        app,
        threaded=True,
        request_handler=_QuietHandler,
        fd=listening_socket.fileno(),
    )


def _port(sockets: list[socket.socket]) -> int:
    """Return the port on which all of *sockets* listen."""
    port: int = sockets[0].getsockname()[1]
    return port


@contextmanager
def _interruptible() -> Generator[None]:
    """Make the end that the system asks for the same as Ctrl-C."""
    # A shell starts what runs in the background with Ctrl-C ignored: hence both.
    before = [signal.signal(number, signal.default_int_handler) for number in _ENDS]
    try:
        yield
    finally:
        for number, handler in zip(_ENDS, before, strict=True):
            signal.signal(number, handler)


class PortError(Exception):
    """A port that cannot be used, and the reason."""


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


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """
    Return whether the person at the command sees a browser that opens here.

    Args:
        environment: The environment variables.
        platform: As ``sys.platform`` names it.
    """
    if any(environment.get(name) for name in _ELSEWHERE):
        return False
    if platform in {"darwin", "win32"}:
        return True
    return any(environment.get(name) for name in _DISPLAYS)
