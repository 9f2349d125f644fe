"""Domains in ASCII, as a browser writes them."""

from __future__ import annotations

import pytest

from crossorigin._web.domains import ascii_domain, is_punycode


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("A.Example", "a.example"),
        ("a_b--.-", "a_b--.-"),
        ('a"b', 'a"b'),
        ('a"b_\u00df', 'xn--a"b_-yna'),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.b\u00fccher", "xn--bcher-kva.xn--bcher-kva"),
        ("stra\u00dfe", "xn--strae-oqa"),
        ("\u2603.net", "xn--n3h.net"),
        ("\u2665", "xn--g6h"),
        ("\u2260", "xn--1ch"),
        ("a\u2020--", "xn--a---kp0a"),
        ("-\u2020", "xn----xhn"),
        ("ab--c.\u00df", "ab--c.xn--zca"),
        ("x..\u00df", "x..xn--zca"),
        ("a\u3002b\uff0ec", "a.b.c"),
        ("a\u00adb", "ab"),
        ("\u0130", "xn--i-9bb"),
        ("\U0001f600" * 70 + ".a", "xn--e28ha" + "a" * 68 + ".a"),
        # A joiner joins, and a label is in one direction, whatever its neighbours are.
        ("\u0dc1\u0dca\u200d\u0dbb\u0dd3", "xn--10cl1a0b660p"),
        ("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc", "xn--mgba3gch31f060k"),
        ("\u064a.", "xn--mhb."),
        ("1.\u064a", "1.xn--mhb"),
        # The longest that is read.
        (f"{'a' * 1022}.\u00df", f"{'a' * 1022}.xn--zca"),
    ],
)
def test_domain(text: str, expected: str) -> None:
    """A domain in Unicode is written in punycode, by the rules that browsers have for it."""
    assert ascii_domain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "xn--",
        "xn--a",
        "xn--a-",
        "a.xn--a",
        "xn--ls8h=",
        "xn--te\u0161la",
        "xn--a.\u00df",
        "xn--xn---epa",
        "xn--zn7c",
        "\ufffd",
        "a\ud800",
        "\u2488",
        "a.\u0300b",
        "xn--a-ccb",
        "\u200d",
        "a\u200cb",
        "xn--1ug",
        "\u064aa",
        "xn--a-yoc",
        "\u0661\u06f1\u064a",
        "\u0661\u064a",
        "\u2020" * 1025,
    ],
)
def test_no_domain(text: str) -> None:
    """What has no form in punycode, or one of something else, is no domain."""
    assert ascii_domain(text) is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("a.example", True),
        ("xn--bcher-kva.example", True),
        ("a.xn--p1ai", True),
        ("xn--*.example", True),
        ("xn--*.xn--p1ai", True),
        ("xn--a.example", False),
        ("xn--*.xn--a", False),
        ("xn--bcher-kva.xn--a", False),
    ],
)
def test_punycode(host: str, *, expected: bool) -> None:
    """A label that begins as punycode decodes to one that is written so, if no star is in it."""
    assert is_punycode(host) is expected
