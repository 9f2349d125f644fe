"""Draw expressions of everything that a dialect may have, sense or no sense, the same every time."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final

from crossorigin.proof import Flavor

# What more than one dialect reads, or refuses, in its own way.
_ATOMS: Final = [
    *(Path(__file__).parent / "atoms.txt").read_text(encoding="utf-8").splitlines(),
    " ",
    "(?x) a #c\n",
    "\u017f",
    "\u212a",
    "\u0131",
    "\u0130",
    "[\u017f]",
    "[^\u212a]",
    "\U0001f600",
    "[\U0001f600a]",
    "\xe9",
    "[\xe9a]",
    "[a-\xe9]",
    "[^\xe9]",
    "(?<\xe9>a)",
]
_QUANTIFIERS: Final = [
    *["*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "??", "{2}?", "*+", "++", "?+", "{2}+"],
    *[
        "{1,2}+",
        "{,2}",
        "{2,1}",
        "**",
        "{1}{2}",
        "{0}",
        "{ 1}",
    ],
]
# Alone only: an engine may take its time with them within another quantifier.
_LARGE: Final = ["a{1001}", "a{70000}", "a{999999999999}", "(?:a{100}){100}", "(?:a{30}){30}"]
_OPENINGS: Final = ("(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>")
_DEEPEST: Final = 3
# Letters, and what an expression may make of them.
_ALPHABET: Final = "abskKSi1-. A_/:\\cE"
TEXTS: Final = [
    *["a", "b", "s", "K", "k", "S", "i", "I", "1", "-", ".", "ab", "aa", "a.", "aaa", "bsa", "cd"],
    # Stripped, as a header is.
    *["".join(Random(n).choices(_ALPHABET, k=2 + n % 5)).strip() for n in range(30)],  # noqa: S311 - no secret
]


def drawn(flavor: Flavor, count: int, seed: int = 1) -> list[tuple[str, bool]]:
    """Return expressions, each with whether case is ignored: each atom alone, then all mixed."""
    random = Random(f"{flavor} {seed}")  # noqa: S311 - nothing is kept secret
    alone = [(atom, ignore_case) for atom in _ATOMS + _LARGE for ignore_case in (False, True)]
    mixed = [(_expression(random, 0), random.random() < _HALF) for _ in range(count)]
    if flavor is Flavor.JAVASCRIPT:
        flags = [random.choice(["", "", "u", "v"]) for _ in mixed]
        mixed = [
            (_literal(text, flag), ignore)
            for (text, ignore), flag in zip(mixed, flags, strict=True)
        ]
        alone += [(_literal(text, flag), ignore) for text, ignore in alone for flag in "uv"]
    return alone + mixed


_HALF: Final = 0.5


def _literal(text: str, flags: str) -> str:
    return f"/{text}/{flags}" if flags else text


def _expression(random: Random, depth: int) -> str:
    """Return an expression of a few parts."""
    text = ""
    for _ in range(random.choice([1, 1, 2, 2, 3])):
        chance = random.random()
        part = random.choice(_ATOMS)
        if depth < _DEEPEST and chance < 0.25:
            part = f"{random.choice(_OPENINGS)}{_expression(random, depth + 1)})"
        elif depth < _DEEPEST and chance < 0.32:
            part = f"{_expression(random, depth + 1)}|{_expression(random, depth + 1)}"
        text += part + (random.choice(_QUANTIFIERS) if random.random() < 0.3 else "")
    return text
