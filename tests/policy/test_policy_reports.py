"""What a policy prints, and every mistake of it at once, each with a way out, to the letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crossorigin import Policy, PolicyError
from tests.policy.problems import codes_of, policy_of

APP = "https://app.example.com"
SAFE_OPTIONS = (
    "the options are origins, methods, allow_headers, expose_headers, credentials, max_age, timing"
)


def report_of(**options: object) -> str:
    """Return what is printed of the policy that *options* make, which has mistakes."""
    with pytest.raises(PolicyError) as raised:
        policy_of(**options)
    return str(raised.value)


def test_two_problems() -> None:
    """A path and a star with credentials are two problems, each with its hint."""
    assert report_of(origins=["https://a.example/", "*"], credentials=True) == (
        "2 problems in this policy:\n"
        '  origins[0] "https://a.example/": origin-has-path\n'
        '    hint: write "https://a.example"\n'
        '  credentials=True with origins="*": wildcard-with-credentials\n'
        "    hint: list the origins you trust"
    )


EVERYTHING = """\
13 problems in this policy:
  origins[0] "https://a.example/": origin-has-path
    hint: write "https://a.example"
  origins[1] "null": origin-null
    hint: leave it out: every sandboxed frame, local file and cross-origin redirect may have the origin null
  origins[3] 7: not-text
    hint: write it as text
  origins[4] "*": keyword-not-alone
    hint: write origins="*" alone, or leave it out of the list
  methods[1] "patch": method-not-upper-case
    hint: write "PATCH": methods are case-sensitive
  allow_headers[0] "X-A\\r\\nX-B": header-malformed
    hint: write a header name such as "Authorization"
  allow_headers[1] "Cookie": forbidden-header
    hint: leave it out: no browser lets a page set it
  expose_headers[0] "Set-Cookie": forbidden-response-header
    hint: leave it out: no browser lets a page read it
  credentials="yes": not-a-boolean
    hint: write True
  max_age=datetime.timedelta(days=2): max-age-too-long
    hint: write at most 86400: no browser keeps an answer longer
  timing=None: not-a-boolean
    hint: write True or False
  allow_origin="*": unknown-option
    hint: write "origins"
  max_agee=1: unknown-option
    hint: write "max_age\""""


def test_everything_at_once() -> None:
    """Mistakes are reported in the order of the options, however they were written."""
    options: dict[str, object] = {
        "allow_origin": "*",
        "timing": None,
        "max_age": timedelta(days=2),
        "credentials": "yes",
        "expose_headers": ["Set-Cookie"],
        "allow_headers": ["X-A\r\nX-B", "Cookie"],
        "methods": ["PUT", "patch"],
        "origins": ["https://a.example/", "null", "https://b.example", 7, "*"],
        "max_agee": 1,
    }
    assert report_of(**options) == EVERYTHING


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"origins": [], "credentials": 1}, ["origins-missing", "not-a-boolean"]),
        ({"credentials": 1}, ["origins-missing", "not-a-boolean"]),
        ({"origins": "", "max_age": -1}, ["origins-missing", "max-age-malformed"]),
        ({"origins": "a, b", "methods": "a, b"}, ["several-values-in-one-string"] * 2),
        ({"origins": 7, "methods": 7, "expose_headers": 7}, ["not-a-list"] * 3),
        ({"origins": "https://a.example/", "x": 1, "y": 2},
         ["origin-has-path", "unknown-option", "unknown-option"]),
        ({"origins": "http://*.github.io", "credentials": True, "x[0]": 1},
         ["insecure-origin", "public-suffix-wildcard", "unknown-option"]),
    ],
    ids=range(7),
)  # fmt: skip
def test_no_mistake_hides_another(options: dict[str, object], codes: list[str]) -> None:
    """A mistake in one option is reported whatever is wrong with the others."""
    assert [code for code, _ in codes_of(**options)] == codes


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (
            Policy(APP, methods=["PUT", "GET"], credentials=True, max_age=None),
            (
                "Policy(origins=['https://app.example.com'], methods=['GET', 'PUT'],"
                " allow_headers=[], expose_headers=[], credentials=True, max_age=None, timing=False,"
                " dangerously_allow_insecure_origins=False, dangerously_allow_public_suffixes=False)"
            ),
        ),
        (
            Policy("*"),
            (
                "Policy(origins='*', methods='route', allow_headers=[], expose_headers=[],"
                " credentials=False, max_age=600, timing=False,"
                " dangerously_allow_insecure_origins=False, dangerously_allow_public_suffixes=False)"
            ),
        ),
    ],
    ids=["listed", "any"],
)
def test_repr(policy: Policy, text: str) -> None:
    """A policy prints as the call that makes it."""
    assert repr(policy) == str(policy) == text


@pytest.mark.parametrize(
    ("count", "more"), [(5, ""), (6, ", … 1 more"), (10_005, ", … 10,000 more")]
)
def test_repr_of_a_long_list(count: int, more: str) -> None:
    """Five members of a list are printed, the others are counted."""
    text = repr(Policy([f"https://{number:05}.example" for number in range(count)]))
    shown = ", ".join(f"'https://{number:05}.example'" for number in range(5))
    assert text.partition(", methods=")[0] == f"Policy(origins=[{shown}{more}]"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("orgins", 'write "origins"'),
        ("ORIGINS", 'write "origins"'),
        ("allow_origins", 'write "origins"'),
        ("Supports_Credentials", 'write "credentials"'),
        ("max-age", 'write "max_age"'),
        ("insecure_origins", SAFE_OPTIONS),
    ],
)
def test_the_option_that_was_meant(name: str, hint: str) -> None:
    """A name that is nearly an option's, or another library's, is reported with the right one."""
    report = report_of(**{"origins": APP, name: True})
    assert report.endswith(f"  {name}=True: unknown-option\n    hint: {hint}")
