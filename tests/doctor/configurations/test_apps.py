"""An app that was loaded says what it lets in, whichever CORS library it uses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import flask_cors
import pytest
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware as OfFastAPI
from flask import Blueprint, Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as OfStarlette

import crossorigin
from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware
from crossorigin.doctor.configurations._apps import has_library, recipes_of
from crossorigin.doctor.configurations._recipes import Recipe, scope_of
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.flask import CORS
from crossorigin.proof import Acceptance, UndecidedError

if TYPE_CHECKING:
    from crossorigin import CORSRequest, Origin
    from crossorigin.doctor.configurations._configuration import Scope

_A: Final = "https://a.example.com"
_STRANGE: Final = "https://a.example.com.evil.com"
_ORIGINS: Final = (
    _A,
    "https://example.com",
    "https://evilexample.com",
    _STRANGE,
    "http://localhost:3000",
    "null",
)


def scopes_of(thing: object) -> dict[str, Scope]:
    """Return the scopes of *thing* by their names, once it has been plain data."""
    data = json.dumps([each.as_dict() for each in recipes_of(thing, "shop:app")], default=str)
    recipes = map(Recipe.from_dict, json.loads(data))
    return {scope.name: scope for scope in map(scope_of, recipes)}


def taken(scope: Scope) -> set[str]:
    """Return those of the origins that *scope* lets in."""
    assert isinstance(scope.accepts, Acceptance)
    accepts = scope.accepts
    return {origin for origin in _ORIGINS if accepts.accepts(origin)}


def permitted(app: Flask, path: str = "/") -> set[str]:
    """Return those of the origins that *app* itself lets in."""
    client = app.test_client()
    return {
        origin
        for origin in _ORIGINS
        if client.get(path, headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin")
        in {origin, "*"}
    }


def flask_app() -> Flask:
    """Return an app with two views."""
    app = Flask("shop")
    app.add_url_rule("/", "index", lambda: "")
    app.add_url_rule("/api/orders", "orders", lambda: "")
    return app


FLASK_CORS: Final[dict[str, dict[str, Any]]] = {
    "a-list": {"origins": [_A, "http://localhost:3000"]},
    "one": {"origins": _A, "supports_credentials": True},
    "an-expression": {"origins": [r"https://.*\.example\.com"]},
    "a-glob": {"origins": ["https://*.example.com"]},
    "compiled": {"origins": [re.compile(r"https://a\.example\.com$")]},
    "everyone": {},
    "everyone-with-credentials": {"supports_credentials": True},
}


@pytest.mark.parametrize("options", FLASK_CORS.values(), ids=FLASK_CORS)
def test_flask_cors(options: dict[str, Any]) -> None:
    """Its own guess of what is an expression is the reader's guess, too."""
    app = flask_app()
    flask_cors.CORS(app, **options)
    (scope,) = scopes_of(app).values()
    assert taken(scope) == permitted(app)
    assert scope.credentials is bool(options.get("supports_credentials"))
    assert scope.is_public is (not options)


def test_flask_cors_with_resources() -> None:
    """A resource, a blueprint and a decorated view are each a scope."""
    app = flask_app()
    blueprint = Blueprint("shop", "shop", url_prefix="/shop")
    flask_cors.CORS(blueprint, origins="https://shop.example.com")
    app.register_blueprint(blueprint)
    flask_cors.CORS(app, resources={"/api/*": {"origins": _A}})
    app.add_url_rule(
        "/one", "one", flask_cors.cross_origin(origins="http://localhost:3000")(lambda: "")
    )
    scopes = scopes_of(app)
    assert taken(scopes["resource /api/*"]) == permitted(app, "/api/orders") == {_A}
    assert taken(scopes["view one"]) == permitted(app, "/one") == {"http://localhost:3000"}
    assert scopes.keys() == {"resource /api/*", "resource /*", "view one"}


STARLETTE: Final[dict[str, dict[str, Any]]] = {
    "a-list": {"allow_origins": [_A]},
    "an-expression": {"allow_origin_regex": r"https://.*\.example\.com", "allow_credentials": True},
    "both": {"allow_origins": ["null"], "allow_origin_regex": r"https://.*example\.com"},
    "everyone": {"allow_origins": ["*"]},
    "a-text": {"allow_origins": "https://a.example.com.evil.com"},
    "nobody": {},
}
_MATCHES: Final = {
    "a-list": {_A},
    "an-expression": {_A},
    "both": {_A, "https://example.com", "https://evilexample.com", "null"},
    "everyone": set(_ORIGINS),
    "a-text": {_A, _STRANGE},
    "nobody": set[str](),
}


@pytest.mark.parametrize("name", STARLETTE)
def test_starlette(name: str) -> None:
    """The middleware's options are read where the app keeps them, by name or by position."""
    app = Starlette(middleware=[Middleware(OfStarlette, **STARLETTE[name])])
    (scope,) = scopes_of(app).values()
    assert taken(scope) == _MATCHES[name]
    assert scope.credentials is bool(STARLETTE[name].get("allow_credentials"))
    assert scope.is_public is (name == "everyone")


def test_fastapi() -> None:
    """An app of FastAPI is one of Starlette; other middlewares are passed by."""
    app = FastAPI()
    app.add_middleware(OfFastAPI, allow_origins=[_A])
    app.add_middleware(CORSMiddleware, policy=Policy("https://b.example.com"))
    (scope,) = [each for each in scopes_of(app).values() if not each.name]
    assert taken(scope) == {_A}


def test_this_package() -> None:
    """Each policy is a scope, under its first route, with the line that declares it."""
    app = flask_app()
    CORS(app, Policy(["https://*.example.com", "http://localhost:*"]))
    (scope,) = scopes_of(app).values()
    assert taken(scope) == {_A, "http://localhost:3000"}
    assert scope.place.line is not None
    assert [entry.text for entry in scope.entries] == [
        "http://localhost:*",
        "https://*.example.com",
    ]


def test_a_policy() -> None:
    """A policy is the whole; a public one says so."""
    (scope,) = scopes_of(Policy("*")).values()
    assert (scope.name, scope.is_public, scope.credentials) == ("", True, False)


def test_a_function_is_undecided() -> None:
    """A function decides by what it likes, and is not asked."""

    def source(origin: Origin, request: CORSRequest) -> bool:
        """Decide by what it likes."""
        return str(origin) == request.origin

    (scope,) = scopes_of(Policy(source)).values()
    assert isinstance(scope.accepts, UndecidedError)
    assert str(scope.accepts) == "shop:app origins: a function decides, which is not read"


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (7, "is neither a Policy nor an app: it is of the type int"),
        (flask_app(), "no CORS library is recognised in it"),
    ],
    ids=["a-number", "an-app-without-a-library"],
)
def test_nothing_to_read(thing: object, said: str) -> None:
    """What is no app, or has no library, is said."""
    with pytest.raises(UsageError, match=said):
        recipes_of(thing, "shop:app")


def test_has_library() -> None:
    """An app has a library, or none."""
    app = flask_app()
    assert not has_library(app)
    flask_cors.CORS(app)
    assert has_library(app)


def test_an_expression_that_is_none() -> None:
    """A list of a revision may have an expression that does not compile: that is said."""
    recipe = Recipe.from_dict(
        {
            **Recipe(package="django-cors-headers", file="settings").as_dict(),
            "expressions": [{"text": "(", "flags": None}],
        }
    )
    with pytest.raises(UsageError, match=r"^settings: no expression: "):
        scope_of(recipe)


_SITE: Final = """
from django.conf import settings
settings.configure(
    SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["corsheaders.middleware.CorsMiddleware"],
    INSTALLED_APPS=["corsheaders"], {options}
)
urlpatterns = []
import django
django.setup()
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
{more}
"""
_DJANGO: Final = {
    "lists": (
        r"""
        CORS_ALLOWED_ORIGINS=["https://a.example.com"], CORS_ALLOW_CREDENTIALS=True,
        CORS_ALLOWED_ORIGIN_REGEXES=[r"^https://.*\.example\.org$"],
        """,
        "",
        "harmless",
    ),
    "everyone": ("CORS_ALLOW_ALL_ORIGINS=True,", "", "harmless"),
    "everyone-with-credentials": (
        "CORS_ALLOW_ALL_ORIGINS=True, CORS_ALLOW_CREDENTIALS=True,",
        "",
        "dangerous",
    ),
    "a-signal": (
        'CORS_ALLOWED_ORIGINS=["https://a.example.com"],',
        """
from corsheaders.signals import check_request_enabled as signal
def decide(**_): return True
signal.connect(decide)
""",
        "undecided",
    ),
}


@pytest.mark.parametrize("name", _DJANGO)
def test_django_cors_headers(name: str, tmp_path: Path) -> None:
    """The settings are read as the middleware reads them; a receiver of its signal is undecided."""
    options, more, verdict = _DJANGO[name]
    (tmp_path / "site_of_test.py").write_text(_SITE.format(options=options, more=more))
    command = ["-m", "crossorigin", "prove", "site_of_test:application", "--format", "json"]
    source = str(Path(crossorigin.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": source},
        check=False,
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout)["verdict"] == verdict, done.stderr
