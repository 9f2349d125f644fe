"""What a page fetches without a server: ``data:`` URLs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from crossorigin._browser.failures import Failure
from crossorigin._browser.messages import TEXT
from tests.browser.fetches import GET, browse, verdict

if TYPE_CHECKING:
    from crossorigin._browser.messages import Redirect


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"method": "POST", "body": TEXT},
        {"method": "PUT", "headers": (("X-A", "1"),), "credentials": "include"},
        {"mode": "no-cors"},
        {"mode": "same-origin"},
        {"redirect": "error"},
        {"origin": "null"},
    ],
)
def test_data_url(changes: dict[str, Any]) -> None:
    """A data URL is read without anything being sent, however it is fetched."""
    outcome = browse(replace(GET, url="data:text/html,<b>#x", **changes))
    assert (outcome.type, outcome.status, outcome.url) == ("basic", 200, "data:text/html,<b>")
    assert (outcome.headers, outcome.content) == ((("content-type", "text/html"),), b"<b>")
    assert (outcome.exchanges, outcome.causes) == ((), ())


@pytest.mark.parametrize("redirect", ["manual", "error"])
@pytest.mark.parametrize("url", ["data:,x", "data:malformed"])
def test_no_cors_data_url_without_follow(url: str, redirect: Redirect) -> None:
    """In the mode no-cors, WebKit wants redirects to be followed, where nothing redirects, too."""
    fetch = replace(GET, url=url, mode="no-cors", redirect=redirect)
    assert verdict(browse(fetch, engine="webkit")) == ("no-cors-redirect-mode", "")
    others = [browse(fetch, engine=engine) for engine in ("fetch", "chromium", "firefox")]
    failures = {outcome.blocked and outcome.blocked.failure for outcome in others}
    assert failures == ({None} if url == "data:,x" else {Failure.DATA_URL_MALFORMED})


def test_no_cors_data_url_with_follow() -> None:
    """In the mode no-cors, WebKit reads a data URL if redirects are to be followed."""
    fetch = replace(GET, url="data:,x", mode="no-cors", redirect="follow")
    assert browse(fetch, engine="webkit").blocked is None


def test_head_of_a_data_url() -> None:
    """Even where nothing is sent, the response to HEAD has no body."""
    outcome = browse(replace(GET, url="data:text/html,<b>", method="HEAD"))
    assert (outcome.headers, outcome.content) == ((("content-type", "text/html"),), b"")


def test_length_of_a_data_url() -> None:
    """Firefox says how long the body is."""
    outcome = browse(replace(GET, url="data:a/b,abc", method="HEAD"), engine="firefox")
    assert outcome.headers == (("content-length", "3"), ("content-type", "a/b"))


@pytest.mark.parametrize("url", ["data:notAdataUrl.com", "data:;base64,abcde"])
def test_malformed_data_url(url: str) -> None:
    """A data URL that holds nothing is a network error."""
    outcome = browse(replace(GET, url=url))
    assert verdict(outcome) == ("data-url-malformed", url)
    assert outcome.exchanges == ()
