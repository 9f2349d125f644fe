"""The access that a response gives to an origin."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from crossorigin._browser import cors_check, header_value
from crossorigin.doctor.causes._refusal_words import refusals_in

if TYPE_CHECKING:
    from crossorigin.doctor.probing._session import HTTPExchange

_ERROR: Final = 400
# Whoever asks is to log in first, or there is nothing here: such an answer gives nothing away.
_NOBODY: Final = frozenset({401, 403, 404, 407, 421})
_MAX_READ: Final = 4096


class Access(IntEnum):
    """The access of an origin, the least first."""

    NONE = 0
    # Everyone may read, without credentials.
    PUBLIC = 1
    # This origin may read, without the visitor's credentials.
    ANONYMOUS = 2
    # This origin may read with the visitor's credentials.
    CREDENTIALED = 3


def access(exchange: HTTPExchange | None, origin: str) -> Access:
    """Return the access that the response of *exchange* gives to *origin*."""
    if exchange is None or not exchange.status:
        return Access.NONE
    if cors_check(exchange.headers, origin, has_credentials=True) is None:
        return Access.CREDENTIALED
    if cors_check(exchange.headers, origin, has_credentials=False) is not None:
        return Access.NONE
    is_for_all = header_value(exchange.headers, "access-control-allow-origin") == "*"
    return Access.PUBLIC if is_for_all else Access.ANONYMOUS


def answers_anyone(exchange: HTTPExchange) -> bool:
    """Tell whether the server has given an answer of its own to somebody who is not logged in."""
    words = exchange.content[:_MAX_READ].decode("latin-1")
    is_answer = exchange.status > 0 and exchange.status not in _NOBODY
    return is_answer and not any(refusals_in(words))


def answers_alike(exchange: HTTPExchange, own: HTTPExchange) -> bool:
    """Tell whether *exchange* is answered as *own* is, a request of the tool's own page."""
    if exchange.status != own.status or not answers_anyone(exchange):
        return False
    # An error of the same status may be another one: a refusal, in words of the server's own.
    return own.status < _ERROR or exchange.content == own.content
