"""A site with one policy, in a process in which nothing else has one: no view need be asked."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import path

from crossorigin import Policy, Reason
from crossorigin.django import stats
from crossorigin.django._marks import registry
from tests.cases.case import ELSEWHERE, HERE
from tests.django.sites import say_hello, site
from tests.wsgi import calls
from tests.wsgi.calls import CLOSED, OPEN


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no decorator of this process have a policy."""
    monkeypatch.setattr(registry, "count", 0)


def test_each_way_out() -> None:
    """A view and a 404 have the policy; each refusal is counted with the view it is of."""
    with site(path("", say_hello, name="hello"), CROSSORIGIN=Policy(HERE)):
        handler = WSGIHandler()
        for _ in range(2):
            assert calls.ask(handler).cors == OPEN
            assert calls.ask(handler, path="/nowhere").cors == OPEN
            assert calls.ask(handler, origin=ELSEWHERE).cors == CLOSED
            missing = calls.ask(handler, path="/nowhere", origin=ELSEWHERE)
            assert (missing.status, missing.cors) == (404, CLOSED)
        refused = stats().refused
    assert refused == {
        (Reason.ORIGIN_NOT_ALLOWED, "hello"): 2,
        (Reason.ORIGIN_NOT_ALLOWED, "-"): 2,
    }


def test_a_shadow() -> None:
    """It is compared with at a glance, and told of where the two differ."""
    setting = {"policy": Policy([HERE, ELSEWHERE]), "shadow": Policy(HERE)}
    with site(path("", say_hello, name="hello"), CROSSORIGIN=setting):
        handler = WSGIHandler()
        for origin in (HERE, ELSEWHERE, HERE, ELSEWHERE):
            assert calls.ask(handler, origin=origin).cors["Access-Control-Allow-Origin"] == origin
        rows = [(row.origin, row.endpoint, row.count) for row in stats().would_refuse]
    assert rows == [(ELSEWHERE, "hello", 2)]
