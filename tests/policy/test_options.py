"""The options of a policy: what each may be, and every mistake in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crossorigin import CORSRequest, Origin, OriginPattern, Policy, Problem
from crossorigin._policy.collector import ProblemCollector
from crossorigin._policy.option_texts import from_text
from crossorigin._policy.options import read
from crossorigin.errors import ProblemCode
from tests.policy.problems import problems_of

APP = "https://app.example.com"


def allow(origin: Origin, request: CORSRequest) -> bool:
    """Allow any origin and request that are what a source is asked about."""
    return str(origin) == request.origin


def meaning(name: str, value: object) -> object:
    """Return what the option *name* means, which has no problems."""
    reading = ProblemCollector()
    options = {"origins": [APP], name: value}
    meant = read(reading, options)[name]
    assert reading.problems == []
    return meant


def test_defaults() -> None:
    """An option that is left out has the documented default."""
    reading = ProblemCollector()
    assert read(reading, {"origins": APP}) == {
        "origins": frozenset({APP}),
        "methods": "route",
        "allow_headers": frozenset(),
        "expose_headers": frozenset(),
        "credentials": False,
        "max_age": 600,
        "timing": False,
        "dangerously_allow_insecure_origins": False,
        "dangerously_allow_public_suffixes": False,
    }
    assert reading == ProblemCollector([], {APP}, frozenset({APP}), {})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("origins", "*", "*"),
        ("origins", ["*"], "*"),
        ("origins", APP, frozenset({APP})),
        ("origins", [APP, APP], frozenset({APP})),
        ("origins", (APP, "http://localhost:*"), frozenset({APP, "http://localhost:*"})),
        ("origins", [Origin.parse(APP), OriginPattern.parse("https://*.a.example")],
         frozenset({APP, "https://*.a.example"})),
        ("origins", [OriginPattern.parse("*")], "*"),
        ("origins", allow, allow),
        ("methods", "PUT", frozenset({"PUT"})),
        ("methods", ["PUT", "GET", "PUT"], frozenset({"PUT", "GET"})),
        ("methods", (), frozenset[str]()),
        ("methods", "*", "*"),
        ("methods", ["*"], "*"),
        ("methods", "route", "route"),
        ("methods", ["route"], "route"),
        ("methods", ["QUERY", "purge"], frozenset({"QUERY", "purge"})),
        ("allow_headers", "Authorization", frozenset({"authorization"})),
        ("allow_headers", ["X-A", "x-a", "X-B"], frozenset({"x-a", "x-b"})),
        ("allow_headers", "*", frozenset({"*"})),
        ("allow_headers", ["*", "Authorization"], frozenset({"*", "authorization"})),
        ("allow_headers", "X-HTTP-Method-Override", frozenset({"x-http-method-override"})),
        ("allow_headers", "Second", frozenset({"second"})),
        ("expose_headers", "X-Total-Count", frozenset({"x-total-count"})),
        ("expose_headers", ["ETag", "etag"], frozenset({"etag"})),
        ("expose_headers", "*", "*"),
        ("max_age", 0, 0),
        ("max_age", 86400, 86400),
        ("max_age", None, None),
        ("max_age", timedelta(hours=2), 7200),
        ("max_age", timedelta(days=1), 86400),
        ("max_age", timedelta(0), 0),
        ("credentials", True, True),
        ("timing", True, True),
        ("dangerously_allow_insecure_origins", True, True),
        ("dangerously_allow_public_suffixes", True, True),
    ],
)  # fmt: skip
def test_what_may_be_written(name: str, value: object, expected: object) -> None:
    """An option is read into the one form in which it is held."""
    assert meaning(name, value) == expected


@pytest.mark.parametrize("value", [True, False, -1, 1.5, "soon", "", "P10M", "PT1D", "PT", timedelta(seconds=-1),
    timedelta(seconds=1.5), timedelta(microseconds=1), [600]], ids=repr)  # fmt: skip
def test_max_age_is_whole_seconds(value: object) -> None:
    """A number of seconds that is not a whole one, or less than none, is a problem."""
    hint = "write whole seconds, 0 or more, or a timedelta of them, or None"
    assert problems_of(origins=APP, max_age=value) == (
        Problem(ProblemCode.MAX_AGE_MALFORMED, "max_age", value, hint),
    )


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("600", 600),
        (" '600' ", 600),
        ("600 # ten minutes", 600),
        (7200.0, 7200),
        ("10m", 600),
        ("10 minutes", 600),
        ("1h", 3600),
        ("90 sec", 90),
        ("1d", 86400),
        ("7 days", 86400),
        ("PT10M", 600),
        ("PT90S", 90),
        ("P1D", 86400),
    ],
)
def test_max_age_that_can_be_read(value: object, seconds: int) -> None:
    """The hint writes the seconds that were meant, a day at most."""
    assert problems_of(origins=APP, max_age=value) == (
        Problem(ProblemCode.MAX_AGE_MALFORMED, "max_age", value, f"write {seconds}"),
    )


@pytest.mark.parametrize("value", [86401, 10**9, timedelta(days=1, seconds=1)], ids=repr)
def test_max_age_is_a_day_at_most(value: object) -> None:
    """More than the longest time that any browser keeps an answer is a problem."""
    hint = "write at most 86400: no browser keeps an answer longer"
    assert problems_of(origins=APP, max_age=value) == (
        Problem(ProblemCode.MAX_AGE_TOO_LONG, "max_age", value, hint),
    )


NOT_SET = "leave it out: it is the text of a value that was not set"
UPPER_CASE = 'write "PUT": methods are case-sensitive'


@pytest.mark.parametrize(
    ("option", "value", "code", "hint"),
    [
        ("methods", "P\r\nX", "method-malformed", 'write a method such as "PUT"'),
        ("methods", "trace", "forbidden-method", "leave it out: no browser lets a page send it"),
        ("methods", "put", "method-not-upper-case", UPPER_CASE),
        ("allow_headers", "X A", "header-malformed", 'write a header name such as "Authorization"'),
        ("allow_headers", "Cookie", "forbidden-header",
         "leave it out: no browser lets a page set it"),
        ("expose_headers", "X A", "header-malformed",
         'write a header name such as "X-Total-Count"'),
        ("expose_headers", "Set-Cookie", "forbidden-response-header",
         "leave it out: no browser lets a page read it"),
        ("methods", "None", "method-malformed", NOT_SET),
        ("allow_headers", "none", "header-malformed", NOT_SET),
        ("expose_headers", "None", "header-malformed", NOT_SET),
    ],
)  # fmt: skip
def test_names_that_no_policy_lists(option: str, value: str, code: str, hint: str) -> None:
    """A name that breaks the grammar, or that no browser sends or shows, is a problem."""
    options = {"origins": APP, option: ["X", value]}
    assert problems_of(**options) == (Problem(ProblemCode(code), f"{option}[1]", value, hint),)


@pytest.mark.parametrize(
    ("option", "value", "keyword"),
    [
        ("methods", ["PUT", "*"], "*"),
        ("methods", ["route", "PUT"], "route"),
        ("expose_headers", ["*", "X-A"], "*"),
    ],
)
def test_a_keyword_beside_others(option: str, value: list[str], keyword: str) -> None:
    """A keyword beside other names is a problem, for they would mean nothing."""
    hint = f'write {option}="{keyword}" alone, or leave it out of the list'
    assert problems_of(**{"origins": APP, option: value}) == (
        Problem(ProblemCode.KEYWORD_NOT_ALONE, option, keyword, hint),
    )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("origins", " https://a.example, https://b.example ",
         ["https://a.example", "https://b.example"]),
        ("origins", "", ""),
        ("origins", " ", " "),
        ("methods", " ", []),
        ("origins", '["https://a.example"]', '["https://a.example"]'),
        ("origins", "https://a.example;https://b.example", "https://a.example;https://b.example"),
        ("origins", "http://[::1]:3000 (a|b).example",
         ["http://[::1]:3000", "(a|b).example"]),
        ("methods", "'GET'", "'GET'"),
        ("origins", "*", ["*"]),
        ("methods", "GET PUT\tDELETE\n", ["GET", "PUT", "DELETE"]),
        ("allow_headers", ",X-A,,X-B,", ["X-A", "X-B"]),
        ("expose_headers", "X-A", ["X-A"]),
        ("expose_headers", ["X-A"], ["X-A"]),
        ("max_age", " 600 ", 600),
        ("max_age", "0", 0),
        ("max_age", "None", None),
        ("max_age", "-1", "-1"),
        ("max_age", "1.5", "1.5"),
        ("max_age", "٣", "٣"),
        ("max_age", "", ""),
        ("max_age", "9" * 99, int("9" * 99)),
        ("max_age", "9" * 100, "9" * 100),
        ("max_age", 600, 600),
        *(("credentials", text, True) for text in ["true", "yes", "on", "1", " TRUE "]),
        *(("timing", text, False) for text in ["false", "no", "off", "0", "Off"]),
        *(("credentials", text, text) for text in ["", "y", "2", "tru e"]),
        ("credentials", True, True),
        ("dangerously_allow_public_suffixes", "true", True),
        ("dangerously_allow_public_suffixes", "https://*.a.b, https://*.c.d",
         ["https://*.a.b", "https://*.c.d"]),
        ("dangerously_allow_public_suffixes", "a", "a"),
        ("unknown", "x", "x"),
    ],
)  # fmt: skip
def test_an_option_as_text(name: str, text: object, value: object) -> None:
    """Where options are text, lists, numbers and booleans are read strictly, or not at all."""
    read_value = from_text(name, text)
    assert (type(read_value), read_value) == (type(value), value)


def test_a_policy_without_mistakes_has_no_problems() -> None:
    """The mistakes that these tests find are not found where there are none."""
    assert problems_of(origins=APP) == ()
    assert Policy(APP).origins == frozenset({APP})
