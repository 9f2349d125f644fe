"""The messages of a console in a paste, each with its facts."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor.causes._console_reasons import ConsoleReason
from crossorigin.doctor.explain import (
    _wordings_chromium,
    _wordings_firefox,
    _wordings_others,
    _wordings_panels,
    _wordings_webkit,
)
from crossorigin.doctor.explain._pasted import skeleton_of
from crossorigin.doctor.explain._refused import refused_in
from crossorigin.doctor.explain._structure import structures_in
from crossorigin.doctor.explain._surroundings import facts_around
from crossorigin.doctor.explain._truncated import truncated_in
from crossorigin.doctor.explain._wordings import MAX_FOUND
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
    *_wordings_panels.MESSAGES,
    *_wordings_others.MESSAGES,
    *SCRIPT_ERRORS,
)
_INTRODUCTION: Final = 4
_TWO: Final = 2
_NOT_MODIFIED: Final = "304"
_HTTP: Final = ("http:", "https:")
# What runs a script and is no browser, by what its traces say.
_PLATFORMS: Final = {
    skeleton_of(trace): name
    for trace, name in (
        ("jsdom", "jsdom"),
        ("node:internal", "Node.js"),
        ("undici", "Node.js"),
        ("error sending request for url", "Deno or Rust"),
    )
}
# So Safari copies a line of its console.
_SAFARI: Final = "[Error]"
# Of a page from a disk, the console may say no more than this.
_WITHOUT_SCHEME: Final = frozenset({ConsoleReason.CORS_UNSPECIFIED, Failure.NO_RESPONSE})


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
    starts = [*(place.start for place in found[1:]), len(pasted.skeleton)]
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
    taken = sorted(place.start for place in everything)
    spans = [(place.start, place.end) for place in everything]
    everything += [
        place
        for place in structures_in(pasted)
        if bisect_left(taken, place.start) == bisect_left(taken, place.end)
        and not any(start < place.start < end for start, end in spans)
    ]
    everything += truncated_in(pasted, _WORDINGS, everything)
    if all(place.wording.vagueness for place in everything):
        everything += refused_in(pasted)
    kept: list[WordingMatch] = []
    for place in sorted(everything, key=lambda one: (one.start, -one.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
        elif place.wording.vagueness < kept[-1].wording.vagueness:
            kept[-1] = place
        if len(kept) > MAX_FOUND:
            break
    return kept


def _message(pasted: Pasted, place: WordingMatch, before: int, after: int) -> Message:
    """Return the message at *place*; its facts stand between *before* and *after*."""
    facts = {
        **facts_around(pasted, place, before, after),
        **place.facts,
        "message": pasted.original(place.start, place.end),
    }
    if place.wording.preflight:
        facts["preflight"] = "yes"
    platform = next((name for trace, name in _PLATFORMS.items() if trace in pasted.skeleton), "")
    if platform:
        facts["platform"] = platform
    reasons = _narrow(place.wording.reasons, facts)
    engine = None if platform else _engine(pasted, place)
    return Message(engine, reasons, facts, place.wording.vagueness)


def _engine(pasted: Pasted, place: WordingMatch) -> Engine | None:
    """Return the engine that printed the message at *place*, some of which share their words."""
    start = pasted.place(place.start)
    line = pasted.text.rfind("\n", 0, start) + 1
    is_safari = place.wording.engine == "chromium" and pasted.text.startswith(_SAFARI, line)
    return "webkit" if is_safari else place.wording.engine


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
    if Failure.URL_NOT_HTTP in reasons and _is_about_page(facts):
        return (ConsoleReason.CORS_UNSPECIFIED,)
    return _narrow_by_scheme(reasons, facts.get("url", "").lower())


def _is_about_page(facts: dict[str, str]) -> bool:
    """Tell whether the scheme that is not http is the page's own."""
    url, origin = (facts.get(name, "").lower() for name in ("url", "origin"))
    return url.startswith(_HTTP) and origin != "" and not origin.startswith(_HTTP)


def _narrow_by_scheme(reasons: tuple[FailureReason, ...], url: str) -> tuple[FailureReason, ...]:
    """Return those of *reasons* that the scheme of *url* leaves."""
    if url.startswith("file:") and reasons[0] in _WITHOUT_SCHEME:
        return (Failure.URL_NOT_HTTP,)
    if url.startswith(("ws:", "wss:")) and reasons[0] is Failure.NO_RESPONSE:
        return (ConsoleReason.WEBSOCKET_HANDSHAKE,)
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
    one, other = (url.partition("://")[2] or url for url in (one, other))
    return one.startswith(other) or other.startswith(one)


def _agree(message: Message, other: Message, names: set[str]) -> bool:
    """Tell whether no fact among *names* is one in *message* and another in *other*."""
    both = names & set(message.facts) & set(other.facts)
    return all(message.facts[name] == other.facts[name] for name in both)
