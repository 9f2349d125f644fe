"""Prove that the built documentation loads nothing from another host."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

# Attributes that a browser loads without being asked; a link to another page is not one.
LOADING: Final = {
    "audio": {"src"},
    "embed": {"src"},
    "iframe": {"src"},
    "img": {"src", "srcset"},
    "link": {"href"},
    "object": {"data"},
    "script": {"src"},
    "source": {"src", "srcset"},
    "video": {"poster", "src"},
}
REMOTE: Final = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
REMOTE_IN_STYLE: Final = re.compile(
    r"""(?:url\(\s*|@import\s+)["']?\s*(?:https?:)?//[^"')\s]+""", re.IGNORECASE
)


class Page(HTMLParser):
    """Collect what a page loads from elsewhere."""

    def __init__(self, text: str) -> None:
        """Read the HTML *text*."""
        super().__init__()
        self.remote: list[str] = REMOTE_IN_STYLE.findall(text)
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of an element."""
        self.remote += [
            f'<{tag} {name}="{value}">'
            for name, value in attrs
            if name in LOADING.get(tag, ()) and value and REMOTE.match(value)
        ]


def main() -> None:
    """Read every page and style sheet of the directory that the first argument names."""
    root = Path(sys.argv[1])
    found = {path: Page(path.read_text()).remote for path in root.rglob("*.html")}
    found |= {path: REMOTE_IN_STYLE.findall(path.read_text()) for path in root.rglob("*.css")}
    complaints = [f"{path}: {remote}" for path, all_of_it in found.items() for remote in all_of_it]
    if complaints:
        sys.exit("\n".join(["The documentation loads from another host:", *complaints]))
    print(f"{len(found)} pages and style sheets load nothing from another host")


if __name__ == "__main__":
    main()
