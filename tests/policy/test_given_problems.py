"""What is wrong with a policy by the way in which it was given."""

from __future__ import annotations

import pytest

from crossorigin import Policy, PolicyError
from crossorigin._policy import given_problems
from crossorigin._policy.policy import given_policy
from crossorigin.errors import Problem, ProblemCode

APP = "https://app.example.com"
WAY = 'write Policy(origins=…), or the options by name: origins="https://app.example.com"'


@pytest.mark.parametrize(
    ("policy", "hint"),
    [
        (f"{APP}/", f'write origins="{APP}"'),
        (["a.example", APP], f'write origins=["https://a.example", "{APP}"]'),
        ({"origins": APP}, "write ** before it: its keys are the options by name"),
        (Policy, WAY),
        (7, WAY),
        ([], WAY),
    ],
)
def test_what_is_no_policy(policy: object, hint: str) -> None:
    """What stands in the place of a policy is written as the option that it was to be."""
    with pytest.raises(PolicyError) as raised:
        given_policy(policy, {})
    assert [(p.code, p.hint) for p in raised.value.problems] == [("not-a-policy", hint)]


@pytest.mark.parametrize(("policy", "code"), [("*", "not-a-policy"), (Policy("*"), "two-policies")])
def test_options_beside(policy: object, code: str) -> None:
    """The mistakes of options beside a policy, or beside none, are named with it."""
    with pytest.raises(PolicyError) as raised:
        given_policy(policy, {"methods": ["put"], "max_age": -1})
    assert [problem.code for problem in raised.value.problems] == [
        code,
        "method-not-upper-case",
        "max-age-malformed",
    ]


NAMES = {"origins": "origin", "allow_headers": "headers", "max_age": "age"}


@pytest.mark.parametrize(
    ("options", "others", "problems"),
    [
        ({"origins": None, "max_age": "x"}, {}, [
            ("origin", 'say who may call: origin=["https://app.example.com"]'),
            ("age", "write whole seconds, 0 or more, or a timedelta of them, or None"),
        ]),
        ({"origins": "*", "allow_headers": "X-A, X B;"}, {}, [
            ("headers", 'write a list: ["X-A", "X", "B"]'),
        ]),
        ({"origins": "https://a/, https://b", "max_age": " 60 "}, {}, [
            ("origin[0]", 'write "https://a"'),
        ]),
        ({"origins": "*"}, {"credentials": True, "expose": "X", "foo": 1}, [
            ("credentials", "list the origins you trust"),
            ("expose", 'write "expose_headers" elsewhere'),
            ("foo", "the options are origin, headers, age"),
            ("credentials", 'write "credentials" elsewhere'),
        ]),
        ({"origins": None}, {"origins": "http://a.example", "credentials": True}, [
            ("origin[0]", ("write https://, because anyone on the network can forge an http: page;"
             " or set dangerously_allow_insecure_origins=True elsewhere")),
            ("origins", 'write "origin"'),
            ("credentials", 'write "credentials" elsewhere'),
        ]),
    ],
)  # fmt: skip
def test_parameters(
    options: dict[str, object], others: dict[str, object], problems: list[tuple[str, str]]
) -> None:
    """A function with some of the options is told of by its own parameters."""
    found = given_problems.of_parameters(options, others, NAMES, " elsewhere")
    assert [(problem.field, problem.hint) for problem in found] == problems


def test_an_option_that_is_elsewhere() -> None:
    """What only a policy has is a problem of the function that was given it."""
    found = given_problems.of_parameters({"origins": APP}, {"timing": True}, NAMES, " elsewhere")
    hint = 'write "timing" elsewhere'
    assert found == [Problem(ProblemCode.UNKNOWN_OPTION, "timing", value=True, hint=hint)]


@pytest.mark.parametrize(
    ("mapping", "problems"),
    [
        ({"X_ORIGINS": APP, "X_METHODS": 7}, [("X_METHODS", "write a list of strings")]),
        ({"X_ORIGINS": [f"{APP}/"]}, [("X_ORIGINS[0]", f'write "{APP}"')]),
        ({"X_METHODS": ";".join(f"M{number}" for number in range(101)), "X_ORIGINS": APP}, [
            ("X_METHODS", "write it with commas alone, without brackets, quotes or comments: "
             + "".join(f"M{number}," for number in range(100)) + "…"),
        ]),
        ({"X_ORIGINS": "* a"}, [
            ("X_ORIGINS[0]", "write X_ORIGINS=* alone, or leave it out of the list"),
            ("X_ORIGINS[1]", "write https://a"),
        ]),
        ({"X_ORIGINS": "http://a.example", "X_CREDENTIALS": "on"}, [
            ("X_ORIGINS[0]", ("write https://, because anyone on the network can forge an http:"
             " page; or set X_DANGEROUSLY_ALLOW_INSECURE_ORIGINS=true")),
        ]),
        ({"X_ALLOW_ORIGIN_REGEX": "https://(a|b).example"}, [
            ("X_ALLOW_ORIGIN_REGEX", "write X_ORIGINS=https://a.example,https://b.example")]),
        ({"X_ORIGINS": "*", "X_CREDENTIALS": "on"}, [
            ("X_CREDENTIALS", "list the origins you trust")]),
        ({"X_ORIGINS": APP, "X_Methods": "get"}, [
            ("X_Methods[0]", "write GET: methods are case-sensitive")]),
        ({"X_ORIGINS": APP, "X_GUARD": "true", "X_SHAPE": "", "X_PATHS": "/a/*"}, [
            ("X_GUARD", "write it beside the policy: CORS(app, …, guard=True)"),
            ("X_SHAPE", ("the options are X_ORIGINS, X_METHODS, X_ALLOW_HEADERS, X_EXPOSE_HEADERS,"
             " X_CREDENTIALS, X_MAX_AGE, X_TIMING")),
            ("X_PATHS", (f'no paths are matched: write CORS(blueprint, origins=["{APP}"]) for the'
             f' blueprint at /a, or @cross_origin(origins=["{APP}"]) below the route')),
        ]),
        ({"X_ORIGINS": r"moz-extension://*,https://(?!a)\w+", "X_MAX_AGE": "-1"}, [
            ("X_ORIGINS[0]", ("list each of them, or write, in the code of the app, a function:"
             ' origins=lambda origin, request: origin.scheme == "moz-extension"')),
            ("X_ORIGINS[1]", ("no pattern says it: write, in the code of the app, a function,"
             " origins=lambda origin, request:"
             r" re.fullmatch('https://(?!a)\\w+', str(origin)) is not None")),
            ("X_MAX_AGE", "write 600, or another number of whole seconds, 0 or more"),
        ]),
        ({"X_SHAPE": "1", "CORS_DEBUG": "1"}, [
            ("X_ORIGINS", "say who may call: X_ORIGINS=https://app.example.com"),
            ("X_SHAPE", ("the options are X_ORIGINS, X_METHODS, X_ALLOW_HEADERS, X_EXPOSE_HEADERS,"
             " X_CREDENTIALS, X_MAX_AGE, X_TIMING")),
        ]),
        ({"ORIGINS": "https://a/", "max_age": "-1"}, [
            ("ORIGINS[0]", "write https://a"), ("ORIGINS", "write X_ORIGINS")]),
        ({"origins": APP}, [("origins", "write X_ORIGINS")]),
        ({"WHITELISTED_ORIGIN": APP, "ORIGIN_WHITELIST": APP}, [
            ("ORIGIN_WHITELIST", "write X_ORIGINS")]),
        ({"CORS_ORIGINS": ["https://a/"], "CORS_METHODS": "put", "DOMAINS": "a"}, [
            ("CORS_ORIGINS[0]", 'write "https://a"'),
            ("CORS_METHODS[0]", 'write "PUT": methods are case-sensitive'),
            ("CORS_ORIGINS", 'write "X_ORIGINS"'), ("CORS_METHODS", 'write "X_METHODS"'),
        ]),
    ],
)  # fmt: skip
def test_names_of_a_mapping(mapping: dict[str, object], problems: list[tuple[str, str]]) -> None:
    """Every name in a report is the one that stands in the mapping, or has to stand there."""
    with pytest.raises(PolicyError) as raised:
        Policy.from_mapping(mapping, "X_")
    assert [(problem.field, problem.hint) for problem in raised.value.problems] == problems


def test_text_without_a_prefix() -> None:
    """A table whose values are text is written in code, unlike an environment."""
    with pytest.raises(PolicyError) as raised:
        Policy.from_mapping({"origins": "https://a/"})
    (problem,) = raised.value.problems
    assert (problem.field, problem.hint) == ("origins[0]", 'write "https://a"')


def test_two_fields_that_disagree() -> None:
    """Both have the names that they have in the mapping, or in the call."""
    with pytest.raises(PolicyError) as raised:
        Policy.from_mapping({"X_ORIGINS": "*", "X_ALLOW_CREDENTIALS": "true"}, "X_")
    first, second = raised.value.problems
    assert str(first).startswith('X_ALLOW_CREDENTIALS="true" with X_ORIGINS=*: wildcard-with-')
    assert (second.field, second.hint) == ("X_ALLOW_CREDENTIALS", "write X_CREDENTIALS")
