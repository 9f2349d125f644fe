"""The cookies that a browser keeps, and those that it sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.urls import Url
from crossorigin._web.sites import site_of
from crossorigin.testing import Browser
from crossorigin.testing._cookies import CookieJar, parsed
from tests.testing.apps import ALLOW, CREDENTIALS, HERE, WSGI, page

if TYPE_CHECKING:
    from crossorigin._browser import Engine

SAME_SITE = "https://api.example.com"


def url_of(text: str) -> Url:
    """Return *text* as a URL."""
    url = Url.parse(text)
    assert url is not None
    return url


def url_site(url: Url) -> str:
    """Return the site of *url*."""
    return site_of(url.scheme, url.host)


def kept(line: str, at: str = "https://a.example.com/x/y") -> bool:
    """Tell whether a browser keeps the cookie of *line*."""
    return parsed(line, url_of(at), "https://example.com", 0) is not None


def sent(line: str, to: str, at: str = "https://a.example.com/x/y", now: float = 0) -> str:
    """Return what goes to *to*, in a page of the same site, after *line* was set *at* a URL."""
    jar = CookieJar()
    jar.visit(line, url_of(at), 0)
    site = url_site(url_of(at))
    same_site = site == url_site(url_of(to))
    return jar.header(url_of(to), site, now, is_same_site=same_site)


@pytest.mark.parametrize(
    ("base", "attributes", "expected"),
    [
        pytest.param(SAME_SITE, "", "id=1", id="same-site"),
        pytest.param(SAME_SITE, "; SameSite=Strict", "id=1", id="same-site-strict"),
        pytest.param("https://api.example", "; Secure; SameSite=None", "id=1", id="none"),
        pytest.param("https://api.example", "", None, id="default"),
        pytest.param("https://api.example", "; SameSite=Lax", None, id="lax"),
        pytest.param("https://api.example", "; SameSite=Strict", None, id="strict"),
        pytest.param("https://api.example", "; SameSite=odd", None, id="unknown"),
        pytest.param(
            "https://api.example", "; Secure; SameSite=None; Partitioned", None, id="partitioned"
        ),
    ],
)
def test_what_goes_to_another_origin(base: str, attributes: str, expected: str | None) -> None:
    """To another site go only cookies that say SameSite=None, and are not another site's."""
    app = WSGI(ALLOW, CREDENTIALS)
    browser = Browser(app, origin=HERE, base=base)
    browser.set_cookie(f"id=1{attributes}")
    assert browser.fetch("/", credentials="include").readable
    assert app.environs[0].get("HTTP_COOKIE") == expected


@pytest.mark.parametrize(
    ("engine", "attributes", "visited", "fetched"),
    [
        ("fetch", "SameSite=None", True, True),
        ("chromium", "SameSite=None", True, True),
        ("firefox", "SameSite=None", False, True),
        ("webkit", "SameSite=None", False, False),
        ("chromium", "SameSite=None; Partitioned", False, True),
        ("firefox", "SameSite=None; Partitioned", False, True),
        ("webkit", "SameSite=None; Partitioned", False, True),
        ("chromium", "SameSite=Lax", False, False),
    ],
)
def test_third_party_cookies(
    engine: Engine, attributes: str, *, visited: bool, fetched: bool
) -> None:
    """Of another site's cookies, each browser sends its own: those of a visit, and those of a fetch."""
    app = WSGI(ALLOW, CREDENTIALS, ("Set-Cookie", f"fetched=1; Secure; {attributes}"))
    browser = Browser(app, origin=HERE, base="https://api.example", engine=engine)
    browser.set_cookie(f"visited=1; Secure; {attributes}")
    for _ in range(2):
        browser.fetch("/", credentials="include")
    sent = app.environs[1].get("HTTP_COOKIE", "")
    assert ("visited=1" in sent, "fetched=1" in sent) == (visited, fetched)


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_cookies_of_another_partition_stay_there(engine: Engine) -> None:
    """What a page of one site got is not sent for a page of another; a site's own cookies are."""
    app = WSGI(("Set-Cookie", "id=1; Secure; SameSite=None; Partitioned"))
    browser = Browser(app, origin=HERE, base="https://api.example", engine=engine)
    browser.fetch("/", credentials="include")
    browser.open("https://other.example").fetch("/", credentials="include")
    browser.open("https://www.api.example").fetch("/", credentials="include")
    assert [environ.get("HTTP_COOKIE") for environ in app.environs[1:]] == [None, None]


def test_cookies_go_only_if_the_page_says_so() -> None:
    """Without credentials, none is sent to another origin."""
    app = WSGI(ALLOW)
    browser = page(app)
    browser.set_cookie("id=1; Secure; SameSite=None")
    browser.fetch("/")
    assert "HTTP_COOKIE" not in app.environs[0]


def test_what_an_app_sets_comes_back() -> None:
    """A cookie of a response is kept, whether or not the page may read the response."""
    app = WSGI(("Set-Cookie", "id=1; Secure; SameSite=None"), ("Set-Cookie", "lax=1"))
    browser = page(app)
    browser.fetch("/", credentials="include")
    browser.fetch("/", credentials="include")
    assert app.environs[1].get("HTTP_COOKIE") == "id=1"


def test_a_partitioned_cookie_is_one_sites() -> None:
    """A partitioned cookie goes for pages of the site in which it was set, and for no others."""
    cookie = ("Set-Cookie", "id=1; Secure; SameSite=None; Partitioned")
    app = WSGI(cookie)
    browser = page(app)
    browser.fetch("/", credentials="include")
    browser.fetch("/", credentials="include")
    browser.open("https://evil.example").fetch("/", credentials="include")
    assert [each.get("HTTP_COOKIE") for each in app.environs] == [None, "id=1", None]


def test_a_sandboxed_page_sends_what_goes_anywhere() -> None:
    """A page whose origin is null is of no site."""
    app = WSGI()
    browser = page(app, "null")
    browser.set_cookie("id=1; Secure; SameSite=None")
    browser.set_cookie("lax=1")
    browser.fetch("/", credentials="include")
    assert app.environs[0]["HTTP_COOKIE"] == "id=1"


def test_a_cookie_that_no_browser_keeps() -> None:
    """A test that sets a cookie in vain is told so."""
    with pytest.raises(ValueError, match="no browser keeps 'id=1; SameSite=None'"):
        page(WSGI()).set_cookie("id=1; SameSite=None")


@pytest.mark.parametrize(
    ("line", "to", "expected"),
    [
        ("a=1", "https://a.example.com/x/z", "a=1"),
        ("a=1", "https://a.example.com/x", "a=1"),
        ("a=1", "https://a.example.com/xy", ""),
        ("a=1; Path=/", "https://a.example.com/", "a=1"),
        ("a=1; Path=/q/", "https://a.example.com/q/r", "a=1"),
        ("a=1; Path=/; Secure", "http://a.example.com/", ""),
        ("a=1; Path=/", "https://b.a.example.com/", ""),
        ("a=1; Path=/; Domain=.Example.com", "https://b.example.com/", "a=1"),
        ("a=1; Path=/; Domain=a.example.com", "https://b.a.example.com/", "a=1"),
        ("a=1; Path=/; Domain=example.com", "https://example.org/", ""),
        ("just-a-value; Path=/", "https://a.example.com/", "just-a-value"),
        ("a=b=c; Path=/", "https://a.example.com/", "a=b=c"),
    ],
)
def test_where_a_cookie_goes(line: str, to: str, expected: str) -> None:
    """A cookie goes to its host, or below its domain, on its path."""
    assert sent(line, to) == expected


@pytest.mark.parametrize(
    ("line", "now", "expected"),
    [
        ("a=1; Path=/; Max-Age=10", 9, "a=1"),
        ("a=1; Path=/; Max-Age=10", 10, ""),
        ("a=1; Path=/; Max-Age=-1", 0, ""),
        ("a=1; Path=/; Max-Age=soon", 1e9, "a=1"),
        pytest.param(f"a=1; Path=/; Max-Age={'9' * 5000}", 1e9, "a=1", id="for-ever"),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:01:00 GMT", 59, "a=1"),
        ("a=1; Path=/; Expires=Thu, 01-Jan-1970 00:01:00 GMT", 60, ""),
        ("a=1; Path=/; Expires=never", 1e9, "a=1"),
        ("a=1; Path=/; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", 9, "a=1"),
    ],
)
def test_when_a_cookie_is_removed(line: str, now: float, expected: str) -> None:
    """A cookie is removed at its age, or else at its date."""
    assert sent(line, "https://a.example.com/", now=now) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", False),
        ("a=\x01", False),
        ("a=1; SameSite=None", False),
        ("a=1; Partitioned", False),
        ("a=1; Domain=com", False),
        ("a=1; Domain=example.org", False),
        ("a=1; Domain=b.a.example.com", False),
        ("__Secure-a=1", False),
        ("__Secure-a=1; Secure", True),
        ("__Host-a=1; Secure", False),
        ("__Host-a=1; Secure; Path=/", True),
        ("__Host-a=1; Secure; Path=/; Domain=a.example.com", False),
    ],
)
def test_what_is_kept(line: str, *, expected: bool) -> None:
    """What has no right to be set is not kept."""
    assert kept(line) is expected


def test_http_sets_nothing_secure() -> None:
    """Over plain http nobody sets a secure cookie, but on the machine itself."""
    secure = "a=1; Secure"
    assert (kept(secure, "http://a.example.com/"), kept(secure, "http://localhost:8000/")) == (
        False,
        True,
    )


@pytest.mark.parametrize(
    ("at", "line", "expected"),
    [
        ("http://a.example.com/", "a=2", "a=1"),
        ("http://a.example.com/", "a=2; Domain=example.com; Path=/x", "a=1"),
        ("http://example.com/", "a=2; Domain=example.com", "a=1"),
        ("http://a.example.com/", "b=2", "a=1; b=2"),
        ("http://c.example.com/", "a=2", "a=1"),
        ("https://a.example.com/", "a=2", "a=2"),
        ("http://a.example.com/", "a=2; Secure", "a=1"),
    ],
)
def test_http_replaces_nothing_secure(at: str, line: str, expected: str) -> None:
    """What comes over plain http stands in for no secure cookie of the same name."""
    jar, to = CookieJar(), url_of("https://a.example.com/")
    jar.visit("a=1; Secure", to, 0)
    jar.visit(line, url_of(at), 0)
    assert jar.header(to, url_site(to), 0, is_same_site=True) == expected


def test_the_longest_path_goes_first() -> None:
    """Cookies go by the length of their paths, then in the order in which they were set."""
    jar = CookieJar()
    at = url_of("https://a.example.com/x/y")
    for line in ("a=1; Path=/", "b=1; Path=/x", "c=1; Path=/", "a=2; Path=/"):
        jar.visit(line, at, 0)
    assert jar.header(at, url_site(at), 0, is_same_site=True) == "b=1; a=2; c=1"
