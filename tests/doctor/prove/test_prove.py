"""What ``crossorigin prove`` finds: the verdict, the witnesses, the status."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import Policy
from tests.doctor.prove.commands import prove, reported

if TYPE_CHECKING:
    from collections.abc import Iterable


_LARGE: Final = """
map $http_origin $cors {
    "~^https://[ab]*a[ab]{12}x?$" "";
    "~^https://[ab]*a[ab]{12}$" $http_origin;
}
server { server_name shop; add_header Access-Control-Allow-Origin $cors; }
"""


def origins(witnesses: Iterable[dict[str, Any]]) -> list[str]:
    """Return the origins of *witnesses*."""
    return [each["origin"] for each in witnesses]


def strangers(report: dict[str, Any]) -> list[str]:
    """Return the origins in *report* that strangers can register."""
    return origins(each for each in report["opens"] if each["registrable_by_strangers"])


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        (["policy.toml"], "harmless"),
        (["public.toml"], "harmless"),
        (["credentials.toml"], "harmless"),
        (["shop.conf"], "harmless"),
        (["edge.yaml"], "harmless"),
        (["hole.conf"], "dangerous"),
        (["lua.conf"], "undecided"),
        (["policy.toml", "policy.toml"], "equal"),
        (["policy.toml", "same.toml"], "equal"),
        (["policy.toml", "shop.conf"], "equal"),
        (["shop.conf", "edge.yaml"], "equal"),
        (["policy.toml", "wider.toml"], "different"),
        (["policy.toml", "narrower.toml"], "different"),
        (["policy.toml", "hole.conf"], "different"),
        (["policy.toml", "lua.conf"], "undecided"),
        (["lua.conf", "policy.toml"], "undecided"),
        (["hole.conf", "lua.conf"], "undecided"),
    ],
    ids=" ".join,
)
def test_verdicts(arguments: list[str], verdict: str) -> None:
    """One is harmless, or dangerous; two are equal, or different; or nothing is said."""
    assert reported(*arguments)["verdict"] == verdict


EXPRESSIONS = [
    (r"https://.*example\.com", "python-match"),
    (r"https://.*\.example\.com", "python-match"),
    (r"^https://app.example.com$", "pcre"),
    (r"https?://(www\.)?example\.com", "go"),
    (r"/^https:\/\/.*\.example\.com/", "javascript"),
]


@pytest.mark.parametrize(("expression", "flavor"), EXPRESSIONS)
def test_expressions(expression: str, flavor: str) -> None:
    """An expression that lets strangers in has a witness of theirs, and a way out."""
    report = reported("--regex", expression, "--flavor", flavor)
    assert report["verdict"] == "dangerous"
    assert strangers(report)
    (scope,) = report["scopes"]
    python = [each["text"] for each in scope["fixes"] if each["language"] == "python"]
    texts = re.findall(r'"([^"]+)"', python[0])
    assert not any(Policy(texts).allows(origin) for origin in strangers(report))
    for fix in scope["fixes"]:
        if fix["language"] == "regex":
            again = reported("--regex", fix["text"], "--flavor", flavor)
            assert again["verdict"] == "harmless"


def test_what_a_change_opens_and_closes() -> None:
    """Each witness is let in by the one and refused by the other."""
    wider = reported("policy.toml", "wider.toml")
    assert (wider["closes"], origins(wider["opens"])[-1]) == ([], "http://localhost")
    narrower = reported("policy.toml", "narrower.toml")
    assert narrower["opens"] == []
    policy = Policy(["https://app.example.com", "https://*.example.org"])
    assert all(map(policy.allows, origins(narrower["closes"])))


def test_an_expression_stands_for_the_first() -> None:
    """With an expression, what is named is the second."""
    report = reported("narrower.toml", "--regex", r"https://app\.example\.com", "--flavor", "re2")
    assert report["verdict"] == "equal"
    assert (report["a"]["kind"], report["b"]["name"]) == ("an expression of re2", "narrower.toml")


def test_scopes_by_name() -> None:
    """Scopes of the same name are compared; one that is missing lets nobody in."""
    report = reported("hole.conf", "moved.conf")
    found = {each["name"]: each for each in report["scopes"]}
    assert found.keys() == {
        "server shop",
        "server shop location /open",
        "server shop location /new",
    }
    assert origins(found["server shop location /open"]["closes"]) == ["https://app.example.com"]
    assert origins(found["server shop location /new"]["opens"]) == ["https://app.example.com"]
    assert report["notes"] == [
        '"server shop location /open" is in A alone: there, nobody is let in by the other.',
        '"server shop location /new" is in B alone: there, nobody is let in by the other.',
    ]


def test_scopes_together() -> None:
    """Where names have nothing in common, all that each lets in is compared, and that is said."""
    report = reported("moved.conf", "narrower.toml")
    assert origins(report["closes"]) == ["https://a.example.com"]
    assert report["notes"] == [
        "The scopes of the two have no names in common: all that each lets in is compared."
    ]


def test_a_scope_that_is_undecided_stops_the_union(folder: Path) -> None:
    """Together with what is not decided, nothing is said."""
    text = Path("moved.conf").read_text() + Path("lua.conf").read_text()
    (folder / "both.conf").write_text(text)
    report = reported("both.conf", "narrower.toml")
    assert report["undecided"] == [
        {
            "scope": "",
            "part": "both.conf:7 $o",
            "why": "code sets it, which is not read",
        }
    ]


def test_what_needs_too_many_states(folder: Path) -> None:
    """Where even whether anyone is let in takes too long, nothing is said."""
    (folder / "large.conf").write_text(_LARGE)
    (stopped,) = reported("large.conf")["undecided"]
    assert stopped == {
        "scope": "server shop",
        "part": "the whole",
        "why": "too large: it needs more states than are looked at",
    }


def test_other_credentials_are_noted() -> None:
    """The same origins with other credentials are equal, and that is not all that is said."""
    report = reported("narrower.toml", "credentials.toml")
    assert report["verdict"] == "equal"
    assert report["notes"] == ["The two differ in credentials: A sends none, B sends credentials."]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["policy.toml"],
            ["any subdomain of example.org, over https", "pages of https://app.example.com"],
        ),
        (["public.toml"], ["everyone, without credentials: what it answers is public"]),
        (["wider.toml"], ["pages of http://localhost, on any port"]),
        (["shop.conf"], ["any subdomain of example.org, over https"]),
        (
            ["--regex", "https://.*", "--flavor", "pcre"],
            ["whatever https://.* matches, as pcre reads it"],
        ),
        (["--regex", "^$", "--flavor", "pcre"], ["nobody"]),
    ],
    ids=["list", "public", "any-port", "map", "expression", "nobody"],
)
def test_plain_words(arguments: list[str], words: list[str]) -> None:
    """What is let in is said in plain words, and no better than it is."""
    (scope,) = reported(*arguments)["scopes"]
    assert [word for word in words if word not in scope["lets_in"]] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Nothing is named"),
        (["policy.toml", "policy.toml", "policy.toml"], "At most two configurations"),
        (["--regex", "a"], "--regex R and --flavor F go together"),
        (["--flavor", "go"], "--regex R and --flavor F go together"),
        (["--regex", "(", "--flavor", "go"], "--regex ( is no expression of go"),
        (["missing.toml"], "missing.toml is nothing that is read"),
        (["missing.module:POLICY"], "cannot be loaded: ModuleNotFoundError"),
        (["."], ". is a folder"),
    ],
    ids=[
        "nothing",
        "three",
        "no-flavor",
        "no-regex",
        "no-expression",
        "no-file",
        "no-module",
        "folder",
    ],
)
def test_usage(arguments: list[str], said: str) -> None:
    """What cannot be understood is said in a sentence, with status 2."""
    result = prove(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())
