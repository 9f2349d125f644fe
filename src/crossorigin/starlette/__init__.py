"""
Enforce a policy in Starlette and FastAPI: the whole app, a router, or an endpoint.

Source: https://www.starlette.io/routing/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.starlette import _start
from crossorigin.starlette._decorators import cross_origin, same_origin
from crossorigin.starlette._extension import CORS
from crossorigin.starlette._marks import registry

if TYPE_CHECKING:
    from crossorigin.starlette._coverage import policy_for

__all__ = ["CORS", "cross_origin", "policy_for", "same_origin"]

registry.tell = _start.watch


def __getattr__(name: str) -> object:
    """Return `policy_for`, which no app asks for in a request, so that it is loaded now."""
    if name != "policy_for":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from crossorigin.starlette import _coverage  # noqa: PLC0415 - as above

    return _coverage.policy_for
