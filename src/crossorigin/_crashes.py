"""Say what is answered for an app that raised, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossorigin._responses import Header


def may_be_a_page(mode: str | None) -> bool:
    """
    Tell whether a page may wait for the answer, going by the request's ``Sec-Fetch-Mode``.

    Whoever navigates gets what the server, or a debugger outside of the policy, answers. A
    browser that says nothing of the mode, as old ones do, is taken for a page's.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header
    """
    return mode in {None, "cors"}


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
