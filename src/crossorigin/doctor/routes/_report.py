"""The reports about routes: text of 80 columns, and JSON."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor._text_layout import WIDTH, counted, with_label, wrap
from crossorigin.doctor.routes._mistake import docs_of
from crossorigin.doctor.routes._site import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin import Policy
    from crossorigin._adapters.coverage import CoveredRoute, Declaration
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.routes._mistake import Mistake

_MIN_RULE: Final = 16
_MAX_RULE: Final = 30
_METHODS: Final = 16
# Every browser may send these; a table is read for the others.
_IMPLIED: Final = frozenset({"HEAD", "OPTIONS"})
_NONE: Final = "none"
_CLOSED: Final = "closed"


def shown_place(declared: Declaration | None) -> str:
    """Return *declared*, a file below this folder by its relative path."""
    if declared is None:
        return ""
    if declared.line is None:
        return escape(declared.file)
    relative = os.path.relpath(declared.file)
    file = declared.file if relative.startswith("..") else relative
    return escape(f"{file}:{declared.line}")


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
    yield "plain", ""
    width = max([_MIN_RULE, *(len(escape(route.rule)) for route in routes)])
    width = min(width, _MAX_RULE)
    yield "dim", f"  {'route':{width}}  {'methods':{_METHODS}}  policy, declared"
    for route in sorted(routes, key=lambda route: (route.is_covered, route.rule, route.methods)):
        yield from _row(route, width)


def _row(route: CoveredRoute, width: int) -> Iterator[Line]:
    """Yield the lines about *route*: what is too long for its column has a line of its own."""
    style = "plain" if route.policy else "dim" if route.is_covered else "failed"
    names = [each for each in route.methods if each not in _IMPLIED] or list(route.methods)
    methods, rule = " ".join(names) or "any", escape(route.rule)
    if len(rule) > width:
        yield style, f"  {rule}"
        rule = ""
    if len(methods) > _METHODS:
        yield style, f"  {rule:{width}}  {methods}".rstrip()
        rule = methods = ""
    sign = "✗" if style == "failed" else " "
    policy, where = policy_text(route), shown_place(route.declared)
    head = f"{sign} {rule:{width}}  {methods:{_METHODS}}  {policy}"
    if where and len(f"{head}  {where}") <= WIDTH:
        yield style, f"{head}  {where}"
        return
    yield style, head
    if where:
        at = f"{'':{width + _METHODS + 6}}{where}"
        yield "dim", at if len(at) <= WIDTH else f"{where:>{WIDTH}}"


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


def mistake_lines(mistakes: Sequence[Mistake]) -> Iterator[Line]:
    """Yield the report of *mistakes*, the certain ones first."""
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
        yield from with_label("where", escape(each.where), "plain")
        yield from wrap("plain", escape(each.what), " " * 10)
        yield from with_label("fix", escape(each.fix), "fix")
        yield "dim", f"{'more':10}{docs_of(each.slug)}"


def mistakes_json(mistakes: Sequence[Mistake]) -> str:
    """Return *mistakes* as JSON."""
    return json.dumps({"findings": [each.as_dict() for each in mistakes]}, indent=2)
