"""Parse whatever someone may write into a policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin import Origin, OriginPattern, Policy, PolicyError
from fuzz.fields import as_text
from fuzz.laws import check_report

if TYPE_CHECKING:
    from crossorigin import Problem

# A hint that gives one pattern to write.
_ONE_PATTERN: Final = re.compile(r'write "([^"]*)"')


def fuzz_patterns(data: bytes) -> None:
    """A pattern parses and prints as it was, or its problems are told and can be mended."""
    text = as_text(data)
    try:
        pattern = OriginPattern.parse(text)
    except PolicyError as error:
        check_report(str(error))
        assert error.problems != ()
        for problem in error.problems:
            _check_problem(problem, text)
        _check_refused(text)
        return
    assert str(pattern) == text
    assert OriginPattern.parse(str(pattern)) == pattern
    if text != "*":
        _check_covers(text)


def _check_problem(problem: Problem, text: str) -> None:
    """Assert that the hint of *problem*, if it says what to write, is right."""
    assert (problem.field, problem.value) == ("origins[0]", text)
    assert problem.hint != ""
    hint = _ONE_PATTERN.fullmatch(problem.hint)
    if hint is not None:
        assert str(OriginPattern.parse(hint[1])) == hint[1]


def _check_refused(text: str) -> None:
    """Assert that no policy takes *text*, in code or in an environment."""
    for origins in (text, [text]):
        try:
            policy = Policy(origins)
        except PolicyError as error:
            check_report(str(error))
        else:
            raise AssertionError(policy)
    try:
        # There, spaces and commas make several of one.
        Policy.from_mapping({"origins": text})
    except PolicyError as error:
        check_report(str(error))


def _check_covers(text: str) -> None:
    """Assert that a policy of the pattern *text* lets in what it says, and nothing that is odd."""
    policy = Policy([text], dangerously_allow_public_suffixes=True)
    assert Policy(**policy.as_dict()) == policy
    sample = text.removesuffix(":*").replace("*", "x")
    assert policy.allows(Origin.parse(sample))
    assert policy.allows(text) == ("*" not in text)
    scheme, _, rest = sample.partition("://")
    for odd in (
        f"{sample}\n",
        f"{sample}/",
        f"{sample},{sample}",
        f"x{sample}",
        f"{scheme}://evil.example/{rest}",
        f"{scheme}://evil.example@{rest}",
    ):
        assert not policy.allows(odd)
    assert "example" in text or not policy.allows(f"{sample}.evil.example")
