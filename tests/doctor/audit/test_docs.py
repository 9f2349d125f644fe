"""The documentation explains every finding, and shows the report of one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossorigin.doctor.audit._kinds import KINDS, FindingSlug, docs_of
from crossorigin.doctor.audit._requests import limit_of
from crossorigin.doctor.audit._run import render
from tests.doctor.audit import cases_origins
from tests.doctor.audit.in_process import audit_of
from tests.doctor.servers import Response

_ROOT = Path(__file__).parents[3]
_SECTION = re.compile(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_SECTIONS = dict(_SECTION.findall((_ROOT / "docs/findings.md").read_text()))
_GUIDE = (_ROOT / "docs/guides/audit.md").read_text()


def test_every_finding_has_its_section() -> None:
    """Each finding has one section, in the order of the code, and no section is about another."""
    assert list(_SECTIONS) == [str(slug) for slug in FindingSlug]
    assert set(KINDS) == set(FindingSlug)


@pytest.mark.parametrize("slug", FindingSlug)
def test_a_section_has_its_parts(slug: FindingSlug) -> None:
    """A section has a meaning, the gain of an attacker, before and after."""
    text = _SECTIONS[str(slug)]
    assert re.findall(r"^\*\*([^*]+)\*\*", text, re.MULTILINE) == [
        "What it means.",
        "What an attacker gains.",
        "Before.",
        "After.",
    ]
    assert len(re.findall(r"^```\w+$", text, re.MULTILINE)) == 2


def test_a_link_to_a_section() -> None:
    """A report leads to the section of its finding."""
    assert docs_of(FindingSlug.VARY_MISSING) == "crossorigin explain vary-missing"


def test_the_guide_shows_the_audit_of_a_tool() -> None:
    """The report in the guide is that of a Flask app, which answers whoever asks."""
    page = b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>"
    url = "http://localhost:8000/"
    audit = audit_of(
        lambda asked: Response() if asked.target == "/" else Response(404, body=page),
        known="http://localhost:8000",
        url=url,
    )
    announced = f"At most {limit_of(audit.target)} requests (GET, HEAD, OPTIONS)"
    lines = [
        f"{announced} go to http://localhost:8000.",
        *(text for _, text in render(audit, "text")),
    ]
    shown = _GUIDE.partition(f"$ crossorigin audit {url}\n")[2].partition("\n```")[0]
    assert shown.splitlines() == lines


def test_the_guide_shows_what_is_printed() -> None:
    """The report in the guide is that of a server which compares the beginning of the origin."""
    (prefix,) = [case for case in cases_origins.CASES if case.id == "prefix"]
    audit = audit_of(prefix.answer)
    announced = f"At most {limit_of(audit.target)} requests (GET, HEAD, OPTIONS)"
    head = f"{announced} go to https://api.example.com."
    shown = _GUIDE.partition("--origin https://app.example.com\n")[2].partition("\n```")[0]
    assert shown.splitlines() == [head, *(line for _, line in render(audit, "text"))]
