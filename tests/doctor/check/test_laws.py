"""Whatever servers answer, ``crossorigin check`` has a report, and it is safe to print."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from crossorigin import cli
from crossorigin._browser.messages import FetchRequest
from crossorigin.doctor.check._check import check
from crossorigin.doctor.check._run import render, status_of
from crossorigin.doctor.probing._session import MAX_REQUESTS
from crossorigin.doctor.probing._targets import Question
from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError, NetworkErrorKind
from tests.doctor import sarif
from tests.doctor.servers import run

if TYPE_CHECKING:
    from crossorigin.doctor.probing._transport import HTTPRequest

_SCHEMA = json.loads((files("crossorigin.doctor") / "schemas" / "check.json").read_text())
_JSON: Any = jsonschema.Draft202012Validator(_SCHEMA)
_SARIF: Any = jsonschema.Draft202012Validator(sarif.SCHEMA)

_PAGE = "https://app.example.com"
_NAMES = st.sampled_from(
    [
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers",
        "Access-Control-Max-Age",
        "Age",
        "Allow",
        "Location",
        "Server",
        "Set-Cookie",
        "Vary",
        "WWW-Authenticate",
        "X-Cache",
    ]
)
_LIKELY = st.sampled_from(
    ["*", _PAGE, "true", "null", "PUT", "x-a, authorization", "Origin", "/x/", "/login", "9", "HIT"]
)
# A character stands for a byte.
_VALUES = _LIKELY | st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"))
_HEADERS = st.lists(st.tuples(_NAMES, _VALUES), max_size=8).map(tuple)
_REPLIES = st.builds(
    HTTPResponse,
    status=st.sampled_from([200, 204, 302, 304, 308, 401, 403, 404, 405, 418, 500, 503]),
    headers=_HEADERS,
    content=st.binary(max_size=20),
    address=st.sampled_from(["", "127.0.0.1", "192.0.2.1", "fe80::1%eth0"]),
) | st.builds(NetworkError, kind=st.sampled_from(NetworkErrorKind))
_FETCHES = st.builds(
    FetchRequest,
    url=st.sampled_from(["https://api.example.com/x", "http://127.0.0.1/x?token=s", f"{_PAGE}/"]),
    origin=st.sampled_from([_PAGE, "http://localhost:3000", "null"]),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "patch", "TRACE", "a b"]),
    headers=st.sampled_from([(), (("Authorization", "Bearer s"),), (("X-A", "1"), ("X-B", "2"))]),
    credentials=st.sampled_from(["same-origin", "include"]),
)
_QUESTIONS = st.builds(
    Question,
    fetch=_FETCHES,
    engine=st.sampled_from(["fetch", "chromium", "firefox", "webkit"]),
    sends_unsafe=st.booleans(),
)


@given(_QUESTIONS, st.lists(_REPLIES, min_size=1, max_size=8))
def test_every_answer_has_a_report(
    question: Question, replies: list[HTTPResponse | NetworkError]
) -> None:
    """No answer raises; every format is well-formed, and holds nothing that cannot be printed."""
    asked: list[HTTPRequest] = []

    class Drawn:
        """Answer one reply after another, and again from the first."""

        def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
            """Return the next reply."""
            asked.append(request)
            return replies[len(asked) % len(replies)]

    found = check(question, Drawn(), lambda _: None)
    assert len(asked) <= MAX_REQUESTS
    if not question.sends_unsafe:
        assert {request.method for request in asked} <= {"GET", "HEAD", "OPTIONS"}
    assert status_of([found]) == {"readable": 0, "blocked": 1, "unreachable": 3}[found.verdict]
    _JSON.validate(json.loads(_text([found], "json")))
    _SARIF.validate(json.loads(_text([found], "sarif")))
    for format_ in ("text", "json", "markdown", "junit", "sarif"):
        assert _text([found], format_).replace("\n", "").isprintable()


def _text(checks: list[Any], format_: Any) -> str:  # noqa: ANN401 - as the command has them
    """Return the report."""
    return "\n".join(line for _, line in render(checks, format_))


def test_the_help_says_how_many_requests_there_may_be() -> None:
    """The number in the help is the limit."""
    status, out, _ = run("--help")
    assert (status, f"never more than {MAX_REQUESTS} " in " ".join(out.split())) == (0, True)


def test_it_is_one_of_the_commands() -> None:
    """``crossorigin check`` is there."""
    assert "check" in cli.commands().commands
