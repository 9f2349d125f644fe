"""Make the text of others safe to print: on one line, in ASCII, without secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import OPTIONAL_WHITE_SPACE

if TYPE_CHECKING:
    from crossorigin._browser import HeaderList

MASK: Final = "***"
_DELETE: Final = 0x7F
_CONTROLS: Final = {code: f"\\x{code:02x}" for code in (*range(0x20), _DELETE)}
_TELLING: Final = r"auth|code|cookie|credential|jwt|key|pass|passwd|password|pwd|secret|session|sig|signature|token"
_SECRET_NAME: Final = re.compile(
    rf"(?:^|[-_.])(?:{_TELLING})(?:$|[-_.])|authori[sz]ation", re.IGNORECASE
)
# The beginnings of the commands that a CI system finds in its log, each with the character to write out:
# anywhere `##vso[`, `##[`, `##teamcity[`, `##octopus[` and the like, the folds of GitLab and Travis; at the
# beginning of a line, and a report breaks lines at white space, `::error` of GitHub and the groups
# of Buildkite.
# https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
# https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
# https://www.jetbrains.com/help/teamcity/service-messages.html
# https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
# https://buildkite.com/docs/pipelines/configure/managing-log-output
_CI_COMMAND: Final = re.compile(
    r"#(?=#[A-Za-z-]*\[)"
    r"|(?<!\S):(?=:[A-Za-z][\w-]*(?:\s|::|\.{3}|\Z))"
    r"|(?<=section_start):|(?<=section_end):|(?<=travis_fold):|(?<=travis_time):"
    r"|(?<!\S)(?:-(?=--\s)|\+(?=\+\+\s)|~(?=~~\s)|\^(?=\^\^\s))",
    re.IGNORECASE,
)
# The user information of any URL in the text.
_USER_INFORMATION: Final = re.compile(r"(?<=://)[^\s/?#@'\"]{1,512}@")
_WORD: Final = re.compile(r"[A-Za-z][\w.-]*")
# No report holds more of the headers of a message.
_MAX_LINES: Final = 100
_MAX_VALUE: Final = 1000
_PARAMETER: Final = re.compile(r"([?&;#])([^=&;#?\s]{1,128})=([^&;#\s'\"]{1,4096})")


def escape(text: str, limit: int = 2048) -> str:
    """
    Return *text* in ASCII, on one line, with every control character written out.

    It moves no cursor, colours nothing, reads from left to right, and commands no CI system.

    Args:
        text: The text, of anybody.
        limit: The most characters of it that are kept; a cut is marked with three dots.
    """
    kept = text if len(text) <= limit else f"{text[: max(limit - 3, 0)]}..."
    plain = kept.translate(_CONTROLS).encode("ascii", "backslashreplace").decode("ascii")
    return _CI_COMMAND.sub(lambda found: f"\\x{ord(found[0]):02x}", plain)


def mask_url(text: str) -> str:
    """Return *text* without the secrets in its URLs: user information, tokens, signatures."""
    return _PARAMETER.sub(_mask_parameter, _USER_INFORMATION.sub(f"{MASK}@", text))


def mask_header(name: str, value: str) -> str:
    """
    Return the *value* of the header *name* as a report may show it.

    A secret is masked; the scheme of ``Authorization`` and the names of cookies are kept.
    """
    lower = name.lower()
    if lower in {"authorization", "proxy-authorization"}:
        scheme, space, secret = value.strip(OPTIONAL_WHITE_SPACE).partition(" ")
        return f"{scheme} {MASK}" if space and secret else MASK
    if lower == "cookie":
        return "; ".join(_mask_cookie(pair) for pair in value.split(";"))
    if lower == "set-cookie":
        cookie, semicolon, attributes = value.partition(";")
        return f"{_mask_cookie(cookie)}{semicolon}{attributes}"
    if _SECRET_NAME.search(lower):
        return MASK
    return mask_url(value)


def names_a_secret(text: str) -> bool:
    """Tell whether a word of *text* is one by which secrets are called."""
    return any(map(_SECRET_NAME.search, _WORD.findall(text)))


def header_lines(headers: HeaderList) -> list[list[str]]:
    """Return *headers*, line by line, safe to print, their secrets masked."""
    return [
        [escape(name, 200), escape(mask_header(name, value), _MAX_VALUE)]
        for name, value in headers[:_MAX_LINES]
    ]


def markdown_code(text: str) -> str:
    """Return *text* as code of Markdown, without markup, links or mentions."""
    return f"`{text.replace('`', chr(39))}`" if text else ""


def _mask_cookie(pair: str) -> str:
    """Return the cookie *pair* without its value."""
    name, equals, _ = pair.strip(OPTIONAL_WHITE_SPACE).partition("=")
    return f"{name}={MASK}" if equals else MASK


def _mask_parameter(found: re.Match[str]) -> str:
    """Return a parameter of a URL, its value masked where its name says that it is a secret."""
    before, name, value = found.groups()
    return f"{before}{name}={MASK if _SECRET_NAME.search(name) else value}"
