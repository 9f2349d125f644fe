"""What a page fetches, what goes over the wire for it, and what becomes of it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from crossorigin._browser import fetching
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.fetching import Exchange, Outcome, WireRequest, WireResponse
from crossorigin._browser.preflight_cache import PreflightCache
from tests.browser.fetches import GET, HERE

PREFLIGHT = Exchange(WireRequest(method="OPTIONS", url="u", is_preflight=True), None)
ACTUAL = Exchange(WireRequest(method="GET", url="u"), WireResponse(200))
FAILED = Outcome(
    request=GET, type="error", blocked=Blocked(Failure.NO_RESPONSE), cache=PreflightCache()
)


def test_values_are_frozen() -> None:
    """Nothing changes once it is said."""
    with pytest.raises(FrozenInstanceError):
        GET.method = "PUT"  # type: ignore[misc]


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
def test_readable(type_: fetching.ResponseType, *, expected: bool) -> None:
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
def test_failed_on_preflight(exchanges: tuple[Exchange, ...], *, expected: bool) -> None:
    """It was the preflight that failed if nothing follows it."""
    assert replace(FAILED, exchanges=exchanges).failed_on_preflight is expected


def test_what_succeeds_did_not_fail() -> None:
    """A preflight that is not followed may also be the last of what can be read."""
    outcome = replace(FAILED, type="cors", blocked=None, exchanges=(PREFLIGHT,))
    assert not outcome.failed_on_preflight


def test_freshened() -> None:
    """C41: a 304 to the HTTP cache updates the headers of what is stored, and nothing else."""
    stored = WireResponse(200, (("Access-Control-Allow-Origin", "old"), ("ETag", "1")))
    response = WireResponse(304, (("access-control-allow-origin", HERE),), stored)
    assert response.freshened() == WireResponse(
        200, (("ETag", "1"), ("access-control-allow-origin", HERE))
    )


def test_a_response_that_is_not_stored_is_itself() -> None:
    """A 304 that the page asked for is a response as any other."""
    response = WireResponse(304)
    assert response.freshened() is response


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        pytest.param(fetching.TEXT, "text/plain;charset=UTF-8", id="text"),
        pytest.param(fetching.FORM, "application/x-www-form-urlencoded;charset=UTF-8", id="form"),
        pytest.param(
            fetching.MULTIPART, "multipart/form-data; boundary=----crossorigin", id="multipart"
        ),
        pytest.param(fetching.BYTES, "", id="bytes"),
        pytest.param(fetching.STREAM, "", id="stream"),
    ],
)
def test_bodies(body: fetching.Body, type_: str) -> None:
    """Each kind of body brings a type, or none; one of them is a stream."""
    assert body.type == type_
    assert body.is_stream is (body is fetching.STREAM)
