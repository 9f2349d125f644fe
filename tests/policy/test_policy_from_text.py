"""Policies from the environment, an app's configuration, a table in a file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from tests.policy.problems import policy_of

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "https://app.example.com"
EVIL = "https://evil.example"
FULL = Policy(
    [APP, "http://localhost:*"],
    methods=["GET", "PUT"],
    allow_headers=["Authorization", "X-A"],
    expose_headers=["ETag"],
    credentials=True,
    max_age=7200,
    timing=True,
)
TEXT = {
    "ORIGINS": f"{APP}, http://localhost:*",
    "METHODS": "GET PUT",
    "ALLOW_HEADERS": "Authorization,X-A",
    "EXPOSE_HEADERS": "ETag",
    "CREDENTIALS": "true",
    "MAX_AGE": "7200",
    "TIMING": "yes",
    "DANGEROUSLY_ALLOW_INSECURE_ORIGINS": "off",
    "DANGEROUSLY_ALLOW_PUBLIC_SUFFIXES": "0",
}


def report_of(mapping: Mapping[str, object], prefix: str = "") -> str:
    """Return what is printed of the policy in *mapping*, which has mistakes."""
    with pytest.raises(PolicyError) as raised:
        Policy.from_mapping(mapping, prefix)
    assert raised.value.__suppress_context__
    return str(raised.value)


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment holds text: lists, numbers and booleans are read from it."""
    for name, text in TEXT.items():
        monkeypatch.setenv(f"CROSSORIGIN_{name}", text)
    assert Policy.from_env() == FULL


def test_another_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a prefix of its own, an app may have several policies in one environment."""
    monkeypatch.setenv("ADMIN_CORS_ORIGINS", APP)
    monkeypatch.setenv("CROSSORIGIN_ORIGINS", "*")
    assert Policy.from_env("ADMIN_CORS_") == Policy(APP)


def test_an_environment_without_a_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unset variable, and an empty one, is a problem that has the variable's name."""
    monkeypatch.delenv("CROSSORIGIN_ORIGINS", raising=False)
    with pytest.raises(PolicyError) as raised:
        Policy.from_env()
    assert str(raised.value) == (
        "1 problem in this policy:\n"
        "  CROSSORIGIN_ORIGINS=None: origins-missing\n"
        "    hint: say who may call: CROSSORIGIN_ORIGINS=https://app.example.com"
    )
    monkeypatch.setenv("CROSSORIGIN_ORIGINS", " ")
    with pytest.raises(PolicyError, match=r'CROSSORIGIN_ORIGINS=" ": origins-missing'):
        Policy.from_env()


def test_the_names_of_the_environment() -> None:
    """Problems have the names that stand in the environment, so that they are found there."""
    mapping = {
        "X_ORIGINS": "https://a.example/ *",
        "X_CREDENTIALS": "yep",
        "X_MAX_AGE": "1h",
        "X_ORIGIN": "*",
        "Y_ORIGIN": "*",
    }
    assert report_of(mapping, "X_") == (
        "5 problems in this policy:\n"
        '  X_ORIGINS[0] "https://a.example/": origin-has-path\n'
        "    hint: write https://a.example\n"
        '  X_ORIGINS[1] "*": keyword-not-alone\n'
        "    hint: write X_ORIGINS=* alone, or leave it out of the list\n"
        '  X_CREDENTIALS="yep": not-a-boolean\n'
        "    hint: write True or False\n"
        '  X_MAX_AGE="1h": max-age-malformed\n'
        "    hint: write 3600\n"
        '  X_ORIGIN="*": unknown-option\n'
        "    hint: write X_ORIGINS"
    )


def test_an_app_s_configuration() -> None:
    """A configuration may hold real lists, numbers and booleans; other entries are not read."""
    config: dict[str, object] = {
        "DEBUG": True,
        "CROSSORIGIN_ORIGINS": [APP, "http://localhost:*"],
        "CROSSORIGIN_METHODS": ["GET", "PUT"],
        "CROSSORIGIN_ALLOW_HEADERS": {"Authorization", "X-A"},
        "CROSSORIGIN_EXPOSE_HEADERS": ("ETag",),
        "CROSSORIGIN_CREDENTIALS": True,
        "CROSSORIGIN_MAX_AGE": 7200,
        "CROSSORIGIN_TIMING": True,
    }
    assert Policy.from_mapping(config, "CROSSORIGIN_") == FULL


def test_a_table_of_a_file() -> None:
    """A table of a TOML file is a policy; its names are those of the options, in any case."""
    table = tomllib.loads(f"""
        origins = ["{APP}", "http://localhost:*"]
        methods = "GET, PUT"
        allow_headers = ["Authorization", "X-A"]
        Expose_Headers = "ETag"
        credentials = true
        max_age = 7200
        TIMING = "on"
    """)
    assert Policy.from_mapping(table) == FULL


def test_an_unknown_name() -> None:
    """A name that is no option's is a problem: a policy has no silent part."""
    assert report_of({"origins": APP, "resources": {"/api": {}}}).startswith(
        "1 problem in this policy:\n  resources={'/api': {}}: unknown-option\n    hint: no paths"
    )


@pytest.mark.parametrize("text", ["None", "none", " NONE "])
def test_no_max_age(text: str) -> None:
    """Text can say that no header is sent, too."""
    assert Policy.from_mapping({"origins": "*", "max_age": text}).max_age is None


@pytest.mark.parametrize("text", ["*", " * ", "*,"])
def test_a_star(text: str) -> None:
    """A star is a star, in a list of one, too."""
    mapping = {"origins": text, "methods": text, "expose_headers": text, "allow_headers": text}
    assert Policy.from_mapping(mapping) == Policy(
        "*", methods="*", expose_headers="*", allow_headers="*"
    )


def test_text_is_read_here_and_only_here() -> None:
    """What a mapping may say in text, a call may not."""
    options = {name.lower(): text for name, text in TEXT.items()}
    with pytest.raises(PolicyError) as raised:
        policy_of(**options)
    assert [problem.field for problem in raised.value.problems] == [
        "origins",
        "methods",
        "allow_headers",
        "credentials",
        "max_age",
        "timing",
        "dangerously_allow_insecure_origins",
        "dangerously_allow_public_suffixes",
    ]


@pytest.mark.parametrize("prefix", ["", "CROSSORIGIN_", "crossorigin_"])
def test_one_option_under_two_spellings(prefix: str) -> None:
    """Each spelling after the first is a problem, beside those that the policy has anyway."""
    mapping = {
        f"{prefix}ORIGINS": "https://a.example/",
        f"{prefix.lower()}origins": EVIL,
        f"{prefix.title()}Max_Age": 7,
        f"{prefix}max_age": 7,
    }
    with pytest.raises(PolicyError) as caught:
        Policy.from_mapping(mapping, prefix)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == [ProblemCode.ORIGIN_HAS_PATH, *[ProblemCode.OPTION_GIVEN_TWICE] * 2]
    twice = [(problem.field, problem.value) for problem in caught.value.problems[1:]]
    assert twice == [(f"{prefix.lower()}origins", EVIL), (f"{prefix}max_age", 7)]
    assert caught.value.problems[1].hint == f"{prefix}ORIGINS says the same: keep one of the two"
    del mapping[f"{prefix}ORIGINS"]
    with pytest.raises(PolicyError) as caught:
        Policy.from_mapping(mapping, prefix)
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.OPTION_GIVEN_TWICE]


@pytest.mark.parametrize("prefix", ["CROSSORIGIN_", "crossorigin_"])
@pytest.mark.parametrize(
    "name", ["CROSSORIGIN_ORIGINS", "crossorigin_origins", "CrossOrigin_Origins"]
)
def test_the_case_of_a_name(prefix: str, name: str) -> None:
    """It does not matter, in the prefix either."""
    assert Policy.from_mapping({name: APP, "CROSSORIGI": "x"}, prefix) == Policy(APP)


@pytest.mark.parametrize("text", ["{" * 100_000, "[" * 100_000 + "]" * 100_000, "('" * 100_000])
def test_brackets_without_end(text: str) -> None:
    """They are described in time that grows with them alone: no value has so many around it."""
    assert "origins" in report_of({"origins": text})
