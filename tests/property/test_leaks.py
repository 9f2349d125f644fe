"""A response says nothing that could help who is not let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from crossorigin import CORSRequest
from tests.property.origins import JUNK, origins
from tests.property.permission import lets_in
from tests.property.policies import methods, names, pages, policies
from tests.property.serving import answered

if TYPE_CHECKING:
    from crossorigin import Policy


@st.composite
def requests(draw: st.DrawFn, policy: Policy) -> CORSRequest:
    """Draw any request that can come from a page, or from who pretends to be a browser."""
    origin = draw(pages(policy) | origins() | st.sampled_from(JUNK) | st.text(max_size=40))
    asked = names | st.sampled_from(["*", "authorization"])
    listed = draw(st.lists(asked, max_size=3).map(",".join) | st.text(max_size=40))
    return CORSRequest(
        draw(st.sampled_from(["OPTIONS", "OPTIONS", "GET", "PUT"])),
        origin=origin,
        request_method=draw(st.none() | methods | st.just("*") | st.text(max_size=10)),
        request_headers=draw(st.none() | st.just(listed)),
        route_methods=draw(st.none() | st.frozensets(methods | st.just("*"), max_size=3)),
    )


@given(st.data(), policies())
def test_no_leak_of_origins(data: st.DataObject, policy: Policy) -> None:
    """An origin that is refused, or one of any, appears in no response header, and in no body."""
    request = data.draw(requests(policy))
    decision = policy.decide(request)
    origin = request.origin or ""
    is_named = decision.origin_allowed and policy.origins != "*"
    if not is_named and len(origin) > len("null"):
        assert [value for _, value in answered(decision).headers if origin in value] == []
        assert origin not in decision.body


@given(st.data(), policies())
def test_no_leak_of_permission(data: st.DataObject, policy: Policy) -> None:
    """Who is not let in gets no CORS header, and who is let in gets exactly one origin."""
    request = data.draw(requests(policy))
    found = [
        value
        for name, value in answered(policy.decide(request)).headers
        if name == "Access-Control-Allow-Origin"
    ]
    if policy.origins == "*" and not policy.decide(request).is_preflight:
        assert found == ["*"]
    elif policy.decide(request).origin_allowed:
        assert found == ["*" if policy.origins == "*" else request.origin]
        assert lets_in(policy, request.origin or "")
    else:
        assert found == []


@given(st.data(), policies())
def test_no_wildcard_with_credentials(data: st.DataObject, policy: Policy) -> None:
    """A credentialed answer never carries a wildcard, and a preflight never does but as origin."""
    decision = policy.decide(data.draw(requests(policy)))
    headers = [(name, value) for name, value in answered(decision).headers if name != "Vary"]
    wildcards = {name for name, value in headers if "*" in value.replace(" ", "").split(",")}
    if ("Access-Control-Allow-Credentials", "true") in headers:
        assert wildcards == set()
    elif decision.is_preflight:
        assert wildcards <= {"Access-Control-Allow-Origin"}


@given(st.data(), policies())
def test_nothing_but_tokens(data: st.DataObject, policy: Policy) -> None:
    """Whatever a client sends, no header of an answer can end a line, or leave ASCII."""
    for name, value in answered(policy.decide(data.draw(requests(policy)))).headers:
        assert (name + value).isascii()
        assert (name + value).isprintable()
