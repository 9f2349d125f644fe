"""``CORS(app)``: how an app is covered, and every way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from flask import Blueprint, Flask

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, say_hello
from tests.wsgi.calls import ANYBODY, CLOSED, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import CORSRequest, Origin

POLICY: Final = Policy([HERE], methods=["GET", "PUT"])


def _init_app(app: Flask) -> None:
    """Give the options first, and the app later."""
    CORS(origins=[HERE], methods=["GET", "PUT"]).init_app(app)


def _init_app_of_a_policy(app: Flask) -> None:
    """Give the policy first, and the app later."""
    CORS(policy=POLICY).init_app(app)


def _configured(app: Flask) -> None:
    """Have the options in the configuration, as Python has them."""
    app.config["CROSSORIGIN_ORIGINS"] = [HERE]
    app.config["CROSSORIGIN_METHODS"] = ["GET", "PUT"]
    CORS(app)


def _configured_as_text(app: Flask) -> None:
    """Have the options in the configuration, as an environment has them."""
    app.config |= {"CROSSORIGIN_ORIGINS": HERE, "CROSSORIGIN_METHODS": "GET, PUT"}
    CORS().init_app(app)


WAYS: Final[dict[str, Callable[[Flask], object]]] = {
    "policy": lambda app: CORS(app, POLICY),
    "policy-by-name": lambda app: CORS(app, policy=POLICY),
    "options": lambda app: CORS(app, origins=HERE, methods=["GET", "PUT"]),
    "init_app": _init_app,
    "init_app-of-a-policy": _init_app_of_a_policy,
    "configured": _configured,
    "configured-as-text": _configured_as_text,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_cover_an_app(way: str) -> None:
    """Each way leads to the same policy."""
    app = app_with(index=say_hello)
    WAYS[way](app)
    assert ask(app).cors == OPEN
    assert ask(app, origin=ELSEWHERE).cors == CLOSED
    assert ask(app, asks="PUT").methods == "GET, PUT"
    assert ask(app, asks="PUT", origin=ELSEWHERE).status == 403


def _both(app: Flask) -> None:
    """Have a policy, and another in the configuration."""
    app.config["CROSSORIGIN_ORIGINS"] = "*"
    CORS(app, POLICY)


def _misspelt(app: Flask) -> None:
    """Have an option in the configuration that no policy has."""
    app.config |= {"CROSSORIGIN_ORIGINS": HERE, "CROSSORIGIN_METHOD": "PUT"}
    CORS(app)


async def _async_source(_: Origin, __: CORSRequest) -> bool:
    """Be asynchronous."""
    return True


def _configured_async(app: Flask) -> None:
    """Have an asynchronous source in the configuration."""
    app.config["CROSSORIGIN_ORIGINS"] = _async_source
    CORS(app)


def _twice(app: Flask) -> None:
    """Cover an app two times."""
    CORS(app, POLICY)
    CORS(app, POLICY)


MISTAKES: Final[dict[str, tuple[Callable[[Flask], object], ProblemCode, str]]] = {
    "nothing": (CORS, ProblemCode.ORIGINS_MISSING, "CROSSORIGIN_ORIGINS"),
    "blueprint": (
        lambda _: CORS(Blueprint("api", __name__)),
        ProblemCode.ORIGINS_MISSING,
        "origins",
    ),
    "empty": (lambda app: CORS(app, origins=""), ProblemCode.ORIGINS_MISSING, "origins"),
    "both": (_both, ProblemCode.TWO_POLICIES, "policy"),
    "twice": (_twice, ProblemCode.TWO_POLICIES, "policy"),
    "misspelt": (_misspelt, ProblemCode.UNKNOWN_OPTION, "CROSSORIGIN_METHOD"),
    "configured-async": (_configured_async, ProblemCode.SOURCE_IS_ASYNC, "CROSSORIGIN_ORIGINS"),
    "async": (
        lambda app: CORS(app, origins=_async_source),
        ProblemCode.SOURCE_IS_ASYNC,
        "origins",
    ),
    "no-app": (
        lambda app: CORS(app.wsgi_app, POLICY),  # type: ignore[arg-type] # its point
        ProblemCode.NOT_AN_APP,
        "target",
    ),
    "no-policy": (
        lambda app: CORS(app, HERE),  # type: ignore[arg-type] # its point
        ProblemCode.NOT_A_POLICY,
        "policy",
    ),
    "policy-and-options": (
        lambda app: CORS(app, POLICY, origins="*"),
        ProblemCode.TWO_POLICIES,
        "policy",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(mistake: str) -> None:
    """A mistake is refused when the app starts, and what is wrong is named."""
    cover, code, field = MISTAKES[mistake]
    with pytest.raises(PolicyError) as caught:
        cover(app_with(index=say_hello))
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == (code, field)
    assert problem.hint


def test_a_mistake_leaves_the_app_closed() -> None:
    """An app whose start was caught, and goes on, lets nobody in."""
    app = app_with(index=say_hello)
    with pytest.raises(PolicyError):
        CORS(app, origins="https://a.example/")
    assert ask(app).cors == NOTHING
    assert ask(app, asks="GET").cors == NOTHING


def test_several_apps_in_one_process() -> None:
    """One object covers many apps, and apps know nothing of each other."""
    first, second, third = (app_with(index=say_hello) for _ in range(3))
    cors = CORS(origins=HERE)
    cors.init_app(first)
    cors.init_app(second)
    CORS(third, origins="*")
    assert [ask(app).cors for app in (first, second, third)] == [OPEN, OPEN, ANYBODY]
    assert list(first.extensions) == ["crossorigin"]
    assert vars(cors).keys() == {"_declared", "_guard", "_policy", "_shadow"}
