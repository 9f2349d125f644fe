"""Which texts are lists, and the list that a text was meant as."""

from __future__ import annotations

import re

import pytest

from crossorigin._policy.list_problems import code_of_list, is_list, of_list, of_member
from crossorigin.errors import Problem, ProblemCode


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a,b", 'write a list: ["a", "b"]'),
        (" a , b\t\n", 'write a list: ["a", "b"]'),
        ("a,,b,", 'write a list: ["a", "b"]'),
        ("a b c", 'write a list: ["a", "b", "c"]'),
        ("a;b", 'write a list: ["a", "b"]'),
        ("['a', \"b\"]", 'write a list: ["a", "b"]'),
        ("[ab]", 'write a list: ["ab"]'),
        ("[ab, cd]", 'write a list: ["ab", "cd"]'),
        ("NAMES=ab X=cd", 'write a list: ["ab", "X=cd"]'),
        ('{"first": "a", "second": "b"}', 'write a list: ["a", "b"]'),
        ("[]", "leave it out: nothing is listed"),
        (
            " ".join(f"n{number}" for number in range(100)),
            "write a list: [" + ", ".join(f'"n{number}"' for number in range(100)) + "]",
        ),
        (
            " ".join(f"n{number}" for number in range(101)),
            "write a list: [" + "".join(f'"n{number}", ' for number in range(100)) + "…]",
        ),
        (f"{'a' * 19_998} bc d", f'write a list: ["{"a" * 19_998}", "b"]'),
    ],
)
def test_the_hint_that_writes_a_list(text: str, hint: str) -> None:
    """The hint writes the first hundred values as a list, and says if there are more."""
    assert of_list(text) == hint


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("a", False),
        (" a ", False),
        ("a\n", False),
        ("", False),
        ("a;b", True),
        ('"a"', True),
        ("[a]", True),
        ("[::1]:3000", False),
        (r"(a|b)\.example", False),
        ("a,b", True),
        ("a b", True),
        ("a\tb", True),
        ("a,", True),
        (f"{'a' * 19_999},b", True),
        (f"{'a' * 20_000},b", False),
    ],
    ids=range(15),
)
def test_what_is_several_values(text: str, *, several: bool) -> None:
    """A text is a list if values are parted in it, or signs stand around one; or neither."""
    assert is_list(text) is several


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a, b", "several-values-in-one-string"),
        ("a b", "several-values-in-one-string"),
        ("[a, b]", "list-not-plain"),
        ("a;b", "list-not-plain"),
        ('"a"', "list-not-plain"),
    ],
)
def test_which_mistake_a_list_in_a_text_is(text: str, code: str) -> None:
    """Values with nothing but commas or spaces are what an environment reads; others are not."""
    assert code_of_list(text) == code


class URL:
    """An object whose text is a URL, as libraries have them."""

    def __str__(self) -> str:
        """Return the URL."""
        return "https://a.example/login"


@pytest.mark.parametrize(
    ("field", "member", "code", "hint"),
    [
        ("origins[0]", re.compile(r"https://.*\.a\.example"), "origin-regex",
         'regular expressions are not read: write "https://*.a.example"'),
        ("methods[0]", re.compile("PUT|GET"), "not-text", "write it as text"),
        ("methods[0]", b"PUT", "not-text", "write it as text"),
        ("origins[0]", b"https://a.example/", "not-text", 'write "https://a.example"'),
        ("origins[0]", b"https://\xff", "not-text", "write it as text"),
        ("origins[0]", URL(), "not-text", 'write "https://a.example"'),
        ("origins[0]", None, "not-text", "leave it out: it was not set"),
        ("origins[0]", ("https://a/", 7), "not-text",
         'write them one by one: "https://a"'),
    ],
)  # fmt: skip
def test_a_member_that_is_no_text(field: str, member: object, code: str, hint: str) -> None:
    """The hint writes the text that was meant, where somebody can tell."""
    assert of_member(field, member) == Problem(ProblemCode(code), field, member, hint)
