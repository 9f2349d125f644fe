"""The report of ``crossorigin check`` in each format, about every case."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tests.doctor import sarif
from tests.doctor.check import cases_preflights, cases_responses
from tests.doctor.servers import PAGE, Response, allowing, run, serving

if TYPE_CHECKING:
    from tests.doctor.check.case import Case
    from tests.doctor.servers import Request

WIDTH = 80
LINES_OF_A_SCREEN = 24
_SCHEMA = json.loads((files("crossorigin.doctor") / "schemas" / "check.json").read_text())
_JSON: Any = jsonschema.Draft202012Validator(_SCHEMA)
_SARIF: Any = jsonschema.Draft202012Validator(sarif.SCHEMA)

each = pytest.mark.parametrize(
    "case",
    [*cases_preflights.CASES, *cases_responses.CASES],
    ids=lambda case: case.id,
)


def report_about(case: Case, format_: str) -> str:
    """Return the report about *case*."""
    with serving(case.answer) as server:
        _, out, err = run(
            f"{server.url}{case.path}",
            *("--origin", case.page, "--format", format_),
            *case.arguments,
        )
    assert err == ""
    return out


@each
def test_text_fits_on_a_screen(case: Case) -> None:
    """A report has lines that fit, no more of them than a screen, and no colours; then the fix."""
    report, _, _ = report_about(case, "text").partition("\nstack ")
    lines = report.splitlines()
    assert len(lines) <= LINES_OF_A_SCREEN
    assert [line for line in lines if len(line) > WIDTH or not line.isprintable()] == []
    assert lines[0].startswith("✓ READABLE" if case.reason is None else "✗ BLOCKED")


@each
def test_json_is_what_the_schema_says(case: Case) -> None:
    """The JSON is valid."""
    _JSON.validate(json.loads(report_about(case, "json")))


@each
def test_sarif_is_valid(case: Case) -> None:
    """SARIF names each cause and each finding, and has a rule for each of them."""
    report = json.loads(report_about(case, "sarif"))
    _SARIF.validate(report)
    (found,) = report["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert rules == sorted({result["ruleId"] for result in found["results"]})
    assert {*case.causes, *case.findings} <= set(rules)


@each
def test_junit_counts_failures(case: Case) -> None:
    """A fetch is a test case, which fails if the page cannot read."""
    suites = ET.fromstring(report_about(case, "junit"))  # noqa: S314 - it is our own
    failures = suites.findall("testsuite/testcase/failure")
    assert len(suites.findall("testsuite/testcase")) == 1
    assert suites.get("failures") == str(len(failures)) == ("0" if case.reason is None else "1")
    assert [failure.get("type") for failure in failures] == ([case.reason] if failures else [])


@each
def test_markdown_has_the_verdict_and_the_causes(case: Case) -> None:
    """Markdown begins with the verdict, and names each cause, and the command that explains it."""
    text = report_about(case, "markdown")
    assert text.startswith("### ✓ readable: `" if case.reason is None else "### ✗ blocked: `")
    for slug in (*case.causes, *case.findings):
        assert f"\n- {slug}" in text
        assert f" More: `crossorigin explain {slug}`" in text


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "markdown"])
def test_what_cannot_be_reached_has_a_report(format_: str) -> None:
    """Where nobody answers, every format says so, and the status is 3."""
    status, out, err = run(
        "http://nobody.invalid/", "--origin", "http://localhost:3000", "--format", format_
    )
    assert (status, err) == (3, "")
    assert "The host name is unknown." in out


def test_the_schema_is_a_schema() -> None:
    """The schema itself is valid, and refuses a member that it does not name."""
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    assert not _JSON.is_valid({"schema": 1})


HOSTILE = "\x1b[31m\x9b2J<b>|`rm`\x7f@everyone\t\xad"


def _hostile(asked: Request) -> Response:
    """Send text that a terminal, Markdown or XML would take for its own."""
    if asked.is_preflight:
        return Response(
            302,
            (
                ("Location", f"/x?a={HOSTILE}"),
                ("WWW-Authenticate", HOSTILE),
                ("Access-Control-Allow-Origin", HOSTILE),
                ("Access-Control-Allow-Methods", HOSTILE),
                ("Access-Control-Allow-Headers", HOSTILE),
            ),
        )
    cookie = ("Set-Cookie", f"{HOSTILE}=1")
    expose = ("Access-Control-Expose-Headers", "*")
    return Response(200, allowing(asked, cookie, expose, ("X-A", HOSTILE), credentials=True))


@pytest.mark.parametrize("arguments", [(), ("-X", "PUT")], ids=["request", "preflight"])
@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "markdown"])
def test_nothing_that_a_server_sends_commands_anything(
    format_: str, arguments: tuple[str, ...]
) -> None:
    """No control character of a server, and none of its markup, is in a report."""
    with serving(_hostile) as server:
        _, out, _ = run(
            f"{server.url}/",
            *("--origin", PAGE, "--credentials", "--format", format_),
            *arguments,
        )
    assert [char for char in out.replace("\n", "") if not char.isprintable()] == []
    assert "<b>" not in out or format_ not in {"junit", "markdown"} or _is_code(out)


def _is_code(markdown: str) -> bool:
    """Tell whether the markup stands in code only, where it is none."""
    lines = [line for line in markdown.splitlines() if "<b>" in line]
    return all(
        "<b>" in "".join(line.split("`")[1::2]) and "<b>" not in "".join(line.split("`")[::2])
        for line in lines
        if not line.startswith("curl")
    )


# The beginnings of commands of CI systems; a line of a report may begin with any word of a value.
COMMANDS = (
    "::error::x",
    "::set-output name=a::b",
    "::add-mask::b",
    "##[error]x",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[message]",
    "--- x",
    "+++ x",
    "~~~ x",
    "^^^ +++",
)
_OBEYED = re.compile(r"\s*(?:::|##\[|##[a-z]+\[|(?:---|\+\+\+|~~~|\^\^\^)\s)")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("width", range(1, 12))
def test_no_line_begins_with_a_command_of_ci(command: str, width: int) -> None:
    """A hostile value is so long that it is wrapped: at one of these widths, before the command."""
    value = " ".join([*("y" * width, command) * 8])

    def hostile(_: Request) -> Response:
        names = ("Access-Control-Allow-Origin", *_OF_LISTS)
        return Response(200, tuple((name, value) for name in names), b"")

    with serving(hostile) as server:
        for arguments in ((), ("-X", "PUT", "-H", "X-A")):
            _, out, _ = run(f"{server.url}/", "--origin", PAGE, *arguments)
            assert command.split(maxsplit=1)[0].strip(":#+-~^")[:4] in out
            assert [line for line in out.splitlines() if _OBEYED.match(line)] == []


_OF_LISTS = ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "X-A")
