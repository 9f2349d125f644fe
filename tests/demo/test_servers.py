"""The demo's servers: where they listen, how they end, and who gets to see a browser."""

from __future__ import annotations

import errno
import os
import signal
import socket
from urllib.parse import urlsplit

import pytest

from crossorigin.demo.servers import PortError, has_display, listen, listening
from tests.demo.client import ask, fetched


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal(monkeypatch: pytest.MonkeyPatch, end: signal.Signals) -> None:
    """The browser is sent to the page, both addresses answer, and a signal ends it quietly."""
    answers: list[tuple[str, int]] = []
    before = signal.getsignal(end)

    def visit(page: str) -> bool:
        try:
            api = fetched(f"{page}/cases.json")["api"]
            answers.extend((url, ask(url).status) for url in (f"{page}/", f"{api}/my_service"))
        finally:
            os.kill(os.getpid(), end)
        return True

    monkeypatch.setattr("webbrowser.open", visit)
    with listening(api_port=0, page_port=0) as running:
        running.show()
        running.serve()
    assert answers == [(f"{running.page}/", 200), (f"{running.api}/my_service", 200)]
    assert signal.getsignal(end) == before
    with pytest.raises(ConnectionRefusedError):
        ask(running.page)


def test_localhost_answers_whatever_it_means() -> None:
    """The API listens wherever a browser may look for ``localhost``, and the page on IPv4 only."""
    with listening(api_port=0, page_port=0) as running:
        port = urlsplit(running.api).port
        meant = {family for family, *_ in socket.getaddrinfo("localhost", port)}
        api = {server.socket.family for server in running.servers if server.port == port}
        page = [server.socket.family for server in running.servers if server.port != port]
    assert meant - api == set()
    assert page == [socket.AF_INET]


def test_a_taken_port_is_passed_over() -> None:
    """Where ports are taken, the next free ones are used, and the addresses and a note say so."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listening(api_port=port, page_port=port) as running:
            page, api = (urlsplit(url).port for url in (running.page, running.api))
    assert port < (page or 0) < (api or 0)
    assert running.moved == (
        f"Port {port} is taken: the API is on {api}.",
        f"Port {port} is taken: the page is on {page}.",
    )


def test_both_addresses_have_one_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is free on IPv4 and taken on IPv6 is passed over, and let go again."""
    tried: list[tuple[str, int]] = []
    create_server = socket.create_server

    def one_taken(address: tuple[str, int], **_: object) -> socket.socket:
        tried.append(address)
        if len(tried) == 2:
            raise OSError(errno.EADDRINUSE, "taken")
        # The second family is not asked of the machine: it may not have it.
        return create_server(("127.0.0.1", address[1] if len(tried) == 1 else 0))

    monkeypatch.setattr("socket.create_server", one_taken)
    sockets = listen(0, ipv6=True)
    for each in sockets:
        each.close()
    assert [host for host, _ in tried] == ["127.0.0.1", "::1", "127.0.0.1", "::1"]
    assert len(sockets) == 2


@pytest.mark.parametrize("missing", [errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT])
def test_a_machine_without_ipv6_listens_on_ipv4(
    monkeypatch: pytest.MonkeyPatch, missing: int
) -> None:
    """Where there is no IPv6, IPv4 is enough."""
    create_server = socket.create_server

    def no_ipv6(address: tuple[str, int], **_: object) -> socket.socket:
        if address[0] == "::1":
            raise OSError(missing, "no IPv6")
        return create_server(address)

    monkeypatch.setattr("socket.create_server", no_ipv6)
    sockets = listen(0, ipv6=True)
    hosts = [each.getsockname()[0] for each in sockets]
    for each in sockets:
        each.close()
    assert hosts == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("port", "error", "message"),
    [
        (8000, errno.EADDRINUSE, "port 8000 is taken, and so are those behind it"),
        (65_535, errno.EADDRINUSE, "port 65535 is taken, and so are those behind it"),
        (80, errno.EACCES, "cannot listen on port 80: no"),
    ],
)
def test_a_port_that_cannot_be_had(
    monkeypatch: pytest.MonkeyPatch, port: int, error: int, message: str
) -> None:
    """Ports that are all taken, or not permitted, are one sentence."""

    def refuse(_: tuple[str, int]) -> socket.socket:
        raise OSError(error, "no")

    monkeypatch.setattr("socket.create_server", refuse)
    with pytest.raises(PortError, match=f"^{message}$"):
        listen(port)


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"CI": "true"}, "darwin", False),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, "linux", False),
        ({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, "linux", False),
    ],
)
def test_who_sees_a_browser(environment: dict[str, str], platform: str, *, expected: bool) -> None:
    """A browser opens where its user sits: on a desktop, and not by ssh or in CI."""
    assert has_display(environment, platform) == expected
