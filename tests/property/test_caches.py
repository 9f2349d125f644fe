"""What a cache stores for one page is never wrong for another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import event, given
from hypothesis import strategies as st

from tests.property.origins import JUNK, origins
from tests.property.policies import methods, names, pages, policies
from tests.property.serving import answered

from crossorigin import CORSRequest  # isort: skip

if TYPE_CHECKING:
    from crossorigin import Policy

_LISTS = st.none() | st.lists(names, max_size=3).map(",".join)
_FIELDS = {
    "origin": "origin",
    "request_method": "access-control-request-method",
    "request_headers": "access-control-request-headers",
}


@st.composite
def twins(draw: st.DrawFn, policy: Policy) -> tuple[CORSRequest, CORSRequest]:
    """Draw two requests that differ in nothing but some of the three headers of CORS."""
    any_origin = st.none() | pages(policy) | origins() | st.sampled_from(JUNK)
    first = CORSRequest(
        draw(st.sampled_from(["GET", "HEAD", "OPTIONS"])),
        origin=draw(any_origin),
        request_method=draw(st.none() | methods),
        request_headers=draw(_LISTS),
        route_methods=draw(st.none() | st.frozensets(methods, max_size=3)),
    )
    changed = draw(st.sets(st.sampled_from(sorted(_FIELDS)), min_size=1))
    second = first
    if "origin" in changed:
        second = replace(second, origin=draw(any_origin))
    if "request_method" in changed:
        second = replace(second, request_method=draw(st.none() | methods))
    if "request_headers" in changed:
        second = replace(second, request_headers=draw(_LISTS))
    return first, second


@given(st.data(), policies())
def test_cache_safety(data: st.DataObject, policy: Policy) -> None:
    """Answers that differ only because of a request header differ in one that Vary names."""
    requests = data.draw(twins(policy))
    responses = [answered(policy.decide(request)) for request in requests]
    # What is no preflight goes to the app, and no cache stores what OPTIONS gets.
    if len({request.is_preflight for request in requests}) > 1 or responses[0] == responses[1]:
        return
    event("the answers differ")
    first, second = requests
    differing = {
        name for field, name in _FIELDS.items() if getattr(first, field) != getattr(second, field)
    }
    for response in responses:
        (vary,) = [value for name, value in response.headers if name == "Vary"]
        assert differing & set(vary.lower().split(", "))
