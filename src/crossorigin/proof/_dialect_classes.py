"""Read a class of characters: what stands between square brackets, in each dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.proof._characters import EVERY, POSIX_CLASSES, Points, fold, point, span
from crossorigin.proof._dialect_codes import Member, Place
from crossorigin.proof._dialect_escapes import read_escape

if TYPE_CHECKING:
    from crossorigin.proof._dialect_reader import Reader

_POSIX: Final = re.compile(r"\[:(\^?)([a-z]*):\]")
_COLLATING: Final = re.compile(r"\[([.=])[^\]]*\1\]")
_POSIX_ALONE: Final = re.compile(r"\[([:.=])[^\]\\]*\1\]")
_SET_NOTATION: Final = re.compile(r"\[|&&|--|\\q")
_SET_MISTAKE: Final = re.compile(r"[(){}/|-]|([!#$%*+,.:;<=>?@^`~])\1")

_SETS_OF_SETS: Final = "sets of sets are not read"


def read_class(reader: Reader, place: Place) -> Points:
    """
    Return the set that the class here stands for.

    Args:
        reader: Where the opening bracket comes next.
        place: Where the class stands; case is ignored in it, where it is around.

    Raises:
        ExpressionError: If the dialect has no such class.
        UndecidedError: If what it stands for cannot be said.
    """
    opened = reader.at
    is_pcre = place.dialect.has_posix_classes and not place.dialect.is_linear
    if is_pcre and reader.take_match(_POSIX_ALONE):
        reader.fail("a class of POSIX stands in another class only", opened)
    reader.take()
    is_negated = reader.accept("^")
    points = 0
    is_first = not place.dialect.is_javascript
    inside = place._replace(in_class=True)
    while is_first or not reader.next_is("]"):
        if reader.is_at_end:
            reader.fail("a class is not closed", opened)
        # The end of an empty quotation is no member: the bracket after it may be the first one.
        if _accept_quotation(reader, inside):
            continue
        points |= _member_or_range(reader, inside)
        is_first = False
    reader.take()
    if place.ignores_case:
        points = fold(points, place.dialect.folds)
    return EVERY & ~points if is_negated else points


def _accept_quotation(reader: Reader, place: Place) -> bool:
    r"""Go behind a ``\E`` here, of which PCRE makes nothing."""
    return place.dialect.has_quotes and not place.dialect.is_linear and reader.accept("\\E")


def _member_or_range(reader: Reader, place: Place) -> Points:
    """Return the set of the next member, or of the range that it begins."""
    start = reader.at
    first = _member(reader, place)
    after = reader.text[reader.at + 1 : reader.at + 2]
    if place.dialect.has_set_notation and reader.accept("--"):
        reader.give_up(start, _SETS_OF_SETS)
    if not reader.next_is("-") or after in {"]", ""}:
        return first.points
    if first.code is None and place.dialect.is_linear:
        # The hyphen after a set is one of its neighbours.
        return first.points
    reader.take()
    last = _member(reader, place)
    if first.code is None or last.code is None:
        if place.dialect.is_javascript and not place.dialect.is_strict:
            return first.points | last.points | point(ord("-"))
        reader.fail("a set can neither begin nor end a range", start)
    if last.code < first.code:
        reader.fail("a range is upside down", start)
    return span(first.code, last.code)


def _member(reader: Reader, place: Place) -> Member:
    """Return the next character, or set."""
    start = reader.at
    dialect = place.dialect
    if dialect.has_set_notation:
        if reader.take_match(_SET_NOTATION):
            reader.give_up(start, _SETS_OF_SETS)
        if reader.take_match(_SET_MISTAKE):
            reader.fail("the sign needs a backslash", start)
    if dialect.has_posix_classes:
        if match := reader.take_match(_POSIX):
            points = POSIX_CLASSES.get(match[2])
            if points is None:
                reader.fail("there is no such class of POSIX", start)
            folded = fold(points, dialect.folds) if place.ignores_case else points
            return Member(EVERY & ~folded if match[1] else folded)
        if not dialect.is_linear and reader.take_match(_COLLATING):
            reader.fail("collating elements are not supported", start)
    character = reader.take()
    if character != "\\":
        return Member(point(ord(character)), ord(character))
    if dialect.has_quotes and reader.next_is("Q"):
        reader.give_up(start, "a quotation in a class is not read")
    return read_escape(reader, place)
