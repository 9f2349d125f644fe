"""The app that a command about routes is asked about: a name, or a Django project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.handlers.wsgi import WSGIHandler

from crossorigin.doctor.routes._target import NoTargetError, finder_of
from tests.django.sites import say_hello

_MANAGE: Final = """\
import os, sys

def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)

if __name__ == "__main__":
    main()
"""
_FILES: Final = {
    "manage.py": _MANAGE,
    "shop/__init__.py": "",
    "shop/base.py": """\
from crossorigin import Policy
CROSSORIGIN = Policy("https://old.example")
SECRET_KEY = "-"
ALLOWED_HOSTS = ["shop.example"]
ROOT_URLCONF = "shop.urls"
CROSSORIGIN = Policy("https://app.example.com")  # of the site
""",
    "shop/settings.py": """\
from .base import *
MIDDLEWARE = ["crossorigin.django.CORSMiddleware"]
INSTALLED_APPS = ["crossorigin.django", "shop.legacy"]
WSGI_APPLICATION = "shop.wsgi.application"
""",
    "shop/legacy/__init__.py": "",
    "shop/wsgi.py": """\
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
from django.core.wsgi import get_wsgi_application
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from crossorigin.flask import CORS
legacy = Flask("legacy", static_folder=None)
CORS(legacy, origins="https://legacy.example")  # of the mounted app
legacy.add_url_rule("/old", "old", lambda: "old", methods=["GET", "PUT"])
application = DispatcherMiddleware(get_wsgi_application(), {"/legacy": legacy})
""",
    "shop/urls.py": """\
from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.views import View
from django.conf.urls.static import static
from django.views.static import serve
from crossorigin import Policy
from crossorigin.django import cross_origin, same_origin

def hello(request, **_):
    return HttpResponse("hello")

@cross_origin(origins="https://view.example")  # of the view
def decorated(request):
    return hello(request)

class Items(View):
    @cross_origin(origins="https://method.example")  # of a method
    def get(self, request):
        return hello(request)

    def put(self, request):
        return hello(request)

api = [path("a", hello), path("b", decorated), path("closed", same_origin(hello))]  # closed
v1 = [path("items", Items.as_view())]
pages = [path("", hello), path("<slug:page>", hello)]
urlpatterns = [
    path("api/", cross_origin(origins="https://api.example")(include(api))),  # of the include
    path("v1/", include(v1)),
    path("pages/", include((pages, "pages"), namespace="pages")),
    path("static/<path:path>", serve, {"document_root": "."}),
]
""",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a Django project, which is the current one."""
    for name, text in _FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    return tmp_path


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    """Return the status of ``crossorigin routes`` in a process of its own, and its output."""
    done = subprocess.run(
        [sys.executable, "-m", "crossorigin", "routes", *arguments],
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def comment_at(declared: dict[str, Any]) -> str:
    """Return the comment on the line that is *declared*."""
    lines = Path(declared["file"]).read_text().splitlines()
    return lines[int(declared["line"]) - 1].rpartition("# ")[2]


def test_a_django_project(project: Path) -> None:
    """Each route of a project has its policy, and the line that says so; so do mounted apps."""
    status, out = run("--format", "json")
    assert status == 0
    assert [
        (
            route["rule"],
            "/".join(route["methods"]),
            route["policy"] and route["policy"]["origins"],
            comment_at(route["declared"]),
        )
        for route in json.loads(out)
    ] == [
        ("/api/a", "", ["https://api.example"], "of the include"),
        ("/api/b", "", ["https://view.example"], "of the view"),
        ("/api/closed", "", None, "closed"),
        ("/v1/items", "GET", ["https://method.example"], "of a method"),
        ("/v1/items", "OPTIONS/PUT", ["https://app.example.com"], "of the site"),
        ("/pages/", "", ["https://app.example.com"], "of the site"),
        ("/pages/<slug:page>", "", ["https://app.example.com"], "of the site"),
        ("/static/<path:path>", "", ["https://app.example.com"], "of the site"),
        ("/legacy/old", "GET/HEAD/OPTIONS/PUT", ["https://legacy.example"], "of the mounted app"),
    ]
    assert run(str(project / "manage.py"), "--format", "json") == (0, out)
    assert run("--format", "json", DJANGO_SETTINGS_MODULE="shop.settings") == (0, out)
    assert run("shop.wsgi:application", "--format", "json") == (0, out)
    explained = ("--explain", "/v1/items", "--origin", "https://app.example.com")
    assert run(*explained, "-X", "PUT")[0] == 0
    assert run(*explained)[0] == 1
    assert run("--check") == (0, "✓ NO FINDINGS\n")


def test_in_this_process(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project says its settings itself; the app is the one that Django serves."""
    argv = list(sys.argv)
    monkeypatch.setattr("sys.path", list(sys.path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "")
    name, find = finder_of(None)
    assert name == "manage.py"
    assert isinstance(find(), WSGIHandler)
    assert (sys.argv, sys.path[0]) == (argv, str(project))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "shop.settings")
    name, find = finder_of(None)
    assert (name, isinstance(find(), WSGIHandler)) == ("shop.settings", True)


def test_a_name() -> None:
    """A name is that of an app, which is returned as it is."""
    name, find = finder_of("tests.django.sites:say_hello")
    assert (name, find()) == ("tests.django.sites:say_hello", say_hello)


@pytest.mark.parametrize("target", ["shop", "no/such/manage.py", None])
def test_what_names_nothing(
    target: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason says what to write."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    with pytest.raises(NoTargetError, match="write module:app"):
        finder_of(target)
