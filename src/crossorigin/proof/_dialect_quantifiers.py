"""Read how often something is repeated, in each dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.proof._syntax import Choice, Repeat, Sequence, Term

if TYPE_CHECKING:
    from crossorigin.proof._dialect_reader import Reader
    from crossorigin.proof._dialects import Dialect

# Of a number: more is too large for every engine, or as good as any number.
_DIGITS: Final = 9
_BRACES: Final = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")
_NEW_BRACES: Final = re.compile(r"\{ *([0-9]* *, *[0-9]+|[0-9]+ *,? *[0-9]*) *\}")
_QUANTIFIERS: Final = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def read_quantifier(reader: Reader, dialect: Dialect) -> tuple[int, int | None] | None:
    """
    Return how often at least and at most, if a quantifier comes next, and go behind it.

    Raises:
        ExpressionError: If the dialect refuses the numbers.
        UndecidedError: If it is a quantifier in some versions only.
    """
    character = reader.text[reader.at]
    if character in _QUANTIFIERS:
        reader.take()
        return _QUANTIFIERS[character]
    if character != "{":
        return None
    start = reader.at
    match = reader.take_match(_BRACES)
    if match is None:
        if dialect.has_atomic and reader.take_match(_NEW_BRACES):
            reader.give_up(start, "only newer versions of PCRE read it as a quantifier")
        return None
    least = int(match[1][:_DIGITS])
    most = int(match[3][:_DIGITS]) if match[3] else (None if match[2] else least)
    largest = dialect.most_repeats
    if dialect.is_linear and len(match[1]) + len(match[3]) >= _DIGITS:
        reader.give_up(start, "an engine may read so large a number as text")
    if largest is not None and max(least, most or 0) > largest:
        reader.fail(f"more than {largest} times", start)
    if most is not None and most < least:
        reader.fail("more at least than at most", start)
    return least, most


def are_few(term: Term, left: int) -> bool:
    """Tell whether RE2 repeats nested terms so often: *left* times at most."""
    if isinstance(term, Repeat):
        times = term.least if term.most is None else term.most
        if times > left:
            return False
        return are_few(term.part, left // max(times, 1))
    if isinstance(term, Sequence | Choice):
        return all(are_few(part, left) for part in term.parts)
    return True
