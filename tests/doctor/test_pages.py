"""``crossorigin explain SLUG`` prints the section of the documentation, from the package itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import uv_build

from crossorigin import Reason, cli
from crossorigin._browser import Failure
from crossorigin.doctor._pages import PAGES, section_of
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.causes._console_reasons import ConsoleReason
from crossorigin.doctor.conformance._causes import Cause
from crossorigin.doctor.routes._mistake import MistakeSlug
from crossorigin.errors import ProblemCode
from tests.cli.command_line import cli_runner

_ROOT = Path(__file__).parents[2]
_ALL = {*Reason, *ProblemCode, *Failure, *FindingSlug, *CauseSlug, *Cause, *MistakeSlug}


def printed(slug: str) -> tuple[int, str]:
    """Return the status of ``crossorigin explain`` with *slug*, and its output."""
    result = cli_runner().invoke(cli.commands(), ["explain", slug])
    return result.exit_code, result.stdout


@pytest.mark.parametrize("slug", sorted(map(str, _ALL)))
def test_every_slug_has_its_text(slug: str) -> None:
    """Whatever name a report, a log or an error shows, its section is printed, and fits a terminal."""
    lines = [line for _, line in section_of(slug)]
    assert lines[0].startswith(f"{slug}: a ")
    assert any(line.startswith("  What it means. ") for line in lines)
    prose = [line for line in lines if not line.startswith("    ")]
    assert [line for line in prose if len(line) > 80 and " " in line.strip()] == []
    assert [line for line in prose if "**" in line or "](" in line or "`" in line] == []


def test_a_name_of_several_pages() -> None:
    """A name that stands for several things has all of them."""
    lines = [line for _, line in section_of("wildcard-with-credentials")]
    titles = [line for line in lines if line.startswith("wildcard-with-credentials: ")]
    pages = [about for page, about in PAGES.items() if page not in {"coverage", "differences"}]
    assert titles == [f"wildcard-with-credentials: {about}" for about in pages]


def test_code_and_links() -> None:
    """Code stands as it is, a link to the web with its address, and one to another page without."""
    status, out = printed("vary-missing")
    assert (status, "\n    Vary: Origin\n" in out) == (0, True)
    assert "(https://fetch.spec.whatwg.org/" in printed("url-malformed")[1]
    assert ".md" not in printed("url-not-http")[1]


@pytest.mark.parametrize("reason", ConsoleReason)
def test_what_only_a_console_says(reason: ConsoleReason) -> None:
    """Such a name has no page: its sentence is printed, and the commands for its causes."""
    status, out = printed(str(reason))
    assert (status, out.startswith(f"{reason}: a ")) == (0, True)
    assert re.search(r"crossorigin explain [a-z-]+\n", out) or section_of(str(reason))


@pytest.mark.parametrize(
    "text", ["no-such-name", "vary-missing in my app", "Vary-Missing", "../causes"]
)
def test_what_is_no_name(text: str) -> None:
    """Any other text is a message, or none."""
    assert section_of(text) == []
    assert printed(text) == (1, "")


def test_json_is_for_messages() -> None:
    """A program that asks for JSON asks about a message."""
    result = cli_runner().invoke(cli.commands(), ["explain", "vary-missing", "--format", "json"])
    assert result.exit_code == 1


def test_an_installed_wheel_has_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel the links are files: the package alone, in another folder, prints a section."""
    monkeypatch.chdir(_ROOT)
    # Where its own program is.
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    wheel = tmp_path / uv_build.build_wheel(str(tmp_path))
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    installed = site / "crossorigin/doctor/pages"
    assert {path.name for path in installed.iterdir()} == {f"{page}.md" for page in PAGES}
    for page in PAGES:
        assert (installed / f"{page}.md").read_text() == (_ROOT / f"docs/{page}.md").read_text()
    program = (
        f"import sys; sys.path.insert(0, {str(site)!r}); import crossorigin; print(crossorigin.__file__);"
        " sys.argv = ['crossorigin', 'explain', 'vary-missing']; from crossorigin import cli; cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert done.stdout.startswith(f"{site}/crossorigin/__init__.py\nvary-missing: a cause of")
