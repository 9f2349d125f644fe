"""The messages of a console in a paste, each with its facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor.explain import _wordings_chromium, _wordings_firefox, _wordings_webkit
from crossorigin.doctor.explain._wordings import compile_words, facts_of, tightest
from crossorigin.doctor.explain._wordings_firefox import NOT_EQUAL
from crossorigin.doctor.explain._wordings_scripts import SCRIPT_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crossorigin._browser import Engine
    from crossorigin.doctor.causes._console_reasons import FailureReason
    from crossorigin.doctor.explain._pasted import Pasted
    from crossorigin.doctor.explain._wordings import WordingMatch

_WORDINGS: Final = (
    *_wordings_chromium.MESSAGES,
    *_wordings_firefox.MESSAGES,
    *_wordings_webkit.MESSAGES,
    *SCRIPT_ERRORS,
)
_INTRODUCTION: Final = 4
# A log may repeat a message without end.
_MAX_PLACES: Final = 200
_TWO: Final = 2
_NOT_MODIFIED: Final = "304"


_FAR: Final = 4096
_NEAR: Final = 400
_PREFLIGHT: Final = "Response to preflight request doesn't pass access control check:"
_PREFLIGHT_PATTERN: Final = compile_words(_PREFLIGHT)
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
    pattern = compile_words(words)
    return re.compile(rf"{pattern.pattern}(?:{_PREFLIGHT_PATTERN.pattern})?\Z", pattern.flags)


_BEFORE_PATTERNS: Final = tuple(map(_at_the_end, _BEFORE))
_AFTER_PATTERNS: Final = tuple(map(compile_words, _AFTER))


@dataclass(frozen=True, slots=True)
class Message:
    """
    A message of a console.

    Attributes:
        engine: The engine that printed it; ``None`` if it may be any of them.
        reasons: The possible meanings, the likeliest first; one if that is certain.
        facts: The addresses, names and values in it, as they were pasted.
        vagueness: 0 if it names the reason, more if it says less.
    """

    engine: Engine | None
    reasons: tuple[FailureReason, ...]
    facts: dict[str, str]
    vagueness: int


def messages_in(pasted: Pasted) -> list[Message]:
    """Return the messages in *pasted*, in its order, without those that echo another."""
    found = _places(pasted)
    if not found:
        return []
    starts = [*(place.start for place in found[1:]), len(pasted.dense)]
    read: list[Message] = []
    before = end = 0
    for place, after in zip(found, starts, strict=True):
        is_introduction = place.wording.vagueness == _INTRODUCTION
        # An introduction takes no facts from the one before it.
        read.append(_message(pasted, place, end if is_introduction else before, after))
        end = place.end
        if not is_introduction:
            before = end
    return _without_echoes(read)


def _places(pasted: Pasted) -> list[WordingMatch]:
    """Return where the first wordings stand in *pasted*; of two at one place, the longer."""
    everything = [place for wording in _WORDINGS for place in wording.found_in(pasted)]
    kept: list[WordingMatch] = []
    for place in sorted(everything, key=lambda one: (one.start, -one.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
        elif place.wording.vagueness < kept[-1].wording.vagueness:
            kept[-1] = place
        if len(kept) > _MAX_PLACES:
            break
    return kept


def _message(pasted: Pasted, place: WordingMatch, before: int, after: int) -> Message:
    """Return the message at *place*; its facts stand between *before* and *after*."""
    facts = {
        **_facts_around(pasted, place, before, after),
        **place.facts,
        "message": pasted.original(place.start, place.end),
    }
    if place.wording.preflight:
        facts["preflight"] = "yes"
    reasons = _narrow(place.wording.reasons, facts)
    return Message(place.wording.engine, reasons, facts, place.wording.vagueness)


def _facts_around(pasted: Pasted, place: WordingMatch, before: int, after: int) -> dict[str, str]:
    """
    Return the facts around *place*.

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


def _narrow(reasons: tuple[FailureReason, ...], facts: dict[str, str]) -> tuple[FailureReason, ...]:
    """Return those of *reasons* that the *facts* leave."""
    value, status, header = (facts.get(name) for name in ("value", "status", "header"))
    if reasons == NOT_EQUAL and value is not None:
        return (_mistake_in(value),)
    if Failure.ALLOW_CREDENTIALS_MISSING in reasons and value is not None:
        return (reasons[1],) if value else (reasons[0],)
    if Failure.PREFLIGHT_STATUS in reasons and status:
        is_redirect = status.startswith("3") and status != _NOT_MODIFIED
        return (Failure.PREFLIGHT_REDIRECT if is_redirect else Failure.PREFLIGHT_STATUS,)
    if Failure.HEADER_NOT_ALLOWED in reasons and header and header.lower() == "authorization":
        return (*reasons, Failure.AUTHORIZATION_NOT_LISTED)
    return reasons


def _mistake_in(value: str) -> Failure:
    """Return the failure of an ``Access-Control-Allow-Origin`` of *value* in Chromium."""
    if "," in value or " " in value:
        return Failure.ALLOW_ORIGIN_MULTIPLE
    if value != OPAQUE_ORIGIN and "://" not in value:
        return Failure.ALLOW_ORIGIN_MALFORMED
    return Failure.ALLOW_ORIGIN_MISMATCH


def _without_echoes(read: Sequence[Message]) -> list[Message]:
    """Return the messages of *read*; the facts of an echo are added to its original."""
    spoken = _merge(sorted(enumerate(read), key=lambda one: (one[1].vagueness, one[0])), _is_echo)
    # Last, because two failures of one kind differ by the URL that their echoes bring.
    return [message for _, message in _merge(spoken, _is_repeated)]


def _merge(
    read: Sequence[tuple[int, Message]], is_same: Callable[[Message, Message], bool]
) -> list[tuple[int, Message]]:
    """Return *read* in the order of its places, each merged with one before it that is the same."""
    kept: dict[int, Message] = {}
    for place, message in read:
        same = [at for at, other in kept.items() if is_same(message, other)]
        if not same:
            kept[place] = message
            continue
        at = min(same, key=lambda at: _distance(message, place, kept[at], at))
        facts = {**message.facts, **kept[at].facts}
        if "url" in facts:
            # A terminal may have cut one of them at its edge.
            facts["url"] = max(facts["url"], message.facts.get("url", ""), key=len)
        engine = kept[at].engine or message.engine
        kept[at] = replace(kept[at], engine=engine, facts=facts)
    return sorted(kept.items(), key=lambda one: one[0])


def _distance(message: Message, place: int, other: Message, at: int) -> tuple[bool, bool, int]:
    """Return how far *other* is: not of the same URL, after it, so many places away."""
    has_url = "url" in message.facts and message.facts["url"] == other.facts.get("url")
    return not has_url, at > place, abs(at - place)


def _is_echo(message: Message, other: Message) -> bool:
    """Tell whether *message* says less than *other*, and nothing else."""
    engines = {message.engine, other.engine} - {None}
    of_one = len(engines) < _TWO or message.vagueness == _INTRODUCTION
    return (
        message.vagueness > other.vagueness
        and of_one
        and _agree(message, other, {"origin", "header"})
        and _is_one_url(message.facts.get("url", ""), other.facts.get("url", ""))
    )


def _is_repeated(message: Message, other: Message) -> bool:
    """Tell whether *message* repeats *other*."""
    same = (message.engine, message.reasons) == (other.engine, other.reasons)
    return same and _agree(message, other, set(message.facts) - {"message"})


def _is_one_url(one: str, other: str) -> bool:
    """Tell whether *one* and *other* may be the same, though a terminal cut one of them."""
    return one.startswith(other) or other.startswith(one)


def _agree(message: Message, other: Message, names: set[str]) -> bool:
    """Tell whether no fact among *names* is one in *message* and another in *other*."""
    both = names & set(message.facts) & set(other.facts)
    return all(message.facts[name] == other.facts[name] for name in both)
