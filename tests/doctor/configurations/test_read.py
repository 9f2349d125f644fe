"""What stands for a configuration on a command line is read, whatever it is."""

from __future__ import annotations

import io
import json
import runpy
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING, Any

import pytest
from corsheaders.signals import check_request_enabled
from django.core.handlers.wsgi import WSGIHandler

from crossorigin.doctor.configurations import _revision_process, _revisions
from crossorigin.doctor.configurations._apps import recipes_of
from crossorigin.doctor.configurations._objects import load_object
from crossorigin.doctor.configurations._read import read, read_app, read_expression
from crossorigin.doctor.configurations._recipes import Recipe, Written, scope_of
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import Acceptance, Flavor, UndecidedError
from tests.django.sites import site

if TYPE_CHECKING:
    from pathlib import Path

_POLICY = 'from crossorigin import Policy\nPOLICY = Policy("https://a.example.com")\n'
_APPS = "tests.doctor.audit.apps"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return this folder, in which nothing is."""
    monkeypatch.setattr("sys.path", list(sys.path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_module_by_its_file(here: Path) -> None:
    """A file is imported as a part of its package."""
    package = here / "shop_of_read" / "api"
    package.mkdir(parents=True)
    (here / "shop_of_read/__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "policies.py").write_text(_POLICY)
    configuration = read("shop_of_read/api/policies.py:POLICY")
    assert configuration.kind == "a policy of crossorigin"
    _, module = load_object("shop_of_read/api/policies.py:POLICY", here)
    assert module.__name__ == "shop_of_read.api.policies"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "nothing is nothing that is read"),
        ("gone.py:POLICY", "gone.py is not here"),
        ("no_such_module_here:POLICY", "cannot be loaded: ModuleNotFoundError"),
        ("json:decoder", "is neither a Policy nor an app"),
        ("manage.py", "manage.py is nothing that is read"),
    ],
)
def test_what_is_not_there(text: str, said: str) -> None:
    """What is missing, or something else, is said."""
    with pytest.raises(UsageError, match=said):
        read(text)


def test_a_name_of_nothing(here: Path) -> None:
    """A text that names nothing in a module is none of the form."""
    with pytest.raises(UsageError, match="names nothing"):
        load_object("shop:", here)


def test_an_expression_that_is_undecided() -> None:
    """An expression that is not regular stands for a scope that is not decided."""
    (scope,) = read_expression(r"(a)\1", Flavor.PCRE).scopes
    assert isinstance(scope.accepts, UndecidedError)


def test_an_app_without_a_library() -> None:
    """Of an app without a library, nothing is read."""
    assert read_app(lambda: None, "shop:app") is None


@pytest.mark.parametrize("expression", [r"(a)\1", "(?P<a>b)(?(a)c|d)"])
def test_a_library_with_an_expression_that_is_undecided(expression: str) -> None:
    """What of a library's list is not regular is named, with where the list stands."""
    recipe = Recipe(package="Starlette", file="shop:app", expressions=(Written(expression),))
    (scope,) = [scope_of(recipe)]
    assert isinstance(scope.accepts, UndecidedError)
    assert scope.accepts.part.startswith("shop:app ")


def test_the_process_of_a_revision(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hands plain data over, or a complaint."""
    (here / "policies_of_process.py").write_text(_POLICY)
    answer = here / "answer.json"
    _revision_process.main("policies_of_process:POLICY", str(answer))
    (recipe,) = json.loads(answer.read_text())["recipes"]
    assert recipe["options"]["origins"] == ["https://a.example.com"]
    monkeypatch.setattr(sys, "argv", ["", "json:dumps", str(answer)])
    runpy.run_path(_revision_process.__file__, run_name="__main__")
    assert "was loaded from" in json.loads(answer.read_text())["complaint"]


def test_a_revision_with_a_link_that_leads_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link of a revision to a file outside of it is not followed."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as files:
        link = tarfile.TarInfo("policy.toml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        files.addfile(link)

    def archive(*_: str) -> bytes:
        """Return the archive."""
        return data.getvalue()

    def nothing(*_: str) -> str:
        """Say nothing."""
        return ""

    monkeypatch.setattr(_revisions, "_git_bytes", archive)
    monkeypatch.setattr(_revisions, "_git", nothing)
    with pytest.raises(UsageError, match="has a file that leads out of it"):
        read("HEAD:policy.toml")


def _timed_out(*_: object, **__: object) -> None:
    """Take too long."""
    raise subprocess.TimeoutExpired("python", 1)


@pytest.mark.parametrize("said", ["", "Traceback\nSystemExit: no"])
def test_a_process_that_ends_without_an_answer(
    here: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """A module that ends the process is said to have done so, in its last words."""

    def ended(*_: object, **__: object) -> Any:  # noqa: ANN401 - in the place of a process
        """End without an answer."""
        return subprocess.CompletedProcess([], 7, b"", said.encode())

    monkeypatch.setattr(subprocess, "run", ended)
    with pytest.raises(UsageError, match="SystemExit: no" if said else "status 7"):
        _revisions.recipes_in(here, "shop:POLICY", "HEAD")
    monkeypatch.setattr(subprocess, "run", _timed_out)
    with pytest.raises(UsageError, match="was not loaded in 120 seconds"):
        _revisions.recipes_in(here, "shop:POLICY", "HEAD")


_CORSHEADERS = "corsheaders.middleware.CorsMiddleware"


def test_a_site_of_django(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings are read where the middleware reads them, and its signal is seen."""
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    lists = {
        "CORS_ALLOWED_ORIGINS": ["https://a.example.com"],
        "CORS_ALLOWED_ORIGIN_REGEXES": [r"^https://b\.example\.com$"],
    }
    with site(MIDDLEWARE=[_CORSHEADERS], **lists):
        (recipe,) = recipes_of(WSGIHandler(), "site:application")
        accepts = scope_of(recipe).accepts
    assert isinstance(accepts, Acceptance)
    assert recipe.file == "the settings"
    assert accepts.accepts("https://b.example.com")


def test_a_site_of_django_by_its_manage_py(here: Path) -> None:
    """A ``manage.py`` stands for the app that Django serves; one that ends itself is said to."""
    manage = here / "manage.py"
    manage.write_text(
        "from django.core.management import execute_from_command_line as run\nrun()\n"
    )
    with site(MIDDLEWARE=[_CORSHEADERS], CORS_ALLOWED_ORIGINS=["https://a.example.com"]):
        configuration = read("manage.py")
    (scope,) = configuration.scopes
    assert isinstance(scope.accepts, Acceptance)
    assert (configuration.name, configuration.kind) == (
        "manage.py",
        "a site with django-cors-headers",
    )
    assert scope.accepts.accepts("https://a.example.com")
    assert not scope.accepts.accepts("https://b.example.com")
    manage.write_text("raise SystemExit('no settings')\n")
    with pytest.raises(UsageError, match=r"manage\.py cannot be loaded: SystemExit: no settings"):
        read(str(manage))


def test_a_module_without_a_name(here: Path) -> None:
    """A module by itself is no configuration of nginx: what is missing is said."""
    (here / "policies.py").write_text(_POLICY)
    with pytest.raises(UsageError, match=r"write which name in it, policies\.py:POLICY"):
        read("policies.py")


def test_a_site_of_django_with_a_receiver() -> None:
    """A receiver of its signal may let anyone in."""

    def receiver(**_: object) -> bool:
        """Let everyone in."""
        return True

    check_request_enabled.connect(receiver)
    try:
        with site(MIDDLEWARE=[_CORSHEADERS], CORS_ALLOW_ALL_ORIGINS=True):
            libraries = [each.package for each in recipes_of(WSGIHandler(), "site:application")]
    finally:
        check_request_enabled.disconnect(receiver)
    assert libraries == ["django-cors-headers", "a function"]


def test_a_site_of_django_without_a_library() -> None:
    """A site without that middleware has no library that is known."""
    with site(MIDDLEWARE=[]), pytest.raises(UsageError, match="no CORS library"):
        recipes_of(WSGIHandler(), "site:application")
