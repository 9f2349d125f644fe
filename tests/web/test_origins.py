"""The one strict grammar of origins and of their patterns, and its bounds."""

from __future__ import annotations

import pytest

from crossorigin._web.origins import (
    is_slip,
    split_origin,
    split_pattern,
)

LABEL = "a" * 63
# With its last dot, as long as a host name may be.
HOST = ".".join([LABEL, LABEL, LABEL, "a" * 61]) + "."
# As long as an origin may be: 330 characters.
ORIGIN = f"{'s' * (330 - len('://h'))}://h"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("https://a.com", ("https", "a.com", ""), id="C13"),
        pytest.param("https://a.com:8443", ("https", "a.com", "8443"), id="C14"),
        pytest.param("https://a.com:1", ("https", "a.com", "1"), id="C14-lowest"),
        pytest.param("https://a.com:65535", ("https", "a.com", "65535"), id="C14-highest"),
        pytest.param("https://a.com:80", ("https", "a.com", "80"), id="C15-another-default"),
        pytest.param(
            "https://xn--bcher-kva.example", ("https", "xn--bcher-kva.example", ""), id="C19"
        ),
        pytest.param("http://[::1]:3000", ("http", "[::1]", "3000"), id="C20"),
        pytest.param("http://[::]", ("http", "[::]", ""), id="C20-shortest"),
        pytest.param(
            "http://[1111:2222:3333:4444:5555:6666:7777:8888]",
            ("http", "[1111:2222:3333:4444:5555:6666:7777:8888]", ""),
            id="C20-longest",
        ),
        pytest.param("http://127.0.0.1", ("http", "127.0.0.1", ""), id="C21"),
        pytest.param("http://255.249.199.99", ("http", "255.249.199.99", ""), id="C21-octets"),
        pytest.param("https://a_b.example", ("https", "a_b.example", ""), id="C22"),
        pytest.param("https://a.com.", ("https", "a.com.", ""), id="C23"),
        pytest.param("chrome-extension://abcdef", ("chrome-extension", "abcdef", ""), id="C26"),
        pytest.param("capacitor://localhost", ("capacitor", "localhost", ""), id="C26-app"),
        pytest.param("a+1.-://a", ("a+1.-", "a", ""), id="scheme"),
        pytest.param("filesystem://a", ("filesystem", "a", ""), id="not-file"),
        *(
            pytest.param(f"{scheme}://{host}", (scheme, host, ""), id=f"{scheme}-{host}")
            for scheme, host in (
                ("file", ""),
                ("file", "a"),
                ("app", ""),
                ("app", "."),
                ("app", "obsidian.md"),
                ("app", "127.1"),
                ("app", "a..b"),
                ("app", "b%C3%BCcher"),
                ("app", "[::1]"),
                ("app", "-._~!$&'()+;="),
                ("qrc", ""),
                ("safari-web-extension", "6F1A9C10-92F6-4F65-A1B2-9B6D0B5B1E5D"),
                ("moz-extension", "4ed7f644-c3b5-4bf1-983f-2c8718f52222"),
                ("vscode-webview", "1k0u5qqf8b2g3h4v0q6n7p8r9s"),
                ("app", LABEL + LABEL),
            )
        ),
        pytest.param(
            "wails://Wails.localhost:34115", ("wails", "Wails.localhost", "34115"), id="opaque-port"
        ),
        pytest.param("https://1.example", ("https", "1.example", ""), id="number-first"),
        pytest.param(f"https://{LABEL}.a", ("https", f"{LABEL}.a", ""), id="63-byte-label"),
        pytest.param(f"https://a.{LABEL}", ("https", f"a.{LABEL}", ""), id="63-byte-last-label"),
        pytest.param(f"https://{HOST}", ("https", HOST, ""), id="254-byte-host"),
        pytest.param(ORIGIN, (ORIGIN.removesuffix("://h"), "h", ""), id="330-bytes"),
    ],
)
def test_an_origin(text: str, parts: tuple[str, str, str]) -> None:
    """An origin that a browser sends is split into scheme, host and port."""
    assert split_origin(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://a.com:443", id="C15"),
        pytest.param("http://a.com:80", id="C15-http"),
        pytest.param("https://a.com/", id="C16"),
        pytest.param("HTTPS://a.com", id="C17-scheme"),
        pytest.param("https://A.com", id="C17-host"),
        pytest.param("null", id="C18"),
        pytest.param("https://bücher.example", id="C19"),
        pytest.param("http://[0:0::1]", id="C20"),
        pytest.param("http://[::FFFF]", id="C20-upper-case"),
        pytest.param("http://[::ffff:127.0.0.1]", id="C20-embedded-ipv4"),
        pytest.param("http://[:::]", id="C20-no-address"),
        pytest.param("http://[::1", id="C20-open"),
        pytest.param("http://::1", id="C20-bare"),
        pytest.param("http://127.1", id="C21"),
        pytest.param("http://0177.0.0.1", id="C21-octal"),
        pytest.param("http://0x7f.0.0.1", id="C21-hexadecimal-first"),
        pytest.param("http://127.0.0.0x1", id="C21-hexadecimal-last"),
        pytest.param("http://2130706433", id="C21-one-number"),
        pytest.param("http://256.0.0.1", id="C21-octet"),
        pytest.param("http://127.0.0.1.", id="C21-dot"),
        pytest.param("http://1.2.3.4.5", id="C21-five"),
        pytest.param("https://a.com https://b.com", id="C24"),
        pytest.param("https://a.com, https://b.com", id="C25"),
        pytest.param("https://a.com,https://b.com", id="C25-comma"),
        pytest.param("", id="C27"),
        pytest.param("https://a.com\r", id="C28-return"),
        pytest.param("https://a.com\n", id="C28-line"),
        pytest.param("https://a\t.com", id="C28-tab"),
        pytest.param("https://a.com\0", id="C28-nul"),
        pytest.param("https://a.com\x7f", id="C28-delete"),
        pytest.param("https://\u212a.example", id="P11-kelvin"),
        pytest.param(f"s{ORIGIN}", id="C28-331-bytes"),
        pytest.param(f"https://a{HOST}", id="64-byte-label"),
        pytest.param(f"https://{'a.' * 127}a", id="255-byte-host"),
        pytest.param("https://a.com:0", id="port-zero"),
        pytest.param("https://a.com:08", id="port-leading-zero"),
        pytest.param("https://a.com:65536", id="port-too-high"),
        pytest.param("https://a.com:123456", id="port-too-long"),
        pytest.param("https://a.com:", id="port-empty"),
        pytest.param("https://a.com:²", id="port-not-ascii"),
        pytest.param("https://a.com:+80", id="port-signed"),
        pytest.param("https://", id="no-host"),
        pytest.param("https://.a.com", id="empty-label-first"),
        pytest.param("https://a..com", id="empty-label"),
        pytest.param("https://a.com..", id="two-dots"),
        pytest.param("1a://a", id="scheme-starts-with-a-digit"),
        pytest.param("App://a", id="scheme-upper-case"),
        pytest.param("app://a/", id="opaque-slash"),
        pytest.param("app://u@a", id="opaque-userinfo"),
        pytest.param("app://:80", id="opaque-port-without-host"),
        pytest.param("app://a:0", id="opaque-port-zero"),
        pytest.param("app://[0::1]", id="opaque-address"),
        pytest.param("app://[a]", id="opaque-brackets"),
        pytest.param("app:", id="opaque-no-slashes"),
        pytest.param(f"app://{'a' * 325}", id="opaque-331-bytes"),
        pytest.param("a.com", id="no-scheme"),
        pytest.param("https:a.com", id="no-slashes"),
        pytest.param("https://*.a.com", id="wildcard"),
        pytest.param("*", id="star"),
    ],
)
def test_what_is_no_origin(text: str) -> None:
    """What no browser sends is no origin."""
    assert split_origin(text) is None


@pytest.mark.parametrize("character", [chr(code) for code in range(256)])
def test_the_characters_of_a_host(character: str) -> None:
    """A host has lower-case letters, digits, dashes, dots and underscores, and nothing else."""
    in_a_host = character in "abcdefghijklmnopqrstuvwxyz0123456789-._"
    assert (split_origin(f"https://a{character}b.example") is not None) == in_a_host


@pytest.mark.parametrize("character", [chr(code) for code in range(256)])
def test_the_characters_of_an_opaque_host(character: str) -> None:
    """An opaque host has no sign that ends a host, stands in a list, or is a wildcard."""
    is_in_a_host = character.isascii() and (character.isalnum() or character in "-._~%!$&'()+;=")
    assert (split_origin(f"app://a{character}b") is not None) == is_in_a_host


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://app.example.com", ("https", "app.example.com", "")),
        ("https://app.example.com:8443", ("https", "app.example.com", "8443")),
        ("https://*.example.com", ("https", "*.example.com", "")),
        ("https://*.com", ("https", "*.com", "")),
        ("https://*.example.com.", ("https", "*.example.com.", "")),
        ("http://localhost:*", ("http", "localhost", "*")),
        ("http://[::1]:*", ("http", "[::1]", "*")),
        ("http://[::1]:3000", ("http", "[::1]", "3000")),
        ("http://127.0.0.1:*", ("http", "127.0.0.1", "*")),
        ("https://pr-*--site.example.dev", ("https", "pr-*--site.example.dev", "")),
        ("https://*site.example.dev", ("https", "*site.example.dev", "")),
        ("https://pr-*.example", ("https", "pr-*.example", "")),
        ("https://a.pr-*.example.dev", ("https", "a.pr-*.example.dev", "")),
        ("https://pr-*.a.example.dev", ("https", "pr-*.a.example.dev", "")),
        ("https://*.pr-*.example.dev:*", ("https", "*.pr-*.example.dev", "*")),
        ("https://*.example.com:8443", ("https", "*.example.com", "8443")),
        ("https://*.xn--bcher-kva.example", ("https", "*.xn--bcher-kva.example", "")),
        ("https://xn--n3h.net", ("https", "xn--n3h.net", "")),
        ("https://xn--*.example", ("https", "xn--*.example", "")),
        ("https://a-xn--f.example", ("https", "a-xn--f.example", "")),
        ("app://xn--f", ("app", "xn--f", "")),
        ("app://", ("app", "", "")),
        ("safari-web-extension://ABC", ("safari-web-extension", "ABC", "")),
        ("wails://wails:34115", ("wails", "wails", "34115")),
    ],
)
def test_a_pattern(text: str, parts: tuple[str, str, str]) -> None:
    """The documented forms of a pattern, alone and combined, are split like an origin."""
    assert split_pattern(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "https://*",
        "https://*.",
        "https://*:*",
        "https://app.*",
        "https://app-*",
        "https://app-*.",
        "https://*.*",
        "https://*.*.com",
        "https://a.*.com",
        "https://*.a.*.com",
        "https://**.com",
        "https://a*b*.com",
        "https://a*.b*.com",
        "https://*.a*.b*.com",
        "https://1.2.3.*",
        "https://*.2.3.4",
        "https://1*.2.3.4",
        "https://[::*]",
        "https://*.0x1",
        "*://a.com",
        "http*://a.com",
        "https://a.com:8*",
        "https://a.com:*8",
        "https://a.com:**",
        "https://a.com:80:*",
        "https://a.com:8443:*",
        "https://a.com:443",
        "https://a.com:*/",
        "https://a.com/*",
        "file://",
        "file://*.a.com",
        "ws://a.com",
        "wss://a.com:8443",
        "data://a",
        "about://a",
        "blob://a",
        "javascript://a",
        "app://*",
        "app://*.a",
        "app://a-*.b",
        "app://a:*",
        "https://xn--f",
        "https://a.xn--f.com",
        "https://*.xn--f.com",
        "https://xn--.com",
        "https://xn--a-ecp.com",
        "null",
        "",
    ],
)
def test_what_is_no_pattern(text: str) -> None:
    """A wildcard stands nowhere else, and what is no origin is no pattern without one."""
    assert split_pattern(text) is None


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("htps", True),
        ("htttps", True),
        ("ttps", True),
        ("hhtp", True),
        ("http", False),
        ("https", False),
        ("app", False),
        ("ftp", False),
        ("sh", False),
        ("httpsss", True),
        ("httpssss", False),
    ],
)
def test_a_slip(scheme: str, *, expected: bool) -> None:
    """A few of the letters of ``https`` that are neither scheme of HTTP are one that slipped."""
    assert is_slip(scheme) is expected
