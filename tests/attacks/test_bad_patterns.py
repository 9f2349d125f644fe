"""Policies that are large or wrong in bulk: the work is bounded, and counted, never timed."""

from __future__ import annotations

from typing import Final

import pytest

from crossorigin import OriginPattern, Policy, PolicyError
from crossorigin._policy.matching import OriginSet
from tests.attacks.meter import Meter, metered, work
from tests.policy.problems import problems_of

MEGABYTE: Final = 1_000_000
MAX_LENGTH_OF_A_LABEL: Final = 63
MAX_LABELS: Final = 127


@pytest.fixture(name="meter")
def fixture_meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """Return a meter that sees all that the core does."""
    return metered(monkeypatch)


DEEP: Final = ".".join("a" * MAX_LABELS)


def test_the_deepest_host_costs_little_per_label(meter: Meter) -> None:
    """A host of 127 labels is looked up a few times per label, however many patterns there are."""

    def cost(patterns: int) -> int:
        below = [f"https://*.b{number}.example" for number in range(patterns)]
        anywhere = [f"https://c{number}.example:*" for number in range(patterns)]
        inside = [f"https://p-*.d{number}.example" for number in range(patterns)]
        policy = Policy([*below, *anywhere, *inside])
        return work(meter, lambda: policy.allows(f"https://{DEEP}"))[0]

    assert cost(5000) == cost(1)
    assert cost(1) < 100 + 10 * MAX_LABELS


def shapes(parent: str, length: int = MAX_LENGTH_OF_A_LABEL) -> list[str]:
    """Return a pattern for each place that a ``*`` can have in a label above *parent*."""
    return [
        f"https://{'a' * before}*{'a' * (total - before)}.{parent}"
        for total in range(1, length)
        for before in range(total + 1)
    ]


def test_labels_at_their_worst_cost_no_more_than_there_are(meter: Meter) -> None:
    """All 2,015 shapes of a label under one parent cost one look each, and no call."""
    policy = Policy(shapes("evil.example"))
    assert len(policy.origins) == 2015  # type: ignore[arg-type] # a set, as they are listed
    hit = f"https://{'a' * MAX_LENGTH_OF_A_LABEL}.evil.example"
    miss = f"https://{'b' * MAX_LENGTH_OF_A_LABEL}.evil.example"
    assert (policy.allows(hit), policy.allows(miss)) == (True, False)
    assert work(meter, lambda: policy.allows(miss))[0] < 100 + 2 * 2015


@pytest.mark.parametrize("below", ["", "*.", "*.a.", "a.a."])
def test_labels_below_the_worst_do_not_multiply(meter: Meter, below: str) -> None:
    """Deep hosts under all shapes at once cost the sum, and not the product, of both."""
    patterns = [text.replace("https://", f"https://{below}") for text in shapes("evil.example")]
    origins = OriginSet(frozenset(), map(OriginPattern.parse, patterns))
    deep = ".".join("a" * 90)
    for label in ("a" * 60, "b" * 60):
        calls, _ = work(meter, lambda: f"https://{deep}.{label}.evil.example" in origins)  # noqa: B023
        assert calls < 100 + 2 * 2015 + 10 * MAX_LABELS


def test_ten_thousand_problems_make_a_short_report() -> None:
    """The report shows twenty problems and counts the others; the error holds them all."""
    origins = [f"https://a{number}.example/" for number in range(10_000)]
    with pytest.raises(PolicyError) as caught:
        Policy(origins)
    assert len(caught.value.problems) == 10_000
    assert caught.value.problems[-1].value == origins[-1]
    lines = str(caught.value).splitlines()
    assert (lines[0], lines[-1]) == ("10000 problems in this policy:", "  … and 9,980 more")
    assert len(lines) == 1 + 2 * 20 + 1


def test_problems_of_a_megabyte_make_a_short_report() -> None:
    """A report shows the beginning of what is long."""
    junk = "a," * (MEGABYTE // 2)
    problems = problems_of(
        origins=[junk] * 10, methods=[junk] * 10, allow_headers=[junk], max_age=junk
    )
    assert len(problems) == 22
    assert len(str(PolicyError(problems))) < 20_000


def test_an_option_whose_name_is_a_megabyte_makes_a_short_report() -> None:
    """The name of an option is somebody's text, too: it is shortened, and has no line end."""
    problems = problems_of(origins="*", **{f"\x1b[2J\n{'a' * MEGABYTE}": True})
    lines = str(PolicyError(problems)).splitlines()
    assert [len(line) < 300 and line.isprintable() for line in lines] == [True, True, True]


PATTERNS: Final = {
    "letters": "a",
    "stars": "*",
    "labels": "*.",
    "userinfo": "@",
    "brackets": "[",
    "slashes": "://",
    "backslashes": "\\",
    "spaces": " ",
    "commas": ",",
    "Unicode": "\xfc",
    "Unicode-labels": "\xfc.",
    "surrogates": "\udc80",
    "upper-case": "A",
    "digits": "9",
    "colons": ":",
}


@pytest.mark.parametrize("unit", PATTERNS.values(), ids=PATTERNS)
def test_a_long_pattern_is_read_in_one_pass(meter: Meter, unit: str) -> None:
    """A pattern of two megabytes costs at most twice what one costs, and is reported briefly."""

    def cost(length: int) -> tuple[int, int]:
        text = f"https://{unit * length}"[:length]

        def parse() -> None:
            with pytest.raises(PolicyError) as caught:
                OriginPattern.parse(text)
            assert len(str(caught.value)) < 20_000

        return work(meter, parse)

    calls, characters = cost(MEGABYTE)
    assert cost(2 * MEGABYTE)[0] <= calls + 20
    assert cost(2 * MEGABYTE)[1] <= 2.01 * characters
    assert characters < 20 * MEGABYTE
