"""Make the requests with which a page of anybody reaches for a tool of the visitor's own machine."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin._web.origins import split_origin
from crossorigin.doctor.audit._attack_origins import FOREIGN, UNRELATED
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.probing._sites import is_this_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser import HeaderList

_S: Final = FindingSlug
# The example of the standard. https://www.rfc-editor.org/rfc/rfc6455#section-1.3
_HANDSHAKE: Final = (
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
)
# What a browser says of a page's fetch of its own origin; a rebound name is one.
# https://w3c.github.io/webappsec-fetch-metadata/
_OWN: Final = (
    ("Sec-Fetch-Site", "same-origin"),
    ("Sec-Fetch-Mode", "cors"),
    ("Sec-Fetch-Dest", "empty"),
)
_PORTS: Final = ("31337", "8443")
# The types of a form's body: none needs a preflight.
# https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-enctype
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


@dataclass(frozen=True, slots=True)
class LocalAttack:
    """
    A request of a page of another origin, as its browser sends it.

    Attributes:
        slug: The finding if it is answered.
        sender: Its sender, or its ``Host``, in words that follow "answered".
        headers: Its headers.
        method: Its method.
        is_minor: Whether less is gained: the page is of this machine, or no browser sends it.
        is_own: Whether the server's own page sends it, so that the others can be compared to it.
    """

    slug: FindingSlug
    sender: str
    headers: HeaderList
    method: str = "GET"
    is_minor: bool = False
    is_own: bool = False


def local_attacks(origin: str, *, sends_unsafe: bool) -> tuple[LocalAttack, ...]:
    """Return the attacks on a tool of *origin*; those that may change something if it *sends_unsafe*."""
    scheme, host, port = split_origin(origin) or ("", "", "")
    at = f":{port}" if port else ""
    # By https, a name that leads here by rebinding has no certificate: the browser stops.
    found = [*_by_other_names(host, at)] if scheme == "http" else []
    found += _reads(scheme, host, port)
    found += _handshakes(scheme, host, port)
    found += _posts(origin) if sends_unsafe else ()
    return tuple(found)


def _by_other_names(host: str, at: str) -> Iterator[LocalAttack]:
    """Yield requests for other names, all of which may lead to this address."""
    yield _named(_S.ANY_HOST, f"rebind.{FOREIGN}{at}")
    is_own = is_this_machine(host)
    names = ("localhost", "127.0.0.1") if is_own else (host.strip("[]").replace(":", "-"),)
    for name in names:
        yield _named(_S.LOOK_ALIKE_HOST, f"{name}.{FOREIGN}{at}")
    for number in _numbers("127.0.0.1" if is_own else host):
        if number != host:
            yield _named(_S.LOOK_ALIKE_HOST, f"{number}{at}", is_minor=True)
    two = (("Host", f"{host}{at}"), ("Host", f"rebind.{FOREIGN}{at}"))
    yield LocalAttack(_S.SEVERAL_HOSTS, " and ".join(name for _, name in two), (*two, *_OWN))


def _named(slug: FindingSlug, name: str, *, is_minor: bool = False) -> LocalAttack:
    """Return the request of a page of the host *name*, to that very host."""
    return LocalAttack(slug, name, (("Host", name), *_OWN), is_minor=is_minor)


def _numbers(host: str) -> Iterator[str]:
    """Yield other ways to write the address *host*; browsers send one of them as it stands."""
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return
    if address.is_loopback:
        yield "0.0.0.0"  # noqa: S104 - a name that leads to this machine
    yield str(int(address))
    yield ".".join(f"0{int(part):o}" for part in host.split("."))


def _reads(scheme: str, host: str, port: str) -> Iterator[LocalAttack]:
    """Yield what pages of other origins read, or have read: each runs, whoever gets the answer."""
    for origin in (UNRELATED, OPAQUE_ORIGIN):
        yield _read(f"a fetch of {origin}", "cross-site", "cors", "empty", ("Origin", origin))
    neighbour = _neighbour(scheme, host, port)
    yield replace(
        _read(f"a fetch of {neighbour}", "same-site", "cors", "empty", ("Origin", neighbour)),
        is_minor=True,
    )
    stream = (("Origin", UNRELATED), ("Accept", "text/event-stream"))
    yield _read(f"an EventSource of {UNRELATED}", "cross-site", "cors", "empty", *stream)
    for what, mode in (("image", "no-cors"), ("script", "no-cors"), ("iframe", "navigate")):
        article = "an" if what[0] in "ai" else "a"
        yield _read(f"{article} {what} of another site", "cross-site", mode, what)


def _read(sender: str, site: str, mode: str, dest: str, *lines: tuple[str, str]) -> LocalAttack:
    """Return a request of *sender* that changes nothing, if the server keeps to the standard."""
    said = (("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest))
    return LocalAttack(_S.FOREIGN_READS, sender, (*lines, *said))


def _handshakes(scheme: str, host: str, port: str) -> Iterator[LocalAttack]:
    """Yield the handshakes of WebSockets, which no CORS stops."""
    neighbour = _neighbour(scheme, host, port)
    for origin in (UNRELATED, OPAQUE_ORIGIN, neighbour):
        lines = (("Origin", origin), *_HANDSHAKE)
        yield LocalAttack(_S.OPEN_WEBSOCKET, origin, lines, is_minor=origin == neighbour)


def _neighbour(scheme: str, host: str, port: str) -> str:
    """Return the origin of another program of the same host."""
    other = next(each for each in _PORTS if each != port)
    return f"{scheme}://{host}:{other}"


def _posts(own: str) -> Iterator[LocalAttack]:
    """Yield a POST of the server's own page, then the forms of other sites."""
    yield LocalAttack(_S.FOREIGN_POSTS, own, (("Origin", own), *_OWN), "POST", is_own=True)
    said = (("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"))
    for form in _FORMS:
        for origin in (UNRELATED, OPAQUE_ORIGIN):
            lines = (("Origin", origin), ("Content-Type", form), *said)
            yield LocalAttack(
                _S.FOREIGN_POSTS,
                f"{form} of {origin}",
                (*lines, ("Sec-Fetch-Dest", "document")),
                "POST",
            )
