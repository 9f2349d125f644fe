"""Read the options of a policy: what may be written, and every mistake in it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, TypedDict, cast

from crossorigin._policy import origin_problems
from crossorigin._policy.collector import Reading
from crossorigin._policy.compiled import is_insecure
from crossorigin._policy.origins import Origin, OriginPattern
from crossorigin._policy.requests import OriginSource
from crossorigin._web.fetch import (
    FORBIDDEN_METHODS,
    FORBIDDEN_REQUEST_HEADER_PREFIXES,
    FORBIDDEN_REQUEST_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    MAX_MAX_AGE,
    TOKEN,
    UPPER_CASE_METHODS,
)
from crossorigin._web.origins import ANY, split_pattern
from crossorigin._web.sites import anyone_may_register_below
from crossorigin.errors import Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUTE: Final = "route"
DEFAULTS: Final[Mapping[str, object]] = {
    "origins": None,
    "methods": ROUTE,
    "allow_headers": (),
    "expose_headers": (),
    "credentials": False,
    "max_age": 600,
    "timing": False,
    "dangerously_allow_insecure_origins": False,
    "dangerously_allow_public_suffixes": False,
}
OriginsOption = str | Iterable[str | Origin | OriginPattern] | OriginSource


class PolicyOptions(TypedDict, total=False):
    """Name the options of a policy, for signatures that pass them on."""

    origins: OriginsOption
    methods: str | Iterable[str]
    allow_headers: str | Iterable[str]
    expose_headers: str | Iterable[str]
    credentials: bool
    max_age: int | timedelta | None
    timing: bool
    dangerously_allow_insecure_origins: bool
    dangerously_allow_public_suffixes: bool


def read(reading: Reading, given: Mapping[str, object]) -> dict[str, object]:
    """Return what the options *given*, and the defaults of the others, mean."""
    options = {name: given.get(name, default) for name, default in DEFAULTS.items()}
    flags = {
        name: reading.flag(name, options[name])
        for name, default in DEFAULTS.items()
        if default is False
    }
    allowances = Allowances(
        flags["credentials"],
        flags["dangerously_allow_insecure_origins"],
        flags["dangerously_allow_public_suffixes"],
    )
    meanings: dict[str, object] = {
        "origins": read_origins(reading, options["origins"], allowances),
        "methods": read_methods(reading, options["methods"]),
        "allow_headers": read_allow_headers(reading, options["allow_headers"]),
        "expose_headers": read_expose_headers(reading, options["expose_headers"]),
        "max_age": read_max_age(reading, options["max_age"]),
        **flags,
    }
    order = list(DEFAULTS)
    reading.problems.sort(key=lambda problem: order.index(problem.field.partition("[")[0]))
    reading.problems += (
        _unknown_option(name, value) for name, value in given.items() if name not in DEFAULTS
    )
    return meanings


def _unknown_option(name: str, value: object) -> Problem:
    """Return the problem of an option that no policy has."""
    # Finds what other libraries, and hurried people, call these options, too.
    meant = next(iter(difflib.get_close_matches(name.lower(), DEFAULTS)), None)
    hint = f'write "{meant}"' if meant else f"the options are {', '.join(DEFAULTS)}"
    return Problem(ProblemCode.UNKNOWN_OPTION, name, value, hint)


def read_methods(reading: Reading, value: object) -> frozenset[str] | Literal["*", "route"]:
    """Return the option ``methods``."""
    members = reading.names("methods", value, _method_mistake)
    keyword = reading.alone("methods", members, (ANY, ROUTE))
    if keyword is None:
        return members
    return "*" if keyword == ANY else "route"


def read_allow_headers(reading: Reading, value: object) -> frozenset[str]:
    """Return the option ``allow_headers``, in lower case."""
    members = reading.names("allow_headers", value, _request_header_mistake)
    return frozenset(member.lower() for member in members)


def read_expose_headers(reading: Reading, value: object) -> frozenset[str] | Literal["*"]:
    """Return the option ``expose_headers``, in lower case."""
    members = reading.names("expose_headers", value, _response_header_mistake)
    if reading.alone("expose_headers", members, (ANY,)):
        return "*"
    return frozenset(member.lower() for member in members)


def _method_mistake(method: str) -> tuple[ProblemCode, str] | None:
    """Return what is wrong with *method*, if anything."""
    upper = method.upper()
    if method in {ANY, ROUTE}:
        return None
    if TOKEN.fullmatch(method) is None:
        return ProblemCode.METHOD_MALFORMED, 'write a method such as "PUT"'
    if upper in FORBIDDEN_METHODS:
        return ProblemCode.FORBIDDEN_METHOD, "leave it out: no browser lets a page send it"
    if upper in UPPER_CASE_METHODS and method != upper:
        return ProblemCode.METHOD_NOT_UPPER_CASE, f'write "{upper}": methods are case-sensitive'
    return None


def _request_header_mistake(name: str) -> tuple[ProblemCode, str] | None:
    """Return what is wrong with the request header *name*, if anything."""
    lower = name.lower()
    if TOKEN.fullmatch(name) is None:
        return ProblemCode.HEADER_MALFORMED, 'write a header name such as "Authorization"'
    if lower in FORBIDDEN_REQUEST_HEADERS or lower.startswith(FORBIDDEN_REQUEST_HEADER_PREFIXES):
        return ProblemCode.FORBIDDEN_HEADER, "leave it out: no browser lets a page set it"
    return None


def _response_header_mistake(name: str) -> tuple[ProblemCode, str] | None:
    """Return what is wrong with the response header *name*, if anything."""
    if TOKEN.fullmatch(name) is None:
        return ProblemCode.HEADER_MALFORMED, 'write a header name such as "X-Total-Count"'
    if name.lower() in FORBIDDEN_RESPONSE_HEADERS:
        hint = "leave it out: no browser lets a page read it"
        return ProblemCode.FORBIDDEN_RESPONSE_HEADER, hint
    return None


def read_max_age(reading: Reading, value: object) -> int | None:
    """Return the option ``max_age``, in seconds, or ``None`` to send no header."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    if seconds is None:
        return None
    if isinstance(value, timedelta) and isinstance(seconds, float) and seconds.is_integer():
        seconds = int(seconds)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 0:
        hint = "write whole seconds, 0 or more, or a timedelta of them, or None"
        reading.add(ProblemCode.MAX_AGE_MALFORMED, "max_age", value, hint)
        return None
    if seconds > MAX_MAX_AGE:
        hint = f"write at most {MAX_MAX_AGE}: no browser keeps an answer longer"
        reading.add(ProblemCode.MAX_AGE_TOO_LONG, "max_age", value, hint)
    return seconds


@dataclass(frozen=True, slots=True)
class Allowances:
    """Hold the options that say which origins are too dangerous to list."""

    credentials: bool
    insecure_origins: bool
    public_suffixes: bool


def read_origins(
    reading: Reading, value: object, allowances: Allowances
) -> frozenset[str] | Literal["*"] | OriginSource:
    """Return the option ``origins``, and leave what it lists in *reading*."""
    if callable(value):
        # Whether it takes an origin and a request shows when it is asked.
        return cast("OriginSource", value)
    if value is None or value == "":
        hint = 'say who may call: origins=["https://app.example.com"]'
        reading.add(ProblemCode.ORIGINS_MISSING, "origins", value, hint)
        return frozenset()
    before = len(reading.problems)
    entries = [str(e) if isinstance(e, _PARSED) else e for e in reading.members("origins", value)]
    if entries == [ANY]:
        _check_wildcard(reading, allowances)
        return "*"
    if not entries and len(reading.problems) == before:
        hint = 'list at least one, origins=["https://app.example.com"], or have no policy'
        reading.add(ProblemCode.ORIGINS_MISSING, "origins", value, hint)
    for index, entry in enumerate(entries):
        _read_origin(reading, index, entry, allowances)
    reading.listed = frozenset(reading.origins)
    return reading.listed


_PARSED: Final = (Origin, OriginPattern)


def _check_wildcard(reading: Reading, allowances: Allowances) -> None:
    """Add the problem that ``*`` is when pages may send credentials."""
    if allowances.credentials:
        code = ProblemCode.WILDCARD_WITH_CREDENTIALS
        reading.add(code, "credentials", value=True, hint="list the origins you trust")


def _read_origin(reading: Reading, index: int, entry: object, allowances: Allowances) -> None:
    """Read an *entry* of ``origins``."""
    if not isinstance(entry, str):
        reading.add(ProblemCode.NOT_TEXT, f"origins[{index}]", entry, "write it as text")
        return
    parts = split_pattern(entry)
    if parts is None:
        where = f"origins[{index}]"
        if entry == ANY and allowances.credentials:
            _check_wildcard(reading, allowances)
        elif entry == ANY:
            hint = 'write origins="*" alone, or leave it out of the list'
            reading.add(ProblemCode.KEYWORD_NOT_ALONE, where, entry, hint)
        else:
            reading.problems += origin_problems.of_origin(where, entry)
        return
    scheme, host, _ = parts
    reading.origins.add(entry)
    if "*" in entry:
        reading.patterns.add(entry)
    for code, hint in _dangers(scheme, host, allowances):
        reading.add(code, f"origins[{index}]", entry, hint)


def _dangers(scheme: str, host: str, allowances: Allowances) -> Iterator[tuple[ProblemCode, str]]:
    """Yield what makes it dangerous to let an origin in."""
    if allowances.credentials and not allowances.insecure_origins and is_insecure(scheme, host):
        yield ProblemCode.INSECURE_ORIGIN, _INSECURE
    if "*" in host and not allowances.public_suffixes:
        before, _, below = host.rpartition("*")
        label, _, parent = below.partition(".")
        inside = bool(label or before)
        if (inside or allowances.credentials) and anyone_may_register_below(parent):
            yield ProblemCode.PUBLIC_SUFFIX_WILDCARD, _PUBLIC_SUFFIX.format(parent)


_INSECURE: Final = (
    "write https://, because anyone on the network can forge an http: page;"
    " or set dangerously_allow_insecure_origins=True"
)
_PUBLIC_SUFFIX: Final = (
    'anyone may register a name below "{}": list the names that are yours,'
    " or set dangerously_allow_public_suffixes=True"
)


_TEXT_SEPARATORS: Final = re.compile(r"[,\s]+")
# Python refuses to read a number of thousands of digits.
_SECONDS: Final = re.compile(r"[0-9]{1,99}")
_TRUTHS: Final = {
    "true": True, "yes": True, "on": True, "1": True,
    "false": False, "no": False, "off": False, "0": False,
}  # fmt: skip


def from_text(name: str, value: object) -> object:
    """Return the option *name*, of which *value* may be the text, as in an environment."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if name in _LISTS:
        return [member for member in _TEXT_SEPARATORS.split(text) if member]
    if name == "max_age":
        if text.lower() == "none":
            return None
        return int(text) if _SECONDS.fullmatch(text) else value
    return _TRUTHS.get(text.lower(), value)


_LISTS: Final = frozenset({"origins", "methods", "allow_headers", "expose_headers"})
