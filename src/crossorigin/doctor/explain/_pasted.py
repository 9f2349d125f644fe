"""A paste, free of colours, of quotes of all kinds, and of the line breaks of a terminal."""

from __future__ import annotations

import codecs
import re
import unicodedata
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
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|[@-Z\\-_])"
)
# A mail or a chat quotes a line so.
_QUOTED_LINE: Final = re.compile(r"^[ \t]*[>|\u2502\u2503][ \t>|\u2502\u2503]*", re.MULTILINE)
_WHITE_SPACE: Final = re.compile(r"\s+")
_BREAK: Final = re.compile(r"\s*[\r\n]\s*")
_QUOTES: Final = re.compile(
    r"""
    \\?["'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2032\u2033\u00ab\u00bb]
    | \\u201[89cd]                          # as JSON writes them
    | &(?:quot|apos|[lr][sd]quo|\#39|\#x27|\#34);  # as HTML writes them
    | \u00e2\u20ac[\u02dc\u2122\u0153\u009d]  # as they look when UTF-8 is read as Windows-1252
    """,
    re.VERBOSE | re.IGNORECASE,
)


class UnreadableError(ValueError):
    """The reason why a paste cannot be read, in one sentence."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """
    A paste, as it was and with its visible characters alone.

    Attributes:
        text: The paste, without escape sequences, with one kind of quotes.
        dense: The same without white space, so that a wrapped line is as good as any.
        places: For each character of *dense*, where in *text* it stands.
    """

    text: str
    dense: str
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
        plain = _QUOTED_LINE.sub("", _QUOTES.sub("'", _ESCAPES.sub("", text)))
        seen = [(place, char) for place, char in enumerate(plain) if _is_seen(char)]
        if not seen:
            raise UnreadableError(_EMPTY)
        dense = "".join(char for _, char in seen)
        return cls(plain, dense, tuple(place for place, _ in seen))

    def original(self, start: int, end: int, at_breaks: str = " ") -> str:
        """
        Return the text from *start* to *end* of ``dense``, its white space made one space.

        Args:
            start: Where it starts.
            end: Where it ends.
            at_breaks: The text in the place of a line break.
        """
        if start >= end:
            return ""
        text = self.text[self.places[start] : self.places[end - 1] + 1]
        return _WHITE_SPACE.sub(" ", _BREAK.sub(at_breaks, text))

    def rest_of_line(self, start: int) -> str:
        """Return the rest of the line from the character *start* of ``dense``."""
        if start >= len(self.places):
            return ""
        return self.text[self.places[start] :].partition("\n")[0].strip()

    def after(self, end: int) -> str:
        """Return the rest of the line after the end *end* of a part of ``dense``."""
        return self.text[self.places[end - 1] + 1 :].partition("\n")[0]

    def before(self, start: int) -> str:
        """Return the character before the character *start* of ``dense``, or nothing."""
        place = self.places[start]
        return self.text[place - 1 : place]


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


def _is_seen(char: str) -> bool:
    """Tell whether *char* leaves ink: no white space, no control, nothing of no width."""
    return not char.isspace() and unicodedata.category(char)[0] != "C"
