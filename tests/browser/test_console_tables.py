"""What a table of printed lines is."""

from __future__ import annotations

from crossorigin._browser.console_tables import WAYS, Printed
from crossorigin._browser.failures import Failure


def test_ways_have_the_same_words() -> None:
    """Each way to fetch has a word for everything."""
    assert {frozenset(words) for words in WAYS.values()} == {frozenset({"access", "api", "hint"})}


def test_what_differs_is_empty_unless_it_is_given() -> None:
    """A console may print the same, whatever was sent and whatever is at fault."""
    console = Printed(lines={Failure.NO_RESPONSE: ("nothing",)})
    assert (console.preflight, console.redirect, console.subjects) == ({}, {}, {})
