"""
Enforce a policy in Django: the whole site, an ``include()``, or a view.

Source: https://docs.djangoproject.com/en/stable/topics/http/middleware/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.django._decorators import cross_origin, same_origin
from crossorigin.django._middleware import CORSMiddleware
from crossorigin.django._site import stats

if TYPE_CHECKING:
    from crossorigin.django._coverage import policy_for

__all__ = ["CORSMiddleware", "cross_origin", "policy_for", "same_origin", "stats"]


def __getattr__(name: str) -> object:
    """Return `policy_for`, which no site asks for in a request, so that it is loaded now."""
    if name != "policy_for":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from crossorigin.django import _coverage  # noqa: PLC0415 - as above

    return _coverage.policy_for
