"""The commands that tell one cause from another, for a shell."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Url
from crossorigin._web.origins import split_origin
from crossorigin.doctor._sanitize import MASK
from crossorigin.doctor.causes._fix import HOST
from crossorigin.doctor.causes._snippets_servers import BUCKET

if TYPE_CHECKING:
    from collections.abc import Mapping

_BETWEEN: Final = re.compile(r"['\"=]")
_URL: Final = re.compile(r"https?://[!-~]{1,2000}")
_TOKEN: Final = re.compile(r"[!#$%&*+.^_|~0-9A-Za-z-]{1,64}")
PAGE: Final = "https://app.example.com"
METHOD: Final = "PUT"
HEADER: Final = "X-Token"
# Of a fix: names of the person's own account.
_ACCOUNT: Final = (BUCKET, "PROJECT")


def placeholders_of(
    commands: tuple[str, ...], fixes: tuple[str, ...], facts: Mapping[str, str]
) -> tuple[str, ...]:
    """
    Return the words in *commands* and *fixes* that stand for what the message does not say.

    Args:
        commands: The commands.
        fixes: The fix, and its lines to paste.
        facts: The facts of the message.
    """
    url = Url.parse(facts.get("url", ""))
    known = {*facts.values(), "" if url is None else url.origin.partition("://")[2]}
    words = set(_BETWEEN.sub(" ", " ".join((*commands, *fixes))).split())
    return tuple(
        word
        for word in (PAGE, METHOD, HEADER, HOST, *_ACCOUNT)
        if word in words and word not in known
    )


def next_commands(facts: Mapping[str, str], *, has_credentials: bool) -> tuple[str, ...]:
    """
    Return the commands that show the response of the server: this library's, and curl's.

    Args:
        facts: The facts of a message, safe to print. All but URLs, origins and names are left out.
        has_credentials: Whether the page sends credentials.
    """
    url = facts.get("redirected_from") or facts.get("url", "")
    if not _URL.fullmatch(url) or MASK in url:
        return ()
    origin = facts.get("origin", "")
    origin = origin if split_origin(origin) else PAGE
    method, header = _token(facts, "method"), _token(facts, "header")
    asked = method or (METHOD if facts.get("preflight") and not header else "")
    check = ["crossorigin", "check", url, "--origin", origin]
    check += ["-X", asked] if asked else []
    check += ["-H", header] if header else []
    check += ["--credentials"] if has_credentials else []
    curl = ["curl", "-i", url, "-H", f"Origin: {origin}"]
    if facts.get("preflight"):
        curl += ["-X", "OPTIONS", "-H", f"Access-Control-Request-Method: {asked or METHOD}"]
        curl += ["-H", f"Access-Control-Request-Headers: {header.lower()}"] if header else []
    return shlex.join(check), shlex.join(curl)


def _token(facts: Mapping[str, str], name: str) -> str:
    """Return the fact *name* if it is a name that HTTP permits, or nothing."""
    token = facts.get(name, "")
    return token if _TOKEN.fullmatch(token) and not token.startswith("-") else ""
