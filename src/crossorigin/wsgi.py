"""
Enforce a policy in any WSGI app.

Source: https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from types import FunctionType
from typing import TYPE_CHECKING, Final, Protocol, Unpack, cast

from crossorigin._answers import answered_headers, log_refusal, preflight_headers
from crossorigin._decision import logger
from crossorigin._options import PolicyOptions
from crossorigin._policy import Policy, sync_policy
from crossorigin._request import CORSRequest, is_preflight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from crossorigin._responses import Header
    from crossorigin._rules import Rules

    ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
    )

__all__ = ["CORSMiddleware"]

# A list that the outermost layer puts into the environ, in which the innermost layer that
# decides leaves its name. A list, because a copied environ still has the same one.
LAYERS: Final = "crossorigin.layers"
_STATUS_LINES: Final = {HTTPStatus.OK: "200 OK", HTTPStatus.FORBIDDEN: "403 Forbidden"}
_MAX_WARNINGS: Final = 1000


class Layer:
    """
    Put a policy's headers on responses, once per request however many layers there are.

    Attributes:
        name: How the log calls this layer.
    """

    __slots__ = ("_endpoint_of", "_warned", "name")

    def __init__(self, name: str, endpoint_of: Callable[[WSGIEnvironment], str]) -> None:
        """Make a layer that the log calls *name*, for an app whose parts *endpoint_of* names."""
        self.name: str = name
        self._endpoint_of = endpoint_of
        self._warned: set[object] = set()

    def __repr__(self) -> str:
        """Return the name."""
        return self.name

    def decides(self, layers: list[Layer]) -> bool:
        """Tell whether this layer is the innermost one that has a policy for the request."""
        if not layers:
            layers.append(self)
        inner = layers[0]
        if inner is not self:
            self._warn_once(inner, "%s has decided: %s leaves its responses alone.", inner, self)
        return inner is self

    def warn_replaced(self, environ: WSGIEnvironment, names: Iterable[str]) -> None:
        """Log, once per endpoint, that an app sets CORS headers by itself."""
        endpoint = self._endpoint_of(environ)
        message = "%s sets %s by itself: replaced by what %s says."
        self._warn_once(endpoint, message, endpoint, ", ".join(sorted(set(names))), self)

    def _warn_once(self, key: object, message: str, *arguments: object) -> None:
        """Log a warning, unless one was logged for *key* before."""
        if key not in self._warned and len(self._warned) < _MAX_WARNINGS:
            self._warned.add(key)
            logger.warning(message, *arguments)


def respond(  # noqa: PLR0913, PLR0917 - WSGI's own arguments, and whose they are
    layer: Layer,
    rules: Rules,
    environ: WSGIEnvironment,
    layers: list[Layer],
    start_response: StartResponse,
    status: str,
    headers: list[Header],
    exc_info: ExcInfo = None,
) -> Callable[[bytes], object]:
    """Start the response with what *rules* add, unless an inner layer has decided."""
    if not layers:
        layers.append(layer)
    elif not layer.decides(layers):
        return start_response(status, headers, exc_info)
    answered, replaced = answered_headers(
        rules, environ.get("HTTP_ORIGIN"), cors_request, environ, headers
    )
    if replaced:
        layer.warn_replaced(environ, replaced)
    return start_response(status, answered, exc_info)


class CORSMiddleware:
    """
    Enforce a policy in a WSGI app: on every way out, and before the app for a preflight.

    Args:
        app: The WSGI app.
        policy: The policy; or its options by name.

    Raises:
        PolicyError: If the policy has problems, or its origin source is ``async``.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    __slots__ = ("_app", "_layer", "_outside", "policy")

    def __init__(
        self,
        app: WSGIApplication,
        policy: Policy | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Wrap *app*."""
        self.policy: Policy = sync_policy(policy, options)
        self._app = app
        self._outside: WSGIApplication | None = None
        debugger = debugger_in(app)
        if debugger is not None:
            self._outside, debugger.app = app, CORSMiddleware(debugger.app, self.policy)
        self._layer = Layer(
            f"crossorigin.wsgi.CORSMiddleware({app!r}, {self.policy})", lambda _: "The app"
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if self._outside is not None:
            return self._outside(environ, start_response)
        if asks_permission(environ):
            return answer_preflight(self.policy, environ, start_response)
        layers = layers_of(environ)
        started = partial(respond, self._layer, self.policy.rules, environ, layers, start_response)
        try:
            return self._app(environ, started)
        except Exception:
            __traceback_hide__ = True  # the debugger shows the app's frames, not this one
            answer_crash(self.policy, environ, layers, start_response, self._layer)
            raise


class Debugger(Protocol):
    """Stand for Werkzeug's ``DebuggedApplication``, which this module does not import."""

    app: WSGIApplication


def debugger_in(app: object) -> Debugger | None:
    """
    Return the innermost debugger that *app* wraps, through whatever middlewares.

    Its pages carry the secret of its console, which runs code: a page that may read them
    owns this machine. So a layer goes inside of it.
    """
    found: Debugger | None = None
    seen: set[int] = set()
    todo = [app]
    while todo:
        wrapped = todo.pop()
        if id(wrapped) in seen:
            continue
        seen.add(id(wrapped))
        if any(cls.__name__ == "DebuggedApplication" for cls in type(wrapped).__mro__):
            found = cast("Debugger", wrapped)
        todo += _wrapped_by(wrapped)
    return found


def _wrapped_by(app: object) -> list[object]:
    """Return what *app* may call: a function's closure, the attributes of an object."""
    held: list[object] = []
    with suppress(Exception):  # an object may do anything when it is asked for an attribute
        if isinstance(app, partial):
            held = [app.func, *app.args]
        elif isinstance(app, FunctionType):
            held = [cell.cell_contents for cell in app.__closure__ or ()]
        else:
            slots = [slot for cls in type(app).__mro__ for slot in getattr(cls, "__slots__", ())]
            held = [getattr(app, slot, None) for slot in slots]
            held += getattr(app, "__dict__", {}).values()
    # Not by isinstance(), which asks a proxy for what it stands for.
    return [inner for inner in held if callable(inner) and not issubclass(type(inner), type)]


def layers_of(environ: WSGIEnvironment) -> list[Layer]:
    """Return the list in which the innermost layer that decides leaves its name."""
    layers: list[Layer] | None = environ.get(LAYERS)
    if layers is None:
        layers = environ[LAYERS] = []
    return layers


def asks_permission(environ: WSGIEnvironment) -> bool:
    """Tell whether *environ* is a preflight's."""
    method = environ["REQUEST_METHOD"]
    # One comparison for all but OPTIONS: the rule itself stands in `is_preflight`.
    return method == "OPTIONS" and is_preflight(
        method,
        environ.get("HTTP_ORIGIN"),
        environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
    )


def cors_request(
    environ: WSGIEnvironment, route_methods: frozenset[str] | None = None
) -> CORSRequest:
    """Return what a policy decides on, from *environ*."""
    return CORSRequest(
        environ["REQUEST_METHOD"],
        origin=environ.get("HTTP_ORIGIN"),
        request_method=environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
        request_headers=environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
        host=environ.get("HTTP_HOST"),
        path=environ.get("PATH_INFO"),
        route_methods=route_methods,
    )


def answer_preflight(
    policy: Policy,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    route_methods: frozenset[str] | None = None,
) -> list[bytes]:
    """Answer a preflight by *policy*, without the app."""
    status, headers, body = preflight_answer(policy, environ, route_methods)
    start_response(status, headers)
    return [body] if body else []


def preflight_answer(
    policy: Policy, environ: WSGIEnvironment, route_methods: frozenset[str] | None = None
) -> tuple[str, list[Header], bytes]:
    """Return status line, headers and body of the answer to a preflight."""
    headers = preflight_headers(policy.rules, environ["HTTP_ORIGIN"])
    if headers is not None:
        return "200 OK", headers, b""
    decision = policy.decide(cors_request(environ, route_methods))
    log_refusal(decision)
    status = _STATUS_LINES[HTTPStatus(decision.status or HTTPStatus.OK)]
    return status, decision.answer_headers(), decision.body.encode()


def answer_crash(  # noqa: PLR0913, PLR0917 - what is known of the crash
    policy: Policy,
    environ: WSGIEnvironment,
    layers: list[Layer],
    start_response: StartResponse,
    layer: Layer,
    body: str = "Internal Server Error\n",
) -> None:
    """
    Answer for an app that raised, if a page that may read the answer waits for it.

    Whoever navigates gets what the server, or a debugger outside of this layer, answers:
    the caller raises the exception again in any case, so nothing is swallowed.
    """
    if not layer.decides(layers):
        return  # an inner layer has answered, if anything was to be answered
    if environ.get("HTTP_SEC_FETCH_MODE", "cors") != "cors":
        return
    if not policy.decide(cors_request(environ)).origin_allowed:
        return
    # What a database, or a client, calls an error may hold what UTF-8 cannot.
    data = body.encode(errors="backslashreplace")
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(data))),
        ("Cache-Control", "no-store"),
    ]
    status = "500 Internal Server Error"
    # A client that has gone, or headers that are sent, must not hide the app's own exception.
    with suppress(Exception):
        write = respond(
            layer, policy.rules, environ, layers, start_response, status, headers, sys.exc_info()
        )
        # WSGI asks for a writer; not every server returns one. Writing nothing sends the headers.
        if callable(write):
            write(b"" if environ["REQUEST_METHOD"] == "HEAD" else data)
