"""Whatever an expression asks for, it is answered after a bounded number of steps."""

from __future__ import annotations

from typing import Final

import pytest

from crossorigin.proof import (
    ExpressionError,
    Flavor,
    Proof,
    UndecidedError,
    accept_expression,
    examine,
)

_BAD: Final = {
    "alternations": "(a|b)*|" * 1500,
    "alternatives": f"(?>{'|'.join('a' * (number % 9) + 'b' for number in range(3000))})",
    "assertions": r"(\b.)*" * 1500,
    "atomic": "(?>a{999999})",
    "atomic-nested": f"{'(?>' * 30}{'a' * 5000}{')' * 30}",
    "atomic-of-nested": f"(?>{'(' * 300}a{')' * 300})",
    "class": f"[{'abcdefghij' * 1024}]",
    "class-repeated": r"[\x00-\x7f]{1,65535}",
    "deep": f"{'(' * 10000}a{')' * 10000}",
    "empty": "(?:(?:){70000}){70000}",
    "literal": "a" * 10240,
    "look-aheads": f"{'(?=' * 30}a{')' * 30}",
    "look-behind": "(?<=a{70000})b",
    "look-behind-nested": f"{'(?<=' * 30}{'a' * 5000}{')' * 30}",
    "look-behinds": "(?<=a)" * 1500,
    "possessive": "(a{0,65535}+)*",
    "possessive-nested": "(?:(?:(?:a{60}){60}){60})++",
    "possessive-of-fixed": "(?:(?:a{1000}){1000}){1000}+",
    "repeat": "a{999999999999}",
    "repeats": "((a{1001}){1001}){1001}",
    "repeats-of-choices": "(?:(?:a|b{70000}){70000})+",
    "repeats-of-repeats": "(?:a{0,70000}){0,70000}b",
}


@pytest.mark.parametrize("flavor", Flavor)
@pytest.mark.parametrize("name", _BAD)
def test_bad_input(name: str, flavor: Flavor, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is decided, or not, or refused: nothing takes for ever, and nothing breaks."""
    # What is bounded by few steps is bounded by many.
    monkeypatch.setattr("crossorigin.proof._proving.STEPS", 20_000)
    result: object
    try:
        result = examine(accept_expression(_BAD[name], flavor))
    except (ExpressionError, UndecidedError) as error:
        result = error
    assert isinstance(result, Proof | ExpressionError | UndecidedError)


@pytest.mark.parametrize("flavor", [Flavor.PYTHON_FULLMATCH, Flavor.PCRE])
def test_too_many_alternatives(flavor: Flavor) -> None:
    """Those of an atomic group are compared with each other, if they are few."""
    numbers = "|".join(f"{number:04}" for number in range(0, 6000, 10))
    assert isinstance(examine(accept_expression(f"(?>{numbers})", flavor)), Proof)
    with pytest.raises(UndecidedError, match="more than 500 alternatives"):
        accept_expression(f"(?>{numbers}|a)", flavor)
