"""Gathering what the options of a policy mean, and every mistake in them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crossorigin._policy.collector import ProblemCollector
from crossorigin.errors import Problem, ProblemCode

BAD = (ProblemCode.METHOD_MALFORMED, "write another")


def refuse_x(member: str) -> tuple[ProblemCode, str] | None:
    """Accept any text but ``x``."""
    return BAD if member == "x" else None


def test_nothing_is_read_at_first() -> None:
    """A new reading has no problems and no origins, and shares none with another."""
    reading = ProblemCollector()
    reading.add(ProblemCode.NOT_TEXT, "origins[0]", 1, "write it as text")
    assert reading.problems == [
        Problem(ProblemCode.NOT_TEXT, "origins[0]", 1, "write it as text"),
    ]
    assert ProblemCollector() == ProblemCollector([], set(), frozenset(), {})


@pytest.mark.parametrize("value", [True, False])
def test_a_flag(*, value: bool) -> None:
    """A flag is ``True`` or ``False``."""
    reading = ProblemCollector()
    assert reading.flag("credentials", value) is value
    assert reading.problems == []


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("True", True),
        ("'yes' # please", True),
        (1, True),
        ("false", False),
        ("off", False),
        (0, False),
    ],
    ids=repr,
)
def test_what_means_a_flag(value: object, *, meant: bool) -> None:
    """Text and numbers that mean one are a problem, whose hint writes it."""
    reading = ProblemCollector()
    assert reading.flag("credentials", value) is False
    assert reading.problems == [
        Problem(ProblemCode.NOT_A_BOOLEAN, "credentials", value, f"write {meant}")
    ]


@pytest.mark.parametrize("value", ["yep", "", 7, None, [], "true false"], ids=repr)
def test_what_is_no_flag(value: object) -> None:
    """What is only true or false in Python's eyes is a problem, and switches nothing on."""
    reading = ProblemCollector()
    assert reading.flag("credentials", value) is False
    assert reading.problems == [
        Problem(ProblemCode.NOT_A_BOOLEAN, "credentials", value, "write True or False")
    ]


@pytest.mark.parametrize(
    ("value", "members"),
    [
        ("PUT", ["PUT"]),
        (" PUT ", [" PUT "]),
        ("", [""]),
        (" ", [" "]),
        (["PUT", "GET"], ["PUT", "GET"]),
        (("PUT",), ["PUT"]),
        ({"PUT"}, ["PUT"]),
        ({"PUT": 1, "GET": 2}.keys(), ["PUT", "GET"]),
        ([], []),
        (["a,b"], ["a,b"]),
        (r"P\nX", [r"P\nX"]),
    ],
    ids=range(11),
)
def test_members(value: object, members: list[object]) -> None:
    """One string stands for a list of one; any other collection is a list of its members."""
    reading = ProblemCollector()
    assert reading.members("methods", value) == members
    assert reading.problems == []


def test_members_of_a_generator() -> None:
    """What can be read only once is read once, and its members may be anything."""
    reading = ProblemCollector()
    assert reading.members("methods", iter(["PUT", 1])) == ["PUT", 1]
    assert reading.problems == []


@pytest.mark.parametrize("value", ["GET,PUT", "GET PUT", "GET,", "GET\nPUT"])
def test_several_values_in_one_string(value: str) -> None:
    """A string with a comma or a space in it is a problem, whose hint writes the list."""
    reading = ProblemCollector()
    assert reading.members("methods", value) == []
    (problem,) = reading.problems
    names = ", ".join(f'"{name}"' for name in value.replace(",", " ").split())
    assert problem == Problem(
        ProblemCode.SEVERAL_VALUES_IN_ONE_STRING, "methods", value, f"write a list: [{names}]"
    )


@pytest.mark.parametrize(
    "value", [None, 1, True, b"PUT", {"PUT": True}, timedelta(seconds=1)], ids=repr
)
def test_what_is_no_list(value: object) -> None:
    """A number, bytes, a table and the like are no list."""
    reading = ProblemCollector()
    assert reading.members("methods", value) == []
    assert reading.problems == [
        Problem(ProblemCode.NOT_A_LIST, "methods", value, "write a list of strings")
    ]


@pytest.mark.parametrize(
    ("value", "hint"),
    [(True, 'write origins="*": everyone may read'), (False, "leave the policy out")],
)
def test_everyone_or_nobody(value: object, hint: str) -> None:
    """A truth in the place of the origins says who may read elsewhere: everyone, or nobody."""
    reading = ProblemCollector()
    assert reading.members("origins", value) == []
    assert reading.problems == [Problem(ProblemCode.NOT_A_LIST, "origins", value, hint)]


def test_names() -> None:
    """The names that pass the check are kept; each of the others is a problem in its place."""
    reading = ProblemCollector()
    assert reading.names("methods", ["a", "x", 7, "b", "a"], refuse_x) == {"a", "b"}
    assert reading.problems == [
        Problem(ProblemCode.METHOD_MALFORMED, "methods[1]", "x", "write another"),
        Problem(ProblemCode.NOT_TEXT, "methods[2]", 7, "write it as text"),
    ]


@pytest.mark.parametrize(
    ("members", "keyword"),
    [({"*"}, "*"), ({"route"}, "route"), ({"PUT"}, None), (frozenset[str](), None)],
)
def test_a_keyword_alone(members: frozenset[str], keyword: str | None) -> None:
    """A keyword that stands alone is returned."""
    reading = ProblemCollector()
    assert reading.alone("methods", frozenset(members), ("*", "route")) == keyword
    assert reading.problems == []


@pytest.mark.parametrize(
    ("members", "keyword"),
    [({"PUT", "*"}, "*"), ({"PUT", "route"}, "route"), ({"route", "*"}, "*")],
)
def test_a_keyword_beside_others(members: set[str], keyword: str) -> None:
    """A keyword beside others is a problem, for they would mean nothing."""
    reading = ProblemCollector()
    assert reading.alone("methods", frozenset(members), ("*", "route")) == keyword
    hint = f'write methods="{keyword}" alone, or leave it out of the list'
    assert reading.problems == [
        Problem(ProblemCode.KEYWORD_NOT_ALONE, "methods", keyword, hint),
    ]


def test_names_that_are_no_list() -> None:
    """What is no list of names is a problem of the option that it stands in."""
    reading = ProblemCollector()
    assert reading.names("methods", 7, refuse_x) == frozenset()
    assert reading.problems == [
        Problem(ProblemCode.NOT_A_LIST, "methods", 7, "write a list of strings")
    ]
