"""What every framework's example must answer on every server, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HERE: Final = "https://app.example.com"
ELSEWHERE: Final = "https://evil.example"
ASKED: Final = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
READABLE: Final = {
    "access-control-allow-origin": HERE,
    "access-control-allow-credentials": "true",
    "vary": "Origin",
}
CLOSED: Final = {"vary": "Origin"}
IN_TWO_WAYS: Final = {**READABLE, "vary": "Accept-Language, Origin"}
CLOSED_IN_TWO_WAYS: Final = {"vary": "Accept-Language, Origin"}
LOG: Final = b"line 0\nline 1\nline 2\n"


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    Hold a request, and what must come of it.

    Attributes:
        name: Its name in a report.
        method: The request's method.
        path: Where it goes.
        origin: The value of ``Origin``.
        asks: The value of ``Access-Control-Request-Method``.
        status: The status of the answer.
        cors: Its CORS headers and ``Vary``: these, and no others but :data:`OWN_VARY`.
        body: Its body; ``None`` if it is the framework's to say.
        sets_cookie: Whether the cookie of the app must be there.
    """

    name: str
    method: str = "GET"
    path: str = "/orders/7"
    origin: str | None = HERE
    asks: str | None = None
    status: int = 200
    cors: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    sets_cookie: bool = False

    def cors_in(self, framework: str) -> tuple[tuple[str, str], ...]:
        """Return the CORS headers and ``Vary`` of what *framework* answers."""
        own = OWN_VARY.get(framework)
        if own is None or self.status not in {404, 500}:
            return self.cors
        return _of({**dict(self.cors), "vary": f"{own}, {dict(self.cors)['vary']}"})


def _of(cors: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return *cors* sorted."""
    return tuple(sorted(cors.items()))


_PERMITTED: Final = {
    **READABLE,
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "600",
    "vary": ASKED,
}
_NOT_LISTED: Final = b"origin-not-allowed: The policy does not let this origin in.\n"

# What a framework says by itself that its answers to errors depend on.
OWN_VARY: Final = {"falcon": "Accept"}

EXCHANGES: Final = (
    Exchange("get", cors=_of(IN_TWO_WAYS), sets_cookie=True),
    Exchange("post", "POST", cors=_of(IN_TWO_WAYS), sets_cookie=True),
    Exchange("put", "PUT", cors=_of(IN_TWO_WAYS), sets_cookie=True),
    Exchange("head", "HEAD", cors=_of(IN_TWO_WAYS), sets_cookie=True, body=b""),
    Exchange("refused", origin=ELSEWHERE, cors=_of(CLOSED_IN_TWO_WAYS), sets_cookie=True),
    Exchange("no-origin", origin=None, cors=_of(CLOSED_IN_TWO_WAYS), sets_cookie=True),
    Exchange("preflight", "OPTIONS", asks="PUT", cors=_of(_PERMITTED), body=b""),
    Exchange(
        "preflight-refused",
        "OPTIONS",
        origin=ELSEWHERE,
        asks="PUT",
        status=403,
        cors=(("vary", ASKED),),
        body=_NOT_LISTED,
    ),
    Exchange("preflight-nowhere", "OPTIONS", "/nowhere", asks="PUT", cors=_of(_PERMITTED)),
    Exchange("streamed", path="/log", cors=_of(READABLE), body=LOG),
    Exchange("streamed-refused", path="/log", origin=ELSEWHERE, cors=_of(CLOSED), body=LOG),
    Exchange("not-found", path="/nowhere", status=404, cors=_of(READABLE)),
    Exchange("crash", path="/broken", status=500, cors=_of(READABLE)),
)
