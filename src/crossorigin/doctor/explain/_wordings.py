"""Turn the wording of a message into a pattern that finds it, however a terminal wrapped it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._console_reasons import FailureReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser import Engine
    from crossorigin.doctor.explain._pasted import Pasted

_QUOTE: Final = "'"
_HOLE: Final = re.compile(r"<([a-z_]+)>")
_METHODS: Final = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"
# The patterns of holes. Each has a bound, so that no paste takes long.
_HOLES: Final = {
    "any": r".{0,256}?",
    "header": r"[!#$%&*+.^_|~0-9A-Za-z-]{1,128}?",
    "initiator": r"[A-Za-z]{1,40}?",
    "method": r"[!#$%&*+.^_|~0-9A-Za-z-]{1,64}?",
    "origin": r"(?:null|[a-z][a-z0-9+.-]{0,32}://.{0,256}?)",
    "page": r".{1,2048}?",
    "redirected_from": r".{1,2048}?",
    "redirected_to": r".{0,2048}?",
    "sent_method": rf"(?-i:{_METHODS})",
    "space": r"[a-z]{1,16}?",
    "status": r"[1-5][0-9]{2}",
    "url": r".{1,2048}?",
    "value": r".{0,2048}?",
    "web_url": r"https?://.{1,2048}?",
}
# Holes for the same fact.
_SAME: Final = {"sent_method": "method", "web_url": "url"}
_ANY_WORD: Final = re.compile(r"\W*\(\?P<(?:initiator|method|url|value)>")
# A hole at the very end takes the rest of the line, or of the word.
_REST_OF_LINE: Final = frozenset({"value", "any"})
_ENDLESS: Final = frozenset({"any", "header", "method", "origin", "redirected_to", "url", "value"})


@dataclass(frozen=True, slots=True)
class WordingMatch:
    """
    A place where a wording stands.

    Attributes:
        wording: The wording.
        start: Where it starts in the dense text.
        end: Where it ends there.
        facts: The text in its holes.
    """

    wording: Wording
    start: int
    end: int
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """
    The wording of a message.

    Attributes:
        engine: The engine that prints it; ``None`` if it is any of them.
        reasons: The possible meanings, the likeliest first.
        text: The words. A name in angle brackets is a hole: its text differs.
        preflight: Whether it is about a preflight; ``None`` if it does not say.
        vagueness: 0 if it names the reason, up to 3 if it is a mere echo of another line.
        alone: Whether it counts only as a whole line, because apps use the words, too.
    """

    engine: Engine | None
    reasons: tuple[FailureReason, ...]
    text: str
    preflight: bool | None = None
    vagueness: int = 0
    alone: bool = False
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _tail: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the pattern of the words."""
        words, tail = without_tail(self.text)
        object.__setattr__(self, "_pattern", compile_words(words))
        object.__setattr__(self, "_tail", tail)

    def found_in(self, pasted: Pasted) -> Iterator[WordingMatch]:
        """Yield every place of *pasted* where the wording stands."""
        for loose in self._pattern.finditer(pasted.dense):
            match = tightest(self._pattern, loose)
            if self.alone and not _is_alone(pasted, match, has_tail=bool(self._tail)):
                continue
            facts = facts_of(pasted, match)
            if self._tail:
                facts[self._tail] = _tail_of(pasted, match.end(), self._tail)
            yield WordingMatch(self, match.start(), match.end(), facts)


def compile_words(words: str) -> re.Pattern[str]:
    """
    Return the pattern of *words*, for a text without white space.

    Quotes may be missing, because a shell takes them away; but one at the end is needed.
    """
    dense = "".join(words.split())
    needed = _QUOTE if dense.endswith(_QUOTE) else ""
    parts = _HOLE.split(dense.removesuffix(_QUOTE))
    literals = ("'?".join(map(re.escape, text.split(_QUOTE))) for text in parts[::2])
    holes = (f"(?P<{name}>{_HOLES[name]})" for name in parts[1::2])
    pattern = next(literals) + "".join(
        hole + literal for hole, literal in zip(holes, literals, strict=True)
    )
    return re.compile(pattern + needed, re.IGNORECASE | re.DOTALL)


def without_tail(words: str) -> tuple[str, str]:
    """Return *words* without a hole at their end that has no end of its own, and its name."""
    *_, last = words.split()
    hole = _HOLE.fullmatch(last)
    if hole is None or hole.group(1) not in _ENDLESS:
        return words, ""
    return words.rpartition("<")[0], hole.group(1)


def tightest(pattern: re.Pattern[str], match: re.Match[str]) -> re.Match[str]:
    """Return the last match within *match* that ends where it ends: no other message is in it."""
    if _ANY_WORD.match(pattern.pattern):
        # Part of a word would fit as well.
        return match
    later: re.Match[str] | None = match
    while later is not None:
        match = later
        later = pattern.search(match.string, match.start() + 1, match.end())
    return match


def facts_of(pasted: Pasted, match: re.Match[str]) -> dict[str, str]:
    """Return the text in the holes of *match*, as it was pasted."""
    facts = {_SAME.get(name, name): text for name, text in match.groupdict().items()}
    if "value" in facts:
        facts["value"] = _value_of(pasted, *match.span("value"))
    facts.pop("any", None)
    return facts


def _value_of(pasted: Pasted, start: int, end: int) -> str:
    """Return the value from *start* to *end*: a line that breaks in one origin was cut there."""
    if pasted.dense.count("://", start, end) > 1:
        return pasted.original(start, end)
    return pasted.original(start, end, at_breaks="")


def _tail_of(pasted: Pasted, end: int, name: str) -> str:
    """Return the rest of the line, as far as the hole *name* can reach."""
    rest = pasted.rest_of_line(end).strip(_QUOTE)
    return rest if name in _REST_OF_LINE else rest.partition(" ")[0].rstrip(".,;)'")


def _is_alone(pasted: Pasted, match: re.Match[str], *, has_tail: bool) -> bool:
    """Tell whether no word of an app stands right before *match*, nor after it or its tail."""
    if has_tail:
        # The tail may stand on the next line.
        return len(pasted.rest_of_line(match.end()).split()) == 1
    after = pasted.after(match.end()).strip()
    return not pasted.before(match.start()).isalpha() and not after.lstrip(".)'")[:1].isalpha()
