"""
What the settings of well-known CORS libraries let in, read as each library reads them.

Sources, as of Flask-CORS 6, Starlette 1 and django-cors-headers 4:
https://github.com/corydolphin/flask-cors/blob/main/flask_cors/core.py
https://github.com/encode/starlette/blob/main/starlette/middleware/cors.py
https://github.com/adamchainz/django-cors-headers/blob/main/src/corsheaders/middleware.py
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import MAX_ORIGIN_LENGTH
from crossorigin._web.origins import ANY, split_origin
from crossorigin.proof._acceptance import ANYONE, Acceptance, accept_term
from crossorigin.proof._characters import fold, point
from crossorigin.proof._python_expressions import parse_python
from crossorigin.proof._syntax import (
    ANYTHING,
    ASCII,
    Chars,
    Choice,
    ExpressionError,
    Sequence,
    Term,
    UndecidedError,
    literal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

# By these, Flask-CORS tells an expression from an origin.
_FLASK_SIGNS: Final = frozenset("*\\]?$^[]()")
# As `urllib.parse.urlsplit` splits a URL, of which django-cors-headers compares the parts.
_URL: Final = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):)?(?://(?P<netloc>[^/?#]*))?", re.DOTALL
)
_BEFORE_URL: Final = "".join(map(chr, range(33)))
_NOT_IN_URL: Final = dict.fromkeys(map(ord, "\t\r\n"))


def accept_flask_cors(
    origins: str | re.Pattern[str] | Iterable[str | re.Pattern[str]],
) -> Acceptance:
    """
    Return what the option ``origins`` of Flask-CORS lets in.

    Args:
        origins: One origin or expression, or several.

    Raises:
        ExpressionError: If Flask-CORS takes for an expression what is none.
        UndecidedError: If what an expression accepts cannot be said.
    """
    entries = [origins] if isinstance(origins, str | re.Pattern) else origins
    return accept_term(Choice(tuple(map(_flask_entry, entries))))


def _flask_entry(entry: str | re.Pattern[str]) -> Term:
    if isinstance(entry, re.Pattern):
        return _matched(entry)
    if entry == ANY:
        return ANYTHING
    if not _FLASK_SIGNS.isdisjoint(entry):
        return _matched(entry, ignore_case=True)
    # Both sides are compared in the case that Python folds them to.
    return Sequence(tuple(Chars(fold(point(ord(each)), {}) & ASCII) for each in entry.casefold()))


def accept_starlette(origins: Iterable[str], expression: str | None = None) -> Acceptance:
    """
    Return what ``CORSMiddleware`` of Starlette and FastAPI lets in.

    Args:
        origins: ``allow_origins``. A string lets in each origin that is a part of it.
        expression: ``allow_origin_regex``, which must match the whole origin.

    Raises:
        ExpressionError: If *expression* is none.
        UndecidedError: If what it accepts cannot be said.
    """
    if not isinstance(origins, str):
        origins = tuple(origins)
    if ANY in origins:
        return ANYONE
    texts = _parts_of(origins) if isinstance(origins, str) else origins
    terms: list[Term] = [_exactly(text) for text in texts]
    if expression is not None:
        terms.append(parse_python(expression))
    return accept_term(Choice(tuple(terms)))


def _parts_of(text: str) -> list[str]:
    """Return the origins that are parts of *text*."""
    if len(text) > MAX_ORIGIN_LENGTH:
        raise UndecidedError(text[:40], "a string in place of a list lets in each of its parts")
    ends = range(len(text) + 1)
    parts = {text[start:end] for start in ends for end in ends[start:]}
    return sorted(part for part in parts if part == "null" or split_origin(part) is not None)


def accept_django_cors_headers(
    origins: Iterable[str] = (),
    expressions: Iterable[str | re.Pattern[str]] = (),
    *,
    allow_all: bool = False,
) -> Acceptance:
    """
    Return what the settings of django-cors-headers let in.

    Args:
        origins: ``CORS_ALLOWED_ORIGINS``, of which scheme, host and port are compared.
        expressions: ``CORS_ALLOWED_ORIGIN_REGEXES``, which match from the first character on.
        allow_all: ``CORS_ALLOW_ALL_ORIGINS``.

    Raises:
        ExpressionError: If one of *expressions* is none.
        UndecidedError: If what it accepts cannot be said.
    """
    if allow_all:
        return ANYONE
    return accept_term(Choice((*map(_django_origin, origins), *map(_matched, expressions))))


def _django_origin(text: str) -> Term:
    """Return what an entry lets in: a host without a scheme has the same parts as ``null``."""
    match = _URL.match(text.lstrip(_BEFORE_URL).translate(_NOT_IN_URL))
    scheme, netloc = match.group("scheme", "netloc") if match else (None, None)
    if netloc and ("[" in netloc) != ("]" in netloc):
        raise ExpressionError(0, "this is no URL")
    if scheme:
        return _exactly(f"{scheme.lower()}://{netloc or ''}")
    return Choice() if netloc else literal("null")


def _matched(expression: str | re.Pattern[str], *, ignore_case: bool = False) -> Term:
    """Return what :func:`re.match` finds."""
    return Sequence((parse_python(expression, ignore_case=ignore_case), ANYTHING))


def _exactly(text: str) -> Term:
    # An origin is ASCII, and equals nothing else.
    return literal(text) if text.isascii() else Choice()
