"""Write the matrix of features and adapters into docs/guides/frameworks.md, from its tests."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.frameworks.features import ADAPTERS, FEATURES

PAGE: Final = Path(__file__).parent.parent / "docs/guides/frameworks.md"
_BEGIN: Final = "<!-- Written by tools/features_page.py, from tests/frameworks/features.py -->\n"
_END: Final = "<!-- end -->\n"


def matrix() -> str:
    """Return the matrix, a table of Markdown."""
    rows = [
        ["", *ADAPTERS],
        ["---", *[":-:" for _ in ADAPTERS]],
        *[
            [feature.name, *["✓" if feature.app in apps else "–" for apps in ADAPTERS.values()]]
            for feature in FEATURES
        ],
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def with_matrix(page: str) -> str:
    """Return *page* with the matrix as it is now."""
    before, _, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n{matrix()}\n{end}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_matrix(PAGE.read_text()))
