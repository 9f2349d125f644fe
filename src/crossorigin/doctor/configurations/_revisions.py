"""
Read a configuration as it is in a revision of git.

The revision's files are put into a folder of their own, and its modules are loaded by a process of
its own: two revisions of one module do not mix, and the work tree stays as it is.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._files import is_there
from crossorigin.doctor.configurations._recipes import Recipe
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator

# A file, or a name in a module, behind a revision.
_REVISION: Final = re.compile(
    r"(?P<revision>[^:\s-][^:\s]*):(?P<rest>[^:]+\.(?:conf|toml|ya?ml|json)|[^:]+:[^:]+)"
)
_SECONDS: Final = 120
_ANSWER: Final = "answer.json"
_FILES: Final = "files"


def revision_of(text: str) -> tuple[str, str] | None:
    """Return the revision and what it is asked for, if *text* names one and no file is called so."""
    found = _REVISION.fullmatch(text)
    if found is None or is_there(Path(text)):
        return None
    return found["revision"], found["rest"]


@contextmanager
def files_of(revision: str) -> Generator[Path]:
    """
    Hold the files of *revision* in a folder, and yield that of them which this folder is.

    Raises:
        UsageError: If git, the repository or the revision is missing.
    """
    shown = escape(revision, 100)
    top = _git("rev-parse", "--show-toplevel").strip()
    inner = _git("rev-parse", "--show-prefix").strip()
    try:
        commit = _git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
    except _GitError:
        raise UsageError(
            f"{shown} is no revision of this repository: `git log` lists them."
        ) from None
    with TemporaryDirectory(prefix="crossorigin-") as folder:
        archive = _git_bytes("-C", top, "archive", "--format=tar", commit.strip())
        root = Path(folder) / _FILES
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            try:
                files.extractall(root, filter="data")
            except tarfile.TarError as error:
                why = escape(str(error), 200)
                raise UsageError(f"{shown} has a file that leads out of it: {why}.") from None
        here = root / inner
        # A folder may be younger than the revision.
        yield here if here.is_dir() else root


def recipes_in(folder: Path, text: str, revision: str) -> list[Recipe]:
    """
    Return what *text*, a name in a module below *folder*, says about origins.

    Args:
        folder: The files of the revision.
        text: The name.
        revision: The revision, for what is reported.

    Raises:
        UsageError: If it cannot be loaded.
    """
    with TemporaryDirectory(prefix="crossorigin-") as answers:
        answer = Path(answers) / _ANSWER
        module = "crossorigin.doctor.configurations._revision_process"
        # Not from the revision's own folder: it may have a package of this name.
        command = [sys.executable, "-P", "-m", module, text, str(answer)]
        try:
            done = subprocess.run(  # noqa: S603 - this Python, and a module of this package
                command, cwd=folder, check=False, capture_output=True, timeout=_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise UsageError(f"{revision}:{text} was not loaded in {_SECONDS} seconds.") from None
        if not answer.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            last = escape(said[-1], 200) if said else f"status {done.returncode}"
            raise UsageError(f"{escape(f'{revision}:{text}', 200)} cannot be loaded: {last}")
        given: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    if "complaint" in given:
        raise UsageError(f"In {escape(revision, 100)}: {given['complaint']}")
    return [Recipe.from_dict(each) for each in cast("list[dict[str, Any]]", given["recipes"])]


class _GitError(UsageError):
    """Git has said no."""


def _git(*arguments: str) -> str:
    """Return what git says to *arguments*."""
    return _git_bytes(*arguments).decode("utf-8", "replace")


def _git_bytes(*arguments: str) -> bytes:
    """Return the bytes that git says to *arguments*."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - arguments written here
            ["git", *arguments],  # noqa: S607 - found on the PATH
            check=False,
            capture_output=True,
            env=environment,
        )
    except FileNotFoundError:
        raise UsageError("git is not installed: a revision cannot be read without it.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        if "not a git repository" in said:
            raise UsageError("This folder is in no repository of git: go where the revision is.")
        raise _GitError(f"git reads no revision here: {escape(' '.join(said.split()), 300)}")
    return done.stdout
