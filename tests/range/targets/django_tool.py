"""A Django site as a local tool, of which a process can have one."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from tests.range.targets import callers
from tests.range.targets.effects import act, event

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def override_method(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let a query say the method."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.method = request.GET.get("_method", request.method)
        return get_response(request)

    return middleware


@require_http_methods(["GET", "POST", "QUERY"])
def _run(request: HttpRequest) -> HttpResponse:
    return HttpResponse(act(request.GET["shot"]))


@require_http_methods(["DELETE"])
def _delete(request: HttpRequest) -> HttpResponse:
    return HttpResponse(act(request.GET["shot"]))


@require_safe
def _events(request: HttpRequest) -> HttpResponse:
    return HttpResponse(event(request.GET["shot"]), content_type="text/event-stream")


def application(*, guarded: bool) -> WSGIApplication:
    """Make the site, behind the guard if it is *guarded*."""
    urls = ModuleType("urls")
    patterns = [path("act", _run), path("items", _delete), path("events", _events)]
    vars(urls)["urlpatterns"] = patterns
    override = f"{__name__}.override_method"
    settings.configure(
        ALLOWED_HOSTS=["*"],
        LOGGING_CONFIG=None,
        MIDDLEWARE=["crossorigin.django.CORSMiddleware", override] if guarded else [override],
        ROOT_URLCONF=urls,
        SECRET_KEY="range",  # noqa: S106 - nothing is signed
        CROSSORIGIN={**callers.policy().as_dict(), "guard": callers.guard()} if guarded else {},
    )
    django.setup()
    return WSGIHandler()
