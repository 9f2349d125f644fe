"""Read a character that is written as a number, in each dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin.proof._characters import EVERY, Points, fold, point

if TYPE_CHECKING:
    from crossorigin.proof._dialect_reader import Reader
    from crossorigin.proof._dialects import Dialect


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


BACK_REFERENCE: Final = "a back-reference is not regular"
_DECIMAL: Final = re.compile(r"[0-9]+")
_OCTAL: Final = re.compile(r"[0-3]?[0-7]{1,2}")
_TWO_OCTAL: Final = re.compile(r"[0-7]{0,2}")
_THREE_OCTAL: Final = re.compile(r"[0-7]{1,3}")
_TWO_HEX: Final = re.compile(r"[0-9A-Fa-f]{2}")
_FOUR_HEX: Final = re.compile(r"[0-9A-Fa-f]{4}")
_FEW_HEX: Final = re.compile(r"[0-9A-Fa-f]{0,2}")
_BRACED_HEX: Final = re.compile(r"\{([0-9A-Fa-f]+)\}")
_BRACED_OCTAL: Final = re.compile(r"\{([0-7]+)\}")
_LAST_CODE: Final = 0x10FFFF
_LAST_BYTE: Final = 0xFF
_SURROGATES: Final = range(0xD800, 0xE000)


def one(code: int) -> Member:
    """Return the character of *code*."""
    return Member(point(code), code)


def read_number(reader: Reader, place: Place, start: int, digit: str) -> Member:
    """Return the character of a number in octal, unless the number is that of a group."""
    reader.at = start + 1
    if place.dialect.is_javascript:
        return _javascript_number(reader, place, start, digit)
    if place.dialect.is_linear:
        return _linear_number(reader, start, digit)
    if digit != "0" and not place.in_class:
        number = int(_matched(reader, _DECIMAL)[:6])
        if number <= place.groups:
            reader.give_up(start, BACK_REFERENCE)
        if number <= 9:  # noqa: PLR2004 - one digit
            reader.fail(f"there is no group {number}", start)
        reader.at = start + 1
    if digit > "7":
        reader.at += 1
        reader.give_up(start, "versions of PCRE read it in different ways")
    return _coded(reader, place, start, int(_matched(reader, _THREE_OCTAL), 8))


def _javascript_number(reader: Reader, place: Place, start: int, digit: str) -> Member:
    number = int(_matched(reader, _DECIMAL)[:6])
    if digit == "0" and reader.at == start + 2:
        return one(0)
    if digit != "0" and number <= place.groups and not place.in_class:
        reader.give_up(start, BACK_REFERENCE)
    if place.dialect.is_strict:
        reader.fail(f"there is no group {number}", start)
    reader.at = start + 1
    if digit > "7":
        return one(ord(reader.take()))
    return one(int(_matched(reader, _OCTAL), 8))


def _linear_number(reader: Reader, start: int, digit: str) -> Member:
    reader.at += 1
    rest = _matched(reader, _TWO_OCTAL)
    if digit > "7" or (digit != "0" and not rest):
        reader.fail("there are no back-references", start)
    return one(int(digit + rest, 8))


def _matched(reader: Reader, expression: re.Pattern[str]) -> str:
    match = reader.take_match(expression)
    return match.group() if match else ""


def read_hexadecimal(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of ``\x``."""
    dialect = place.dialect
    if not dialect.is_javascript and (match := reader.take_match(_BRACED_HEX)):
        return _coded(reader, place, start, int(match[1], 16))
    if not dialect.is_javascript and not dialect.is_linear:
        return one(int(_matched(reader, _FEW_HEX) or "0", 16))
    if match := reader.take_match(_TWO_HEX):
        return one(int(match[0], 16))
    if dialect.is_linear:
        reader.fail("two digits, or some in braces, are missing", start)
    return None


def _coded(reader: Reader, place: Place, start: int, code: int) -> Member:
    if code > (_LAST_BYTE if place.dialect.encoding == "byte" else _LAST_CODE):
        reader.fail("there is no such character", start)
    return one(code)


def read_unicode(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of JavaScript's ``\u``."""
    if not place.dialect.is_javascript:
        return None
    if place.dialect.is_strict and (match := reader.take_match(_BRACED_HEX)):
        return _coded(reader, place, start, int(match[1], 16))
    if match := reader.take_match(_FOUR_HEX):
        code = int(match[0], 16)
        if place.dialect.is_strict and code in _SURROGATES:
            reader.give_up(start, "a surrogate may be half of a character")
        return one(code)
    return None


def read_octal(reader: Reader, place: Place, start: int) -> Member | None:
    r"""Return the character of PCRE's ``\o{…}``."""
    if place.dialect.is_javascript or place.dialect.is_linear:
        return None
    match = reader.take_match(_BRACED_OCTAL)
    if match is None:
        reader.fail("digits in braces are missing", start)
    return _coded(reader, place, start, int(match[1], 8))
