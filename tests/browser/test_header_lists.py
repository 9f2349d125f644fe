"""Header lists, read as a browser does."""

from __future__ import annotations

import pytest

from crossorigin._browser import header_lists
from crossorigin._browser.header_lists import (
    header_value,
    line_values,
    list_members,
    split,
    tokens,
    without_headers,
)

LIST = (("A", " 1\t"), ("b", "x"), ("a", ""), ("A", "2"))


def test_normalized() -> None:
    """White space of HTTP is taken off both ends, and no other."""
    assert header_lists.normalize(" \r\n\t a b\x0b\t\n") == "a b\x0b"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("x-a", "1", True, id="plain"),
        pytest.param("x-a", "", True, id="empty-value"),
        pytest.param("x-a", "\u00ff\x01\x7f", True, id="any-byte"),
        pytest.param("", "1", False, id="empty-name"),
        pytest.param("x a", "1", False, id="space-in-name"),
        pytest.param("x-a", "a\nb", False, id="new-line"),
        pytest.param("x-a", "a\rb", False, id="return"),
        pytest.param("x-a", "a\0b", False, id="nul"),
        pytest.param("x-a", "\u0100", False, id="no-byte"),
    ],
)
def test_is_header(name: str, value: str, *, expected: bool) -> None:
    """A name is a token; a value is bytes that end no line."""
    assert header_lists.is_header(name, value) is expected


def test_values_of() -> None:
    """Every line counts, whatever its case; white space at its ends does not."""
    assert line_values(LIST, "a") == ["1", "", "2"]
    assert line_values(LIST, "c") == []


def test_get() -> None:
    """Several lines are one value with commas; none is no value."""
    assert header_value(LIST, "a") == "1, , 2"
    assert header_value(LIST, "b") == "x"
    assert header_value(LIST, "c") is None


def test_without() -> None:
    """All lines of a name go, whatever their case."""
    assert without_headers(LIST, ["a", "c"]) == (("b", "x"),)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], (), id="absent"),
        pytest.param(["GET, PUT"], ("GET", "PUT"), id="list"),
        pytest.param([""], (), id="C56-empty"),
        pytest.param([", PUT ,"], ("PUT",), id="C56-empty-members"),
        pytest.param(["GET ,\tPUT"], ("GET", "PUT"), id="C56-tab"),
        pytest.param(["GET", "PUT"], ("GET", "PUT"), id="C57"),
        pytest.param(["*"], ("*",), id="wildcard"),
        pytest.param(["GET POST"], None, id="C55-no-comma"),
        pytest.param(["GET;POST"], None, id="C55-semicolon"),
        pytest.param(['"PUT"'], None, id="C55-quoted"),
        pytest.param(["PUT", "x a"], None, id="C55-second-line"),
        pytest.param(["PUT,\x0bGET"], None, id="C55-vertical-tab"),
        pytest.param(["x a"], None, id="C68-space"),
        pytest.param(["x-a;y"], None, id="C68-parameter"),
        pytest.param(['"x"'], None, id="C68-quoted"),
    ],
)
def test_tokens(values: list[str], expected: tuple[str, ...] | None) -> None:
    """A list has tokens, and may have empty members; any other byte spoils it whole."""
    lines = tuple(("Allow", value) for value in values)
    assert tokens(lines, "allow") == expected


def test_members() -> None:
    """What commas separate is there, well-formed or not."""
    assert list_members((("a", "x y, ,z"), ("A", "*")), "a") == ("x y", "z", "*")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("nosniff,", ["nosniff", ""], id="empty-last"),
        pytest.param("", [""], id="empty"),
        pytest.param('text/html;", x/x', ['text/html;", x/x'], id="open-quote"),
        pytest.param('x/x;test="hi",y/y', ['x/x;test="hi"', "y/y"], id="quote"),
        pytest.param("x / x,,,1", ["x / x", "", "", "1"], id="empties"),
        pytest.param('"1,2", 3', ['"1,2"', "3"], id="comma-in-quote"),
        pytest.param('"a\\",b",c', ['"a\\",b"', "c"], id="escaped-quote"),
        pytest.param('"a,\\', ['"a,\\'], id="open-escape"),
        pytest.param('"a"TRACE, x', ['"a"TRACE', "x"], id="after-quote"),
        pytest.param(" a\t, b ", ["a", "b"], id="white-space"),
    ],
)
def test_split(value: str, expected: list[str]) -> None:
    """Commas separate, but for those in a quoted string, whose end may be missing."""
    assert split(value) == expected


def test_combined() -> None:
    """One line is left for each name, spelled and placed as the first."""
    assert header_lists.combine(LIST) == (("A", "1, , 2"), ("b", "x"))
    assert header_lists.combine((("A", ""),)) == (("A", ""),)


def test_last_of() -> None:
    """Of some names the last line is left; the others stay as they are."""
    lines = (("X", "1"), ("Y", "1"), ("x", "2"), ("y", "2"))
    assert header_lists.last_of(lines, frozenset({"x"})) == (("Y", "1"), ("x", "2"), ("y", "2"))


def test_first_of() -> None:
    """Of some names the first line is left; the others stay as they are."""
    lines = (("X", "1"), ("Y", "1"), ("x", "2"), ("y", "2"))
    assert header_lists.first_of(lines, frozenset({"x"})) == (("X", "1"), ("Y", "1"), ("y", "2"))


def test_sorted_and_combined() -> None:
    """A script sees names in lower case, sorted, each once."""
    assert header_lists.sort_and_combine((("b", "1"), *LIST)) == (
        ("a", "1, , 2"),
        ("b", "1, x"),
    )


def test_no_white_space_of_http() -> None:
    """Nothing but spaces and tabs is taken off a value, or off a member of it."""
    assert line_values((("X-A", "\t\xa01\xa0 "),), "x-a") == ["\xa01\xa0"]
    assert split(" \xa01,\x0b\t") == ["\xa01", "\x0b"]
