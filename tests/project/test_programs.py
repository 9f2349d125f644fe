"""What happens to a test whose program is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.project.programs import missing_programs, require_program


def test_the_first_program_found_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The path of the first installed program is returned."""
    python = Path(sys.executable)
    monkeypatch.setenv("PATH", str(python.parent))
    assert require_program("no-such-browser", python.name) == str(python)


def test_a_missing_program_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no program is installed, the test is skipped and the first name is the reason."""
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception) as skip:
        require_program("chromium", "google-chrome")
    assert str(skip.value) == "chromium is not installed"


def test_a_missing_program_fails_a_complete_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``REQUIRE_ALL=1`` the test fails, and says what to install."""
    monkeypatch.setenv("REQUIRE_ALL", "1")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception) as failure:
        require_program("chromium", "google-chrome")
    assert str(failure.value).splitlines() == [
        "chromium is not installed",
        "    apt-get install --no-install-recommends chromium",
    ]


def test_the_end_of_a_run_names_what_was_skipped() -> None:
    """Programs, tests and one command are named; a skip for another reason is not."""
    skips = [
        ("tests/test_story.py", "Skipped: firefox-esr is not installed"),
        ("tests/test_story.py", "Skipped: chromium is not installed"),
        ("tests/test_story.py", "Skipped: chromium is not installed"),
        ("tests/test_appengine.py", "Skipped: dev_appserver.py is not installed"),
        ("tests/test_other.py", "Skipped: not on this system"),
    ]
    assert missing_programs(skips) == [
        "chromium, for tests/test_story.py (2)",
        "dev_appserver.py, for tests/test_appengine.py (1)",
        "firefox-esr, for tests/test_story.py (1)",
        "",
        "This installs what is missing:",
        "    apt-get install --no-install-recommends chromium firefox-esr",
        "    gcloud components install app-engine-python",
    ]


def test_a_complete_run_has_nothing_to_say() -> None:
    """Where no program was missing, nothing is printed."""
    assert missing_programs([("tests/test_other.py", "Skipped: not on this system")]) == []
