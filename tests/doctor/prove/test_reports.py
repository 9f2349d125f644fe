"""The reports of ``crossorigin prove``: five formats, each valid and safe to print."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tests.doctor import sarif
from tests.doctor.prove.commands import prove

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = json.loads((files("crossorigin.doctor") / "schemas" / "prove.json").read_text())
_JSON: Any = jsonschema.Draft202012Validator(_SCHEMA)
_SARIF: Any = jsonschema.Draft202012Validator(sarif.SCHEMA)
_FORMATS = ("text", "json", "markdown", "junit", "sarif")
_RUNS = {
    "harmless": ["policy.toml"],
    "public": ["public.toml"],
    "dangerous": ["hole.conf"],
    "undecided": ["lua.conf"],
    "equal": ["policy.toml", "same.toml"],
    "different": ["hole.conf", "moved.conf"],
    "expression": ["--regex", r"https://.*example\.com", "--flavor", "python-match"],
}
each_run = pytest.mark.parametrize("arguments", _RUNS.values(), ids=_RUNS)


@each_run
def test_text(arguments: list[str]) -> None:
    """The text has lines that fit, but for what may be copied, and no colours."""
    lines = prove(*arguments).stdout.splitlines()
    assert lines[0][0] in "✓✗"
    assert [line for line in lines if not line.isprintable()] == []
    assert [line for line in lines if len(line) > 80 and " " in line[10:]] == []


@each_run
def test_json_is_what_the_schema_says(arguments: list[str]) -> None:
    """The JSON is valid."""
    _JSON.validate(json.loads(prove(*arguments, "--format", "json").stdout))


def test_the_schema_is_a_schema() -> None:
    """The schema itself is valid, and refuses a member that it does not name."""
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    report = json.loads(prove("policy.toml", "--format", "json").stdout)
    assert not _JSON.is_valid({**report, "more": 1})


@each_run
def test_sarif(arguments: list[str]) -> None:
    """The SARIF is valid; each result is of a rule that is there, at a file and a line."""
    log = json.loads(prove(*arguments, "--format", "sarif").stdout)
    _SARIF.validate(log)
    (run_,) = log["runs"]
    rules = {rule["id"] for rule in run_["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run_["results"]} == rules


def test_sarif_is_at_the_line_of_the_scope() -> None:
    """A result of nginx stands at its server, for a comment in a pull request."""
    log = json.loads(prove("hole.conf", "--format", "sarif").stdout)
    result = log["runs"][0]["results"][0]
    assert result["ruleId"] == "lets-strangers-in"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "hole.conf"},
        "region": {"startLine": 3},
    }


@each_run
def test_junit(arguments: list[str]) -> None:
    """The XML has a case for each scope, which passes, fails, or is undecided."""
    result = prove(*arguments, "--format", "junit")
    root = ET.fromstring(result.stdout)  # noqa: S314 - our own
    expected = {0: ("0", "0"), 1: ("1", "0"), 3: ("0", "1")}[result.exit_code]
    counts = (root.attrib["failures"], root.attrib["errors"])
    assert counts == expected or arguments == _RUNS["different"]


@each_run
def test_markdown(arguments: list[str]) -> None:
    """The Markdown begins with the verdict, and its rows have four cells."""
    lines = prove(*arguments, "--format", "markdown").stdout.splitlines()
    assert lines[0].startswith("### ")
    assert {line.count("|") for line in lines if line.startswith("|")} <= {5}


@pytest.mark.parametrize("form", _FORMATS)
def test_hostile_text_is_harmless(folder: Path, form: str) -> None:
    """What a configuration says moves no cursor, and starts no markup and no command of a CI."""
    hostile = "\x1b[31m<script>`[x](y)|::error::@team"
    text = f"server {{ server_name '{hostile}'; add_header Access-Control-Allow-Origin '*'; }}"
    (folder / "hostile.conf").write_text(text)
    for arguments in (["hostile.conf"], ["hostile.conf", "policy.toml"]):
        out = prove(*arguments, "--format", form).stdout
        assert "\x1b" not in out
        assert out.translate({ord(sign): None for sign in "✓✗→¦"}).isascii()
