"""Django sites."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.core.handlers.wsgi import WSGIHandler
from django.urls import include, path
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from crossorigin.django import cross_origin, policy_for, same_origin, stats
from tests.django.sites import COMMON, OURS, crash, say_hello, site
from tests.frameworks.apps.built import Built
from tests.frameworks.apps.origins import FOR_APP, FOR_GROUP, FOR_VIEW, TIGHTER

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from contextlib import AbstractContextManager

    from django.http import HttpRequest, HttpResponse

    from crossorigin import Policy


class Orders(View):
    """A class that answers GET, POST and PUT."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return say_hello(request)

    post = put = get


class Login:
    """A middleware that lets nobody in without an ``Authorization``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around *get_response*."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or ask for a login."""
        if "Authorization" in request.headers:
            return self._get_response(request)
        response = say_hello(request)
        response.status_code = 401
        return response


@contextmanager
def _covered(
    *middleware: str, guard: bool = False, shadow: Policy | None = None
) -> Generator[Built]:
    """Let the process have a site with views inside and outside of an include."""
    inside = path("inside", csrf_exempt(require_GET(say_hello)))
    options: dict[str, Any] = {**FOR_APP.as_dict(), "guard": guard, "shadow": shadow}
    with site(
        path("open", csrf_exempt(Orders.as_view()), name="open"),
        path("crash", crash),
        path("view", cross_origin(FOR_VIEW)(say_hello)),
        path("closed", same_origin(say_hello)),
        path("group/", cross_origin(FOR_GROUP)(include([inside]))),
        CROSSORIGIN=options,
        MIDDLEWARE=[OURS, *middleware, COMMON],
    ):
        app = WSGIHandler()
        yield Built(app, partial(policy_for, app), stats())


APPS: Final[Mapping[str, Callable[[], AbstractContextManager[Built]]]] = {
    "whole": _covered,
    "group": _covered,
    "view": _covered,
    "closed": _covered,
    "routes": _covered,
    "login": partial(_covered, f"{__name__}.Login"),
    "guard": partial(_covered, guard=True),
    "policy_for": _covered,
    "policy_for_view": _covered,
    "stats": _covered,
    "stats_by_view": _covered,
    "shadow": partial(_covered, shadow=TIGHTER),
}
