"""The stack at fault: by the layer that wrote an answer, before the header ``Server``."""

from __future__ import annotations

import pytest
from flask import Flask
from starlette.applications import Starlette

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware as AsgiLayer
from crossorigin.doctor.causes._cause import Stack
from crossorigin.doctor.causes._recognition import Recognition
from crossorigin.doctor.probing._fingerprints import recognise, recognise_app, recognise_proxy
from crossorigin.doctor.probing._session import HTTPExchange, Purpose
from crossorigin.doctor.probing._transport import HTTPRequest, HTTPResponse
from crossorigin.wsgi import CORSMiddleware as WsgiLayer

URL = "https://api.example.com/orders"
ALLOW = ("Access-Control-Allow-Origin", "*")
NGINX = ("Server", "nginx/1.22.1")
FLASK_404 = b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n"
DJANGO_404 = b'\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>'
NGINX_404 = b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<hr><center>nginx</center>"
EXPRESS_404 = (
    b'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>'
)


def exchange(
    *headers: tuple[str, str], status: int = 200, body: bytes = b"", preflight: bool = False
) -> HTTPExchange:
    """Return an exchange that is answered so."""
    asked = (("Access-Control-Request-Method", "PUT"),) if preflight else ()
    request = HTTPRequest(method="OPTIONS" if preflight else "GET", url=URL, headers=asked)
    result = HTTPResponse(status=status, headers=headers, content=body)
    return HTTPExchange(purpose=Purpose.FETCH, request=request, result=result)


@pytest.mark.parametrize(
    ("log", "stack"),
    [
        # nginx in front of an app, which tells itself by a page that is not there.
        ([exchange(NGINX), exchange(NGINX, status=404, body=FLASK_404)], Stack.CROSSORIGIN),
        ([exchange(NGINX, ALLOW), exchange(NGINX, status=404, body=FLASK_404)], Stack.FLASK_CORS),
        ([exchange(NGINX), exchange(status=404, body=b'{"detail":"Not Found"}')], Stack.FASTAPI),
        ([exchange(NGINX), exchange(status=404, body=b"Not Found")], Stack.STARLETTE),
        ([exchange(NGINX), exchange(status=404, body=DJANGO_404)], Stack.DJANGO_CORS_HEADERS),
        ([exchange(NGINX), exchange(status=404, body=EXPRESS_404)], Stack.EXPRESS),
        ([exchange(NGINX), exchange(NGINX, ("X-Powered-By", "Express"))], Stack.EXPRESS),
        ([exchange(NGINX), exchange(status=400, body=b"Disallowed CORS origin")], Stack.STARLETTE),
        # nginx alone.
        ([exchange(NGINX), exchange(NGINX, status=404, body=NGINX_404)], Stack.NGINX),
        ([exchange(NGINX)], Stack.NGINX),
        # nginx answers the preflights of an app: no package for Flask does so with 204.
        (
            [
                exchange(NGINX, ALLOW, status=204, preflight=True),
                exchange(NGINX, status=404, body=FLASK_404),
            ],
            Stack.NGINX,
        ),
        ([exchange(("Server", "gunicorn"))], Stack.CROSSORIGIN_WSGI),
        ([exchange(("Server", "uvicorn"))], Stack.CROSSORIGIN_ASGI),
        ([exchange(("Server", "Caddy"))], Stack.CADDY),
        ([exchange()], Stack.UNKNOWN),
        # This library, in an app of each kind.
        (
            [
                exchange(status=403, preflight=True, body=b"origin-not-allowed: The origin"),
                exchange(status=404, body=b'{"detail":"Not Found"}'),
            ],
            Stack.CROSSORIGIN_ASGI,
        ),
    ],
)
def test_the_stack_at_fault(log: list[HTTPExchange], stack: Stack) -> None:
    """A page counts before a header, and an app before the proxy in front of it."""
    found = recognise(log, URL)
    assert found.stack is stack
    assert bool(found.why) == (stack is not Stack.UNKNOWN)


def test_a_proxy_that_answers_itself() -> None:
    """The layer that wrote the answer at fault counts, whatever stands behind it."""
    refused = exchange(NGINX, status=405, body=NGINX_404.replace(b"404 Not", b"405 Not"))
    log = [refused, exchange(status=404, body=FLASK_404)]
    assert recognise(log, URL, last=refused).stack is Stack.NGINX
    assert recognise(log, URL).stack is Stack.CROSSORIGIN


def test_a_host_tells_its_service() -> None:
    """The host of the URL counts before what runs there."""
    log = [exchange(status=404, body=FLASK_404)]
    found = recognise(log, "https://shop.appspot.com/orders")
    assert found == Recognition(Stack.APP_ENGINE, "its host ends in appspot.com")


@pytest.mark.parametrize(
    ("headers", "stack"),
    [((NGINX,), Stack.NGINX), ((("Server", "Apache/2.4"),), Stack.APACHE), ((), None)],
)
def test_a_proxy_names_itself(headers: tuple[tuple[str, str], ...], stack: Stack | None) -> None:
    """The proxy is in the header ``Server``, or nothing is known of one."""
    found = recognise_proxy([exchange(*headers)])
    assert (None if found is None else found.stack) is stack


def test_an_app_that_is_imported() -> None:
    """An app is known by the names of its classes; a function is nobody's."""

    class Shop(Flask):
        """An app with a class of its own."""

    apps = [
        Shop(__name__),
        Starlette(),
        AsgiLayer(Starlette(), Policy("*")),
        WsgiLayer(Flask(""), Policy("*")),
    ]
    found = [recognise_app(app) for app in (*apps, print)]
    assert [each and each.stack for each in found] == [
        Stack.CROSSORIGIN,
        Stack.STARLETTE,
        Stack.CROSSORIGIN_ASGI,
        Stack.CROSSORIGIN_WSGI,
        None,
    ]
    assert found[0] == Recognition(Stack.CROSSORIGIN, "the app is a flask.app.Flask")
