"""Write the figures down as a page of the documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from benchmarks import (
    construction,
    flask_apps,
    growth,
    guarding,
    hostile,
    imports,
    machine,
    servers,
    watching,
)
from benchmarks.budgets import TOLERANCE, judged
from benchmarks.figures import shown, shown_range, shown_ratio

if TYPE_CHECKING:
    from benchmarks.figures import Figure

_HEAD: Final = """\
# What it costs

Every figure on this page was measured in one run of one command, which wrote this page:

```console
$ make bench
```

Each part has a process of its own, which loads nothing but the framework it is about. There, pinned
to one CPU, each app answers the same request in turn, in short samples of CPU time, with the garbage
collector off. The order is another one in each round, and a ratio is taken between two samples of
the same round: another process that makes the machine slower for a while makes both slower. What
stands in a table is the median; half of all rounds lie between the two figures in parentheses. (The
ratio of the fastest samples, of which one is lucky, was tried: of five runs on a busy machine, it
differed by 0.03 to 0.04, the median of the ratios by 0.01.) The view does next to nothing, so that
what a library adds weighs as much as it ever can; the apps are built anew several times, because it
matters where objects lie in memory. `make bench-check` fails if a ratio misses its budget by more than {tolerance}.
`make bench-instructions` counts instructions in place of time, and so says the same whatever else runs.
"""
_REQUESTS: Final = """
The bare app is the first line, in microseconds of CPU time. The others are multiples of it, for the
same request: from an origin that may read, without `Origin`, from an origin that may not, and a
preflight (which a bare app answers as any other `OPTIONS`).
"""
_LEADS: Final = {
    "Flask": _REQUESTS
    + """
`CORS(app)` has one policy for the app, that of `methods="route"` asks Flask's router which methods
the route has; in the two lines with another policy inside, that inner one is in force.
Flask-CORS and the historical decorator call the app for a preflight, too. `@cross_origin` alone is
measured after the requests that are counted until the first one's signals are listened to no more.
""",
    flask_apps.FIRST: """
The request that wraps an app: each app of a process with 200 of them, of 200 decorated views each, has
its first one.
""",
    "Starlette": _REQUESTS,
    watching.COUNTERS: """
The same app, with and without the counters of refusals: in pairs of lines, the other one first.
""",
    watching.SHADOW: """
The same app, with and without a shadow beside its policy: in pairs of lines, the other one first.
""",
    guarding.SECTION: """
The same app, with a guard that lists its hosts and with one that lists none: in pairs of lines, the other one first.
""",
    "Django": _REQUESTS,
    growth.SECTION: """
A request from one of a thousand origins, all over the list (hit), or from as many that are not
listed (miss); the ratio is that to a policy with one origin. The lines with
“CORSMiddleware alone” have no framework around them, and so show the matching itself.
""",
    hostile.SECTION: """
The most expensive of several values of each size, in microseconds of CPU time for the whole
request, with nothing but this library around an app that does nothing (Flask-CORS: with Flask).
`Access-Control-Request-Headers` is read up to 4 KB; the policy either lists its headers, or
permits `"*"` and must repeat what was asked for. The in-label patterns are as many as have different
lengths before and after the `*`, below one parent domain, and the host is as long as a label can be.
""",
    construction.SECTION: """
Each in a process of its own. Memory is what the policy holds beyond the strings that it was given.
""",
    imports.SECTION: """
CPU time of a fresh interpreter, beyond that of one which imports nothing more than is said.
""",
    servers.SECTION: """
`gunicorn --workers 2`, asked by `wrk` on the same machine, the servers in turn; the ratio is that to
the bare app's rate in the same round, so more is better.
""",
}
# Few of their figures share a column.
_LONG: Final = {hostile.SECTION, imports.SECTION}
_IS_CODE: Final = re.compile(r"[(@]|^import ")
_PLOTS: Final = """
```{{image}} benchmarks/{name}-light.svg
:alt: {alt}
:class: only-light
```

```{{image}} benchmarks/{name}-dark.svg
:alt: {alt}
:class: only-dark
```
"""


def text(figures: list[Figure], alts: dict[str, str]) -> str:
    """Return the page: *figures*, and the plots whose alternative texts are *alts*."""
    sections = dict.fromkeys(figure.section for figure in figures)
    return "\n".join(
        [
            _HEAD.format(tolerance=TOLERANCE),
            *(_PLOTS.format(name=name, alt=alt).strip() + "\n" for name, alt in alts.items()),
            _budgets(figures),
            *(_section(name, figures) for name in sections),
            _machine(),
        ]
    )


def _budgets(figures: list[Figure]) -> str:
    """Return the table of the budgets."""
    verdicts = judged(figures)
    rows = [
        [verdict.name, f"≤ {verdict.limit}", f"{verdict.measured}, {verdict.word}"]
        for verdict in verdicts
    ]
    return "## Budgets\n\n" + _table(["figure", "budget", "measured"], rows)


def _section(name: str, figures: list[Figure]) -> str:
    """Return the section *name*."""
    ours = [figure for figure in figures if figure.section == name]
    head = f"## {name}\n{_LEADS[name]}\n"
    if name in _LONG:
        rows = [[_code(figure.row), figure.column, _cell(figure)] for figure in ours]
        return head + _table(["", "", ""], rows)
    columns = list(dict.fromkeys(figure.column for figure in ours))
    cells = {(figure.row, figure.column): _cell(figure) for figure in ours}
    rows = [
        [_code(row), *(cells.get((row, column), "") for column in columns)]
        for row in dict.fromkeys(figure.row for figure in ours)
    ]
    return head + _table(["", *columns], rows)


def _code(row: str) -> str:
    """Return the name of a row, set as code if it is some."""
    return f"`{row}`" if _IS_CODE.search(row) else row


def _cell(figure: Figure) -> str:
    """Return what a table shows of *figure*."""
    value = f"{shown(figure.value.median)} {figure.unit.removesuffix(' per origin')}"
    if figure.ratio is None:
        return (
            value
            if figure.value.low == figure.value.high
            else f"{value} ({shown_range(figure.value)})"
        )
    if figure.ratio.low == figure.ratio.high == 1:
        return value
    if figure.section == growth.SECTION:
        return f"{value}, {shown_ratio(figure.ratio.median)}"
    if figure.section == servers.SECTION:
        return f"{value}, {shown_ratio(figure.ratio.median)} ({shown_range(figure.ratio)})"
    return f"{shown_ratio(figure.ratio.median)} ({shown_range(figure.ratio)})"


def _machine() -> str:
    """Return the table of what all this was measured on."""
    rows = [[name, value] for name, value in machine.described()]
    return "## Where this was measured\n\n" + _table(["", ""], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
