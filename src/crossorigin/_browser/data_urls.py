"""
Read ``data:`` URLs.

Source: https://fetch.spec.whatwg.org/#data-urls
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin._web.fetch import HTTP_WHITE_SPACE, TOKEN

if TYPE_CHECKING:
    from crossorigin._browser.urls import Url

_DEFAULT_TYPE: Final = "text/plain;charset=US-ASCII"
_ASCII_WHITE_SPACE: Final = "\t\n\f\r "
_ESCAPE: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_IS_BASE64: Final = re.compile(r"; *base64\Z", re.IGNORECASE | re.ASCII)
_NO_WHITE_SPACE: Final = dict.fromkeys(map(ord, _ASCII_WHITE_SPACE))
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*")
_QUARTET: Final = 4
_WHITE_SPACE: Final = rf"[{HTTP_WHITE_SPACE}]*"
# A quoted string ends at the end of the text, if it does not end before.
_PARAMETER: Final = re.compile(
    rf';{_WHITE_SPACE}(?P<name>[^;=]*)(?:=(?:"(?P<quoted>(?:[^"\\]|\\.)*\\?)"?[^;]*|(?P<plain>[^;]*)))?',
    re.DOTALL,
)
_QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)
_QUOTABLE: Final = re.compile(r"[\t -~\x80-\xff]*")
_NEEDS_ESCAPE: Final = re.compile(r'["\\]')


class Data(NamedTuple):
    """
    The content of a ``data:`` URL.

    Attributes:
        type: The media type, serialised.
        body: The body.
    """

    type: str
    body: bytes


def data_of(url: Url) -> Data | None:
    """
    Return the content of the ``data:`` URL *url*, or ``None`` if it is malformed.

    Source: https://fetch.spec.whatwg.org/#data-url-processor
    """
    type_, comma, rest = f"{url.path}{url.query}".partition(",")
    if not comma:
        return None
    type_ = type_.strip(_ASCII_WHITE_SPACE)
    body = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), rest.encode())
    is_base64 = _IS_BASE64.search(type_)
    if is_base64 is not None:
        decoded = forgiving_base64(body.decode("latin-1"))
        if decoded is None:
            return None
        type_, body = type_[: is_base64.start()], decoded
    if type_.startswith(";"):
        type_ = f"text/plain{type_}"
    return Data(mime_type(type_) or _DEFAULT_TYPE, body)


def forgiving_base64(text: str) -> bytes | None:
    """
    Return the bytes that *text* encodes, or ``None`` if it is malformed.

    Source: https://infra.spec.whatwg.org/#forgiving-base64-decode
    """
    text = text.translate(_NO_WHITE_SPACE)
    if len(text) % _QUARTET == 0:
        text = text[:-2] + text[-2:].removesuffix("=").removesuffix("=")
    if len(text) % _QUARTET == 1 or _BASE64.fullmatch(text) is None:
        return None
    return b64decode(text + "=" * (-len(text) % _QUARTET))


def mime_type(text: str) -> str | None:
    """
    Return the media type *text*, parsed and serialised, or ``None`` if it is none.

    Source: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
    """
    essence, semicolon, rest = text.strip(HTTP_WHITE_SPACE).partition(";")
    type_, slash, subtype = essence.partition("/")
    subtype = subtype.rstrip(HTTP_WHITE_SPACE)
    if not slash or not TOKEN.fullmatch(type_) or not TOKEN.fullmatch(subtype):
        return None
    parameters = _parameters(semicolon + rest).items()
    return "".join([f"{type_}/{subtype}".lower(), *(_serialise(*one) for one in parameters)])


def _parameters(text: str) -> dict[str, str]:
    """Return the parameters in *text*; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(text):
        name = match["name"].lower()
        value = _value(match)
        if value is not None and TOKEN.fullmatch(name) and _QUOTABLE.fullmatch(value):
            found.setdefault(name, value)
    return found


def _value(match: re.Match[str]) -> str | None:
    """Return the value of the parameter *match*, or ``None`` if it has none."""
    quoted, plain = match["quoted"], match["plain"]
    if quoted is not None:
        return _QUOTED_PAIR.sub(r"\1", quoted)
    return (plain or "").rstrip(HTTP_WHITE_SPACE) or None


def _serialise(name: str, value: str) -> str:
    """Return a parameter as it is serialised."""
    if not TOKEN.fullmatch(value):
        value = f'"{_NEEDS_ESCAPE.sub(_escape, value)}"'
    return f";{name}={value}"


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"
