"""The facts around a message: what an engine prints before it, and after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.explain._pasted import skeleton_of
from crossorigin.doctor.explain._wordings import Words

if TYPE_CHECKING:
    from crossorigin.doctor.explain._pasted import Pasted
    from crossorigin.doctor.explain._wordings import WordingMatch

_TWO: Final = 2
_NOTHING: Final[dict[str, str]] = {}
_FAR: Final = 4096
_NEAR: Final = 400
_PREFLIGHT: Final = skeleton_of("Response to preflight request doesn't pass access control check")
_NETWORK: Final = skeleton_of("net::ERR_")
# Up to the message. Of two that fit, the first has more to say.
_BEFORE: Final = (
    (
        "Access to <initiator> at '<url>' (redirected from '<redirected_from>') from origin '<origin>'"
        " has been blocked by CORS policy:"
    ),
    "Access to <initiator> at '<url>' from origin '<origin>' has been blocked by CORS policy:",
    "Access to <initiator> at '<url>' from origin has been blocked by CORS policy:",
    "Access to <initiator> at '<url>' (redirected from '<redirected_from>') from origin '<origin>'",
    "Access to <initiator> at '<url>' from origin '<origin>'",
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
    "disallows reading the remote resource at '<url>'. (",
    "disallows reading the remote resource at <url>. This can be fixed by",
    "Cross-origin redirection to <redirected_to> denied by Cross-Origin Resource Sharing policy:",
    "Connecting to '<url>'",
    "Loading the <last_url>",
    "Framing '<url>'",
    "Refused to connect to '<url>' because it",
    "Refused to load the <last_url> because it",
    "Refused to frame '<url>' because it",
    "Refused to frame '<url>' because an",
    "Refused to display '<url>'",
    "Refused to load <url>",
    "The loading of '<url>'",
    "The FetchEvent for '<url>'",
    "The resource from '<url>'",
    "Failed to load '<url>'. A",
    "XHR GET <url>",
    "XHR POST <url>",
)
# Right after the message.
_AFTER: Final = {
    "status": ("Status code: <status>", "The response had HTTP status code <status>"),
    "origin": ("Origin '<origin>' is therefore not allowed access",),
}
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUESTED: Final = re.compile(r"(?:https?|wss?)://[!-~]{1,2048}")

_BEFORE_WORDS: Final = tuple(map(Words.of, _BEFORE))
_AFTER_WORDS: Final = tuple(Words.of(text) for texts in _AFTER.values() for text in texts)


def facts_around(pasted: Pasted, place: WordingMatch, before: int, after: int) -> dict[str, str]:
    """
    Return the facts around *place*.

    Args:
        pasted: The paste.
        place: Where the message stands.
        before: Where the message before it ends.
        after: Where the message after it starts.
    """
    facts: dict[str, str] = {}
    end, lowest = place.start, max(before, place.start - _FAR)
    if pasted.skeleton.endswith(_PREFLIGHT, lowest, end):
        facts["preflight"] = "yes"
        end -= len(_PREFLIGHT)
    found = (words.ending_at(pasted, end, lowest) for words in _BEFORE_WORDS)
    facts |= next((fact for fact in found if fact is not None), _NOTHING)
    if pasted.skeleton.startswith(_NETWORK, end):
        facts |= _request_before(pasted, end, lowest)
    highest = min(after, place.end + _NEAR)
    for words in _AFTER_WORDS:
        at = pasted.skeleton.find(words.literals[0], place.end, highest)
        if at >= 0:
            matches = words.found_in(pasted, at, highest)
            facts |= next((match for _, _, match in matches), _NOTHING)
    return facts


def _request_before(pasted: Pasted, end: int, lowest: int) -> dict[str, str]:
    """Return the method and the address that stand right before *end*, as in a line of the network."""
    lead = pasted.between(lowest, end)[-_FAR:].rsplit(None, 2)
    url = lead[-1].strip("'") if lead else ""
    if not _REQUESTED.fullmatch(url):
        return {}
    return {"url": url} | (
        {"method": lead[-2]} if len(lead) >= _TWO and lead[-2] in _METHODS else {}
    )
