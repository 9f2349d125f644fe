"""Read a command of PowerShell, as a browser's developer tools copy it."""

from __future__ import annotations

import re
from typing import Final

from crossorigin.doctor.probing._captured import Captured
from crossorigin.doctor.probing._targets import UsageError

COMMAND: Final = re.compile(
    r"(?:^|[;|=])[ \t]*+(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\s",
    re.IGNORECASE | re.MULTILINE,
)
_TEXT: Final = r"""("(?:[^"`]|`.|"")*+"|'(?:[^']|'')*+')"""
_FLAGS: Final = re.IGNORECASE | re.DOTALL
_URI: Final = re.compile(rf"-Uri\s+{_TEXT}", _FLAGS)
_METHOD: Final = re.compile(r"""-Method\s+["']?([^\s"'`]+)""", _FLAGS)
_TYPE: Final = re.compile(rf"-ContentType\s+{_TEXT}", _FLAGS)
_BODY: Final = re.compile(
    rf"-Body\s+(?:\(\[System\.Text\.Encoding\]::\w+\.GetBytes\()?{_TEXT}", _FLAGS
)
_HEADERS: Final = re.compile(r"-Headers\s+@\{", _FLAGS)
_HEADER: Final = re.compile(rf"[\s;]*{_TEXT}\s*=\s*{_TEXT}", _FLAGS)
_COOKIE: Final = re.compile(rf"System\.Net\.Cookie\(\s*{_TEXT}\s*,\s*{_TEXT}", _FLAGS)
# A character by its number, and one behind a backtick.
_ESCAPE: Final = re.compile(r'\$\(\[char\]([0-9]{1,7})\)|`(.)|""', re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def read_powershell(text: str) -> list[Captured]:
    """
    Return the request of each command in *text*.

    Raises:
        UsageError: If one has no URL.
    """
    starts = [found.start() for found in COMMAND.finditer(text)]
    ends = [*starts[1:], len(text)]
    # The session, with its cookies, stands before the command.
    before = [text[last:start] for last, start in zip([0, *starts], starts, strict=False)]
    return [
        _captured(text[start:end], session)
        for start, end, session in zip(starts, ends, before, strict=True)
    ]


def _captured(command: str, session: str) -> Captured:
    """Return the request of one *command*, in a *session*."""
    uri, method, type_ = _URI.search(command), _METHOD.search(command), _TYPE.search(command)
    if uri is None:
        raise UsageError("--curl has no URL: the command has no -Uri.")
    headers = _headers(command)
    if type_ is not None:
        headers.append(("Content-Type", _unquote(type_[1])))
    cookies = [f"{_unquote(name)}={_unquote(value)}" for name, value in _COOKIE.findall(session)]
    if cookies:
        headers.append(("Cookie", "; ".join(cookies)))
    body = _BODY.search(command)
    return Captured(
        url=_unquote(uri[1]),
        # PowerShell knows the name in any case, and sends it in capitals.
        method="GET" if method is None else method[1].upper(),
        headers=tuple(headers),
        content=None if body is None else _unquote(body[1]),
    )


def _headers(command: str) -> list[tuple[str, str]]:
    """Return the headers of *command*."""
    table = _HEADERS.search(command)
    at = -1 if table is None else table.end()
    headers: list[tuple[str, str]] = []
    while at >= 0 and (found := _HEADER.match(command, at)) is not None:
        headers.append((_unquote(found[1]), _unquote(found[2])))
        at = found.end()
    return headers


def _unquote(text: str) -> str:
    """Return the value of a string of PowerShell."""
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return _ESCAPE.sub(_unescape, text[1:-1])


def _unescape(found: re.Match[str]) -> str:
    """Return the character of an escape sequence."""
    if found[1]:
        return chr(min(int(found[1]), 0x10FFFF))
    return _ESCAPED.get(found[2], found[2]) if found[2] else '"'
