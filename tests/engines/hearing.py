"""What the console of an engine says of a row, and what the model says that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser.console import printed
from tests.engines.telling import outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin._browser.engines import Engine
    from tests.engines.rows import Row

# Rows of which an engine says what the model does not, and why that stays so.
UNSAID: Final[Mapping[Engine, Mapping[str, str]]] = {
    "chromium": {
        "to-mailto": "lists all schemes that this build knows",
        "to-unknown": "lists all schemes that this build knows",
        "to-own-get-app": "says nothing of its own credentials, which are not followed",
        "to-own-put-app": "says nothing of its own credentials, which are not followed",
        "same-origin-redirect": "says nothing after a redirect",
    },
    "firefox": {
        "C44-closed": "says three times what others say twice",
        "C44-elsewhere": "follows the preflight's redirect before it complains",
        "after-no-response": "counts the headers of an earlier response",
        "to-mailto": "names where the redirect leads",
        "to-unknown": "names where the redirect leads",
    },
    "webkit": {
        "same-origin-redirect": "has another sentence after a redirect",
        "to-empty": "takes an empty Location for none, and says nothing",
        "to-own-put-api": "names the first URL, though it has asked the second",
    },
}


def expected(row: Row, engine: Engine, page: str) -> list[str]:
    """Return what the model of *engine* has it print for *row*, on the page *page*, sorted."""
    lines = (
        line
        for outcome in outcomes(row, engine)
        for line in printed(outcome, engine, way=row.via, page=page)
    )
    return sorted(lines)
