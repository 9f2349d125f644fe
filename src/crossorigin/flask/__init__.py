"""
Enforce a policy in Flask: the whole app, a blueprint, or a view.

Source: https://flask.palletsprojects.com/en/stable/extensiondev/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.flask._decorators import cross_origin, crossdomain, same_origin
from crossorigin.flask._extension import CORS

if TYPE_CHECKING:
    from flask import Flask

    from crossorigin import Policy

__all__ = ["CORS", "cross_origin", "crossdomain", "policy_for", "same_origin"]


def policy_for(app: Flask, path: str, method: str) -> Policy | None:
    """
    Return the policy in force for *method* at *path*, ``None`` if other origins have no access.

    Args:
        app: The app.
        path: The path of the request, such as ``/orders/7``; or a URL, where the host counts.
        method: The method, in any case.
    """
    from crossorigin.flask._coverage import cover_of  # noqa: PLC0415 - nobody asks in a request

    cover = cover_of(app, path, method.upper())
    return None if cover is None else cover.policy
