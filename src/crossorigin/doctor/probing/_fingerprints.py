"""Recognise the stack at fault: by the layer that wrote an answer, before the header ``Server``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value
from crossorigin._policy.reasons import Reason
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import Stack
from crossorigin.doctor.causes._recognition import Recognition, recognise_url
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crossorigin.doctor.probing._session import HTTPExchange

# The words of this library in the body of a preflight that it refuses.
_OUR_WORDS: Final = re.compile(rf"({'|'.join(map(re.escape, Reason))}): [A-Z]")
_OUR_VARY: Final = "origin, access-control-request-method, access-control-request-headers"
_OF_GUARD: Final = frozenset({403, 421})
_SHOWN: Final = 60
_ERROR: Final = 400


@dataclass(frozen=True, slots=True)
class _Sign:
    """
    A stack's way to answer.

    Attributes:
        pattern: A regular expression of a body's beginning, or of a header's value.
        stack: The stack.
        name: Its name in a sentence.
        header: The header; empty for the body.
    """

    pattern: re.Pattern[str]
    stack: Stack
    name: str
    header: str = ""


def _body(pattern: str, stack: Stack, name: str) -> _Sign:
    """Return the sign of a body that matches *pattern*."""
    return _Sign(re.compile(pattern, re.DOTALL), stack, name)


def _header(header: str, pattern: str, stack: Stack, name: str) -> _Sign:
    """Return the sign of a *header* that matches *pattern*."""
    return _Sign(re.compile(pattern), stack, name, header)


# Those that no proxy in front hides: each is written by the software itself.
_SERVICES: Final = (
    _header("x-goog-iap-generated-response", "true", Stack.CLOUD_RUN, "Identity-Aware Proxy"),
    _header("server", "AmazonS3", Stack.S3, "S3"),
    _header("x-amz-request-id", "", Stack.S3, "S3"),
    _header("x-appengine-log-flush-count", "", Stack.APP_ENGINE, "App Engine"),
)
_PAGES: Final = (
    _body(r"<!doctype html>\n<html lang=en>\n<title>\d{3} ", Stack.CROSSORIGIN, "Flask"),
    _body(r'\{"detail":"(?:Not Found|Method Not Allowed)"\}', Stack.FASTAPI, "FastAPI"),
    _body(r"(?:Not Found|Method Not Allowed)\Z", Stack.STARLETTE, "Starlette"),
    _body(r'\{"status_code":\d{3},"detail":', Stack.CROSSORIGIN_ASGI, "Litestar"),
    _body(
        r"\s*<!doctype html>\s*<html lang=\"en\">\s*<head>\s*<title>(?:Not Found|Server Error)",
        Stack.DJANGO_CORS_HEADERS,
        "Django",
    ),
    _body(r".{0,400}<title>Page not found at /", Stack.DJANGO_CORS_HEADERS, "Django"),
    _body(r'\{"detail":"Not found\."\}', Stack.DJANGO_CORS_HEADERS, "Django REST framework"),
    _body(
        r'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>',
        Stack.EXPRESS,
        "Express",
    ),
    _body(r'\{"message":"Route [A-Z]+:', Stack.FASTIFY, "Fastify"),
    _body(r'\{"statusCode":\d{3},"(?:code|error)":', Stack.FASTIFY, "Fastify"),
    _body(r'".{0,300} is not an accepted origin\."', Stack.PYTHON_SOCKETIO, "python-socketio"),
    _body(r'\{"code":\d,"message":"', Stack.SOCKET_IO, "Socket.IO"),
    _body(r"CORS preflight request failed: ", Stack.AIOHTTP_CORS, "aiohttp-cors"),
    _body(r"\d{3}: [A-Z][A-Za-z ]+\Z", Stack.AIOHTTP_CORS, "aiohttp"),
    _body(r".{0,300}<hr><center>(?:nginx|openresty)", Stack.NGINX, "nginx"),
    _body(r"<!DOCTYPE HTML PUBLIC [^>]*>\s<html><head>\s<title>\d{3} ", Stack.APACHE, "Apache"),
    _body(r"<html><body><h1>\d{3} [A-Za-z -]+</h1>\n", Stack.HAPROXY, "HAProxy"),
)
# As an app of a kind that another page tells has them, too.
_CORS_PAGES: Final = (_body(r"Disallowed CORS ", Stack.STARLETTE, "Starlette"),)
_APP_HEADERS: Final = (
    _header("x-powered-by", "^Express$", Stack.EXPRESS, "Express"),
    _header("server", "^Werkzeug/", Stack.CROSSORIGIN, "Flask"),
    _header("server", "aiohttp/", Stack.AIOHTTP_CORS, "aiohttp"),
    _header("server", "^(?:gunicorn|waitress|WSGIServer/)", Stack.CROSSORIGIN_WSGI, "WSGI"),
    _header("server", "^(?:uvicorn|hypercorn|daphne)", Stack.CROSSORIGIN_ASGI, "ASGI"),
)
_PROXY_HEADERS: Final = (
    _header("server", "^(?:nginx|openresty)", Stack.NGINX, "nginx"),
    _header("server", "^Apache", Stack.APACHE, "Apache"),
    _header("server", "^Caddy", Stack.CADDY, "Caddy"),
    _header("server", "^Google Frontend", Stack.CLOUD_RUN, "Google Frontend"),
)
_PROXIES: Final = frozenset({Stack.NGINX, Stack.APACHE, Stack.CADDY, Stack.HAPROXY})
# Frameworks of which no package answers a preflight with 204.
_ANSWERING_200: Final = frozenset(
    {
        Stack.CROSSORIGIN,
        Stack.FASTAPI,
        Stack.STARLETTE,
        Stack.DJANGO_CORS_HEADERS,
        Stack.AIOHTTP_CORS,
    }
)
# The package that has answered with headers of CORS, in an app of this kind.
_WITH_CORS: Final[Mapping[Stack, Stack]] = {Stack.CROSSORIGIN: Stack.FLASK_CORS}
# This library, in an app of another kind than Flask's.
_OURS: Final[Mapping[Stack, Stack]] = {
    Stack.FASTAPI: Stack.CROSSORIGIN_ASGI,
    Stack.STARLETTE: Stack.CROSSORIGIN_ASGI,
    Stack.CROSSORIGIN_ASGI: Stack.CROSSORIGIN_ASGI,
    Stack.DJANGO_CORS_HEADERS: Stack.CROSSORIGIN_DJANGO,
    Stack.CROSSORIGIN_WSGI: Stack.CROSSORIGIN_WSGI,
}

_CLASSES: Final[Mapping[str, Stack]] = {
    "flask.app.Flask": Stack.CROSSORIGIN,
    "fastapi.applications.FastAPI": Stack.FASTAPI,
    "starlette.applications.Starlette": Stack.STARLETTE,
    "django.core.handlers.asgi.ASGIHandler": Stack.DJANGO_CORS_HEADERS,
    "django.core.handlers.wsgi.WSGIHandler": Stack.DJANGO_CORS_HEADERS,
    "crossorigin.asgi.CORSMiddleware": Stack.CROSSORIGIN_ASGI,
    "crossorigin.wsgi.CORSMiddleware": Stack.CROSSORIGIN_WSGI,
}


def recognise(
    log: Sequence[HTTPExchange],
    url: str,
    *,
    last: HTTPExchange | None = None,
    imported: Recognition | None = None,
) -> Recognition:
    """
    Return the stack to mend, and the sign of it.

    Args:
        log: Every exchange.
        url: The URL that the page fetches.
        last: The exchange at fault, if it is known.
        imported: The stack of an app in this process, if it is known.
    """
    app = imported or _recognise_app(log, last)
    ours = next(filter(_is_ours, log), None)
    if ours is not None:
        stack = _OURS.get(app.stack, Stack.CROSSORIGIN)
        asked = "the preflight" if ours.is_preflight else escape(ours.request.method, 40)
        return Recognition(stack, f"{asked} is answered as by this library")
    known = recognise_url(url)
    if known.stack is not Stack.UNKNOWN:
        return known
    proxy = recognise_proxy(log)
    if proxy is not None and app.stack in _ANSWERING_200 and _has_204(log):
        return Recognition(proxy.stack, f"{proxy.why}, and no app of this kind answers OPTIONS 204")
    if app.stack in _WITH_CORS and any(each.has_cors for each in log):
        return Recognition(_WITH_CORS[app.stack], f"{app.why}, and answers have headers of CORS")
    return app


def recognise_proxy(log: Iterable[HTTPExchange]) -> Recognition | None:
    """Return the proxy in front of the app, if one names itself."""
    return _by_header(log, _PROXY_HEADERS)


def _has_204(log: Iterable[HTTPExchange]) -> bool:
    """Tell whether a preflight was answered 204, with headers of CORS."""
    return any(each.is_preflight and each.has_cors and each.status == 204 for each in log)  # noqa: PLR2004 - no content


def recognise_app(app: object) -> Recognition | None:
    """Return the stack of an imported *app* by the names of its classes, if they are known."""
    for kind in type(app).__mro__:
        stack = _CLASSES.get(f"{kind.__module__}.{kind.__qualname__}")
        if stack is not None:
            return Recognition(stack, f"the app is a {kind.__module__}.{kind.__qualname__}")
    return None


def _recognise_app(log: Sequence[HTTPExchange], last: HTTPExchange | None) -> Recognition:
    """Return the software that wrote the answer at fault; an app before a proxy in front of it."""
    pages = [found for found in map(_page_of, log) if found is not None]
    found = (
        _by_header(log, _SERVICES),
        None if last is None else _page_of(last),
        *(page for page in pages if page.stack not in _PROXIES),
        *(_page_of(each, _CORS_PAGES) for each in log),
        _by_header(log, _APP_HEADERS),
        *pages,
        _by_header(log, _PROXY_HEADERS),
    )
    return next((each for each in found if each is not None), Recognition(Stack.UNKNOWN))


def _page_of(exchange: HTTPExchange, signs: Iterable[_Sign] = _PAGES) -> Recognition | None:
    """Return the stack whose words, of *signs*, the body of an error has."""
    if exchange.status < _ERROR:
        return None
    text = exchange.content[:1000].decode("latin-1")
    for sign in signs:
        if sign.pattern.match(text):
            where = "to a page that is not there" * (exchange.purpose is Purpose.NO_SUCH_PAGE)
            asked = where or f"to {escape(exchange.request.method, 40)}"
            return Recognition(
                sign.stack, f"the {exchange.status} {asked} is worded as by {sign.name}"
            )
    return None


def _by_header(log: Iterable[HTTPExchange], signs: Iterable[_Sign]) -> Recognition | None:
    """Return the stack that a header of *log* names."""
    for exchange in log:
        for sign in signs:
            value = header_value(exchange.headers, sign.header)
            if value is not None and sign.pattern.search(value):
                shown = f": {escape(value, _SHOWN)}" if value else ""
                return Recognition(sign.stack, f"an answer has {sign.header}{shown}")
    return None


def _is_ours(exchange: HTTPExchange) -> bool:
    """Tell whether this library has answered a preflight, or its guard a request."""
    words = exchange.content[:200].decode("latin-1")
    if not exchange.is_preflight:
        return exchange.status in _OF_GUARD and _OUR_WORDS.match(words) is not None
    vary = (header_value(exchange.headers, "vary") or "").lower()
    # Other libraries vary by the same; without a permission, this one says why.
    is_permission = header_value(exchange.headers, "access-control-allow-origin") is not None
    return (vary == _OUR_VARY and is_permission) or _OUR_WORDS.match(words) is not None
