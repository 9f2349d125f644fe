"""
Do what the decorator did that went from project to project, its faults included.

A list of origins is joined by commas, nothing is ever matched, ``Vary`` is not sent.
"""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from flask import Response, current_app, make_response, request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MAX_AGE: Final = 21600


def historical_crossdomain(
    origin: str | Iterable[str],
    methods: Iterable[str] = (),
    headers: Iterable[str] = (),
    max_age: int | timedelta = _MAX_AGE,
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Return the decorator."""
    origins = origin if isinstance(origin, str) else ", ".join(origin)
    names = ", ".join(header.upper() for header in headers)
    listed = ", ".join(sorted(method.upper() for method in methods))
    seconds = max_age.total_seconds() if isinstance(max_age, timedelta) else max_age

    def decorate(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def answer(*args: object, **kwargs: object) -> Response:
            if request.method == "OPTIONS":
                response = current_app.make_default_options_response()
            else:
                response = make_response(view(*args, **kwargs))
            sent = response.headers
            sent["Access-Control-Allow-Origin"] = origins
            sent["Access-Control-Allow-Methods"] = (
                listed or current_app.make_default_options_response().headers["allow"]
            )
            sent["Access-Control-Max-Age"] = str(seconds)
            if names:
                sent["Access-Control-Allow-Headers"] = names
            return response

        # Flask reads this when the view is registered.
        answer.provide_automatic_options = False  # type: ignore[attr-defined] # a function's own
        return answer

    return decorate
