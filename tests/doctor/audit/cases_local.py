"""Servers of this machine, by what a page could do to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_NOT_FOUND: Final = 404


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, with every line of its headers."""

    method: str
    lines: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, head: bytes) -> Asked:
        """Return the request of which *head* is the head."""
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        pairs = (line.partition(": ") for line in lines)
        return cls(first.split(" ")[0], tuple((name.lower(), value) for name, _, value in pairs))

    @property
    def hosts(self) -> list[str]:
        """Return the names of the server, without their port."""
        return [value.rpartition(":")[0] for name, value in self.lines if name == "host"]

    def get(self, name: str) -> str:
        """Return the value of the header *name*, or nothing."""
        return dict(self.lines).get(name, "")

    @property
    def is_foreign(self) -> bool:
        """Tell whether the browser says that it is for a page of another origin."""
        return self.get("sec-fetch-site") not in {"", "none", "same-origin"}

    @property
    def is_handshake(self) -> bool:
        """Tell whether it is one of a WebSocket."""
        return self.get("upgrade") == "websocket"


def closed(asked: Asked) -> int:
    """Answer as a server does to which no page can do anything."""
    if asked.hosts != ["127.0.0.1"]:
        return 421
    return 403 if asked.is_foreign or asked.is_handshake else 200


def _opened(test: Callable[[Asked], bool], status: int = 200) -> Callable[[Asked], int]:
    """Return a server that answers *status* to what passes *test*, and is closed otherwise."""
    return lambda asked: status if test(asked) else closed(asked)


def _instead(status: int, answer: Callable[[Asked], int]) -> Callable[[Asked], int]:
    """Return a server that answers *status* where *answer* has something."""
    return lambda asked: status if answer(asked) in range(200, 300) else answer(asked)


def _is_own(asked: Asked) -> bool:
    """Tell whether the server is asked under its one name."""
    return asked.hosts == ["127.0.0.1"]


_ANY_HOST: Final = _opened(lambda asked: not asked.is_foreign and not asked.is_handshake)
_SOCKETS: Final = _opened(lambda asked: _is_own(asked) and asked.is_handshake, 101)
_POSTS: Final = _opened(lambda asked: _is_own(asked) and asked.method == "POST")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCase:
    """
    A server of this machine, and the findings of its audit as a tool.

    Attributes:
        id: Its name.
        answer: The status with which it answers a request.
        found: The slugs and severities of all findings.
        headers: Further headers of its answers.
        arguments: The arguments of the command, beside the URL.
        is_known: Whether the URL tells what the server does.
    """

    id: str
    answer: Callable[[Asked], int]
    found: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    is_known: bool = True

    def bytes_of(self, head: bytes) -> Iterable[bytes]:
        """Yield the answer to the request of which *head* is the head."""
        status = self.answer(Asked.of(head))
        lines = (f"HTTP/1.1 {status} Said", "Content-Length: 0", *self.headers, "", "")
        yield "\r\n".join(lines).encode()


CASES: Final = (
    LocalCase(id="any-host", answer=_ANY_HOST, found={"any-host": "high"}),
    LocalCase(
        id="any-host-of-an-error", answer=_instead(406, _ANY_HOST), found={"any-host": "medium"}
    ),
    LocalCase(
        id="prefix",
        answer=_opened(lambda asked: asked.hosts[0].startswith("127.0.0.1.")),
        found={"look-alike-host": "high"},
    ),
    LocalCase(
        id="zeros",
        answer=_opened(lambda asked: asked.hosts == ["0.0.0.0"]),  # noqa: S104 - a name
        found={"look-alike-host": "low"},
    ),
    LocalCase(
        id="the-first-of-two",
        answer=_opened(lambda asked: asked.hosts[0] == "127.0.0.1" and len(asked.hosts) > 1),
        found={"several-hosts": "low"},
    ),
    LocalCase(id="sockets", answer=_SOCKETS, found={"open-websocket": "high"}),
    LocalCase(
        id="sockets-where-nothing-else-is",
        answer=_instead(404, _SOCKETS),
        found={"open-websocket": "high"},
    ),
    LocalCase(
        id="sockets-of-the-machine",
        answer=_opened(
            lambda asked: asked.is_handshake and "//127.0.0.1:" in asked.get("origin"), 101
        ),
        found={"open-websocket": "medium"},
    ),
    LocalCase(
        id="reads",
        answer=_opened(lambda asked: _is_own(asked) and asked.is_foreign),
        found={"foreign-reads": "low"},
    ),
    LocalCase(
        id="reads-of-an-error",
        answer=_instead(405, _opened(lambda asked: _is_own(asked) and asked.is_foreign)),
        found={"foreign-reads": "info"},
    ),
    LocalCase(
        id="posts", answer=_POSTS, found={"foreign-posts": "high"}, arguments=("--send-unsafe",)
    ),
    LocalCase(
        id="posts-that-are-wrong",
        answer=_opened(lambda asked: _is_own(asked) and asked.method == "POST", 415),
        found={"foreign-posts": "medium"},
        arguments=("--send-unsafe",),
    ),
    LocalCase(
        id="public",
        answer=closed,
        found={"open-on-private-network": "high"},
        headers=("Access-Control-Allow-Origin: *", "Vary: Origin"),
    ),
)
CLEAN: Final = (
    LocalCase(id="closed", answer=closed),
    LocalCase(id="closed-to-forms", answer=closed, arguments=("--send-unsafe",)),
    LocalCase(id="posts-that-nobody-asks-for", answer=_POSTS),
    LocalCase(
        id="no-posts",
        answer=_opened(lambda asked: _is_own(asked) and asked.method == "POST", 405),
        arguments=("--send-unsafe",),
    ),
    LocalCase(
        id="declared-sockets",
        answer=_opened(
            lambda asked: asked.is_handshake and "//127.0.0.1:" in asked.get("origin"), 101
        ),
        arguments=("--declared", "http://127.0.0.1:*"),
    ),
    # What is refused before the router is asked is refused everywhere.
    LocalCase(id="closed-where-nothing-is", answer=_instead(404, closed)),
    LocalCase(id="nothing-here", answer=lambda _: _NOT_FOUND, is_known=False),
    LocalCase(id="login", answer=_instead(401, _ANY_HOST), is_known=False),
)
