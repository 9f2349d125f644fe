"""
Sets of characters as an engine compares them: ASCII, and what beyond it an engine takes for ASCII.

Of all characters beyond ASCII, four are letters of ASCII to some engine that ignores case. A set has
a bit for each of these, too, so that a negated set and a folded one come out as in the engine.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from crossorigin.proof._syntax import ASCII, mask_of

if TYPE_CHECKING:
    from collections.abc import Mapping

# Bit n below 128: the character of code n. Above: one of BEYOND, in this order.
Points: TypeAlias = int

# A capital I with a dot, a small one without, a long s, and the sign of the Kelvin.
BEYOND: Final = "\u0130\u0131\u017f\u212a"
_ASCII_SIZE: Final = 128
EVERY: Final[Points] = (1 << (_ASCII_SIZE + len(BEYOND))) - 1
_UPPER: Final = mask_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LOWER: Final = _UPPER << 32

# The letters of BEYOND → the letter that an engine which ignores case takes it for.
NO_FOLDS: Final[Mapping[str, str]] = MappingProxyType({})
# https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt (statuses C and S)
SIMPLE_FOLDS: Final[Mapping[str, str]] = MappingProxyType({"\u017f": "s", "\u212a": "k"})
# Python also has the simple lower case of the one I, and the upper case of the other.
PYTHON_FOLDS: Final[Mapping[str, str]] = MappingProxyType(
    {"\u0130": "i", "\u0131": "i", **SIMPLE_FOLDS}
)

DIGITS: Final = mask_of("0123456789")
WORD: Final = _UPPER | _LOWER | DIGITS | mask_of("_")
_PUNCTUATION: Final = mask_of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_CONTROLS: Final = (1 << 32) - 1 | 1 << 127

# https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap07.html#tag_07_03_01
POSIX_CLASSES: Final[Mapping[str, Points]] = MappingProxyType(
    {
        "alnum": _UPPER | _LOWER | DIGITS,
        "alpha": _UPPER | _LOWER,
        "ascii": ASCII,
        "blank": mask_of(" \t"),
        "cntrl": _CONTROLS,
        "digit": DIGITS,
        "graph": ASCII & ~_CONTROLS & ~mask_of(" "),
        "lower": _LOWER,
        "print": ASCII & ~_CONTROLS,
        "punct": _PUNCTUATION,
        "space": mask_of(" \t\n\v\f\r"),
        "upper": _UPPER,
        "word": WORD,
        "xdigit": DIGITS | mask_of("abcdefABCDEF"),
    }
)
# The long names of general categories, and of properties that ASCII and BEYOND have by them.
_LONG_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Alphabetic": "L",
        "Alpha": "L",
        "Decimal_Number": "Nd",
        "Letter": "L",
        "Lowercase": "Ll",
        "Lowercase_Letter": "Ll",
        "Mark": "M",
        "Number": "N",
        "Punctuation": "P",
        "Separator": "Z",
        "Symbol": "S",
        "Uppercase": "Lu",
        "Uppercase_Letter": "Lu",
    }
)
_CATEGORY: Final = re.compile(r"C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?")


def point(code: int) -> Points:
    """Return the set of the one character of *code*; none, if it is never taken for ASCII."""
    return span(code, code)


def span(first: int, last: int) -> Points:
    """Return the set of the characters from the code *first* to the code *last*."""
    low, high = min(first, _ASCII_SIZE), min(last + 1, _ASCII_SIZE)
    points = (1 << high) - (1 << low)
    for index, character in enumerate(BEYOND):
        if first <= ord(character) <= last:
            points |= 1 << (_ASCII_SIZE + index)
    return points


def fold(points: Points, folds: Mapping[str, str]) -> Points:
    """Return *points* and all that an engine with these *folds* takes for one of them."""
    for letter, small in folds.items():
        if points & point(ord(letter)):
            points |= mask_of(small)
    points |= (points & _UPPER) << 32 | (points & _LOWER) >> 32
    for letter, small in folds.items():
        if points & mask_of(small):
            points |= point(ord(letter))
    return points


def property_points(name: str) -> Points | None:
    r"""Return the set of a property of PCRE and RE2, as in ``\p{Lu}``; ``None`` for an unknown one."""
    if name == "Any":
        return EVERY
    script = _SCRIPTS.get(name)
    category = _CATEGORY.fullmatch(name)
    return _category_points(name) if category else script


def long_property_points(name: str) -> Points | None:
    r"""Return the set of a property of JavaScript, as in ``\p{Script=Latin}``, or ``None``."""
    key, equals, value = name.rpartition("=")
    if key in {"Script", "sc"}:
        return _SCRIPTS.get(value)
    if equals and key not in {"General_Category", "gc"}:
        return None
    if value in {"Any", "ASCII"} and not equals:
        return EVERY if value == "Any" else ASCII
    category = _LONG_NAMES.get(value, value)
    return _category_points(category) if _CATEGORY.fullmatch(category) else None


def _category_points(category: str) -> Points:
    """Return the set of a general category."""
    points = 0
    for index, character in enumerate([*map(chr, range(_ASCII_SIZE)), *BEYOND]):
        if unicodedata.category(character).startswith(category):
            points |= 1 << index
    return points


# All letters here are Latin.
_LETTERS: Final = _category_points("L")
_SCRIPTS: Final[Mapping[str, Points]] = MappingProxyType(
    {"Arabic": 0, "Cyrillic": 0, "Greek": 0, "Han": 0, "Hebrew": 0, "Latin": _LETTERS}
)
