"""Write down what a soak has come to, as a page of the documentation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from benchmarks.machine import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from soak.run import Fared

_HEAD: Final = """\
# Under load and under faults

Every figure on this page came from one run of one command, which wrote this page:

```console
$ make soak MINUTES={minutes:g} ARGS=--write
```

Each server has two workers and serves one app, behind one policy of 200 origins and a wildcard, with
credentials. A client on the same machine asks over {connections} connections at once, at random, for every
kind of answer below, in the name of pages that the policy lets in and of others that it does not. It knows
each request that it sent. It reads every answer and compares the status, every line of the CORS
headers and of `Vary`, how often each line is there, and a number by which the app says which
request it answers: what belongs to another request, or to nobody, is wrong.

- *Connections one after another*: {after_another:,} of them, opened one by one.
- *Left*: the client goes away before the answer comes, once in 500 requests.
- *Killed*: toward the end, a worker is killed every other second. Only then may a request
  get no answer, or an answer whose end is missing; its headers are checked.
- *Memory*: of both workers together, before the load and after it.
- *wrk*: requests per second, when nothing is checked, for nothing but the throughput. (With
  several workers uvicorn leaves Nagle's algorithm on, so that an answer in two pieces waits for
  the other side's kernel.)

Two things are the servers' own, and so expected of them, with no middleware, too: gunicorn puts the
headers of a second `start_response` beside those of the first, and granian may end the connection
before the head of an answer whose WSGI app raises in its midst has left.
"""
# No measurements, and so written by hand.
BOUNDS: Final = """\
## The limits of what `crossorigin check` and `explain` read

What follows is no measurement: it is in the code. Whatever a server answers, and whatever is pasted,
they end: with a report, or with one sentence and status 2 (the input) or 3 (the server). `make
fuzz` looks for anything else, by the targets `answers`, `console`, `copied` and `har`.

| what | limit | beyond it |
| --- | --- | --- |
| requests for each fetch | 48 | not sent |
| time of an answer | `--timeout`, 10 seconds unless you say otherwise | status 3 |
| headers of an answer | 256 KiB | status 3 |
| lines of headers of an answer | 1,000 | status 3 |
| body of an answer | 64 KiB | the rest is not read |
| text of others in a report | 2,048 characters each | cut, and marked so |
| a text for `explain` | 65,536 characters | status 2 |
| a text for `--curl` | 1 MiB | status 2 |
| a file for `--har` | 256 MiB, which is also the memory that it takes | status 2 |
| brackets in a HAR file | 2,000,000 | status 2 |
| a request in a HAR file | 1 MiB; its response is not read | status 2 |
| fetches checked at once | 50 | status 2 |

Texts are read in one pass: twice the length takes twice the time.
"""
_PACKAGES: Final = ("crossorigin", "Flask", "Starlette", "gunicorn", "uvicorn", "granian")


def page(results: Sequence[Fared], minutes: float, connections: int, after_another: int) -> str:
    """Return the page of *results*, which took so many *minutes*."""
    checked = sum(result.checked for result in results)
    wrong = sum(result.wrong for result in results)
    kinds: Counter[str] = Counter()
    for result in results:
        kinds += result.kinds
    head = _HEAD.format(minutes=minutes, connections=connections, after_another=after_another)
    return "\n".join(
        [
            head,
            f"**{checked:,} answers were checked, and {wrong:,} were wrong.**",
            "",
            *_table(
                ("server", *_COLUMNS),
                [(result.name, *_cells(result)) for result in results],
            ),
            "## What was asked",
            "",
            *_table(
                ("answer", "checked"), [(kind, f"{count:,}") for kind, count in kinds.most_common()]
            ),
            "## Measured on",
            "",
            *_table(("", ""), described(_PACKAGES)),
            BOUNDS,
        ]
    )


_COLUMNS: Final = (
    *("checked", "wrong", "connections", "left", "workers killed", "lost to that"),
    *("memory, MB", "wrk, requests/s"),
)


def _cells(result: Fared) -> list[str]:
    """Return the cells of the row of one server."""
    counts = [result.checked, result.wrong, result.connections, result.left, result.killed]
    return [
        *(f"{count:,}" for count in [*counts, result.lost]),
        f"{result.before:.0f} → {result.after:.0f}",
        "not here" if result.throughput is None else f"{result.throughput:,.0f}",
    ]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return the lines of a table."""
    heads = [*heads]
    lines = [heads, ["---"] * len(heads), *rows]
    return [*(f"| {' | '.join(cells)} |" for cells in lines), ""]
