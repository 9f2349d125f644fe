"""The answer for an app that raised, and the requests that get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crossorigin._policy.headers import Header

# By module and name: this module imports no framework. Other modules have classes of that name,
# such as `http.client`, which raises its own when a server that the app asks has failed.
_HTTP_EXCEPTIONS: Final = frozenset(
    {
        ("lilya.exceptions", "HTTPException"),
        ("litestar.exceptions.http_exceptions", "HTTPException"),
        ("starlette.exceptions", "HTTPException"),
        ("werkzeug.exceptions", "HTTPException"),
    }
)


def may_be_fetch(mode: str | None) -> bool:
    """
    Tell whether a page's script may wait for the answer, by the request's ``Sec-Fetch-Mode``.

    A navigation gets the answer of the server, or of a debugger outside of the policy. A
    request without the header, as of an old browser, is taken for a script's.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header
    """
    return mode in {None, "cors"}


def is_meant_for_outside(error: Exception) -> bool:
    """
    Tell whether *error* is one that an app around this one answers by its status.

    A router of Starlette raises its 404 like that if it is mounted. An answer before that
    one would make a crash of it.

    Source: https://www.starlette.io/exceptions/
    """
    return any((cls.__module__, cls.__name__) in _HTTP_EXCEPTIONS for cls in type(error).__mro__)


def crash_answer(text: str = "Internal Server Error\n") -> tuple[list[Header], bytes]:
    """Return headers and body of the 500 that says *text*, without those of a policy."""
    # The message of a database, or of a client, may have characters that UTF-8 has not.
    body = text.encode(errors="backslashreplace")
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    return headers, body
