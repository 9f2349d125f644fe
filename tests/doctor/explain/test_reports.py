"""The report of ``crossorigin explain``: on one screen, as JSON, and at nobody's command."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin.doctor._text_layout import WIDTH
from crossorigin.doctor.explain._explain import explain
from crossorigin.doctor.explain._report_json import report
from crossorigin.doctor.explain._report_text import lines_of
from crossorigin.doctor.explain._run import MAX_READ, run
from tests.doctor.explain.console import PRINTED, Printed

LINES_OF_A_SCREEN = 24
_SCHEMA = json.loads((files("crossorigin.doctor") / "schemas" / "explain.json").read_text())
_VALIDATOR: Any = jsonschema.Draft202012Validator(_SCHEMA)
_HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202e[red]<b>`rm`\u2028\x00\r"
each = pytest.mark.parametrize(
    "printed", [pytest.param(one, id=f"{one.case}-{one.engine}") for one in PRINTED]
)


def text_of(pasted: str) -> list[str]:
    """Return the lines of the report about *pasted*."""
    return [line for _, line in lines_of(explain(pasted))]


@each
def test_it_fits_on_a_screen(printed: Printed) -> None:
    """A report has lines that fit, and no more of them than a screen."""
    lines = text_of(printed.text)
    assert len(lines) <= LINES_OF_A_SCREEN
    assert [line for line in lines if len(line) > WIDTH] == []


@each
def test_json_is_what_the_schema_says(printed: Printed) -> None:
    """The JSON of every message is valid."""
    output = run(printed.text, None, as_json=True)
    _VALIDATOR.validate(json.loads("\n".join(line for _, line in output.lines)))
    assert (output.status, output.complaint) == (0, "")


def test_the_schema_is_a_schema() -> None:
    """The schema itself is valid, and refuses a member that it does not name."""
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    wrong = {**report([]), "more": 1}
    assert not _VALIDATOR.is_valid(wrong)


def test_unknown_text() -> None:
    """Text without a message says so, on standard error, and ends with 1."""
    output = run("hello", None, as_json=False)
    assert (output.status, output.lines) == (1, ())
    assert output.complaint.startswith("No message of Chromium, Firefox or WebKit")


def test_unknown_text_as_json() -> None:
    """For a program, the engine and the reason of unknown text are null, and the status is 1."""
    output = run("hello", None, as_json=True)
    shown = json.loads("\n".join(line for _, line in output.lines))
    _VALIDATOR.validate(shown)
    assert (output.status, shown["engine"], shown["reason"], shown["causes"]) == (1, None, None, [])


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("", "There is no text: paste a message of the browser's console."),
        (b" \n\t", "There is no text: paste a message of the browser's console."),
        (
            "x" * 10_000_000,
            "The text is longer than 64 KiB: paste only the red lines of the console.",
        ),
        (
            b"x" * MAX_READ,
            "The text is longer than 64 KiB: paste only the red lines of the console.",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is not text: paste a message of the browser's console."),
        ("a\0b", "This is not text: paste a message of the browser's console."),
    ],
    ids=["empty", "white space", "long", "long bytes", "binary", "nul"],
)
def test_what_cannot_be_read(pasted: str | bytes, sentence: str) -> None:
    """A paste that is no text, or too long, is one plain sentence, and status 2."""
    output = run(pasted, None, as_json=False)
    assert (output.status, output.lines, output.complaint) == (2, (), sentence)


@given(printed=st.sampled_from(PRINTED), hostile=st.one_of(st.just(_HOSTILE), st.text()))
def test_a_paste_commands_nothing(printed: Printed, hostile: str) -> None:
    """Whatever stands in a URL or a value, the report is printable ASCII, line by line."""
    pasted = printed.text.replace("example", f"exa{hostile}mple")
    for as_json in (False, True):
        output = run(pasted, None, as_json=as_json)
        shown = "\n".join([*(line for _, line in output.lines), output.complaint])
        assert all(line.isascii() and line.isprintable() for line in shown.split("\n"))


def test_secrets_are_masked() -> None:
    """Neither a password nor a token in a URL is shown again."""
    pasted = (
        "Access to fetch at 'https://ada:hunter2@api.example.com/x?access_token=hunter2&a=1' from"
        " origin 'https://app.example.com' has been blocked by CORS policy: No"
        " 'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    for as_json in (False, True):
        shown = "\n".join(line for _, line in run(pasted, None, as_json=as_json).lines)
        assert "hunter2" not in shown
        assert "https://***@api.example.com/x?access_token=***&a=1" in shown


def test_several_messages() -> None:
    """The first message is explained; of the others, the reason and the URL are named."""
    first, second = PRINTED[0].text, PRINTED[0].text.replace("s-mismatch", "other")
    (*_, also, other) = text_of(f"{first}\n{second}")
    assert also == "also      1 other message; paste alone what is to be explained:"
    assert other == "          allow-origin-mismatch https://api.example.com/api/other"
    shown = report(explain(f"{first}\n{second}\n{second.replace('other', 'third')}"))
    assert len(json.loads(json.dumps(shown))["others"]) == 2


def test_a_report() -> None:
    """The report of a certain cause has the engine, the facts, the evidence and the fix."""
    pasted = (
        "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has"
        " been blocked by CORS policy: Method patch is not allowed by Access-Control-Allow-Methods"
        " in preflight response."
    )
    assert text_of(pasted) == [
        "Chromium says: method-not-allowed",
        "  The Access-Control-Allow-Methods does not list the method.",
        "",
        "certain   url       https://api.example.com/x",
        "          origin    https://app.example.com",
        "          method    patch",
        "          failed at the preflight, before the request was sent",
        "cause     method-lower-case",
        "            Methods are case-sensitive, and browsers put patch into upper case",
        "            for nobody. The method is patch, and not PATCH.",
        "run       crossorigin check https://api.example.com/x \\",
        "            --origin https://app.example.com -X patch",
        "          curl -i https://api.example.com/x \\",
        "            -H 'Origin: https://app.example.com' -X OPTIONS \\",
        "            -H 'Access-Control-Request-Method: patch'",
        "fix       Write the method in upper case in the page: method: 'PATCH'.",
        "more      crossorigin explain method-lower-case",
    ]


def test_the_message_that_began_it_all() -> None:
    """An API on App Engine gets the Python lines, with its page's origin, and the guide."""
    lines = text_of(
        "XMLHttpRequest cannot load http://project1434.appspot.com/my_service. No"
        " 'Access-Control-Allow-Origin' header is present on the requested resource. Origin"
        " 'http://1434.meteor.example' is therefore not allowed access."
    )
    assert lines[-6:] == [
        "more      crossorigin explain cors-not-enabled",
        "",
        "paste below the line that makes the app, above its routes:",
        "from crossorigin.flask import CORS",
        "",
        'CORS(app, origins=["http://1434.meteor.example"])',
    ]
    shown = " ".join(" ".join(lines).split())
    assert '@crossdomain(origin="*") below the route' in shown
    assert "app.yaml reaches static files only." in shown
    assert "docs/guides/app-engine.md" in shown


def test_placeholders_are_marked() -> None:
    """What the message does not say is an example, and said to be one; what it says is none."""
    missing = "Reason: CORS header \u2018Access-Control-Allow-Origin\u2019 missing)."
    firefox = (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource"
        f" at https://api.example.com/x. ({missing}"
    )
    assert (
        "          https://app.example.com is a placeholder: the message does not say."
        in text_of(firefox)
    )
    (explanation,) = explain(firefox)
    assert explanation.placeholders == ("https://app.example.com",)
    both = firefox.replace(missing, "Reason: CORS preflight response did not succeed).")
    assert explain(both)[0].placeholders == ("https://app.example.com", "PUT")
    assert any("PUT are placeholders" in line for line in text_of(both))


def test_a_response_header_in_a_request() -> None:
    """A header of responses is taken out of the request, and permitted by nobody."""
    pasted = (
        "Request header field access-control-allow-origin is not allowed by"
        " Access-Control-Allow-Headers in preflight response."
    )
    (cause,) = explain(pasted)[0].causes
    assert str(cause.cause.slug) == "header-not-listed"
    assert cause.fix.startswith("Take access-control-allow-origin out of the page's request")


@pytest.mark.parametrize(
    ("pasted", "slugs"),
    [
        ("GET https://api.example.com/x net::ERR_CONNECTION_REFUSED", ["network-failure"]),
        (
            (
                "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status"
                " code: 200"
            ),
            [
                "cors-not-enabled",
                "origin-not-listed",
                "cached-for-another-origin",
                "null-after-redirect",
                "origin-misspelled",
                "headers-doubled",
                "origins-joined",
            ],
        ),
        (
            (
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote"
                " resource at https://api.example.com/x. (Reason: CORS request did not succeed)."
                " Status code: (null)."
            ),
            ["network-failure", "blocked-by-extension", "redirect-refused"],
        ),
        (
            (
                "The value of the 'Access-Control-Allow-Credentials' header in the response is 'True'"
                " which must be 'true' when the request's credentials mode is 'include'."
            ),
            ["credentials-misspelled"],
        ),
    ],
)
def test_what_the_facts_rule_out(pasted: str, slugs: list[str]) -> None:
    """A cause that the facts leave no room for is not listed."""
    (explanation,) = explain(pasted)
    assert [str(cause.cause.slug) for cause in explanation.causes] == slugs


def test_a_hole_that_is_too_long() -> None:
    """What is too long for a hole is no fact; the message is read all the same."""
    pasted = (
        f"Request header field {' ' * 9000}x is not allowed by Access-Control-Allow-Headers in"
        " preflight response. net::ERR_FAILED 404"
    )
    (explanation,) = explain(pasted)
    assert "header" not in explanation.facts


@pytest.mark.parametrize("command", ["::error::x", "##[error]x", "##vso[task.complete]x"])
@pytest.mark.parametrize("width", range(1, 12))
def test_no_line_begins_with_a_command_of_ci(command: str, width: int) -> None:
    """A value that is wrapped commands no CI system, wherever it is wrapped."""
    value = " ".join([*("y" * width, command) * 8])
    pasted = (
        "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has"
        " been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value"
        f" '{value}' that is not equal to the supplied origin."
    )
    lines = text_of(pasted)
    assert len(explain(pasted)) == 1
    assert [line for line in lines if line.lstrip().startswith(("::", "##[", "##vso["))] == []


def test_a_status_that_http_does_not_have() -> None:
    """It is a fact, and said to be none of HTTP."""
    pasted = (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource"
        " at https://api.example.com/x. (Reason: CORS header \u2018Access-Control-Allow-Origin\u2019"
        " missing). Status code: 999."
    )
    (explanation,) = explain(pasted)
    assert explanation.facts["status"] == "999"
    assert explanation.causes[0].evidence == "The status is 999, which is no status of HTTP."
