"""Every row that concerns a server, over every place that enforces a policy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Mount

from crossorigin import Policy, PolicyError, asgi, starlette
from crossorigin.django import cross_origin as django_cross_origin
from crossorigin.flask import CORS, cross_origin
from crossorigin.wsgi import CORSMiddleware
from tests.adapters.enforcement import (
    BEYOND_A_DECORATOR,
    DECORATORS,
    POINTS,
    has_no_such_response,
    make_app,
    sent,
)
from tests.asgi.calls import saying
from tests.cases.case import Answer, Case, Mistake
from tests.cases.rows import BROWSERS, rows
from tests.cases.table import CASES, MISTAKES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crossorigin._policy.options import PolicyOptions

_CONSTRUCTORS: Final[dict[str, Callable[[PolicyOptions], object]]] = {
    "core": lambda options: Policy(**options),
    "wsgi": lambda options: CORSMiddleware(Flask("mistaken"), **options),
    "asgi": lambda options: asgi.CORSMiddleware(saying(), **options),
    "flask-extension": lambda options: CORS(Flask("mistaken"), **options),
    "flask-decorator": lambda options: cross_origin(**options),
    "django-decorator": lambda options: django_cross_origin(**options),
    "starlette-app": lambda options: starlette.CORS(Starlette(), **options),
    "starlette-mount": lambda options: starlette.CORS(Mount("/x", saying()), **options),
    "starlette-endpoints": lambda options: starlette.cross_origin(**options),
}


def _beyond(point: str, case: Case) -> bool:
    """Tell whether *case* is what a decorator cannot reach, or no response of the framework."""
    is_beyond = point in DECORATORS and case.path in BEYOND_A_DECORATOR
    return is_beyond or has_no_such_response(point, case)


@pytest.mark.parametrize(
    ("point", "case"),
    [
        pytest.param(point, case, id=f"{case.name}-{point}")
        for case in CASES
        for point in POINTS
        if not _beyond(point, case)
    ],
)
def test_case(point: str, case: Case) -> None:
    """The status, the CORS headers and ``Vary`` are these, and nothing more."""
    assert POINTS[point](case) == case.answer


@pytest.mark.parametrize(
    "case", [case for case in CASES if _beyond("flask-decorator", case)], ids=lambda c: c.name
)
def test_beyond_a_decorator(case: Case) -> None:
    """What a decorator cannot reach is answered as if it were not there: closed."""
    status, headers, _ = sent(make_app(case)[0], case)
    assert [name for name, _ in headers if name.startswith(("Access-Control-", "Vary"))] == []
    assert POINTS["flask-decorator"](case) == Answer(status, ())


@pytest.mark.parametrize(
    ("point", "mistake"),
    [
        pytest.param(point, mistake, id=f"{mistake.name}-{point}")
        for mistake in MISTAKES
        for point in _CONSTRUCTORS
    ],
)
def test_mistake(point: str, mistake: Mistake) -> None:
    """The options are refused when the app starts, for these problems and no others."""
    with pytest.raises(PolicyError) as caught:
        _CONSTRUCTORS[point](mistake.options)
    assert tuple(problem.code for problem in caught.value.problems) == mistake.codes


def test_every_row_is_here() -> None:
    """Each row has a case or a mistake, or is the browser's, and never both."""
    tested = {case.row for case in CASES} | {mistake.row for mistake in MISTAKES}
    assert tested | set(BROWSERS) == set(rows())
    assert tested & set(BROWSERS) == set()


@pytest.mark.parametrize("named", [CASES, MISTAKES], ids=["cases", "mistakes"])
def test_every_name_is_unique(named: Iterable[Case | Mistake]) -> None:
    """A failing case is found by its name."""
    counts = Counter(each.name for each in named)
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_exception_of_the_decorator_is_met() -> None:
    """No exception is listed that no case needs."""
    assert {case.path for case in CASES} >= set(BEYOND_A_DECORATOR)
