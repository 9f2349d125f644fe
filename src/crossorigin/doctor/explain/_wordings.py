"""
Find the wording of a message, however a terminal wrapped it, in a time that grows with the text.

A wording is words and holes. Its longest words are searched, and from there its other words on
either side, each no farther than its hole is long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._console_reasons import FailureReason
from crossorigin.doctor.explain._pasted import skeleton_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser import Engine
    from crossorigin.doctor.explain._pasted import Pasted

_HOLE: Final = re.compile(r"<([a-z_]+)>")
_METHODS: Final = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"
_URL: Final = r"(?=.*[./:])[!-~][^\s]{0,2047}"
# What fits into a hole, free of white space and of the quotes around it.
_HOLES: Final = {
    "any": r"(?s:.{0,512})",
    "header": r"[!#$%&*+.^_|~0-9A-Za-z-]{1,128}",
    "initiator": r"[A-Za-z]{1,40}",
    "last_url": r"(?:https?|wss?)://[^\s]{1,2048}",
    "method": r"[!#$%&*+.^_|~0-9A-Za-z-]{1,64}",
    "origin": r"null|[a-z][a-z0-9+.-]{0,32}://[^\s']{0,256}",
    "page": _URL,
    "redirected_from": _URL,
    "redirected_to": r"[^\s]{0,2048}",
    "sent_method": _METHODS,
    "space": r"[a-z]{1,16}",
    "status": r"[1-9][0-9]{2}",
    "url": r"[^\s]{0,2048}",
    "value": r"(?s:.{0,2048})",
    "web_url": r"https?://[^\s]{1,2048}",
}
_FITS: Final = {name: re.compile(pattern) for name, pattern in _HOLES.items()}
_IS_URL: Final = re.compile(_URL)
# The most characters of a skeleton in a hole.
_LIMITS: Final = {"initiator": 40, "header": 128, "method": 64, "space": 16, "status": 3}
_LONGEST: Final = 2048
# Holes for the same fact.
_SAME: Final = {"last_url": "url", "sent_method": "method", "web_url": "url"}
_BEFORE: Final = " \t\r\n':([<="
_AFTER: Final = " \t\r\n'.,:;()[]<>"
# A scheme of an app, whose host is a dot.
_NO_HOST: Final = re.compile(r"[a-z][a-z0-9+.-]{0,32}://\.'")
_ADDRESSES: Final = frozenset(
    {"origin", "page", "redirected_from", "redirected_to", "url", "web_url"}
)
_REST_OF_LINE: Final = frozenset({"value", "any"})
_STATUS: Final = re.compile(r"\W{0,4}([1-9][0-9]{2})(?![0-9])")
# Before a value of JSON.
_KEY: Final = re.compile(r"'\s{0,8}:\s{0,8}(?=')")
# A log may repeat a message without end.
MAX_FOUND: Final = 200
# How often a word may stand in a hole before it is given up.
_TRIES: Final = 64


@dataclass(frozen=True, slots=True)
class WordingMatch:
    """
    A place where a wording stands.

    Attributes:
        wording: The wording.
        start: Where it starts in the skeleton.
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
        vagueness: 0 if it names the reason, up to 3 if it is a mere echo of another line, 4 if
            it introduces the next line.
        alone: Whether it counts only as a whole line, because apps use the words, too.
    """

    engine: Engine | None
    reasons: tuple[FailureReason, ...]
    text: str
    preflight: bool | None = None
    vagueness: int = 0
    alone: bool = False
    words: Words = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the words from the holes."""
        object.__setattr__(self, "words", Words.of(self.text))

    def found_in(self, pasted: Pasted) -> Iterator[WordingMatch]:
        """Yield the first places of *pasted* where the wording stands."""
        for start, end, facts in self.words.found_in(pasted):
            if not self.alone or _is_alone(pasted, start, end, has_tail=self.words.tail != ""):
                yield WordingMatch(self, start, end, facts)


@dataclass(frozen=True, slots=True)
class Words:
    """
    The words of a wording as skeletons, and the holes between them.

    Attributes:
        literals: The words. The first are empty if a hole comes first.
        holes: The name of the hole after each of the literals but the last.
        tail: The name of a hole after the last of them, or nothing.
    """

    literals: tuple[str, ...]
    holes: tuple[str, ...]
    tail: str

    @classmethod
    def of(cls, text: str) -> Words:
        """Return the words and holes of *text*."""
        parts = _HOLE.split(text)
        literals, holes = [skeleton_of(part) for part in parts[::2]], parts[1::2]
        tail = ""
        if not literals[-1]:
            literals.pop()
            tail = holes.pop()
        return cls(tuple(literals), tuple(holes), tail)

    def found_in(
        self, pasted: Pasted, start: int = 0, end: int | None = None
    ) -> Iterator[tuple[int, int, dict[str, str]]]:
        """Yield where the words stand between *start* and *end*, from where to where, and the facts."""
        anchor = max(range(len(self.literals)), key=lambda at: len(self.literals[at]))
        words = self.literals[anchor]
        at, found = pasted.skeleton.find(words, start, end), 0
        while at >= 0 and found < MAX_FOUND:
            found += 1
            match = self._around(pasted, anchor, at)
            if match is not None:
                yield match
            at = pasted.skeleton.find(words, at + len(words), end)

    def ending_at(self, pasted: Pasted, end: int, lowest: int) -> dict[str, str] | None:
        """Return the facts if the words end at *end*, after *lowest*, a hole at their end included."""
        left: tuple[int, dict[str, str]] | None
        count = len(self.literals)
        if self.tail:
            whole = Words((*self.literals, ""), (*self.holes, self.tail), "")
            left = whole._leftwards(pasted, count, end, [_TRIES])
        elif pasted.skeleton.endswith(self.literals[-1], lowest, end):
            left = self._leftwards(pasted, count - 1, end - len(self.literals[-1]), [_TRIES])
        else:
            left = None
        return None if left is None or left[0] < lowest else left[1]

    def _around(
        self, pasted: Pasted, anchor: int, at: int
    ) -> tuple[int, int, dict[str, str]] | None:
        """Return the match around the literal *anchor* that stands at *at*, if there is one."""
        left = self._leftwards(pasted, anchor, at, [_TRIES])
        if left is None:
            return None
        start, facts = left
        end = at + len(self.literals[anchor])
        for hole, words in zip(self.holes[anchor:], self.literals[anchor + 1 :], strict=True):
            after = pasted.skeleton.find(words, end, end + _limit(hole) + len(words))
            text = None if after < 0 else _text_in(hole, pasted.between(end, after))
            if text is None:
                return None
            facts |= _fact(hole, text)
            end = after + len(words)
        if self.tail:
            facts |= _tail(pasted, end, self.tail)
        return start, end, facts

    def _leftwards(
        self, pasted: Pasted, index: int, start: int, tries: list[int]
    ) -> tuple[int, dict[str, str]] | None:
        """
        Return where the words before literal *index*, which stands at *start*, begin, and their facts.

        Of several places, the nearest is taken. *tries* holds how many there may be.
        """
        if index == 0:
            return start, {}
        hole, words = self.holes[index - 1], self.literals[index - 1]
        if not words:
            text = _text_in(hole, _word_before(pasted, start))
            return None if not text else (start, _fact(hole, text))
        lowest = max(0, start - _limit(hole) - len(words))
        at = pasted.skeleton.rfind(words, lowest, start)
        while at >= 0 and tries[0]:
            tries[0] -= 1
            text = _text_in(hole, pasted.between(at + len(words), start))
            left = None if text is None else self._leftwards(pasted, index - 1, at, tries)
            if left is not None and text is not None:
                return left[0], {**left[1], **_fact(hole, text)}
            at = pasted.skeleton.rfind(words, lowest, at + len(words) - 1)
        return None


def _limit(hole: str) -> int:
    """Return how many characters of a skeleton *hole* may have."""
    return _LIMITS.get(hole, _LONGEST)


def _text_in(hole: str, text: str) -> str | None:
    """Return the *text* of *hole* without what surrounds it, or ``None`` if it does not fit."""
    if len(text) > 2 * _LONGEST:
        return None
    if hole in _REST_OF_LINE:
        inner = _value(text.strip())
    elif hole == "last_url":
        inner = text.strip().rpartition(" ")[2].strip(_AFTER)
    else:
        lines = [line.strip() for line in text.splitlines()]
        if hole in _ADDRESSES and any(map(_has_space, lines)):
            return None
        whole = "".join(text.split()).lstrip(_BEFORE)
        inner = whole.partition("'")[0] if _NO_HOST.match(whole) else whole.rstrip(_AFTER)
    return inner if _FITS[hole].fullmatch(inner) else None


def _has_space(line: str) -> bool:
    """Tell whether more than marks stand on either side of white space in *line*."""
    return len(line.strip(_AFTER).lstrip(_BEFORE).split()) > 1


def _value(text: str) -> str:
    """Return *text* without the quotes around it; a line that breaks in one origin was cut there."""
    if text.startswith("'"):
        inner, closed, rest = text[1:].rpartition("'")
        text = inner if closed else rest
    lines = [line.strip() for line in text.splitlines()]
    return (" " if text.count("://") > 1 else "").join(lines)


def _fact(hole: str, text: str) -> dict[str, str]:
    """Return the fact in *hole*; none if it is no address where one should be."""
    name = _SAME.get(hole, hole)
    if name == "any" or (name == "url" and not _IS_URL.fullmatch(text)):
        return {}
    return {name: text}


def _word_before(pasted: Pasted, start: int) -> str:
    """Return the word before *start* of the skeleton."""
    place = pasted.place(start)
    words = pasted.text[max(0, place - _LONGEST) : place].rstrip(_BEFORE).rsplit(None, 1)
    return words[-1] if words else ""


def _tail(pasted: Pasted, end: int, name: str) -> dict[str, str]:
    """Return the fact in the hole *name* after *end*: to the quote that closes it, or the line's end."""
    rest = _without_key(pasted.rest(end, _LONGEST)).lstrip(" \t\r\n:.,(")
    if name == "status":
        status = _STATUS.match(rest)
        return {name: status[1]} if status else {}
    quoted, closed, _ = rest[1:].partition("'")
    if rest.startswith("'") and closed:
        return _fact(name, _value(quoted) if name in _REST_OF_LINE else "".join(quoted.split()))
    words = rest.removeprefix("'").partition("\n")[0]
    text = words if name in _REST_OF_LINE else words.partition(" ")[0]
    inner = _text_in(name, text.rstrip())
    return {} if inner is None else _fact(name, inner)


def _without_key(text: str) -> str:
    """Return *text* without the end of a key of JSON."""
    key = _KEY.match(text)
    return text[key.end() :] if key else text


def _is_alone(pasted: Pasted, start: int, end: int, *, has_tail: bool) -> bool:
    """Tell whether no word of an app stands right before the match, nor after it or its tail."""
    place = pasted.place(start)
    rest = pasted.rest(end, _LONGEST)
    if has_tail:
        # The tail may stand on the next line.
        return len(rest.strip().partition("\n")[0].split()) == 1
    after = rest.partition("\n")[0].strip().lstrip(".)'")
    return not pasted.text[place - 1 : place].isalpha() and not after[:1].isalpha()
