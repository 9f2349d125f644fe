"""A configuration is read as it was in a revision; the work tree is not touched."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.doctor.configurations._read import read
from crossorigin.doctor.configurations._revisions import files_of, revision_of
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import Acceptance, UndecidedError

if TYPE_CHECKING:
    from pathlib import Path

_POLICY: Final = 'from crossorigin import Policy\nPOLICY = Policy("{}")\n'
_NGINX: Final = "add_header Access-Control-Allow-Origin {};\n"
_OLD: Final = "https://old.example.com"
_NEW: Final = "https://new.example.com"
_ENVIRONMENT: Final = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *arguments: str) -> str:
    """Return what git says to *arguments* in *folder*."""
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **_ENVIRONMENT},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def write(folder: Path, origin: str) -> None:
    """Write a policy of *origin* in each of its forms."""
    package = folder / "api"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text("")
    (package / "policies.py").write_text(_POLICY.format(origin))
    (folder / "policies_here.py").write_text(_POLICY.format(origin))
    (folder / "policy.toml").write_text(f'origins = ["{origin}"]\n')
    (folder / "nginx.conf").write_text("include cors.conf;\n")
    (folder / "cors.conf").write_text(_NGINX.format(origin))
    (folder / "unread.py").write_text("raise RuntimeError('on purpose')\n")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the repository of this folder: a policy that has been changed, and is being changed."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    for origin in (_OLD, _NEW):
        write(folder, origin)
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", origin)
    write(folder, "https://work.example.com")
    monkeypatch.chdir(folder)
    return folder


def origins_of(text: str) -> list[str]:
    """Return those of the three origins that what *text* names lets in."""
    (scope,) = read(text).scopes
    assert isinstance(scope.accepts, Acceptance)
    accepts = scope.accepts
    known = (_OLD, _NEW, "https://work.example.com")
    return [origin for origin in known if accepts.accepts(origin)]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    "form",
    [
        "api.policies:POLICY",
        "api/policies.py:POLICY",
        "policy.toml",
        "nginx.conf",
        "policies_here:POLICY",
    ],
)
def test_forms(form: str) -> None:
    """Each form names a revision's own, and not that of another, or of the work tree."""
    assert origins_of(f"HEAD~1:{form}") == [_OLD]
    assert origins_of(f"main:{form}") == [_NEW]


def test_the_work_tree_is_not_touched(repository: Path) -> None:
    """Nothing is checked out, and nothing is left behind."""
    before = git(repository, "status", "--porcelain")
    assert origins_of("HEAD:nginx.conf") == [_NEW]
    assert origins_of("HEAD:api/policies.py:POLICY") == [_NEW]
    assert git(repository, "status", "--porcelain") == before
    assert git(repository, "worktree", "list").count("\n") == 1
    with files_of("HEAD") as folder:
        assert (folder / "policy.toml").is_file()
    assert not folder.exists()


def test_from_a_folder_below(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are those of the folder in which the command runs."""
    monkeypatch.chdir(repository / "api")
    assert origins_of("HEAD:policies.py:POLICY") == [_NEW]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing:policy.toml", "nothing is no revision of this repository"),
        ("HEAD:missing.toml", "missing.toml is not in HEAD"),
        ("HEAD:missing.py:POLICY", "In HEAD: missing.py is not here"),
        ("HEAD:missing:POLICY", "In HEAD: missing:POLICY cannot be loaded: ModuleNotFoundError"),
        ("HEAD:unread:POLICY", "In HEAD: unread:POLICY cannot be loaded: RuntimeError: on purpose"),
        ("HEAD:crossorigin:Policy", "In HEAD: crossorigin:Policy was loaded from "),
        ("HEAD~1:api.policies:NOTHING", "cannot be loaded: AttributeError"),
    ],
)
def test_what_is_not_there(text: str, said: str) -> None:
    """What is missing is named, and so is what is the same in every revision."""
    with pytest.raises(UsageError) as told:
        read(text)
    assert said in str(told.value)


def test_a_policy_of_a_revision_that_is_none(repository: Path) -> None:
    """A mistake in a revision's file is told with the name that was typed."""
    (repository / "policy.toml").write_text('origins = ["https://a.example.com/"]\n')
    git(repository, "commit", "--quiet", "--all", "--message", "a slash")
    with pytest.raises(UsageError) as told:
        read("HEAD:policy.toml")
    assert "HEAD:policy.toml" in str(told.value)
    assert "/tmp" not in str(told.value)  # noqa: S108 - where the files of a revision are not


def test_a_function_of_a_revision_is_undecided(repository: Path) -> None:
    """A function is not handed over by the other process, and not asked."""
    text = "from crossorigin import Policy\nPOLICY = Policy(lambda origin, request: True)\n"
    (repository / "api/policies.py").write_text(text)
    git(repository, "commit", "--quiet", "--all", "--message", "a function")
    (scope,) = read("HEAD:api/policies.py:POLICY").scopes
    assert isinstance(scope.accepts, UndecidedError)


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without git is said to be one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="no repository of git"):
        read("HEAD:policy.toml")


@pytest.mark.usefixtures("repository")
def test_no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git, a revision cannot be read, and that is said."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="git is not installed"):
        read("HEAD:policy.toml")


@pytest.mark.parametrize(
    ("text", "revision"),
    [
        ("shop:POLICY", None),
        ("shop.policies:POLICY", None),
        ("api/policy.py:POLICY", None),
        ("policy.toml", None),
        ("etc/nginx.conf", None),
        ("main:policy.toml", ("main", "policy.toml")),
        ("HEAD:edge/cors.yaml", ("HEAD", "edge/cors.yaml")),
        ("feature/x~2:shop:POLICY", ("feature/x~2", "shop:POLICY")),
        ("v1.0^{}:api/policy.py:POLICY", ("v1.0^{}", "api/policy.py:POLICY")),
        ("--upload-pack=x:policy.toml", None),
    ],
)
def test_what_names_a_revision(text: str, revision: tuple[str, str] | None) -> None:
    """A revision stands before a file that is read, or before a name in a module."""
    assert revision_of(text) == revision
