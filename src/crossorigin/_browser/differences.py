"""
The table of all known differences between the engines and the standard.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from crossorigin._browser import answer_differences, sending_differences
from crossorigin._browser.engines import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping

# By name, in lower case, with dashes.
DIFFERENCES: Final = cast(
    "Mapping[str, Difference[object]]",
    {
        name.lower().replace("_", "-"): row
        for rows in (sending_differences, answer_differences)
        for name, row in vars(rows).items()
        if isinstance(row, Difference)
    },
)
