"""Read the methods and the headers that a policy lists, and report every mistake in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._web.fetch import (
    FORBIDDEN_METHODS,
    FORBIDDEN_REQUEST_HEADER_PREFIXES,
    FORBIDDEN_REQUEST_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    RESPONSE_HEADER_PREFIXES,
    TOKEN,
    UPPER_CASE_METHODS,
)
from crossorigin._web.origins import ANY
from crossorigin.errors import ProblemCode

if TYPE_CHECKING:
    from crossorigin._policy.collector import ProblemCollector

ROUTE: Final = "route"
# Signs of wildcards and of regular expressions, which no method and no header has.
_EXPRESSION: Final = re.compile(r"[*+^$|\\]")
# A name of signs alone would be a bullet, or a quote, in a list that is text.
_NAME: Final = re.compile(rf"(?=.*[0-9A-Za-z]){TOKEN.pattern}")
# The response headers of CORS → the option that sets each.
_OPTIONS: Final = {
    "access-control-allow-credentials": "credentials",
    "access-control-allow-headers": "allow_headers",
    "access-control-allow-methods": "methods",
    "access-control-allow-origin": "origins",
    "access-control-expose-headers": "expose_headers",
    "access-control-max-age": "max_age",
    "timing-allow-origin": "timing",
}


def read_methods(
    collector: ProblemCollector, value: object
) -> frozenset[str] | Literal["*", "route"]:
    """Return the option ``methods``."""
    members = collector.names("methods", value, _method_mistake)
    keyword = collector.alone("methods", members, (ANY, ROUTE))
    if keyword is None:
        return members
    return "*" if keyword == ANY else "route"


def read_allow_headers(collector: ProblemCollector, value: object) -> frozenset[str]:
    """Return the option ``allow_headers``, in lower case."""
    members = collector.names("allow_headers", value, _request_header_mistake)
    return frozenset(member.lower() for member in members)


def read_expose_headers(
    collector: ProblemCollector, value: object
) -> frozenset[str] | Literal["*"]:
    """Return the option ``expose_headers``, in lower case."""
    members = collector.names("expose_headers", value, _response_header_mistake)
    if collector.alone("expose_headers", members, (ANY,)):
        return "*"
    return frozenset(member.lower() for member in members)


def _method_mistake(method: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake in *method*, if there is one."""
    upper = method.upper()
    if method in {ANY, ROUTE}:
        return None
    malformed = _hint_of_malformed(method)
    if malformed is not None:
        return ProblemCode.METHOD_MALFORMED, malformed
    if upper in FORBIDDEN_METHODS:
        return ProblemCode.FORBIDDEN_METHOD, "leave it out: no browser lets a page send it"
    if upper in UPPER_CASE_METHODS and method != upper:
        return ProblemCode.METHOD_NOT_UPPER_CASE, f'write "{upper}": methods are case-sensitive'
    return None


def _hint_of_malformed(method: str) -> str | None:
    """Return the hint for a *method* that is none, if it is none."""
    upper = method.upper()
    if upper in _NO_METHODS:
        return _NO_METHODS[upper]
    if _EXPRESSION.search(method):
        from crossorigin._policy.name_hints import hint_of_methods  # noqa: PLC0415 - a mistake

        return hint_of_methods(upper)
    return None if _NAME.fullmatch(method) else 'write a method such as "PUT"'


def _request_header_mistake(name: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake in the request header *name*, if there is one."""
    lower = name.lower()
    malformed = _hint_of_no_header(name, "Authorization", "any but Authorization")
    if malformed is not None:
        return ProblemCode.HEADER_MALFORMED, malformed
    if lower in FORBIDDEN_REQUEST_HEADERS or lower.startswith(FORBIDDEN_REQUEST_HEADER_PREFIXES):
        return ProblemCode.FORBIDDEN_HEADER, "leave it out: no browser lets a page set it"
    if lower.startswith(RESPONSE_HEADER_PREFIXES):
        option = _OPTIONS.get(lower)
        return ProblemCode.NOT_A_REQUEST_HEADER, _OURS.format(option) if option else _NOT_SENT
    return None


def _response_header_mistake(name: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake in the response header *name*, if there is one."""
    malformed = _hint_of_no_header(name, "X-Total-Count", "all of them")
    if malformed is not None:
        return ProblemCode.HEADER_MALFORMED, malformed
    if name.lower() in FORBIDDEN_RESPONSE_HEADERS:
        hint = "leave it out: no browser lets a page read it"
        return ProblemCode.FORBIDDEN_RESPONSE_HEADER, hint
    return None


def _hint_of_no_header(name: str, other: str, covered: str) -> str | None:
    """Return the hint for a *name* that no header has, if none has it; ``*`` alone stands for all."""
    if name == ANY:
        return None
    if name.upper() == _UNSET:
        return _NOT_SET
    if _EXPRESSION.search(name):
        from crossorigin._policy.name_hints import hint_of_names  # noqa: PLC0415 - a mistake

        return hint_of_names(name, other, covered)
    return None if _NAME.fullmatch(name) else f'write a header name such as "{other}"'


# The text of Python's `None`, which a variable that was not set may leave.
_UNSET: Final = "NONE"
_NOT_SET: Final = "leave it out: it is the text of a value that was not set"
_EVERY: Final = 'write methods="*" alone: every method'
_NO_METHODS: Final = {_UNSET: _NOT_SET, "ALL": _EVERY, "ANY": _EVERY}
_NOT_SENT: Final = "leave it out, and take it out of the page: it is a header of responses"
_OURS: Final = f'{_NOT_SENT}, which "{{}}" sets'
