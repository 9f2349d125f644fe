"""
The sections of the documentation about slugs, as a terminal shows them.

The pages are those of ``docs``: in a checkout, ``pages`` has links to them; in a wheel, copies.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._text_layout import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor._text_layout import Line

# The pages, and what a section of each is about.
PAGES: Final = {
    "causes": "a cause of what a console says",
    "failures": "a check that fails in the browser",
    "reasons": "a reason of a decision, or a mistake in a policy",
    "findings": "a finding of crossorigin audit",
    "differences": "a difference that crossorigin conformance finds",
    "coverage": "a finding about the policies of an app",
}
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|[a-z]+")
# Whole pages are pasted where a slug may stand, and the search for one begins by reading it.
_MAX_SLUG: Final = 64
_FENCE: Final = re.compile(r"^```.*\n((?:(?!```).*\n)*)```$\n?", re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_STRONG: Final = re.compile(r"\*\*([^*]+)\*\*")


def section_of(slug: str) -> list[Line]:
    """Return the lines about *slug*, of each page that has a section of that name; none if none has."""
    if len(slug) > _MAX_SLUG or not _SLUG.fullmatch(slug):
        return []
    lines: list[Line] = []
    for page, about in PAGES.items():
        text = (files("crossorigin.doctor") / "pages" / f"{page}.md").read_text(encoding="utf-8")
        found = re.search(rf"^### {slug}\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
        if found is not None:
            lines += [("plain", "")] if lines else []
            lines.append(("cause", f"{slug}: {about}"))
            lines.extend(_lines(found[1].strip("\n")))
    return lines


def _lines(section: str) -> Iterator[Line]:
    """Yield the lines of a *section* of Markdown: code indented, and the rest wrapped."""
    for at, part in enumerate(_FENCE.split(section)):
        if at % 2:
            yield "plain", ""
            yield from (("command", f"    {line}" if line else "") for line in part.splitlines())
            continue
        for paragraph in part.strip("\n").split("\n\n"):
            if paragraph:
                yield "plain", ""
                yield from wrap("plain", _plain(paragraph), "  ")


def _plain(paragraph: str) -> str:
    """Return a *paragraph* of Markdown without its marks; a link to a slug is its text alone."""
    return _STRONG.sub(r"\1", _LINK.sub(_link, paragraph)).replace("`", "")


def _link(found: re.Match[str]) -> str:
    """Return the text of a link, with the address if that is one of the web."""
    text, address = found.groups()
    return f"{text} ({address})" if address.startswith("https:") else text
