"""The report of ``crossorigin conformance`` in each format."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from crossorigin.doctor.conformance._causes import MEANINGS, Cause
from crossorigin.doctor.conformance._run import render
from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError, NetworkErrorKind
from tests.doctor import sarif
from tests.doctor.conformance.comparing import compare, target_of
from tests.doctor.conformance.serving import (
    ACAO,
    ALSO,
    BASE,
    POLICY,
    FunctionTransport,
    adding,
    changing,
    letting,
    right,
    setting,
)
from tests.doctor.conformance.wrong import ORIGINS, RESPONSES
from tests.doctor.conformance.wrong_preflights import CACHES, PREFLIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.conformance._conformance import Conformance
    from tests.doctor.conformance.serving import Asked
    from tests.doctor.conformance.wrong import Case

WRONG: Final = (*ORIGINS, *RESPONSES, *PREFLIGHTS, *CACHES)
_SCHEMA = json.loads((files("crossorigin.doctor") / "schemas" / "conformance.json").read_text())
_JSON: Any = jsonschema.Draft202012Validator(_SCHEMA)
_SARIF: Any = jsonschema.Draft202012Validator(sarif.SCHEMA)
_FORMATS: Final = ("text", "json", "markdown", "junit", "sarif")
_HOSTILE: Final = "\x9b31m<script>`[x](y)|\t@team \xff"
each = pytest.mark.parametrize("case", WRONG[::4], ids=lambda case: case.id)


@cache
def _result_of(case: Case) -> Conformance:
    """Return the comparison of the server of *case*."""
    return compare(target_of(case.policy, BASE, "/", *ALSO), FunctionTransport(case.answer))


def _out(result: Conformance, form: str) -> str:
    """Return the report about *result*."""
    return "\n".join(line for _, line in render(result, form))  # type: ignore[arg-type] # one of the five


@each
def test_text(case: Case) -> None:
    """The text has lines that fit, and each cause once, with its next step."""
    result = _result_of(case)
    lines = _out(result, "text").splitlines()
    assert [line for line in lines if len(line) > 80 or not line.isprintable()] == []
    causes = {(difference.matters_to, difference.cause) for difference in result.material}
    assert len([line for line in lines if line.startswith("next ")]) == len(causes)
    assert len([line for line in lines if line.startswith("asked ")]) <= 3 * len(causes)


@each
def test_json_is_what_the_schema_says(case: Case) -> None:
    """The JSON is valid, and counts what it lists."""
    report = json.loads(_out(_result_of(case), "json"))
    _JSON.validate(report)
    counts = Counter(difference["matters_to"] for difference in report["differences"])
    assert report["matters"] == {"browser": 0, "cache": 0, "nobody": 0} | counts
    assert report["requests"] >= 60


def test_the_schema_is_a_schema() -> None:
    """The schema itself is valid, and refuses a member that it does not name."""
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    assert not _JSON.is_valid({**json.loads(_out(_result_of(WRONG[0]), "json")), "more": 1})


@each
def test_sarif(case: Case) -> None:
    """The SARIF is valid; each result is of a rule that is there."""
    log = json.loads(_out(_result_of(case), "sarif"))
    (run_,) = log["runs"]
    assert run_.pop("invocations") == [
        {"executionSuccessful": True, "toolExecutionNotifications": []}
    ]
    _SARIF.validate(log)
    rules = {rule["id"] for rule in run_["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run_["results"]} == rules
    levels = {"browser": "error", "cache": "warning", "nobody": "note"}
    assert {result["level"] for result in run_["results"]} <= set(levels.values())


@each
def test_junit(case: Case) -> None:
    """The JUnit has a test case for each way to differ, and a failure for each that somebody notices."""
    root = ET.fromstring(_out(_result_of(case), "junit"))  # noqa: S314 - our own
    assert len(root.findall(".//testcase")) == len(Cause)
    failures = {failure.attrib["type"] for failure in root.findall(".//failure")}
    assert failures == ({"browser"} if case.browser else set()) | (
        {"cache"} if case.cache else set()
    )


@each
def test_markdown(case: Case) -> None:
    """The Markdown has a row for each cause."""
    result = _result_of(case)
    rows = [line for line in _out(result, "markdown").splitlines() if line.startswith("| ")]
    groups = {(difference.matters_to, difference.cause) for difference in result.differences}
    assert len(rows) == 2 + len(groups)


@pytest.mark.parametrize("form", _FORMATS)
def test_what_a_server_says_is_harmless(form: str) -> None:
    """No byte of a server gets into a report as it is."""
    hostile = changing(
        lambda response: adding(setting(response, ACAO, _HOSTILE), ("Vary", f"origin, {_HOSTILE}"))
    )
    result = compare(target_of(POLICY, BASE, "/", *ALSO), FunctionTransport(hostile))
    out = _out(result, form)
    plain = {chr(code) for code in range(32, 127)} | {"\n", "✗", "¦"}
    assert set(out) <= plain
    assert form != "junit" or "<script>" not in out


_SUMMARIES: Final[
    dict[str, tuple[Callable[[Asked], HTTPResponse | NetworkError], str, str | None]]
] = {
    "keeps": (right, "✓ KEEPS ITS POLICY", None),
    "one": (
        letting("https://app.example.com.".__eq__),
        "✗ 2 DIFFERENCES",
        None,
    ),
    "refused": (
        lambda _: NetworkError(kind=NetworkErrorKind.CONNECTION_REFUSED),
        "✗ UNREACHABLE",
        "The host refuses the connection: nothing listens on that port.",
    ),
    "limited": (
        lambda _: HTTPResponse(status=429),
        "✗ INCONCLUSIVE",
        "Of 1 requests, some were not answered by the server itself (429: 1), so more may",
    ),
}


@pytest.mark.parametrize("case", _SUMMARIES)
@pytest.mark.parametrize("form", _FORMATS)
def test_a_summary(case: str, form: str) -> None:
    """Each format says whether the policy is kept, and why it cannot be said."""
    answer, summary, complaint = _SUMMARIES[case]
    result = compare(target_of(POLICY, BASE, "/", *ALSO), FunctionTransport(answer))
    out = _out(result, form)
    if form in {"text", "markdown"}:
        assert summary in out
    if complaint is not None:
        assert complaint in " ".join(out.split())
    if form == "json":
        _JSON.validate(json.loads(out))
    if form == "junit":
        errors = ET.fromstring(out).findall(".//error")  # noqa: S314 - as above
        assert len(errors) == (complaint is not None)


def test_a_limit_of_rates_ends_it() -> None:
    """What was found until then is reported, and that there may be more."""
    answered: list[str] = []

    def answer(asked: Asked) -> HTTPResponse:
        answered.append(asked.path)
        return HTTPResponse(status=429) if len(answered) > 20 else letting(bool)(asked)

    result = compare(target_of(POLICY, BASE, "/", *ALSO), FunctionTransport(answer))
    assert result.answers.sent == 23
    assert "DIFFERENCES, INCONCLUSIVE" in _out(result, "text")
    assert "inconclusive: " in _out(result, "junit")


def test_every_cause_has_a_meaning() -> None:
    """And no meaning is of another one."""
    assert set(MEANINGS) == set(Cause)
