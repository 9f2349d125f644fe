"""IPv6 addresses as a browser writes them; loaded for the first host that is one."""

from __future__ import annotations

import ipaddress


def compressed_ipv6(host: str) -> str | None:
    """
    Return the one way in which a browser writes the bracketed IPv6 *host*, or ``None``.

    Source: https://url.spec.whatwg.org/#concept-ipv6-serializer
    """
    try:
        packed = ipaddress.IPv6Address(host[1:-1]).packed
    except ValueError:
        return None
    pieces = [packed[at : at + 2].hex().lstrip("0") or "0" for at in range(0, 16, 2)]
    start, length = _longest_run_of_zeros(pieces)
    if length < 2:  # noqa: PLR2004 - a lone zero is not compressed
        return f"[{':'.join(pieces)}]"
    return f"[{':'.join(pieces[:start])}::{':'.join(pieces[start + length :])}]"


def _longest_run_of_zeros(pieces: list[str]) -> tuple[int, int]:
    """Return where the first longest run of zeros starts, and its length."""
    best = (0, 0)
    start = 0
    for at, piece in enumerate(pieces):
        if piece != "0":
            start = at + 1
        elif at + 1 - start > best[1]:
            best = (start, at + 1 - start)
    return best
