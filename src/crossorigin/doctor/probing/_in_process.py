"""An app in this process, loaded by its name ``module:app``, in the place of a network."""

from __future__ import annotations

import atexit
import importlib
import os
import re
import sys
from contextlib import ExitStack, contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._adapters.layers import LAYERS, Layer, owners_of, owners_of_scope
from crossorigin._browser import Url
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError, NetworkErrorKind
from crossorigin.testing._exchanges import Headers, Request
from crossorigin.testing._network import Network, interface_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, MutableMapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin import Policy
    from crossorigin.doctor.probing._transport import HTTPRequest

_SPEC: Final = re.compile(r"([A-Za-z_][\w.]*):([A-Za-z_][\w.]*)(\(\))?")
# The address of an app in this process: behind a proxy with TLS, an app has one like it.
ADDRESS: Final = "https://localhost"
_MAX_LINES: Final = 30
_MAX_CONTENT: Final = 64 * 1024
# The numbers that a program which the app starts writes to.
_STDOUT: Final = 1
_STDERR: Final = 2


class AppError(ValueError):
    """The reason why an app cannot be loaded, in one sentence."""


def is_app(target: str) -> bool:
    """Tell whether *target* names an app."""
    return _SPEC.fullmatch(target) is not None


def app_name(target: str) -> str:
    """Return the name of the app that *target* names; within its factory, the usual one."""
    name = target.rpartition(":")[2]
    return "app" if name.endswith("()") else name


def found(target: str) -> object:
    """Return the app that *target* names in its module."""
    module, _, rest = target.partition(":")
    path, is_called = rest.removesuffix("()"), rest.endswith("()")
    app: Any = importlib.import_module(module)
    for name in path.split("."):
        app = getattr(app, name)
    return app() if is_called else app


def load_value(target: str) -> object:
    """
    Return the value that *target* names, found as Python finds modules from this folder.

    Args:
        target: ``module:VALUE``.

    Raises:
        AppError: If there is none.
    """
    _look_in_this_folder()
    try:
        with standard_output_aside():
            return found(target)
    except (Exception, SystemExit) as error:
        raise AppError(f"{target} cannot be loaded: {reason_of(error)}") from error


def load(target: str, find: Callable[[], object] | None = None) -> InProcessTransport:
    """
    Return the app that *target* names, found as Python finds modules from this folder.

    Args:
        target: ``module:app``, or any other name of what *find* loads.
        find: Loads the app.

    Raises:
        AppError: If there is none.
    """
    _look_in_this_folder()
    aside = ExitStack()
    aside.enter_context(standard_output_aside())
    try:
        app = cast("Callable[..., object]", found(target) if find is None else find())
        # The last to be registered is called first: before those of the app.
        atexit.register(end_standard_output)
        return InProcessTransport(app, after=aside.close)
    except (Exception, SystemExit) as error:
        aside.close()
        raise AppError(f"{target} cannot be loaded: {reason_of(error)}") from error


def _look_in_this_folder() -> None:
    """Let Python find modules here first."""
    # As servers do, whether or not it stands there already.
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - the entries of the path are text


def reason_of(error: BaseException) -> str:
    """Return *error* as a report shows it; the problems of a policy have a line each."""
    lines = f"{type(error).__name__}: {error}".splitlines()
    return "\n".join(escape(line, 300) for line in lines[:_MAX_LINES])


@contextmanager
def standard_output_aside() -> Generator[None]:
    """Let all that is printed go to standard error: standard output is for the report alone."""
    sys.stdout.flush()
    kept = os.dup(_STDOUT)
    os.dup2(_STDERR, _STDOUT)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, _STDOUT)
        os.close(kept)


def end_standard_output() -> None:
    """Let what is printed after the report go to standard error."""
    sys.stdout.flush()
    os.dup2(_STDERR, _STDOUT)


class InProcessTransport:
    """An app in this process."""

    def __init__(
        self,
        app: Callable[..., object],
        timeout: float = 10,
        after: Callable[[], object] = lambda: None,
    ) -> None:
        """
        Start *app*.

        Args:
            app: A WSGI or an ASGI app.
            timeout: Seconds until an ASGI app must have sent something.
            after: Is called when the app has stopped.

        Raises:
            TypeError: If it is neither.
            RuntimeError: If it says that it cannot start.
            TimeoutError: If it says nothing in time.
        """
        self._after = after
        # The environ or the scope of the latest request.
        self._latest: MutableMapping[str, Any] = {}
        self.app = app
        self._network = Network({ADDRESS: self._observe(app)}, timeout)
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
            policy=self._policy(),
        )

    def _observe(self, app: Callable[..., object]) -> Callable[..., object]:
        """Return *app*, each request of which is kept while it is answered."""
        if interface_of(app) == "wsgi":

            def call_wsgi(environ: WSGIEnvironment, start_response: StartResponse) -> object:
                self._latest = environ
                owners_of(environ)
                return app(environ, start_response)

            return call_wsgi

        async def call_asgi(scope: MutableMapping[str, Any], receive: object, send: object) -> None:
            if scope["type"] == "http":
                self._latest = scope
                owners_of_scope(scope)
            await cast("Callable[..., Awaitable[None]]", app)(scope, receive, send)

        return call_asgi

    def _policy(self) -> Policy | None:
        """Return the policy of the layer that has put its headers on the latest response."""
        owner = next(iter(self._latest.get(LAYERS, ())), None)
        return owner.policy_of(self._latest) if isinstance(owner, Layer) else None

    def close(self) -> None:
        """Stop the app."""
        try:
            self._network.close()
        finally:
            self._after()
