"""Read what a backslash begins, in each dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin.proof.characters import EVERY, Points, fold, point, property_points

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.proof.dialect_reader import Reader
    from crossorigin.proof.dialects import Dialect


class Member(NamedTuple):
    """
    One character, or a set of them.

    Attributes:
        points: The set.
        code: The code, if it is one character: a range may begin and end with it.
    """

    points: Points
    code: int | None = None


class Place(NamedTuple):
    """
    Where an escape stands.

    Attributes:
        dialect: The dialect.
        groups: How many groups the expression has that take what they match.
        has_names: Whether one of them has a name.
        in_class: Whether it stands between square brackets.
        ignores_case: Whether case is ignored here.
    """

    dialect: Dialect
    groups: int = 0
    has_names: bool = False
    in_class: bool = False
    ignores_case: bool = False

    def opposite(self, points: Points) -> Points:
        """Return all but *points*, and but for what is taken for one of them."""
        return EVERY & ~(fold(points, self.dialect.folds) if self.ignores_case else points)


_BACK_REFERENCE: Final = "a back-reference is not regular"
_DECIMAL: Final = re.compile(r"[0-9]+")
_OCTAL: Final = re.compile(r"[0-3]?[0-7]{1,2}")
_TWO_OCTAL: Final = re.compile(r"[0-7]{0,2}")
_THREE_OCTAL: Final = re.compile(r"[0-7]{1,3}")
_TWO_HEX: Final = re.compile(r"[0-9A-Fa-f]{2}")
_FOUR_HEX: Final = re.compile(r"[0-9A-Fa-f]{4}")
_FEW_HEX: Final = re.compile(r"[0-9A-Fa-f]{0,2}")
_BRACED_HEX: Final = re.compile(r"\{([0-9A-Fa-f]+)\}")
_BRACED_OCTAL: Final = re.compile(r"\{([0-7]+)\}")
_PROPERTY: Final = re.compile(r"\{(\^?)([A-Za-z0-9_&=:. -]*)\}")
_SHORT_PROPERTY: Final = re.compile(r"()([A-Z])")
_LAST_CODE: Final = 0x10FFFF
_LAST_BYTE: Final = 0xFF
_SURROGATES: Final = range(0xD800, 0xE000)
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
        return _one(dialect.controls[letter])
    if letter == "b" and place.in_class and not dialect.is_linear:
        return _one(8)
    if "0" <= letter <= "9":
        return _number(reader, place, start, letter)
    read = _READERS.get(letter)
    member = read(reader, place, start) if read is not None else None
    return member or _itself(reader, place, start, letter)


def _one(code: int) -> Member:
    return Member(point(code), code)


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
    return _one(ord(letter))


def _number(reader: Reader, place: Place, start: int, digit: str) -> Member:
    """Return the character of a number in octal, unless the number is that of a group."""
    reader.at = start + 1
    if place.dialect.is_javascript:
        return _javascript_number(reader, place, start, digit)
    if place.dialect.is_linear:
        return _linear_number(reader, start, digit)
    if digit != "0" and not place.in_class:
        number = int(_matched(reader, _DECIMAL)[:6])
        if number <= place.groups:
            reader.give_up(start, _BACK_REFERENCE)
        if number <= 9:  # noqa: PLR2004 - one digit
            reader.fail(f"there is no group {number}", start)
        reader.at = start + 1
    if digit > "7":
        reader.give_up(start, "versions of PCRE read it in different ways")
    return _one(int(_matched(reader, _THREE_OCTAL), 8) & _LAST_BYTE)


def _javascript_number(reader: Reader, place: Place, start: int, digit: str) -> Member:
    number = int(_matched(reader, _DECIMAL)[:6])
    if digit == "0" and reader.at == start + 2:
        return _one(0)
    if digit != "0" and number <= place.groups and not place.in_class:
        reader.give_up(start, _BACK_REFERENCE)
    if place.dialect.is_strict:
        reader.fail(f"there is no group {number}", start)
    reader.at = start + 1
    if digit > "7":
        return _one(ord(reader.take()))
    return _one(int(_matched(reader, _OCTAL), 8))


def _linear_number(reader: Reader, start: int, digit: str) -> Member:
    reader.at += 1
    rest = _matched(reader, _TWO_OCTAL)
    if digit > "7" or (digit != "0" and not rest):
        reader.fail("there are no back-references", start)
    return _one(int(digit + rest, 8))


def _matched(reader: Reader, expression: re.Pattern[str]) -> str:
    match = reader.take_match(expression)
    return match.group() if match else ""


def _hexadecimal(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of ``\x``."""
    dialect = place.dialect
    if not dialect.is_javascript and (match := reader.take_match(_BRACED_HEX)):
        return _coded(reader, place, start, int(match[1], 16))
    if not dialect.is_javascript and not dialect.is_linear:
        return _one(int(_matched(reader, _FEW_HEX) or "0", 16))
    if match := reader.take_match(_TWO_HEX):
        return _one(int(match[0], 16))
    if dialect.is_linear:
        reader.fail("two digits, or some in braces, are missing", start)
    return None


def _coded(reader: Reader, place: Place, start: int, code: int) -> Member:
    if code > (_LAST_BYTE if place.dialect.encoding == "byte" else _LAST_CODE):
        reader.fail("there is no such character", start)
    return _one(code)


def _unicode(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of JavaScript's ``\u``."""
    if not place.dialect.is_javascript:
        return None
    if place.dialect.is_strict and (match := reader.take_match(_BRACED_HEX)):
        return _coded(reader, place, start, int(match[1], 16))
    if match := reader.take_match(_FOUR_HEX):
        code = int(match[0], 16)
        if place.dialect.is_strict and code in _SURROGATES:
            reader.give_up(start, "a surrogate may be half of a character")
        return _one(code)
    return None


def _control(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of ``\c`` and a letter."""
    dialect = place.dialect
    letter = reader.take()
    if dialect.is_linear:
        return None
    if not dialect.is_javascript:
        if not letter or not " " <= letter <= "~":
            reader.fail("a letter is missing", start)
        return _one(ord(letter.upper()) ^ 64)
    is_loose = place.in_class and not dialect.is_strict
    if letter.isascii() and (
        letter.isalpha() or (is_loose and (letter.isdigit() or letter == "_"))
    ):
        return _one(ord(letter) % 32)
    if dialect.is_strict:
        reader.fail("a letter is missing", start)
    # The backslash is then a character, and so is the `c`.
    reader.at = start + 1
    return _one(ord("\\"))


def _octal(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of PCRE's ``\o{…}``."""
    if place.dialect.is_javascript or place.dialect.is_linear:
        return None
    match = reader.take_match(_BRACED_OCTAL)
    if match is None:
        reader.fail("digits in braces are missing", start)
    return _coded(reader, place, start, int(match[1], 8))


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
    points = property_points(match[2])
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
        reader.give_up(start, _BACK_REFERENCE)
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
    "o": _octal,
    "p": _has_property,
    "u": _unicode,
    "x": _hexadecimal,
}
