"""Put each server under load and under faults; fail if one header of one answer is wrong."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from soak.page import page
from soak.run import AFTER_ANOTHER, CONNECTIONS, run
from soak.servers import SERVERS

if TYPE_CHECKING:
    from soak.run import Fared

_PAGE: Final = Path("docs/reliability.md")


def main() -> int:
    """Soak, print the figures, and return 1 if anything was wrong, otherwise 0."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="how long, in all")
    parser.add_argument("--seed", type=int, default=0, help="what is asked")
    parser.add_argument("--write", action="store_true", help=f"write {_PAGE}, too")
    parser.add_argument("servers", nargs="*", metavar="SERVER", help=", ".join(SERVERS))
    options = parser.parse_args()
    names: list[str] = options.servers or [*SERVERS]
    results: list[Fared] = []
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        results.append(run(name, options.minutes * 60 / len(names), options.seed))
    text = page(results, options.minutes, CONNECTIONS, AFTER_ANOTHER)
    print(text)
    if options.write:
        _PAGE.write_text(text)
    for result in results:
        for tally in result.tallies:
            print(*tally.complaints, sep="\n", file=sys.stderr)
    return 1 if any(result.wrong for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
