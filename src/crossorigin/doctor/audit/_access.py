"""The access that a response gives to an origin."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from crossorigin._browser import cors_check, header_value

if TYPE_CHECKING:
    from crossorigin.doctor.probing._session import HTTPExchange


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
