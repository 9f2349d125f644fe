"""The reports about routes: text of 80 columns, and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor._text_layout import WIDTH, counted, with_label, wrap
from crossorigin.doctor.routes._site import listed, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin import Policy
    from crossorigin._adapters.coverage import CoveredRoute
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.routes._mistake import Mistake

# The widest columns of the table.
_MAX_RULE: Final = 30
_MAX_METHODS: Final = 16
# Before what stands on a line of its own.
_BELOW: Final = " " * 6
# Every browser may send these; a table is read for the others.
_IMPLIED: Final = frozenset({"HEAD", "OPTIONS"})
_NONE: Final = "none"
_CLOSED: Final = "closed"


def policy_text(route: CoveredRoute) -> str:
    """Return who may read *route*, in a few words."""
    policy = route.policy
    if policy is None:
        return _CLOSED if route.declared is not None else _NONE
    patterns = listed(policy) or ["a function decides"]
    more = f" +{len(patterns) - 1}" if len(patterns) > 1 else ""
    return f"{escape(patterns[0])}{more}{_flags(policy)}"


def _flags(policy: Policy) -> str:
    """Return the options of *policy* that a reviewer looks for."""
    return ", credentials" if policy.credentials else ""


def route_lines(routes: Sequence[CoveredRoute]) -> Iterator[Line]:
    """Yield the table of *routes*: those that nothing covers first, then by rule."""
    bare = sum(not route.is_covered for route in routes)
    style = "blocked" if bare else "readable"
    yield style, f"{'✗' if bare else '✓'} {counted(len(routes), 'route')}, {bare} without a policy"
    if not routes:
        return
    yield "plain", ""
    rule = _column("route", [escape(route.rule) for route in routes], _MAX_RULE)
    methods = _column("methods", [shown_methods(route) for route in routes], _MAX_METHODS)
    yield "dim", f"  {'route':{rule}}  {'methods':{methods}}  policy, declared"
    for route in sorted(routes, key=lambda route: (route.is_covered, route.rule, route.methods)):
        yield from _row(route, rule, methods)


def _column(title: str, texts: list[str], most: int) -> int:
    """Return the width of a column with *title* and *texts*, *most* at most."""
    return min(most, max(len(text) for text in (title, *texts)))


def shown_methods(route: CoveredRoute) -> str:
    """Return the methods of *route* that not every page may send to every app."""
    names = [each for each in route.methods if each not in _IMPLIED] or list(route.methods)
    return " ".join(names) or "any"


def _row(route: CoveredRoute, rule_width: int, methods_width: int) -> Iterator[Line]:
    """Yield the lines about *route*: what is too long for its column has a line of its own."""
    style = "plain" if route.policy else "dim" if route.is_covered else "failed"
    head = f"{'✗' if style == 'failed' else ' '} {escape(route.rule)}"
    if len(head) > rule_width + 2:
        yield style, head
        head = ""
    head = f"{head:{rule_width + 4}}{shown_methods(route)}"
    start = rule_width + methods_width + 6
    policy, where = policy_text(route), place(route.declared, "")
    both = f"{policy}  {where}".rstrip()
    if len(both) <= WIDTH - start and len(head) <= start - 2:
        yield style, f"{head:{start}}{both}"
        return
    yield style, head
    texts = (both,) if len(both) <= WIDTH - len(_BELOW) else (policy, where)
    yield from ((style, f"{_BELOW}{text}") for text in texts)


def routes_json(routes: Sequence[CoveredRoute]) -> str:
    """Return *routes* as JSON: a list of rule, methods, policy and declared."""
    return json.dumps(
        [
            {
                "rule": route.rule,
                "methods": list(route.methods),
                "policy": None if route.policy is None else _as_json(route.policy),
                "declared": None
                if route.declared is None
                else {"file": route.declared.file, "line": route.declared.line},
            }
            for route in routes
        ],
        indent=2,
    )


def _as_json(policy: Policy) -> dict[str, object]:
    """Return *policy* as JSON holds it; a function has its name."""
    return {
        name: repr(value) if callable(value) else value for name, value in policy.as_dict().items()
    }


def mistake_lines(mistakes: Sequence[Mistake], more: str) -> Iterator[Line]:
    """Yield the report of *mistakes*, the certain ones first; the command *more* explains each."""
    certain = sum(each.is_certain for each in mistakes)
    if not mistakes:
        yield "readable", "✓ NO FINDINGS"
        return
    maybe = len(mistakes) - certain
    yield "blocked", f"✗ {counted(len(mistakes), 'FINDING').upper()}"
    if maybe:
        yield "plain", f"  {maybe} of them may be on purpose"
    for each in sorted(mistakes, key=lambda each: not each.is_certain):
        yield "plain", ""
        label = "" if each.is_certain else "  (may be)"
        yield "failed" if each.is_certain else "cause", f"{each.slug}{label}"
        yield from with_label("where", each.where, "plain")
        yield from wrap("plain", escape(each.what), " " * 10)
        yield from with_label("fix", escape(each.fix), "fix")
        yield "dim", f"{'more':10}{more} {each.slug}"


def mistakes_json(mistakes: Sequence[Mistake], more: str) -> str:
    """Return *mistakes* as JSON."""
    findings = [each.as_dict() | {"docs": f"{more} {each.slug}"} for each in mistakes]
    return json.dumps({"findings": findings}, indent=2)
