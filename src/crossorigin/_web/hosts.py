"""
Read the host and the port of a request; loaded for the first guard that lists some.

Sources: https://url.spec.whatwg.org/#host-parsing, https://www.rfc-editor.org/rfc/rfc9110#section-7.2
"""

from __future__ import annotations

import re
from typing import Final

from crossorigin._web.fetch import MAX_HOST_LENGTH
from crossorigin._web.origins import split_origin

_AUTHORITY: Final = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.\-]+)(?::([0-9]{0,5}))?")
# A colon and five digits of a port beside the host.
_MAX_LENGTH: Final = MAX_HOST_LENGTH + 6
_MAX_PORT: Final = 65535


def split_host(text: str) -> tuple[str, int | None] | None:
    """
    Return host and port (``None``: none is written) of a value of ``Host``, ``None`` for junk.

    The host is in lower case, an IPv6 address compressed, and without the dot at its end, which
    changes nothing about where a name leads. What a browser never sends is junk: user info, an
    IPv4 address in another form than four decimal numbers, a zone, several values.
    """
    if len(text) > _MAX_LENGTH or not text.isascii():
        return None
    match = _AUTHORITY.fullmatch(text.lower())
    if match is None:
        return None
    host, port = match.groups("")
    # An empty port is the default one. https://www.rfc-editor.org/rfc/rfc9110#section-4.2.3
    number = int(port) if port else None
    if number is not None and not 0 < number <= _MAX_PORT:
        return None
    canonical = _canonical(host)
    return None if canonical is None else (canonical, number)


def _canonical(host: str) -> str | None:
    """Return the one way to write *host*, or ``None`` if no browser takes it for a host."""
    if host.startswith("["):
        from crossorigin._web.ipv6 import compressed_ipv6  # noqa: PLC0415 - rarely needed

        return compressed_ipv6(host)
    parts = split_origin(f"https://{host}")
    return None if parts is None else parts[1].removesuffix(".")
