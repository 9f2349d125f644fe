"""What is wrong with a text that is no origin pattern, and what to write instead."""

from __future__ import annotations

import pytest

from crossorigin._policy.origin_problems import of_list, of_origin
from crossorigin._web.origins import split_pattern
from crossorigin.errors import Problem, ProblemCode

FORMS = (
    'write "https://app.example.com", "https://*.example.com", "http://localhost:*"'
    ' or "https://pr-*.example.com"'
)
REGEX = f"regular expressions are not read: {FORMS}"
PORT = 'write a number from 1 to 65535, or ":*" for any port'
ADDRESS = 'write four decimal numbers, "http://127.0.0.1", or a compressed "http://[::1]"'
WILDCARD = (
    'write "*." before a domain, one "*" inside a label that is not the last, or ":*" for any port'
)
NULL = (
    "leave it out: every sandboxed frame, local file and cross-origin redirect may have"
    " the origin null"
)
FILE = (
    "serve the page from http://localhost: every page opened as a file has the origin null; for a"
    " web view that sends file://, write a function:"
    ' origins=lambda origin, request: origin.scheme == "file"'
)
FUNCTION = (
    'list each of them, or write a function: origins=lambda origin, request: origin.scheme == "{}"'
)
NO_ORIGIN = (
    'write the origin of the page that made it, "https://app.example.com": a URL with "{}:" has'
    " none of its own"
)
NO_NAME = (
    'write the name in its own letters: what follows "xn--" here stands for no name, and the hint'
    " tells what does"
)
PUNYCODE = "write the host name in punycode, as xn--…"

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
    "https://straße.example": ("https://xn--strae-oqa.example", "origin-unicode-host"),
    "https://☃.example": ("https://xn--n3h.example", "origin-unicode-host"),
    "https://*.☃.net": ("https://*.xn--n3h.net", "origin-unicode-host"),
    "https://例え.テスト": ("https://xn--r8jz45g.xn--zckzah", "origin-unicode-host"),
    "http://[0:0::1]": ("http://[::1]", "origin-ip-not-canonical"),
    "http://[::ffff:127.0.0.1]": ("http://[::ffff:7f00:1]", "origin-ip-not-canonical"),
    " https://a.example\n": ("https://a.example", "origin-malformed"),
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
    "app://[0::1]": ("app://[::1]", "origin-ip-not-canonical"),
    "data:8080": ("https://data:8080", "origin-missing-scheme"),
    "data:*": ("https://data:*", "origin-missing-scheme"),
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

UNMENDED = {
    # text: (the hint, the mistakes in it)
    "null": (NULL, "origin-null"),
    "NULL": (NULL, "origin-null"),
    " null ": (NULL, "origin-null"),
    "file:": (FILE, "origin-file"),
    "file:///index.html": (FILE, "origin-file"),
    "FILE://x": (FILE, "origin-file"),
    r"https://.*\.example\.com": (REGEX, "origin-regex"),
    "^https://a.example": (REGEX, "origin-regex"),
    "https://a.example$": (REGEX, "origin-regex"),
    "https://(a|b).example": (REGEX, "origin-regex"),
    "https://{tenant}.example": (REGEX, "origin-regex"),
    "https://[abc].example": (REGEX, "origin-regex"),
    "https://.*": (REGEX, "origin-regex"),
    "https://.+": (REGEX, "origin-regex"),
    "https://a.*x.example": (REGEX, "origin-regex"),
    "https://a.+x.example": (REGEX, "origin-regex"),
    "https://a.example:99999": (PORT, "origin-port-malformed"),
    "https://a.example:65536": (PORT, "origin-port-malformed"),
    "https://a.example:0": (PORT, "origin-port-malformed"),
    "https://a.example:": (PORT, "origin-port-malformed"),
    "https://a.example:8*": (PORT, "origin-port-malformed"),
    "https://a.example:**": (PORT, "origin-port-malformed"),
    "https://*:8443x": (PORT, "origin-port-malformed"),
    "http://127.1": (ADDRESS, "origin-ip-not-canonical"),
    "http://0177.0.0.1": (ADDRESS, "origin-ip-not-canonical"),
    "http://256.0.0.1": (ADDRESS, "origin-ip-not-canonical"),
    "http://2130706433": (ADDRESS, "origin-ip-not-canonical"),
    "http://[::g]": (ADDRESS, "origin-ip-not-canonical"),
    "https://*": (WILDCARD, "origin-wildcard-misplaced"),
    "https://a.*": (WILDCARD, "origin-wildcard-misplaced"),
    "https://a-*": (WILDCARD, "origin-wildcard-misplaced"),
    "https://a.*.example": (WILDCARD, "origin-wildcard-misplaced"),
    "https://*.*.example": (WILDCARD, "origin-wildcard-misplaced"),
    "https://a*b*.example": (WILDCARD, "origin-wildcard-misplaced"),
    "https://*:8443": (WILDCARD, "origin-wildcard-misplaced"),
    "http://1.2.3.*": (WILDCARD, "origin-wildcard-misplaced"),
    "http://*.2.3.4": (WILDCARD, "origin-wildcard-misplaced"),
    "http://[::*]": (WILDCARD, "origin-wildcard-misplaced"),
    "*://a.example": (WILDCARD, "origin-wildcard-misplaced"),
    "chrome-extension://*": (FUNCTION.format("chrome-extension"), "origin-wildcard-misplaced"),
    "moz-extension://*": (FUNCTION.format("moz-extension"), "origin-wildcard-misplaced"),
    "Moz-Extension://*/": (
        FUNCTION.format("moz-extension"),
        "origin-upper-case origin-has-path origin-wildcard-misplaced",
    ),
    "app://*.a": (FUNCTION.format("app"), "origin-wildcard-misplaced"),
    "capacitor://localhost:*": (FUNCTION.format("capacitor"), "origin-wildcard-misplaced"),
    "capacitor://localhost:99999": (PORT, "origin-port-malformed"),
    "data:text/html,hi": (NO_ORIGIN.format("data"), "origin-not-of-a-page"),
    " Data://a": (NO_ORIGIN.format("data"), "origin-not-of-a-page"),
    "about:blank": (NO_ORIGIN.format("about"), "origin-not-of-a-page"),
    "blob:https://a.example/4ed7f644": (NO_ORIGIN.format("blob"), "origin-not-of-a-page"),
    "javascript:void(0)": (NO_ORIGIN.format("javascript"), "origin-not-of-a-page"),
    "https://xn--f": (NO_NAME, "origin-punycode-malformed"),
    "https://*.XN--F.example/": (
        NO_NAME,
        "origin-upper-case origin-has-path origin-punycode-malformed",
    ),
    "xn--f.example": (NO_NAME, "origin-missing-scheme origin-punycode-malformed"),
    "*:*": (WILDCARD, "origin-missing-scheme origin-wildcard-misplaced"),
    "https://\ud800.example": (PUNYCODE, "origin-unicode-host"),
    "https://\u200d.example/": (PUNYCODE, "origin-has-path origin-unicode-host"),
    "https://pr-*--bücher.example": (PUNYCODE, "origin-unicode-host"),
    "": (FORMS, "origin-missing-scheme origin-malformed"),
    "https://": (FORMS, "origin-malformed"),
    "https://a..example": (FORMS, "origin-malformed"),
    "https://.example": (FORMS, "origin-malformed"),
    "https://a.+": (FORMS, "origin-malformed"),
    "https://a.example\0": (FORMS, "origin-malformed"),
    f"https://{'a' * 64}.example": (FORMS, "origin-malformed"),
    f"{'s' * 324}://host": (FORMS, "origin-malformed"),
    "x" * 2000: (FORMS, "origin-missing-scheme origin-malformed"),
    "https://a.example, https://b.example": (
        'write a list: ["https://a.example", "https://b.example"]',
        "several-values-in-one-string",
    ),
    "https://a.example https://b.example/": (
        'write a list: ["https://a.example", "https://b.example/"]',
        "several-values-in-one-string",
    ),
    "https://a.example\r\nX-Injected: 1": (
        'write a list: ["https://a.example", "X-Injected:", "1"]',
        "several-values-in-one-string",
    ),
    "null, https://a.example": (
        'write a list: ["null", "https://a.example"]',
        "several-values-in-one-string",
    ),
}


def expected(text: str, codes: str, hint: str) -> list[Problem]:
    """Return the problems of *text* in the form in which they are found."""
    return [Problem(ProblemCode(code), "origins[7]", text, hint) for code in codes.split()]


@pytest.mark.parametrize(("text", "pattern", "codes"), [(k, *v) for k, v in MENDED.items()])
def test_a_mistake_that_can_be_mended(text: str, pattern: str, codes: str) -> None:
    """The hint writes the pattern that was meant, whatever the number of its mistakes."""
    assert list(of_origin("origins[7]", text)) == expected(text, codes, f'write "{pattern}"')
    assert split_pattern(pattern) is not None


@pytest.mark.parametrize(("text", "hint", "codes"), [(k, *v) for k, v in UNMENDED.items()])
def test_a_mistake_that_cannot_be_mended(text: str, hint: str, codes: str) -> None:
    """The hint says what may be written where nobody can tell what was meant."""
    assert list(of_origin("origins[7]", text)) == expected(text, codes, hint)


@pytest.mark.parametrize("hint", [FORMS, ADDRESS])
def test_what_a_hint_writes_is_a_pattern(hint: str) -> None:
    """Every pattern that a hint quotes is one that may be written."""
    patterns = hint.split('"')[1::2]
    assert [pattern for pattern in patterns if split_pattern(pattern) is None] == []


def test_a_long_text_is_not_read_to_its_end() -> None:
    """A thousand characters are read; what stands beyond them is not."""
    path = "https://a.example/".ljust(999, "x")
    assert [problem.code for problem in of_origin("origins[0]", f"{path}$")] == ["origin-regex"]
    assert [problem.code for problem in of_origin("origins[0]", f"{path}x$")] == ["origin-has-path"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a,b", 'write a list: ["a", "b"]'),
        (" a , b\t\n", 'write a list: ["a", "b"]'),
        ("a,,b,", 'write a list: ["a", "b"]'),
        ("a b c", 'write a list: ["a", "b", "c"]'),
        ("a b c d", 'write a list: ["a", "b", "c", …]'),
        (f"{'a' * 998} bc d", f'write a list: ["{"a" * 998}", "b"]'),
    ],
)
def test_the_hint_that_writes_a_list(text: str, hint: str) -> None:
    """The hint writes the first three values as a list, and says if there are more."""
    assert of_list(text) == hint
