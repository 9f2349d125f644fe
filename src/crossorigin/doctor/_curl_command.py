"""Write the command that repeats a request, for a shell, without its secrets."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin.doctor._sanitize import MASK, escape, mask_header, mask_url, names_a_secret

if TYPE_CHECKING:
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

# Headers that a browser adds, and no server should go by.
_LEFT_OUT: Final = frozenset(
    {"accept", "user-agent", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site"}
)
_TOO_LONG: Final = 2000
_MAX_BODY: Final = 200


def curl_parts(evidence: Evidence) -> tuple[str, ...]:
    """
    Return the parts of a command that repeats the request on which the fetch ended.

    An app in this process has no address, so there is none for it.
    """
    exchange = evidence.last
    if (
        exchange is None
        or evidence.question.is_app
        or evidence.failure is Failure.TOO_MANY_REDIRECTS
    ):
        return ()
    parts = tuple(_parts(exchange))
    return parts if sum(map(len, parts)) < _TOO_LONG else ()


def _parts(exchange: HTTPExchange) -> list[str]:
    """Return the command, cut where a line may end."""
    request = exchange.request
    parts = [f"curl -i {shlex.quote(escape(mask_url(request.url)))}"]
    if request.method == "HEAD":
        parts[0] = parts[0].replace("curl -i", "curl -I")
    elif request.method != "GET":
        parts.append(f"-X {shlex.quote(escape(request.method))}")
    parts.extend(
        f"-H {shlex.quote(f'{escape(name)}: {escape(mask_header(name, value))}')}"
        for name, value in request.headers
        if name.lower() not in _LEFT_OUT
    )
    if request.content:
        parts.append(f"--data-raw {shlex.quote(_shown(request.content))}")
    return parts


def _shown(content: bytes) -> str:
    """Return the body *content* as a report may show it: a short text, without a secret."""
    text = content.decode("ascii", "replace")
    is_plain = len(text) <= _MAX_BODY and text.isascii() and text.isprintable()
    return text if is_plain and escape(text) == text and not names_a_secret(text) else MASK
