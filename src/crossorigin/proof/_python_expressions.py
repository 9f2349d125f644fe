"""Parse an expression of Python by Python's own parser."""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin.proof._backtracking import atomic, possessive
from crossorigin.proof._characters import (
    DIGITS,
    EVERY,
    NO_FOLDS,
    POSIX_CLASSES,
    PYTHON_FOLDS,
    WORD,
    Points,
    fold,
    point,
    span,
)
from crossorigin.proof._dialect_parser import MAX_DEPTH
from crossorigin.proof._dialects import BOUNDARY, NO_BOUNDARY
from crossorigin.proof._syntax import (
    ASCII,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    ExpressionError,
    Repeat,
    Sequence,
    Start,
    Term,
    UndecidedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# It has no public name; what it returns is the same in each Python that the package claims.
_parser: Final = import_module("re._parser")
_MAX_REPEAT: Final[int] = int(import_module("re._constants").MAXREPEAT)
# Of these, an expression has one at each place.
_KINDS: Final = int(re.ASCII | re.UNICODE)
_BEYOND: Final = EVERY & ~ASCII
_ALWAYS: Final = {"SPACE": POSIX_CLASSES["space"] | 0b1111 << 28, "DIGIT": DIGITS}
_ASSERTIONS: Final[dict[str, Term]] = {
    "AT_BEGINNING": Start(),
    "AT_BEGINNING_STRING": Start(),
    "AT_BOUNDARY": BOUNDARY,
    "AT_END": End(),
    "AT_END_STRING": End(),
    "AT_NON_BOUNDARY": NO_BOUNDARY,
}


def parse_python(expression: str | re.Pattern[str], *, ignore_case: bool = False) -> Term:
    """
    Return the term of the *expression*.

    Args:
        expression: An expression for :mod:`re`, or a compiled one.
        ignore_case: Whether it is compiled with ``re.IGNORECASE``.

    Raises:
        ExpressionError: If :mod:`re` would refuse it.
        UndecidedError: If what it accepts cannot be said.
    """
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    if isinstance(expression, re.Pattern):
        text = cast("str | bytes", expression.pattern)
        # Which prints what it parses.
        flags |= expression.flags & ~re.DEBUG
        if not isinstance(text, str):
            raise ExpressionError(0, "an expression of bytes matches no text")
        return _parse(text, int(flags))
    return _parse(expression, int(flags))


def _parse(text: str, flags: int) -> Term:
    with warnings.catch_warnings():
        # Of what a later version may read otherwise.
        warnings.simplefilter("ignore")
        try:
            re.compile(text, flags)
            tree = _parser.parse(text, flags)
        except re.error as error:
            raise ExpressionError(error.pos or 0, error.msg) from None
        except OverflowError as error:
            raise ExpressionError(0, str(error)) from None
        except RecursionError:
            raise UndecidedError(text[:40], "groups are nested too deeply") from None
    return _Builder().sequence(tree, int(tree.state.flags), 0)


class _Builder:
    """The terms of a tree that Python's parser made."""

    def sequence(self, items: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - has no type
        """Return the term of *items*, one after the other."""
        if depth > MAX_DEPTH:
            raise UndecidedError("(", f"groups are nested more than {MAX_DEPTH} deep")
        parts = [self._item(str(name), value, flags, depth) for name, value in items]
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _item(self, name: str, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        if name in _SETS:
            points = _SETS[name](value, flags)
            return Chars(points & ASCII)
        return _GROUPS[name](self, value, flags, depth + 1)

    def branch(self, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        return Choice(tuple(self.sequence(each, flags, depth) for each in value[1]))

    def group(self, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        _, added, removed, items = value
        if int(added) & _KINDS:
            flags &= ~_KINDS
        return self.sequence(items, (flags | int(added)) & ~int(removed), depth)

    def repeat(self, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        least, most, items = value
        return Repeat(self.sequence(items, flags, depth), int(least), _most(most))

    def possessive(self, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        least, most, items = value
        part = self.sequence(items, flags, depth)
        return possessive(part, int(least), _most(most), "a possessive quantifier")

    def atomic(self, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        # Before it is printed: what is nested too deeply for that is refused there.
        part = self.sequence(value, flags, depth)
        if "MIN_REPEAT" in repr(value):
            raise UndecidedError("(?>…)", "it gives nothing back, and takes little first")
        return atomic(part, "(?>…)")

    def look_around(self, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        return self._looked(value, flags, depth, is_negative=False)

    def no_look_around(self, value: Any, flags: int, depth: int) -> Term:  # noqa: ANN401 - as above
        return self._looked(value, flags, depth, is_negative=True)

    def _looked(self, value: Any, flags: int, depth: int, *, is_negative: bool) -> Term:  # noqa: ANN401 - as above
        direction, items = value
        part = self.sequence(items, flags, depth)
        side = Behind if int(direction) < 0 else Ahead
        return side(part, is_negative=is_negative)

    def reference(self, value: Any, *_: int) -> Term:  # noqa: ANN401 - as above
        raise UndecidedError(f"\\{value}", "a back-reference is not regular")

    def conditional(self, value: Any, *_: int) -> Term:  # noqa: ANN401 - as above
        raise UndecidedError(
            f"(?({value[0]})…)", "a conditional depends on what was matched before"
        )

    def assertion(self, value: Any, *_: int) -> Term:  # noqa: ANN401 - as above
        return _ASSERTIONS[str(value)]


def _most(number: Any) -> int | None:  # noqa: ANN401 - as above
    return None if int(number) == _MAX_REPEAT else int(number)


def _folded(points: Points, flags: int) -> Points:
    if not flags & re.IGNORECASE:
        return points
    return fold(points, NO_FOLDS if flags & re.ASCII else PYTHON_FOLDS)


def _literal(code: int, flags: int) -> Points:
    return _folded(point(code), flags)


def _not_literal(code: int, flags: int) -> Points:
    return EVERY & ~_folded(point(code), flags)


def _any(_: object, __: int) -> Points:
    # An origin has no line break, which is all that a dot may leave out.
    return EVERY


def _members(items: Any, flags: int) -> Points:  # noqa: ANN401 - as above
    """Return the set of the class that *items* are."""
    points, is_negated = 0, False
    for name, value in items:
        if str(name) == "NEGATE":
            is_negated = True
        elif str(name) == "CATEGORY":
            points |= _category(str(value), flags)
        else:
            first, last = value if str(name) == "RANGE" else (value, value)
            points |= _folded(span(first, last), flags)
    return EVERY & ~points if is_negated else points


def _category(name: str, flags: int) -> Points:
    """Return the set of a category, such as ``CATEGORY_NOT_WORD``."""
    kind = name.rpartition("_")[2]
    is_ascii = bool(flags & re.ASCII)
    if kind == "WORD":
        points = WORD if is_ascii else WORD | _BEYOND
    elif kind == "SPACE":
        points = POSIX_CLASSES["space"] if is_ascii else _ALWAYS[kind]
    else:
        points = DIGITS
    return EVERY & ~points if "_NOT_" in name else points


_SETS: Final[dict[str, Callable[[Any, int], Points]]] = {
    "ANY": _any,
    # What newer versions make of `(?!)`: a class of no members.
    "FAILURE": _members,
    "IN": _members,
    "LITERAL": _literal,
    "NOT_LITERAL": _not_literal,
}
_GROUPS: Final[dict[str, Callable[[_Builder, Any, int, int], Term]]] = {
    "ASSERT": _Builder.look_around,
    "ASSERT_NOT": _Builder.no_look_around,
    "AT": _Builder.assertion,
    "ATOMIC_GROUP": _Builder.atomic,
    "BRANCH": _Builder.branch,
    "GROUPREF": _Builder.reference,
    "GROUPREF_EXISTS": _Builder.conditional,
    "MAX_REPEAT": _Builder.repeat,
    "MIN_REPEAT": _Builder.repeat,
    "POSSESSIVE_REPEAT": _Builder.possessive,
    "SUBPATTERN": _Builder.group,
}
