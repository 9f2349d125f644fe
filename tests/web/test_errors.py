"""What a report of a policy's mistakes says, to the letter."""

from __future__ import annotations

import pickle

import pytest

from crossorigin import PolicyError, Problem
from crossorigin.errors import ProblemCode, in_quotes, printable, shortened

PATH = Problem(
    ProblemCode.ORIGIN_HAS_PATH, "origins[0]", "https://a.example/", 'write "https://a.example"'
)
WILDCARD = Problem(
    ProblemCode.WILDCARD_WITH_CREDENTIALS,
    field="credentials",
    value=True,
    hint="list the origins you trust",
    beside='origins="*"',
)


@pytest.mark.parametrize("code", ProblemCode)
def test_a_slug_is_the_name(code: ProblemCode) -> None:
    """A code prints as its slug, which is its name with dashes."""
    assert str(code) == code.name.lower().replace("_", "-")


def test_the_report() -> None:
    """The report counts the problems, then names field, value, code and hint of each."""
    assert str(PolicyError([PATH, WILDCARD])) == (
        "2 problems in this policy:\n"
        '  origins[0] "https://a.example/": origin-has-path\n'
        '    hint: write "https://a.example"\n'
        '  credentials=True with origins="*": wildcard-with-credentials\n'
        "    hint: list the origins you trust"
    )


def test_one_problem() -> None:
    """One problem is not called several."""
    assert str(PolicyError([PATH])) == (
        "1 problem in this policy:\n"
        '  origins[0] "https://a.example/": origin-has-path\n'
        '    hint: write "https://a.example"'
    )


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (20, '    hint: write "https://a.example"'),
        (21, "  … and 1 more"),
        (1020, "  … and 1,000 more"),
    ],
)
def test_many_problems(count: int, last: str) -> None:
    """Twenty problems are printed, the others counted; all of them are held."""
    error = PolicyError([PATH] * count)
    lines = str(error).splitlines()
    assert lines[0] == f"{count} problems in this policy:"
    assert lines.count('  origins[0] "https://a.example/": origin-has-path') == 20
    assert lines[-1] == last
    assert len(error.problems) == count


@pytest.mark.parametrize(
    ("field", "value", "printed"),
    [
        ("origins[0]", "a", 'origins[0] "a"'),
        ("max_age", -1, "max_age=-1"),
        ("credentials", "yes", 'credentials="yes"'),
        ("origins", None, "origins=None"),
        ("allow_headers[0]", "a\r\nb\0", r'allow_headers[0] "a\r\nb\u0000"'),
        ("allow_headers[0]", "a\x7fb", r'allow_headers[0] "a\u007fb"'),
        ("allow_headers[0]", 'say "a"', r'allow_headers[0] "say \"a\""'),
        ("allow_headers[0]", "ü\u2028", r'allow_headers[0] "\u00fc\u2028"'),
        ("methods", ["ü"], r"methods=['\xfc']"),
        ("methods[0]", "x" * 118, f'methods[0] "{"x" * 118}"'),
        ("methods[0]", "x" * 119, f'methods[0] "{"x" * 119}…'),
        ("methods[0]", "x" * 1_000_000, f'methods[0] "{"x" * 119}…'),
        ("methods", [0] * 50, f"methods=[{'0, ' * 39}0,…"),
    ],
    ids=range(13),
)
def test_a_value_is_printed(field: str, value: object, printed: str) -> None:
    """A value is printed on one line, in ASCII, not too long, with its field."""
    problem = Problem(ProblemCode.NOT_TEXT, field, value, "write it as text")
    assert str(problem) == f"{printed}: not-text\n  hint: write it as text"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("x" * 120, "x" * 120), ("x" * 121, f"{'x' * 120}…")],
)
def test_shortened(text: str, expected: str) -> None:
    """A text of 120 characters stays, a longer one ends in an ellipsis there."""
    assert shortened(text) == expected


def test_text_of_a_client() -> None:
    """A client's words are shown on one line, in ASCII, in quotes or without, and cut."""
    assert printable("a\r\n\x1b[31mé") == r"a\r\n\x1b[31m\xe9"
    assert in_quotes("a\né") == r'"a\n\xe9"'
    assert in_quotes("x" * 200) == f'"{"x" * 119}…'


def test_a_policy_error_is_a_value_error() -> None:
    """What catches a wrong value catches a wrong policy, and a copy is the same error."""
    error = PolicyError(problem for problem in [PATH, WILDCARD])
    assert isinstance(error, ValueError)
    assert error.problems == (PATH, WILDCARD)
    copied: PolicyError = pickle.loads(pickle.dumps(error))  # noqa: S301 - from the line above
    assert copied.problems == error.problems
    assert str(copied) == str(error)
