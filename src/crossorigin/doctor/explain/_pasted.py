"""A paste, free of colours, of quotes of all kinds, and of the line breaks of a terminal."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

MAX_PASTED: Final = 65_536
_TOO_LONG: Final = "The text is longer than 64 KiB: paste only the red lines of the console."
_EMPTY: Final = "There is no text: paste a message of the browser's console."
_BINARY: Final = "This is not text: paste a message of the browser's console."
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPES: Final = re.compile(
    r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|[@-Z\\-_])"
)
# Marks of no width: of directions, joiners, the byte order.
_INVISIBLE: Final = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# A mail or a chat quotes a line so.
_QUOTED_LINE: Final = re.compile(r"^[ \t]*[>|\u2502\u2503][ \t>|\u2502\u2503]*", re.MULTILINE)
_QUOTES: Final = re.compile(
    r"""
    \\?["'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a\u00ab\u00bb]
    | \\u201[89cd]                          # as JSON writes them
    | &(?:quot|apos|[lr][sd]quo|\#39|\#x27|\#34);  # as HTML writes them
    | \u00e2\u20ac[\u02dc\u2122\u0153\u009d]  # as they look when UTF-8 is read as Windows-1252
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A reader of pictures takes one for the other.
_LOOKALIKES: Final = str.maketrans("i10", "llo")
# The text ends here, and the message goes on.
_CUT: Final = re.compile(r"\.{3}|\u2026|\Z")

# Of Chinese and Japanese, which put no space beside them.
_BRACKETS: Final = re.compile("[\u300c-\u300f\u301d-\u301f\uff02\uff07]")


class UnreadableError(ValueError):
    """The reason why a paste cannot be read, in one sentence."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """
    A paste, as it was and as a skeleton.

    Attributes:
        text: The paste, without escape sequences, with one kind of quotes.
        skeleton: Its letters and digits alone, by ``skeleton_of``: a wrapped line, one without
            its quotes, or one read off a picture is as good as any.
        places: For each character of *skeleton*, where in *text* it stands.
    """

    text: str
    skeleton: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Pasted:
        """
        Return *text*, ready to be searched.

        Raises:
            UnreadableError: If it is empty, too long, or no text.
        """
        if len(text) > MAX_PASTED:
            raise UnreadableError(_TOO_LONG)
        if "\0" in text:
            raise UnreadableError(_BINARY)
        plain = _INVISIBLE.sub("", _ESCAPES.sub("", text))
        plain = _QUOTED_LINE.sub("", _QUOTES.sub("'", _BRACKETS.sub(" ' ", plain)))
        if not plain.strip():
            raise UnreadableError(_EMPTY)
        skeleton, places = _skeleton(plain)
        return cls(plain, skeleton, places)

    def place(self, at: int) -> int:
        """Return where in the text the character *at* of the skeleton stands, or its end."""
        return self.places[at] if at < len(self.places) else len(self.text)

    def after(self, end: int) -> int:
        """Return where in the text the part of the skeleton before *end* is over."""
        return self.places[end - 1] + 1 if end else 0

    def between(self, start: int, end: int) -> str:
        """Return the text from *start* to *end* of the skeleton, and the marks on either side."""
        return self.text[self.after(start) : self.place(end)]

    def original(self, start: int, end: int) -> str:
        """Return the text of the skeleton from *start* to *end*, its white space made one space."""
        return " ".join(self.text[self.place(start) : self.after(end)].split())

    def rest(self, end: int, limit: int) -> str:
        """Return at most *limit* characters of the text after *end* of the skeleton."""
        start = self.after(end)
        return self.text[start : start + limit]

    def cuts(self) -> list[int]:
        """Return where in the skeleton the text is cut: before three dots, and at its end."""
        cuts: list[int] = []
        at = 0
        for cut in _CUT.finditer(self.text):
            while at < len(self.places) and self.places[at] < cut.start():
                at += 1
            cuts.append(at)
        return cuts


def skeleton_of(text: str) -> str:
    """Return the letters and digits of *text*, those that look alike made one."""
    return _skeleton(text)[0]


def _skeleton(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the skeleton of *text*, and where each of its characters stands there."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isalnum():
            # On a picture, rn and m are one.
            folded = char.lower()[0].translate(_LOOKALIKES).replace("m", "rn")
            kept.append(folded)
            places.extend([place] * len(folded))
    return "".join(kept), tuple(places)


def decode(data: bytes) -> str:
    """
    Return the text that *data* holds, as a terminal, a file or PowerShell writes it.

    Raises:
        UnreadableError: If it is too long, or no text.
    """
    # Four bytes hold any character.
    if len(data) > 4 * MAX_PASTED:
        raise UnreadableError(_TOO_LONG)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data:
        raise UnreadableError(_BINARY)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
