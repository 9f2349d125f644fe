"""Django's responses: their headers, and the layer that owns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse

from crossorigin._adapters.layers import owners_of, owners_of_scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._policy.headers import Header


def response_with(status: int, body: str, headers: Iterable[Header]) -> HttpResponse:
    """Return a response with *headers* and no others."""
    response = HttpResponse(body, status=status)
    del response.headers["Content-Type"]
    for name, value in headers:
        response.headers[name] = value
    return response


def set_headers(response: HttpResponse, merged: list[Header]) -> None:
    """Let *response* have the headers *merged*, and leave those alone that it has."""
    headers, now = response.headers, dict(merged)
    for name in [name for name in headers if name not in now]:
        del headers[name]
    for name, value in now.items():
        if headers.get(name) != value:
            headers[name] = value


def transport_of(request: HttpRequest) -> dict[str, Any]:
    """Return the scope of *request* under ASGI, its environ under WSGI."""
    return cast("dict[str, Any]", request.__dict__.get("scope", request.META))


def owners_for(request: HttpRequest) -> list[object]:
    """Return the list in which the layer that owns the response leaves its name."""
    scope: dict[str, Any] | None = request.__dict__.get("scope")
    return owners_of(request.META) if scope is None else owners_of_scope(scope)
