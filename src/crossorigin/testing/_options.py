"""What a browser for tests is opened with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

from crossorigin._browser.engines import Engine

if TYPE_CHECKING:
    from crossorigin.testing._browser import Browser

App = Callable[..., object]
Apps = Mapping[str, App]


class BrowserOptions(TypedDict, total=False):
    """Hold the options of a :class:`Browser`, which says what they mean."""

    base: str | None
    engine: Engine
    raise_app_exceptions: bool
    timeout: float


class OpenBrowser(Protocol):
    """Open a browser: what the fixture ``browser`` is."""

    def __call__(
        self, app: App | Apps, /, *, origin: str, **options: Unpack[BrowserOptions]
    ) -> Browser:
        """Return a browser of *app* on a page of *origin*; with the options of :class:`Browser`."""
        ...
