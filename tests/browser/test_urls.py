"""URLs, parsed as a browser does."""

from __future__ import annotations

import pytest

from crossorigin._browser.urls import Url

BASE = Url("https", "a.example", "", "/b/c", "?d", "e")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://a.example", "https://a.example/", id="no-path"),
        pytest.param("HTTPS://A.Example/B", "https://a.example/B", id="case"),
        pytest.param(" \x00https://a.example/\x1f ", "https://a.example/", id="ends-stripped"),
        pytest.param("ht\ntps://a.ex\tample/\r", "https://a.example/", id="new-lines-removed"),
        pytest.param("https:///a.example/x", "https://a.example/x", id="slashes"),
        pytest.param("https:a.example", "https://a.example/", id="no-slash"),
        pytest.param("https://X.example", "https://x.example/", id="letter-after-slashes"),
        pytest.param("https://a_b.example", "https://a_b.example/", id="underscore"),
        pytest.param("https:\\\\a.example\\x", "https://a.example/x", id="backslashes"),
        pytest.param("https://a.example?\\#\\", "https://a.example/?\\#\\", id="not-in-query"),
        pytest.param("http://a.example:80/", "http://a.example/", id="default-port"),
        pytest.param("https://a.example:80/", "https://a.example:80/", id="other-port"),
        pytest.param("https://a.example:00443/", "https://a.example/", id="leading-zeros"),
        pytest.param("https://a.example:/", "https://a.example/", id="empty-port"),
        pytest.param("https://a.example:65535/", "https://a.example:65535/", id="largest-port"),
        pytest.param("https://a.example:0/", "https://a.example:0/", id="port-zero"),
        pytest.param("https://u:p@a.example/", "https://a.example/", id="userinfo"),
        pytest.param("https://u@b@a.example/", "https://a.example/", id="two-at-signs"),
        pytest.param("https://a.example/x@y", "https://a.example/x@y", id="at-in-path"),
        pytest.param("https://%61.example/", "https://a.example/", id="encoded-host"),
        pytest.param("https://b\u00fccher.example/", "https://xn--bcher-kva.example/", id="idna"),
        pytest.param("https://B\u00dcCHER.example/", "https://xn--bcher-kva.example/", id="mapped"),
        pytest.param("https://b%C3%BCcher.example/", "https://xn--bcher-kva.example/", id="utf-8"),
        pytest.param("https://a\u3002example/", "https://a.example/", id="ideographic-dot"),
        pytest.param("https://\u2603.net/", "https://xn--n3h.net/", id="symbol"),
        pytest.param("https://%e2%98%83/", "https://xn--n3h/", id="encoded-symbol"),
        pytest.param("https://b\u00fc..a/", "https://xn--b-eha..a/", id="empty-label"),
        pytest.param('https://a"b/', 'https://a"b/', id="quotation-mark"),
        pytest.param("http://127.1/", "http://127.0.0.1/", id="short-ipv4"),
        pytest.param("http://0x7F.1/", "http://127.0.0.1/", id="hexadecimal"),
        pytest.param("http://0x/", "http://0.0.0.0/", id="hexadecimal-nothing"),
        pytest.param("http://0177.0.0.1./", "http://127.0.0.1/", id="octal-with-dot"),
        pytest.param("http://4294967295/", "http://255.255.255.255/", id="one-number"),
        pytest.param("http://1.65536/", "http://1.1.0.0/", id="two-numbers"),
        pytest.param("http://1.2.3.0/", "http://1.2.3.0/", id="zero"),
        pytest.param("http://255.1.1.1/", "http://255.1.1.1/", id="largest-octet"),
        pytest.param(f"http://{'0' * 37}177/", "http://0.0.0.127/", id="zeros-in-front"),
        pytest.param(f"http://0x{'0' * 5000}7f/", "http://0.0.0.127/", id="many-zeros"),
        pytest.param("http://[::0:1]:8/", "http://[::1]:8/", id="ipv6"),
        pytest.param("https://a.example/./x/../y/", "https://a.example/y/", id="dots"),
        pytest.param("https://a.example/x/%2E%2e", "https://a.example/", id="encoded-dots"),
        pytest.param("https://a.example/x/%2e", "https://a.example/x/", id="encoded-dot"),
        pytest.param("https://a.example/../../x", "https://a.example/x", id="above-the-root"),
        pytest.param("https://a.example/x/y/../z", "https://a.example/x/z", id="up-by-one"),
        pytest.param("https://a.example/x/y/..", "https://a.example/x/", id="up-at-the-end"),
        pytest.param("https://a.example/\ud800", "https://a.example/%EF%BF%BD", id="surrogate"),
        pytest.param("https://a.example//x", "https://a.example//x", id="double-slash"),
        pytest.param(
            'https://a.example/ "#<>?^`{}\u00e9?"#<>\'\u00e9#"<>`\u00e9',
            "https://a.example/%20%22#%3C%3E?^%60{}%C3%A9?%22#%3C%3E'%C3%A9#%22%3C%3E%60%C3%A9",
            id="fragment-first",
        ),
        pytest.param(
            'https://a.example/ "<>^`{}\u00e9\x7f[]|~%',
            "https://a.example/%20%22%3C%3E%5E%60%7B%7D%C3%A9%7F[]|~%",
            id="encoded-path",
        ),
        pytest.param(
            "https://a.example/? \"<>'\u00e9\x7f^`{}?%",
            "https://a.example/?%20%22%3C%3E%27%C3%A9%7F^`{}?%",
            id="encoded-query",
        ),
        pytest.param("https://a.example/#", "https://a.example/#", id="empty-fragment"),
        pytest.param("https://a.example/?", "https://a.example/?", id="empty-query"),
    ],
)
def test_absolute(text: str, expected: str) -> None:
    """A URL is what a browser would show of it, but for its credentials."""
    assert str(Url.parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("/x", id="relative"),
        pytest.param("a.example", id="no-scheme"),
        pytest.param("https://", id="no-host"),
        pytest.param("https:///", id="no-host-but-a-path"),
        pytest.param("https://:8/", id="no-host-but-a-port"),
        pytest.param("https://a b/", id="space"),
        pytest.param("https://a%20b/", id="encoded-space"),
        pytest.param("https://a%zz/", id="percent"),
        pytest.param("https://a|b/", id="forbidden"),
        pytest.param("https://a\x7fb/", id="delete"),
        pytest.param("https://a%ff.example/", id="no-utf-8"),
        pytest.param("https://b\u00fc.\u200d.example/", id="no-domain"),
        pytest.param("https://xn--a.example/", id="no-punycode"),
        pytest.param("https://\xad/", id="nothing-left"),
        pytest.param("https://a.example:x/", id="port-of-letters"),
        pytest.param("https://a.example:65536/", id="port-too-large"),
        pytest.param("https://a.example:" + "9" * 5000, id="port-far-too-large"),
        pytest.param("https://[::1/", id="open-bracket"),
        pytest.param("https://[::1]x/", id="after-bracket"),
        pytest.param("https://[::g]/", id="no-ipv6"),
        pytest.param("https://[fe80::1%25eth0]/", id="zone"),
        pytest.param("http://256.1.1.1/", id="octet-too-large"),
        pytest.param("http://1.1.1.256/", id="last-octet-too-large"),
        pytest.param("http://4294967296/", id="number-too-large"),
        pytest.param("http://1.2.3.4.5/", id="five-numbers"),
        pytest.param("http://1.2.3.4.0/", id="five-numbers-and-the-last-is-zero"),
        pytest.param("http://1..2/", id="empty-number"),
        pytest.param("http://09/", id="no-octal"),
        pytest.param("http://a.1/", id="no-number-before-the-last"),
        pytest.param("http://" + "1" * 5000, id="number-far-too-large"),
    ],
)
def test_no_url(text: str) -> None:
    """What no browser understands is no URL, however long it is."""
    assert Url.parse(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "https://a.example/b/c?d", id="nothing"),
        pytest.param("#x", "https://a.example/b/c?d#x", id="fragment"),
        pytest.param("?x", "https://a.example/b/c?x", id="query"),
        pytest.param("?", "https://a.example/b/c?", id="empty-query"),
        pytest.param("x", "https://a.example/b/x", id="name"),
        pytest.param("x?y#z", "https://a.example/b/x?y#z", id="name-and-all"),
        pytest.param("..", "https://a.example/", id="up"),
        pytest.param("./", "https://a.example/b/", id="here"),
        pytest.param("/x", "https://a.example/x", id="absolute-path"),
        pytest.param("\\x", "https://a.example/x", id="backslash"),
        pytest.param("//b.example:8/x", "https://b.example:8/x", id="other-host"),
        pytest.param("https:x", "https://a.example/b/x", id="same-scheme"),
        pytest.param("http:x", "http://x/", id="other-scheme"),
        pytest.param("http://b.example", "http://b.example/", id="absolute"),
        pytest.param("https://b.example", "https://b.example/", id="absolute-same-scheme"),
    ],
)
def test_relative(text: str, expected: str) -> None:
    """A relative URL takes from the base what it does not say."""
    assert str(Url.parse(text, BASE)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/", False),
        ("https://@a.example/", False),
        ("https://:@a.example/", False),
        ("https://u@a.example/", True),
        ("https://:p@a.example/", True),
        ("https://u:p@a.example/", True),
        ("data://u:p@a/,", True),
        ("data://a/,", False),
        ("data://:@a/,", False),
        ("data:u:p@a,", False),
    ],
)
def test_credentials(text: str, *, expected: bool) -> None:
    """A user name or a password is noticed, unless both are empty."""
    url = Url.parse(text)
    assert url is not None
    assert url.has_credentials is expected


def test_credentials_are_not_relative() -> None:
    """A URL that is relative has none."""
    url = Url.parse("x", BASE)
    assert url == Url("https", "a.example", "", "/b/x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data:,X", "data:,X"),
        ("DATA:TEXT/plain,\tX\n", "data:TEXT/plain,X"),
        ("data:\u2020\0\x7f'<>\"#x", "data:%E2%80%A0%00%7F'<>\"#x"),
        ("data:,?a ' <>\"`|\u2020", "data:,?a%20'%20%3C%3E%22`|%E2%80%A0"),
        ("data:a ?b", "data:a%20?b"),
        ("data:a  #b", "data:a %20#b"),
        ("data:a \\ .. b", "data:a \\ .. b"),
        ("data:/a/../b,/./ c", "data:/b,/%20c"),
        ("data:/..//a", "data:/.//a"),
        ("data:/a?b", "data:/a?b"),
        ("data://", "data://"),
        ("data://A.b/x y,", "data://A.b/x%20y,"),
        ("data://\u2020%zz?x", "data://%E2%80%A0%zz?x"),
        ("data://a:0080/../b", "data://a:80/b"),
        ("data://a:/b", "data://a/b"),
        ("data://a:65535/b", "data://a:65535/b"),
        ("data:///a", "data:///a"),
        ("data://[0::1]/", "data://[::1]/"),
    ],
)
def test_data(text: str, expected: str) -> None:
    """A data: URL has a path and a query; a host, and its port, are part of the path."""
    url = Url.parse(text, BASE)
    assert url is not None
    assert (str(url), url.host, url.port) == (expected, "", "")


@pytest.mark.parametrize(
    "text",
    ["a b", "a:b", "a:65536", ":80", "u@", "[::1", "[::g]", "[::1]x", "a^b", "[fe80::1%25eth0]"],
)
def test_no_data(text: str) -> None:
    """What stands between two slashes and the next one must be a host."""
    assert Url.parse(f"data://{text}/,x") is None


@pytest.mark.parametrize(
    ("text", "scheme"), [("data:,x", "data"), ("MAILTO:a@b", "mailto"), ("web+x:#y", "web+x")]
)
def test_other_schemes(text: str, scheme: str) -> None:
    """Of a URL that no server is asked for, the scheme is known."""
    url = Url.parse(text, BASE)
    assert url is not None
    assert url.scheme == scheme


def test_parts() -> None:
    """An origin has the port if it is not the default, a target has no fragment."""
    url = Url.parse("http://a.example:8/b?c#d")
    assert url is not None
    assert url.origin == "http://a.example:8"
    assert url.target == "http://a.example:8/b?c"
