"""Which policy is in force: the view's, its blueprint's, or the app's; the innermost wins whole."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

import pytest
from flask import Blueprint, Flask, Response
from flask.blueprints import BlueprintSetupState

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, crash, named, say_hello, scopes_of
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable


def nested() -> Flask:
    """Return an app, a blueprint ``/api`` in it and ``/api/v1`` in that, each with a policy."""
    app = app_with(index=say_hello, closed=same_origin(say_hello))
    outer = Blueprint("outer", __name__, url_prefix="/api")
    inner = Blueprint("inner", __name__, url_prefix="/v1")
    plain = Blueprint("plain", __name__, url_prefix="/plain")
    for blueprint in (outer, inner, plain):
        blueprint.add_url_rule("/", "index", say_hello)
        blueprint.add_url_rule("/view", "view", cross_origin(named("view"))(say_hello))
        blueprint.add_url_rule("/closed", "closed", same_origin(say_hello))
        blueprint.add_url_rule("/folder/", "folder", say_hello)
    CORS(app, named("app"))
    CORS(outer, named("outer"))
    CORS(inner, named("inner"))
    outer.register_blueprint(inner)
    outer.register_blueprint(plain)
    app.register_blueprint(outer)
    return app


# The path, the method, and whose policy is in force.
INNERMOST: Final = [
    ("/", "GET", "app"),
    ("/closed", "GET", None),
    ("/nowhere", "GET", "app"),
    ("/", "PUT", "app"),
    ("/api/", "GET", "outer"),
    ("/api/", "PUT", "outer"),
    ("/api/view", "GET", "view"),
    ("/api/view", "PUT", "view"),
    ("/api/closed", "GET", None),
    ("/api/closed", "PUT", None),
    ("/api/folder", "GET", "outer"),
    ("/api/nowhere", "GET", "outer"),
    ("/api/nowhere/at/all", "DELETE", "outer"),
    ("/api", "GET", "outer"),
    ("/api/v1/", "GET", "inner"),
    ("/api/v1/", "PUT", "inner"),
    ("/api/v1/view", "GET", "view"),
    ("/api/v1/closed", "GET", None),
    ("/api/v1/folder", "GET", "inner"),
    ("/api/v1/nowhere", "GET", "inner"),
    ("/api/v1", "GET", "inner"),
    # A blueprint that has no policy has that of the one around it.
    ("/api/plain/", "GET", "outer"),
    ("/api/plain/", "PUT", "outer"),
    ("/api/plain/nowhere", "GET", "outer"),
    ("/api/plain/folder", "GET", "outer"),
    ("/api/plain/view", "GET", "view"),
    ("/api/plain/closed", "GET", None),
    # A prefix ends with a segment.
    ("/apiary", "GET", "app"),
    ("/api/v10", "GET", "outer"),
    ("/API/v1/", "GET", "app"),
    # Slashes are the router's to merge.
    ("//api//v1//view", "GET", "view"),
    ("//api//closed", "GET", None),
]


@pytest.mark.parametrize(("path", "method", "scope"), INNERMOST)
def test_the_innermost_scope_wins_whole(path: str, method: str, scope: str | None) -> None:
    """A request and its preflight follow the same policy, which takes nothing from others."""
    assert scopes_of(nested(), path, method) == [scope, scope]


def test_head_and_options_follow_the_view() -> None:
    """What Flask answers by itself for a view follows the view's policy."""
    for method in ("HEAD", "OPTIONS"):
        reply = ask(nested(), "/api/v1/view", method)
        assert reply.cors == {**ANYBODY, "Access-Control-Expose-Headers": "view"}
        assert ask(nested(), "/api/v1/closed", method).cors == NOTHING


def test_a_blueprint_that_is_registered_twice() -> None:
    """Under each of its names and prefixes it has its policy, and its 404 and 405."""
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__)
    blueprint.add_url_rule("/", "index", say_hello)
    CORS(blueprint, named("outer"))
    app.register_blueprint(blueprint, url_prefix="/a")
    app.register_blueprint(blueprint, url_prefix="/b", name="again")
    for prefix in ("/a", "/b"):
        for path, method in (("/", "GET"), ("/", "PUT"), ("/nowhere", "GET"), ("", "GET")):
            assert scopes_of(app, f"{prefix}{path}", method) == ["outer", "outer"]
    assert scopes_of(app, "/", "GET") == [None, None]
    assert scopes_of(app, "/nowhere", "GET") == [None, None]


def test_a_blueprint_that_is_nested_twice() -> None:
    """Nested in two others, a blueprint has its policy in both."""
    app = app_with(index=say_hello)
    inner = Blueprint("inner", __name__, url_prefix="/in")
    inner.add_url_rule("/", "index", say_hello)
    CORS(inner, named("inner"))
    for name in ("a", "b"):
        outer = Blueprint(name, __name__, url_prefix=f"/{name}")
        outer.register_blueprint(inner)
        app.register_blueprint(outer)
    for path in ("/a/in/", "/b/in/", "/a/in/nowhere", "/b/in/nowhere"):
        assert scopes_of(app, path, "GET") == ["inner", "inner"]
    assert scopes_of(app, "/a/nowhere", "GET") == [None, None]


def test_one_blueprint_in_two_apps() -> None:
    """A blueprint takes its policy with it into every app."""
    blueprint = Blueprint("outer", __name__, url_prefix="/api")
    blueprint.add_url_rule("/", "index", say_hello)
    CORS(blueprint, named("outer"))
    for covered in (True, False):
        app = app_with(index=say_hello)
        if covered:
            CORS(app, named("app"))
        app.register_blueprint(blueprint)
        assert scopes_of(app, "/api/", "GET") == ["outer", "outer"]
        assert scopes_of(app, "/api/nowhere", "GET") == ["outer", "outer"]
        assert scopes_of(app, "/", "GET") == (["app", "app"] if covered else [None, None])


@pytest.mark.parametrize("prefix", [None, "/", ""])
def test_a_blueprint_without_a_prefix(prefix: str | None) -> None:
    """Its views are covered; a path that leads nowhere is the app's."""
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__, url_prefix=prefix)
    blueprint.add_url_rule("/in", "index", say_hello)
    CORS(app, named("app"))
    CORS(blueprint, named("outer"))
    app.register_blueprint(blueprint)
    assert scopes_of(app, "/in", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/in", "PUT") == ["outer", "outer"]
    assert scopes_of(app, "/in/nowhere", "GET") == ["app", "app"]


def test_a_nested_blueprint_without_a_prefix() -> None:
    """Under a prefix that it shares with the one around it, a 404 is that one's."""
    app = app_with(index=say_hello)
    outer = Blueprint("outer", __name__, url_prefix="/api")
    inner = Blueprint("inner", __name__)
    inner.add_url_rule("/in", "index", say_hello)
    CORS(outer, named("outer"))
    CORS(inner, named("inner"))
    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    assert scopes_of(app, "/api/in", "GET") == ["inner", "inner"]
    assert scopes_of(app, "/api/in", "PUT") == ["inner", "inner"]
    assert scopes_of(app, "/api/nowhere", "GET") == ["outer", "outer"]


def test_two_blueprints_that_share_a_prefix() -> None:
    """Where they disagree, a 404 is neither's, but the app's."""
    app = app_with(index=say_hello)
    CORS(app, named("app"))
    for name in ("outer", "other"):
        blueprint = Blueprint(name, __name__, url_prefix="/api")
        blueprint.add_url_rule(f"/{name}", "index", say_hello)
        CORS(blueprint, named(name))
        app.register_blueprint(blueprint)
    assert scopes_of(app, "/api/outer", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/api/other", "GET") == ["other", "other"]
    assert scopes_of(app, "/api/nowhere", "GET") == ["app", "app"]


def _greet(tenant: str) -> str:
    """Answer by name."""
    return f"hello, {tenant}"


def test_a_prefix_with_a_converter() -> None:
    """Its views are covered, also their 405 and 308; a 404 under it is the app's."""
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__, url_prefix="/<tenant>/api")
    blueprint.add_url_rule("/folder/", "index", _greet)
    CORS(app, named("app"))
    CORS(blueprint, named("outer"))
    app.register_blueprint(blueprint)
    assert scopes_of(app, "/a/api/folder/", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/a/api/folder/", "PUT") == ["outer", "outer"]
    assert scopes_of(app, "/a/api/folder", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/a/api/nowhere", "GET") == ["app", "app"]
    assert scopes_of(app, "/<tenant>/api/nowhere", "GET") == ["app", "app"]


def test_static_files_of_a_blueprint(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A blueprint's static files are covered by its policy."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "data.json").write_text("[]")
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__, url_prefix="/api", static_folder=folder)
    CORS(blueprint, named("outer"))
    app.register_blueprint(blueprint)
    name = folder.name
    assert scopes_of(app, f"/api/{name}/data.json", "GET") == ["outer", "outer"]
    assert scopes_of(app, f"/api/{name}/none.json", "GET") == ["outer", "outer"]


def test_an_error_handler_of_a_blueprint_is_covered() -> None:
    """Also where the answer is the blueprint's own error page."""
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__, url_prefix="/api")
    blueprint.add_url_rule("/crash", "crash", lambda: f"{1 // 0}")
    blueprint.register_error_handler(ZeroDivisionError, lambda _: ("sorry", 503))
    CORS(blueprint, HERE_ALONE)
    app.register_blueprint(blueprint)
    reply = ask(app, "/api/crash")
    assert (reply.status, reply.body, reply.cors) == (503, "sorry", OPEN)


HERE_ALONE: Final = Policy([HERE])


def test_a_blueprints_policy_alone_is_on_every_way_out() -> None:
    """Without a policy of the app's, a blueprint's is on what no signal tells of, too."""
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__, url_prefix="/api")
    blueprint.add_url_rule("/", "index", say_hello)
    CORS(blueprint, HERE_ALONE)
    app.register_blueprint(blueprint)

    @app.after_request
    def fail(_: Response) -> Response:
        return Response(crash())

    reply = ask(app, "/api/")
    assert (reply.status, reply.cors) == (500, OPEN)
    assert ask(app).cors == NOTHING


def _cover_late(_: Flask, blueprint: Blueprint) -> None:
    """Cover a blueprint that is registered."""
    CORS(blueprint, HERE_ALONE)


def _register_again(app: Flask, _: Blueprint) -> None:
    """Register a blueprint that is covered twice."""
    again = Blueprint("again", __name__)
    CORS(again, HERE_ALONE)
    CORS(again, Policy([ELSEWHERE]))
    app.register_blueprint(again)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (_cover_late, ProblemCode.BLUEPRINT_ALREADY_REGISTERED),
        (_register_again, ProblemCode.TWO_POLICIES),
    ],
)
def test_mistakes(act: Callable[[Flask, Blueprint], None], code: ProblemCode) -> None:
    """A blueprint that is covered too late, or twice, is a mistake, and not just ignored."""
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__)
    app.register_blueprint(blueprint)
    with pytest.raises(PolicyError) as caught:
        act(app, blueprint)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_an_app_of_another_framework() -> None:
    """Registered in an app that is not Flask's, a blueprint goes without a policy, unharmed."""
    other = SimpleNamespace(extensions={})
    blueprint = Blueprint("outer", __name__)
    CORS(blueprint, HERE_ALONE)
    setup = BlueprintSetupState(blueprint, cast("Flask", other), {}, first_registration=True)
    for record in blueprint.deferred_functions:
        record(setup)
    assert other.extensions == {}
