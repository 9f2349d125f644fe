"""Django: ``gunicorn django_app:application``; the last line is that of ``wsgi.py``."""

# Django has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped, untyped-decorator"
# pyright: basic, reportArgumentType=false
from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from crossorigin import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    CROSSORIGIN=POLICY,
    MIDDLEWARE=["crossorigin.django.CORSMiddleware"],
    ROOT_URLCONF=__name__,
)


@csrf_exempt
def order(_: HttpRequest) -> HttpResponse:
    """Answer in the reader's language, and remember the reader."""
    response = JsonResponse({"order": 7}, headers={"Vary": "Accept-Language"})
    response.set_cookie("seen", "1")
    return response


def pieces() -> Iterator[str]:
    """Yield one line after the other."""
    for number in range(3):
        yield f"line {number}\n"


def log(_: HttpRequest) -> StreamingHttpResponse:
    """Stream."""
    return StreamingHttpResponse(pieces(), content_type="text/plain")


def broken(_: HttpRequest) -> HttpResponse:
    """Raise."""
    raise LookupError("the shelf broke")


urlpatterns = [path("orders/7", order), path("log", log), path("broken", broken)]
application = get_wsgi_application()
