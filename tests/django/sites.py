"""Make Django sites for tests, and ask them."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, cast

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from tests.asgi import calls as asgi_calls
from tests.flask.apps import scope_of
from tests.wsgi import calls

if TYPE_CHECKING:
    from collections.abc import Generator

    from crossorigin._adapters.asgi_calls import ASGIApp, Message, Receive, Scope, Send
    from tests.wsgi.calls import Reply

OURS: Final = "crossorigin.django.CORSMiddleware"
COMMON: Final = "django.middleware.common.CommonMiddleware"

if not settings.configured:
    settings.configure(ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None, SECRET_KEY="tests")  # noqa: S106
    django.setup()


def say_hello(_request: HttpRequest, **_: object) -> HttpResponse:
    """Answer."""
    return HttpResponse("hello")


def crash(request: HttpRequest) -> HttpResponse:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError(request.path)


@contextmanager
def site(*patterns: Any, **options: Any) -> Generator[None]:  # noqa: ANN401 - Django has no annotations
    """Let the process have a site of the URL *patterns*, with *options* as settings."""
    urls = ModuleType("urls")
    vars(urls)["urlpatterns"] = list(patterns)
    # Each site has its own URLs, so that none is found again by its name.
    given = {"MIDDLEWARE": [OURS, COMMON], "ROOT_URLCONF": urls, **options}
    with override_settings(**given):
        if given.get("CROSSORIGIN", ()) is None:
            del settings.CROSSORIGIN
        yield


def ask(path: str = "/", method: str = "GET", **also: Any) -> Reply:  # noqa: ANN401 - any header
    """Return what the site answers under WSGI."""
    return calls.ask(WSGIHandler(), path, method, **also)


def ask_async(path: str = "/", method: str = "GET", **also: Any) -> Reply:  # noqa: ANN401 - any
    """Return what it answers under ASGI."""
    return asgi_calls.ask(asgi_app(), method, path, **also)


def asgi_app() -> ASGIApp:
    """Return the ASGI app, for a client that waits for the answer after its request."""
    handler = ASGIHandler()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        messages = [await receive()]

        async def once() -> Message:
            return messages.pop() if messages else await asyncio.get_running_loop().create_future()

        await cast("ASGIApp", handler)(scope, once, send)

    return app


def scopes_of(path: str, method: str) -> list[str | None]:
    """Return whose policy a request follows, and whose its preflight, under WSGI and ASGI."""
    found = [
        [scope_of(ask(path, method)), scope_of(ask(path, asks=method))],
        [scope_of(ask_async(path, method)), scope_of(ask_async(path, asks=method))],
    ]
    assert found[0] == found[1]
    return found[0]
