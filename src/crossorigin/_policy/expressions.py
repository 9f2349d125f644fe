"""
Say a regular expression as origin patterns, where they mean the same.

What people write is read as they mean it: a dot that is not escaped is a dot, and ``.*`` is any
label. Whatever no pattern says is said to be so.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Final, cast

# Stand for the wildcards while an expression is read: any text, and digits.
_ANY: Final = "\ue000"
_DIGITS: Final = "\ue001"
_WILD: Final = f"[{_ANY}{_DIGITS}]"
_MAX_PATTERNS: Final = 8
# Of which half may be the same but for any port.
_MAX_BRANCHES: Final = 16
_MAX_LENGTH: Final = 500
_QUANTIFIER: Final = re.compile(r"([*+?]|\{\d*,?\d*\})[?+]?")
_CLASS: Final = re.compile(r"\[(\^?\]?[^\]]*)\]")
_RANGE: Final = re.compile(r"(.)-(.)")
_ESCAPED: Final = {"d": _DIGITS, "w": _ANY, "S": _ANY, "A": "", "Z": "", "z": ""}
_FEW: Final = 10
_PORT: Final = re.compile(r":(?:\\d|\[0-9\]).*$")
_NARROW: Final = re.compile(r"\\d|\[[^^a-z\]]*\][+*]|\{\d")
_GROUP: Final = re.compile(r"\((?:\?:|\?P?<\w+>|(?!\?))")


class _UnsayableError(ValueError):
    """An expression that no pattern says."""


def expression_of(value: object) -> str | None:
    """Return the text of the compiled expression that *value* is, if it is one of text."""
    if not isinstance(value, re.Pattern):
        return None
    text = cast("re.Pattern[str] | re.Pattern[bytes]", value).pattern
    return text if isinstance(text, str) else None


def patterns_of(expression: str) -> list[str]:
    """
    Return the patterns that mean what the *expression* means; none where there are none.

    They are not checked. A digit has no wildcard of its own, so ``*`` may stand for more.
    """
    text = re.sub(r"^\(\?[aimsux]+\)", "", expression[:_MAX_LENGTH])
    # A template's place for a value is a wildcard.
    text = re.sub(r"\{[A-Za-z_]\w*\}", _ANY, text)
    try:
        texts, end = _alternatives(text, 0)
        found = [pattern for each in texts for pattern in _as_patterns(each)]
    except _UnsayableError:
        return []
    unique = list(dict.fromkeys(found))
    # Any port, or none, makes the pattern without a port superfluous.
    kept = [pattern for pattern in unique if f"{pattern}:*" not in unique]
    return kept if end == len(text) and len(kept) <= _MAX_PATTERNS else []


def is_wider(expression: str) -> bool:
    """Tell whether the wildcard of a pattern may stand for more than that of the *expression*."""
    return _NARROW.search(_PORT.split(expression)[0]) is not None


def _alternatives(text: str, at: int) -> tuple[list[str], int]:
    """Return what the alternatives of *text* from *at* on say, and where they end."""
    found: list[str] = []
    branch = [""]
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            found += branch
            branch, at = [""], at + 1
            continue
        atom, at = _atom(text, at)
        branch = [before + after for before, after in product(branch, atom)]
        if len(branch) > _MAX_BRANCHES:
            raise _UnsayableError
    return found + branch, at


def _atom(text: str, at: int) -> tuple[list[str], int]:
    """Return what the atom of *text* at *at* may say, with its quantifier, and where it ends."""
    sign = text[at]
    said, end = _unquantified(text, at)
    quantifier = _QUANTIFIER.match(text, end)
    # A dot that is not repeated was meant as a dot.
    if sign == "." and (quantifier is None or quantifier[1] == "?"):
        said = ["."]
    if quantifier is None:
        return said, end
    return _repeated(sign, said, quantifier[1]), quantifier.end()


def _repeated(sign: str, said: list[str], quantifier: str) -> list[str]:
    """Return what the atom that begins with *sign*, and *said* that, says with its *quantifier*."""
    if quantifier == "?":
        return ["", *said]
    if said in ([_ANY], [_DIGITS]):
        return said
    if sign == "(":
        # Labels below a domain: `*.` covers one or more of them.
        return [*([""] if quantifier == "*" else []), *said]
    if sign in "[\\":
        return [_ANY]
    if sign.isalnum():
        raise _UnsayableError
    # A wildcard of a shell, not of an expression: `https://*.example.com`.
    return [sign + _ANY]


def _unquantified(text: str, at: int) -> tuple[list[str], int]:
    """Return what the atom of *text* at *at* says, and where it ends."""
    sign = text[at]
    if sign == "(":
        opening = _GROUP.match(text, at)
        if opening is None:
            raise _UnsayableError
        said, end = _alternatives(text, opening.end())
        if end == len(text):
            raise _UnsayableError
        return said, end + 1
    if sign == "[":
        characters = _CLASS.match(text, at)
        if characters is None:
            raise _UnsayableError
        return _class(characters[1]), characters.end()
    if sign == "\\":
        return [_escape(text[at + 1 : at + 2])], at + 2
    if sign in "^$":
        return [""], at + 1
    if sign in "*+?":
        # At the start, or after a bracket: a wildcard of a shell.
        return [_ANY], at + 1
    return [_ANY if sign == "." else sign], at + 1


def _escape(sign: str) -> str:
    """Return what *sign* says after a backslash."""
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign.isalnum() or not sign:
        raise _UnsayableError
    return sign


def _class(inside: str) -> list[str]:
    """Return what a class of characters says: each of a few, or a wildcard."""
    if inside.startswith("^"):
        return [_ANY]
    if inside in {"0-9", r"\d"}:
        return [_DIGITS]
    if "\\" in inside:
        return [inside[1:]] if inside in {r"\.", r"\-", r"\/"} else [_ANY]
    members = _RANGE.sub(lambda match: _between(*match.groups()), inside)
    return list(members) if len(members) < _FEW else [_ANY]


def _between(first: str, last: str) -> str:
    """Return the characters from *first* to *last*."""
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


def _as_patterns(text: str) -> list[str]:
    """Return the patterns that *text* is, in which wildcards are marked."""
    text = re.sub(f"{_WILD}*{_ANY}{_WILD}*", _ANY, text)
    text = re.sub(f":{_WILD}+(?=/|$)", ":*", text)
    # Any text before a scheme, or after a host, is none.
    text = re.sub(f"^{_WILD}+(?=[a-z]+://)|(?<=[a-z0-9]){_WILD}+$", "", text)
    text = re.sub(f"^{_ANY}://", "https://", text)
    text = re.sub(f"^(https?):?/*{_ANY}(?!://)", rf"\1://{_ANY}", text)
    # Any text, or none, and then a domain: the domain, and all below it.
    bare = re.match(rf"((?:\w+://)?){_ANY}([a-z0-9][a-z0-9\-]*\.[a-z].*)", text)
    texts = [bare[1] + bare[2], f"{bare[1]}*.{bare[2]}"] if bare else [text]
    return [re.sub(_WILD, "*", each) for each in texts]
