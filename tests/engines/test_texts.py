"""Texts are compared before versions are, and the closing lines say what was compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.engines import VERSIONS
from tests.engines import texts
from tests.engines.texts import compare_texts, texts_in

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

OURS = VERSIONS["firefox"]
NEWER = "999.0esr"


def compared(
    monkeypatch: pytest.MonkeyPatch, version: str, changed: list[str]
) -> tuple[str, list[tuple[str, object]]]:
    """Return how a test ends whose engine has *version*, and what its report carries."""
    properties: list[tuple[str, object]] = []

    def record(name: str, value: object) -> None:
        properties.append((name, value))

    def version_of(_: Engine) -> str:
        return version

    monkeypatch.setattr(texts, "version_of", version_of)
    try:
        compare_texts("firefox", changed, 7, record)
    except pytest.fail.Exception as failure:
        return f"failed: {failure}", properties
    except pytest.skip.Exception as skip:
        return f"skipped: {skip}", properties
    return "passed", properties


@pytest.mark.parametrize(
    ("version", "changed", "end"),
    [
        pytest.param(OURS, [], "passed", id="ours"),
        pytest.param(NEWER, [], "passed", id="newer-and-alike"),
        pytest.param(
            OURS, ["b", "a"], f"failed: firefox {OURS} prints other texts: a, b", id="ours-changed"
        ),
        pytest.param(
            NEWER, ["a"], f"skipped: firefox {NEWER} prints other texts: a", id="newer-changed"
        ),
    ],
)
def test_a_version_matters_where_texts_have_changed(
    monkeypatch: pytest.MonkeyPatch, version: str, changed: list[str], end: str
) -> None:
    """Equal texts pass, whatever the version; changed ones fail only for that of the tables."""
    assert compared(monkeypatch, version, changed)[0] == end


def test_closing_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a line for each version, with the sum of its tests; other properties are no matter."""
    properties = [
        ("other", "value"),
        *compared(monkeypatch, OURS, [])[1],
        *compared(monkeypatch, OURS, [])[1],
        *compared(monkeypatch, NEWER, ["b", "a"])[1],
        *compared(monkeypatch, NEWER, ["a"])[1],
    ]
    assert texts_in(properties) == [
        f"firefox {OURS}: the texts of 14 cases compared, 0 changed",
        f"firefox {NEWER} (the tables are of {OURS}): the texts of 14 cases compared, 2 changed: a, b",
    ]


def test_no_engine_no_line() -> None:
    """Where no engine printed anything, nothing is said."""
    assert texts_in([("other", "value")]) == []


def test_facts_go_from_process_to_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report carries nothing but text, numbers, tuples and lists of them."""
    ((_, facts),) = compared(monkeypatch, NEWER, ["a"])[1]
    assert facts == ("firefox", NEWER, 7, ["a"])
    assert type(facts) is tuple
