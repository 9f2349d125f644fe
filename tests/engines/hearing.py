"""What the model says that the console of an engine says of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._browser.console import console_messages
from tests.engines.telling import outcomes

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from tests.engines.rows import Row


def expected(row: Row, engine: Engine, page: str) -> list[str]:
    """Return what the model of *engine* has it print for *row*, on the page *page*, sorted."""
    lines = (
        line
        for outcome in outcomes(row, engine)
        for line in console_messages(outcome, engine, way=row.via, page=page)
    )
    return sorted(lines)
