"""Tell what an answer lets an origin do."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from crossorigin._browser.cors_check import cors_check
from crossorigin._browser.header_lists import get

if TYPE_CHECKING:
    from crossorigin.doctor.probing._session import Sent


class Access(IntEnum):
    """Order what an origin may do, the least first."""

    NONE = 0
    # Everyone may read what everyone can fetch.
    PUBLIC = 1
    # This origin may read, without the visitor's credentials.
    ANONYMOUS = 2
    # This origin may read what only the visitor may see.
    CREDENTIALED = 3


def access(sent: Sent | None, origin: str) -> Access:
    """Return what the answer *sent* lets *origin* do."""
    if sent is None or not sent.status:
        return Access.NONE
    if cors_check(sent.headers, origin, has_credentials=True) is None:
        return Access.CREDENTIALED
    if cors_check(sent.headers, origin, has_credentials=False) is not None:
        return Access.NONE
    is_for_all = get(sent.headers, "access-control-allow-origin") == "*"
    return Access.PUBLIC if is_for_all else Access.ANONYMOUS
