"""Whether an expression finds something in a text that is no origin, such as ``true`` or ``*``."""

from __future__ import annotations

import re
from typing import Final

# What PCRE, RE2 and Python read alike.
_PLAIN: Final = re.compile(r"(?:[A-Za-z0-9_ :/,=@^$.|()*+?-]|\\[.dwsDWS/+*?$|()-])*")
# A text of a few words, on which no expression takes long.
_MAX_TEXT: Final = 20


def found_in(text: str, source: str, *, ignores_case: bool) -> bool | None:
    """Tell whether the expression *text* finds something in *source*; ``None`` if not decided."""
    if len(source) > _MAX_TEXT or _PLAIN.fullmatch(text) is None:
        return None
    try:
        flags = re.ASCII | (re.IGNORECASE if ignores_case else 0)
        return re.search(text, source, flags) is not None
    except re.error:
        return None
