"""The Django middleware, made to answer a case."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.middleware.common import CommonMiddleware
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.cases.case import Case


class _Moved(HttpResponsePermanentRedirect):
    """A redirect as Flask's."""

    status_code = HTTPStatus.PERMANENT_REDIRECT


class Common(CommonMiddleware):
    """Django's middleware that appends a slash, with that redirect."""

    response_redirect_class = _Moved


class Late:
    """A middleware that fails after the view, at ``/late``, and knows no WebSockets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around *get_response*."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """
        Answer as the rest does, or fail.

        Raises:
            LookupError: At ``/late``.
        """
        CALLED.append(request.path)
        if request.path == "/private" and "Authorization" not in request.headers:
            return HttpResponse(status=401)
        if request.headers.get("Upgrade") == "websocket":
            return HttpResponse(status=400)
        response = self._get_response(request)
        if request.path == "/late":
            raise LookupError(request.path)
        return response


CALLED: Final[list[str]] = []
METHODS: Final = ("DELETE", "GET", "PATCH", "POST", "PUT", "QUERY")


def patterns(case: Case) -> list[Any]:
    """Return URLs that are answered as those of the Flask app are."""

    def plain(_: HttpRequest) -> HttpResponse:
        response = HttpResponse(status=case.status)
        for name, value in case.own:
            # Django has one line for each name.
            first = next((each for each in response.headers if each.lower() == name.lower()), None)
            line = value if first is None else f"{response.headers[first]}, {value}"
            response.headers[first or name] = line
        return response

    def crash(request: HttpRequest) -> HttpResponse:
        raise LookupError(request.path)

    return [
        path("", _routed(plain)),
        path("crash", _routed(crash)),
        *[path(name, _routed(plain)) for name in ("folder/", "late", "private")],
        path("read-only", _routed(plain, {"GET"})),
    ]


def _routed(
    view: Callable[[HttpRequest], HttpResponse], methods: Iterable[str] = METHODS
) -> Callable[[HttpRequest], HttpResponse]:
    """Return *view* for *methods*, and what Flask's router answers by itself for others."""

    @csrf_exempt
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse()
        return view(request) if request.method in known else HttpResponseNotAllowed(known)

    known = {"HEAD", *methods}
    return answer
