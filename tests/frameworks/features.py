"""What each adapter can do: a table of features, each with what a page sees where it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin import Reason
from crossorigin.testing import Browser
from tests.frameworks.apps import asgi_apps, django_apps, flask_apps, starlette_apps, wsgi_apps
from tests.frameworks.apps.origins import APP, EVIL, FOR_APP, FOR_VIEW, GROUP, VIEW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from tests.frameworks.apps.built import Built


def _reads(built: Built, origin: str, path: str, method: str = "GET", **headers: str) -> bool:
    """Tell whether a page of *origin* can read what *path* answers."""
    browser = Browser(built.app, origin=origin)
    return browser.fetch(path, method=method, headers=headers).readable


def _whole(built: Built) -> None:
    for path in ("/open", "/missing", "/crash"):
        assert _reads(built, APP, path), path
        assert not _reads(built, EVIL, path), path


def _group(built: Built) -> None:
    assert _reads(built, GROUP, "/group/inside")
    assert not _reads(built, APP, "/group/inside")
    assert _reads(built, APP, "/open")


def _group_errors(built: Built) -> None:
    for path, method in (("/group/missing", "GET"), ("/group/inside", "POST")):
        assert _reads(built, GROUP, path, method), path
        assert not _reads(built, APP, path, method), path


def _view(built: Built) -> None:
    assert _reads(built, VIEW, "/view")
    assert not _reads(built, APP, "/view")
    assert _reads(built, APP, "/open")


def _closed(built: Built) -> None:
    assert not _reads(built, APP, "/closed")
    assert _reads(built, APP, "/open")


def _routes(built: Built) -> None:
    assert _reads(built, APP, "/open", "PUT")
    assert not _reads(built, APP, "/open", "DELETE")


def _login(built: Built) -> None:
    assert _reads(built, APP, "/open", Authorization="Bearer x")
    # The app itself asks for it: what a page sends without one is refused, readably.
    outcome = Browser(built.app, origin=APP).fetch("/open")
    assert (outcome.readable, outcome.status) == (True, 401)


def _guard(built: Built) -> None:
    outcome = Browser(built.app, origin=EVIL).fetch("/open", method="POST", mode="no-cors")
    assert [each.response and each.response.status for each in outcome.exchanges] == [403]
    assert _reads(built, APP, "/open", "POST")


def _policy_for(built: Built) -> None:
    assert built.policy_for is not None
    assert built.policy_for("/open", "GET") == built.policy_for("/missing", "PUT") == FOR_APP


def _policies_of_views(built: Built) -> None:
    assert built.policy_for is not None
    assert built.policy_for("/view", "GET") == FOR_VIEW
    assert built.policy_for("/closed", "GET") is None


def _stats(built: Built) -> None:
    assert built.stats is not None
    assert not _reads(built, EVIL, "/open")
    assert _reads(built, APP, "/open")
    ((reason, _), count), *others = built.stats.refused.items()
    assert (reason, count, others) == (Reason.ORIGIN_NOT_ALLOWED, 1, [])


def _stats_by_view(built: Built) -> None:
    assert built.stats is not None
    assert not _reads(built, EVIL, "/open")
    assert built.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, "open"): 1}


def _shadow(built: Built) -> None:
    assert built.stats is not None
    assert _reads(built, APP, "/open")
    (row,) = built.stats.would_refuse
    assert (row.origin, row.reason, row.count) == (APP, Reason.ORIGIN_NOT_ALLOWED, 1)


@dataclass(frozen=True, slots=True)
class Feature:
    """
    A row of the matrix.

    Attributes:
        name: What it is, as the page says it.
        app: The kind of app that shows it; an adapter that cannot do it has none.
        check: Asserts what a page sees of that app.
    """

    name: str
    app: str
    check: Callable[[Built], None]


FEATURES: Final = (
    Feature("the whole app: every answer, 404 and 500 too", "whole", _whole),
    Feature("a part of it: a blueprint, a router, an `include()`", "group", _group),
    Feature("… with its 404 and 405", "group", _group_errors),
    Feature("one view: `@cross_origin`", "view", _view),
    Feature("no access to one view: `@same_origin`", "closed", _closed),
    Feature("the methods of the routes, which nobody lists", "routes", _routes),
    Feature("preflights before the login of the app", "login", _login),
    Feature("the guard (CSRF protection)", "guard", _guard),
    Feature("`policy_for(app, path, method)`", "policy_for", _policy_for),
    Feature("… of a view, and none where that is closed", "policy_for_view", _policies_of_views),
    Feature("each refusal is counted: `stats`", "stats", _stats),
    Feature("… by its view", "stats_by_view", _stats_by_view),
    Feature("a tighter policy that refuses nothing yet: `shadow=`", "shadow", _shadow),
)
ADAPTERS: Final[Mapping[str, Mapping[str, Callable[[], AbstractContextManager[Built]]]]] = {
    "Flask": flask_apps.APPS,
    "Starlette": starlette_apps.STARLETTE,
    "FastAPI": starlette_apps.FASTAPI,
    "Django": django_apps.APPS,
    "any WSGI app": wsgi_apps.APPS,
    "any ASGI app": asgi_apps.APPS,
}
