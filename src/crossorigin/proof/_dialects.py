"""
The dialects of regular expressions, each as a table of what differs.

Python's is not among them: it has a parser of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from crossorigin.proof._characters import (
    DIGITS,
    EVERY,
    NO_FOLDS,
    POSIX_CLASSES,
    SIMPLE_FOLDS,
    WORD,
    Points,
)
from crossorigin.proof._syntax import (
    EMPTY,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    Sequence,
    Start,
    Term,
    mask_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD_AHEAD: Final = Ahead(Chars(WORD))
_WORD_BEHIND: Final = Behind(Chars(WORD))
_NO_WORD_AHEAD: Final = Ahead(Chars(WORD), is_negative=True)
_NO_WORD_BEHIND: Final = Behind(Chars(WORD), is_negative=True)
BOUNDARY: Final = Choice(
    (Sequence((_WORD_BEHIND, _NO_WORD_AHEAD)), Sequence((_NO_WORD_BEHIND, _WORD_AHEAD)))
)
NO_BOUNDARY: Final = Choice(
    (Sequence((_WORD_BEHIND, _WORD_AHEAD)), Sequence((_NO_WORD_BEHIND, _NO_WORD_AHEAD)))
)


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""
    What a dialect has, and how it reads what others read otherwise.

    Attributes:
        name: What people call it.
        encoding: What it takes for one character: a code point, a unit of UTF-16, or a byte.
        folds: What beyond ASCII it takes for ASCII, when it ignores case.
        sets: The letter after a backslash → the set, such as ``d``; a capital one is the opposite.
        controls: The letter after a backslash → the code of a control character.
        assertions: The letter after a backslash → the assertion.
        undecided: What stands after a backslash → why it cannot be decided.
        inline_flags: The letters that may stand in ``(?…)``.
        named_groups: What opens a group with a name, and the sign that ends the name.
        most_repeats: The largest number in a quantifier.
        has_look_around: Whether it has look-ahead and look-behind.
        has_atomic: Whether it has atomic groups and possessive quantifiers.
        has_posix_classes: Whether a class may have ``[:alpha:]`` in it.
        has_quotes: Whether ``\Q`` begins a literal text.
        is_javascript: Whether its numbers and its classes are those of JavaScript.
        is_linear: Whether it is RE2, or Go's relative of it.
        is_strict: Whether a brace or a backslash that means nothing is a mistake: JavaScript's ``u``.
        has_set_notation: Whether classes stand in classes: JavaScript's ``v``.
    """

    name: str
    encoding: str
    folds: Mapping[str, str]
    sets: Mapping[str, Points]
    controls: Mapping[str, int]
    assertions: Mapping[str, Term]
    undecided: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inline_flags: str = ""
    named_groups: tuple[tuple[str, str], ...] = ()
    most_repeats: int | None = None
    has_look_around: bool = False
    has_atomic: bool = False
    has_posix_classes: bool = False
    has_quotes: bool = False
    is_javascript: bool = False
    is_linear: bool = False
    is_strict: bool = False
    has_set_notation: bool = False

    def read(self, text: str) -> str:
        """Return *text* with one character for each that the engine sees."""
        if self.encoding == "byte":
            return text.encode("utf-8", "surrogatepass").decode("latin-1")
        if self.encoding == "unit":
            units = text.encode("utf-16-le", "surrogatepass")
            return "".join(map(chr, memoryview(units).cast("H")))
        return text


_BLANK: Final = mask_of(" \t")
_SPACE: Final = POSIX_CLASSES["space"]
_VERTICAL: Final = mask_of("\n\v\f\r")
_WORD_BOUNDARIES: Final[Mapping[str, Term]] = MappingProxyType({"b": BOUNDARY, "B": NO_BOUNDARY})
_JAVASCRIPT_CONTROLS: Final = MappingProxyType({"f": 12, "n": 10, "r": 13, "t": 9, "v": 11})
_PCRE_CONTROLS: Final = MappingProxyType({"a": 7, "e": 27, "f": 12, "n": 10, "r": 13, "t": 9})
_RE2_CONTROLS: Final = MappingProxyType({"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11})

# https://tc39.es/ecma262/#sec-patterns, with Annex B
JAVASCRIPT: Final = Dialect(
    name="JavaScript",
    encoding="unit",
    folds=NO_FOLDS,
    sets=MappingProxyType({"d": DIGITS, "s": _SPACE, "w": WORD}),
    controls=_JAVASCRIPT_CONTROLS,
    assertions=_WORD_BOUNDARIES,
    named_groups=(("?<", ">"),),
    has_look_around=True,
    is_javascript=True,
)
JAVASCRIPT_UNICODE: Final = replace(
    JAVASCRIPT,
    name="JavaScript with the flag u",
    encoding="code point",
    folds=SIMPLE_FOLDS,
    is_strict=True,
)
JAVASCRIPT_SETS: Final = replace(
    JAVASCRIPT_UNICODE, name="JavaScript with the flag v", has_set_notation=True
)

# https://www.pcre.org/current/doc/html/pcre2pattern.html
PCRE: Final = Dialect(
    name="PCRE",
    encoding="byte",
    folds=NO_FOLDS,
    sets=MappingProxyType({"d": DIGITS, "h": _BLANK, "s": _SPACE, "v": _VERTICAL, "w": WORD}),
    controls=_PCRE_CONTROLS,
    assertions=MappingProxyType(
        {
            **_WORD_BOUNDARIES,
            "A": Start(),
            # The engine begins at the first character.
            "G": Start(),
            "K": EMPTY,
            "Z": End(),
            "z": End(),
        }
    ),
    undecided=MappingProxyType(
        {
            "X": "what one character is to a reader depends on the version of Unicode",
            "g": "a reference to another group is not read",
            "k": "a back-reference is not regular",
        }
    ),
    inline_flags="imsxnJU",
    named_groups=(("?<", ">"), ("?'", "'"), ("?P<", ">")),
    most_repeats=65535,
    has_look_around=True,
    has_atomic=True,
    has_posix_classes=True,
    has_quotes=True,
)

# https://github.com/google/re2/wiki/Syntax
RE2: Final = Dialect(
    name="RE2",
    encoding="code point",
    folds=SIMPLE_FOLDS,
    # Without a vertical tab: these are Perl's of old.
    sets=MappingProxyType({"d": DIGITS, "s": _SPACE & ~mask_of("\v"), "w": WORD}),
    controls=_RE2_CONTROLS,
    assertions=MappingProxyType({**_WORD_BOUNDARIES, "A": Start(), "z": End()}),
    inline_flags="imsU",
    named_groups=(("?P<", ">"), ("?<", ">")),
    most_repeats=1000,
    has_posix_classes=True,
    has_quotes=True,
    is_linear=True,
)
# https://pkg.go.dev/regexp/syntax: but for `\C`, the same
GO: Final = replace(RE2, name="Go")

ANY_CHARACTER: Final[Points] = EVERY
