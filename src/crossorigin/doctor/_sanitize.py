"""Make text that others wrote safe to print: on one line, in ASCII, without secrets."""

from __future__ import annotations

import re
from typing import Final

from crossorigin._web.fetch import OPTIONAL_WHITE_SPACE

MASK: Final = "***"
_DELETE: Final = 0x7F
_CONTROLS: Final = {code: f"\\x{code:02x}" for code in (*range(0x20), _DELETE)}
_TELLING: Final = r"auth|code|cookie|credential|jwt|key|pass|passwd|password|pwd|secret|session|sig|signature|token"
_SECRET_NAME: Final = re.compile(
    rf"(?:^|[-_.])(?:{_TELLING})(?:$|[-_.])|authori[sz]ation", re.IGNORECASE
)
# The user information of any URL in the text.
_USER_INFORMATION: Final = re.compile(r"(?<=://)[^\s/?#@'\"]{1,512}@")
_PARAMETER: Final = re.compile(r"([?&;#])([^=&;#?\s]{1,128})=([^&;#\s'\"]{1,4096})")


def escaped(text: str, limit: int = 2048) -> str:
    """
    Return *text* in ASCII, on one line, with every control character written out.

    What is returned moves no cursor, colours nothing, and reads from left to right.

    Args:
        text: What somebody else wrote.
        limit: The most characters of it that are kept; a cut is marked with three dots.
    """
    kept = text if len(text) <= limit else f"{text[: max(limit - 3, 0)]}..."
    return kept.translate(_CONTROLS).encode("ascii", "backslashreplace").decode("ascii")


def masked_url(text: str) -> str:
    """Return *text* without the secrets in its URLs: user information, tokens, signatures."""
    return _PARAMETER.sub(_masked_parameter, _USER_INFORMATION.sub(f"{MASK}@", text))


def masked(name: str, value: str) -> str:
    """
    Return the *value* of the header *name* as a report may show it.

    A secret is masked; the scheme of ``Authorization`` and the names of cookies are kept.
    """
    lower = name.lower()
    if lower in {"authorization", "proxy-authorization"}:
        scheme, space, secret = value.strip(OPTIONAL_WHITE_SPACE).partition(" ")
        return f"{scheme} {MASK}" if space and secret else MASK
    if lower == "cookie":
        return "; ".join(_masked_cookie(pair) for pair in value.split(";"))
    if lower == "set-cookie":
        cookie, semicolon, attributes = value.partition(";")
        return f"{_masked_cookie(cookie)}{semicolon}{attributes}"
    if _SECRET_NAME.search(lower):
        return MASK
    return masked_url(value)


def _masked_cookie(pair: str) -> str:
    """Return the cookie *pair* without its value."""
    name, equals, _ = pair.strip(OPTIONAL_WHITE_SPACE).partition("=")
    return f"{name}={MASK}" if equals else MASK


def _masked_parameter(found: re.Match[str]) -> str:
    """Return a parameter of a URL, its value masked where its name says that it is a secret."""
    before, name, value = found.groups()
    return f"{before}{name}={MASK if _SECRET_NAME.search(name) else value}"
