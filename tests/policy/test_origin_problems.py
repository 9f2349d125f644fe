"""What is wrong with a text that is no origin pattern, and what to write instead."""

from __future__ import annotations

import re
import warnings

import pytest

from crossorigin import Policy
from crossorigin._policy.origin_problems import of_origin
from crossorigin._web.origins import split_pattern
from crossorigin.errors import Problem, ProblemCode

FORMS = (
    'write "https://app.example.com", "https://*.example.com", "http://localhost:*"'
    ' or "https://pr-*.example.com"'
)
REGEX = f"regular expressions are not read: {FORMS}"
SAID = "regular expressions are not read: write"
EMPTY = 'write "https://app.example.com": the entry is empty, as "".split(",") leaves one'
EVERYWHERE = (
    'write origins="*" alone if every page may read, or name the domain: "https://*.example.com"'
)
NOT_FILLED_IN = (
    "this stands where an origin was to be filled in, or a variable was not set:"
    ' write "https://app.example.com", the origin of the pages that may read'
)
BY_ONE = "write them one by one:"
BY_FUNCTION = (
    "no pattern says it: write a function, origins=lambda origin, request:"
    " re.fullmatch({!r}, str(origin)) is not None"
)
BY_ADDRESS = (
    "an address has no wildcards: list each of them, or write a function,"
    " origins=lambda origin, request: re.fullmatch({!r}, str(origin)) is not None"
)
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
    'a URL with "{}:" has no origin of its own: write "https://app.example.com", the origin of the'
    " page that made it"
)
NO_NAME = (
    'write the name in its own letters, without "xn--", and start the app: the hint that follows'
    " has its punycode"
)
PUNYCODE = "write the host name in punycode, as xn--…"

UNMENDED = {
    # text: (the hint, the mistakes in it)
    "null": (NULL, "origin-null"),
    "NULL": (NULL, "origin-null"),
    " null ": (NULL, "origin-null"),
    "file:": (FILE, "origin-file"),
    "file:///index.html": (FILE, "origin-file"),
    "FILE://x": (FILE, "origin-file"),
    r"https://.*\.example\.com": (f'{SAID} "https://*.example.com"', "origin-regex"),
    "^https://a.example": (f'{SAID} "https://a.example"', "origin-regex"),
    "https://a.example$": (f'{SAID} "https://a.example"', "origin-regex"),
    "https://{tenant}.example": (f'{SAID} "https://*.example"', "origin-regex"),
    "https://a.*x.example": (f'{SAID} "https://a*x.example"', "origin-regex"),
    "https://(a|b).example": (
        f'{SAID} them one by one: "https://a.example", "https://b.example"',
        "origin-regex",
    ),
    "https?://localhost": (
        f'{SAID} them one by one: "http://localhost", "https://localhost"',
        "origin-regex",
    ),
    r"https://pr-\d+\.example\.com": (
        f'{SAID} "https://pr-*.example.com", where * covers letters, digits and hyphens',
        "origin-regex",
    ),
    ".*": ('write origins="*" alone: everyone may read', "origin-regex"),
    "https://.*": (BY_FUNCTION.format("https://.*"), "origin-regex"),
    r"https://(?!a)\w+\.example": (
        BY_FUNCTION.format(r"https://(?!a)\w+\.example"),
        "origin-regex",
    ),
    r"https://a\.example|https://10\.0\..*": (
        BY_FUNCTION.format(r"https://a\.example|https://10\.0\..*"),
        "origin-regex",
    ),
    "https://(a.example": (REGEX, "origin-regex"),
    "all": ('write origins="*" alone: everyone may read', "origin-malformed"),
    "0": (NOT_FILLED_IN, "origin-malformed"),
    "None": (NOT_FILLED_IN, "origin-malformed"),
    "undefined": (NOT_FILLED_IN, "origin-malformed"),
    "True": (NOT_FILLED_IN, "origin-malformed"),
    "https://${HOST}": (NOT_FILLED_IN, "origin-malformed"),
    "$ORIGIN": (NOT_FILLED_IN, "origin-malformed"),
    "%ORIGIN%": (NOT_FILLED_IN, "origin-malformed"),
    "{{ origin }}": (NOT_FILLED_IN, "origin-malformed"),
    "{{ .Values.origin }}": (NOT_FILLED_IN, "origin-malformed"),
    "https://{{ .Values.host }}/": (NOT_FILLED_IN, "origin-malformed"),
    "${{ vars.ORIGIN }}": (NOT_FILLED_IN, "origin-malformed"),
    "{% origin %}": (NOT_FILLED_IN, "origin-malformed"),
    "<%= origin %>": (NOT_FILLED_IN, "origin-malformed"),
    "<your-domain>": (NOT_FILLED_IN, "origin-malformed"),
    "https://<your domain>": (NOT_FILLED_IN, "origin-malformed"),
    "https://<your-domain.com>": (NOT_FILLED_IN, "origin-malformed"),
    "https://__HOST__": (NOT_FILLED_IN, "origin-malformed"),
    "https://<your-host>": (NOT_FILLED_IN, "origin-malformed"),
    "https://a.example:99999": (PORT, "origin-port-malformed"),
    "https://a.example:65536": (PORT, "origin-port-malformed"),
    "https://a.example:0": (PORT, "origin-port-malformed"),
    "https://a.example:8*": (PORT, "origin-port-malformed"),
    "https://a.example:**": (PORT, "origin-port-malformed"),
    "https://*:8443x": (EVERYWHERE, "origin-port-malformed"),
    "http://127.1": (ADDRESS, "origin-ip-not-canonical"),
    "http://0177.0.0.1": (ADDRESS, "origin-ip-not-canonical"),
    "http://256.0.0.1": (ADDRESS, "origin-ip-not-canonical"),
    "http://2130706433": (ADDRESS, "origin-ip-not-canonical"),
    "http://[::g]": (ADDRESS, "origin-ip-not-canonical"),
    "https://*": (EVERYWHERE, "origin-wildcard-misplaced"),
    "https://a.*": (WILDCARD, "origin-wildcard-misplaced"),
    "https://a-*": (WILDCARD, "origin-wildcard-misplaced"),
    "https://a.*.example": (WILDCARD, "origin-wildcard-misplaced"),
    "https://a.*.*.example": (WILDCARD, "origin-wildcard-misplaced"),
    "app*://1.2.3.*": (WILDCARD, "origin-wildcard-misplaced"),
    "app*://a.example": (WILDCARD, "origin-wildcard-misplaced"),
    "https://*.*": (EVERYWHERE, "origin-wildcard-misplaced"),
    "https://**": (EVERYWHERE, "origin-wildcard-misplaced"),
    "*://*": (EVERYWHERE, "origin-wildcard-misplaced"),
    "https://a*b*.example": (WILDCARD, "origin-wildcard-misplaced"),
    "https://*:8443": (EVERYWHERE, "origin-wildcard-misplaced"),
    "http://1.2.3.*": (BY_ADDRESS.format(r"http://1\.2\.3\.[\d.]+"), "origin-wildcard-misplaced"),
    "http://192.168.*.*": (
        BY_ADDRESS.format(r"http://192\.168\.[\d.]+\.[\d.]+"),
        "origin-wildcard-misplaced",
    ),
    "http://10.*:8080": (BY_ADDRESS.format(r"http://10\.[\d.]+:8080"), "origin-wildcard-misplaced"),
    "http://10.0.0.1*:*": (
        BY_ADDRESS.format(r"http://10\.0\.0\.1[\d.]+(:\d+)?"),
        "origin-wildcard-misplaced",
    ),
    "http://*.2.3.4": (BY_ADDRESS.format(r"http://[\d.]+\.2\.3\.4"), "origin-wildcard-misplaced"),
    "http://[::*]": (BY_ADDRESS.format(r"http://\[::[\da-f:]+\]"), "origin-wildcard-misplaced"),
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
    "data:text/html,hi there": (NO_ORIGIN.format("data"), "origin-not-of-a-page"),
    "mailto:a@b.example": (NO_ORIGIN.format("mailto"), "origin-not-of-a-page"),
    "TEL:+49301234567": (NO_ORIGIN.format("tel"), "origin-not-of-a-page"),
    "tel:301234567": (NO_ORIGIN.format("tel"), "origin-not-of-a-page"),
    "javascript:void(0)": (NO_ORIGIN.format("javascript"), "origin-not-of-a-page"),
    "https://xn--f": (NO_NAME, "origin-punycode-malformed"),
    "https://*.XN--F.example/": (
        NO_NAME,
        "origin-upper-case origin-has-path origin-punycode-malformed",
    ),
    "xn--f.example": (NO_NAME, "origin-missing-scheme origin-punycode-malformed"),
    "*:*": (EVERYWHERE, "origin-missing-scheme origin-wildcard-misplaced"),
    "https://\ud800.example": (PUNYCODE, "origin-unicode-host"),
    "https://\u200d.example/": (PUNYCODE, "origin-has-path origin-unicode-host"),
    "https://pr-*--bücher.example": (PUNYCODE, "origin-unicode-host"),
    "": (EMPTY, "origin-malformed"),
    " ": (EMPTY, "origin-malformed"),
    "[]": (EMPTY, "origin-malformed"),
    "https://": (FORMS, "origin-malformed"),
    "https://a..example": (FORMS, "origin-malformed"),
    "https://a.+": (FORMS, "origin-malformed"),
    "https://a.example\0": (FORMS, "origin-malformed"),
    f"https://{'a' * 64}.example": (FORMS, "origin-malformed"),
    f"{'s' * 324}://host": (FORMS, "origin-malformed"),
    "x" * 2000: (FORMS, "origin-missing-scheme origin-malformed"),
    "https://a.example, b.example/": (
        f'{BY_ONE} "https://a.example", "https://b.example"',
        "several-values-in-one-string",
    ),
    r"https://a.example\nhttps://b.example": (
        f'{BY_ONE} "https://a.example", "https://b.example"',
        "several-values-in-one-string",
    ),
    "https://a.example;https://b.example": (
        f'{BY_ONE} "https://a.example", "https://b.example"',
        "several-values-in-one-string",
    ),
    "https://a.example\r\nX-Injected: 1": (
        f'{BY_ONE} "https://a.example", "https://x-injected:1"',
        "several-values-in-one-string",
    ),
    "null, https://a.example": (f'{BY_ONE} "https://a.example"', "several-values-in-one-string"),
    "{{ origin }}, https://a.example": (
        f'{BY_ONE} "https://a.example"',
        "several-values-in-one-string",
    ),
    "null null": (f'{BY_ONE} "null", "null"', "several-values-in-one-string"),
}


def expected(text: str, codes: str, hint: str) -> list[Problem]:
    """Return the problems of *text* in the form in which they are found."""
    return [Problem(ProblemCode(code), "origins[7]", text, hint) for code in codes.split()]


@pytest.mark.parametrize(("text", "hint", "codes"), [(k, *v) for k, v in UNMENDED.items()])
def test_a_mistake_that_cannot_be_mended(text: str, hint: str, codes: str) -> None:
    """The hint says what may be written where nobody can tell what was meant."""
    assert list(of_origin("origins[7]", text)) == expected(text, codes, hint)


def test_an_expression_that_python_warns_about() -> None:
    """A warning of Python about an expression is not its writer's problem: nothing but it is told."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        hints = [problem.hint for problem in of_origin("origins[0]", "https://[[a](?!b)")]
    assert (hints, told) == ([BY_FUNCTION.format("https://[[a](?!b)")], [])


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("http://192.168.*.*", "http://192.168.7.1", "http://192.168.7.example"),
        ("http://10.*:*", "http://10.0.0.1:8080", "http://10.com"),
        ("http://172.16.0.1*", "http://172.16.0.12", "http://172.16.0.12:8080"),
        ("http://[fe80::*]", "http://[fe80::1]", "http://[fe81::1]"),
    ],
)
def test_the_function_for_addresses(text: str, inside: str, outside: str) -> None:
    """The function that a hint writes lets in the addresses that were meant, and no domain."""
    (problem,) = of_origin("origins[0]", text)
    source = eval(problem.hint.partition("origins=")[2], {"re": re})  # noqa: S307 - the library's own hint
    policy = Policy(source)
    assert (policy.allows(inside), policy.allows(outside)) == (True, False)


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


@pytest.mark.parametrize("text", ["https://{a", "b}.example", "^{", "https://(a", "$|{"])
def test_the_rest_of_an_expression_is_read_once(text: str) -> None:
    """A bracket that nothing closes is no reason to read the rest again and again."""
    codes = {problem.code for problem in of_origin("origins[0]", text)}
    assert codes == {ProblemCode.ORIGIN_REGEX}
