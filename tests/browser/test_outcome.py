"""What becomes of a fetch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.messages import WireRequest, WireResponse
from crossorigin._browser.outcome import FetchOutcome, WireExchange
from crossorigin._browser.preflight_cache import PreflightCache
from tests.browser.fetches import GET

if TYPE_CHECKING:
    from crossorigin._browser.messages import ResponseType

PREFLIGHT = WireExchange(WireRequest(method="OPTIONS", url="u", is_preflight=True), None)
ACTUAL = WireExchange(WireRequest(method="GET", url="u"), WireResponse(200))
FAILED = FetchOutcome(
    request=GET, type="error", blocked=Blocked(Failure.NO_RESPONSE), cache=PreflightCache()
)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("basic", True),
        ("cors", True),
        ("opaque", False),
        ("opaqueredirect", False),
        ("error", False),
    ],
)
def test_readable(type_: ResponseType, *, expected: bool) -> None:
    """A page can read what is its own, and what another origin shares."""
    assert replace(FAILED, type=type_).readable is expected


@pytest.mark.parametrize(
    ("exchanges", "expected"),
    [
        pytest.param((), False, id="nothing-sent"),
        pytest.param((PREFLIGHT,), True, id="preflight"),
        pytest.param((PREFLIGHT, ACTUAL), False, id="request"),
        pytest.param((ACTUAL, PREFLIGHT), True, id="preflight-after-redirect"),
    ],
)
def test_failed_on_preflight(exchanges: tuple[WireExchange, ...], *, expected: bool) -> None:
    """It was the preflight that failed if nothing follows it."""
    assert replace(FAILED, exchanges=exchanges).failed_on_preflight is expected


def test_what_succeeds_did_not_fail() -> None:
    """A preflight that is not followed may also be the last of what can be read."""
    outcome = replace(FAILED, type="cors", blocked=None, exchanges=(PREFLIGHT,))
    assert not outcome.failed_on_preflight
