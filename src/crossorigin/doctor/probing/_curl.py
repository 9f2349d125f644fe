"""Read a command that a browser's developer tools have copied as cURL."""

from __future__ import annotations

import base64
import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._captured import Captured
from crossorigin.doctor.probing._targets import FORM, JSON, UsageError, header_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# ANSI-C quoting of bash: $'it\'s'.
_ANSI_C: Final = re.compile(r"\$'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}
_MAX_LENGTH: Final = 1_048_576
# Options of curl that take a value, and say nothing of the request.
_PASSED_OVER: Final = frozenset(
    {
        "--cacert",
        "--cert",
        "--connect-timeout",
        "--cookie-jar",
        "--interface",
        "--key",
        "--max-time",
        "--output",
        "--proxy",
        "--resolve",
        "--retry",
        "--write-out",
        "-E",
        "-c",
        "-m",
        "-o",
        "-w",
        "-x",
    }
)


@dataclass(slots=True)
class _Command:
    """The request that the options describe so far."""

    url: str | None = None
    method: str | None = None
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    data: list[str] = field(default_factory=list[str])
    type: str = FORM


def read_curl(text: str) -> Captured:
    """
    Return the request that the command *text* sends.

    Raises:
        UsageError: If it is no such command.
    """
    if len(text) > _MAX_LENGTH:
        raise UsageError("--curl is longer than a megabyte.")
    words = iter(_words(text))
    if next(words, "").rpartition("/")[2] not in {"curl", "curl.exe"}:
        raise UsageError("--curl does not start with curl: copy the request as cURL.")
    command = _Command()
    for word in words:
        _read(command, word, words)
    if command.url is None:
        raise UsageError("--curl has no URL.")
    if command.data and not any(name.lower() == "content-type" for name, _ in command.headers):
        command.headers.append(("Content-Type", command.type))
    return Captured(
        method=command.method or ("POST" if command.data else "GET"),
        url=command.url,
        headers=tuple(command.headers),
        content="&".join(command.data) if command.data else None,
    )


def _words(text: str) -> list[str]:
    """Return the words of the command, as the shell that it was copied for splits it."""
    if '^"' in text or "^\n" in text:
        # How Windows' own shell escapes.
        text = re.sub(r"\^(\r?\n|.)", lambda found: found[1].strip("\r\n"), text, flags=re.DOTALL)
    text = _ANSI_C.sub(lambda found: shlex.quote(_ESCAPE.sub(_unescape, found[1])), text)
    text = re.sub(r"\\\r?\n", " ", text)
    try:
        return shlex.split(text)
    except ValueError as error:
        raise UsageError("--curl has a quote that nothing closes.") from error


def _unescape(found: re.Match[str]) -> str:
    """Return the character of an escape sequence of bash."""
    code = found[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPED.get(code, code)


def _read(command: _Command, word: str, words: Iterator[str]) -> None:
    """Apply the option *word*; its value is the next one of *words*."""
    name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
    if not word.startswith("-"):
        command.url = command.url or word
    elif name in _OPTIONS:
        _OPTIONS[name](command, value if equals else next(words, ""))
    elif word[:2] in _OPTIONS and not word.startswith("--"):
        _OPTIONS[word[:2]](command, word[2:])
    elif name in _PASSED_OVER and not equals:
        next(words, "")
    elif word in {"-I", "--head"}:
        command.method = command.method or "HEAD"


def _url(command: _Command, value: str) -> None:
    command.url = value


def _method(command: _Command, value: str) -> None:
    command.method = value


def _header(command: _Command, value: str) -> None:
    # A header that ends in a semicolon is an empty one.
    command.headers.append(
        header_of(f"{value[:-1]}:" if value.endswith(";") and ":" not in value else value)
    )


def _data(command: _Command, value: str) -> None:
    if value.startswith("@"):
        raise UsageError(f"--curl reads the file {escape(value, 100)}: give the data itself.")
    command.data.append(value)


def _raw(command: _Command, value: str) -> None:
    command.data.append(value)


def _json(command: _Command, value: str) -> None:
    command.type = JSON
    command.data.append(value)


def _cookie(command: _Command, value: str) -> None:
    command.headers.append(("Cookie", value))


def _user(command: _Command, value: str) -> None:
    token = base64.b64encode(value.encode()).decode()
    command.headers.append(("Authorization", f"Basic {token}"))


def _agent(command: _Command, value: str) -> None:
    command.headers.append(("User-Agent", value))


def _referer(command: _Command, value: str) -> None:
    command.headers.append(("Referer", value))


_OPTIONS: Final[Mapping[str, Callable[[_Command, str], None]]] = {
    "--url": _url,
    "-X": _method,
    "--request": _method,
    "-H": _header,
    "--header": _header,
    "-d": _data,
    "--data": _data,
    "--data-ascii": _data,
    "--data-binary": _data,
    "--data-urlencode": _data,
    "--data-raw": _raw,
    "--json": _json,
    "-b": _cookie,
    "--cookie": _cookie,
    "-u": _user,
    "--user": _user,
    "-A": _agent,
    "--user-agent": _agent,
    "-e": _referer,
    "--referer": _referer,
}
