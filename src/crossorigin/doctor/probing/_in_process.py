"""An app in this process, loaded by its name ``module:app``, in the place of a network."""

from __future__ import annotations

import importlib
import os
import re
import sys
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._browser import Url
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError, NetworkErrorKind
from crossorigin.testing._exchanges import Headers, Request
from crossorigin.testing._network import Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.probing._transport import HTTPRequest

_SPEC: Final = re.compile(r"([A-Za-z_][\w.]*):([A-Za-z_][\w.]*)(\(\))?")
# The address of an app in this process: behind a proxy with TLS, an app has one like it.
ADDRESS: Final = "https://localhost"
_MAX_CONTENT: Final = 64 * 1024


class AppError(ValueError):
    """The reason why an app cannot be loaded, in one sentence."""


def is_app(target: str) -> bool:
    """Tell whether *target* names an app."""
    return _SPEC.fullmatch(target) is not None


def app_name(target: str) -> str:
    """Return the name of the app that *target* names; within its factory, the usual one."""
    name = target.rpartition(":")[2]
    return "app" if name.endswith("()") else name


def load(target: str) -> InProcessTransport:
    """
    Return the app that *target* names, found as Python finds modules from this folder.

    Raises:
        AppError: If there is none.
    """
    module, _, rest = target.partition(":")
    path, is_called = rest.removesuffix("()"), rest.endswith("()")
    # As servers do, whether or not it stands there already.
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - the entries of the path are text
    try:
        found: Any = importlib.import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
        return InProcessTransport(cast("Callable[..., object]", found() if is_called else found))
    except Exception as error:
        reason = escape(f"{type(error).__name__}: {error}", 300)
        raise AppError(f"{target} cannot be loaded: {reason}") from error


class InProcessTransport:
    """An app in this process."""

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

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Send *request*, and return the response or the error."""
        url = Url.parse(request.url)
        if url is None or url.origin != ADDRESS:
            return NetworkError(
                kind=NetworkErrorKind.HOST_UNREACHABLE, detail="only the app itself is asked"
            )
        lines = (("Host", url.host), *request.headers)
        if request.content:
            lines = (*lines, ("Content-Length", str(len(request.content))))
        asked = Request(request.method, request.url, Headers(lines), request.content)
        try:
            answer = self._network.send(asked, url)
        except TimeoutError:
            return NetworkError(kind=NetworkErrorKind.TIMED_OUT)
        response = answer.response
        if response is None:
            return NetworkError(
                kind=NetworkErrorKind.APP_FAILED, detail=type(answer.exception).__name__
            )
        return HTTPResponse(
            status=response.status,
            headers=response.headers.lines,
            content=response.body[:_MAX_CONTENT],
        )

    def close(self) -> None:
        """Stop the app."""
        self._network.close()
