"""Read what stands around a message: who asked for what, from where, and what came back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.explain._wordings import compiled, facts_of, tightest

if TYPE_CHECKING:
    from crossorigin.doctor.explain._pasted import Pasted
    from crossorigin.doctor.explain._wordings import Found

_FAR: Final = 4096
_NEAR: Final = 400
_PREFLIGHT: Final = "Response to preflight request doesn't pass access control check:"
_PREFLIGHT_PATTERN: Final = compiled(_PREFLIGHT)
# Up to the message. Of two that fit, the first has more to say.
_BEFORE: Final = (
    (
        "Access to <initiator> at '<url>' (redirected from '<redirected_from>') from origin '<origin>'"
        " has been blocked by CORS policy:"
    ),
    "Access to <initiator> at '<url>' from origin '<origin>' has been blocked by CORS policy:",
    "Redirect at '<redirected_from>' from origin '<origin>' has been blocked by CORS policy:",
    "Redirect from '<redirected_from>' to '<url>' has been blocked by CORS policy:",
    (
        "<initiator> from origin '<url>' has been blocked from loading by Cross-Origin Resource Sharing"
        " policy:"
    ),
    "XMLHttpRequest cannot load <url>.",
    "Fetch API cannot load <url>.",
    "EventSource cannot load <url>.",
    "Beacon API cannot load <url>.",
    "Failed to load <url>:",
    "<sent_method> <web_url>",
    "disallows reading the remote resource at '<url>'. (",
    "disallows reading the remote resource at <url>. (",
    "disallows reading the remote resource at <url>. This can be fixed by",
    "Cross-origin redirection to <redirected_to> denied by Cross-Origin Resource Sharing policy:",
)
# Right after the message.
_AFTER: Final = (
    "Status code: <status>",
    "The response had HTTP status code <status>",
    "Origin '<origin>' is therefore not allowed access",
)


def _at_the_end(words: str) -> re.Pattern[str]:
    """Return the pattern of *words* where a message follows at once, or the word of a preflight."""
    pattern = compiled(words)
    return re.compile(rf"{pattern.pattern}(?:{_PREFLIGHT_PATTERN.pattern})?\Z", pattern.flags)


_BEFORE_PATTERNS: Final = tuple(map(_at_the_end, _BEFORE))
_AFTER_PATTERNS: Final = tuple(map(compiled, _AFTER))


def facts_around(pasted: Pasted, place: Found, before: int, after: int) -> dict[str, str]:
    """
    Return what stands around *place*.

    Args:
        pasted: The paste.
        place: Where the message stands.
        before: Where the message before it ends.
        after: Where the message after it starts.
    """
    facts: dict[str, str] = {}
    lead = pasted.dense[: place.start]
    for pattern in _BEFORE_PATTERNS:
        match = pattern.search(lead, max(before, place.start - _FAR))
        if match is not None:
            facts |= facts_of(pasted, tightest(pattern, match))
            break
    if _PREFLIGHT_PATTERN.search(lead, max(before, place.start - len(_PREFLIGHT))):
        facts["preflight"] = "yes"
    for pattern in _AFTER_PATTERNS:
        match = pattern.search(pasted.dense, place.end, min(after, place.end + _NEAR))
        if match is not None:
            facts |= facts_of(pasted, match)
    return facts
