"""Write docs/reference/engines.md, from the tables that the model of the browser reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from crossorigin._browser.differences import DIFFERENCES
from crossorigin._browser.engines import VERSIONS
from tests.engines.tables.loads import LOADS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from crossorigin._browser.engines import Difference
    from tests.engines.loads import Load, Seen

PAGE: Final = Path(__file__).parent.parent / "docs/reference/engines.md"
NAMES: Final = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}
_STANDARD: Final = "https://fetch.spec.whatwg.org/"
_HEAD: Final = """# Where the engines differ

Three engines were asked what they do, and compared with the Fetch Standard, request by request:
{versions}. This page has all that is known to differ. It is
written by `tools/engines_page.py` from the table that the model of the browser reads, and that
model agrees with the three engines on every request that is tried: `make explore` tries more.

Each section says what a value is about, the standard's value with its clause, and the value of
each engine that differs, in the version above.
"""
_FOOT: Final = """
## What is not compared

- A request with credentials in the mode `no-cors`, of a sandboxed frame: Chromium and Firefox send
  `Origin: null` there if the page around it is of the same site.
- How an `XMLHttpRequest` reads `Access-Control-Expose-Headers` with something malformed after the
  wildcard: in Firefox, not as `fetch` does.
- The Content-Type that the body of an `XMLHttpRequest` brings: in Firefox, it does not come back after a
  redirect that dropped it, as that of `fetch` does, and one that the page sets.
- An `XMLHttpRequest` with a conditional header, for which Firefox uses what is kept, unlike `fetch`.
- Bytes beyond ASCII in the headers of responses, which WebKit takes for UTF-8.
- The user name and the password in the URL of a response.
- Hosts that one engine takes and another does not. Chromium takes whatever follows `xn--`, valid
  punycode or not; Firefox has no `"` in a host, and neither Firefox nor WebKit reaches one with
  `"` or a back quote; all three refuse a label such as `1` beside one that is written from right
  to left.
- Of a `data:` URL: that Chromium ends a parameter at a semicolon within quotation marks, and keeps
  a backslash there if no mark follows; that Firefox knows no host, user name or dot segments; that
  Chromium and Firefox leave a space at the end of the path as it is; that Firefox takes spaces out
  of its URL where the body is Base64; and that Firefox shows no header of it to an
  `XMLHttpRequest` but the type.
- What an engine does with the same request once more. Chromium asks again, once, if a connection
  that was in use before answers 408, a preflight included; what comes of it is the same.
- A redirect by another site to `mailto:`, in the mode `no-cors`: in Firefox, such a fetch never ends.
- The version of HTTP. Chromium sends a stream over HTTP/2 and HTTP/3 only, and fails otherwise
  before anything is sent; to the model, every server speaks them.
- That Chromium writes a `Range` anew: `bytes=+0-09` is sent as `bytes=0-9`.
- Lines of `Content-Length` that differ, and in Firefox several lines of `WWW-Authenticate` or of
  `X-Frame-Options`.
- How long an answer is kept, but for whether it is kept at all.

## What consoles say

What each engine prints when a page may not read a response is known word for word, and compared,
too. Not known is what it prints of a redirect of the page's own origin to another scheme than
`http` or `https`, and of any redirect to `blob:`, `file:`, `resource:` or `view-source:`: for these,
each engine has sentences of its own, scheme by scheme.
"""
_LOADS: Final = """
## What a page is made of

Images, styles, scripts, modules, fonts, the time that a response took, and what the HTTP cache and
the preflight cache of one page leave to the next: {count} cases were written by hand, each with the
section of a standard that it is from, and loaded by the three engines. The engines differ from the
standard in those of this table; the names are those of `tests/engines/tables/loads.py`. A page can
*read* what it loads, or knows no more than that it is *loaded*, or gets an *error*; a request is
its method and its `Origin`.

| case | who | a page can | requests |
|---|---|---|---|
{rows}
"""


def page() -> str:
    """Return the whole page."""
    versions = [f"{NAMES[engine]} {version}" for engine, version in VERSIONS.items()]
    head = _HEAD.format(versions=f"{', '.join(versions[:-1])} and {versions[-1]}")
    sections = [_section(name, row) for name, row in sorted(DIFFERENCES.items())]
    return "\n".join([head, *sections]) + _loads() + _FOOT


def _loads() -> str:
    """Return the section of what a page is made of."""
    rows = [line for load in LOADS if load.engines for line in _lines_of(load)]
    return _LOADS.format(count=len(LOADS), rows="\n".join(rows))


def _lines_of(load: Load) -> Iterator[str]:
    """Yield the lines of a table about *load*."""
    yield f"| `{load.id}` | [the standard]({load.clause}) | {_told(load.expected)} |"
    for engine, seen in load.engines.items():
        yield f"| | {NAMES[engine]} | {_told(seen)} |"


def _told(seen: Seen) -> str:
    """Return the cells that tell what was *seen*."""
    return f"{', '.join(seen.read)} | {', '.join(f'`{line}`' for line in seen.wire)}"


def _section(name: str, row: Difference[object]) -> str:
    """Return the section of one difference."""
    lines = [
        f"## {name}",
        "",
        row.what,
        "",
        "| who | value |",
        "|---|---|",
        f"| [the standard]({_STANDARD}{row.clause}) | {written(row.standard)} |",
        *(f"| {NAMES[engine]} | {written(value)} |" for engine, value in row.engines.items()),
        "",
    ]
    return "\n".join(lines)


def written(value: object) -> str:
    """Return *value* for a person."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "no limit"
    return ", ".join(_parts(value)) or "none"


def _parts(value: object) -> Iterator[str]:
    """Yield the parts of *value*."""
    if isinstance(value, dict):
        patterns = cast("dict[str, re.Pattern[str]]", value)
        yield from (f"`{name}` as `{_escaped(text.pattern)}`" for name, text in patterns.items())
    elif isinstance(value, tuple):
        yield ", then ".join(f"`{part}`" for part in cast("tuple[str, ...]", value))
    elif isinstance(value, frozenset):
        yield from (f"`{part}`" for part in sorted(cast("frozenset[str]", value)))
    elif isinstance(value, str):
        yield f"`{_escaped(value)}`"
    else:
        yield str(value)


def _escaped(text: str) -> str:
    """Return *text* so that it stands in a cell of a table."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page())
