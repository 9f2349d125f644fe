"""Pyramid: ``waitress-serve pyramid_app:application``."""

# Pyramid has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped, untyped-decorator"
# pyright: basic
from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.config import Configurator
from pyramid.response import Response

from crossorigin import Policy
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)


def order(_: object) -> Response:
    """Answer in the reader's language, and remember the reader."""
    response = Response(json_body={"order": 7}, vary=["Accept-Language"])
    response.set_cookie("seen", "1")
    return response


def pieces() -> Iterator[bytes]:
    """Yield one line after the other."""
    for number in range(3):
        yield b"line %d\n" % number


def log(_: object) -> Response:
    """Stream."""
    return Response(app_iter=pieces(), content_type="text/plain")


def broken(_: object) -> Response:
    """Raise: Pyramid leaves it to the server, so it is the middleware that answers."""
    raise LookupError("the shelf broke")


with Configurator() as config:
    for view, url in ((order, "/orders/7"), (log, "/log"), (broken, "/broken")):
        config.add_route(view.__name__, url)
        config.add_view(view, route_name=view.__name__)
    application = CORSMiddleware(config.make_wsgi_app(), POLICY)
