"""Read a call of ``fetch``, as a browser's developer tools copy it, or as a page writes it."""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast, get_args

from crossorigin._browser import Credentials, Mode, Redirect
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._captured import Captured
from crossorigin.doctor.probing._targets import UsageError

CALL: Final = re.compile(r"\bfetch\s*\(")
# The tokens of a literal of JavaScript, each found in one pass; a bare quote is one that is not closed.
_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)"""
    r"""|(?P<name>[A-Za-z_$][\w$.]*+)"""
    r"""|(?P<number>-?[0-9][\w.+-]*+)"""
    r"""|(?P<sign>[{}\[\](),:])"""
    r"""|(?P<nothing>\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z))""",
    re.DOTALL,
)
_COLON: Final = re.compile(r"\s*+:")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|\r?\n|(.))", re.DOTALL
)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_WORDS: Final = {"true": "true", "false": "false", "null": "null", "undefined": "null"}
_NO_LITERAL: Final = (
    "--curl has a fetch that is not written out: copy the request in the Network panel."
)


def read_fetch(text: str) -> list[Captured]:
    """
    Return the request of each call of ``fetch`` in *text*.

    Raises:
        UsageError: If its arguments are not written out.
    """
    found: list[Captured] = []
    call = CALL.search(text)
    while call is not None:
        written, end = _as_json(text, call.end())
        found.append(_captured(*_arguments(written)))
        call = CALL.search(text, end)
    return found


def _captured(url: str, given: dict[str, Any]) -> Captured:
    """Return the request of a call with the options *given*."""
    headers = given.get("headers")
    pairs = cast("dict[str, Any]", headers).items() if isinstance(headers, dict) else ()
    return Captured(
        url=url,
        method=str(given.get("method") or "GET"),
        headers=tuple((name, str(value)) for name, value in pairs),
        content=_content(given.get("body")),
        page=str(given.get("referrer") or ""),
        # Node.js has none of these, and Chromium copies no other.
        credentials=_one_of(Credentials, given.get("credentials")),
        mode=_one_of(Mode, given.get("mode")) or "cors",
        redirect=_one_of(Redirect, given.get("redirect")) or "follow",
    )


def _content(body: object) -> str | None:
    """Return the text of *body*, which may stand as JSON."""
    return body if body is None or isinstance(body, str) else json.dumps(body)


def _one_of(kind: Any, value: object) -> Any:  # noqa: ANN401 - one of the values of a literal type
    """Return *value* if it is one that *kind* has."""
    return value if value in get_args(kind) else None


def _arguments(written: str) -> tuple[str, dict[str, Any]]:
    """Return the URL and the options of a call, *written* as JSON."""
    try:
        found: list[object] = json.loads(f"[{written}]")
    except (ValueError, RecursionError) as error:
        raise UsageError(_NO_LITERAL) from error
    url, options = [*found, None, None][:2]
    if not isinstance(url, str) or not (options is None or isinstance(options, dict)):
        raise UsageError(_NO_LITERAL)
    return url, cast("dict[str, Any]", options or {})


def _as_json(text: str, start: int) -> tuple[str, int]:
    """
    Return the arguments of a call as JSON, and the end of the call.

    A comma at the end of a list is left out.

    Args:
        text: The text.
        start: The end of the parenthesis that begins the call.
    """
    written: list[str] = []
    at, depth, comma = start, 1, ""
    while depth:
        found = _TOKEN.match(text, at)
        if found is None:
            raise UsageError(_NO_LITERAL)
        at, kind, part = found.end(), found.lastgroup, found[0]
        if kind == "nothing":
            continue
        if kind == "sign" and part in "()":
            # Those of JSON.stringify say nothing.
            depth += 1 if part == "(" else -1
            continue
        if part == ",":
            comma = ","
            continue
        written += ["" if part in {"}", "]"} else comma, _json_of(kind, part, text, at)]
        comma = ""
    return "".join(written), at


def _json_of(kind: str | None, part: str, text: str, end: int) -> str:
    """Return one *part*, which ends at *end* of *text*, as JSON."""
    if kind == "string":
        return json.dumps(_ESCAPE.sub(_unescape, part[1:-1]))
    if kind != "name":
        return part
    if _COLON.match(text, end):
        return json.dumps(part)
    if part == "JSON.stringify":
        return ""
    if part not in _WORDS:
        shown = escape(part, 40)
        raise UsageError(
            f"--curl has {shown}, which only the page knows: copy it in the Network panel."
        )
    return _WORDS[part]


def _unescape(found: re.Match[str]) -> str:
    """Return the character of an escape sequence of JavaScript."""
    code = found[1] or found[2] or found[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _ESCAPED.get(found[4] or "", found[4] or "")
