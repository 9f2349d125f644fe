"""What a scope lets in, in plain words: its entries, as far as words say them truly."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from crossorigin import OriginPattern, PolicyError
from crossorigin._policy.expressions import patterns_of
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._configuration import Entry, EntryKind
from crossorigin.proof import (
    ANYONE,
    NOBODY,
    Acceptance,
    ExpressionError,
    Flavor,
    UndecidedError,
    Verdict,
    accept_expression,
    accept_origins,
    accept_patterns,
    accept_term,
    compare,
)
from crossorigin.proof._syntax import Sequence
from crossorigin.proof._unions import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.doctor.configurations._configuration import Scope

# An expression of JavaScript as its authors write it.
_LITERAL: Final = re.compile(r"/(.+)/[a-z]*")
_MOST: Final = 12
_PUBLIC: Final = "everyone, without credentials: what it answers is public"
_EVERYONE: Final = "everyone"
_NOBODY: Final = "nobody"
_LESS: Final = "less what its other rules take away"
_MORE: Final = "and more, by its other rules"


def words_of(scope: Scope) -> tuple[str, ...]:
    """Return what *scope* lets in, a phrase for each of its entries; it has been decided."""
    accepts = scope.accepts
    if isinstance(accepts, UndecidedError) or accepts.is_empty:
        return (_NOBODY,)
    if scope.is_public:
        return (_PUBLIC,)
    shown = scope.entries[:_MOST]
    phrases = dict.fromkeys(word for entry in shown for word in _of_entry(entry))
    left = len(scope.entries) - len(shown)
    found = (*phrases, *([f"{left} more"] if left else []))
    return (*found, *(_remainder(scope.entries, accepts) if scope.has_conditions else ()))


def _of_entry(entry: Entry) -> list[str]:
    """Return the phrases for *entry*."""
    if entry.kind is EntryKind.ANYONE:
        return [_EVERYONE]
    if entry.kind is EntryKind.OTHER:
        return [f"origins by {escape(entry.text, 120)}"]
    if entry.kind is not EntryKind.EXPRESSION:
        return [_of_pattern(entry.text)]
    return _of_expression(entry)


def _of_expression(entry: Entry) -> list[str]:
    """Return the phrases for an expression: what was meant by it, and how far it says that."""
    text = escape(entry.text, 120)
    patterns, one = meant(entry), accepted(entry)
    if patterns and one is not None:
        proof = compare(accept_patterns(patterns), one)
        phrases = [_of_pattern(str(each)) for each in patterns]
        if proof.verdict is Verdict.EQUAL:
            return phrases
        if proof.verdict is Verdict.DIFFERENT and not proof.closes:
            return [*phrases, f"and more that {text} matches"]
        is_less = proof.verdict is Verdict.DIFFERENT and not proof.opens
        if is_less and phrases != [_EVERYONE]:
            return [f"what {text} matches, which is no more than {', '.join(phrases)}"]
    return [f"whatever {text} matches, as {entry.flavor} reads it"]


def _of_pattern(text: str) -> str:
    """Return the phrase for the origin, or the pattern, *text*."""
    try:
        pattern = OriginPattern.parse(text)
    except PolicyError:
        return f"pages of {escape(text, 120)}"
    if pattern.scheme == "*":
        return _EVERYONE
    port = ", on any port" if pattern.port == "*" else ""
    scheme, host = pattern.scheme, pattern.host
    if "*" not in host:
        return f"pages of {text.removesuffix(':*') if port else text}{port}"
    if host.startswith("*.") and "*" not in host[1:]:
        at = f":{pattern.port}" if isinstance(pattern.port, int) else ""
        return f"any subdomain of {host[2:]}{at}, over {scheme}{port}"
    return f"pages of {text}, where * in a label is any name"


def meant(entry: Entry) -> list[OriginPattern]:
    """Return the patterns that the expression *entry* means; none if no pattern does."""
    literal = _LITERAL.fullmatch(entry.text) if entry.flavor is Flavor.JAVASCRIPT else None
    return parsed(patterns_of(entry.text if literal is None else literal[1]))


def accepted(entry: Entry) -> Acceptance | None:
    """Return what *entry* by itself lets in, ``None`` if that is not known."""
    try:
        if entry.kind is EntryKind.EXPRESSION and entry.flavor is not None:
            return accept_expression(entry.text, entry.flavor, ignore_case=entry.ignores_case)
    except (UndecidedError, ExpressionError):
        return None
    found = {EntryKind.ANYONE: ANYONE, EntryKind.ORIGIN: accept_origins([entry.text])}
    return found.get(entry.kind)


def parsed(texts: Iterable[str]) -> list[OriginPattern]:
    """Return the patterns among *texts*."""
    found: list[OriginPattern] = []
    for text in texts:
        # What an expression says may be none, and said by another one.
        with suppress(PolicyError):
            found.append(OriginPattern.parse(text))
    return found


def _remainder(entries: Iterable[Entry], accepts: Acceptance) -> tuple[str, ...]:
    """Return the phrases for what *accepts* has more, or less, than its *entries*."""
    found, names, terms = NOBODY, list[str](), list[Sequence]()
    for entry in dict.fromkeys(entries):
        one = accepted(entry)
        if one is None:
            return ()
        if entry.kind is EntryKind.ORIGIN:
            names.append(entry.text)
        elif entry.kind is EntryKind.EXPRESSION and isinstance(one.texts, Sequence):
            terms.append(one.texts)
        else:
            found |= one
    # As one list and one term, however many there are.
    found |= accept_origins(names)
    found |= accept_term(any_of(term.parts for term in terms))
    proof = compare(found, accepts)
    less = (_LESS,) if proof.closes else ()
    return (*less, *((_MORE,) if proof.opens else ()))
