"""The flavors of regular expressions: a dialect, and where in a text it must match."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from crossorigin.proof._acceptance import Acceptance, accept_term
from crossorigin.proof._dialect_parser import parse
from crossorigin.proof._dialects import (
    GO,
    JAVASCRIPT,
    JAVASCRIPT_SETS,
    JAVASCRIPT_UNICODE,
    PCRE,
    RE2,
)
from crossorigin.proof._python_expressions import parse_python
from crossorigin.proof._syntax import ANYTHING, ExpressionError, Sequence, Term, UndecidedError

if TYPE_CHECKING:
    from crossorigin.proof._dialects import Dialect


class Flavor(StrEnum):
    """Who reads an expression, and which part of an ``Origin`` must match it."""

    PYTHON_MATCH = "python-match"  # `re.match`: from the first character on
    PYTHON_SEARCH = "python-search"  # `re.search`: any part
    PYTHON_FULLMATCH = "python-fullmatch"  # `re.fullmatch`: all of it
    JAVASCRIPT = "javascript"  # `RegExp.prototype.test`: any part
    PCRE = "pcre"  # nginx, Apache, HAProxy: any part
    RE2 = "re2"  # Envoy: all of it
    GO = "go"  # `Regexp.MatchString`: any part


_LITERAL: Final = re.compile(r"/(?P<source>.+)/(?P<flags>[A-Za-z]*)", re.DOTALL)
_JAVASCRIPT_FLAGS: Final = frozenset("dgimsuvy")
_DIALECTS: Final = {Flavor.RE2: RE2, Flavor.GO: GO, Flavor.PCRE: PCRE}
_FROM_THE_START: Final = frozenset({Flavor.PYTHON_MATCH})
_WHOLE: Final = frozenset({Flavor.PYTHON_FULLMATCH, Flavor.RE2})


def accept_expression(text: str, flavor: Flavor, *, ignore_case: bool = False) -> Acceptance:
    """
    Return which origins an expression lets in.

    Args:
        text: The expression; of JavaScript, a literal between slashes, too.
        flavor: Who reads it.
        ignore_case: Whether it is compiled so that case is ignored.

    Raises:
        ExpressionError: If the engine would refuse it.
        UndecidedError: If what it accepts cannot be said.
    """
    return accept_term(parse_expression(text, flavor, ignore_case=ignore_case))


def parse_expression(text: str, flavor: Flavor, *, ignore_case: bool = False) -> Term:
    """
    Return the term that the whole of an ``Origin`` must match.

    Args:
        text: The expression; of JavaScript, a literal between slashes, too.
        flavor: Who reads it.
        ignore_case: Whether it is compiled so that case is ignored.

    Raises:
        ExpressionError: If the engine would refuse it.
        UndecidedError: If what it accepts cannot be said.
    """
    if flavor is Flavor.JAVASCRIPT:
        term = _javascript(text, ignore_case=ignore_case)
    elif flavor in _DIALECTS:
        term = parse(text, _DIALECTS[flavor], "i" if ignore_case else "")
    else:
        term = parse_python(text, ignore_case=ignore_case)
    if flavor in _WHOLE:
        return term
    if flavor in _FROM_THE_START:
        return Sequence((term, ANYTHING))
    return Sequence((ANYTHING, term, ANYTHING))


def _javascript(text: str, *, ignore_case: bool) -> Term:
    """Return the term of an expression of JavaScript, or of a literal."""
    literal = _LITERAL.fullmatch(text)
    source, flags = literal.group("source", "flags") if literal else (text, "")
    if not set(flags) <= _JAVASCRIPT_FLAGS or len(set(flags)) < len(flags) or "uv" in flags:
        raise ExpressionError(len(text) - len(flags), "there are no such flags")
    if "y" in flags:
        raise UndecidedError("y", "where it begins depends on what was asked before")
    # `g` begins where the last match ended, but finds nothing there that it would not find before.
    return parse(source, _dialect(flags), "i" if ignore_case or "i" in flags else "")


def _dialect(flags: str) -> Dialect:
    if "v" in flags:
        return JAVASCRIPT_SETS
    return JAVASCRIPT_UNICODE if "u" in flags else JAVASCRIPT
