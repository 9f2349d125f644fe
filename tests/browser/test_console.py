"""What the engines print when a page may not read a response."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.console import console_messages
from crossorigin._browser.messages import FetchRequest, WireResponse
from tests.browser.fetches import API, GET, HERE, READABLE, browse, permission, redirect
from tests.browser.seen_consoles import CONSOLES, SEEN, Seen

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

AWAY = replace(GET, url=f"{HERE}/away")


@pytest.mark.parametrize("engine", CONSOLES)
@pytest.mark.parametrize("seen", SEEN, ids=lambda seen: seen.row["id"])
def test_what_was_seen(seen: Seen, engine: Engine) -> None:
    """Each engine prints, to the letter, what it was seen to print."""
    way, page = seen.row.get("way", "fetch"), seen.row.get("page", "")
    lines = console_messages(seen.outcome(engine), engine, way=way, page=page)
    assert sorted(lines) == sorted(seen.row["console"][engine])


@pytest.mark.parametrize("engine", CONSOLES)
def test_what_is_readable(engine: Engine) -> None:
    """Nothing is printed of what a page may read."""
    assert console_messages(browse(GET, READABLE, engine=engine), engine) == ()


def test_the_standard_has_no_console() -> None:
    """By the standard alone, nothing is printed."""
    assert console_messages(browse(GET, WireResponse(200)), "fetch") == ()


@pytest.mark.parametrize("engine", CONSOLES)
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(replace(GET, url=f"{HERE}/"), id="own"),
        pytest.param(replace(GET, mode="no-cors"), id="no-cors"),
    ],
)
def test_no_news_of_what_is_not_cors(asked: FetchRequest, engine: Engine) -> None:
    """A server that is gone is no matter of CORS, if CORS had no say before."""
    assert console_messages(browse(asked, None, engine=engine), engine) == ()


@pytest.mark.parametrize("engine", CONSOLES)
def test_no_news_of_a_redirect_at_home(engine: Engine) -> None:
    """Where the page's own server leads to no server at all, CORS had no say either."""
    outcome = browse(AWAY, redirect(302, "data:,x"), engine=engine)
    assert outcome.blocked is not None
    assert console_messages(outcome, engine) == ()


@pytest.mark.parametrize(("engine", "lines"), [("chromium", 0), ("firefox", 0), ("webkit", 2)])
def test_a_redirect_at_home_that_is_an_error(engine: Engine, lines: int) -> None:
    """Of a redirect that the page asked to be an error, WebKit complains wherever it is."""
    outcome = browse(replace(AWAY, redirect="error"), redirect(302, "/x"), engine=engine)
    assert len(console_messages(outcome, engine)) == lines


def test_mode_same_origin_after_a_redirect() -> None:
    """The URL that is named is the one that would have been fetched."""
    outcome = browse(replace(AWAY, mode="same-origin"), redirect(302, f"{API}/there"))
    assert console_messages(outcome, "webkit") == (
        (
            f"Unsafe attempt to load URL {API}/there from origin {HERE}. Domains, protocols and ports"
            " must match."
        ),
        f"Fetch API cannot load {API}/there due to access control checks.",
    )


def test_mode_same_origin_after_a_redirect_in_chromium() -> None:
    """Chromium, which has a sentence for such a URL, has none for such a redirect."""
    outcome = browse(replace(AWAY, mode="same-origin"), redirect(302, f"{API}/there"))
    assert console_messages(outcome, "chromium") == ()


def test_a_page_that_is_not_named() -> None:
    """Firefox names the page, which stands at the root of its origin if nothing else is said."""
    outcome = browse(replace(GET, mode="same-origin"))
    assert console_messages(outcome, "firefox") == (
        f"Security Error: Content at {HERE}/ may not load data from {API}/.",
    )


def test_the_request_that_gets_no_answer() -> None:
    """Of a redirect to nowhere, Firefox prints where it led."""
    outcome = browse(AWAY, redirect(302, f"{API}/there"), None, engine="firefox")
    (line,) = console_messages(outcome, "firefox")
    assert f" at {API}/there. (Reason: CORS request did not succeed)." in line


def test_where_several_lines_lead() -> None:
    """WebKit names the one URL that it makes of several lines of Location."""
    lines = (("Location", f"{API}/there"), ("Location", "x"))
    outcome = browse(replace(AWAY, mode="same-origin"), WireResponse(302, lines), engine="webkit")
    assert console_messages(outcome, "webkit")[1] == (
        f"Fetch API cannot load {API}/there,%20x due to access control checks."
    )


def test_credentials_in_several_lines() -> None:
    """Chromium notices the user name of a redirect that it may not follow, alike lines being one."""
    there = f"{API.replace('//', '//u:p@')}/there"
    asked = replace(GET, redirect="error")
    twice, once = (
        browse(asked, redirect(302, there, *more), engine="chromium")
        for more in ([("Location", there)], [])
    )
    assert twice.blocked is not None
    assert console_messages(twice, "chromium") == console_messages(once, "chromium")


def test_where_a_redirect_started() -> None:
    """Chromium names the URL that was sent first, which has no fragment."""
    asked = replace(AWAY, url=f"{AWAY.url}#fragment")
    outcome = browse(asked, redirect(302, f"{API}/there"), WireResponse(200), engine="chromium")
    assert f"(redirected from '{AWAY.url}')" in console_messages(outcome, "chromium")[0]


def test_how_a_header_is_written() -> None:
    """WebKit writes a header as the page does, but for those that it knows."""
    for written, named in [("AUTHORIZATION", "Authorization"), ("x-CUSTOM", "x-CUSTOM")]:
        asked = replace(GET, headers=((written, "1"),))
        outcome = browse(asked, permission(), engine="webkit")
        assert (
            f"Request header field {named} is not allowed" in console_messages(outcome, "webkit")[0]
        )


def test_lines_that_are_spelled_otherwise() -> None:
    """Firefox counts lines that are spelled as in the standard, and takes others together."""
    for name, reason in [
        ("Access-Control-Allow-Origin", "Multiple CORS header"),
        (
            "access-control-allow-origin",
            "does not match \u2018https://a.example, https://b.example\u2019",
        ),
    ]:
        lines = ((name, "https://a.example"), (name, "https://b.example"))
        (line,) = console_messages(
            browse(GET, WireResponse(200, lines), engine="firefox"), "firefox"
        )
        assert reason in line


def test_what_is_malformed() -> None:
    """Firefox names the first member of a list that is none, in which no white space is cut."""
    answer = permission(("Access-Control-Allow-Methods", "PUT, x y\xa0, a b"))
    lines = console_messages(
        browse(replace(GET, method="PUT"), answer, engine="firefox"), "firefox"
    )
    assert "invalid token \u2018x y\xa0\u2019" in lines[0]


def test_where_a_redirect_that_is_denied_leads() -> None:
    """WebKit names the one URL that it makes of several lines of Location."""
    response = WireResponse(302, (("Location", "/x"), ("Location", "y")))
    lines = console_messages(browse(GET, response, engine="webkit"), "webkit")
    assert lines[0].startswith(f"Cross-origin redirection to {API}/x,%20y denied")


def test_a_preflight_in_vain() -> None:
    """WebKit sends a preflight where a redirect may not go, and names that redirect."""
    there = f"{API.replace('//', '//u:p@')}/there"
    asked = replace(AWAY, method="PUT")
    answer = permission(("Access-Control-Allow-Methods", "PUT"))
    outcome = browse(asked, redirect(307, there), answer, engine="webkit")
    assert console_messages(outcome, "webkit") == (
        (
            f"Cross-origin redirection to {API}/there denied by Cross-Origin Resource Sharing policy:"
            f" redirection URL {there} has credentials"
        ),
        f"Fetch API cannot load {AWAY.url} due to access control checks.",
    )


def test_credentials_in_a_url_of_several_lines() -> None:
    """WebKit shows the one URL that it makes of several lines of Location, with its user name."""
    there = f"{API.replace('//', '//u:p@')}/there"
    outcome = browse(GET, redirect(302, there, ("Location", "y")), engine="webkit")
    assert console_messages(outcome, "webkit")[0].endswith(
        f"redirection URL {there},%20y has credentials"
    )


def test_credentials_that_stay_at_home() -> None:
    """Chromium follows no redirect with credentials, but says nothing of one that stays."""
    there = f"{HERE.replace('//', '//u:p@')}/there"
    outcome = browse(AWAY, redirect(307, there), engine="chromium")
    assert outcome.blocked is not None
    assert console_messages(outcome, "chromium") == ()


def test_where_a_url_without_a_host_leads() -> None:
    """WebKit prints all of a URL that has no host."""
    outcome = browse(GET, redirect(302, "data:a:b,c"), engine="webkit")
    assert console_messages(outcome, "webkit")[0].startswith(
        "Cross-origin redirection to data:a:b,c denied"
    )
