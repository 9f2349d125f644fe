"""The configuration of an app is read once: what comes later, or twice, is a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS, cross_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, say_hello
from tests.wsgi.calls import NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable


ORIGINS: Final = "CROSSORIGIN_ORIGINS"


def _added(config: dict[str, Any]) -> None:
    """Name another option."""
    config["CROSSORIGIN_MAX_AGE"] = 7


def _changed(config: dict[str, Any]) -> None:
    """Name other origins."""
    config[ORIGINS] = [ELSEWHERE]


def _grown(config: dict[str, Any]) -> None:
    """Add an origin to the very list that was read."""
    config[ORIGINS].append(ELSEWHERE)


def _removed(config: dict[str, Any]) -> None:
    """Take the origins out."""
    del config[ORIGINS]


def _respelt(config: dict[str, Any]) -> None:
    """Name an option in lower case."""
    config["crossorigin_max_age"] = 7


CHANGES: Final[dict[str, tuple[Callable[[dict[str, Any]], None], str]]] = {
    "added": (_added, "CROSSORIGIN_MAX_AGE"),
    "changed": (_changed, ORIGINS),
    "grown": (_grown, ORIGINS),
    "removed": (_removed, ORIGINS),
    "respelt": (_respelt, "CROSSORIGIN_MAX_AGE"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_comes_too_late(change: str) -> None:
    """It would be passed by: so every request fails, with the name of the option."""
    app = app_with(index=say_hello)
    app.config[ORIGINS] = [HERE]
    CORS(app)
    make, field = CHANGES[change]
    make(app.config)
    for asks in (None, "PUT"):
        with pytest.raises(PolicyError) as caught:
            ask(app, asks=asks)
        (problem,) = caught.value.problems
        assert (problem.code, problem.field) == (ProblemCode.CONFIGURED_TOO_LATE, field)
        assert "above CORS(app)" in problem.hint


def test_a_policy_in_the_code_and_one_that_comes_too_late() -> None:
    """The configuration is silent when ``CORS`` reads it, and says something afterwards."""
    app = app_with(index=say_hello)
    CORS(app, origins=HERE)
    app.config |= {ORIGINS: ELSEWHERE, "CROSSORIGIN_GUARD": True}
    with pytest.raises(PolicyError) as caught:
        ask(app)
    fields = ["CROSSORIGIN_GUARD", ORIGINS]
    assert [problem.field for problem in caught.value.problems] == fields
    assert {problem.code for problem in caught.value.problems} == {ProblemCode.CONFIGURED_TOO_LATE}


def test_a_configuration_that_stays() -> None:
    """One that is put back, or that others change, is no mistake; nor is a change at run time."""
    app = app_with(index=say_hello)
    app.config[ORIGINS] = [HERE]
    CORS(app)
    app.config["CROSSORIGIN_MAX_AGE"] = 7
    del app.config["CROSSORIGIN_MAX_AGE"]
    app.config["SECRET_KEY"] = "changed"  # noqa: S105 - it is none
    assert ask(app).cors == OPEN
    app.config[ORIGINS] = [ELSEWHERE]
    assert ask(app).cors == OPEN


def test_it_can_be_mended() -> None:
    """A test that has caught the error, and puts the configuration right, goes on."""
    app = app_with(index=say_hello)
    CORS(app, origins=HERE)
    app.config[ORIGINS] = HERE
    with pytest.raises(PolicyError):
        ask(app)
    del app.config[ORIGINS]
    assert ask(app).cors == OPEN


def test_decorators_alone_read_nothing() -> None:
    """Where there is no ``CORS``, nobody reads the configuration, early or late."""
    app = app_with(index=cross_origin(origins=HERE)(say_hello))
    app.config[ORIGINS] = ELSEWHERE
    assert [ask(app).cors for _ in range(2)] == [OPEN, OPEN]


@pytest.mark.parametrize("first", [ORIGINS, "crossorigin_origins", "CROSSORIGIN_origins"])
@pytest.mark.parametrize("other", ["Crossorigin_Origins", "CROSSORIGIN_ORIGINs"])
def test_two_spellings(first: str, other: str) -> None:
    """An option under two spellings is a problem, not a silent winner."""
    app = app_with(index=say_hello)
    app.config |= {first: HERE, other: ELSEWHERE}
    with pytest.raises(PolicyError) as caught:
        CORS(app)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == (ProblemCode.OPTION_GIVEN_TWICE, other)
    assert problem.hint == f"{first} says the same: keep one of the two"
    assert ask(app).cors == NOTHING


@pytest.mark.parametrize("name", ["crossorigin_origins", "CrossOrigin_Origins"])
def test_one_spelling_is_as_good_as_another(name: str) -> None:
    """The case of a name does not matter."""
    app = app_with(index=say_hello)
    app.config[name] = HERE
    CORS(app)
    assert ask(app).cors == OPEN


def test_a_guard_in_lower_case() -> None:
    """The guard, too, may be spelt as it likes."""
    app = app_with(index=say_hello)
    app.config |= {ORIGINS: HERE, "crossorigin_guard": "true"}
    CORS(app)
    assert ask(app, method="POST", origin=ELSEWHERE).status == 403
