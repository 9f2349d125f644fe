"""
Answer requests in bytes, as ASGI has them, at the speed of the adapters.

What is answered is what :mod:`crossorigin._policy.decision` decides.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html#response-start-send-event
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from crossorigin._policy.compiled import REFUSED
from crossorigin._policy.decision import logger
from crossorigin._policy.fast_path import preflight_headers
from crossorigin._policy.headers import merged_headers
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._policy.compiled import Rules
    from crossorigin._policy.headers import Header
    from crossorigin._policy.policy import Policy

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
_LENGTHS: Final = frozenset(map(len, _OURS))


def encoded(headers: Iterable[Header]) -> RawHeaders:
    """Return *headers* in bytes, with the names in lower case, as HTTP/2 wants them."""
    return tuple(
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
    )


# What a response gets that no page may read.
RAW_REFUSED: Final = encoded(REFUSED)


class EncodedRules:
    """
    Hold in bytes what a policy says to the usual requests.

    Attributes:
        known: What the response to an actual request gets, by its ``Origin``: as many as
            can be said beforehand.
    """

    __slots__ = ("_constant", "_fixed_preflight", "_is_complete", "_rules", "known")

    def __init__(self, policy: Policy) -> None:
        """Encode all that *policy* says whatever is asked."""
        self._rules = rules = policy.rules
        self._constant = None if rules.constant is None else encoded(rules.constant)
        self._fixed_preflight = encoded((*(rules.fixed_preflight or ()), _NO_BODY))
        listed = rules.exact if len(rules.exact) <= _MAX_KNOWN else frozenset[str]()
        self.known: dict[bytes | None, RawHeaders] = {
            None: self._constant or RAW_REFUSED,
            **{origin.encode(): encoded(rules.headers_for(origin)) for origin in listed},
        }
        # Whether no other origin may read.
        self._is_complete = policy.origins == listed

    def actual(self, origin: bytes) -> RawHeaders | None:
        """
        Return what the response to an actual request of an *origin* that is not known gets.

        ``None`` if an origin source must be asked, or what is refused must be logged.
        """
        if not self._is_complete:
            if self._constant is not None:
                return self._constant
            text = _text(origin)
            if text in self._rules.origins:
                return encoded(self._rules.headers_for(text))
            if self._rules.source is not None:
                return None
        return None if logger.isEnabledFor(logging.INFO) else RAW_REFUSED

    def preflight(self, origin: bytes) -> list[RawHeader] | None:
        """Return all headers of a preflight's 200 if only *origin* matters, else ``None``."""
        headers = preflight_headers(self._rules, _text(origin))
        if headers is None:
            return None
        # The first one is the origin: it alone is not known before.
        return [(_ALLOW_ORIGIN, headers[0][1].encode("latin-1")), *self._fixed_preflight]


def answered_raw_headers(
    response_headers: Iterable[RawHeader], headers: RawHeaders, rules: Rules
) -> tuple[list[RawHeader], tuple[str, ...]]:
    """
    Return *response_headers* with what a policy adds, and the names that were replaced.

    Args:
        response_headers: What the app sends; not changed.
        headers: What the policy says, :data:`RAW_REFUSED` if no page may read.
        rules: The policy.

    Raises:
        TypeError: If *response_headers* is anything else than pairs of bytes, or of text.
        ValueError: As above.
    """
    theirs = [*response_headers]
    for name, _ in theirs:
        # Most names have another length: no case need be folded to see that.
        if len(name) in _LENGTHS and _bytes(name).lower() in _OURS:
            break
    else:
        if not rules.exposes_all or headers is RAW_REFUSED:
            theirs += headers
            return theirs, ()
    merged, replaced = merged_headers(
        [(_text(name), _text(value)) for name, value in theirs],
        tuple((_text(name).title(), _text(value)) for name, value in headers),
        rules.timing,
        rules.exposes_all and headers is not RAW_REFUSED,
    )
    return list(encoded(merged)), replaced


def _bytes(data: bytes | str) -> bytes:
    """
    Return *data* in bytes, as which a server may take other types.

    uvicorn hands them to h11, which takes text, so that a header of such a name is sent.
    """
    return data.encode("latin-1") if isinstance(data, str) else bytes(memoryview(data))


def _text(data: bytes | str) -> str:
    """Return *data*, each byte as one character, so that none is lost."""
    return str(_bytes(data), "latin-1")
