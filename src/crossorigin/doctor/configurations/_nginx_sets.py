"""The origins that a key of a map, or a condition of nginx, names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.configurations._expressions import any_of_terms, term_of
from crossorigin.proof import (
    Acceptance,
    Flavor,
    accept_origins,
)
from crossorigin.proof._syntax import ANY, ANYTHING, Chars, Repeat, Sequence, Term, literal

if TYPE_CHECKING:
    from crossorigin.doctor.configurations._nginx_syntax import Directive

_SOMETHING: Final = Repeat(ANY, 1, None)


def exactly(text: str) -> Acceptance:
    """Return the origin that is *text*, byte for byte."""
    return accept_origins([text])


def named(keys: list[Directive], *, is_of_hosts: bool) -> list[Term]:
    """Return the terms of the origins that any of the *keys* of a map names."""
    found: list[Term] = []
    for key in keys:
        if key.name.startswith("~"):
            text, ignores_case = key.name.removeprefix("~"), key.name.startswith("~*")
            text = text.removeprefix("*") if ignores_case else text
            found.append(term_of(text, Flavor.PCRE, key.place, ignores_case=ignores_case))
        elif key.name.isascii():
            found.append(_folded(key.name.removeprefix("\\"), is_of_hosts=is_of_hosts))
    return found


def _folded(text: str, *, is_of_hosts: bool) -> Sequence:
    """Return the term of a key: in any case, and with its wildcard, if it may have one."""
    end = (Repeat(literal("."), 0, 1),) if is_of_hosts else ()
    if is_of_hosts and text.startswith("*."):
        return Sequence((_SOMETHING, *_any_case(text[1:]), *end))
    if is_of_hosts and text.startswith("."):
        front = Repeat(Sequence((ANYTHING, literal("."))), 0, 1)
        return Sequence((front, *_any_case(text[1:]), *end))
    if is_of_hosts and text.endswith(".*"):
        return Sequence((*_any_case(text[:-1]), _SOMETHING))
    return Sequence((*_any_case(text), *end))


def _any_case(text: str) -> tuple[Chars, ...]:
    """Return *text*, in any case."""
    return tuple(Chars(1 << ord(each.lower()) | 1 << ord(each.upper())) for each in text)


def matched(key: Directive, source: str) -> bool:
    """Tell whether *key* of a map matches the text *source*, which is no origin."""
    if not key.name.startswith("~"):
        return key.name.removeprefix("\\").lower() == source.lower()
    return any_of_terms(named([key], is_of_hosts=False)).accepts(source)
