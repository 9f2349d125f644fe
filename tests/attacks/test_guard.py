"""P38 to P44: what pages of other sites send, and what the guard makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import Guard, Policy, Reason
from tests.attacks.asking import EVIL

if TYPE_CHECKING:
    from crossorigin._policy.refusals import Refusal

APP: Final = "https://app.example.com"
HOST: Final = "api.example.com"
GUARD: Final = Guard()
POLICIES: Final = {
    "no policy": None,
    "credentials": Policy(["https://*.app.example.com", APP], credentials=True),
    "no credentials": Policy(APP),
}
COOKIE: Final = {"Cookie": "session=alice"}
CROSS_SITE: Final = {"Sec-Fetch-Site": "cross-site"}
UPGRADE: Final = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}

each_policy = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)


def send(policy: Policy | None, method: str = "POST", **headers: str) -> Refusal | None:
    """Return what the guard makes of a request, its headers' names with underscores."""
    sent = {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return GUARD.refusal(method, sent, policy, scheme="https")


def reason(refusal: Refusal | None) -> Reason | None:
    """Return why a request is refused, if it is."""
    return refusal.reason if refusal else None


@each_policy
@pytest.mark.parametrize("site", [CROSS_SITE, {}], ids=["new browser", "old browser"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain"])
def test_p39_a_form_of_another_site(kind: str, site: dict[str, str], policy: Policy | None) -> None:
    """A form is refused before the app runs, whether or not its text reads as JSON."""
    refusal = send(policy, Origin=EVIL, Content_Type=kind, **site, **COOKIE)
    assert reason(refusal) is Reason.SENDER_NOT_ALLOWED


@each_policy
def test_p39_a_sandboxed_frame(policy: Policy | None) -> None:
    """A frame that hides its origin has none that could be trusted."""
    assert reason(send(policy, Origin="null", **CROSS_SITE, **COOKIE)) is Reason.ORIGIN_NULL
    assert reason(send(policy, Origin="null", **COOKIE)) is Reason.ORIGIN_NULL


@each_policy
@pytest.mark.parametrize("name", ["blog.example.com", "api.example.com.evil.example"])
def test_p39_a_sibling(name: str, policy: Policy | None) -> None:
    """The same site is another origin, and SameSite cookies come with it."""
    refusal = send(policy, Origin=f"https://{name}", Sec_Fetch_Site="same-site", **COOKIE)
    assert reason(refusal) is Reason.SENDER_NOT_ALLOWED


@each_policy
def test_p39_a_forged_http_page(policy: Policy | None) -> None:
    """Who is on the network can forge the app's own host by http, and is not the app."""
    origin = f"http://{HOST}"
    assert reason(send(policy, Origin=origin, **COOKIE)) is Reason.SENDER_NOT_ALLOWED
    refusal = send(policy, Origin=origin, **CROSS_SITE, **COOKIE)
    assert reason(refusal) is Reason.SENDER_NOT_ALLOWED


@each_policy
def test_p39_no_origin(policy: Policy | None) -> None:
    """Where the browser says that another site sends, a missing Origin is no excuse."""
    assert reason(send(policy, **CROSS_SITE, **COOKIE)) is Reason.SENDER_UNKNOWN
    assert reason(send(policy, Sec_Fetch_Site="same-site")) is Reason.SENDER_UNKNOWN


@pytest.mark.parametrize("origins", ["*", APP])
def test_p39_cookies_that_the_policy_does_not_expect(origins: str) -> None:
    """Who may read without cookies may not send a form with them."""
    refusal = send(Policy(origins), Origin=APP, **CROSS_SITE, **COOKIE)
    assert reason(refusal) is Reason.COOKIES_NOT_ALLOWED
    assert send(Policy(origins), Origin=APP, **CROSS_SITE) is None


@each_policy
@pytest.mark.parametrize(
    "site", ["same-origin, cross-site", "same-origin;", " same-origin", "SAME-ORIGIN", "other"]
)
def test_p39_a_site_that_no_browser_sends(site: str, policy: Policy | None) -> None:
    """What no browser says of itself lets nobody in, and the host does not make up for it."""
    own = f"https://{HOST}"
    assert reason(send(policy, Origin=own, Sec_Fetch_Site=site)) is Reason.SENDER_NOT_ALLOWED


@each_policy
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "query", "TRACE", "get", "Head", ""])
def test_p38_methods(method: str, policy: Policy | None) -> None:
    """Only what is byte for byte GET, HEAD, OPTIONS or QUERY needs no leave."""
    assert reason(send(policy, method, Origin=EVIL, **CROSS_SITE)) is Reason.SENDER_NOT_ALLOWED


@each_policy
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "QUERY"])
def test_p38_a_header_is_no_method(method: str, policy: Policy | None) -> None:
    """The guard goes by what is on the wire: a header that overrides it needs a preflight."""
    override = {"X-HTTP-Method-Override": "DELETE"}
    assert send(policy, method, Origin=EVIL, **CROSS_SITE, **override) is None
    refusal = send(policy, "POST", Origin=EVIL, **{"X-HTTP-Method-Override": "GET"})
    assert reason(refusal) is Reason.SENDER_NOT_ALLOWED


@each_policy
@pytest.mark.parametrize("site", [CROSS_SITE, {}], ids=["Firefox", "Chromium"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "CONNECT"])
def test_p41_a_socket_of_another_site(
    method: str, site: dict[str, str], policy: Policy | None
) -> None:
    """A handshake is no reading GET, whatever its method and whether the browser says more."""
    refusal = send(policy, method, Origin=EVIL, **site, **UPGRADE, **COOKIE)
    assert reason(refusal) is Reason.SENDER_NOT_ALLOWED


def test_p41_who_may_open_a_socket() -> None:
    """A page of the app, one that the policy lets in, and what is no browser may."""
    policy = POLICIES["credentials"]
    assert send(policy, "GET", Origin=f"https://{HOST}", **UPGRADE, **COOKIE) is None
    assert send(policy, "GET", Origin=APP, **UPGRADE, **COOKIE) is None
    assert send(policy, "GET", **UPGRADE, **COOKIE) is None
    refusal = send(POLICIES["no credentials"], "GET", Origin=APP, **UPGRADE, **COOKIE)
    assert reason(refusal) is Reason.COOKIES_NOT_ALLOWED


def test_a_name_that_was_rebound_is_the_apps_own() -> None:
    """P43 is out of reach: to the guard, as to the browser, a rebound name is the app's own."""
    rebound = {"Host": "evil.example", "Origin": EVIL}
    assert GUARD.refusal("POST", rebound) is None
    assert GUARD.refusal("POST", {**rebound, "Sec-Fetch-Site": "same-origin"}) is None


@each_policy
def test_p44_any_page_at_localhost(policy: Policy | None) -> None:
    """A page somewhere does not reach a server on the visitor's own machine."""
    headers = {"Host": "localhost:8000", "Origin": EVIL}
    refusal = GUARD.refusal("POST", headers, policy)
    assert reason(refusal) is Reason.SENDER_NOT_ALLOWED


@each_policy
@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Original-Host", "Forwarded", "X-Host", "X-Forwarded-Server"]
)
def test_p49_a_host_that_anyone_may_write(name: str, policy: Policy | None) -> None:
    """No header beside Host makes an origin the app's own."""
    value = "host=evil.example" if name == "Forwarded" else "evil.example"
    assert reason(send(policy, Origin=EVIL, **{name: value})) is Reason.SENDER_NOT_ALLOWED


@each_policy
@pytest.mark.parametrize(
    "host",
    [
        "api.example.com, evil.example",
        "evil.example@api.example.com",
        "evil.example:",
        "evil.example:443:443",
        "evil.example/",
        "evil.example.",
        "\tevil.example",
    ],
)
def test_p49_a_host_that_reads_in_two_ways(host: str, policy: Policy | None) -> None:
    """A Host that is not just host and port is nobody's own."""
    refusal = GUARD.refusal("POST", {"Host": host, "Origin": EVIL}, policy)
    assert reason(refusal) is Reason.SENDER_NOT_ALLOWED
