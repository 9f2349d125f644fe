"""
The answers of a policy in bytes, as ASGI has them, encoded before a request comes.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html#response-start-send-event
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from crossorigin._policy.compiled import REFUSED
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.preflights import permitted_methods, quick_preflight
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin._policy.headers import Header

RawHeader = tuple[bytes, bytes]
RawHeaders = tuple[RawHeader, ...]

_NO_BODY: Final = ("Content-Length", "0")
_ALLOW_ORIGIN: Final = b"access-control-allow-origin"
# The names of the app's headers that a policy may have to change.
_OURS: Final = frozenset(
    name.encode() for name in (*CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN, "vary")
)
# The most origins for which every answer is made before it is asked for.
_MAX_KNOWN: Final = 1000
# Their lengths, which most names do not have: no case need be folded to see that.
_LENGTHS: Final = frozenset(map(len, _OURS))
_ANY_LENGTH: Final = range(sys.maxsize)


def encode_headers(headers: Iterable[Header]) -> RawHeaders:
    """Return *headers* in bytes, with the names in lower case, as HTTP/2 wants them."""
    return tuple(
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
    )


# The headers of a response that no page may read.
RAW_REFUSED: Final = encode_headers(REFUSED)


class EncodedPolicy:
    """
    The answers of a policy in bytes.

    Attributes:
        compiled: The policy.
        known: The headers of the response to an actual request, by its ``Origin``: those
            that were encoded beforehand.
        others: Those for every other origin, if they are the same for all.
        lengths: How long the names of the app's headers are which it may have to change.
    """

    __slots__ = ("_permitting", "compiled", "known", "lengths", "others")

    def __init__(self, compiled: CompiledPolicy) -> None:
        """Encode the answers that no request changes."""
        self.compiled = compiled
        self.lengths: Container[int] = _ANY_LENGTH if compiled.exposes_all else _LENGTHS
        fixed = compiled.fixed_headers
        self._permitting: dict[frozenset[str], RawHeaders] = {}
        listed = compiled.listed_origins
        is_complete = len(listed) <= _MAX_KNOWN and compiled.lists_every_origin
        self.others = encode_headers(fixed) if fixed else RAW_REFUSED if is_complete else None
        self.known: dict[bytes | None, RawHeaders] = {
            None: self.others or RAW_REFUSED,
            **{
                origin.encode(): encode_headers(compiled.actual(origin) or REFUSED)
                for origin in (listed if len(listed) <= _MAX_KNOWN else ())
            },
        }

    def actual(self, origin: bytes | None) -> RawHeaders | None:
        """
        Return the headers of the response to an actual request that are not encoded yet.

        :data:`RAW_REFUSED` if *origin* is refused; ``None`` if only an origin source can tell.
        """
        headers = self.compiled.actual((origin or b"").decode("latin-1"))
        if headers is None:
            return None
        return RAW_REFUSED if headers is REFUSED else encode_headers(headers)

    def preflight(
        self, origin: bytes, asked: str, route_methods: frozenset[str] | None
    ) -> list[RawHeader] | None:
        """
        Return all headers of the 200 to a permitted preflight, if no decision is needed.

        Args:
            origin: The value of ``Origin``.
            asked: The value of ``Access-Control-Request-Method``.
            route_methods: The methods of the route, where a framework has routes.
        """
        compiled = self.compiled
        methods = permitted_methods(compiled, asked, route_methods)
        permitting = self._permitting.get(methods)
        if permitting is None or not (compiled.any_origin or origin in self.known):
            headers = quick_preflight(compiled, origin.decode("latin-1"), asked, route_methods)
            if headers is None:
                return None
            # The first one is the origin: it alone is not the same for all.
            permitting = encode_headers((*headers[1:], _NO_BODY))
            if len(self._permitting) < _MAX_KNOWN:
                self._permitting[methods] = permitting
        return [(_ALLOW_ORIGIN, b"*" if compiled.any_origin else origin), *permitting]


def merge_raw_headers(
    response_headers: Iterable[RawHeader], headers: RawHeaders, compiled: CompiledPolicy
) -> tuple[list[RawHeader], tuple[str, ...]]:
    """
    Return *response_headers* with those of a policy, and the names that were replaced.

    Args:
        response_headers: The headers of the app; not changed.
        headers: The headers of the policy, :data:`RAW_REFUSED` if no page may read.
        compiled: The policy.

    Raises:
        TypeError: If *response_headers* is anything else than pairs of bytes, or of text.
        ValueError: As above.
    """
    theirs = [*response_headers]
    for name, _ in theirs:
        if len(name) in _LENGTHS and _bytes(name).lower() in _OURS:
            break
    else:
        if not compiled.exposes_all or headers is RAW_REFUSED:
            return [*theirs, *headers], ()
    merged, replaced = merge_headers(
        [(_text(name), _text(value)) for name, value in theirs],
        tuple((_text(name).title(), _text(value)) for name, value in headers),
        compiled.timing,
        compiled.exposes_all and headers is not RAW_REFUSED,
    )
    return list(encode_headers(merged)), replaced


def _bytes(data: bytes | str) -> bytes:
    """
    Return *data* in bytes, as which a server may take other types.

    uvicorn hands them to h11, which takes text, so that a header of such a name is sent.
    """
    return data.encode("latin-1") if isinstance(data, str) else bytes(memoryview(data))


def _text(data: bytes | str) -> str:
    """Return *data*, each byte as one character, so that none is lost."""
    return str(_bytes(data), "latin-1")
