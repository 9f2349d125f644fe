"""The attacks and the clients of which a byte matters, or that no engine is: without one."""

from __future__ import annotations

import http.client
import socket
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from tests.range.calls import CALLS
from tests.range.plan import shot_id
from tests.range.shooting import outcome_of
from tests.range.targets.callers import EXTENSION, SHELL
from tests.range.targets.effects import UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.range.calls import Kind
    from tests.range.plan import Tool
    from tests.range.shooting import Outcome, Served

# What stands in the place of an engine's name.
NAME: Final = "wire"
_PATIENCE: Final = 20
_LOCAL: Final = "Host: localhost:{port}"
_EVIL: Final = "Host: evil.example:{port}"
_CROSS: Final = "Sec-Fetch-Site: cross-site"
_FOREIGN: Final = ("Origin: http://evil.example", _CROSS)
_PREFIXED: Final = "Origin: http://localhost:5173.evil.example"
_WITH_USER: Final = "Origin: http://localhost:5173@evil.example"
_SHELL: Final = f"Origin: {SHELL}"
_SIBLING: Final = ("Origin: http://localhost:9", "Sec-Fetch-Site: same-site", "Cookie: id=7")
_FORWARDED: Final = "X-Forwarded-Host: localhost:{port}"
_LONG: Final = f"Host: {'a' * 2000}.localhost:{{port}}"
_HANDSHAKE: Final = (
    *("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


@dataclass(frozen=True, slots=True)
class Wire:
    """
    A request, line by line.

    Attributes:
        name: Its name in the results.
        title: Its name on the page.
        kind: The kind of the request.
        lines: Its headers, but for those of the kind.
        version: The version of HTTP.
        authority: What stands before the path in the request's target.
    """

    name: str
    title: str
    kind: Kind
    lines: tuple[str, ...]
    version: str = "1.1"
    authority: str = ""


def _host(name: str, host: str) -> Wire:
    return Wire(
        f"host-{name}", f"`Host: {host.replace(':{port}', '')}`", "post", (f"Host: {host}",)
    )


ATTACKS: Final = (
    Wire("two-hosts", "two lines of `Host`, the second one foreign", "post", (_LOCAL, _EVIL)),
    Wire("two-hosts-first", "… the first one foreign", "post", (_EVIL, _LOCAL)),
    Wire("no-host", "HTTP/1.0 without `Host`", "post", (), "1.0"),
    Wire("absolute", "absolute target, foreign; `Host` is not", "post", (_LOCAL,), "1.1", "http://evil.example"),
    Wire("forwarded", "foreign `Host`, `X-Forwarded-Host` is not", "post", (_EVIL, _FORWARDED)),
    Wire("forwarded-for", "foreign `Host`, `Forwarded` is not", "post", (_EVIL, "Forwarded: host=localhost:{port}")),
    _host("list", "localhost:{port}, evil.example"),
    _host("user", "localhost:{port}@evil.example"),
    _host("prefix", "localhost.evil.example:{port}"),
    _host("suffix", "evil-localhost:{port}"),
    _host("decimal", "2130706433:{port}"),
    _host("hexadecimal", "0x7f.1:{port}"),
    _host("octal", "0177.0.0.1:{port}"),
    _host("any", "0.0.0.0:{port}"),
    _host("zone", "[::1%25lo]:{port}"),
    _host("mapped", "[::ffff:127.0.0.1]:{port}"),
    Wire("host-long", "`Host` of 2,000 letters below `localhost`", "post", (_LONG,)),
    Wire("foreign-socket", "handshake of Chromium, without `Sec-Fetch-Site`", "socket", (_LOCAL, _FOREIGN[0])),
    Wire("same-site", "a page that `SameSite` cookies take for the tool's own", "post", (_LOCAL, *_SIBLING)),
    Wire("no-origin", "cross-site `POST` without `Origin`", "post", (_LOCAL, _CROSS)),
    Wire("two-origins", "two lines of `Origin`, one of them allowed", "post", (_LOCAL, _SHELL, *_FOREIGN)),
    Wire("origin-prefix", "`Origin: http://localhost:5173.evil.example`", "post", (_LOCAL, _PREFIXED, _CROSS)),
    Wire("origin-user", "`Origin: http://localhost:5173@evil.example`", "post", (_LOCAL, _WITH_USER, _CROSS)),
    Wire("null-old", "`Origin: null` without `Sec-Fetch-Site`", "post", (_LOCAL, "Origin: null")),
    Wire("rebound-old", "rebound page of a browser without `Sec-Fetch-Site`", "post", (_EVIL, "Origin: http://evil.example:{port}")),
)  # fmt: skip
_NAVIGATION: Final = ("Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
# Who must be served, by each tool that is asked so.
CLIENTS: Final = (
    Wire("curl", "curl", "post", (_LOCAL, "User-Agent: curl/8.0")),
    Wire("curl-get", "… `GET`", "get", (_LOCAL, "User-Agent: curl/8.0")),
    Wire("curl-old", "… by HTTP/1.0", "post", (_LOCAL,), "1.0"),
    Wire("upper-case", "`Host` in upper case", "post", ("Host: LOCALHOST:{port}",)),
    Wire("health", "a health check by IP", "get", ("Host: 127.0.0.1:{port}",)),
    Wire("health-v6", "… by IPv6, written in full", "get", ("Host: [0:0:0:0:0:0:0:1]:{port}",)),
    Wire("address-bar", "the address bar", "get", (_LOCAL, "Sec-Fetch-Site: none", *_NAVIGATION)),
    Wire("link", "a link of another site", "get", (_LOCAL, _CROSS, *_NAVIGATION)),
    Wire("program-socket", "WebSocket of a program", "socket", (_LOCAL,)),
    Wire("shell", "desktop shell", "post", (_LOCAL, _SHELL, _CROSS)),
    Wire("shell-get", "… `GET`", "get", (_LOCAL, _SHELL, _CROSS)),
    Wire("shell-socket", "… WebSocket", "socket", (_LOCAL, _SHELL)),
    Wire("shell-cookie", "… with a cookie", "post", (_LOCAL, _SHELL, _CROSS, "Cookie: id=7")),
    Wire("extension", "browser extension", "post", (_LOCAL, f"Origin: {EXTENSION}", "Sec-Fetch-Site: none")),
    Wire("extension-socket", "… WebSocket", "socket", (_LOCAL, f"Origin: {EXTENSION}")),
)  # fmt: skip


def shoot(served: Served, aims: Iterable[tuple[Wire, Tool]]) -> dict[str, Outcome]:
    """Return what comes of *aims*, each a request to one of the tools that are *served*."""
    texts = {
        shot_id(wire.name, tool, NAME): _send(wire, tool)
        for wire, tool in aims
        if wire.kind in CALLS[tool.name]
    }
    done = served.done()
    return {shot: outcome_of(shot, text, done, text) for shot, text in texts.items()}


def _send(wire: Wire, tool: Tool) -> str:
    """Send *wire* to *tool*, and return the answer."""
    call = CALLS[tool.name][wire.kind].of(shot_id(wire.name, tool, NAME))
    body = (call.body or "").encode()
    lines = [
        f"{call.method} {wire.authority}{call.path} HTTP/{wire.version}",
        *(line.format(port=tool.port) for line in wire.lines),
        *(f"{name}: {value}" for name, value in call.headers.items()),
        *([f"Content-Length: {len(body)}"] if body else []),
        *(_HANDSHAKE if wire.kind == "socket" else ["Connection: close"]),
    ]
    with socket.create_connection(("127.0.0.1", tool.port), _PATIENCE) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        return _received(connection)


def _received(connection: socket.socket) -> str:
    """Return the head of an answer and its body, as far as the secret; nothing if none comes."""
    response = http.client.HTTPResponse(connection)
    try:
        response.begin()
        text = f"HTTP/1.1 {response.status} "
        if response.status == HTTPStatus.SWITCHING_PROTOCOLS:
            return text + response.fp.read1(1 << 16).decode("latin-1")
        while UNREAD not in text and (data := response.read1(1 << 16)):
            text += data.decode("latin-1")
    except (ConnectionResetError, http.client.HTTPException):
        return ""
    return text
