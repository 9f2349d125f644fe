"""
Enforce a policy in Starlette and FastAPI: the whole app, a router, or an endpoint.

Source: https://www.starlette.io/routing/
"""

from __future__ import annotations

from crossorigin.starlette import _start
from crossorigin.starlette._coverage import policy_for
from crossorigin.starlette._decorators import cross_origin, same_origin
from crossorigin.starlette._extension import CORS
from crossorigin.starlette._marks import registry

__all__ = ["CORS", "cross_origin", "policy_for", "same_origin"]

registry.tell = _start.watch
