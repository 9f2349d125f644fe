"""
The fixture ``browser``, which pytest has wherever this library is installed.

Source: https://docs.pytest.org/en/stable/how-to/fixtures.html
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Unpack

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.testing import Browser
    from crossorigin.testing._browser import BrowserOptions, OpenBrowser
    from crossorigin.testing._network import App, Apps


__all__ = ["browser"]


@pytest.fixture
def browser() -> Iterator[OpenBrowser]:
    """Open browsers by ``browser(app, origin=…)``: each starts its apps, and is closed at the end."""
    # Loaded when a test asks for it, not with pytest.
    from crossorigin.testing import Browser  # noqa: PLC0415 - as said

    with ExitStack() as stack:

        def open_browser(
            app: App | Apps, /, *, origin: str, **options: Unpack[BrowserOptions]
        ) -> Browser:
            return stack.enter_context(Browser(app, origin=origin, **options))

        yield open_browser
