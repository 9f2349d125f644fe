"""Name the mistakes in a text that is no origin pattern, and the pattern that was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._policy.expressions import is_wider, patterns_of
from crossorigin._policy.slips import with_scheme, without_slips
from crossorigin._policy.text_values import TRUTHS, UNSET, values_in
from crossorigin._web.domains import ascii_domain, is_punycode
from crossorigin._web.fetch import (
    DEFAULT_PORTS,
    HTTP_SCHEMES,
    OPAQUE_ORIGIN,
    SCHEMES_WITHOUT_ORIGIN,
    WEBSOCKET_SCHEMES,
)
from crossorigin._web.ipv6 import compressed_ipv6
from crossorigin._web.origins import (
    ANY,
    ends_in_number,
    is_port,
    split_pattern,
)
from crossorigin._web.sites import is_loopback
from crossorigin.errors import Problem, ProblemCode, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FORMS: Final = (
    'write "https://app.example.com", "https://*.example.com", "http://localhost:*"'
    ' or "https://pr-*.example.com"'
)
# Signs that regular expressions and templates have, and origins have not.
_REGEX: Final = re.compile(r"[\\^$|(){}]|\?://|://\.[*+]|^\.[*+]|\.[*+](?![.:]|$)|\[[^:\[\]]+\]")
# Places for values that nothing has filled in: ${HOST}, $HOST, %HOST%, <host>; {{ host }}.
_PLACEHOLDER: Final = re.compile(r"\$\{[^}]*\}|\$\(?[A-Za-z_]\w*|%[A-Za-z_]\w*%|<[\w -]+>")
_TEMPLATE: Final = re.compile(r"\{\{|^\s*<[\w -]+>\s*$")
_PARTS: Final = re.compile(
    r"(?:(?P<scheme>[^:/?#]*)://|//)?"
    r"(?:(?P<userinfo>[^/?#]*)@)?(?P<host>\[[^\]]*\]|[^:/?#]*)"
    r"(?P<port>:[^/?#]*)?(?P<path>.*)",
    re.DOTALL,
)
# `data:8080` is a host and a port.
_WITHOUT_ORIGIN: Final = re.compile(
    rf"({'|'.join(sorted(SCHEMES_WITHOUT_ORIGIN))}):(?![0-9*]+/?$)", re.IGNORECASE
)
# A text of a megabyte is no origin, whatever stands at its end.
_MAX_READ: Final = 1000
_WEB_SCHEMES: Final = HTTP_SCHEMES | {ANY}
_ANYWHERE: Final = re.compile(r"[*.]*\*[*.]*")
_IPV6: Final = re.compile(r"\[[^\]]*\]")
_MAX_LISTED: Final = 100


@dataclass(frozen=True, slots=True)
class _Draft:
    """The parts of a text that may have been meant as a pattern."""

    scheme: str
    userinfo: str
    host: str
    port: str
    path: str

    def __str__(self) -> str:
        """Return the pattern that the draft is."""
        return f"{self.scheme}://{self.host}{self.port}"


def of_origin(field: str, text: str) -> Iterator[Problem]:
    """Yield every problem of *text*, which is no pattern, in *field* of a policy."""
    read = text[:_MAX_READ]
    known = _known_mistake(read)
    if known is not None:
        yield Problem(known[0], field, text, known[1])
        return
    codes, draft = _mended(read)
    hint = f'write "{draft}"'
    if split_pattern(str(draft)) is None:
        code, hint = _unmended(draft)
        codes = [*codes, code]
    if draft.host.startswith("[") and _IPV6.search(read) is None:
        codes = list(dict.fromkeys([*codes, ProblemCode.ORIGIN_IP_NOT_CANONICAL]))
    for code in codes or [ProblemCode.ORIGIN_MALFORMED]:
        yield Problem(code, field, text, hint)


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
    said = [pattern_meant(pattern) for pattern in patterns_of(expression)]
    patterns = [pattern for pattern in said if pattern is not None]
    return patterns if len(patterns) == len(said) else []


def pattern_meant(text: str) -> str | None:
    """Return the one pattern that *text* means, whatever its mistakes, if there is one."""
    if text == ANY or split_pattern(text) is not None:
        return text
    if _known_mistake(text) is not None:
        return None
    _, draft = _mended(text)
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
    try:
        re.compile(expression)
    except re.error:
        return _HINTS[ProblemCode.ORIGIN_REGEX]
    call = f"re.fullmatch({expression!r}, str(origin)) is not None"
    return f"no pattern says it: write a function, origins=lambda origin, request: {call}"


def _known_mistake(text: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake that *text* is as a whole, with its hint, if it is one."""
    values = values_in(text)
    if len(values) == 1 and _TEMPLATE.search(text) is None:
        return _mistake_of(values[0])
    if len(values) > 1:
        hint = f"write them one by one: {written(values)}"
        return ProblemCode.SEVERAL_VALUES_IN_ONE_STRING, hint
    return ProblemCode.ORIGIN_MALFORMED, _NOT_FILLED_IN if values else _EMPTY


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
    if value.lower() in _WORDS or _PLACEHOLDER.search(value):
        return ProblemCode.ORIGIN_MALFORMED, _NOT_FILLED_IN
    if _REGEX.search(with_scheme(value)):
        return ProblemCode.ORIGIN_REGEX, of_expression(value)
    return None


def _mended(text: str) -> tuple[list[ProblemCode], _Draft]:
    """Return the mistakes in *text*, which is one value, and the draft without them."""
    draft = _drafted(without_slips(values_in(text)[0]))
    codes: list[ProblemCode] = []
    for code, mend in _MENDS.items():
        mended = mend(draft)
        if mended != draft:
            codes.append(code)
            draft = mended
    return codes, draft


def _drafted(text: str) -> _Draft:
    """Return the parts of any *text*."""
    match = _PARTS.fullmatch(text)
    assert match is not None  # noqa: S101 - every part of the pattern may be empty
    return _Draft(*match.groups(""))


def _with_scheme(draft: _Draft) -> _Draft:
    """Return *draft* with the scheme that its host most likely has."""
    if draft.scheme:
        return draft
    scheme = "http" if is_loopback(draft.host.lower()) else "https"
    return replace(draft, scheme=scheme)


def _of_a_page(draft: _Draft) -> _Draft:
    """Return *draft* with the scheme of the page that opens a WebSocket."""
    scheme = draft.scheme.lower()
    return replace(draft, scheme=WEBSOCKET_SCHEMES.get(scheme, draft.scheme))


def _in_lower_case(draft: _Draft) -> _Draft:
    """Return *draft* as a browser writes it: in lower case, but for an opaque host."""
    scheme = draft.scheme.lower()
    host = draft.host.lower() if scheme in HTTP_SCHEMES else draft.host
    return replace(draft, scheme=scheme, host=host)


def _without_default_port(draft: _Draft) -> _Draft:
    """Return *draft* without the port that its scheme implies."""
    default = DEFAULT_PORTS.get(draft.scheme)
    return replace(draft, port="") if draft.port == f":{default}" else draft


def _in_punycode(draft: _Draft) -> _Draft:
    """Return *draft* with its host name as a browser sends it."""
    if draft.host.isascii():
        return draft
    if draft.scheme not in HTTP_SCHEMES:
        return replace(draft, host=_percent_encoded(draft.host))
    labels: list[str] = []
    for label in draft.host.split("."):
        encoded = label if label.isascii() else ascii_domain(label)
        # A wildcard in a label stands for characters, not for punycode of them.
        if encoded is None or (encoded != label and "*" in label):
            return draft
        labels.append(encoded)
    return replace(draft, host=".".join(labels))


def _percent_encoded(host: str) -> str:
    """
    Return the opaque *host* in ASCII.

    Source: https://url.spec.whatwg.org/#concept-opaque-host-parser
    """
    return "".join(
        character
        if character.isascii()
        else "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))
        for character in host
    )


def _with_canonical_ip(draft: _Draft) -> _Draft:
    """Return *draft* with its IPv6 address as a browser writes it."""
    if not draft.host.startswith("["):
        return draft
    return replace(draft, host=compressed_ipv6(draft.host) or draft.host)


def _unmended(draft: _Draft) -> tuple[ProblemCode, str]:
    """Return the problem that is left when nothing more can be mended, and its hint."""
    has_wildcard = "*" in f"{draft.host}{draft.port}"
    if has_wildcard and draft.scheme not in HTTP_SCHEMES and "*" not in draft.scheme:
        return ProblemCode.ORIGIN_WILDCARD_MISPLACED, _FUNCTION.format(draft.scheme)
    code = _unmended_code(draft)
    is_everywhere = draft.scheme in _WEB_SCHEMES and _ANYWHERE.fullmatch(draft.host)
    return code, _EVERYWHERE if is_everywhere else _HINTS[code]


def _unmended_code(draft: _Draft) -> ProblemCode:
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


_MENDS: Final[dict[ProblemCode, Callable[[_Draft], _Draft]]] = {
    ProblemCode.ORIGIN_MISSING_SCHEME: _with_scheme,
    ProblemCode.ORIGIN_NOT_OF_A_PAGE: _of_a_page,
    ProblemCode.ORIGIN_UPPER_CASE: _in_lower_case,
    ProblemCode.ORIGIN_HAS_USERINFO: lambda draft: replace(draft, userinfo=""),
    ProblemCode.ORIGIN_HAS_PATH: lambda draft: replace(draft, path=""),
    ProblemCode.ORIGIN_DEFAULT_PORT: _without_default_port,
    ProblemCode.ORIGIN_PORT_MALFORMED: lambda draft: replace(draft, port=draft.port.rstrip(":")),
    ProblemCode.ORIGIN_UNICODE_HOST: _in_punycode,
    ProblemCode.ORIGIN_IP_NOT_CANONICAL: _with_canonical_ip,
}

_FUNCTION: Final = (
    'list each of them, or write a function: origins=lambda origin, request: origin.scheme == "{}"'
)
_NO_ORIGIN: Final = (
    'write the origin of the page that made it, "https://app.example.com": a URL with "{}:" has'
    " none of its own"
)
_WORDS: Final = UNSET | TRUTHS.keys()
_ALL_WORDS: Final = frozenset({"all", "any", "anyone", "everyone", "everything"})
_EVERYONE: Final = 'write origins="*" alone: everyone may read'
_EMPTY: Final = 'write "https://app.example.com": the entry is empty, as "".split(",") leaves one'
_NOT_FILLED_IN: Final = (
    "this stands where an origin was to be filled in, or a variable was not set:"
    ' write "https://app.example.com", the origin of the pages that may read'
)
_EVERYWHERE: Final = (
    'write origins="*" alone if every page may read, or name the domain: "https://*.example.com"'
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
        'write the name in its own letters: what follows "xn--" here stands for no name, and the'
        " hint tells what does"
    ),
    ProblemCode.ORIGIN_REGEX: f"regular expressions are not read: {_FORMS}",
    ProblemCode.ORIGIN_UNICODE_HOST: "write the host name in punycode, as xn--…",
    ProblemCode.ORIGIN_WILDCARD_MISPLACED: (
        'write "*." before a domain, one "*" inside a label that is not the last,'
        ' or ":*" for any port'
    ),
}
