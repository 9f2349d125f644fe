"""P34 to P38: preflights that something else answers, or that permit more than was meant."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask, abort, redirect, request

from crossorigin import Policy
from crossorigin.flask import CORS
from tests.attacks.asking import VARY, VARY_PREFLIGHT, Answer, ask, ask_permission
from tests.policy.problems import codes_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

TRUSTED: Final = "https://app.example.com"
PERMITTED: Final = [
    ("Access-Control-Allow-Headers", "content-type"),
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, PUT"),
    ("Access-Control-Allow-Origin", TRUSTED),
    ("Access-Control-Max-Age", "600"),
    VARY_PREFLIGHT,
]


def app_with(policy: Policy) -> Flask:
    """Return an app with a view of its own for every trap."""
    app = Flask(__name__)
    CORS(app, policy)

    @app.route("/", methods=["GET", "PUT"])
    def index() -> str:
        return request.method

    @app.route("/slash/", methods=["GET", "PUT"])
    def slash() -> str:
        return "slash"

    @app.route("/own", methods=["GET", "PUT", "OPTIONS"])
    def own() -> str:
        return f"own {request.method}"

    return app


def deny() -> None:
    """Let nobody in without a session."""
    abort(401)


def to_https() -> Response:
    """Send everyone to the other scheme."""
    return redirect("https://api.example.com/", 308)


def forbid_options() -> None:
    """Refuse a method that the app does not know."""
    if request.method == "OPTIONS":
        abort(405)


@pytest.mark.parametrize("before", [deny, to_https, forbid_options])
def test_p34_nothing_answers_before_the_policy(before: object) -> None:
    """A preflight, which has no credentials, reaches neither a login nor a redirect."""
    app = app_with(Policy(TRUSTED))
    app.before_request(before)  # type: ignore[type-var] # whatever the app registers
    answer = ask_permission(app, TRUSTED)
    assert (answer.status, answer.cors) == (200, PERMITTED)


def test_p34_a_trailing_slash_redirects_no_preflight() -> None:
    """A preflight for the address that routing would redirect is permitted as it stands."""
    answer = ask_permission(app_with(Policy(TRUSTED)), TRUSTED, path="/slash")
    assert (answer.status, answer.cors) == (200, PERMITTED)


@pytest.mark.parametrize("path", ["/", "/own"])
def test_p35_the_router_does_not_answer(path: str) -> None:
    """Neither Flask's own OPTIONS nor the view's answers a preflight."""
    answer = ask_permission(app_with(Policy(TRUSTED)), TRUSTED, path=path)
    assert (answer.status, answer.cors, answer.body) == (200, PERMITTED, b"")
    assert "Allow" not in dict(answer.headers)


@pytest.mark.parametrize(
    ("origin", "headers"),
    [
        pytest.param(TRUSTED, {}, id="P36-no-method"),
        pytest.param(TRUSTED, {"Access-Control-Request-Method": ""}, id="P36-empty-method"),
        pytest.param(None, {"Access-Control-Request-Method": "PUT"}, id="P36-no-origin"),
        pytest.param(TRUSTED, {"Access-Control-Request-Headers": "x-a"}, id="P36-headers-only"),
        pytest.param(None, {}, id="P36-neither"),
    ],
)
def test_an_options_request_reaches_the_app(origin: str | None, headers: dict[str, str]) -> None:
    """An ``OPTIONS`` that lacks a mark of a preflight is the app's to answer."""
    app = app_with(Policy(TRUSTED))
    answer = ask(app, origin, method="OPTIONS", path="/own", headers=headers)
    assert (answer.status, answer.body) == (200, b"own OPTIONS")
    allowed = [] if origin is None else [("Access-Control-Allow-Origin", TRUSTED)]
    assert answer.cors == [*allowed, VARY]


def test_p36_a_preflight_in_lower_case_is_none() -> None:
    """Methods are case-sensitive: ``options`` is a method of the app's."""
    answer = ask(
        app_with(Policy(TRUSTED)),
        TRUSTED,
        method="options",
        headers={"Access-Control-Request-Method": "PUT"},
    )
    assert "Access-Control-Allow-Methods" not in dict(answer.headers)


@pytest.mark.parametrize("max_age", [86401, 31536000, timedelta(days=2)])
def test_p37_a_long_max_age_is_a_mistake(max_age: object) -> None:
    """No browser keeps a preflight longer than a day, so nobody writes that by intent."""
    assert codes_of(origins=TRUSTED, max_age=max_age) == [("max-age-too-long", "max_age")]


def test_p37_an_origin_is_out_after_ten_minutes() -> None:
    """By default, no browser goes by an old answer for longer than 600 seconds."""
    assert ("Access-Control-Max-Age", "600") in ask_permission(
        app_with(Policy(TRUSTED)), TRUSTED
    ).cors


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_p38_no_override_is_permitted_unless_listed(name: str) -> None:
    """A page may not turn the ``POST`` it may send into a ``DELETE`` it may not."""
    app = app_with(Policy(TRUSTED, methods=[], allow_headers=["X-Token"]))
    answer = ask_permission(app, TRUSTED, method="POST", names=name, headers={name: "DELETE"})
    assert answer.cors == [
        ("Access-Control-Allow-Headers", "content-type, x-token"),
        ("Access-Control-Allow-Origin", TRUSTED),
        ("Access-Control-Max-Age", "600"),
        VARY_PREFLIGHT,
    ]


@pytest.mark.parametrize("override", ["PUT", "OPTIONS", "GET"])
def test_p38_an_override_does_not_choose_the_policy(override: str) -> None:
    """The method that is judged is the one that was sent."""
    app = app_with(Policy(TRUSTED, methods=["PUT"]))
    plain: Answer = ask_permission(app, TRUSTED, method="DELETE")
    assert plain == ask_permission(
        app, TRUSTED, method="DELETE", headers={"X-HTTP-Method-Override": override}
    )
    assert ("Access-Control-Allow-Methods", "PUT") in plain.cors
