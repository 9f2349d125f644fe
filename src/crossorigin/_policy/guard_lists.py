"""Read the lists of a guard: of origins that may send, and of hosts; loaded if it has one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeGuard

from crossorigin._policy.collector import ProblemCollector
from crossorigin._policy.hosts import SCHEME, HostSet
from crossorigin._policy.options import Allowances, read_origins
from crossorigin._policy.origins import OriginPattern, pattern_of
from crossorigin._web.fetch import DEFAULT_PORTS
from crossorigin._web.origins import split_pattern
from crossorigin.errors import Problem, ProblemCode

_LOOPBACK: Final = "loopback"
_LOOPBACK_HOSTS: Final = ("localhost:*", "127.0.0.1:*", "[::1]:*")
# Their hosts are made up anew for each window or installation, so that no list can name them. The
# ids of other extensions, and the hosts of other shells, are known.
# https://code.visualstudio.com/api/extension-guides/webview
# https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/Web_accessible_resources
_UNNAMED: Final = {
    f"{scheme}://*": OriginPattern(scheme, "*")
    for scheme in ("moz-extension", "safari-web-extension", "vscode-webview")
}
_DEFAULT_PORT: Final = str(DEFAULT_PORTS["http"])


def read_trusted(value: object, allowances: Allowances) -> ProblemCollector:
    """Return the origins of the option ``trusted``, and every mistake in it."""
    collector = ProblemCollector()
    entries = collector.members("trusted", value)
    if entries:
        read_origins(collector, entries, allowances)
    unnamed = {entry: _UNNAMED[entry] for entry in entries if _is_unnamed(entry)}
    collector.listed = collector.listed.union(unnamed)
    collector.patterns |= unnamed
    collector.problems = [
        _in_trusted(problem) for problem in collector.problems if not _is_unnamed(problem.value)
    ]
    return collector


def _is_unnamed(entry: object) -> TypeGuard[str]:
    """Tell whether *entry* stands for every host of a scheme whose hosts no list can name."""
    return isinstance(entry, str) and entry in _UNNAMED


def _in_trusted(problem: Problem) -> Problem:
    """Return *problem* of a policy's ``origins`` as one of a guard's ``trusted``."""
    if problem.code is ProblemCode.WILDCARD_WITH_CREDENTIALS:
        hint = "list the origins you trust, or leave the guard off"
        return Problem(ProblemCode.GUARD_TRUSTS_EVERYONE, "trusted", "*", hint)
    return replace(problem, field=problem.field.replace("origins", "trusted", 1))


def read_hosts(
    value: object,
    public_suffixes: bool | frozenset[str],  # noqa: FBT001 - the meaning of an option
) -> tuple[ProblemCollector, HostSet | None]:
    """Return the hosts of the option ``hosts``, with every mistake in it, and the set of them."""
    collector = ProblemCollector()
    for index, entry in enumerate(collector.members("hosts", value)):
        where = f"hosts[{index}]"
        if not isinstance(entry, str):
            collector.add_no_text(where, entry)
            continue
        for host in _LOOPBACK_HOSTS if entry == _LOOPBACK else (entry,):
            pattern = _pattern_of(collector, where, host)
            if pattern is None:
                continue
            collector.origins.add(host)
            if "*" in host:
                collector.patterns[host] = pattern
                _check_suffix(collector, where, host, pattern, public_suffixes)
    collector.listed = frozenset(collector.origins)
    names = HostSet(collector.listed, collector.patterns.values()) if collector.listed else None
    return collector, names


def _pattern_of(collector: ProblemCollector, where: str, entry: str) -> OriginPattern | None:
    """Return *entry* as a pattern of origins, ``None`` if it is a mistake."""
    parts = split_pattern(f"{SCHEME}://{entry}")
    # `localhost:80` is `localhost`; and a dot at the end of a request's host is left out.
    if parts is None or parts[2] == _DEFAULT_PORT or parts[1].endswith("."):
        from crossorigin._policy.host_problems import of_host  # noqa: PLC0415 - a mistake

        collector.problems.append(of_host(where, entry))
        return None
    return pattern_of(*parts)


def _check_suffix(
    collector: ProblemCollector,
    where: str,
    entry: str,
    pattern: OriginPattern,
    public_suffixes: bool | frozenset[str],  # noqa: FBT001 - as above
) -> None:
    """Add the problem of an *entry* that reaches names which anyone may register, unless it may."""
    permitted = public_suffixes is True or (public_suffixes and str(pattern) in public_suffixes)
    if "*" not in pattern.host or permitted:
        return
    from crossorigin._policy.host_problems import suffix_hint_of  # noqa: PLC0415 - for a wildcard

    hint = suffix_hint_of(entry, pattern.host)
    if hint is not None:
        collector.add(ProblemCode.PUBLIC_SUFFIX_WILDCARD, where, entry, hint)
