"""What a page sends reaches the app only if the guard's table says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import event, given
from hypothesis import strategies as st

from crossorigin import Guard
from crossorigin._policy.refusals import refusal_of
from tests.cases.senders import sent_request
from tests.property.origins import JUNK, is_origin, origins, origins_near, patterns
from tests.property.permission import covers, lets_in
from tests.property.policies import METHODS, pages, policies

if TYPE_CHECKING:
    from crossorigin import Policy
    from crossorigin._policy.refusals import Refusal
    from crossorigin._policy.requests import FetchMetadata

_SITES: Final = ["cross-site", "same-site", "same-origin", "none", "", "Same-Origin", "none, none"]
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
_anything: Final = st.none() | st.text(max_size=40)
policies_or_none: Final = st.none() | policies()


@st.composite
def guards(draw: st.DrawFn) -> Guard:
    """Draw a guard."""
    return Guard(
        draw(st.lists(patterns(), max_size=3)),
        dangerously_allow_insecure_origins=True,
        dangerously_allow_public_suffixes=True,
    )


@st.composite
def sent(draw: st.DrawFn, guard: Guard, policy: Policy | None) -> FetchMetadata:
    """Draw what a page sends, or who pretends to be one."""
    senders = [origins(), st.just("null"), st.sampled_from(JUNK), _anything]
    senders += [origins_near(pattern) for pattern in sorted(guard.trusted)]
    often = policy is not None and draw(st.booleans())
    origin = draw(pages(policy) if policy and often else st.one_of(senders))
    own = (origin or "").partition("://")[2]
    return sent_request(
        draw(st.sampled_from([*["POST"] * 9, *METHODS, "get", "post"]) | st.text(max_size=10)),
        origin=origin,
        site=draw(st.sampled_from([*[None, "cross-site"] * 4, *_SITES]) | st.text(max_size=20)),
        host=draw(st.sampled_from([own, f"{own}:443", f"{own}:80", own.upper(), None])),
        scheme=draw(st.sampled_from([None, "http", "https", "ws", "wss"])),
        has_cookie=draw(st.booleans()),
        is_websocket=draw(st.booleans()),
    )


def refusal(guard: Guard, policy: Policy | None, request: FetchMetadata) -> Refusal | None:
    """Return what an adapter answers in place of the app."""
    if guard.lets_through(request):
        return None
    return refusal_of(request, None if policy is None else policy.decide(request.request))


def may_send(guard: Guard, policy: Policy | None, request: FetchMetadata) -> bool:
    """Tell what the guard's documentation says, line by line."""
    origin, site = request.request.origin, request.site
    if (origin is None and site is None) or site in {"same-origin", "none"}:
        return True
    if request.request.method in {"GET", "HEAD", "OPTIONS"} and not request.is_websocket:
        return True
    if origin is None:
        return False
    if any(covers(pattern, origin) for pattern in guard.trusted):
        return True
    if policy and allows(policy, origin) and (policy.credentials or not request.has_cookie):
        return True
    return is_own(request)


def allows(policy: Policy, origin: str) -> bool:
    """Tell whether *policy* lets in *origin*: only ``*`` covers ``null``, and what is junk."""
    return policy.origins == "*" or (is_origin(origin) and lets_in(policy, origin))


def is_own(request: FetchMetadata) -> bool:
    """Tell whether, as far as ``Host`` and no browser says, the page is the app's own."""
    scheme, _, own = (request.request.origin or "").partition("://")
    if (
        request.site is not None
        or request.request.host is None
        or not is_origin(request.request.origin or "")
    ):
        return False
    if scheme not in _DEFAULT_PORTS or (scheme == "http" and request.scheme in {"https", "wss"}):
        return False
    return with_port(request.request.host.lower(), scheme) == with_port(own, scheme)


def with_port(authority: str, scheme: str) -> tuple[str, str]:
    """Return the host and the port of *authority*, that of *scheme* if it has none."""
    host, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        return authority, _DEFAULT_PORTS[scheme]
    return host, port


@given(st.data(), guards(), policies_or_none)
def test_the_table(data: st.DataObject, guard: Guard, policy: Policy | None) -> None:
    """A request goes to the app exactly if a line of the documentation lets it."""
    request = data.draw(sent(guard, policy))
    answer = refusal(guard, policy, request)
    event(f"refused: {answer.reason if answer else None}")
    assert (answer is None) is may_send(guard, policy, request)


@given(st.data(), guards(), policies_or_none)
def test_no_forged_form(data: st.DataObject, guard: Guard, policy: Policy | None) -> None:
    """What another site's page sends with cookies is let in by the guard, or by credentials."""
    origin = data.draw(pages(policy) if policy else origins())
    request = sent_request("POST", origin=origin, site="cross-site", has_cookie=True)
    if refusal(guard, policy, request) is None:
        trusted = any(covers(pattern, origin) for pattern in guard.trusted)
        allowed = policy is not None and policy.credentials and allows(policy, origin)
        assert trusted or allowed


@given(origins(), guards(), st.booleans(), st.booleans())
def test_own_pages(
    origin: str,
    guard: Guard,
    has_cookie: bool,  # noqa: FBT001 - Hypothesis draws it
    is_websocket: bool,  # noqa: FBT001
) -> None:
    """Whatever the policy, pages of the app's own origin may send, in new browsers and old."""
    scheme, _, own = origin.partition("://")
    for site, host in (("same-origin", None), (None, own)):
        request = sent_request(
            "GET" if is_websocket else "POST",
            origin=origin,
            site=site,
            host=host,
            scheme=scheme,
            has_cookie=has_cookie,
            is_websocket=is_websocket,
        )
        if site or scheme in _DEFAULT_PORTS:
            assert guard.lets_through(request)


@given(st.data(), guards(), policies_or_none)
def test_nothing_leaks(data: st.DataObject, guard: Guard, policy: Policy | None) -> None:
    """A refusal is printable ASCII that no cache keeps, the same whatever was sent but its reason."""
    answer = refusal(guard, policy, data.draw(sent(guard, policy)))
    if answer is not None:
        alike = type(answer)(sent_request("POST"), answer.reason)
        assert (answer.headers, answer.body) == (alike.headers, alike.body)
        assert ("Cache-Control", "no-store") in answer.headers
        printed = "".join(name + value for name, value in answer.headers) + answer.body
        assert printed.removesuffix("\n").isascii()
        assert printed.removesuffix("\n").isprintable()
        assert all(line.isprintable() for line in answer.explain().split("\n"))
