"""The callables that are origin sources, and those that are mistakes."""

# A source is anything that can be called; the types of these lambdas are not the point.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

import functools
import operator
import re
from typing import TYPE_CHECKING, cast

import pytest

from crossorigin import CORSRequest, Origin, Problem
from crossorigin.errors import ProblemCode
from tests.policy.problems import policy_of, problems_of
from tests.policy.test_origin_sources import APP, Asynchronous, asynchronous

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator


class Table:
    """A table of origins, with all the ways to be a source."""

    def __init__(self) -> None:
        """Allow one origin."""
        self.allowed = {APP}

    def __call__(self, origin: Origin, _request: CORSRequest) -> bool:
        """Allow those in the table."""
        return origin in self.allowed

    @classmethod
    def of_the_class(cls, origin: Origin, request: CORSRequest) -> bool:
        """Allow those in a new table."""
        return cls()(origin, request)

    @staticmethod
    def of_nobody(origin: Origin, _request: CORSRequest, more: str = APP) -> bool:
        """Allow one origin."""
        return origin == more


class Static:
    """A callable whose call needs no instance."""

    __call__ = staticmethod(Table.of_nobody)


class OfTheClass:
    """A callable whose call is given its class."""

    @classmethod
    def __call__(cls, origin: Origin, _request: CORSRequest) -> bool:
        """Allow one origin."""
        return origin == APP


def takes_one(origin: Origin) -> bool:
    """Allow one origin."""
    return origin == APP


@functools.wraps(takes_one)
def wrapper(*arguments: object) -> bool:
    """Call a function that takes less."""
    return takes_one(cast("Origin", arguments[0]))


@pytest.mark.parametrize(
    "source",
    [
        Table(),
        Table().__call__,
        Table.of_the_class,
        Table.of_nobody,
        functools.partial(Table.of_nobody, more=APP),
        functools.lru_cache(Table.of_nobody),
        Static(),
        OfTheClass(),
        wrapper,
        lambda *arguments: arguments[0] == APP,
        lambda origin, _request, **_: origin in [APP, 7],
        lambda origin, _request: origin in {APP: 1},
        lambda origin, _request: APP == origin,  # noqa: SIM300 - as somebody may write it
    ],
    ids=range(13),
)
def test_any_callable_is_a_source(source: object) -> None:
    """What can be called with an origin and a request is a source, and compares it as text."""
    policy = policy_of(origins=source)
    assert policy.allows(APP) is True
    assert policy.allows("https://evil.example") is False


@pytest.mark.parametrize("source", [Asynchronous(), asynchronous])
def test_an_asynchronous_source_is_no_mistake(source: object) -> None:
    """Some adapters can wait."""
    assert problems_of(origins=source) == ()


EXAMPLE = 'write a function: origins=lambda origin, request: origin == "https://…"'
TWO = f"it is called with an origin and a request: {EXAMPLE}"
CLASS = f"a class is no answer, so {EXAMPLE}"
YIELDS = f'write "return" in place of "yield": {EXAMPLE.removeprefix("write ")}'


def yields(_origin: Origin, _request: CORSRequest) -> Iterator[bool]:
    """Answer nothing that is true or false."""
    yield True


async def yields_later(_origin: Origin, _request: CORSRequest) -> AsyncIterator[bool]:
    """Answer nothing that can be awaited."""
    yield True


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        (lambda: True, TWO),
        (lambda _origin: True, TWO),
        (lambda _origin, _request, _more: True, TWO),
        (lambda _origin, *, request: request, TWO),
        (takes_one, TWO),
        (functools.partial(cast("Callable[..., bool]", Table.of_nobody), APP, APP, APP), TWO),
        (vars(Asynchronous)["__call__"], TWO),
        (functools.lru_cache(takes_one), TWO),
        ({APP}.__contains__, TWO),
        ([APP].__contains__, TWO),
        ({APP: True}.get, TWO),
        (APP.__eq__, TWO),
        (str.__eq__, TWO),
        (str.startswith, TWO),
        (re.compile("https://").match, TWO),
        (operator.contains, TWO),
        (operator.itemgetter(APP), TWO),
        (functools.partial(operator.contains, [APP]), TWO),
        (min, TWO),
        (Table, CLASS),
        (Origin, CLASS),
        (str, CLASS),
        (yields, YIELDS),
        (yields_later, YIELDS),
    ],
    ids=range(24),
)
def test_what_is_no_source(source: object, hint: str) -> None:
    """What cannot answer for an origin and a request is a problem before the first one comes."""
    assert problems_of(origins=source) == (
        Problem(ProblemCode.NOT_AN_ORIGIN_SOURCE, "origins", source, hint),
    )
