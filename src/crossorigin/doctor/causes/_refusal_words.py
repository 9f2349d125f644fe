"""The words with which servers that have a policy of CORS refuse a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import CauseSlug

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORIGIN: Final = (CauseSlug.ORIGIN_NOT_LISTED,)
_METHOD: Final = (CauseSlug.METHOD_NOT_LISTED,)
_HEADER: Final = (CauseSlug.HEADER_NOT_LISTED,)
# The software says the same of all three.
_ANY: Final = (*_ORIGIN, *_METHOD, *_HEADER)
_HOST: Final = (CauseSlug.HOST_NOT_LISTED,)
_SENDER: Final = (CauseSlug.SENDER_NOT_LISTED,)
_NOT_ENABLED: Final = (CauseSlug.CORS_NOT_ENABLED,)
# So a body begins, or a line of one that somebody copied.
_BEGINS: Final = r"(?:\A|(?<=[\s'\"(\[{>:,]))"


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    The words of a refusal.

    Attributes:
        server: The software that says so.
        words: The words.
        slugs: The causes that they can mean, the likeliest first.
        is_whole: Whether a body begins with them: apps use such words, too.
    """

    server: str
    words: re.Pattern[str]
    slugs: tuple[CauseSlug, ...]
    is_whole: bool = False


def _whole(server: str, words: str, slugs: tuple[CauseSlug, ...]) -> Refusal:
    """Return the refusal of *server* by *words* with which a body begins."""
    return Refusal(server, re.compile(_BEGINS + words), slugs, is_whole=True)


REFUSALS: Final = (
    # But not the name of a cause, in a report.
    _whole("crossorigin", r"origin-(?!not-listed|misspelled)[a-z-]{1,40}: ", _ORIGIN),
    _whole("crossorigin", r"host-not-allowed: [A-Z]", _HOST),
    _whole(
        "crossorigin",
        r"(?:sender-not-allowed|sender-unknown|cookies-not-allowed|request-unreadable): [A-Z]",
        _SENDER,
    ),
    Refusal("S3", re.compile(r"CORS is not enabled for this bucket"), _NOT_ENABLED),
    Refusal(
        "S3",
        re.compile(r"<Code>AccessForbidden</Code>(?!\s*<Message>CORSResponse: CORS is not)"),
        _ANY,
    ),
    Refusal("Azure", re.compile(r"<Code>CorsPreflightFailure</Code>"), _ANY),
    _whole("Spring", r"Invalid CORS request", _ANY),
    _whole("Starlette", r"Disallowed CORS [a-z, -]{0,60}\borigin\b", _ORIGIN),
    _whole("Starlette", r"Disallowed CORS [a-z, -]{0,60}\bmethod\b", _METHOD),
    _whole("Starlette", r"Disallowed CORS [a-z, -]{0,60}\bheaders\b", _HEADER),
    _whole("Starlette", r"Invalid host header", _HOST),
    # Its upper case tells it from Starlette's.
    _whole("the MCP SDK or webpack", r"Invalid Host header", _HOST),
    _whole("the MCP SDK", r"Invalid Origin header", _ORIGIN),
    _whole("webpack", r"Invalid Host/Origin header", _HOST),
    _whole("Vite", r"Blocked request\. This host \(", _HOST),
    Refusal("Django", re.compile(r"Invalid HTTP_HOST header: "), _HOST),
    Refusal("Werkzeug", re.compile(r"\bHost [^<\n]{1,300} is not trusted\."), _HOST),
    _whole("aiohttp-cors", r"CORS preflight request failed: (?:origin|no origins)", _ORIGIN),
    _whole("aiohttp-cors", r"CORS preflight request failed: request method", _METHOD),
    _whole("aiohttp-cors", r"CORS preflight request failed: headers are", _HEADER),
    _whole("actix-cors", r"Requested method is not allowed", _METHOD),
    _whole("actix-cors", r"One or more request headers are not allowed", _HEADER),
    Refusal("python-socketio", re.compile(r"(?i)\bnot an accepted origin"), _ORIGIN),
    Refusal(
        "the app",
        re.compile(
            r"(?i)not allowed by cors\b|cross[- ]origin requests? (?:blocked|denied)\b(?!:)"
        ),
        _ORIGIN,
    ),
    Refusal(
        "the app",
        re.compile(
            r"(?i)\borigin\b[^<\n]{0,100} not (?:an )?(?:accepted|allowed|permitted|whitelisted)"
            r"(?! access| by access-control)"
        ),
        _ORIGIN,
    ),
)


def refusals_in(body: str) -> Iterator[Refusal]:
    """Yield the refusals that *body* says."""
    for refusal in REFUSALS:
        found = refusal.words.match(body) if refusal.is_whole else refusal.words.search(body)
        if found:
            yield refusal
