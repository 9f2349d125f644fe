"""The requests, and by hand, for each of them, what every CORS header of its answer must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from soak.policy import CUSTOMERS, SHOPS, STRANGERS

if TYPE_CHECKING:
    from random import Random

HeaderList = list[tuple[str, str]]

# What is compared: these, and whatever begins as those do.
COMPARED: Final = frozenset({"vary", "timing-allow-origin"})
PREFIX: Final = "access-control-"
# The header by which the app says which request it answers.
SEEN: Final = "x-seen"

_OWN: Final = "vary", "Origin"
_ASKED: Final = (
    "vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)
_CREDENTIALS: Final = "access-control-allow-credentials", "true"
_READS: Final = [_CREDENTIALS, ("access-control-expose-headers", "x-seen")]
_MAY_SEND: Final = [
    _CREDENTIALS,
    ("access-control-allow-headers", "content-type, x-a"),
    ("access-control-allow-methods", "GET, POST, PUT"),
    ("access-control-max-age", "600"),
]


@dataclass(frozen=True, slots=True)
class Kind:
    """
    Hold one kind of request.

    Attributes:
        name: How a report calls it.
        method: The method.
        path: The path.
        status: What is answered.
        is_let_in: Whether the policy lets in the page; ``None`` if no page asks.
        vary: The answer's ``Vary``, if the app has one of its own.
        asks: The method that a preflight asks for.
        is_open: Whether any page may read the answer.
        is_cut: Whether the answer ends too early, because the app raises in its midst.
    """

    name: str
    method: str = "GET"
    path: str = "/"
    status: int = 200
    is_let_in: bool | None = True
    vary: str = "Origin"
    asks: str = ""
    is_open: bool = False
    is_cut: bool = False


TWICE: Final = Kind("allowed, the app starts twice", path="/twice", status=500)
KINDS: Final = [
    Kind("allowed"),
    Kind("allowed, app's own Vary", path="/varied", vary="Accept-Encoding, Origin"),
    Kind("allowed, streamed", path="/streamed"),
    Kind("allowed, raises in its midst", path="/cut", is_cut=True),
    Kind("allowed, not found", path="/nowhere", status=404),
    Kind("allowed, crash", path="/crash", status=500),
    Kind("allowed, POST", method="POST"),
    Kind("allowed, HEAD", method="HEAD"),
    TWICE,
    Kind("refused", is_let_in=False),
    Kind("refused, not found", path="/nowhere", status=404, is_let_in=False),
    Kind("refused, crash", path="/crash", status=500, is_let_in=False),
    Kind("no page", is_let_in=None),
    Kind("open to all", path="/open", is_open=True),
    Kind("preflight", method="OPTIONS", asks="PUT"),
    Kind("preflight for another method", method="OPTIONS", asks="DELETE"),
    Kind("preflight, refused", method="OPTIONS", asks="PUT", status=403, is_let_in=False),
]


@dataclass(frozen=True, slots=True)
class Sent:
    """
    Hold a request that was sent, and what must come back.

    Attributes:
        kind: Its kind.
        data: Its bytes.
        number: What the app must say that it has seen; nothing, of what it does not see.
        headers: The answer's headers of CORS, in lower case, sorted; each as often as listed.
    """

    kind: Kind
    data: bytes
    number: str
    headers: HeaderList


def sent(kind: Kind, number: int, random: Random) -> Sent:
    """Return request *number*, of a page that *random* chooses."""
    origin = _origin(kind, random)
    lines = [f"{kind.method} {kind.path} HTTP/1.1", "Host: api.example", f"X-Number: {number}"]
    if origin is not None:
        lines.append(f"Origin: {origin}")
    if kind.asks:
        lines.append(f"Access-Control-Request-Method: {kind.asks}")
        lines.append("Access-Control-Request-Headers: x-a")
    if kind.method == "POST":
        lines.append("Content-Length: 0")
    data = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return Sent(kind, data, "" if kind.asks else str(number), _expected(kind, origin))


def _origin(kind: Kind, random: Random) -> str | None:
    """Return the origin of a page that sends a request of *kind*."""
    if kind.is_let_in is None:
        return None
    if kind.is_open:
        return random.choice([*CUSTOMERS, *STRANGERS])
    return random.choice([*CUSTOMERS, *SHOPS] if kind.is_let_in else STRANGERS)


def _expected(kind: Kind, origin: str | None) -> HeaderList:
    """Return all headers of CORS that the answer to *kind* must have, sorted."""
    if kind.is_open:
        return [("access-control-allow-origin", "*")]
    vary = _ASKED if kind.asks else ("vary", kind.vary)
    if not kind.is_let_in or origin is None:
        return [vary]
    own = ("access-control-allow-origin", origin)
    return sorted([own, *(_MAY_SEND if kind.asks else _READS), vary])
