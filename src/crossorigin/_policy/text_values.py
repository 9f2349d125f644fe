"""Read the values out of a text that was meant as a list, whatever surrounds them there."""

from __future__ import annotations

import re
from typing import Final

# A comma between braces is a regular expression's: {2,5}.
_SEPARATORS: Final = re.compile(r"(?:\s|;(?!//)|,(?!\d*\}))+")
# The words that programs write for a value that is not set.
UNSET: Final = frozenset({"none", "null", "nil", "undefined", "nan"})
_PLAIN: Final = re.compile(r"[,\s]+")
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))(?:#|//\s).*$", re.MULTILINE)
# Signs that a file of variables may not read: a line break, and the call of Python that makes a set.
_LINE_BREAK: Final = re.compile(r"\\[nr]")
_CALL: Final = re.compile(r"\s*\w+\((?=[\[({'\"])(.*)\)\s*", re.DOTALL)
# A name that was copied with its value, as from a file of variables.
_NAME: Final = re.compile(r"\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*")
_ESCAPED_QUOTE: Final = re.compile(r"\\(?=[\"'])")
# White space inside of an origin: after its scheme, and around the colon of its port.
_SPLIT_ORIGIN: Final = re.compile(r"(?<=://)\s+|(?<=:)\s+(?=//|\d)|\s+(?=:\s*[\d*])")
_BULLETS: Final = frozenset({"", "-", "•", "|", "&", "+"})
# What is one value, whatever separators stand in it: a place that a template fills in, {{ host }},
# <your host>; and a URL whose first comma, behind its media type, is its own.
_TEMPLATE: Final = r"\{\{[^{}]*\}\}|[{<]%[^%]*%[}>]|<[\w -]+>"
_DATA: Final = r"data:(?![0-9*]+/?,)[^,\s]*,"
_WHOLE: Final = re.compile(
    rf"{_TEMPLATE}|\A\s*{_DATA}.*|(?<=[\s,]){_DATA}[^,\s]*", re.IGNORECASE | re.DOTALL
)
_KEPT: Final = {ord(sign): 0xE000 + ord(sign) for sign in " \t\r\n,;"}
_GIVEN_BACK: Final = {kept: sign for sign, kept in _KEPT.items()}
_KEY: Final = re.compile(r"[A-Za-z_]+[\"']?:")
# Zero-width signs are no white space to Python, and nothing to see.
_QUOTES: Final = (
    "\"'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u00ab\u00bb"
)
_WRAPPING: Final = f"{_QUOTES}\ufeff\u200b\u200c\u200d\u2060"
_BRACKETS: Final = {"[": "]", "(": ")", "{": "}", "<": ">"}
_BRACKETED: Final = re.compile(rf"\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]|{_TEMPLATE}")
# Around one value; a text with more of them is none that somebody wrote.
_MAX_WRAPPERS: Final = 16
TRUTHS: Final = {
    "true": True, "yes": True, "on": True, "1": True,
    "false": False, "no": False, "off": False, "0": False,
}  # fmt: skip
_DURATION: Final = re.compile(
    r"(?:pt(?!\d+d)|p(?=\d+d$))?(\d{1,9})(?:\.0+)?\s*(|s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?|d(?:ays?)?)"
)
_SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def values_in(text: str) -> list[str]:
    """
    Return the values in *text*: JSON, a Python list, lines of YAML, quotes, semicolons, comments.

    Nothing is checked: of ``["https://a.example"] # ours``, it is ``https://a.example``.
    """
    bare = _ESCAPED_QUOTE.sub("", _COMMENT.sub("", _LINE_BREAK.sub("\n", text)))
    bare = _WHOLE.sub(lambda whole: whole[0].strip().translate(_KEPT), bare)
    bare = called[1] if (called := _CALL.fullmatch(bare)) else bare
    bare = _SPLIT_ORIGIN.sub("", _NAME.sub("", bare, count=1) if _NAME.match(bare) else bare)
    values = [_unwrapped(value.translate(_GIVEN_BACK)) for value in _SEPARATORS.split(bare)]
    values = [value for value in values if value not in _BULLETS]
    # Beside values, the key of a table is none.
    return values if len(values) == 1 else [v for v in values if _KEY.fullmatch(v) is None]


def plain_values(text: str) -> list[str]:
    """Return the values in *text*, which has commas or white space between them."""
    return [value for value in _PLAIN.split(text) if value]


def truth_in(value: object) -> bool | None:
    """Return the truth that *value* means, a text such as ``"yes"`` or a number, if it means one."""
    words = [word.lower() for word in values_in(str(value))]
    return TRUTHS.get(words[0]) if len(words) == 1 else None


def seconds_in(value: object) -> int | None:
    """Return the seconds that *value* means, a text such as ``10m`` or a number, if it means any."""
    bare = _COMMENT.sub("", str(value)).strip().strip(_WRAPPING)
    match = _DURATION.fullmatch(bare.lower())
    if match is None or isinstance(value, bool):
        return None
    return int(match[1]) * _SECONDS[match[2][:1]]


def _unwrapped(value: str) -> str:
    """Return *value* without the quotes and the brackets around it."""
    for _ in range(_MAX_WRAPPERS):
        before, value = value, value.strip(_WRAPPING)
        for opening, closing in _BRACKETS.items():
            surplus = value.count(opening) - value.count(closing)
            surrounds = value.startswith(opening) and value.endswith(closing)
            if surplus == 0 and surrounds and _BRACKETED.fullmatch(value) is None:
                value = value[1:-1]
            elif surplus > 0 and value.startswith(opening):
                value = value[1:]
            elif surplus < 0 and value.endswith(closing):
                value = value[:-1]
        if value == before:
            break
    return value
