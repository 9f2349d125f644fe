"""The URLs of the zoo's Django."""

# Django has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped"
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownParameterType=false
from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.urls import path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def item(_: HttpRequest, number: int) -> JsonResponse:
    """Answer every method."""
    return JsonResponse({"id": number})


def crash(_: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return a middleware that crashes."""

    def middleware(_: HttpRequest) -> HttpResponse:
        raise RuntimeError("no database")

    return middleware


urlpatterns = [path("items/<int:number>", item), path("orders/", item, {"number": 7})]
