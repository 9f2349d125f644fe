"""The rows that ``make explore`` found, each named after the engine, the seed and the number."""

from __future__ import annotations

from typing import Final

from crossorigin._browser.messages import FetchRequest, WireResponse
from tests.engines.rows import Hop, Row

ROWS: Final[tuple[Row, ...]] = (
    Row(
        id="found-chromium-435683985-1672",
        fetches=(
            FetchRequest(
                url="https://cdn.example.com/@/0",
                origin="https://app.example.com",
                redirect="error",
            ),
        ),
        hops=(
            Hop(
                preflight=(WireResponse(status=200),),
                response=(
                    WireResponse(
                        status=302,
                        headers=(
                            ("Access-Control-Allow-Origin", "https://app.example.com"),
                            ("Location", ""),
                            ("Location", ""),
                        ),
                    ),
                ),
            ),
        ),
        fails="redirect-not-allowed",
    ),
)
