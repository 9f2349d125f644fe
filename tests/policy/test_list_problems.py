"""Which texts are lists, and the list that a text was meant as."""

from __future__ import annotations

import pytest

from crossorigin._policy.list_problems import is_list, of_list


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a,b", 'write a list: ["a", "b"]'),
        (" a , b\t\n", 'write a list: ["a", "b"]'),
        ("a,,b,", 'write a list: ["a", "b"]'),
        ("a b c", 'write a list: ["a", "b", "c"]'),
        ("a;b", 'write a list: ["a", "b"]'),
        ("['a', \"b\"]", 'write a list: ["a", "b"]'),
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
