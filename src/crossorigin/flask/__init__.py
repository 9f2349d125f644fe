"""
Enforce a policy in Flask: the whole app, a blueprint, or a view.

Source: https://flask.palletsprojects.com/en/stable/extensiondev/
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from crossorigin.flask._decorators import cross_origin, same_origin
from crossorigin.flask._extension import CORS

if TYPE_CHECKING:
    from crossorigin.flask._coverage import policy_for
    from crossorigin.flask._crossdomain import crossdomain

__all__ = ["CORS", "cross_origin", "crossdomain", "policy_for", "same_origin"]

# Few apps use them, so they are loaded where they are asked for.
_LATER: Final = {"crossdomain": "_crossdomain", "policy_for": "_coverage"}


def __getattr__(name: str) -> object:
    """Return the public function *name*, which is loaded now."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
