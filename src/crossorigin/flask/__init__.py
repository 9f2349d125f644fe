"""
Enforce a policy in Flask: the whole app, a blueprint, or a view.

Source: https://flask.palletsprojects.com/en/stable/extensiondev/
"""

from __future__ import annotations

from crossorigin.flask._decorators import cross_origin, crossdomain, same_origin
from crossorigin.flask._extension import CORS

__all__ = ["CORS", "cross_origin", "crossdomain", "same_origin"]
