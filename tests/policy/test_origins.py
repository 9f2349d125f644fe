"""Origins and patterns: values that parse from text and print as it."""

from __future__ import annotations

import dataclasses

import pytest

from crossorigin import Origin, OriginPattern, PolicyError, Problem
from crossorigin.errors import ProblemCode


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://a.example", Origin("https", "a.example")),
        ("https://a.example:8443", Origin("https", "a.example", 8443)),
        ("http://[::1]:3000", Origin("http", "[::1]", 3000)),
        ("http://127.0.0.1", Origin("http", "127.0.0.1", None)),
        ("capacitor://localhost", Origin("capacitor", "localhost")),
        ("file://", Origin("file", "")),
        ("app://Obsidian.md:8080", Origin("app", "Obsidian.md", 8080)),
    ],
)
def test_an_origin_parses_and_prints(text: str, origin: Origin) -> None:
    """An origin prints as the text from which it parses."""
    assert Origin.parse(text) == origin
    assert str(origin) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("null", "'null'"),
        ("https://a.example/", "'https://a.example/'"),
        ("https://a.example:443", "'https://a.example:443'"),
        ("https://é.example\r\n", r"'https://\xe9.example\r\n'"),
        ("x" * 331, f"'{'x' * 119}…"),
    ],
)
def test_what_is_no_origin_is_shown(text: str, shown: str) -> None:
    """What is no origin raises, and the message shows it in ASCII and not too long."""
    with pytest.raises(ValueError, match="is not an origin") as raised:
        Origin.parse(text)
    assert str(raised.value) == (
        f"{shown} is not an origin: write it as a browser does, such as https://app.example.com"
    )


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("*", OriginPattern("*", "*", "*")),
        ("https://a.example", OriginPattern("https", "a.example")),
        ("https://a.example:8443", OriginPattern("https", "a.example", 8443)),
        ("https://*.a.example", OriginPattern("https", "*.a.example", None)),
        ("http://localhost:*", OriginPattern("http", "localhost", "*")),
        ("http://[::1]:*", OriginPattern("http", "[::1]", "*")),
        (
            "https://*.pr-*--site.a.example:*",
            OriginPattern("https", "*.pr-*--site.a.example", "*"),
        ),
    ],
)
def test_a_pattern_parses_and_prints(text: str, pattern: OriginPattern) -> None:
    """A pattern prints as the text from which it parses."""
    assert OriginPattern.parse(text) == pattern
    assert str(pattern) == text


def test_what_is_no_pattern_has_problems() -> None:
    """What is no pattern raises with every problem it has, as an entry of a policy would."""
    with pytest.raises(PolicyError) as raised:
        OriginPattern.parse("HTTPS://a.example/")
    hint = 'write "https://a.example"'
    assert raised.value.problems == (
        Problem(ProblemCode.ORIGIN_UPPER_CASE, "origins[0]", "HTTPS://a.example/", hint),
        Problem(ProblemCode.ORIGIN_HAS_PATH, "origins[0]", "HTTPS://a.example/", hint),
    )


TEXTS = ["https://a.example", "https://a.example:8443", "http://[::1]:3000", "app://A", "file://"]


@pytest.mark.parametrize("text", TEXTS)
def test_an_origin_is_its_text(text: str) -> None:
    """An origin equals its text, and is found in a set or a table of texts."""
    origin = Origin.parse(text)
    others = frozenset(TEXTS) - {text}
    assert origin == text
    assert text == origin
    assert hash(origin) == hash(text)
    assert frozenset([text, *others]) >= {origin}
    by_text: dict[object, int] = {text: 1}
    by_origin: dict[object, int] = {origin: 1}
    assert by_text[origin] == by_origin[text] == 1
    assert origin not in others
    assert all(origin != other and origin != Origin.parse(other) for other in others)
    assert origin == Origin.parse(text)
    assert origin != f"{text}/"
    assert origin != text.encode()
    assert origin != OriginPattern.parse("https://a.example")
    assert (origin == 7) is False


def test_values_are_frozen() -> None:
    """An origin and a pattern never change, so they can be members of a set."""
    origin = Origin.parse("https://a.example")
    pattern = OriginPattern.parse("https://a.example")
    assert {origin, pattern} == {Origin("https", "a.example"), OriginPattern("https", "a.example")}
    with pytest.raises(dataclasses.FrozenInstanceError):
        origin.host = "b.example"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        pattern.host = "b.example"  # type: ignore[misc]
