"""Read the options of a policy, and report every mistake in them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, TypedDict, cast

from crossorigin._policy.collector import ProblemCollector, is_collection
from crossorigin._policy.listed_names import (
    ROUTE,
    read_allow_headers,
    read_expose_headers,
    read_methods,
)
from crossorigin._policy.origins import Origin, OriginPattern, pattern_of
from crossorigin._policy.requests import OriginSource
from crossorigin._policy.sources import source_mistake
from crossorigin._web.fetch import MAX_MAX_AGE
from crossorigin._web.origins import ANY, split_pattern
from crossorigin._web.sites import is_trustworthy
from crossorigin.errors import Problem, ProblemCode

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
_WILDCARDS: Final = "dangerously_allow_public_suffixes"
OriginsOption = str | Iterable[str | Origin | OriginPattern] | OriginSource
# ``True``, or the very patterns that may reach what anyone may register.
WildcardsOption = bool | str | Iterable[str | OriginPattern]


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
    dangerously_allow_public_suffixes: WildcardsOption


def read(collector: ProblemCollector, given: Mapping[str, object]) -> dict[str, object]:
    """Return the meaning of the options *given*, and of the defaults of the others."""
    if not given.keys() <= DEFAULTS.keys():
        from crossorigin._policy import unknown_options  # noqa: PLC0415 - where there is a mistake

        collector.problems.extend(unknown_options.problems_of(given, DEFAULTS, _problems_of_known))
        return {}
    options = {name: given.get(name, default) for name, default in DEFAULTS.items()}
    flags = {
        name: collector.flag(name, options[name])
        for name, default in DEFAULTS.items()
        if default is False and name != _WILDCARDS
    }
    wildcards = read_wildcards(collector, options[_WILDCARDS])
    allowances = Allowances(
        flags["credentials"], flags["dangerously_allow_insecure_origins"], wildcards
    )
    meanings: dict[str, object] = {
        "origins": read_origins(collector, options["origins"], allowances),
        "methods": read_methods(collector, options["methods"]),
        "allow_headers": read_allow_headers(collector, options["allow_headers"]),
        "expose_headers": read_expose_headers(collector, options["expose_headers"]),
        "max_age": read_max_age(collector, options["max_age"]),
        **flags,
        _WILDCARDS: wildcards,
    }
    order = list(DEFAULTS)
    collector.problems.sort(key=lambda problem: order.index(problem.field.partition("[")[0]))
    return meanings


def _problems_of_known(given: Mapping[str, object]) -> list[Problem]:
    """Return the problems of the options *given*, each of which a policy has."""
    collector = ProblemCollector()
    read(collector, given)
    return collector.problems


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
    """
    The options that say which origins are too dangerous to list.

    Attributes:
        credentials: Whether pages may send credentials.
        insecure_origins: Whether credentials may go to ``http:`` origins.
        public_suffixes: Whether wildcards may reach what anyone may register, or the patterns
            that may.
    """

    credentials: bool
    insecure_origins: bool
    public_suffixes: bool | frozenset[str]


def read_origins(
    collector: ProblemCollector, value: object, allowances: Allowances
) -> frozenset[str] | Literal["*"] | OriginSource:
    """Return the option ``origins``; *collector* gets the entries of a list."""
    if callable(value):
        mistake = source_mistake(value)
        if mistake is not None:
            collector.add(ProblemCode.NOT_AN_ORIGIN_SOURCE, "origins", value, mistake)
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
    if collector.problems and allowances.credentials:
        from crossorigin._policy.origin_problems import with_credentials  # noqa: PLC0415 - a mistake

        collector.problems = with_credentials(collector.problems)
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
    if not isinstance(entry, str):
        collector.add_no_text(f"origins[{index}]", entry)
        return
    parts = split_pattern(entry)
    if parts is None:
        where = f"origins[{index}]"
        if entry == ANY and allowances.credentials:
            _check_wildcard(collector, allowances)
        elif entry == ANY:
            hint = 'write origins="*" alone, or leave it out of the list'
            collector.add(ProblemCode.KEYWORD_NOT_ALONE, where, entry, hint)
        else:
            collector.add_origin(where, entry)
        return
    scheme, host, _ = parts
    collector.origins.add(entry)
    needs_trust = allowances.credentials and not allowances.insecure_origins
    if needs_trust and not is_trustworthy(scheme, host):
        collector.add(ProblemCode.INSECURE_ORIGIN, f"origins[{index}]", entry, _INSECURE)
    if "*" not in entry:
        return
    collector.patterns[entry] = pattern_of(*parts)
    reaches = _suffix_hint(entry, host, allowances) if "*" in host else None
    if reaches is not None:
        collector.add(ProblemCode.PUBLIC_SUFFIX_WILDCARD, f"origins[{index}]", entry, reaches)


_INSECURE: Final = (
    "write https://, because anyone on the network can forge an http: page;"
    " or set dangerously_allow_insecure_origins=True"
)


def _suffix_hint(entry: str, host: str, allowances: Allowances) -> str | None:
    """Return the hint of a pattern that reaches what anyone may register, unless it may."""
    permitted = allowances.public_suffixes
    if permitted is True or (permitted and entry in permitted):
        return None
    from crossorigin._policy.suffix_hints import suffix_hint  # noqa: PLC0415 - only for a wildcard

    return suffix_hint(entry, host, has_credentials=allowances.credentials)


def read_wildcards(collector: ProblemCollector, value: object) -> bool | frozenset[str]:
    """Return the option ``dangerously_allow_public_suffixes``."""
    if isinstance(value, bool):
        return value
    has_patterns = "://" in value if isinstance(value, str) else is_collection(value)
    if not has_patterns:
        hint = "write True or False, or the list of the very patterns that may"
        collector.add(ProblemCode.NOT_A_BOOLEAN, _WILDCARDS, value, hint)
        return False
    permitted: set[str] = set()
    for index, member in enumerate(collector.members(_WILDCARDS, value)):
        where = f"{_WILDCARDS}[{index}]"
        entry = str(member) if isinstance(member, _PARSED) else member
        if not isinstance(entry, str):
            collector.add_no_text(where, entry)
        elif split_pattern(entry) is None:
            collector.add_origin(where, entry)
        else:
            permitted.add(entry)
    return frozenset(permitted) or False
