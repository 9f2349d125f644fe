"""The servers that a browser under test can reach, all of them apps in this process."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal, cast

from crossorigin.testing import _asgi, _wsgi
from crossorigin.testing._asgi import Conversation
from crossorigin.testing._exchanges import Answer
from crossorigin.testing._loop import Loop
from crossorigin.testing._request_headers import check_origin

if TYPE_CHECKING:
    from crossorigin._browser import Url
    from crossorigin.testing._asgi import Message
    from crossorigin.testing._exchanges import Request

App = Callable[..., object]
Apps = Mapping[str, App]
Interface = Literal["asgi", "wsgi"]

# environ and start_response; scope, receive and send.
_BY_ARGUMENTS: Final[dict[int, Interface]] = {2: "wsgi", 3: "asgi"}
_POSITIONAL: Final = {
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
}


_NEVER: Final = re.compile(r"[\x00\n\r]")
_LIFESPAN: Final = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}}


def apps_at(base: str, app: object) -> Apps:
    """
    Return *app* at *base*, or the apps that it is by their origins.

    Raises:
        TypeError: If it is no app at a glance, nor a mapping of them.
        ValueError: If one of several is at no origin.
    """
    if callable(app):
        return {base: app}
    apps = _several(app)
    if not apps:
        raise TypeError(f"app={app!r} is no app: {_way_to(app)}")
    for place, each in apps.items():
        check_origin("app", place)
        if not callable(each):
            raise TypeError(f"app[{place!r}]={each!r} is no app: {_way_to(each)}")
    return apps


def _several(app: object) -> Apps:
    """Return the apps that *app* is, none if it is no mapping of them."""
    return cast("Apps", app) if isinstance(app, Mapping) else {}


def _way_to(app: object) -> str:
    """Return the hint that leads to the app that *app* was to be."""
    module, colon, name = app.partition(":") if isinstance(app, str) else ("", "", "")
    if colon and name.isidentifier() and module.replace(".", "_").isidentifier():
        return f"give the object: from {module} import {name}; Browser({name}, origin=…)"
    if inspect.ismodule(app):
        return f"give the object in it: from {app.__name__} import app; Browser(app, origin=…)"
    return 'give the object, or several by their origins: {"https://api.example": app}'


class Network:
    """
    The apps, each at its origin.

    Attributes:
        loop: The loop on which the ASGI apps run.
        timeout: How long an ASGI app may take for a message, in seconds.
    """

    __slots__ = ("_apps", "_interfaces", "_lifespans", "_states", "loop", "timeout")

    def __init__(self, apps: Mapping[str, Callable[..., object]], timeout: float) -> None:
        """Put *apps* where they are to be found."""
        self.loop: Loop = Loop()
        self.timeout: float = timeout
        self._apps = dict(apps)
        self._interfaces = {origin: interface_of(app) for origin, app in apps.items()}
        self._states: dict[str, Message] = {origin: {} for origin in apps}
        self._lifespans: list[Conversation] = []

    def send(self, request: Request, url: Url) -> Answer:
        """
        Return the answer to *request* for *url*.

        A response with a malformed header is a network error.

        Source: https://fetch.spec.whatwg.org/#header-value
        """
        answer = self._answer(request, url)
        response = answer.response
        if response is None or not any(map(_NEVER.search, response.headers.values())):
            return answer
        return answer._replace(response=None)

    def _answer(self, request: Request, url: Url) -> Answer:
        app = self._apps.get(url.origin)
        if app is None:
            return Answer(None)
        if self._interfaces[url.origin] == "wsgi":
            return _wsgi.call_wsgi(app, request, url)
        scope = _asgi.scope_of(request, url, self._states[url.origin])
        return self.loop.run(_asgi.call_asgi(app, request, scope, self.timeout))

    def asgi_app(self, url: Url) -> Callable[..., object] | None:
        """Return the ASGI app at *url*, if there is one."""
        return self._apps[url.origin] if self._interfaces.get(url.origin) == "asgi" else None

    def websocket_scope(self, request: Request, url: Url) -> Message:
        """Return the scope of *request*, the handshake of a WebSocket at *url*."""
        offered = request.headers.get("sec-websocket-protocol", "")
        scope = _asgi.scope_of(request, url, self._states[url.origin])
        del scope["method"]
        return scope | {
            "type": "websocket",
            "scheme": {"http": "ws", "https": "wss"}[url.scheme],
            "subprotocols": offered.split(", ") if offered else [],
            "extensions": {"websocket.http.response": {}},
        }

    def start(self) -> None:
        """
        Start the ASGI apps, each once, by the lifespan protocol.

        Raises:
            RuntimeError: If one of them says that it cannot start.
            TimeoutError: If one of them says nothing in time.

        Source: https://asgi.readthedocs.io/en/latest/specs/lifespan.html
        """
        started: dict[int, str] = {}
        for origin, app in self._apps.items():
            if self._interfaces[origin] == "asgi":
                first = started.setdefault(id(app), origin)
                self._states[origin] = self._states[first]
                if first == origin:
                    self.loop.run(self._start(app, self._states[origin]))

    def close(self) -> None:
        """
        Stop the apps that were started, and the loop.

        Raises:
            RuntimeError: If an app says that it cannot stop.
        """
        try:
            while self._lifespans:
                self.loop.run(self._announce(self._lifespans.pop(), "shutdown"))
        finally:
            self.loop.close()

    async def _start(self, app: Callable[..., object], state: Message) -> None:
        """Start *app*, which fills the *state* of its requests."""
        lifespan = Conversation(app, {**_LIFESPAN, "state": state})
        if await self._announce(lifespan, "startup"):
            self._lifespans.append(lifespan)

    async def _announce(self, lifespan: Conversation, event: str) -> bool:
        """Tell an app of *event*, and return whether it has a lifespan."""
        lifespan.say({"type": f"lifespan.{event}"})
        message = await lifespan.next_message(self.timeout)
        if message is None:
            # As servers do: an app that raises here has no lifespan.
            return False
        if message["type"] == f"lifespan.{event}.failed":
            raise RuntimeError(f"the app's {event} failed: {message.get('message', '')}")
        return True


def interface_of(app: Callable[..., object]) -> Interface:
    """
    Tell whether *app* is a WSGI or an ASGI app, by how it is called.

    Raises:
        TypeError: If it is neither.
    """
    call = app if inspect.isroutine(app) else getattr(app, "__call__", app)  # noqa: B004 - its signature is asked for
    if inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(call):
        return "asgi"
    try:
        interface = _BY_ARGUMENTS.get(_arguments(app))
    except (TypeError, ValueError):
        interface = None
    if interface is None:
        raise TypeError(
            f"{app!r} is no app: a WSGI app takes environ and start_response, an ASGI app takes"
            " scope, receive and send"
        )
    return interface


def _arguments(app: Callable[..., object]) -> int:
    """Return how many arguments *app* must be given."""
    parameters = inspect.signature(app).parameters.values()
    return sum(
        parameter.kind in _POSITIONAL and parameter.default is parameter.empty
        for parameter in parameters
    )
