"""The guard is asked again by the policy of a decorator that is not registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from flask.views import MethodView

from crossorigin import Guard, Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.cases.case import HERE
from tests.flask.apps import app_with
from tests.flask.ways import (
    HERE_ONLY,
    WAYS,
    as_a_helper,
    every_way,
    with_mark,
)
from tests.wsgi.calls import NOTHING, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    Function = Callable[..., Any]
    Decorator = Callable[[Function], Function]

SENT: Final[dict[str, str]] = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_COOKIE": "id=7"}
TRUSTED: Final = Policy([HERE], credentials=True)


def guarded(view: Function, guard: Guard | bool = True, *, has_mark: bool = False) -> Flask:  # noqa: FBT001, FBT002
    """Return an app that a guard refuses requests for, with *view* at its root."""
    app = app_with()
    if has_mark:
        with_mark(app)
    app.add_url_rule("/", "index", view, methods=["GET", "POST"])
    CORS(app, TRUSTED, guard=guard)
    return app


@every_way
@pytest.mark.parametrize("has_mark", [True, False])
def test_the_guard_is_asked_again(way: str, *, has_mark: bool) -> None:
    """What the app's policy has let pass is refused by that of the view, before it runs."""
    app = guarded(WAYS[way](same_origin), has_mark=has_mark)
    for _ in range(2):
        reply = ask(app, method="POST", **SENT)
        assert (reply.status, reply.cors) == (403, NOTHING)
        assert reply.body.startswith("sender-not-allowed")


@every_way
def test_the_guard_lets_pass_what_both_policies_do(way: str) -> None:
    """A policy that lets the page in refuses nothing; nor is asked who needs none."""
    app = guarded(WAYS[way](cross_origin(TRUSTED)))
    assert ask(app, method="POST", **SENT).status == 200
    app = guarded(WAYS[way](same_origin))
    assert ask(app, **SENT).status == 200
    assert ask(app, method="POST", HTTP_SEC_FETCH_SITE="same-origin").status == 200
    assert ask(guarded(WAYS[way](same_origin), Guard(HERE)), method="POST", **SENT).status == 200


def test_cookies_that_the_policy_of_the_view_does_not_allow() -> None:
    """The refusal says so."""
    app = guarded(as_a_helper(HERE_ONLY))
    reply = ask(app, method="POST", **SENT)
    assert (reply.status, reply.body.partition(":")[0]) == (403, "cookies-not-allowed")
    assert ask(app, method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 200


class Both(MethodView):
    """A class of which one method has another policy than its dispatcher."""

    @same_origin
    def dispatch_request(self, **arguments: Any) -> Any:  # noqa: ANN401 - as Flask has it
        """Answer by the method of that name."""
        return super().dispatch_request(**arguments)

    @cross_origin(TRUSTED)
    def post(self) -> str:
        """Answer."""
        return "done"


def test_the_guard_and_a_class_with_two_decorators() -> None:
    """What is registered for the method runs beside nothing."""
    app = guarded(Both.as_view("both"))
    reply = ask(app, method="POST", **SENT)
    assert (reply.status, reply.origin) == (200, HERE)
