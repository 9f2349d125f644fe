"""The table of what the engines print."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.console_lines import CONSOLES, WAYS, ConsoleTable
from crossorigin._browser.engines import VERSIONS
from crossorigin._browser.failures import Failure
from tests.browser.seen_consoles import SEEN

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

NAMES = {
    "access", "api", "asker", "first", "hint", "location", "origin", "page", "received", "redirected",
    "status", "subject", "token", "url", "written",
}  # fmt: skip


def templates(console: ConsoleTable) -> set[str]:
    """Return every template of *console*."""
    tables = (console.lines, console.preflight, console.redirect, console.subjects)
    return {line for table in tables for lines in table.values() for line in lines}


def test_every_engine_with_a_version_has_a_console() -> None:
    """There is a table for each engine whose version is known, and for no other."""
    assert CONSOLES.keys() == VERSIONS.keys()


@pytest.mark.parametrize("console", CONSOLES.values(), ids=CONSOLES)
def test_templates_have_known_names(console: ConsoleTable) -> None:
    """A template asks for nothing that there is not."""
    asked = {
        name
        for template in templates(console)
        for _, name, _, _ in Formatter().parse(template)
        if name is not None
    }
    assert asked - NAMES == set()


@pytest.mark.parametrize("engine", CONSOLES)
def test_every_line_was_seen(engine: Engine) -> None:
    """No failure is in the table of an engine that did not print something for it."""
    failures = {
        outcome.blocked.failure
        for seen in SEEN
        for outcome in [seen.outcome(engine)]
        if outcome.blocked is not None and seen.row["console"][engine]
    }
    assert set(CONSOLES[engine].lines) - failures == set()


def test_ways_have_the_same_words() -> None:
    """Each way to fetch has a word for everything."""
    assert {frozenset(words) for words in WAYS.values()} == {frozenset({"access", "api", "hint"})}


def test_what_differs_is_empty_unless_it_is_given() -> None:
    """A console may print the same, whatever was sent and whatever is at fault."""
    console = ConsoleTable(lines={Failure.NO_RESPONSE: ("nothing",)})
    assert (console.preflight, console.redirect, console.subjects) == ({}, {}, {})
