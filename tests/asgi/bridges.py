"""The bridges between ASGI and WSGI that are in use."""

from __future__ import annotations

import asyncio
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from a2wsgi import ASGIMiddleware, WSGIMiddleware
from asgiref.wsgi import WsgiToAsgi
from hypercorn.middleware.wsgi import AsyncioWSGIMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from wsgiref.types import WSGIApplication

    from crossorigin._adapters.asgi_calls import ASGIApp


def starlettes(app: WSGIApplication) -> ASGIApp:
    """Return *app* behind Starlette's bridge."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is deprecated, and in use
        from starlette.middleware.wsgi import WSGIMiddleware as Bridge  # noqa: PLC0415 - as above
    return Bridge(app)


def uvicorns(app: WSGIApplication) -> ASGIApp:
    """Return *app* behind uvicorn's own bridge, which it has for those without a2wsgi."""
    from uvicorn.middleware import wsgi  # noqa: PLC0415 - it looks for a2wsgi

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        bridge: Any = wsgi._WSGIMiddleware(app)  # type: ignore[arg-type] # noqa: SLF001 - no other name
    return bridge  # type: ignore[no-any-return] # as above


def a2wsgis(app: WSGIApplication) -> ASGIApp:
    """Return *app* behind a2wsgi's bridge."""
    bridge: Any = WSGIMiddleware(app)  # type: ignore[arg-type] # its types are its own
    return bridge  # type: ignore[no-any-return] # as above


def asgirefs(app: WSGIApplication) -> ASGIApp:
    """Return *app* behind asgiref's bridge."""
    bridge: Any = WsgiToAsgi(app)  # type: ignore[no-untyped-call] # it has no types
    return bridge  # type: ignore[no-any-return] # as above


def hypercorns(app: WSGIApplication) -> ASGIApp:
    """Return *app* behind hypercorn's bridge."""
    bridge: Any = AsyncioWSGIMiddleware(app)
    return bridge  # type: ignore[no-any-return] # as above


BRIDGES: Final[dict[str, Callable[[WSGIApplication], ASGIApp]]] = {
    "a2wsgi": a2wsgis,
    "asgiref": asgirefs,
    "hypercorn": hypercorns,
    "starlette": starlettes,
    "uvicorn": uvicorns,
}


@contextmanager
def in_wsgi(app: ASGIApp) -> Generator[WSGIApplication]:
    """Yield *app* behind a2wsgi's bridge in the other direction."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        bridge: Any = ASGIMiddleware(app, loop=loop)
        yield bridge
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
