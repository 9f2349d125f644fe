"""Measure, print a table, and write the page; or check the budgets."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import page, plots, servers, table
from benchmarks.budgets import judged
from benchmarks.plans import CHECK, FULL, QUICK, run

if TYPE_CHECKING:
    from benchmarks.figures import Figure
    from benchmarks.plans import Plan

_DOCS: Final = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--quick", action="store_true", help="a glance: writes nothing")
    which.add_argument(
        "--check", action="store_true", help="fail if a budget is missed: writes nothing"
    )
    options = parser.parse_args()
    plan = QUICK if options.quick else CHECK if options.check else FULL
    figures = _measured(plan)
    verdicts = judged(figures)
    print("\nBudgets")
    print(*(f"  {verdict}" for verdict in verdicts), sep="\n")
    if plan is FULL:
        _write(figures)
    missed = [str(verdict) for verdict in verdicts if not verdict.passes]
    if plan is CHECK and missed:
        sys.exit("\n".join(["", *missed]))


def _measured(plan: Plan) -> list[Figure]:
    """Return the figures of *plan*, and print each as soon as it is there."""
    figures: list[Figure] = []
    for figure in run(plan):
        if not figures or figures[-1].section != figure.section:
            print("", table.head(figure.section), sep="\n")
        print(table.line(figure), flush=True)
        figures.append(figure)
    if plan.asked and shutil.which(servers.WRK) is None:
        print(f"\n{servers.SECTION}: skipped, wrk is not installed: {servers.HOW_TO_INSTALL}")
    return figures


def _write(figures: list[Figure]) -> None:
    """Write the page and its plots."""
    folder = _DOCS / "benchmarks"
    folder.mkdir(exist_ok=True)
    drawn = plots.drawn(figures)
    for plot in drawn:
        for theme, text in plot.files.items():
            (folder / f"{plot.name}-{theme}.svg").write_text(text)
    (_DOCS / "benchmarks.md").write_text(page.text(figures, {p.name: p.alt for p in drawn}))
    print("\ndocs/benchmarks.md and its plots are written")


if __name__ == "__main__":
    main()
