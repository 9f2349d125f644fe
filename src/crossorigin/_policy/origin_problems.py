"""Name the mistakes in a text that is no origin pattern, and the pattern that was meant."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._policy.expressions import is_wider, patterns_of
from crossorigin._policy.origin_drafts import Draft, mended
from crossorigin._policy.slips import with_scheme
from crossorigin._policy.text_values import TRUTHS, UNSET, values_in
from crossorigin._web.domains import is_punycode
from crossorigin._web.fetch import (
    HTTP_SCHEMES,
    OPAQUE_ORIGIN,
    SCHEMES_WITHOUT_ORIGIN,
)
from crossorigin._web.origins import (
    ANY,
    ends_in_number,
    is_port,
    split_pattern,
)
from crossorigin.errors import Problem, ProblemCode, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORMS: Final = (
    'write "https://app.example.com", "https://*.example.com", "http://localhost:*"'
    ' or "https://pr-*.example.com"'
)
# Signs that regular expressions and templates have, and origins have not.
_REGEX: Final = re.compile(r"[\\^$|(){}]|\?://|://\.[*+]|^\.[*+]|\.[*+](?![.:]|$)|\[[^:\[\]]+\]")
# Places for values that nothing has filled in: ${HOST}, $HOST, %HOST%, <host>, {{ host }}, __HOST__.
_PLACEHOLDER: Final = re.compile(
    r"\$\{[^}]*\}|\$\(?[A-Za-z_]\w*|%[A-Za-z_]\w*%|<[\w. -]+>|\{\{|[{<]%|__[A-Z]\w*__"
)
# What links have; `data:8080` is a host and a port.
_WITHOUT_ORIGIN: Final = re.compile(
    rf"({'|'.join(sorted(SCHEMES_WITHOUT_ORIGIN | {'mailto', 'sms', 'tel'}))})"
    r":(?![0-9*]{1,5}/?$)",
    re.IGNORECASE,
)
# A text of a megabyte is no origin, whatever stands at its end.
_MAX_READ: Final = 1000
_WEB_SCHEMES: Final = HTTP_SCHEMES | {ANY}
_ANYWHERE: Final = re.compile(r"[*.]*\*[*.]*")
_IPV6: Final = re.compile(r"\[[^\]]*\]")
_ADDRESS: Final = re.compile(r"\[.*\]|(?=.*\d)[\d*]+(?:\.[\d*]+)+")
_MAX_LISTED: Final = 100


def of_origin(field: str, text: str) -> Iterator[Problem]:
    """Yield every problem of *text*, which is no pattern, in *field* of a policy."""
    read = text[:_MAX_READ]
    known = _known_mistake(read)
    if known is not None:
        yield Problem(known[0], field, text, known[1])
        return
    codes, draft = mended(read)
    hint = f'write "{draft}"'
    if split_pattern(str(draft)) is None:
        code, hint = _unmended(draft)
        codes = list(dict.fromkeys([*codes, code]))
    if draft.host.startswith("[") and _IPV6.search(read) is None:
        codes = list(dict.fromkeys([*codes, ProblemCode.ORIGIN_IP_NOT_CANONICAL]))
    for code in codes or [ProblemCode.ORIGIN_MALFORMED]:
        yield Problem(code, field, text, hint)


def with_credentials(problems: Iterable[Problem]) -> list[Problem]:
    """Return *problems* with a way out that credentials permit: ``*`` is none with them."""
    return [
        replace(problem, hint=_NAMED) if 'origins="*"' in problem.hint else problem
        for problem in problems
    ]


def is_not_filled_in(value: str) -> bool:
    """Tell whether *value* has a place in it that something was to fill in."""
    return _PLACEHOLDER.search(value[:_MAX_READ]) is not None


def of_expression(expression: str) -> str:
    """Return the hint that says a regular *expression* in patterns, or by a function."""
    patterns = patterns_meant(expression)
    if not patterns:
        return _by_function(expression)
    if patterns == [ANY]:
        return _EVERYONE
    verb = "write" if len(patterns) == 1 else "write them one by one:"
    wider = ", where * covers letters, digits and hyphens" if is_wider(expression) else ""
    return f"regular expressions are not read: {verb} {listed(map(quoted, patterns))}{wider}"


def patterns_meant(expression: str) -> list[str]:
    """Return the patterns that say a regular *expression*, none if any of it is left."""
    patterns: list[str] = []
    for pattern in patterns_of(expression):
        meant = pattern_meant(pattern)
        if meant is None:
            return []
        patterns.append(meant)
    return patterns


def pattern_meant(text: str) -> str | None:
    """Return the one pattern that *text* means, whatever its mistakes, if there is one."""
    if text == ANY or split_pattern(text) is not None:
        return text
    # What is left of an expression, as a brace that nothing closes, would be read as one again.
    if any(_REGEX.search(with_scheme(value)) for value in values_in(text)):
        return None
    if _known_mistake(text) is not None:
        return None
    _, draft = mended(text)
    return str(draft) if split_pattern(str(draft)) is not None else None


def written(values: Iterable[str]) -> str:
    """Return the code of the patterns that *values* mean, or of *values* if none means any."""
    patterns = [pattern for value in values if (pattern := pattern_meant(value)) is not None]
    return listed(map(quoted, patterns or values))


def listed(values: Iterable[str]) -> str:
    """Return *values* with commas between them, as many as anyone pastes."""
    written = list(values)
    return ", ".join(written[:_MAX_LISTED] + ["…"] * (len(written) > _MAX_LISTED))


def _by_function(expression: str) -> str:
    """Return the hint for an *expression* that no pattern says."""
    with warnings.catch_warnings():
        # As of what may be a nested set one day: nobody is to see it beside the problem.
        warnings.simplefilter("ignore")
        try:
            re.compile(expression)
        except re.error:
            return _HINTS[ProblemCode.ORIGIN_REGEX]
    return f"no pattern says it: {_BY_FUNCTION.format(expression)}"


def _by_address(draft: Draft) -> str:
    """Return the hint for a *draft* whose host is an address with a wildcard."""
    # No domain ends in a number, so that digits and dots are those of an address.
    digits = r"[\da-f:]+" if draft.host.startswith("[") else r"[\d.]+"
    host = re.escape(draft.host).replace(r"\*", digits)
    port = r"(:\d+)?" if draft.port == ":*" else draft.port
    call = _BY_FUNCTION.format(f"{draft.scheme}://{host}{port}")
    return f"an address has no wildcards: list each of them, or {call}"


def _known_mistake(text: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake that *text* is as a whole, with its hint, if it is one."""
    values = values_in(text)
    if not values:
        return ProblemCode.ORIGIN_MALFORMED, _EMPTY
    if len(values) == 1:
        return _mistake_of(values[0])
    hint = f"write them one by one: {written(values)}"
    return ProblemCode.SEVERAL_VALUES_IN_ONE_STRING, hint


def _mistake_of(value: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake that the one *value* of an entry is as a whole, with its hint."""
    without_origin = _WITHOUT_ORIGIN.match(value)
    if without_origin is not None:
        hint = _NO_ORIGIN.format(without_origin[1].lower())
        return ProblemCode.ORIGIN_NOT_OF_A_PAGE, hint
    is_null, is_file = value.lower() == OPAQUE_ORIGIN, value.lower().startswith("file:")
    if is_null or is_file:
        code = ProblemCode.ORIGIN_NULL if is_null else ProblemCode.ORIGIN_FILE
        return code, _HINTS[code]
    if value.lower() in _ALL_WORDS:
        return ProblemCode.ORIGIN_MALFORMED, _EVERYONE
    if value.lower() in _WORDS or is_not_filled_in(value):
        return ProblemCode.ORIGIN_MALFORMED, NOT_FILLED_IN
    if _REGEX.search(with_scheme(value)):
        return ProblemCode.ORIGIN_REGEX, of_expression(value)
    return None


def _unmended(draft: Draft) -> tuple[ProblemCode, str]:
    """Return the problem that is left when nothing more can be mended, and its hint."""
    has_wildcard = "*" in f"{draft.host}{draft.port}"
    if has_wildcard and draft.scheme not in HTTP_SCHEMES and "*" not in draft.scheme:
        return ProblemCode.ORIGIN_WILDCARD_MISPLACED, _FUNCTION.format(quoted(draft.scheme))
    code = _unmended_code(draft)
    is_misplaced = code is ProblemCode.ORIGIN_WILDCARD_MISPLACED and draft.scheme in HTTP_SCHEMES
    if is_misplaced and _ADDRESS.fullmatch(draft.host):
        return code, _by_address(draft)
    is_everywhere = draft.scheme in _WEB_SCHEMES and _ANYWHERE.fullmatch(draft.host)
    return code, _EVERYWHERE if is_everywhere else _HINTS[code]


def _unmended_code(draft: Draft) -> ProblemCode:
    """Return the problem that is left of an origin with a scheme of HTTP."""
    if draft.port not in {"", ":*"} and not is_port(draft.scheme, draft.port[1:]):
        return ProblemCode.ORIGIN_PORT_MALFORMED
    if not draft.host.isascii():
        return ProblemCode.ORIGIN_UNICODE_HOST
    if not is_punycode(draft.host):
        return ProblemCode.ORIGIN_PUNYCODE_MALFORMED
    if "*" in draft.scheme or "*" in draft.host:
        return ProblemCode.ORIGIN_WILDCARD_MISPLACED
    if draft.host.startswith("[") or ends_in_number(draft.host):
        return ProblemCode.ORIGIN_IP_NOT_CANONICAL
    return ProblemCode.ORIGIN_MALFORMED


_BY_FUNCTION: Final = (
    "write a function, origins=lambda origin, request: re.fullmatch({!r}, str(origin)) is not None"
)
_FUNCTION: Final = (
    "list each of them, or write a function: origins=lambda origin, request: origin.scheme == {}"
)
_NO_ORIGIN: Final = (
    'a URL with "{}:" has no origin of its own: write "https://app.example.com", the origin of the'
    " page that made it"
)
_WORDS: Final = UNSET | TRUTHS.keys()
_ALL_WORDS: Final = frozenset({"all", "any", "anyone", "everyone", "everything"})
_EVERYONE: Final = 'write origins="*" alone: everyone may read'
_EMPTY: Final = 'write "https://app.example.com": the entry is empty, as "".split(",") leaves one'
NOT_FILLED_IN: Final = (
    "this stands where an origin was to be filled in, or a variable was not set:"
    ' write "https://app.example.com", the origin of the pages that may read'
)
_EVERYWHERE: Final = (
    'write origins="*" alone if every page may read, or name the domain: "https://*.example.com"'
)
_NAMED: Final = (
    'write "https://*.example.com", with your own domain: credentials are not for everyone'
)
_HINTS: Final = {
    ProblemCode.ORIGIN_FILE: (
        "serve the page from http://localhost: every page opened as a file has the origin null;"
        " for a web view that sends file://, write a function:"
        ' origins=lambda origin, request: origin.scheme == "file"'
    ),
    ProblemCode.ORIGIN_IP_NOT_CANONICAL: (
        'write four decimal numbers, "http://127.0.0.1", or a compressed "http://[::1]"'
    ),
    ProblemCode.ORIGIN_MALFORMED: _FORMS,
    ProblemCode.ORIGIN_NULL: (
        "leave it out: every sandboxed frame, local file and cross-origin redirect may have"
        " the origin null"
    ),
    ProblemCode.ORIGIN_PORT_MALFORMED: 'write a number from 1 to 65535, or ":*" for any port',
    ProblemCode.ORIGIN_PUNYCODE_MALFORMED: (
        'write the name in its own letters, without "xn--", and start the app: the hint that'
        " follows has its punycode"
    ),
    ProblemCode.ORIGIN_REGEX: f"regular expressions are not read: {_FORMS}",
    ProblemCode.ORIGIN_UNICODE_HOST: "write the host name in punycode, as xn--…",
    ProblemCode.ORIGIN_WILDCARD_MISPLACED: (
        'write "*." before a domain, one "*" inside a label that is not the last,'
        ' or ":*" for any port'
    ),
}
