"""Mistakes in the hosts of a guard: all at once, each with what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from crossorigin import Guard, PolicyError
from crossorigin.errors import Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = (
    'write a name with its port, "localhost:8000", any port, "localhost:*", an address,'
    ' "127.0.0.1:*" or "[::1]:*", or a domain, "api.example.com" or "*.example.com"'
)
# An entry, and the hint of its mistake.
MISTAKES = {
    "http://localhost:8000": 'write "localhost:8000"',
    "//localhost": 'write "localhost"',
    "localhost/": 'write "localhost"',
    "localhost:8000/path?query": 'write "localhost:8000"',
    "LOCALHOST:*": 'write "localhost:*"',
    "user@a.example": 'write "a.example"',
    "a.example:443": 'write "a.example"',
    "a.example:80": 'write "a.example"',
    "https://a.example:80": 'write "a.example"',
    "a.example.": 'write "a.example"',
    "a.example:": 'write "a.example"',
    "b\u00fccher.example": 'write "xn--bcher-kva.example"',
    "[0:0::1]:*": 'write "[::1]:*"',
    "a.example:99999": FORMS,
    "a.example:http": FORMS,
    "127.1": FORMS,
    "2130706433": FORMS,
    "a.*": FORMS,
    "": FORMS,
    ":8000": FORMS,
    ".": FORMS,
    "*": 'leave "hosts" out if every name may reach the app, or list those that may',
    "*:*": 'leave "hosts" out if every name may reach the app, or list those that may',
    "x" * 9999: FORMS,
}


@pytest.mark.parametrize("entry", MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake(entry: str) -> None:
    """Whatever is no host is a problem, with what to write instead."""
    with pytest.raises(PolicyError) as raised:
        Guard(hosts=[entry])
    problem = Problem(ProblemCode.HOST_MALFORMED, "hosts[0]", entry, MISTAKES[entry])
    assert raised.value.problems == (problem,)


@pytest.mark.parametrize("entry", MISTAKES, ids=range(len(MISTAKES)))
def test_a_hint_can_be_pasted(entry: str) -> None:
    """What a hint says to write is a host."""
    hint = MISTAKES[entry]
    if hint.startswith('write "'):
        Guard(hosts=hint.split('"')[1])


SEVERAL = ProblemCode.SEVERAL_VALUES_IN_ONE_STRING
REGISTERED = (
    'anyone may register a name below "github.io", and it reaches them: list the names that are'
    ' yours, or permit this very pattern, dangerously_allow_public_suffixes=["https://*.github.io"]'
)
EXTENSIONS = (
    "list each of them, or write a function: origins=lambda origin, request:"
    ' origin.scheme == "chrome-extension"'
)
OTHER_MISTAKES: dict[str, tuple[Callable[[], Guard], list[tuple[ProblemCode, str, str]]]] = {
    "several in one text": (
        lambda: Guard(hosts="localhost:*, a.example"),
        [(SEVERAL, "hosts", 'write a list: ["localhost:*", "a.example"]')],
    ),
    "several in one member": (
        lambda: Guard(hosts=["localhost:* a.example"]),
        [(SEVERAL, "hosts[0]", 'write them one by one: "localhost:*", "a.example"')],
    ),
    "no list": (
        lambda: Guard(hosts=cast("str", None)),
        [(ProblemCode.NOT_A_LIST, "hosts", "write a list of strings")],
    ),
    "no text": (
        lambda: Guard.local(hosts=cast("str", None)),
        [(ProblemCode.NOT_TEXT, "hosts[1]", "leave it out: it was not set")],
    ),
    "no boolean": (
        lambda: Guard(reads=cast("bool", "yes")),
        [(ProblemCode.NOT_A_BOOLEAN, "reads", "write True")],
    ),
    "what anyone may register": (
        lambda: Guard(hosts=["*.github.io"]),
        [
            (
                ProblemCode.PUBLIC_SUFFIX_WILDCARD,
                "hosts[0]",
                REGISTERED,
            )
        ],
    ),
    "all at once": (
        lambda: Guard("https://a.example/", hosts=["*", "A"], reads=cast("bool", 7)),
        [
            (ProblemCode.ORIGIN_HAS_PATH, "trusted[0]", 'write "https://a.example"'),
            (ProblemCode.HOST_MALFORMED, "hosts[0]", MISTAKES["*"]),
            (ProblemCode.HOST_MALFORMED, "hosts[1]", 'write "a"'),
            (ProblemCode.NOT_A_BOOLEAN, "reads", "write True or False"),
        ],
    ),
    "a wildcard for extensions whose ids are known": (
        lambda: Guard("chrome-extension://*"),
        [
            (
                ProblemCode.ORIGIN_WILDCARD_MISPLACED,
                "trusted[0]",
                EXTENSIONS,
            )
        ],
    ),
}


@pytest.mark.parametrize("name", OTHER_MISTAKES)
def test_other_mistakes(name: str) -> None:
    """Every mistake is found, each with a way out."""
    build, expected = OTHER_MISTAKES[name]
    with pytest.raises(PolicyError) as raised:
        build()
    found = [(problem.code, problem.field, problem.hint) for problem in raised.value.problems]
    assert found == expected
