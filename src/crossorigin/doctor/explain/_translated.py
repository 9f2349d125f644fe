"""
Read a message of Chromium that somebody had translated, by the parts that no translator touches.

Those are the two addresses in quotes, of which one is an origin, the word CORS, the names and
values of headers. Chromium itself has no other language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.explain._wordings_firefox import NOT_EQUAL

if TYPE_CHECKING:
    from collections.abc import Iterator

Reasons = tuple[FailureReason, ...]
_QUOTED_URL: Final = r"'\s?([a-z][a-z0-9+.-]{1,20}://[!-&(-~]{0,2048})\s?'"
# Between them, an apostrophe may stand in a word.
_BETWEEN: Final = r"(?:[^'\n]|(?<=\w)'(?=\w)){0,160}"
_PAIR: Final = re.compile(_QUOTED_URL + _BETWEEN + _QUOTED_URL, re.IGNORECASE)
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_CORS: Final = re.compile(r"(?<![A-Za-z-])CORS(?![A-Za-z])")
_HEADER: Final = re.compile(
    r"access-control-allow-(origin|credentials|methods|headers)", re.IGNORECASE
)
_QUOTED: Final = re.compile(r"['`]\s?([!-&(-_a-~]{1,300}(?:,\s[!-&(-_a-~]{1,300})*)\s?['`]")
_METHOD: Final = re.compile(
    r"(?<![A-Za-z])(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|patch)(?![A-Za-z])"
)
# Chromium writes them in lower case.
_NAME: Final = re.compile(
    r"(?<![\w-])(?:[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){1,8}|authorization)(?![\w-])"
)
_NEAR, _TAIL = 120, 700
_SPACES: Final = frozenset({"local", "loopback", "private", "unknown"})
_NO_VALUES: Final = frozenset({"no-cors", "true", "include"})
# In the message about a preflight that is redirected, nothing stands that tells it from another.
_AT_PREFLIGHT: Final[Reasons] = (Failure.PREFLIGHT_REDIRECT, Failure.PREFLIGHT_STATUS)


def translated_in(text: str) -> Iterator[tuple[tuple[int, int], Reasons, dict[str, str]]]:
    """Yield the messages in *text*: where each stands, its reasons, and its facts."""
    for pair in _PAIR.finditer(text):
        tail = text[pair.end() : pair.end() + _TAIL].partition("\n\n")[0]
        addresses = sorted(pair.groups(), key=_is_origin)
        cors = _CORS.search(tail[:_NEAR])
        if cors is None or [_is_origin(each) for each in addresses] != [False, True]:
            continue
        reasons, facts = _read(tail[cors.end() :])
        yield (
            (pair.start(), pair.end() + len(tail)),
            reasons,
            {"url": addresses[0], "origin": addresses[1], **facts},
        )


def _is_origin(url: str) -> bool:
    """Tell whether *url* has no path: that of a request has one."""
    return _ORIGIN.fullmatch(url) is not None


def _read(rest: str) -> tuple[Reasons, dict[str, str]]:
    """Return the reasons that the *rest* of a message leaves, and the fact that each is about."""
    found = _HEADER.search(rest)
    allowed = found[1].lower() if found else ""
    quoted = [part for part in _QUOTED.findall(rest) if not _HEADER.fullmatch(part)]
    values = [part for part in quoted if part not in _NO_VALUES]
    if allowed == "credentials":
        return (Failure.ALLOW_CREDENTIALS_MISSING, Failure.ALLOW_CREDENTIALS_NOT_TRUE), {}
    if allowed == "origin":
        return _of_origin(values)
    if found is not None:
        return _of_lists(allowed, rest[: found.start()] + rest[found.end() :])
    if _SPACES.intersection(quoted):
        return (ConsoleReason.LOCAL_NETWORK_ACCESS,), {}
    if "chrome-extension" in rest:
        return (Failure.URL_NOT_HTTP,), {}
    return ((Failure.PREFLIGHT_STATUS,) if "HTTP" in rest else _AT_PREFLIGHT), {}


def _of_origin(values: list[str]) -> tuple[Reasons, dict[str, str]]:
    """Return the reasons of a message about the allowed origin, which is in *values*."""
    if not values:
        return (Failure.ALLOW_ORIGIN_MISSING,), {}
    if values[0] == "*":
        return (Failure.WILDCARD_WITH_CREDENTIALS,), {}
    return NOT_EQUAL, {"value": values[0]}


def _of_lists(allowed: str, rest: str) -> tuple[Reasons, dict[str, str]]:
    """Return the reason of a message about the list *allowed*, and the name that it lacks."""
    is_method = allowed == "methods"
    names: set[str] = set((_METHOD if is_method else _NAME).findall(rest))
    reason = Failure.METHOD_NOT_ALLOWED if is_method else Failure.HEADER_NOT_ALLOWED
    kind = "method" if is_method else "header"
    return (reason,), {kind: names.pop()} if len(names) == 1 else {}
