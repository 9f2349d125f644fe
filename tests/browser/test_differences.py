"""The table of all that is known to differ between the engines and the standard."""

from __future__ import annotations

import re

import pytest

from crossorigin._browser.differences import DIFFERENCES
from crossorigin._browser.engines import VERSIONS, Difference

ROWS = """
    body-has-first-type
    cache-has-one-slot
    cached-credentials-serve-all
    cached-methods-need-no-listing
    cached-wildcard
    cached-wildcard-covers-authorization
    checks
    conditional-requests-ask
    data-has-length
    empty-lines-count
    empty-location
    empty-value-resets
    escapes-are-normalised
    first-line-counts
    forbidden-redirects-clear-cache
    headers-are-checked-sorted
    headers-come-back
    headers-come-back-less
    ignored-headers
    largest-max-age
    last-value-is-sent
    lines-must-agree
    location-is-read-as
    location-with-credentials-is-asked
    malformed-max-age
    max-age-has-sign
    max-age-limit
    max-range
    max-values
    names-are-listed-once
    network-errors-clear-cache
    no-cors-body-type-is-checked
    no-cors-data-needs-follow
    no-cors-keeps-credentials
    no-cors-redirect-taints
    no-list-permits-forced
    opaque-origin-is-cached
    opaque-origin-is-tainted
    own-credentials-in-location
    own-redirect-drops-headers
    preflight-headers
    range-number
    range-unit-in-any-case
    redirect-asks-for
    redirect-counts-credentials
    redirect-drops-by-first-method
    redirect-drops-headers
    redirect-keeps-origin
    redirect-keeps-own-origin
    redirect-keeps-preflight
    redirect-makes-get-of
    redirect-needs-location
    referrer-policy-hides-origin
    refusals-are-cached
    repeated-headers-combine
    safe-hints
    several-locations
    simple-failures-clear-cache
    stream-body
    tainted-origin-is-cached
    types-are-joined-by
    unsafe-values
    upload-listener-needs-body
    values-are-sent-as
    wildcard-covers-authorization
    wildcard-ends-exposed
"""


def test_rows() -> None:
    """These are the rows; a new one is added there."""
    assert sorted(DIFFERENCES) == ROWS.split()


@pytest.mark.parametrize("row", DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_row_is_a_difference(row: Difference[object]) -> None:
    """A row says what it is about, cites a clause, and lists the engines that differ, no other."""
    assert re.fullmatch(r"[A-Z].*\.", row.what)
    assert re.fullmatch(r"#[a-z-]+", row.clause)
    assert row.engines
    assert set(row.engines) <= set(VERSIONS)
    assert row.standard not in row.engines.values()


def test_sentences_differ() -> None:
    """No two rows are about the same thing."""
    assert len({row.what for row in DIFFERENCES.values()}) == len(DIFFERENCES)
