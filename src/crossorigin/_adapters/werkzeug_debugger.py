"""
Know the answers of Werkzeug's debugger, so that no page may read them.

They carry the secret of its console, which runs code: a page that may read them owns this
machine. No debugger is looked for, and none is changed. Where Werkzeug's has been imported,
which loads this module, an answer that may be its own gets no CORS header.

Source: https://werkzeug.palletsprojects.com/en/stable/debug/
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote_plus

from crossorigin._adapters.layers import Layer, owners_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin._adapters.asgi_calls import Message, Scope, Send
    from crossorigin._policy.headers import Header

# In place of a layer, where a debugger answers: nobody's policy covers that.
_DEBUGGER: Final[Layer[object]] = Layer("Werkzeug's debugger", str)
# A list in the environ, which copies of it share: a Flask app has answered by itself.
_FINISHED: Final = "crossorigin.finished"
# The debugger puts it there for an app that it calls, if it has a console.
_CALLED_BY_DEBUGGER: Final = "werkzeug.debug.preserve_context"
_PARAMETER: Final = "__debugger__"
_CONSOLE: Final = "/console"
_CRASH: Final = "500"
# Near the beginning of each of its pages; the secret stands behind it.
_PAGE: Final = b"?__debugger__=yes"
_UNKNOWN: Final = object()


def is_command(query: str) -> bool:
    """Tell whether a request is for what a debugger's pages load, or have it run."""
    return _PARAMETER in unquote_plus(query)


def is_console(path: str) -> bool:
    """Tell whether a request may be for the console of a debugger."""
    return path.endswith(_CONSOLE)


def shield_send(scope: Scope, covered: Send, bare: Send) -> Send:
    """
    Return a ``send`` that does as *covered* does, unless the response is a debugger's.

    A bridge has brought that to ASGI. The environ of the WSGI app is on the other side, so
    the first bytes of a page say whose it is: its start waits for them. A page that is
    compressed on its way here does not say it, and may be a debugger's.

    Args:
        scope: The request's scope.
        covered: Sends with CORS headers.
        bare: Sends without.
    """
    if is_command(scope.get("query_string", b"").decode("latin-1")):
        return bare
    held: list[Message] = []

    async def send(message: Message) -> None:
        headers = _headers_of_start(message)
        if _is_html(headers):
            if any(name.lower() == "content-encoding" for name, _ in headers):
                await bare(message)
            else:
                held.append(message)
            return
        if held:
            content: bytes = message.get("body", b"")
            if not content and message.get("more_body"):
                held.append(message)
                return
            start = bare if _PAGE in content else covered
            for each in held:
                await start(each)
            held.clear()
        await covered(message)

    return send


def _headers_of_start(message: Message) -> list[Header]:
    """Return the headers that *message* starts a response with, if it does, as text."""
    try:
        headers: object = message["headers"]
        # Any other iterable can be read once, and that is the layer's to do.
        if message["type"] != "http.response.start" or type(headers) not in {list, tuple}:
            return []
        pairs = cast("list[tuple[bytes, bytes]]", headers)
        return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs]
    except (AttributeError, KeyError, TypeError, ValueError):
        return []  # what no server takes is for the server to refuse


def answers(environ: WSGIEnvironment, has_route: Callable[[], bool] = bool) -> bool:
    """
    Tell whether a debugger may answer the request of *environ* without the app.

    Args:
        environ: The request's environ.
        has_route: Tells whether the app itself has something at the path of the console.
    """
    if is_command(environ.get("QUERY_STRING", "")):
        return True
    return is_console(environ.get("PATH_INFO", "")) and not has_route()


def shielded(
    environ: WSGIEnvironment, covered: Callable[..., Any], bare: StartResponse
) -> StartResponse:
    """
    Return what starts a response: as *covered* does, unless it may be a debugger's.

    Args:
        environ: The request's environ, as it came.
        covered: What starts it with CORS headers.
        bare: What starts it without.
    """
    listen()
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    finished: list[None] = environ.setdefault(_FINISHED, [])
    started = partial(_start, environ, path, query, finished, covered, bare)
    return cast("StartResponse", started)


def _start(  # noqa: PLR0913, PLR0917 - WSGI's own arguments, and what is known of the request
    environ: WSGIEnvironment,
    path: str,
    query: str,
    finished: list[None],
    covered: Callable[..., Any],
    bare: StartResponse,
    status: str,
    headers: list[Header],
    exc_info: Any = None,  # noqa: ANN401 - as it came
) -> Callable[[bytes], object]:
    """Start a response, without CORS headers if it may be a debugger's."""
    is_own = bool(finished)
    # A debugger that finds out later that the app fails starts a second response.
    finished.clear()
    if is_command(query) or (not is_own and _may_be_own_page(environ, path, status, headers)):
        owners_of(environ)[:] = [_DEBUGGER]
        return bare(status, headers, exc_info)
    return cast("Callable[[bytes], object]", covered(status, headers, exc_info))


def _may_be_own_page(
    environ: WSGIEnvironment, path: str, status: str, headers: list[Header]
) -> bool:
    """
    Tell whether a response that no Flask app has finished may be a debugger's page.

    It is no such page where the request that a framework has made is still in the environ:
    that of a debugger is of Werkzeug's own class, and after a crash in Flask there is none.
    """
    request = environ.get("werkzeug.request", _UNKNOWN)
    is_werkzeugs = _is_werkzeugs(request)
    if not is_werkzeugs and request is not None and request is not _UNKNOWN:
        return False
    if not _is_html(headers):
        return False
    if status.startswith(_CRASH) or is_console(path):
        return True
    # The console may have another address. An app that a debugger calls finds this there.
    return is_werkzeugs and _CALLED_BY_DEBUGGER not in environ


def _is_werkzeugs(request: object) -> bool:
    """Tell whether *request* is of Werkzeug's own class, and of no framework's."""
    return type(request).__module__ == "werkzeug.wrappers.request"


def _is_html(headers: Iterable[Header]) -> bool:
    """Tell whether *headers* are those of a page."""
    return any(
        name.lower() == "content-type" and value.lower().startswith("text/html")
        for name, value in headers
    )


def listen() -> None:
    """Have Flask tell, if it is there, when an app has made a response by itself."""
    flask = sys.modules.get("flask")
    if flask is not None:
        flask.request_finished.connect(_on_request_finished, weak=False)


def _on_request_finished(_: object, **__: object) -> None:
    """Note that the app has made a response to the request in hand."""
    environ = sys.modules["flask"].request.environ
    environ.get(_FINISHED, []).append(None)
