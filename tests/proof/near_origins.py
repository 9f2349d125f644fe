"""Make up origins that come near to what an expression, or two, accept: from their own letters."""

from __future__ import annotations

import re
from itertools import islice, product
from random import Random
from typing import TYPE_CHECKING, Final

from crossorigin._web.origins import split_origin

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = re.compile(r"(?<!\\)[A-Za-z0-9-]+")
_ALWAYS: Final = ("evil", "a", "com", "example", "b2")
_JOINTS: Final = (".", ".", ".", "", "-", "x")
_SCHEMES: Final = ("https://", "https://", "https://", "http://", "capacitor://", "xhttps://")
_PORTS: Final = ("", "", "", ":3000", ":8443", ":1", ":65535")
_AFTER: Final = ("", "", "", ".evil.com", "x", ".", "-")
_LETTERS: Final = "aex1-._:"


def near_origins(expressions: str, known: str = "") -> Iterator[str]:
    """
    Yield origins without end, the same every time.

    Args:
        expressions: One expression or more, of whose words the hosts are made.
        known: Origins, separated by a space, that are changed a little.
    """
    # Seeded, so that a test says the same every day.
    random = Random(expressions)  # noqa: S311 - nothing is kept secret
    words = [word.lower() for word in _WORD.findall(expressions)] + list(_ALWAYS)
    seeds = known.split()
    yield from (origin for origin in [*seeds, "null", "https://evil.com"] if origin != "*")
    while True:
        is_changed = seeds and random.random() < _CHANGED
        text = _changed(random, random.choice(seeds)) if is_changed else _made(random, words)
        if split_origin(text) is not None:
            yield text


_CHANGED: Final = 0.5


def _made(random: Random, words: list[str]) -> str:
    """Return an origin of some *words*."""
    host = random.choice(words)
    for _ in range(random.randrange(4)):
        host += random.choice(_JOINTS) + random.choice(words)
    return random.choice(_SCHEMES) + host + random.choice(_AFTER) + random.choice(_PORTS)


def _changed(random: Random, text: str) -> str:
    """Return *text* with one letter more, less, or another, or with something before or after."""
    at = random.randrange(text.find("://") + 3, len(text) + 1)
    letter = random.choice(_LETTERS)
    return random.choice(
        (
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at + 1 :],
            text[:at] + random.choice(_ALWAYS) + text[at:],
            text + random.choice(_AFTER) + random.choice(_PORTS),
        )
    )


def some_near(count: int, expressions: str, known: str = "") -> list[str]:
    """Return the first *count* of them."""
    return list(islice(near_origins(expressions, known), count))


def all_short(
    length: int, tails: tuple[str, ...] = ("", ".example.com", "example.com")
) -> list[str]:
    """Return each origin with at most *length* letters of a few before one of *tails*."""
    letters = "ax.-1"
    texts = (
        f"{scheme}{''.join(each)}{tail}"
        for count in range(length + 1)
        for each in product(letters, repeat=count)
        for tail in tails
        for scheme in ("https://", "http://")
    )
    return [text for text in texts if split_origin(text) is not None]
