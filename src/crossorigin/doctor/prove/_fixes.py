"""Lines to paste in the place of a dangerous list: what was meant, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from crossorigin import OriginPattern, Policy, PolicyError
from crossorigin.doctor.configurations._configuration import EntryKind
from crossorigin.doctor.prove._words import meant
from crossorigin.proof import (
    Flavor,
    Verdict,
    accept_expression,
    accept_patterns,
    compare,
    examine,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.configurations._configuration import Entry, Scope

_LABEL: Final = "[a-z0-9_-]+"
_IN_LABEL: Final = "[a-z0-9-]+"
_PORT: Final = "(?::[0-9]+)?"
_SPECIAL: Final = frozenset(r"\.+*?()[]{}^$|")


@dataclass(frozen=True, slots=True)
class Fix:
    """
    Lines to paste.

    Attributes:
        language: The language, as Markdown calls it: ``python``, ``regex``.
        text: The lines.
    """

    language: str
    text: str


def fixes_of(scope: Scope) -> tuple[Fix, ...]:
    """Return the lines that let in what the entries of *scope* mean; none if nothing says that."""
    meanings = [list(_meant(entry)) for entry in scope.entries]
    texts = list(dict.fromkeys(chain.from_iterable(meanings)))
    # What has no such meaning would be kept out without a word.
    if not texts or not all(meanings) or not all(map(_is_safe, texts)):
        return ()
    try:
        # With every problem that a policy may have.
        Policy(texts, credentials=bool(scope.credentials))
    except PolicyError:
        return ()
    patterns = [OriginPattern.parse(text) for text in texts]
    proof = examine(accept_patterns(patterns), credentials=scope.credentials)
    if proof.verdict is not Verdict.HARMLESS:
        return ()
    found = [Fix("python", _policy(texts, has_credentials=bool(scope.credentials)))]
    flavors = dict.fromkeys(each.flavor for each in scope.entries if each.flavor is not None)
    found += [Fix("regex", text) for flavor in flavors for text in _expressions(patterns, flavor)]
    return tuple(dict.fromkeys(found))


def _meant(entry: Entry) -> Iterator[str]:
    """Yield the patterns that *entry* means."""
    if entry.kind is EntryKind.EXPRESSION:
        yield from map(str, meant(entry))
    elif entry.kind in {EntryKind.ORIGIN, EntryKind.PATTERN}:
        yield entry.text


def _is_safe(text: str) -> bool:
    """Tell whether *text* is a pattern, and not that of everyone."""
    try:
        return OriginPattern.parse(text).scheme != "*"
    except PolicyError:
        return False


def _policy(texts: list[str], *, has_credentials: bool) -> str:
    """Return the call that makes a policy of *texts*."""
    more = ", credentials=True" if has_credentials else ""
    listed = ", ".join(f'"{text}"' for text in texts)
    one = f"Policy([{listed}]{more})"
    if len(one) <= 70:  # noqa: PLR2004 - fits behind its label
        return one
    lines = [f'    "{text}",' for text in texts]
    return "\n".join(["Policy([", *lines, f"]{more})"])


def _expressions(patterns: list[OriginPattern], flavor: Flavor) -> list[str]:
    """Return the expression of *flavor* that lets in the same as *patterns*, if it is proved to."""
    each = [_expression(pattern) for pattern in patterns]
    text = f"^{each[0]}$" if len(each) == 1 else f"^(?:{'|'.join(each)})$"
    proof = compare(accept_patterns(patterns), accept_expression(text, flavor))
    return [text] if proof.verdict is Verdict.EQUAL else []


def _expression(pattern: OriginPattern) -> str:
    """Return the expression of *pattern*, without anchors."""
    wild, _, rest = pattern.host.partition(".")
    names = f"{_LABEL}(?:\\.{_LABEL})*\\." if wild == "*" else ""
    inner = _IN_LABEL.join(map(_escaped, (rest if names else pattern.host).split("*")))
    port = _PORT if pattern.port == "*" else "" if pattern.port is None else f":{pattern.port}"
    return f"{pattern.scheme}://{names}{inner}{port}"


def _escaped(text: str) -> str:
    """Return *text* with its special characters escaped."""
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in text)
