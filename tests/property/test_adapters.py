"""Wherever a policy is enforced, the same comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.enforcement import DECORATORS, POINTS
from tests.cases.case import Answer, Case
from tests.property.origins import JUNK, origins
from tests.property.policies import methods, names, pages, policies

if TYPE_CHECKING:
    from crossorigin import Policy

# Served by the views; the others need more than a decorator.
_WITHIN_A_DECORATOR: Final = ["/", "/crash", "/private"]
_WITH_ROUTES: Final = ("flask-extension", "starlette-app", "starlette-mount")
_BEYOND: Final = ["/nowhere", "/late", "/read-only", "/folder"]
_OWN: Final = [
    (),
    (("Vary", "Accept-Encoding"), ("X-A", "1")),
    (("Vary", "*"),),
    (("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Credentials", "true")),
    (("vary", "origin"), ("Timing-Allow-Origin", "*"), ("X-Total-Count", "7")),
]
# WSGI hands on headers in Latin-1, and no server lets a line end in one.
_UNFOLDED: Final = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=20)


@st.composite
def cases(draw: st.DrawFn, policy: Policy) -> Case:
    """Draw a request to an app that *policy* covers; nothing is expected of it yet."""
    latin = [text for text in JUNK if text.isprintable()]
    origin = st.none() | pages(policy) | origins() | st.sampled_from(latin) | _UNFOLDED
    return Case(
        row="law",
        answer=Answer(0, ()),
        policy=policy.as_dict(),
        method=draw(st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", *["OPTIONS"] * 5])),
        path=draw(st.sampled_from(_WITHIN_A_DECORATOR + _BEYOND)),
        origin=draw(origin),
        asks=draw(st.none() | methods | methods | _UNFOLDED),
        asks_headers=draw(st.none() | st.lists(names, max_size=3).map(", ".join) | _UNFOLDED),
        status=draw(st.sampled_from([200, 204, 304, 404, 500])),
        own=draw(st.sampled_from(_OWN)),
    )


@given(st.data(), policies())
def test_adapter_equality(data: st.DataObject, policy: Policy) -> None:
    """The core and each adapter give the same status, CORS headers and ``Vary``."""
    case = data.draw(cases(policy))
    answers = {name: POINTS[name](case) for name in POINTS.keys() - DECORATORS}
    if policy.methods == "route":
        # Only a framework has routes.
        for name in _WITH_ROUTES:
            del answers[name]
    assert answers == dict.fromkeys(answers, answers["core"])


@given(st.data(), policies())
def test_decorator_equality(data: st.DataObject, policy: Policy) -> None:
    """Decorators, and routers without a prefix, give the same as the app, where they can reach."""
    case = data.draw(cases(policy))
    if case.path in _WITHIN_A_DECORATOR:
        answers = {name: POINTS[name](case) for name in (*DECORATORS, *_WITH_ROUTES)}
        assert answers == dict.fromkeys(answers, answers["flask-extension"])
