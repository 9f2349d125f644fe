"""Expressions are read by their flavor, within bounds, and what stops them is said."""

from __future__ import annotations

from typing import Final

import pytest

from crossorigin.proof import ExpressionError, Flavor, UndecidedError, accept_expression
from crossorigin.proof._flavors import parse_expression
from tests.proof.matching import matches

_PYTHON: Final = Flavor.PYTHON_SEARCH
_EVERY = pytest.mark.parametrize("flavor", list(Flavor))


@pytest.mark.parametrize(
    ("flavor", "accepted"),
    [
        (Flavor.PYTHON_MATCH, ["https://a.b", "https://a.b.evil.com"]),
        (Flavor.PYTHON_FULLMATCH, ["https://a.b"]),
        (Flavor.PYTHON_SEARCH, ["https://a.b", "https://a.b.evil.com", "xhttps://a.b"]),
        (Flavor.JAVASCRIPT, ["https://a.b", "https://a.b.evil.com", "xhttps://a.b"]),
        (Flavor.PCRE, ["https://a.b", "https://a.b.evil.com", "xhttps://a.b"]),
        (Flavor.GO, ["https://a.b", "https://a.b.evil.com", "xhttps://a.b"]),
        (Flavor.RE2, ["https://a.b"]),
    ],
)
def test_a_flavor_says_which_part_must_match(flavor: Flavor, accepted: list[str]) -> None:
    """From the first character on, all of it, or any part."""
    acceptance = accept_expression(r"https://a\.b", flavor)
    origins = ["https://a.b", "https://a.b.evil.com", "xhttps://a.b", "https://a-b"]
    assert [origin for origin in origins if acceptance.accepts(origin)] == accepted


@pytest.mark.parametrize(
    ("text", "flavor", "part", "why"),
    [
        (r"(a)\1", _PYTHON, r"\1", "a back-reference is not regular"),
        (r"(?P<n>a)(?P=n)", _PYTHON, r"\1", "a back-reference is not regular"),
        (r"(a)?(?(1)b)", _PYTHON, "(?(1)…)", "a conditional depends on what was matched before"),
        (r"(?>a*?)", _PYTHON, "(?>…)", "it gives nothing back, and takes little first"),
        (r"(a)\1", Flavor.JAVASCRIPT, r"\1", "a back-reference is not regular"),
        (r"(?<n>a)\k<n>", Flavor.JAVASCRIPT, r"\k", "a back-reference is not regular"),
        ("/[a--b]/v", Flavor.JAVASCRIPT, "a--", "sets of sets are not read"),
        ("/a/y", Flavor.JAVASCRIPT, "y", "where it begins depends on what was asked before"),
        (r"(a)\g1", Flavor.PCRE, r"\g", "a reference to another group is not read"),
        (r"(?R)?", Flavor.PCRE, "(?R)", "recursion is not regular"),
        (r"(*UTF)a", Flavor.PCRE, "(*UTF)", "a verb changes how the engine searches"),
        (
            r"(?:ab|a)++",
            Flavor.PCRE,
            "++",
            "it gives nothing back, and more than one character or one text can match it",
        ),
        (
            r"(?>a|ab)c",
            Flavor.PCRE,
            "(?>a|ab)",
            "it gives nothing back, and more than one character or one text can match it",
        ),
        (
            f"(?>{'a|aa' * 30})",
            Flavor.PCRE,
            "(?>a|aaa|aaa|aaa|aaa|aaa|aaa|aaa|aaa|aaa…"[:40] + "…",
            "it gives nothing back, and more than one character or one text can match it",
        ),
        (r"\p{Emoji}", Flavor.PCRE, r"\p{Emoji}", "this property of Unicode is not read"),
        (
            r"/\p{Block=Latin}/u",
            Flavor.JAVASCRIPT,
            r"\p{Block=Latin}",
            "this property of Unicode is not read",
        ),
        (r"a\89", Flavor.PCRE, r"\8", "versions of PCRE read it in different ways"),
        (
            "(?|(?<n>a)|(?<n>b))",
            Flavor.PCRE,
            "(?<n>",
            "whether a name may stand twice depends on the version",
        ),
        (r"a{,3}", Flavor.PCRE, "{,3}", "only newer versions of PCRE read it as a quantifier"),
    ],
)
def test_what_is_undecided_is_named(text: str, flavor: Flavor, part: str, why: str) -> None:
    """The part that stops the proof is named, and why it does."""
    with pytest.raises(UndecidedError) as caught:
        accept_expression(text, flavor)
    assert (caught.value.part, caught.value.why) == (part, why)


@pytest.mark.parametrize(
    ("text", "flavor", "at", "why"),
    [
        ("*.example.com", Flavor.GO, 0, "there is nothing to repeat"),
        ("https://(a", Flavor.PCRE, 8, "a group is not closed"),
        ("https://a)", Flavor.RE2, 9, "a bracket closes no group"),
        ("https://[a", Flavor.JAVASCRIPT, 8, "a class is not closed"),
        ("a(?=b)", Flavor.RE2, 1, "no group begins so"),
        (r"(?=a\K)", Flavor.PCRE, 4, r"\K stands outside of look-ahead and look-behind"),
        (r"a\Z", Flavor.GO, 1, r"Go has no \Z"),
        ("/a/uv", Flavor.JAVASCRIPT, 3, "there are no such flags"),
        ("/a/z", Flavor.JAVASCRIPT, 3, "there are no such flags"),
        ("/a/ii", Flavor.JAVASCRIPT, 3, "there are no such flags"),
        ("a{1001}", Flavor.RE2, 1, "more than 1000 times"),
        ("(a{100}){100}", Flavor.GO, 0, "the numbers of nested quantifiers are too large"),
        ("a{3,2}", Flavor.JAVASCRIPT, 1, "more at least than at most"),
        ("(?P<n>a)(?P<n>b)", Flavor.PCRE, 8, "two groups have the same name"),
    ],
)
def test_what_is_no_expression_is_said(text: str, flavor: Flavor, at: int, why: str) -> None:
    """The place is named, and what the engine would say."""
    with pytest.raises(ExpressionError) as caught:
        accept_expression(text, flavor)
    assert (caught.value.at, caught.value.why) == (at, why)


@_EVERY
@pytest.mark.parametrize("depth", [50, 120, 10_000])
@pytest.mark.parametrize("opening", ["(", "(?:a|"])
def test_groups_may_be_nested_but_not_without_end(flavor: Flavor, depth: int, opening: str) -> None:
    """What is nested too deeply is undecided, and the stack does not overflow."""
    text = f"{opening * depth}a{')' * depth}"
    if depth <= 100:
        assert matches(parse_expression(text, flavor), "a")
        return
    with pytest.raises(UndecidedError, match="nested"):
        parse_expression(text, flavor)


@_EVERY
def test_brackets_without_an_end_are_no_expression(flavor: Flavor) -> None:
    """Neither are ten thousand of them."""
    for text in ("(" * 50, "[" * 10_000, "a" * 10_000 + "\\", "[a-" * 3000):
        with pytest.raises(ExpressionError):
            parse_expression(text, flavor)
    with pytest.raises((ExpressionError, UndecidedError)):
        parse_expression("(" * 10_000, flavor)


@_EVERY
def test_a_long_expression_is_read(flavor: Flavor) -> None:
    """Ten kilobytes of alternatives, of letters, and of quantifiers."""
    assert matches(parse_expression("|".join(["https://a"] * 1000), flavor), "https://a")
    assert matches(parse_expression("a?" * 5000, flavor), "aaa")
    assert matches(parse_expression("[a-z]" * 3 + "(?:b)?" * 2000, flavor), "abcbb")


@_EVERY
def test_the_empty_expression(flavor: Flavor) -> None:
    """It matches any text, but where it must match all of it."""
    is_whole = flavor in {Flavor.PYTHON_FULLMATCH, Flavor.RE2}
    assert matches(parse_expression("", flavor), "a") is not is_whole


def test_a_literal_of_javascript_has_flags() -> None:
    """Between slashes, the flags are read; without, the text is the source."""
    assert accept_expression("/^HTTPS:/i", Flavor.JAVASCRIPT).accepts("https://a")
    assert accept_expression("/^https:/dgmsu", Flavor.JAVASCRIPT).accepts("https://a")
    assert accept_expression("^HTTPS:", Flavor.JAVASCRIPT, ignore_case=True).accepts("https://a")
    assert not accept_expression("^HTTPS:", Flavor.JAVASCRIPT).accepts("https://a")
    assert accept_expression("//a", Flavor.JAVASCRIPT).accepts("https://a")
