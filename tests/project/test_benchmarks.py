"""The benchmark measures right answers, and tells who misses a budget; nothing is timed here."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks import (
    asgi_apps,
    django_apps,
    flask_apps,
    guarding,
    instructions,
    page,
    parts,
    plans,
    plots,
    watching,
)
from benchmarks.budgets import BUDGETS, RATIO, TOLERANCE, judged
from benchmarks.candidates import Candidate, Transport, verify
from benchmarks.figures import Figure
from benchmarks.measure import Case, Effort, Spread, compare
from benchmarks.scenarios import PREFLIGHT, SCENARIOS, Scenario

FLASK = [*flask_apps.ours(), *flask_apps.in_blueprints(), *flask_apps.others()]
MEASURED: list[tuple[Candidate[Any], Transport[Any]]] = [
    *((candidate, flask_apps.WSGI) for candidate in FLASK),
    *((candidate, flask_apps.WSGI) for candidate in django_apps.candidates()),
    *((candidate, asgi_apps.ASGI) for candidate in [*asgi_apps.ours(), *asgi_apps.others()]),
    *(
        (candidate, flask_apps.WSGI)
        for candidate in [
            *watching.counted_in_flask(),
            *watching.shadowed_in_flask(),
            *guarding.in_flask(),
        ]
    ),
    *(
        (candidate, asgi_apps.ASGI)
        for candidate in [
            *watching.counted_in_asgi(),
            *watching.shadowed_in_asgi(),
            *guarding.in_asgi(),
        ]
    ),
]


def _no_headers(*_: object) -> dict[str, str]:
    """Answer nothing."""
    return {}


@pytest.mark.parametrize(
    ("measured", "scenario"),
    list(product(MEASURED, SCENARIOS)),
    ids=lambda value: value.name if isinstance(value, Scenario) else value[0].name,
)
def test_what_is_measured_is_the_right_answer(
    measured: tuple[Candidate[Any], Transport[Any]], scenario: Scenario
) -> None:
    """Each app that is measured answers each request as it should."""
    candidate, transport = measured
    with candidate.around():
        verify(candidate, scenario, transport.answer(candidate.make(), scenario))


def test_a_wrong_answer_is_not_measured() -> None:
    """An app that answers a preflight with an error is refused by its name."""
    ours = flask_apps.ours()[1]
    with pytest.raises(ValueError, match=r"CORS\(app\) answers preflight with"):
        verify(ours, PREFLIGHT, {":status": "500"})


def test_the_ratio_is_to_the_first_case() -> None:
    """The first case is the baseline, whose ratio to itself is one."""
    cases = [Case("bare", list), Case("other", list)]
    timings = compare(lambda: cases, Effort(blocks=1, rounds=2, sample=0.0))
    assert list(timings) == ["bare", "other"]
    assert timings["bare"].ratio == Spread(1, 1, 1)


# Measures a part as little as can be, and prints which layers its process has.
GLANCE = """
import sys
from dataclasses import replace
from benchmarks import measure, parts, plans
plan = replace(plans.CHECK, requests=measure.Effort(blocks=1, rounds=1, sample=0))
print(*(figure.row for figure in parts.PINNED[sys.argv[1]](plan)), sep="\\n", file=sys.stderr)
print(*(name for name in ("asgi", "wsgi") if f"crossorigin._adapters.{name}_calls" in sys.modules))
"""


@pytest.mark.parametrize(
    ("part", "loaded"),
    [("flask", "wsgi"), ("blueprints", "wsgi"), ("starlette", "asgi"), ("django", "wsgi")],
)
def test_a_part_loads_what_it_measures(part: str, loaded: str) -> None:
    """An app of Flask does not pay for bridges to ASGI, which only a process of both has."""
    command = [sys.executable, "-c", GLANCE, part]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert (done.stdout.split(), "bare" in done.stderr) == ([loaded], True)


def test_every_part_is_measured() -> None:
    """What a plan lists is there, and the other way round; only the servers are not pinned."""
    assert {*plans.BUDGETED, *plans.OTHERS} == {*parts.PINNED, parts.servers.__name__}


@pytest.mark.parametrize("ratio", [None, Spread(1, 2, 3)])
def test_a_figure_comes_back_from_json(ratio: Spread | None) -> None:
    """The process of a part hands its figures over as lines."""
    figure = Figure("Flask", "bare", "GET", Spread(0.5, 1, 2), "µs", ratio)
    assert Figure.from_json(figure.to_json()) == figure


def test_a_part_that_fails_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said of figures that are missing because their process has failed."""
    monkeypatch.setattr(plans, "BUDGETED", ("nothing",))
    with pytest.raises(subprocess.CalledProcessError):
        list(plans.run(plans.CHECK))


def test_the_report_of_valgrind() -> None:
    """The number of instructions is found in its report; a report without one is an error."""
    assert instructions.counted("==7== \n==7== I refs:        1,234,567\n") == 1_234_567
    with pytest.raises(ValueError, match="no such program"):
        instructions.counted("no such program")


def test_what_counts_instructions_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without valgrind, the command says what installs it."""
    monkeypatch.setattr("shutil.which", dict[str, str]().get)
    monkeypatch.setattr(sys, "argv", ["instructions"])
    with pytest.raises(SystemExit, match="apt-get install"):
        instructions.main()


@pytest.mark.parametrize(
    "named",
    [
        ("benchmarks.flask_apps:ours", "benchmarks.flask_apps:WSGI", "CORS(app)", "GET, allowed"),
        (
            "benchmarks.asgi_apps:ours",
            "benchmarks.asgi_apps:ASGI",
            "bare Starlette",
            "GET, refused",
        ),
    ],
)
def test_what_is_counted_runs(named: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """The process whose instructions are counted makes as many calls as it is told."""
    calls: list[str] = []
    transport: Transport[object] = Transport(
        lambda _, scenario: lambda: calls.append(scenario.name), _no_headers
    )
    monkeypatch.setattr(named[1].replace(":", "."), transport)
    monkeypatch.setattr(sys, "argv", ["instructions", *named, "3"])
    instructions.main()
    assert calls == [named[3]] * 3


def figures_at(over: float) -> list[Figure]:
    """Return a figure for each budget, over it by *over*."""
    return [
        Figure(budget.section, budget.row, column, spread, budget.unit, spread)
        for budget in BUDGETS
        for column in budget.columns
        for spread in [Spread(budget.limit, budget.limit + over, budget.limit + over)]
    ]


@pytest.mark.parametrize(
    ("over", "word"), [(0, "within"), (TOLERANCE * 0.9, "hardly over"), (TOLERANCE * 1.1, "OVER")]
)
def test_a_ratio_may_be_over_by_the_tolerance(over: float, word: str) -> None:
    """A ratio that is over its budget by no more than the tolerance passes."""
    ratios = [verdict for verdict in judged(figures_at(over)) if RATIO in verdict.limit]
    assert {(verdict.word, verdict.passes) for verdict in ratios} == {(word, word != "OVER")}


def test_a_missed_budget_names_its_row() -> None:
    """A verdict says which figure misses which budget."""
    assert str(judged(figures_at(1))[0]) == (
        "Flask: CORS(app): GET, allowed: ×2.050, OVER (budget: ×1.050)"
    )


def test_a_figure_that_is_not_there_passes_no_budget() -> None:
    """A budget whose figure was not measured is missed."""
    assert {(verdict.word, verdict.passes) for verdict in judged([])} == {("not measured", False)}


def test_the_plots_are_drawn() -> None:
    """Each plot is an SVG file for each theme, and the page shows them all."""
    figures = figures_at(0)
    drawn = plots.drawn(figures)
    files = [text for plot in drawn for text in plot.files.values()]
    assert [ET.fromstring(text).tag for text in files] == ["{http://www.w3.org/2000/svg}svg"] * 4  # noqa: S314 - written above
    text = page.text(figures, {plot.name: plot.alt for plot in drawn})
    assert [f"{plot.name}-{theme}.svg" in text for plot in drawn for theme in plot.files] == [
        True
    ] * 4
