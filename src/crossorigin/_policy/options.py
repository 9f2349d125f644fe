"""Read the options of a policy, and report every mistake in them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, TypedDict, cast

from crossorigin._policy.collector import ProblemCollector
from crossorigin._policy.origins import Origin, OriginPattern, pattern_of
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
from crossorigin._web.origins import ANY, is_slip, split_pattern
from crossorigin._web.sites import anyone_may_register_below, is_trustworthy
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
    """The options of a policy, for signatures that pass them on."""

    origins: OriginsOption
    methods: str | Iterable[str]
    allow_headers: str | Iterable[str]
    expose_headers: str | Iterable[str]
    credentials: bool
    max_age: int | timedelta | None
    timing: bool
    dangerously_allow_insecure_origins: bool
    dangerously_allow_public_suffixes: bool


def read(collector: ProblemCollector, given: Mapping[str, object]) -> dict[str, object]:
    """Return the meaning of the options *given*, and of the defaults of the others."""
    if not given.keys() <= DEFAULTS.keys():
        from crossorigin._policy import unknown_options  # noqa: PLC0415 - where there is a mistake

        collector.problems += unknown_options.problems_of(given, DEFAULTS, _problems_of_known)
        return {}
    options = {name: given.get(name, default) for name, default in DEFAULTS.items()}
    flags = {
        name: collector.flag(name, options[name])
        for name, default in DEFAULTS.items()
        if default is False
    }
    allowances = Allowances(
        flags["credentials"],
        flags["dangerously_allow_insecure_origins"],
        flags["dangerously_allow_public_suffixes"],
    )
    meanings: dict[str, object] = {
        "origins": read_origins(collector, options["origins"], allowances),
        "methods": read_methods(collector, options["methods"]),
        "allow_headers": read_allow_headers(collector, options["allow_headers"]),
        "expose_headers": read_expose_headers(collector, options["expose_headers"]),
        "max_age": read_max_age(collector, options["max_age"]),
        **flags,
    }
    order = list(DEFAULTS)
    collector.problems.sort(key=lambda problem: order.index(problem.field.partition("[")[0]))
    return meanings


def _problems_of_known(given: Mapping[str, object]) -> list[Problem]:
    """Return the problems of the options *given*, each of which a policy has."""
    collector = ProblemCollector()
    read(collector, given)
    return collector.problems


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
    if upper in _NO_METHODS:
        return ProblemCode.METHOD_MALFORMED, _NO_METHODS[upper]
    if TOKEN.fullmatch(method) is None:
        return ProblemCode.METHOD_MALFORMED, 'write a method such as "PUT"'
    if upper in FORBIDDEN_METHODS:
        return ProblemCode.FORBIDDEN_METHOD, "leave it out: no browser lets a page send it"
    if upper in UPPER_CASE_METHODS and method != upper:
        return ProblemCode.METHOD_NOT_UPPER_CASE, f'write "{upper}": methods are case-sensitive'
    return None


# The text of Python's `None`, which a variable that was not set may leave.
_UNSET: Final = "NONE"
_NOT_SET: Final = "leave it out: it is the text of a value that was not set"
_EVERY: Final = 'write methods="*" alone: every method'
_NO_METHODS: Final = {_UNSET: _NOT_SET, "ALL": _EVERY, "ANY": _EVERY}


def _request_header_mistake(name: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake in the request header *name*, if there is one."""
    lower = name.lower()
    if name.upper() == _UNSET:
        return ProblemCode.HEADER_MALFORMED, _NOT_SET
    if TOKEN.fullmatch(name) is None:
        return ProblemCode.HEADER_MALFORMED, 'write a header name such as "Authorization"'
    if lower in FORBIDDEN_REQUEST_HEADERS or lower.startswith(FORBIDDEN_REQUEST_HEADER_PREFIXES):
        return ProblemCode.FORBIDDEN_HEADER, "leave it out: no browser lets a page set it"
    return None


def _response_header_mistake(name: str) -> tuple[ProblemCode, str] | None:
    """Return the mistake in the response header *name*, if there is one."""
    if name.upper() == _UNSET:
        return ProblemCode.HEADER_MALFORMED, _NOT_SET
    if TOKEN.fullmatch(name) is None:
        return ProblemCode.HEADER_MALFORMED, 'write a header name such as "X-Total-Count"'
    if name.lower() in FORBIDDEN_RESPONSE_HEADERS:
        hint = "leave it out: no browser lets a page read it"
        return ProblemCode.FORBIDDEN_RESPONSE_HEADER, hint
    return None


def read_max_age(collector: ProblemCollector, value: object) -> int | None:
    """Return the option ``max_age``, in seconds, or ``None`` to send no header."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    if seconds is None:
        return None
    if isinstance(value, timedelta) and isinstance(seconds, float) and seconds.is_integer():
        seconds = int(seconds)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 0:
        from crossorigin._policy.text_values import seconds_in  # noqa: PLC0415 - as above

        meant = seconds_in(seconds)
        hint = "write whole seconds, 0 or more, or a timedelta of them, or None"
        hint = hint if meant is None else f"write {min(meant, MAX_MAX_AGE)}"
        collector.add(ProblemCode.MAX_AGE_MALFORMED, "max_age", value, hint)
        return None
    if seconds > MAX_MAX_AGE:
        hint = f"write at most {MAX_MAX_AGE}: no browser keeps an answer longer"
        collector.add(ProblemCode.MAX_AGE_TOO_LONG, "max_age", value, hint)
    return seconds


@dataclass(frozen=True, slots=True)
class Allowances:
    """The options that say which origins are too dangerous to list."""

    credentials: bool
    insecure_origins: bool
    public_suffixes: bool


def read_origins(
    collector: ProblemCollector, value: object, allowances: Allowances
) -> frozenset[str] | Literal["*"] | OriginSource:
    """Return the option ``origins``; *collector* gets the entries of a list."""
    if callable(value):
        # Whether it takes an origin and a request shows when it is asked.
        return cast("OriginSource", value)
    if value is None or (isinstance(value, str) and not value.strip()):
        hint = 'say who may call: origins=["https://app.example.com"]'
        collector.add(ProblemCode.ORIGINS_MISSING, "origins", value, hint)
        return frozenset()
    before = len(collector.problems)
    # An expression is no list: what it says is read as the only entry.
    members = collector.members("origins", [value] if isinstance(value, _EXPRESSION) else value)
    entries = [str(entry) if isinstance(entry, _PARSED) else entry for entry in members]
    if entries == [ANY]:
        _check_wildcard(collector, allowances)
        return "*"
    if not entries and len(collector.problems) == before:
        hint = 'list at least one, origins=["https://app.example.com"], or have no policy'
        collector.add(ProblemCode.ORIGINS_MISSING, "origins", value, hint)
    for index, entry in enumerate(entries):
        _read_origin(collector, index, entry, allowances)
    collector.listed = frozenset(collector.origins)
    return collector.listed


_EXPRESSION: Final[type] = re.Pattern
_PARSED: Final = (Origin, OriginPattern)


def _check_wildcard(collector: ProblemCollector, allowances: Allowances) -> None:
    """Add the problem that ``*`` is when pages may send credentials."""
    if allowances.credentials:
        code, hint = ProblemCode.WILDCARD_WITH_CREDENTIALS, "list the origins you trust"
        problem = Problem(code, "credentials", value=True, hint=hint, beside='origins="*"')
        collector.problems.append(problem)


def _read_origin(
    collector: ProblemCollector, index: int, entry: object, allowances: Allowances
) -> None:
    """Read an *entry* of ``origins``."""
    where = f"origins[{index}]"
    if not isinstance(entry, str):
        collector.add_no_text(where, entry)
        return
    parts = split_pattern(entry)
    if parts is None or is_slip(parts[0]):
        if entry == ANY and allowances.credentials:
            _check_wildcard(collector, allowances)
        elif entry == ANY:
            hint = 'write origins="*" alone, or leave it out of the list'
            collector.add(ProblemCode.KEYWORD_NOT_ALONE, where, entry, hint)
        else:
            from crossorigin._policy import origin_problems  # noqa: PLC0415 - a mistake

            collector.problems += origin_problems.of_origin(where, entry)
        return
    scheme, host, _ = parts
    collector.origins.add(entry)
    if "*" in entry:
        collector.patterns[entry] = pattern_of(*parts)
    for code, hint in _dangers(scheme, host, allowances):
        collector.add(code, where, entry, hint)


def _dangers(scheme: str, host: str, allowances: Allowances) -> Iterator[tuple[ProblemCode, str]]:
    """Yield each danger of letting an origin in, with its hint."""
    needs_trust = allowances.credentials and not allowances.insecure_origins
    if needs_trust and not is_trustworthy(scheme, host):
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
