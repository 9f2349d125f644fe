"""The attacks of pages, and the pages that may: a table, which the engines carry out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tests.range.targets.callers import PAGE

if TYPE_CHECKING:
    from tests.range.calls import Kind

# The function of runner.js that sends.
Way: TypeAlias = Literal[
    "beacon",
    "fetch",
    "form-multipart",
    "form-plain",
    "form-redirected",
    "form-urlencoded",
    "frame",
    "image",
    "image-cors",
    "image-redirected",
    "no-cors",
    "object",
    "sandbox",
    "sandbox-form",
    "script",
    "socket",
    "source",
    "stream",
    "style",
]
_EVIL: Final = "http://evil.example"
_REBOUND: Final = "http://rebound.example:{port}"
_LOCAL: Final = "http://localhost:{port}"


@dataclass(frozen=True, slots=True)
class Attack:
    """
    A request that a page sends to a tool.

    Attributes:
        name: Its name in the results.
        title: Its name on the page.
        kind: The kind of the request.
        way: How the page sends it.
        page: The origin of the page.
        to: The origin to which it sends. If that is one of an attacker's names, it leads to the
            page first, and to the tool when the page has been loaded.
    """

    name: str
    title: str
    kind: Kind
    way: Way
    page: str = _EVIL
    to: str = _LOCAL


def _rebound(name: str, title: str, kind: Kind, way: Way = "fetch") -> Attack:
    return Attack(f"rebound-{name}", f"rebound page: {title}", kind, way, _REBOUND, _REBOUND)


def _look_alike(name: str, origin: str) -> tuple[Attack, Attack]:
    """Return the attacks of a page at a name of the attacker's that looks like a loopback name."""
    title = origin.removeprefix("http://").removesuffix(":{port}")
    return (
        Attack(f"{name}-get", f"page at `{title}`, rebound: `GET`", "get", "fetch", origin, origin),
        Attack(f"{name}-post", "… `POST`", "post", "fetch", origin, origin),
    )


def _spelled(name: str, spelling: str) -> tuple[Attack, Attack]:
    """Return the attacks on an address that is spelled differently."""
    to = f"http://{spelling}:{{port}}"
    return (
        Attack(f"{name}-get", f"to `{spelling}`: image", "get", "image", to=to),
        Attack(f"{name}-post", f"to `{spelling}`: `no-cors` `POST`", "post", "no-cors", to=to),
    )


ATTACKS: Final = (
    _rebound("get", "`GET`", "get"),
    _rebound("post", "`POST` of JSON", "post"),
    _rebound("query", "`QUERY`", "query"),
    _rebound("stream", "`POST`, its answer read as a stream", "post", "stream"),
    _rebound("events", "`EventSource`", "events", "source"),
    _rebound("socket", "WebSocket", "socket", "socket"),
    Attack("form-urlencoded", "form, urlencoded", "post", "form-urlencoded"),
    Attack("form-multipart", "form, multipart", "post", "form-multipart"),
    Attack("form-plain", "form, `text/plain` that reads as JSON", "post", "form-plain"),
    Attack("no-cors", "`no-cors` fetch", "post", "no-cors"),
    Attack("beacon", "`sendBeacon`", "post", "beacon"),
    Attack("cors-get", "`GET` by fetch", "get", "fetch"),
    Attack("cors-post", "`POST` of JSON to `[::1]`, with a preflight", "post", "fetch", to="http://[::1]:{port}"),
    Attack("image", "image", "get", "image"),
    Attack("script", "script", "get", "script"),
    Attack("style", "style sheet", "get", "style"),
    Attack("frame", "frame", "get", "frame"),
    Attack("object", "`<object>`", "get", "object"),
    Attack("events", "`EventSource`", "events", "source"),
    Attack("socket", "WebSocket", "socket", "socket"),
    Attack("null", "sandboxed frame, origin `null`: fetch", "post", "sandbox"),
    Attack("null-form", "… form", "post", "sandbox-form"),
    Attack("override", "image, its `_method` says `DELETE`", "override", "image"),
    Attack("redirected-get", "image, redirected by an allowed page's server", "get", "image-redirected"),
    Attack("redirected-post", "form, redirected by it with 307", "post", "form-redirected"),
    *_look_alike("localhost-evil", "http://localhost.evil.example:{port}"),
    *_look_alike("nip", "http://127.0.0.1.nip.example:{port}"),
    *_look_alike("sub-localhost", "http://evil.localhost:{port}"),
    *_spelled("any-v4", "0.0.0.0"),  # noqa: S104 - an attack on it
    *_spelled("any-v6", "[::]"),
    *_spelled("decimal", "2130706433"),
    *_spelled("octal", "0177.0.0.1"),
    *_spelled("mapped", "[::ffff:127.0.0.1]"),
    Attack("other-port", "page on another port: form", "post", "form-urlencoded", "http://localhost:3000"),
    Attack("other-port-get", "… image", "get", "image", "http://localhost:3000"),
    Attack("other-port-socket", "… WebSocket", "socket", "socket", "http://localhost:3000"),
    Attack(
        "http-beside-https",
        "`http:` page beside an `https:` tool: form",
        "post",
        "form-urlencoded",
        "http://localhost",
        "https://localhost",
    ),
)  # fmt: skip


def _own(name: str, host: str) -> tuple[Attack, ...]:
    """Return what the tool's own page does at the name *host*."""
    origin = f"http://{host}:{{port}}"
    ways: tuple[tuple[str, Kind, Way], ...] = (
        ("get", "get", "fetch"),
        ("post", "post", "fetch"),
        ("form", "post", "form-urlencoded"),
        ("events", "events", "source"),
        ("socket", "socket", "socket"),
    )
    return tuple(
        Attack(f"own-{name}-{end}", f"own page at `{host}`: {end}", kind, way, origin, origin)
        for end, kind, way in ways
    )


_OTHER_NAME: Final = "http://127.0.0.1:{port}"
# The same, of pages that must be served.
CALLERS: Final = (
    *_own("localhost", "localhost"),
    *_own("v4", "127.0.0.1"),
    *_own("v6", "[::1]"),
    Attack("own-other-post", "own page, to another of its names", "post", "no-cors", _LOCAL, _OTHER_NAME),
    Attack("own-other-socket", "… WebSocket", "socket", "socket", _LOCAL, _OTHER_NAME),
    Attack("page-get", "allowed page on another port: `GET`", "get", "fetch", PAGE),
    Attack("page-post", "… `POST` of JSON", "post", "fetch", PAGE),
    Attack("page-query", "… `QUERY`", "query", "fetch", PAGE),
    Attack("page-form", "… form", "post", "form-urlencoded", PAGE),
    Attack("page-events", "… `EventSource`", "events", "source", PAGE),
    Attack("page-socket", "… WebSocket", "socket", "socket", PAGE),
    Attack("page-image", "… image with `crossorigin`", "get", "image-cors", PAGE),
)  # fmt: skip
