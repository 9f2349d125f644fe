"""Read options that are text, as in an environment."""

from __future__ import annotations

import re
from typing import Final

from crossorigin._policy.collector import ONE_VALUE

_SEPARATORS: Final = re.compile(r"[,\s]+")
# Python refuses to read a number of thousands of digits.
_SECONDS: Final = re.compile(r"[0-9]{1,99}")
_TRUTHS: Final = {
    "true": True, "yes": True, "on": True, "1": True,
    "false": False, "no": False, "off": False, "0": False,
}  # fmt: skip
_WILDCARDS: Final = "dangerously_allow_public_suffixes"
_LISTS: Final = frozenset({"origins", "methods", "allow_headers", "expose_headers"})


def from_text(name: str, value: object) -> object:
    """Return the option *name*, of which *value* may be the text, as in an environment."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if name in _LISTS:
        return _list_from(text) if text or name != "origins" else value
    if name == "max_age":
        if text.lower() == "none":
            return None
        return int(text) if _SECONDS.fullmatch(text) else value
    if name == _WILDCARDS and "://" in text:
        return _list_from(text)
    return _TRUTHS.get(text.lower(), value)


def _list_from(text: str) -> list[str] | str:
    """Return the members of a list, or *text* itself if more than they stands in it."""
    members = [member for member in _SEPARATORS.split(text) if member]
    # The comma of a `data:` URL is its own.
    if all(map(ONE_VALUE.fullmatch, members)) and "data:" not in text.lower():
        return members
    from crossorigin._policy.text_values import values_in  # noqa: PLC0415 - a mistake, it seems

    return members if values_in(text) == members else text
