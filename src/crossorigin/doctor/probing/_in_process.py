"""Load the app that a person names as ``module:app``, and carry requests to it in this process."""

from __future__ import annotations

import importlib
import os
import re
import sys
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._browser.urls import Url
from crossorigin.doctor._sanitize import escaped
from crossorigin.doctor.probing._transport import NoReply, Reply, Trouble
from crossorigin.testing._exchanges import Headers, Request
from crossorigin.testing._network import Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.probing._transport import Sending

_SPEC: Final = re.compile(r"([A-Za-z_][\w.]*):([A-Za-z_][\w.]*)(\(\))?")
# Where an app in this process is; what is behind a proxy with TLS takes itself to be there.
ADDRESS: Final = "https://localhost"
_MAX_CONTENT: Final = 64 * 1024


class AppError(ValueError):
    """Say in one sentence why there is no such app."""


def is_app(target: str) -> bool:
    """Tell whether *target* names an app."""
    return _SPEC.fullmatch(target) is not None


def load(target: str) -> App:
    """
    Return the app that *target* names, found as Python finds modules from this folder.

    Raises:
        AppError: If there is none.
    """
    module, _, rest = target.partition(":")
    path, is_called = rest.removesuffix("()"), rest.endswith("()")
    # As servers do, whether or not it stands there already.
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - what Python's path holds is text
    try:
        found: Any = importlib.import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
        return App(cast("Callable[..., object]", found() if is_called else found))
    except Exception as error:
        reason = escaped(f"{type(error).__name__}: {error}", 300)
        raise AppError(f"{target} cannot be loaded: {reason}") from error


class App:
    """Carry requests to an app in this process."""

    def __init__(self, app: Callable[..., object], timeout: float = 10) -> None:
        """
        Start *app*.

        Args:
            app: A WSGI or an ASGI app.
            timeout: Seconds until an ASGI app must have sent something.

        Raises:
            TypeError: If it is neither.
            RuntimeError: If it says that it cannot start.
            TimeoutError: If it says nothing in time.
        """
        self.app = app
        self._network = Network({ADDRESS: app}, timeout)
        self._network.start()

    def send(self, request: Sending) -> Reply | NoReply:
        """Send *request*, and return what comes back."""
        url = Url.parse(request.url)
        if url is None or url.origin != ADDRESS:
            return NoReply(trouble=Trouble.HOST_UNREACHABLE, detail="only the app itself is asked")
        lines = (("Host", url.host), *request.headers)
        if request.content:
            lines = (*lines, ("Content-Length", str(len(request.content))))
        asked = Request(request.method, request.url, Headers(lines), request.content)
        try:
            answer = self._network.send(asked, url)
        except TimeoutError:
            return NoReply(trouble=Trouble.TIMED_OUT)
        response = answer.response
        if response is None:
            return NoReply(trouble=Trouble.APP_FAILED, detail=type(answer.exception).__name__)
        return Reply(
            status=response.status,
            headers=response.headers.lines,
            content=response.body[:_MAX_CONTENT],
        )

    def close(self) -> None:
        """Stop the app."""
        self._network.close()
