"""The pattern that a text with mistakes was meant as."""

from __future__ import annotations

import pytest

from crossorigin._policy.origin_problems import of_origin
from crossorigin._web.origins import split_pattern
from crossorigin.errors import Problem, ProblemCode

MENDED = {
    # text: (what it meant, the mistakes in it)
    "https://a.example/": ("https://a.example", "origin-has-path"),
    "https://a.example/path": ("https://a.example", "origin-has-path"),
    "https://a.example?query": ("https://a.example", "origin-has-path"),
    "https://a.example#fragment": ("https://a.example", "origin-has-path"),
    "https://a.example:8443/": ("https://a.example:8443", "origin-has-path"),
    "https://a.example/p:443": ("https://a.example", "origin-has-path"),
    "https://a.example/p@q": ("https://a.example", "origin-has-path"),
    "http://localhost:*/": ("http://localhost:*", "origin-has-path"),
    "https://*.a.example/": ("https://*.a.example", "origin-has-path"),
    "a.example": ("https://a.example", "origin-missing-scheme"),
    "a.example:8443": ("https://a.example:8443", "origin-missing-scheme"),
    "//a.example": ("https://a.example", "origin-missing-scheme"),
    "*.a.example": ("https://*.a.example", "origin-missing-scheme"),
    "localhost:3000": ("http://localhost:3000", "origin-missing-scheme"),
    "localhost:*": ("http://localhost:*", "origin-missing-scheme"),
    "127.0.0.1": ("http://127.0.0.1", "origin-missing-scheme"),
    "[::1]:3000": ("http://[::1]:3000", "origin-missing-scheme"),
    "HTTPS://a.example": ("https://a.example", "origin-upper-case"),
    "https://App.Example": ("https://app.example", "origin-upper-case"),
    "http://[::FFFF]": ("http://[::ffff]", "origin-upper-case"),
    "https://u:p@a.example": ("https://a.example", "origin-has-userinfo"),
    "https://u@a.example": ("https://a.example", "origin-has-userinfo"),
    "https://a.example:443": ("https://a.example", "origin-default-port"),
    "http://a.example:80": ("http://a.example", "origin-default-port"),
    "https://bücher.example": ("https://xn--bcher-kva.example", "origin-unicode-host"),
    "https://\uff42ücher.example": ("https://xn--bcher-kva.example", "origin-unicode-host"),
    "https://*.bücher.example": ("https://*.xn--bcher-kva.example", "origin-unicode-host"),
    "https://xn--*.bücher.example": ("https://xn--*.xn--bcher-kva.example", "origin-unicode-host"),
    "https://straße.example": ("https://xn--strae-oqa.example", "origin-unicode-host"),
    "https://☃.example": ("https://xn--n3h.example", "origin-unicode-host"),
    "https://*.☃.net": ("https://*.xn--n3h.net", "origin-unicode-host"),
    "https://例え.テスト": ("https://xn--r8jz45g.xn--zckzah", "origin-unicode-host"),
    "http://[0:0::1]": ("http://[::1]", "origin-ip-not-canonical"),
    "http://[::ffff:127.0.0.1]": ("http://[::ffff:7f00:1]", "origin-ip-not-canonical"),
    " https://a.example\n": ("https://a.example", "origin-malformed"),
    "*://a.example": ("https://a.example", "origin-wildcard-misplaced"),
    "http*://a.example": ("https://a.example", "origin-wildcard-misplaced"),
    "*://localhost:3000": ("http://localhost:3000", "origin-wildcard-misplaced"),
    "*://*.A.example/": (
        "https://*.a.example",
        "origin-wildcard-misplaced origin-upper-case origin-has-path",
    ),
    "https://*.*.a.example": ("https://*.a.example", "origin-wildcard-misplaced"),
    "https://*.*.*.a.example:*": ("https://*.a.example:*", "origin-wildcard-misplaced"),
    "https://**.a.example": ("https://*.a.example", "origin-wildcard-misplaced"),
    "https://pr-**.a.example": ("https://pr-*.a.example", "origin-wildcard-misplaced"),
    "*.*.a.example": ("https://*.a.example", "origin-missing-scheme origin-wildcard-misplaced"),
    "http://127.0.0.*": ("http://127.0.0.1:*", "origin-wildcard-misplaced"),
    "http://127.*": ("http://127.0.0.1:*", "origin-wildcard-misplaced"),
    "http://127.*.*.*:3000": ("http://127.0.0.1:3000", "origin-wildcard-misplaced"),
    "ws://ui.example": ("http://ui.example", "origin-not-of-a-page"),
    "wss://ui.example": ("https://ui.example", "origin-not-of-a-page"),
    "WSS://*.ui.example": ("https://*.ui.example", "origin-not-of-a-page"),
    "ws://localhost:*": ("http://localhost:*", "origin-not-of-a-page"),
    "wss://a.example:443/socket": (
        "https://a.example",
        "origin-not-of-a-page origin-has-path origin-default-port",
    ),
    "Capacitor://LocalHost": ("capacitor://LocalHost", "origin-upper-case"),
    "capacitor://localhost/": ("capacitor://localhost", "origin-has-path"),
    "app://u@obsidian.md": ("app://obsidian.md", "origin-has-userinfo"),
    "app://b\xfccher": ("app://b%C3%BCcher", "origin-unicode-host"),
    "app://\u4f8b:8080/": ("app://%E4%BE%8B:8080", "origin-has-path origin-unicode-host"),
    "app://a\ud800": ("app://a%3F", "origin-unicode-host"),
    "app://[0::1]": ("app://[::1]", "origin-ip-not-canonical"),
    "data:8080": ("https://data:8080", "origin-missing-scheme"),
    "data:*": ("https://data:*", "origin-missing-scheme"),
    '"https://a.example"': ("https://a.example", "origin-malformed"),
    "\u2018a.example\u2019": ("https://a.example", "origin-missing-scheme"),
    "\ufeffhttps://a.example\u200b": ("https://a.example", "origin-malformed"),
    "https://a.example,": ("https://a.example", "origin-malformed"),
    "https://a.example # ours": ("https://a.example", "origin-malformed"),
    "['https://a.example']": ("https://a.example", "origin-malformed"),
    "https: //a.example : 8443": ("https://a.example:8443", "origin-malformed"),
    "https//a.example": ("https://a.example", "origin-malformed"),
    "http:/a.example": ("http://a.example", "origin-malformed"),
    "https:a.example": ("https://a.example", "origin-malformed"),
    "https:localhost:3000": ("https://localhost:3000", "origin-malformed"),
    "htps://a.example": ("https://a.example", "origin-malformed"),
    "Htttp:/A.example/": ("http://a.example", "origin-upper-case origin-has-path"),
    "ttps://a.example": ("https://a.example", "origin-malformed"),
    "https:\\\\a.example": ("https://a.example", "origin-malformed"),
    "https;//a.example": ("https://a.example", "origin-malformed"),
    "https:///a.example": ("https://a.example", "origin-malformed"),
    "https://http://a.example": ("http://a.example", "origin-malformed"),
    "://a.example": ("https://a.example", "origin-missing-scheme"),
    ";//a.example": ("https://a.example", "origin-missing-scheme"),
    "://.a.example": ("https://*.a.example", "origin-missing-scheme"),
    "http:8080": ("https://http:8080", "origin-missing-scheme"),
    "https://.a.example": ("https://*.a.example", "origin-malformed"),
    ".a.example": ("https://*.a.example", "origin-missing-scheme"),
    "https://a.example:": ("https://a.example", "origin-port-malformed"),
    "http://::1:5052": ("http://[::1]:5052", "origin-ip-not-canonical"),
    "http://[::1:5052": ("http://[::1]:5052", "origin-ip-not-canonical"),
    "http://::1]:5052": ("http://[::1]:5052", "origin-ip-not-canonical"),
    "http://0:0:0:0:0:0:0:1:3000": ("http://[::1]:3000", "origin-ip-not-canonical"),
    "http://::1:*/": ("http://[::1]:*", "origin-has-path origin-ip-not-canonical"),
    "::1": ("http://[::1]", "origin-missing-scheme origin-ip-not-canonical"),
    "http://2001:db8::7": ("http://[2001:db8::7]", "origin-ip-not-canonical"),
    "Localhost:3000/": (
        "http://localhost:3000",
        "origin-missing-scheme origin-upper-case origin-has-path",
    ),
    "HTTPS://u@Bücher.example:443/x": (
        "https://xn--bcher-kva.example",
        (
            "origin-upper-case origin-has-userinfo origin-has-path origin-default-port"
            " origin-unicode-host"
        ),
    ),
}


@pytest.mark.parametrize(("text", "pattern", "codes"), [(k, *v) for k, v in MENDED.items()])
def test_a_mistake_that_can_be_mended(text: str, pattern: str, codes: str) -> None:
    """The hint writes the pattern that was meant, whatever the number of its mistakes."""
    assert list(of_origin("origins[7]", text)) == [
        Problem(ProblemCode(code), "origins[7]", text, f'write "{pattern}"')
        for code in codes.split()
    ]
    assert split_pattern(pattern) is not None
