"""The documentation explains every difference, and shows the report of one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crossorigin.doctor.conformance._causes import MEANINGS, Cause
from crossorigin.doctor.conformance._conformance import conform
from crossorigin.doctor.conformance._requests import limit_of
from crossorigin.doctor.conformance._run import render
from tests.doctor.conformance.comparing import target_of
from tests.doctor.conformance.serving import (
    BASE,
    POLICY,
    FunctionTransport,
    changing,
    on_status,
    without_cors,
)

if TYPE_CHECKING:
    from crossorigin.doctor.conformance._conformance import Conformance

_ROOT = Path(__file__).parents[3]
_SECTION = re.compile(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_SECTIONS = dict(_SECTION.findall((_ROOT / "docs/differences.md").read_text()))
_GUIDE = (_ROOT / "docs/guides/conformance.md").read_text()


def test_every_difference_has_its_section() -> None:
    """Each cause has one section, in the order of the code, with the words of the report."""
    assert list(_SECTIONS) == [str(cause) for cause in Cause]
    for cause, text in _SECTIONS.items():
        words = " ".join(text.split())
        assert re.findall(r"\*\*([^*]+)\*\*", text) == ["What it means.", "Who notices.", "Next."]
        assert MEANINGS[Cause(cause)].what in words
        assert MEANINGS[Cause(cause)].fix in words


def _example() -> Conformance:
    """Return the comparison of a server that forgets its errors."""
    transport = FunctionTransport(changing(without_cors, on_status(404, 500)))
    target = replace(target_of(POLICY, BASE, "/", "/broken"), sends_unsafe=False)
    return conform(target, "policy.toml", (), transport, lambda _: None)


def test_the_guide_shows_a_report() -> None:
    """The report in the guide is that of a gateway that forgets its errors."""
    result = _example()
    announced = f"At most {limit_of(result.target)} requests (GET, HEAD, OPTIONS)"
    lines = [f"{announced} go to {BASE}.", *(text for _, text in render(result, "text"))]
    assert "\n".join(lines) in _GUIDE
