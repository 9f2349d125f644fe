"""The report of ``crossorigin audit``, and the exit status."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from crossorigin import cli
from crossorigin.doctor.audit._run import render
from tests.cli.command_line import cli_runner
from tests.doctor import sarif
from tests.doctor.audit import cases_clean, cases_headers, cases_origins
from tests.doctor.audit.in_process import audit_of
from tests.doctor.audit.servers import PAGE, closed, permitting, reported, run, shared
from tests.doctor.servers import Response, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.doctor.audit.servers import Case
    from tests.doctor.servers import Request, Server

_SCHEMA = json.loads((files("crossorigin.doctor") / "schemas" / "audit.json").read_text())
_JSON: Any = jsonschema.Draft202012Validator(_SCHEMA)
_SARIF: Any = jsonschema.Draft202012Validator(sarif.SCHEMA)
_CASES = (*cases_origins.CASES, *cases_headers.CASES, *cases_clean.CASES)
_FORMATS = ("text", "json", "markdown", "junit", "sarif")
_HOSTILE = "\x9b31m<script>`[x](y)|\t@team \xff"
each = pytest.mark.parametrize("case", _CASES, ids=lambda case: case.id)
each_format = pytest.mark.parametrize("form", _FORMATS)


def out_of(case: Case, form: str) -> str:
    """Return the report about *case*."""
    return "\n".join(line for _, line in render(audit_of(case.answer), form))  # type: ignore[arg-type] # one of the five


@each
def test_text(case: Case) -> None:
    """The text has lines that fit, each finding with its fix, and no colours."""
    lines = out_of(case, "text").splitlines()
    assert [line for line in lines if len(line) > 80 or not line.isprintable()] == []
    assert len([line for line in lines if line.startswith("fix ")]) == len(
        [line for line in lines if line.startswith("more ")]
    )
    assert lines[0][0] == ("✗" if len(lines) > 2 else "✓")


@each
def test_json_is_what_the_schema_says(case: Case) -> None:
    """The JSON is valid."""
    _JSON.validate(json.loads(out_of(case, "json")))


def test_the_schema_is_a_schema() -> None:
    """The schema itself is valid, and refuses a member that it does not name."""
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    assert not _JSON.is_valid({**json.loads(out_of(_CASES[0], "json")), "more": 1})


@each
def test_sarif(case: Case) -> None:
    """The SARIF is valid; each result is of a rule that is there, and new without a baseline."""
    log = json.loads(out_of(case, "sarif"))
    (run_,) = log["runs"]
    assert run_.pop("invocations") == [
        {"executionSuccessful": True, "toolExecutionNotifications": []}
    ]
    assert {result.pop("baselineState") for result in run_["results"]} <= {"new"}
    _SARIF.validate(log)
    rules = {rule["id"] for rule in run_["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run_["results"]} == rules


@each
def test_junit(case: Case) -> None:
    """The XML has a failure for each finding, and counts them."""
    suites = ET.fromstring(out_of(case, "junit"))  # noqa: S314 - written here
    failures = suites.findall(".//failure")
    assert suites.attrib["failures"] == str(len(failures))
    count = len(json.loads(out_of(case, "json"))["findings"])
    assert len(failures) == count


@each_format
def test_nothing_hostile_is_printed(form: str) -> None:
    """The text of a server commands no terminal and is no markup, and its secrets are masked."""

    def answer(asked: Request) -> Response:
        more = (("Set-Cookie", "session=hunter2"), ("Access-Control-Allow-X", _HOSTILE))
        return Response(
            200, (("Access-Control-Allow-Origin", _HOSTILE), *more, *shared(asked).headers)
        )

    lines = [line for _, line in render(audit_of(answer), form)]  # type: ignore[arg-type] # one of the five
    assert [line for line in lines if not line.isprintable()] == []
    assert "hunter2" not in "\n".join(lines)
    if form == "junit":
        ET.fromstring("\n".join(lines))  # noqa: S314 - written here
    if form == "markdown":
        (row,) = [line for line in lines if "script" in line]
        assert "<script>" in row.split("`")[1]


@each_format
def test_an_unreachable_server(form: str) -> None:
    """A server that is not there is said to be so in every format, and the status is 3."""
    with serving(shared) as server:
        url = server.url
    status, out, err = run(f"{url}/x", "--origin", PAGE, "--format", form)
    assert status == 3
    assert "nothing listens on that port" in " ".join(out.split())
    # Those of a local server are among them.
    assert err == f"At most 79 requests (GET, HEAD, OPTIONS) go to {url}.\n"
    if form == "json":
        _JSON.validate(json.loads(out))


@each_format
@pytest.mark.parametrize(
    ("answer", "status", "summary"),
    [
        (permitting(lambda _: False), 3, "✗ INCONCLUSIVE  "),
        (permitting(lambda _: True), 1, "✗ 1 FINDING, INCONCLUSIVE  "),
    ],
    ids=["nothing-found", "found"],
)
def test_a_limit_in_between(
    form: str, answer: Callable[[Request], Response], status: int, summary: str
) -> None:
    """What a limit kept from being answered is said in every format, and nothing is clean."""
    asked: list[Request] = []

    def limited(one: Request) -> Response:
        asked.append(one)
        return Response(429) if len(asked) == 5 else answer(one)

    with serving(closed(limited)) as server:
        ended, out, _ = run(f"{server.url}/orders", "--origin", PAGE, "--format", form)
    assert ended == status
    assert "(429: 1)" in " ".join(out.split())
    if form == "text":
        assert out.startswith(summary)
    if form == "json":
        _JSON.validate(json.loads(out))
    if form == "junit":
        suites = ET.fromstring(out)  # noqa: S314 - written here
        assert suites.attrib["errors"] == str(len(suites.findall(".//error"))) == "1"


def test_status_and_streams(servers: Server) -> None:
    """Nothing found ends with 0, something with 1; the report alone is on standard output."""
    arguments = ("--origin", PAGE, "--format", "json")
    status, out, err = run(f"{servers.url}/public/orders", *arguments)
    assert (status, json.loads(out)["findings"]) == (0, [])
    assert err.startswith("At most ")
    status, out, _ = run(f"{servers.url}/reflecting/orders", *arguments)
    assert (status, len(json.loads(out)["findings"])) == (1, 1)


@pytest.mark.parametrize(
    ("threshold", "status"), [("info", 1), ("low", 1), ("medium", 0), ("critical", 0)]
)
def test_fail_on(servers: Server, threshold: str, status: int) -> None:
    """A finding below ``--fail-on`` is reported, and fails nothing."""
    url = f"{servers.url}/doubled/orders"
    ended, out, _ = run(url, "--origin", PAGE, "--fail-on", threshold)
    assert ended == status
    assert "headers-doubled" in out


@each_format
def test_a_baseline(servers: Server, tmp_path: Path, form: str) -> None:
    """With an earlier report, its findings fail nothing, and new ones do."""
    baseline = tmp_path / "audit.json"
    earlier = reported(f"{servers.url}/suffix/orders", "--origin", PAGE)
    baseline.write_text(json.dumps(earlier))
    arguments = ("--origin", PAGE, "--baseline", str(baseline), "--format", form)
    status, out, _ = run(f"{servers.url}/suffix/orders", *arguments)
    assert status == 0
    assert "suffix-match" in out
    earlier["findings"] = earlier["findings"][1:]
    baseline.write_text(json.dumps(earlier))
    status, out, _ = run(f"{servers.url}/suffix/orders", *arguments)
    assert status == 1
    if form == "json":
        assert [each["new"] for each in json.loads(out)["findings"]] == [True, False]


def test_another_origin_is_new(servers: Server, tmp_path: Path) -> None:
    """A known finding that lets somebody else in is a new one."""
    baseline = tmp_path / "audit.json"
    baseline.write_text(json.dumps(reported(f"{servers.url}/codepen/orders", "--origin", PAGE)))
    arguments = ("--origin", PAGE, "--baseline", str(baseline))
    assert run(f"{servers.url}/codepen/orders", *arguments)[0] == 0
    assert run(f"{servers.url}/github-pages/orders", *arguments)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("https://api.example.com",), "Missing option '--origin'"),
        (("api.example.com", "--origin", PAGE), "is neither a URL nor module:app"),
        (("https://api.example.com", "--origin", "null"), "--origin null is nobody's"),
        (("https://api.example.com", "--origin", f"{PAGE}/x"), f"write {PAGE}."),
        ((PAGE, "--origin", PAGE), "--origin is the target's own origin"),
        ((f"{PAGE}:81", "--origin", PAGE, "--declared", "*"), "--declared * permits everyone"),
        ((f"{PAGE}:81", "--origin", PAGE, "--declared", "x"), "--declared x: "),
        ((f"{PAGE}:81", "--origin", PAGE, "-H", "a b"), "is not a header"),
    ],
)
def test_usage(arguments: tuple[str, ...], complaint: str) -> None:
    """A mistake in the arguments is one sentence on standard error, and status 2."""
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert complaint in " ".join(err.split())


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"findings": 1}', '{"findings": [1]}', "\x00", "[" * 100_000, "1"]
)
def test_a_baseline_that_is_none(tmp_path: Path, text: str) -> None:
    """A baseline that is no report is a usage error."""
    baseline = tmp_path / "audit.json"
    baseline.write_text(text)
    status, _, err = run(f"{PAGE}:81", "--origin", PAGE, "--baseline", str(baseline))
    assert status == 2
    assert "--baseline is no report of crossorigin audit --format json." in err


def test_a_baseline_that_is_too_long(tmp_path: Path) -> None:
    """A baseline is not read without end."""
    baseline = tmp_path / "audit.json"
    baseline.write_bytes(b" " * (16 * 1024 * 1024 + 1))
    status, _, err = run(f"{PAGE}:81", "--origin", PAGE, "--baseline", str(baseline))
    assert status == 2
    assert "--baseline is longer than 16 MiB." in err


def test_own_headers(servers: Server) -> None:
    """Headers of one's own go with every request but preflights, and secrets are masked."""
    before = len(servers.requests)
    url = f"{servers.url}/reflecting/orders"
    _, out, _ = run(
        url, "--origin", PAGE, "-H", "Authorization: Bearer hunter2", "--format", "json"
    )
    asked = servers.requests[before:]
    assert [one.is_preflight for one in asked] == [
        "Authorization" not in one.headers for one in asked
    ]
    assert "Bearer ***" in out
    assert "hunter2" not in out


def test_the_command_is_there() -> None:
    """``crossorigin audit`` is a command, and its help names its requests."""
    result = cli_runner().invoke(cli.commands(), ["audit", "--help"])
    assert result.exit_code == 0
    assert "GET, HEAD and OPTIONS are sent" in result.stdout
