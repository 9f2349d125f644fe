"""Read what opens a group, and say what the term in it becomes, in each dialect."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin.proof._backtracking import atomic
from crossorigin.proof._syntax import Ahead, Behind, Choice, Term
from crossorigin.proof._widths import width

if TYPE_CHECKING:
    from crossorigin.proof._dialect_reader import Reader
    from crossorigin.proof._dialects import Dialect


class Kind(Enum):
    """What a group does with its term."""

    PLAIN = auto()
    AHEAD = auto()
    NOT_AHEAD = auto()
    BEHIND = auto()
    NOT_BEHIND = auto()
    ATOMIC = auto()
    # No group: flags for the rest of the one around, or a comment.
    NONE = auto()


class Opening(NamedTuple):
    """
    What opens a group.

    Attributes:
        kind: What the group does with its term.
        flags: The flags in it, or from here on.
        name: The name of the group, ``""`` for none.
    """

    kind: Kind
    flags: str
    name: str = ""


_KINDS: Final = {"?:": Kind.PLAIN}
_LOOK_AROUND: Final = {
    "?=": Kind.AHEAD,
    "?!": Kind.NOT_AHEAD,
    "?<=": Kind.BEHIND,
    "?<!": Kind.NOT_BEHIND,
}
_PCRE_KINDS: Final = {**_KINDS, **_LOOK_AROUND, "?|": Kind.PLAIN, "?>": Kind.ATOMIC}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_JAVASCRIPT_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_LINEAR_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
_FLAGS: Final = re.compile(r"\?(\^?)([A-Za-z]*)(?:(-)([A-Za-z]*))?([:)])")
_COMMENT: Final = re.compile(r"\?#[^)]*\)")
_VERB: Final = re.compile(r"\*[^)]*\)?")
_RECURSION: Final = re.compile(r"\?(?:R|[-+]?[0-9]+|&\w*|P>\w*)\)?")
_REFERENCE: Final = re.compile(r"\?P=\w*\)?")
_CONDITION: Final = re.compile(r"\?\([^)]*\)?")
_OTHERS: Final = re.compile(r"\?(?:C[^)]*\)?|<?\*)")
_PCRE_UNDECIDED: Final = (
    (_VERB, "a verb changes how the engine searches"),
    (_RECURSION, "recursion is not regular"),
    (_REFERENCE, "a back-reference is not regular"),
    (_CONDITION, "a conditional depends on what was matched before"),
    (_OTHERS, "it is not read"),
)


def read_opening(reader: Reader, dialect: Dialect, flags: str) -> Opening:
    """
    Return what opens a group here.

    Args:
        reader: Where the bracket has been read.
        dialect: The dialect.
        flags: The flags around the group.

    Raises:
        ExpressionError: If the dialect has no such group.
        UndecidedError: If what it accepts cannot be said.
    """
    start = reader.at - 1
    if dialect.has_atomic:
        for expression, why in _PCRE_UNDECIDED:
            if reader.take_match(expression):
                reader.give_up(start, why)
        if reader.take_match(_COMMENT):
            return Opening(Kind.NONE, flags)
    if not reader.next_is("?"):
        return Opening(Kind.PLAIN, flags)
    kinds = {**_KINDS, **(_LOOK_AROUND if dialect.has_look_around else {})}
    for token, kind in (_PCRE_KINDS if dialect.has_atomic else kinds).items():
        if reader.accept(token):
            return Opening(kind, flags)
    for token, end in dialect.named_groups:
        if reader.accept(token):
            return Opening(Kind.PLAIN, flags, _name(reader, dialect, start, end))
    return _with_flags(reader, dialect, start, flags)


def _name(reader: Reader, dialect: Dialect, start: int, end: str) -> str:
    """Return the name of a group, up to the sign at its *end*."""
    expression = _LINEAR_NAME if dialect.is_linear else _NAME
    match = reader.take_match(_JAVASCRIPT_NAME if dialect.is_javascript else expression)
    if match is None or not reader.accept(end):
        if not dialect.has_atomic and end in reader.text[reader.at :] and not reader.text.isascii():
            reader.give_up(start, "a name beyond ASCII is not read")
        reader.fail("the name of a group is missing", start)
    return match[0]


def _with_flags(reader: Reader, dialect: Dialect, start: int, flags: str) -> Opening:
    """Return the group, or the rest of one, that sets flags."""
    match = reader.take_match(_FLAGS)
    if dialect.is_javascript:
        if match and match[5] == ":" and not match[1]:
            reader.give_up(start, "flags within an expression depend on the version of the engine")
        reader.fail("no group begins so", start)
    if match is None or (match[1] and (dialect.is_linear or match[3])):
        reader.fail("no group begins so", start)
    on, off = match[2], match[4] or ""
    if not set(on + off) <= set(dialect.inline_flags):
        reader.fail(f"{dialect.name} has no such flags", start)
    if "xx" in on:
        reader.give_up(start, "white space within classes is not read")
    if dialect.is_linear and (not on + off or (match[3] and not off)):
        reader.fail("the flags are missing", start)
    # `^` takes away those that may stand for themselves.
    kept = "".join(flag for flag in flags if flag in "JU") if match[1] else flags
    changed = "".join(sorted((set(kept) | set(on)) - set(off)))
    return Opening(Kind.PLAIN if match[5] == ":" else Kind.NONE, changed)


def close_group(
    kind: Kind, alternatives: list[Term], opened: int, reader: Reader, dialect: Dialect
) -> Term:
    """
    Return the term of a group of *kind*.

    Args:
        kind: What the group does.
        alternatives: The terms in it, between each ``|``.
        opened: The index of its bracket.
        reader: The place behind the group.
        dialect: The dialect.

    Raises:
        UndecidedError: If what it accepts cannot be said.
    """
    part = choice(alternatives)
    if kind is Kind.ATOMIC:
        return atomic(part, reader.since(opened))
    if kind in _AHEADS:
        return Ahead(part, is_negative=kind is Kind.NOT_AHEAD)
    if kind not in _BEHINDS:
        return part
    if dialect.has_atomic:
        _measure_behind(alternatives, opened, reader)
    return Behind(part, is_negative=kind is Kind.NOT_BEHIND)


def choice(alternatives: list[Term]) -> Term:
    """Return the term of one or more *alternatives*."""
    return alternatives[0] if len(alternatives) == 1 else Choice(tuple(alternatives))


_AHEADS: Final = {Kind.AHEAD, Kind.NOT_AHEAD}
_BEHINDS: Final = {Kind.BEHIND, Kind.NOT_BEHIND}


def _measure_behind(alternatives: list[Term], opened: int, reader: Reader) -> None:
    """Give up, unless each of *alternatives* takes a number of characters that is fixed."""
    # A line break may take two, which no term here says.
    if "\\R" in reader.text[opened : reader.at] or None in map(width, alternatives):
        reader.give_up(opened, "not every version goes back by several numbers of characters")
