"""
What it takes to prove whether an expression is harmless: ``python -m benchmarks.proofs``.

Each expression of the corpus is read and examined once, in one process. The list of public suffixes
is loaded before: a command loads it once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time
from typing import Final

from crossorigin.proof import ExpressionError, Flavor, UndecidedError, accept_expression, examine

_CORPUS: Final = Path("tests/proof/expressions.jsonl")
# Milliseconds, of half of the expressions, and of 99 in 100.
BUDGETS: Final = {0.5: 20.0, 0.99: 200.0}


def main() -> None:
    """Print what half of the proofs, 99 in 100, and the longest take; fail if a budget is missed."""
    rows = [json.loads(line) for line in _CORPUS.read_text(encoding="utf-8").splitlines()]
    _examine(rows[0])
    times = sorted((_examine(row), row["expression"]) for row in rows)
    is_over = False
    for share, budget in BUDGETS.items():
        milliseconds, _ = times[int(len(times) * share)]
        is_over |= milliseconds > budget
        print(f"{share:.0%} of {len(times)}: {milliseconds:.1f} ms (budget: {budget:.0f} ms)")
    for milliseconds, expression in times[-3:]:
        print(f"{milliseconds:.1f} ms: {expression}")
    sys.exit(is_over)


def _examine(row: dict[str, str]) -> float:
    """Return how many milliseconds it takes to examine the expression of *row*."""
    start = process_time()
    try:
        ignore_case = bool(row["ignore_case"])
        examine(
            accept_expression(row["expression"], Flavor(row["flavor"]), ignore_case=ignore_case)
        )
    except (ExpressionError, UndecidedError):
        pass  # what is said in place of a proof takes its time, too
    return (process_time() - start) * 1000


if __name__ == "__main__":
    main()
