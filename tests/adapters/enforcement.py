"""The places that enforce a policy, each made to answer a case."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from django.core.handlers.wsgi import WSGIHandler
from flask import Flask, Response, abort, request
from werkzeug.test import create_environ, run_wsgi_app

from crossorigin import CORSRequest, Policy, asgi
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN
from crossorigin.django._marks import registry
from crossorigin.flask import CORS, cross_origin
from crossorigin.wsgi import CORSMiddleware
from tests.adapters import django_point, starlette_points
from tests.asgi.calls import Server, called, scope_of
from tests.cases.case import Answer, Case
from tests.django import sites

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import Any
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from crossorigin._adapters.asgi_calls import ASGIApp, Receive, Scope, Send

    View = Callable[[], Response]
    Decorator = Callable[[View], View]

_COMPARED: Final = {*CORS_RESPONSE_HEADERS, "vary", TIMING_ALLOW_ORIGIN}
METHODS: Final = ["DELETE", "GET", "PATCH", "POST", "PUT", "QUERY"]


def _undecorated(view: View) -> View:
    """Return *view* as it is."""
    return view


def make_app(case: Case, decorator: Decorator = _undecorated) -> tuple[Flask, list[str]]:
    """
    Return an app whose views are decorated, and the list in which it counts its requests.

    ``/`` answers as *case* says, ``/folder`` redirects, ``/crash`` raises, ``/private`` asks for
    a password, ``/late`` fails after its view, ``/read-only`` knows GET, nothing else exists.
    """
    app = Flask("cases", static_folder=None)
    called: list[str] = []

    def plain() -> Response:
        return Response(status=case.status, headers=list(case.own))

    def crash() -> Response:
        raise LookupError(request.path)

    @app.before_request
    def count() -> None:
        called.append(request.path)
        if request.path == "/private" and "Authorization" not in request.headers:
            abort(401)

    @app.after_request
    def fail(response: Response) -> Response:
        if request.path == "/late":
            raise LookupError(request.path)
        return response

    app.add_url_rule("/", "plain", decorator(plain), methods=METHODS)
    app.add_url_rule("/crash", "crash", decorator(crash), methods=METHODS)
    for path in ("/folder/", "/late", "/private"):
        app.add_url_rule(path, path, decorator(plain), methods=METHODS)
    app.add_url_rule("/read-only", "read-only", decorator(plain), methods=["GET"])
    return app, called


def make_environ(case: Case) -> WSGIEnvironment:
    """Return what a server makes of the request of *case*, byte by byte."""
    environ = create_environ(case.path, method=case.method, headers=list(case.also))
    values: Mapping[str, str | None] = {
        "HTTP_ORIGIN": case.origin,
        "HTTP_ACCESS_CONTROL_REQUEST_METHOD": case.asks,
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": case.asks_headers,
    }
    environ.update({name: value for name, value in values.items() if value is not None})
    return environ


def sent(application: WSGIApplication, case: Case) -> tuple[int, list[tuple[str, str]], str]:
    """Return status, headers and body of what *application* answers to *case*."""
    body, status, headers = run_wsgi_app(application, make_environ(case))
    return int(status[:3]), headers.to_wsgi_list(), b"".join(body).decode()


def answer(status: int, headers: list[tuple[str, str]], body: str, *, app_called: bool) -> Answer:
    """Return what is compared: of what the app itself has answered, only what is ours to say."""
    compared = _COMPARED if app_called else {*_COMPARED, "content-length"}
    ours = tuple(header for header in headers if header[0].lower() in compared)
    return Answer(status, ours, app_called, "" if app_called else body)


def core(case: Case) -> Answer:
    """Answer by the decision of the policy alone."""
    decision = Policy(**case.policy).decide(
        CORSRequest(
            case.method,
            origin=case.origin,
            request_method=case.asks,
            request_headers=case.asks_headers,
            path=case.path,
        )
    )
    if decision.status is not None:
        headers = decision.answer_headers()
        return answer(decision.status, headers, decision.body, app_called=False)
    status, headers, body = sent(make_app(case)[0], case)
    return answer(status, decision.apply(headers), body, app_called=True)


def wsgi(case: Case) -> Answer:
    """Answer by the middleware for any WSGI app."""
    app, called = make_app(case)
    return answer(*sent(CORSMiddleware(app, **case.policy), case), app_called=bool(called))


def as_asgi(application: WSGIApplication, case: Case) -> ASGIApp:
    """Return an ASGI app that answers to the request of *case* as *application* does."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        status, headers, body = sent(application, case)
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": body.encode()})

    return app


def make_scope(case: Case) -> dict[str, Any]:
    """Return the same as ASGI has it; what no byte can say stands there as its escape."""
    environ = make_environ(case)
    headers = [
        (name[5:].replace("_", "-").lower().encode(), value.encode("latin-1", "backslashreplace"))
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    return {**scope_of(case.method, case.path), "headers": headers}


def asgi_middleware(case: Case) -> Answer:
    """Answer by the middleware for any ASGI app."""
    app, called_paths = make_app(case)
    server = Server()
    middleware = asgi.CORSMiddleware(as_asgi(app, case), **case.policy)
    asyncio.run(called(middleware, make_scope(case), server))
    reply = server.reply()
    return answer(reply.status, reply.headers, reply.body, app_called=bool(called_paths))


def flask_extension(case: Case) -> Answer:
    """Answer by the extension that covers a Flask app."""
    app, called = make_app(case)
    CORS(app, **case.policy)
    return answer(*sent(app, case), app_called=bool(called))


def flask_decorator(case: Case) -> Answer:
    """Answer by the decorator of each view, in an app without the extension: not first."""
    app, called = make_app(case, cross_origin(**case.policy))
    # The first request wraps the app, which `tests/flask/test_signals.py` is about.
    run_wsgi_app(app, create_environ("/read-only"))
    called.clear()
    return answer(*sent(app, case), app_called=bool(called))


@contextmanager
def _django(case: Case) -> Generator[list[str]]:
    """Let the process have a Django site for *case*, and yield the list of its requests."""
    django_point.CALLED.clear()
    here = django_point.__name__
    middleware = [sites.OURS, f"{here}.Late", f"{here}.Common"]
    policy = Policy(**case.policy)
    with sites.site(*django_point.patterns(case), MIDDLEWARE=middleware, CROSSORIGIN=policy):
        yield django_point.CALLED


def django_wsgi(case: Case) -> Answer:
    """Answer by the middleware of a Django site, under WSGI."""
    with _django(case) as called:
        return answer(*sent(WSGIHandler(), case), app_called=bool(called))


def django_asgi(case: Case) -> Answer:
    """Answer by the middleware of a site under ASGI, in a process without any other scope."""
    with patch.object(registry, "count", 0), _django(case) as called_paths:
        server = Server()
        asyncio.run(called(sites.asgi_app(), make_scope(case), server))
        reply = server.reply()
        return answer(reply.status, reply.headers, reply.body, app_called=bool(called_paths))


def _through(make: Callable[[Case], tuple[ASGIApp, list[str]]], case: Case) -> Answer:
    """Answer by an app that *make* makes for *case*."""
    app, called_paths = make(case)
    server = Server()
    with suppress(LookupError):
        asyncio.run(called(app, make_scope(case), server))
    reply = server.reply()
    return answer(reply.status, reply.headers, reply.body, app_called=bool(called_paths))


def starlette_app(case: Case) -> Answer:
    """Answer by the adapter of Starlette, in a process without any other scope."""
    with starlette_points.alone():
        return _through(starlette_points.starlette_app, case)


def starlette_mount(case: Case) -> Answer:
    """Answer by a mount that has the policy, in an app that has another one."""
    return _through(starlette_points.starlette_mount, case)


def starlette_endpoints(case: Case) -> Answer:
    """Answer by the decorators of endpoints, in an app that is closed."""
    return _through(starlette_points.starlette_endpoints, case)


def fastapi_router(case: Case) -> Answer:
    """Answer by a router of FastAPI that has the policy, in an app that has another one."""
    return _through(starlette_points.fastapi_router, case)


POINTS: Final[Mapping[str, Callable[[Case], Answer]]] = {
    "core": core,
    "wsgi": wsgi,
    "asgi": asgi_middleware,
    "flask-extension": flask_extension,
    "flask-decorator": flask_decorator,
    "django-wsgi": django_wsgi,
    "django-asgi": django_asgi,
    "starlette-app": starlette_app,
    "starlette-mount": starlette_mount,
    "starlette-endpoints": starlette_endpoints,
    "fastapi-router": fastapi_router,
}

# Those that cover endpoints and no paths.
DECORATORS: Final = frozenset({"flask-decorator", "starlette-endpoints", "fastapi-router"})
# What these cannot reach: the path → why.
BEYOND_A_DECORATOR: Final = {
    "/nowhere": "no view is asked for, so none says who may read the answer",
}


def has_no_such_response(point: str, case: Case) -> bool:
    """Tell whether the framework of *point* cannot answer *case*: Django has one line per name."""
    names = [name.lower() for name, _ in case.own if name.lower() != "vary"]
    return point.startswith("django") and len(names) > len(set(names))
