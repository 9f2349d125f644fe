"""The hosts of a guard: what may be listed, and which requests are for this app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin import Guard, Reason
from crossorigin._policy.hosts import HostSet
from tests.cases.reaching import HOSTS, LOCAL, REACHING, READERS

if TYPE_CHECKING:
    from crossorigin._policy.requests import FetchMetadata

NAMES = Guard(hosts=["*.example.com", "api.example.org:8443", "pr-*.site.example"])
LISTED = {
    "a.example.com": True,
    "a.b.example.com:443": True,
    "example.com": False,
    "a.example.com:8443": False,
    "aexample.com": False,
    "api.example.org:8443": True,
    "api.example.org": False,
    "pr-7.site.example": True,
    "pr-.site.example": False,
}


def why(guard: Guard, host: str | None) -> Reason | None:
    """Return why *guard* refuses a request for *host*."""
    refusal = guard.refusal("GET", {} if host is None else {"Host": host})
    return None if refusal is None else refusal.reason


@pytest.mark.parametrize("name", HOSTS)
def test_the_table_of_hosts(name: str) -> None:
    """A request is for this app if its host is listed, and refused before all else if not."""
    host, is_listed = HOSTS[name]
    assert why(LOCAL, host) is (None if is_listed else Reason.HOST_NOT_ALLOWED)


@pytest.mark.parametrize("host", LISTED)
def test_patterns(host: str) -> None:
    """Patterns of hosts are those of origins, but for the scheme."""
    assert NAMES.is_reached_as(host) is LISTED[host]


def judge(sent: FetchMetadata) -> Reason | None:
    """Return why the guard of the tool refuses what was *sent*."""
    if LOCAL.lets_through(sent):
        return None
    refusal = LOCAL.judge(sent, READERS.decide(sent.request))
    return None if refusal is None else refusal.reason


@pytest.mark.parametrize("name", REACHING)
def test_what_reaches_a_tool(name: str) -> None:
    """Each request reaches the tool, or is refused for the first reason that applies."""
    sent, reason = REACHING[name]
    assert judge(sent) == reason


@pytest.mark.parametrize("name", REACHING)
def test_at_a_glance(name: str) -> None:
    """What is let through at a glance is let through when it is looked at."""
    sent, reason = REACHING[name]
    request = sent.request
    if sent.is_safe and LOCAL.lets_read(request.host, request.origin, sent.site):
        assert reason is None


def test_a_glance_at_a_guard_that_lists_nothing() -> None:
    """A guard of reads lets any host through, and one of hosts all that is read."""
    assert Guard(reads=True).lets_read(None, None, "none")
    assert not Guard(reads=True).lets_read("localhost", "null", None)
    assert Guard(hosts="localhost").lets_read("localhost", "null", "cross-site")
    assert not Guard(hosts="localhost").lets_read("evil.example", None, None)


def test_the_whole_answer() -> None:
    """A request for another host is answered with 421, the next step, and nothing of the request."""
    refusal = LOCAL.refusal("GET", {"Host": "evil.example"})
    assert refusal is not None
    body = (
        "host-not-allowed: The Host of this request is none of the names under which the guard lets"
        " this app be reached. If it is one of the app's names, add it to the guard's option hosts.\n"
    )
    assert (refusal.status, refusal.body) == (421, body)
    assert refusal.headers == (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    )


UNNAMED = (
    "have the page call fetch(), which sends Origin, or its user open the address in a tab; an image,"
    " a script or a frame of another origin is refused by Guard(reads=True)"
)
STEPS: dict[str, tuple[dict[str, str], str]] = {
    "another host": (
        {"Host": "evil.example"},
        'add "evil.example" to Guard(hosts=…) if this app is to be reached under it',
    ),
    "no host": ({}, "have the client send one Host, as browsers do: a name, and its port"),
    "an image": (
        {"Host": "localhost", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        UNNAMED,
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_the_next_step(name: str) -> None:
    """An explanation ends with what to do."""
    headers, step = STEPS[name]
    refusal = LOCAL.refusal("GET", headers)
    assert refusal is not None
    assert refusal.explain().splitlines()[-1] == f"  next: {step}"


def test_the_names_of_loopback() -> None:
    """One word stands for the three names of the user's own machine, with any port."""
    names = {"localhost:*", "127.0.0.1:*", "[::1]:*"}
    assert Guard(hosts="loopback").hosts == names
    assert Guard(hosts=["loopback", "a.example"]).hosts == {*names, "a.example"}
    assert Guard.local() == Guard(hosts="loopback", reads=True)
    assert Guard.local("tauri://localhost", hosts=["a.example"]) == Guard(
        "tauri://localhost", hosts=["a.example", "loopback"], reads=True
    )
    assert Guard.local(hosts="a.example").hosts == {*names, "a.example"}


def test_without_hosts() -> None:
    """A guard that lists no hosts is reached under any, and reads nothing of it."""
    assert Guard(hosts=[]) == Guard()
    assert Guard(hosts=[]).names is None
    assert why(Guard(), "junk, junk") is None
    assert not Guard().asks_all
    assert Guard(reads=True).asks_all
    assert Guard(hosts="localhost").asks_all


def test_a_guard_prints_as_its_call() -> None:
    """What a guard lists can be read off it."""
    guard = Guard(hosts=["localhost:8000", "a.example"], reads=True)
    assert repr(guard) == "Guard([], hosts=['a.example', 'localhost:8000'], reads=True)"


def test_a_guard_that_only_reports() -> None:
    """It refuses no host either."""
    assert Guard(hosts="localhost", report_only=True).refusal("GET", {"Host": "evil"}) is None


@pytest.mark.parametrize("permission", [True, ["https://*.github.io"]])
def test_a_suffix_that_is_permitted(permission: bool | list[str]) -> None:  # noqa: FBT001 - a row
    """Names that anyone may register can be permitted, all of them or the very pattern."""
    guard = Guard(hosts="*.github.io", dangerously_allow_public_suffixes=permission)
    assert guard.is_reached_as("a.github.io")


def test_no_suffix_in_an_address() -> None:
    """A wildcard for a port reaches no name."""
    assert Guard(hosts="[::1]:*").is_reached_as("[::1]:1")


def test_what_was_listed_is_known() -> None:
    """A host is read once; of what is refused, and of too many spellings, nothing is kept."""
    names = Guard(hosts="*.example.com:*").names
    assert names is not None
    known = names._known  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - its bound
    for number in range(200):
        assert f"a{number}.example.com" in names
        assert f"evil{number}.example" not in names
        assert len(known) <= 64
    assert known == {f"a{number}.example.com" for number in range(192, 200)}


def test_unreadable_hosts_have_no_pages() -> None:
    """No page is that of a host which cannot be read."""
    names = Guard(hosts="localhost").names
    assert isinstance(names, HostSet)
    origin = READERS.decide(REACHING["an allowed page, GET"][0].request).request.parsed_origin
    assert origin is not None
    assert not names.has_page(origin, None)
    assert not names.has_page(origin, "junk, junk")
