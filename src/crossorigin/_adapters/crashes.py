"""Say what is answered for an app that raised, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crossorigin._policy.headers import Header

_HTTP_EXCEPTION: Final = "HTTPException"


def may_be_a_page(mode: str | None) -> bool:
    """
    Tell whether a page may wait for the answer, going by the request's ``Sec-Fetch-Mode``.

    Whoever navigates gets what the server, or a debugger outside of the policy, answers. A
    browser that says nothing of the mode, as old ones do, is taken for a page's.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header
    """
    return mode in {None, "cors"}


def is_meant_for_outside(error: Exception) -> bool:
    """
    Tell whether *error* is one that whoever has mounted the app answers by its status.

    A router of Starlette raises its 404 like that if it is mounted. An answer before that
    one would make a crash of it.

    Source: https://www.starlette.io/exceptions/
    """
    # By name: this module imports no framework.
    return any(cls.__name__ == _HTTP_EXCEPTION for cls in type(error).__mro__)


def crash_answer(text: str = "Internal Server Error\n") -> tuple[list[Header], bytes]:
    """Return headers and body of the 500 that says *text*, without those of a policy."""
    # What a database, or a client, calls an error may hold what UTF-8 cannot.
    body = text.encode(errors="backslashreplace")
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    return headers, body
