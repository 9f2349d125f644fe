"""What the browser lets a page read is what the policy permits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import event, given
from hypothesis import strategies as st

from crossorigin._browser.main_fetch import run_fetch
from crossorigin._browser.responses import basic_headers
from crossorigin._web.fetch import SAFELISTED_RESPONSE_HEADERS
from tests.browser.fetches import ENGINES
from tests.property.permission import permits
from tests.property.policies import METHODS, policies
from tests.property.serving import OWN, asked, served_by
from tests.property.wishes import preflighted, wishes

if TYPE_CHECKING:
    from crossorigin import Policy
    from crossorigin._browser.engines import Engine

ROUTES = st.none() | st.frozensets(st.sampled_from(METHODS), max_size=4)
any_engine = st.sampled_from(ENGINES)


@given(st.data(), policies(), ROUTES, any_engine)
def test_soundness(
    data: st.DataObject, policy: Policy, routes: frozenset[str] | None, engine: Engine
) -> None:
    """If the page can read, the policy permits its origin, method, headers and credentials."""
    wish = data.draw(wishes(policy))
    outcome = run_fetch(wish.request, served_by(policy, routes), engine=engine)
    event(f"readable: {outcome.readable}")
    if outcome.readable:
        assert permits(policy, wish, routes)


@given(st.data(), policies(), ROUTES, any_engine)
def test_completeness(
    data: st.DataObject, policy: Policy, routes: frozenset[str] | None, engine: Engine
) -> None:
    """If the policy permits it, the page can read, with a preflight or without."""
    wish = data.draw(wishes(policy))
    event(f"permitted: {permits(policy, wish, routes)}")
    if permits(policy, wish, routes):
        outcome = run_fetch(wish.request, served_by(policy, routes), engine=engine)
        assert outcome.blocked is None
        assert outcome.readable


@given(st.data(), policies(), ROUTES)
def test_preflight_and_request_agree(
    data: st.DataObject, policy: Policy, routes: frozenset[str] | None
) -> None:
    """A preflight is permitted exactly if the actual request would be readable."""
    wish = preflighted(data.draw(wishes(policy)))
    outcome = run_fetch(wish.request, served_by(policy, routes))
    preflight = outcome.exchanges[0].request
    assert preflight.is_preflight
    decision = policy.decide(asked(preflight, routes))
    # A preflight does not say whether credentials will be sent.
    may_send = policy.credentials or wish.request.credentials != "include"
    assert outcome.readable is (decision.allowed and may_send)


@given(st.data(), policies(), ROUTES, any_engine)
def test_one_verdict_for_anyone(
    data: st.DataObject, policy: Policy, routes: frozenset[str] | None, engine: Engine
) -> None:
    """Where anyone may read, every request is allowed exactly if the browser goes on with it."""
    policy = policy.replace(origins="*", credentials=False)
    wish = data.draw(wishes(policy))
    outcome = run_fetch(wish.request, served_by(policy, routes), engine=engine)
    decisions = [policy.decide(asked(each.request, routes)) for each in outcome.exchanges]
    event(f"readable: {outcome.readable}")
    assert all(decision.origin_allowed for decision in decisions)
    may_send = wish.request.credentials != "include"
    allowed = all(decision.allowed for decision in decisions)
    assert outcome.readable is (allowed and may_send)


@given(st.data(), policies(), any_engine)
def test_exposure(data: st.DataObject, policy: Policy, engine: Engine) -> None:
    """Of the app's headers, the page reads the safelisted ones and those that the policy exposes."""
    wish = data.draw(wishes(policy))
    outcome = run_fetch(wish.request, served_by(policy), engine=engine)
    if outcome.readable:
        own = {name for name, _ in basic_headers(OWN)} - {"vary"}
        read = own & {name for name, _ in outcome.headers}
        exposed = own if policy.expose_headers == "*" else policy.expose_headers
        assert read == own & (SAFELISTED_RESPONSE_HEADERS | exposed)
