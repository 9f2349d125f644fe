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
    add_headers(response, headers)
    return response


def add_headers(response: HttpResponse, headers: Iterable[Header]) -> None:
    """Set *headers*, which are ours, and need not be searched for line breaks again."""
    lines: dict[str, Header] = response.headers._store  # noqa: SLF001
    for header in headers:
        lines[header[0].lower()] = header


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
    # No look into `__dict__`: once that is made, all attributes of the request take longer.
    return cast("dict[str, Any]", getattr(request, "scope", request.META))


def owners_for(request: HttpRequest) -> list[object]:
    """Return the list in which the layer that owns the response leaves its name."""
    scope: dict[str, Any] | None = getattr(request, "scope", None)
    return owners_of(request.META) if scope is None else owners_of_scope(scope)
