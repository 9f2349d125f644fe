"""The documentation says all that the code says, and nothing more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from crossorigin import Reason
from crossorigin._adapters.log_lines import WOULD_REFUSE
from crossorigin.errors import ProblemCode

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
# Pages that stand where people look for them, and are included in the documentation.
FRONT = [README, *(ROOT / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"))]
PAGES = [*FRONT, ROOT / "tests/README.md", *sorted(DOCS.rglob("*.md"))]
DESIGN = sorted(set((DOCS / "design").glob("*.md")) - {DOCS / "design/index.md"})

SLUGS = sorted({*map(str, Reason), *map(str, ProblemCode), WOULD_REFUSE})
PARTS: Final = ("What it means.", "Why it matters.", "Before.", "After.")
_SECTION: Final = re.compile(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_PART: Final = re.compile(r"^\*\*([^*]+)\*\*", re.MULTILINE)
_FENCE: Final = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_PATH: Final = re.compile(r"`((?:\.ci|benchmarks|examples|src|tests|tools)/[\w./-]+)`")
MAX_LINES_OF_A_DECISION: Final = 60


@dataclass(frozen=True, slots=True)
class Section:
    """Hold what the page of reasons says about a slug."""

    slug: str
    text: str

    def snippets(self, part: str) -> list[str]:
        """Return the Python of the part that starts with *part*."""
        _, _, after = self.text.partition(f"**{part}**")
        upto = _PART.search(after)
        return _FENCE.findall(after[: upto.start()] if upto else after)


SECTIONS = [
    Section(heading, text) for heading, text in _SECTION.findall((DOCS / "reasons.md").read_text())
]
each_section = pytest.mark.parametrize(
    "section", [pytest.param(section, id=section.slug) for section in SECTIONS]
)


def name_of(path: Path) -> str:
    """Return the path that a test's report shows."""
    return path.relative_to(ROOT).as_posix()


def test_every_slug_has_its_section() -> None:
    """Each reason and each problem has one section, and no section is about anything else."""
    assert sorted(section.slug for section in SECTIONS) == SLUGS


@each_section
def test_a_section_has_its_parts(section: Section) -> None:
    """A section says what it means, why it matters, and shows before and after, in this order."""
    assert _PART.findall(section.text) == list(PARTS)


@each_section
def test_before_and_after_are_shown_by_running(section: Section) -> None:
    """Before and after each have Python, which is run where all snippets are."""
    shown = {part: len(section.snippets(part)) > 0 for part in ("Before.", "After.")}
    assert shown == {"Before.": True, "After.": True}


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_in_the_output(reason: Reason) -> None:
    """A request that gets the reason is shown, with what the library says of it."""
    assert any(
        re.match(rf"(  reason:|.+ refused by the guard,) {reason}\. ", line)
        for line in output(reason)
    )


@pytest.mark.parametrize("code", ProblemCode)
def test_a_problem_is_in_the_output(code: ProblemCode) -> None:
    """A policy that has the problem is shown, with the report."""
    assert any(line.startswith("  ") and line.endswith(f": {code}") for line in output(code))


def output(slug: str) -> list[str]:
    """Return the lines that the snippets about *slug* print."""
    (section,) = [section for section in SECTIONS if section.slug == slug]
    snippets = section.snippets("Before.") + section.snippets("After.")
    lines = "".join(snippets).splitlines()
    return [line for line in lines if not line.startswith((">>>", "..."))]


@pytest.mark.parametrize("path", DESIGN, ids=name_of)
def test_a_decision_fits_on_a_screen(path: Path) -> None:
    """A page about a decision is short, and says what was decided and why."""
    text = path.read_text()
    assert len(text.splitlines()) <= MAX_LINES_OF_A_DECISION
    assert [
        part for part in _PART.findall(text) if part in {"Decided.", "Against it.", "Why."}
    ] == [
        "Decided.",
        "Against it.",
        "Why.",
    ]


def test_the_list_of_decisions_is_whole() -> None:
    """The list of decisions leads to each of them, once."""
    links = _LINK.findall((DOCS / "design/index.md").read_text())
    assert sorted(links) == [path.name for path in DESIGN]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    """A link between the files of the project names one that is there."""
    links = _LINK.findall(path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", [*FRONT, ROOT / "tests/README.md"], ids=name_of)
def test_links_of_an_included_page_work_in_both_places(path: Path) -> None:
    """Links start with ``./``, by which they are found from where the page is included, too."""
    links = _LINK.findall(path.read_text())
    assert [link for link in links if not link.startswith("./")] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_files_that_are_named_are_there(path: Path) -> None:
    """A path of the project that a page names, in code, exists."""
    named = _PATH.findall(path.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_command_is_described() -> None:
    """The targets of the Makefile, and no others, are named where a contributor looks for them."""
    (targets,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    described = re.findall(r"`make ([a-z-]+)`", (ROOT / "CONTRIBUTING.md").read_text())
    assert set(targets.split()) == set(described)


def test_the_example_is_short() -> None:
    """The first example has a dozen lines."""
    example = _FENCE.findall(README.read_text())[0]
    code = [line for line in example.splitlines() if line.strip()]
    assert len(code) == 12
