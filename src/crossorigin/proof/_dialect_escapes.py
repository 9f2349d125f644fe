"""Read what a backslash begins, in each dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.proof._characters import EVERY, fold, long_property_points, property_points
from crossorigin.proof._dialect_codes import (
    BACK_REFERENCE,
    Member,
    Place,
    one,
    read_hexadecimal,
    read_number,
    read_octal,
    read_unicode,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.proof._dialect_reader import Reader


_PROPERTY: Final = re.compile(r"\{(\^?)([A-Za-z0-9_&=:. -]*)\}")
_SHORT_PROPERTY: Final = re.compile(r"()([A-Z])")
_SYNTAX: Final = "^$\\.*+?()[]{}|/"


def read_escape(reader: Reader, place: Place) -> Member:
    """
    Return the character, or the set, that the escape here stands for.

    Args:
        reader: Where the backslash has been read.
        place: Where it stands.

    Raises:
        ExpressionError: If the dialect has no such escape.
        UndecidedError: If what it stands for cannot be said.
    """
    start = reader.at - 1
    dialect = place.dialect
    letter = reader.take()
    if not letter:
        reader.fail("a backslash at the end", start)
    if letter in dialect.undecided and not place.in_class:
        reader.give_up(start, dialect.undecided[letter])
    if letter in dialect.sets:
        return Member(dialect.sets[letter])
    if letter.isupper() and letter.lower() in dialect.sets:
        return Member(place.opposite(dialect.sets[letter.lower()]))
    if letter in dialect.controls:
        return one(dialect.controls[letter])
    if letter == "b" and place.in_class and not dialect.is_linear:
        return one(8)
    if "0" <= letter <= "9":
        return read_number(reader, place, start, letter)
    read = _READERS.get(letter)
    member = read(reader, place, start) if read is not None else None
    return member or _itself(reader, place, start, letter)


def _itself(reader: Reader, place: Place, start: int, letter: str) -> Member:
    """Return the character after the backslash, where it stands for itself."""
    dialect = place.dialect
    reader.at = start + 2
    if dialect.is_strict:
        is_known = letter in _SYNTAX or (place.in_class and letter == "-")
        is_known = is_known or (dialect.has_set_notation and place.in_class)
    elif dialect.is_javascript:
        is_known = True
    elif dialect.is_linear:
        is_known = letter.isascii() and not letter.isalnum()
    else:
        is_known = not (letter.isascii() and letter.isalnum())
    if not is_known:
        reader.fail(f"{dialect.name} has no \\{letter}", start)
    return one(ord(letter))


def _control(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of ``\c`` and a letter."""
    dialect = place.dialect
    letter = reader.take()
    if dialect.is_linear:
        return None
    if not dialect.is_javascript:
        if not letter or not " " <= letter <= "~":
            reader.fail("a letter is missing", start)
        return one(ord(letter.upper()) ^ 64)
    is_loose = place.in_class and not dialect.is_strict
    if letter.isascii() and (
        letter.isalpha() or (is_loose and (letter.isdigit() or letter == "_"))
    ):
        return one(ord(letter) % 32)
    if dialect.is_strict:
        reader.fail("a letter is missing", start)
    # The backslash is then a character, and so is the `c`.
    reader.at = start + 1
    return one(ord("\\"))


def _has_property(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the set of ``\p{…}``, or of ``\P{…}``."""
    dialect = place.dialect
    if dialect.is_javascript and not dialect.is_strict:
        return None
    match = reader.take_match(_PROPERTY)
    if match is None and not dialect.is_javascript:
        match = reader.take_match(_SHORT_PROPERTY)
    if match is None:
        reader.fail("the name of a property is missing", start)
    is_negative = (reader.text[start + 1] == "P") != bool(match[1])
    read = long_property_points if dialect.is_javascript else property_points
    points = read(match[1] * dialect.is_javascript + match[2])
    if points is None:
        reader.give_up(start, "this property of Unicode is not read")
    is_doubtful = dialect.encoding == "byte" or dialect.has_set_notation
    if is_doubtful and place.ignores_case and points not in {EVERY, fold(points, dialect.folds)}:
        reader.give_up(start, "versions differ in whether case is ignored here")
    if not is_negative:
        return Member(points)
    return Member(EVERY & ~points if dialect.is_javascript else place.opposite(points))


def _named_reference(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Give up at ``\k``, where JavaScript reads it as a reference to a group with a name."""
    if place.dialect.is_javascript and (place.dialect.is_strict or place.has_names):
        reader.give_up(start, BACK_REFERENCE)
    return None


def _not_newline(_: Reader, place: Place, start: int) -> Member | None:
    r"""Return the set of PCRE's ``\N``, or ``\C``, which are any character of an origin."""
    is_pcre = not (place.dialect.is_javascript or place.dialect.is_linear)
    return Member(EVERY) if is_pcre and not place.in_class and start >= 0 else None


def _byte(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the set of ``\C``, which RE2 and PCRE have."""
    is_re2 = place.dialect.name == "RE2" and not place.in_class
    return Member(EVERY) if is_re2 else _not_newline(reader, place, start)


def _line(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the set of PCRE's ``\R``: of a line break, which an origin has none of."""
    is_pcre = _not_newline(reader, place, start) is not None
    return Member(place.dialect.sets["v"]) if is_pcre else None


_READERS: Final[dict[str, Callable[[Reader, Place, int], Member | None]]] = {
    "C": _byte,
    "N": _not_newline,
    "P": _has_property,
    "R": _line,
    "c": _control,
    "k": _named_reference,
    "o": read_octal,
    "p": _has_property,
    "u": read_unicode,
    "x": read_hexadecimal,
}
