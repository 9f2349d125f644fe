"""Progress on standard error, once a command has taken longer than a second."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Self

from crossorigin.doctor._sanitize import escape, mask_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.probing._transport import HTTPRequest

# Seconds for which nobody needs to be told anything.
PATIENCE: Final = 1.0


class Progress:
    """The request on its way, told after some patience."""

    def __init__(self, say: Callable[[str], None], patience: float = PATIENCE) -> None:
        """
        Wait, and then tell *say*.

        Args:
            say: Prints a line.
            patience: Seconds until then.
        """
        self._say = say
        self._is_late = False
        self._now = "starting"
        self._lock = threading.Lock()
        self._timer = threading.Timer(patience, self._start)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Start to wait."""
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Say nothing more."""
        self._timer.cancel()

    def __call__(self, request: HTTPRequest) -> None:
        """Note that *request* is on its way."""
        with self._lock:
            self._now = f"asking {escape(request.method, 40)} {escape(mask_url(request.url), 200)}"
            if self._is_late:
                self._say(self._now)

    def _start(self) -> None:
        """Tell the request on its way, and from now on every one that follows."""
        with self._lock:
            self._is_late = True
            self._say(self._now)
