"""Django apps: bare, with this library around it, and with django-cors-headers."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from benchmarks.candidates import Candidate
from benchmarks.scenarios import ALLOWED
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from wsgiref.types import WSGIApplication

OURS: Final = "crossorigin.wsgi.CORSMiddleware"
DJANGOS: Final = "crossorigin.django.CORSMiddleware"
_METHODS: Final = ("GET", "PUT")
# Django has no annotations: what it gives is checked by nobody, here as in any project.
_settings: Final[Any] = import_module("django.conf").settings
_MIDDLEWARE: Final = "corsheaders.middleware.CorsMiddleware"


def _view(_request: object, order_id: int) -> Any:  # noqa: ANN401 - see above
    """Answer with next to nothing."""
    return import_module("django.http").HttpResponse(f"order {order_id}")


@cache
def _urls() -> tuple[object, ...]:
    """Return the URLs of the apps."""
    return (import_module("django.urls").path("orders/<int:order_id>", _view),)


def configure() -> None:
    """Configure Django, which the process may have done for other apps."""
    if not _settings.configured:
        _settings.configure(ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None)
        import_module("django").setup()
    _settings.ROOT_URLCONF = _urls()
    _settings.CORS_ALLOW_METHODS = list(_METHODS)


def bare(middleware: Sequence[str] = ()) -> WSGIApplication:
    """Return an app without CORS."""
    configure()
    _settings.MIDDLEWARE = [*middleware]
    app: WSGIApplication = import_module("django.core.handlers.wsgi").WSGIHandler()
    return app


def django_cors_headers() -> WSGIApplication:
    """Return an app with django-cors-headers; :func:`allowing` says whom it lets read."""
    return bare([_MIDDLEWARE])


@contextmanager
def allowing(origins: Sequence[str]) -> Generator[None]:
    """Have django-cors-headers, which reads the settings at each request, allow *origins*."""
    configure()
    _settings.CORS_ALLOWED_ORIGINS = origins
    yield


def with_policy() -> WSGIApplication:
    """Return an app with this library."""
    return CORSMiddleware(
        bare(), origins=ALLOWED, methods=_METHODS, allow_headers=["Authorization"]
    )


def with_middleware() -> WSGIApplication:
    """Return an app with this library's middleware for Django."""
    configure()
    _settings.CROSSORIGIN = {
        "origins": ALLOWED,
        "methods": _METHODS,
        "allow_headers": ["Authorization"],
    }
    try:
        return bare([DJANGOS])
    finally:
        del _settings.CROSSORIGIN


def ours() -> list[Candidate[WSGIApplication]]:
    """Return the bare app, and those with this library."""
    return [
        Candidate("bare Django", bare, is_bare=True),
        Candidate(OURS, with_policy, is_ours=True),
        Candidate(DJANGOS, with_middleware, is_ours=True),
    ]


def candidates() -> list[Candidate[WSGIApplication]]:
    """Return all of them."""
    return [
        *ours(),
        Candidate("django-cors-headers", django_cors_headers, around=partial(allowing, [ALLOWED])),
    ]
