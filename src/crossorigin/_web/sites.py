"""
Tell which wildcards reach what anyone may register, by the Public Suffix List.

Source: https://publicsuffix.org/list/
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def anyone_may_register_below(domain: str) -> bool:
    """
    Tell whether a name right below *domain* is one that anyone may register.

    Only suffixes that the list names count: ``localhost`` and ``test`` are none.
    """
    # A rule such as `*.kawasaki.jp` makes every name below a suffix of its own.
    return _suffixes().is_public(domain) or _suffixes().is_public(f"x.{domain}")


@cache
def _suffixes() -> PublicSuffixList:
    """Return the list, read when the first wildcard needs it."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - slow, and rarely needed

    return PublicSuffixList(accept_unknown=False)
