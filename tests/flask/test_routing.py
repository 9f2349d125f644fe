"""The router decides which policy is in force: hosts, converters, and what was added late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from flask import Blueprint, Flask, abort, current_app, g, request
from werkzeug.routing import BaseConverter, Rule, ValidationError

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.flask.apps import app_with, named, say_hello, scope_of, scopes_of
from tests.wsgi.calls import ANYBODY, NOTHING, ask

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from werkzeug.routing import MapAdapter


def _covered(app: Flask) -> Flask:
    """Cover *app*, and return it."""
    CORS(app, named("app"))
    return app


def test_host_matching() -> None:
    """With host matching, the host of a request, and of its preflight, chooses the view."""
    app = _covered(Flask("app", host_matching=True, static_host="static.test"))
    app.add_url_rule("/", "open", cross_origin(named("view"))(say_hello), host="open.test")
    app.add_url_rule("/", "closed", same_origin(say_hello), host="closed.test")
    assert scopes_of(app, "/", "GET", "open.test") == ["view", "view"]
    assert scopes_of(app, "/", "PUT", "open.test") == ["view", "view"]
    assert scopes_of(app, "/", "GET", "closed.test") == [None, None]
    assert scopes_of(app, "/", "GET", "other.test") == ["app", "app"]
    assert scopes_of(app, "/static/none.js", "GET", "static.test") == ["app", "app"]


def _subdomains() -> Flask:
    """Return an app whose blueprint has a subdomain of its own."""
    app = _covered(Flask("app", subdomain_matching=True, static_folder=None))
    app.config["SERVER_NAME"] = "app.test"
    blueprint = Blueprint("outer", __name__, subdomain="api", url_prefix="/v1")
    blueprint.add_url_rule("/", "index", say_hello)
    CORS(blueprint, named("outer"))
    app.register_blueprint(blueprint)
    app.add_url_rule("/v1/", "index", same_origin(say_hello))
    return app


def test_subdomain_matching() -> None:
    """With subdomain matching, the subdomain does; a 404 is the app's, also under the prefix."""
    app = _subdomains()
    assert scopes_of(app, "/v1/", "GET", "api.app.test") == ["outer", "outer"]
    assert scopes_of(app, "/v1/", "PUT", "api.app.test") == ["outer", "outer"]
    assert scopes_of(app, "/v1", "GET", "api.app.test") == ["outer", "outer"]
    assert scopes_of(app, "/v1/nowhere", "GET", "api.app.test") == ["app", "app"]
    assert scopes_of(app, "/v1/", "GET", "app.test") == [None, None]


def test_a_default_subdomain() -> None:
    """Rules with the map's default subdomain are found where subdomains are not matched."""
    app = _covered(app_with())
    app.url_map.default_subdomain = "www"
    app.add_url_rule("/", "index", cross_origin(named("view"))(say_hello))
    assert scopes_of(app, "/", "GET") == ["view", "view"]


@pytest.mark.skipif(
    "TRUSTED_HOSTS" not in Flask.default_config, reason="Flask 3.0 has no TRUSTED_HOSTS"
)
def test_hosts_that_are_not_trusted() -> None:
    """A host that is not trusted gets Flask's 400, by the app's policy; no view is asked."""
    app = _covered(app_with(index=same_origin(say_hello)))
    app.config["TRUSTED_HOSTS"] = ["good.test"]
    assert scopes_of(app, "/", "GET", "good.test") == [None, None]
    assert scopes_of(app, "/", "GET", "evil.test") == ["app", "app"]
    assert ask(app, "/", host="evil.test").status == 400


def test_an_app_that_makes_its_adapters_in_its_own_way() -> None:
    """An app's own ``create_url_adapter`` is asked for every request."""

    class Tenants(Flask):
        """An app that has tenants below hosts that no rule names."""

        def create_url_adapter(self, request: object) -> MapAdapter | None:
            """Return an adapter for the subdomain of the tenant."""
            host = getattr(request, "host", "")
            return self.url_map.bind("app.test", subdomain=host.partition(".")[0])

    app = _covered(Tenants("app", static_folder=None))
    app.add_url_rule("/", "index", cross_origin(named("view"))(say_hello), subdomain="a")
    assert scopes_of(app, "/", "GET", "a.example") == ["view", "view"]
    assert scopes_of(app, "/", "GET", "b.example") == ["app", "app"]


def test_an_app_without_an_adapter() -> None:
    """Where an app makes no adapter at all, no view can be told from another: nobody gets in."""

    class Adapterless(Flask):
        """An app that cannot route."""

        def create_url_adapter(self, request: object) -> MapAdapter | None:  # noqa: ARG002
            """Return none."""
            return None

    app = _covered(Adapterless("app", static_folder=None))
    app.add_url_rule("/", "index", same_origin(say_hello))
    assert scope_of(ask(app, asks="GET")) is None


class OfTheApp(BaseConverter):
    """A converter that asks the app for its configuration."""

    def to_python(self, value: str) -> str:
        """Return *value* if the app has it."""
        if value not in current_app.config["TENANTS"]:
            raise ValidationError
        g.tenant = value
        return value


class OfTheRequest(BaseConverter):
    """A converter that asks the request, which is not there yet when a preflight comes."""

    def to_python(self, value: str) -> str:
        """Return *value* at the host that was asked."""
        return f"{value}@{request.host}"


class Raising(BaseConverter):
    """A converter that fails."""

    def to_python(self, value: str) -> str:
        """
        Fail.

        Raises:
            LookupError: Always.
        """
        raise LookupError(value)


class Aborting(BaseConverter):
    """A converter that answers by an error of its own."""

    def to_python(self, value: str) -> str:
        """Stop."""
        abort(int(value))


def _with_converter(converter: type[BaseConverter], *, inner: bool) -> Flask:
    """Return an app that has a *converter*, and with *inner* a view without access behind it."""
    app = _covered(app_with())
    app.url_map.converters["own"] = converter
    app.config["TENANTS"] = ["a"]
    app.add_url_rule("/<own:name>", "view", same_origin(_greet) if inner else _greet)
    return app


def _greet(name: str) -> str:
    """Answer by name."""
    return f"hello, {name}"


def test_a_converter_that_asks_the_app() -> None:
    """The router is asked in the app's own context."""
    app = _with_converter(OfTheApp, inner=True)
    assert scopes_of(app, "/a", "GET") == [None, None]
    assert scopes_of(app, "/b", "GET") == ["app", "app"]


def test_a_converter_that_asks_the_request() -> None:
    """If a converter fails for a preflight alone, no view is opened that has its own scope."""
    app = _with_converter(OfTheRequest, inner=True)
    assert ask(app, "/a").body == "hello, a@localhost"
    assert scopes_of(app, "/a", "GET") == [None, None]
    assert scopes_of(app, "/a", "PUT") == [None, None]


@pytest.mark.parametrize("converter", [OfTheRequest, Raising])
def test_a_converter_that_fails_where_nothing_differs(converter: type[BaseConverter]) -> None:
    """Where the app has one policy and no other, that is in force whatever the router says."""
    app = _with_converter(converter, inner=False)
    assert scopes_of(app, "/a", "GET") == ["app", "app"]


def test_a_converter_that_fails_for_everyone() -> None:
    """The 500 is Flask's, and closed where a view may have meant it to be."""
    app = _with_converter(Raising, inner=True)
    reply = ask(app, "/a")
    assert (reply.status, reply.cors) == (500, NOTHING)
    assert scope_of(ask(app, "/a", asks="GET")) is None


@pytest.mark.parametrize("status", [404, 405, 451])
def test_a_converter_that_aborts(status: int) -> None:
    """An error page that the router makes is the app's."""
    app = _with_converter(Aborting, inner=True)
    assert ask(app, f"/{status}").status == status
    assert scopes_of(app, f"/{status}", "GET") == ["app", "app"]


@pytest.mark.parametrize(
    ("converter", "run"), [(BaseConverter, []), (OfTheApp, ["context", "context"])]
)
def test_a_preflight_runs_nothing_of_the_app(
    converter: type[BaseConverter], run: list[str]
) -> None:
    """Only a converter of the app's own is run, in its context; without one, not even that."""
    app = _with_converter(converter, inner=False)
    ran: list[str] = []

    @app.before_request
    def before() -> None:
        ran.append("before")

    @app.teardown_request
    def after(_: BaseException | None) -> None:
        ran.append("after")

    @app.teardown_appcontext
    def context(_: BaseException | None) -> None:
        ran.append("context")

    assert [ask(app, path, asks="GET").status for path in ("/a", "/b")] == [200, 200]
    assert ran == run


def test_a_path_that_is_no_utf8() -> None:
    """The path is read as Flask reads it, so both find the same view."""
    app = _covered(app_with())
    app.add_url_rule("/<name>", "view", same_origin(_greet))
    reply = ask(app, PATH_INFO="/\xff")
    assert (reply.body, reply.cors) == ("hello, \ufffd", NOTHING)
    assert scope_of(ask(app, PATH_INFO="/\xff", asks="GET")) is None


LATE: Final = Policy("*", max_age=4, expose_headers=["view"])


def _add_late(app: Flask) -> None:
    """Add a view after the first request, in a way that Flask does not notice."""
    app.view_functions["late"] = cross_origin(LATE)(say_hello)
    app.url_map.add(Rule("/late", endpoint="late", methods=["GET"]))


@pytest.mark.parametrize("covered", [True, False])
def test_a_view_that_is_added_after_the_first_request(*, covered: bool) -> None:
    """What tests and plugins add late is found, in an app with an extension and without."""
    app = app_with(index=cross_origin(named("other"))(say_hello))
    if covered:
        CORS(app, named("app"))
    before = ["app", "app"] if covered else [None, None]
    assert scopes_of(app, "/late", "GET") == before
    _add_late(app)
    assert scopes_of(app, "/late", "GET") == ["view", "view"]


@pytest.mark.parametrize("covered", [True, False])
def test_a_view_that_is_closed_after_the_first_request(*, covered: bool) -> None:
    """A mark that is set late on a view that is there takes effect at once."""
    app = app_with(index=cross_origin(named("view"))(say_hello))
    if covered:
        CORS(app, named("app"))
    assert scopes_of(app, "/", "GET") == ["view", "view"]
    app.view_functions["index"] = same_origin(say_hello)
    assert scopes_of(app, "/", "GET") == [None, None]


def test_a_view_that_is_added_late_with_an_old_mark() -> None:
    """A view that was decorated before the first request, and added after it, is found."""
    closed = same_origin(say_hello)
    app = _covered(app_with(index=say_hello))
    assert scopes_of(app, "/", "GET") == ["app", "app"]
    app.view_functions["late"] = closed
    app.url_map.add(Rule("/late", endpoint="late", methods=["GET"]))
    assert scopes_of(app, "/late", "GET") == [None, None]


def test_static_files_can_be_closed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The view of static files is a view like any other."""
    app = _covered(Flask("app", static_folder=tmp_path_factory.mktemp("static")))
    app.view_functions["static"] = same_origin(app.send_static_file)
    assert scopes_of(app, f"{app.static_url_path}/none.js", "GET") == [None, None]


@pytest.mark.parametrize("host", [None, "[", "a" * 300])
def test_a_host_that_is_none(host: str | None) -> None:
    """A request without a host, or with junk for one, is routed as Flask would."""
    app = _covered(app_with(index=cross_origin(Policy("*"))(say_hello)))
    also: WSGIEnvironment = {} if host is None else {"HTTP_HOST": host}
    assert ask(app, **also).cors == ANYBODY
