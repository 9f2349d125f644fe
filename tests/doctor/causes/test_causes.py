"""The documentation explains every cause, and every reason that a message can have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossorigin.doctor.causes._cause import CauseSlug, docs_of
from crossorigin.doctor.causes._console_reasons import sentence_of
from crossorigin.doctor.explain._explain import explain
from crossorigin.doctor.explain._likely_causes import CAUSES_OF
from crossorigin.doctor.explain._report_text import lines_of

_ROOT = Path(__file__).parents[3]
_SECTION = re.compile(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_SECTIONS = dict(_SECTION.findall((_ROOT / "docs/causes.md").read_text()))
_GUIDE = (_ROOT / "docs/guides/explain.md").read_text()


def test_every_cause_has_its_section() -> None:
    """Each cause has one section, in the order of the code, and no section is about another."""
    assert list(_SECTIONS) == [str(slug) for slug in CauseSlug]


@pytest.mark.parametrize("slug", CauseSlug)
def test_a_section_has_its_parts(slug: CauseSlug) -> None:
    """A section has a meaning, a reason, before and after."""
    text = _SECTIONS[str(slug)]
    assert re.findall(r"^\*\*([^*]+)\*\*", text, re.MULTILINE) == [
        "What it means.",
        "Why it matters.",
        "Before.",
        "After.",
    ]
    assert len(re.findall(r"^```\w+$", text, re.MULTILINE)) == 2


def test_a_link_to_a_section() -> None:
    """A report leads to the section of its cause, by the command that prints it."""
    assert docs_of(CauseSlug.VARY_MISSING) == "crossorigin explain vary-missing"


def test_the_guide_lists_every_reason() -> None:
    """The table of reasons has every slug, with its sentence and its causes."""
    rows = [line for line in _GUIDE.splitlines() if line.startswith("| `")]
    expected = [
        f"| `{reason}` | {sentence_of(reason)} |"
        f" {', '.join(f'[{slug}](../causes.md#{slug})' for slug in slugs)} |"
        for reason, slugs in sorted(CAUSES_OF.items(), key=lambda one: str(one[0]))
    ]
    assert rows == expected


def test_the_guide_shows_what_is_printed() -> None:
    """The report in the guide is the one of the message above it."""
    _, message, printed = re.split(r'crossorigin explain (?=")|"\n(?=Chromium)', _GUIDE, maxsplit=2)
    shown = printed.partition("\n```")[0].splitlines()
    assert shown == [line for _, line in lines_of(explain(message))]
