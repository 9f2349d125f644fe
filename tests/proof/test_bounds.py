"""What is too large, too long or too much is undecided after a bounded number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin.proof import (
    NOBODY,
    Acceptance,
    Verdict,
    accept_origins,
    accept_term,
    compare,
    examine,
)
from crossorigin.proof._grammar import DIGITS, sequence
from crossorigin.proof._syntax import (
    ANY,
    ANYTHING,
    Ahead,
    Chars,
    Choice,
    Repeat,
    Sequence,
    literal,
)
from tests.proof.expressions import LABEL_CHAR, expression

if TYPE_CHECKING:
    from crossorigin.proof._syntax import Term

_A = literal("a")
_HTTPS = literal("https://")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Shapes that need too many states, if each is walked to its end.
_LARGE: dict[str, tuple[Term, ...]] = {
    "labels": (Repeat(Sequence((Repeat(_A, 1, 63), literal("."))), 1, 127), literal("com")),
    "counters": (Repeat(Sequence((Repeat(ANY, 0, 1000), literal("x"))), 50, 50),),
    "optionals": (Repeat(Repeat(_A, 0, 1), 3000, 3000), Repeat(_A, 3000, 3000)),
    "from-the-end": (
        Repeat(LABEL_CHAR, 0, None),
        _A,
        Repeat(LABEL_CHAR, 20, 20),
        literal(".b.com"),
    ),
    "look-aheads": (
        *[Ahead(Sequence((ANYTHING, literal(letter)))) for letter in _LETTERS],
        Repeat(LABEL_CHAR, 1, None),
        literal(".com"),
    ),
}


def long_name(label: Term) -> Acceptance:
    """Return a name, and others that are too long for the DNS, below a suffix."""
    long = sequence(literal(f"https://{'a.' * 126}"), label, literal(".vercel.app"))
    return accept_term(Choice((literal("https://a"), long)))


def test_what_is_too_long() -> None:
    """A domain that no origin is short enough for is not shown, and a few are tried."""
    assert examine(long_name(Repeat(LABEL_CHAR, 1, None))).verdict is Verdict.HARMLESS
    proof = examine(long_name(Repeat(Chars(DIGITS), 1, 70)))
    assert (proof.verdict, proof.why) == (
        Verdict.UNDECIDED,
        "it is found in no origin that is short enough",
    )


def test_a_suffix_without_a_telling_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A telling name is looked for with patience, but not for ever."""
    monkeypatch.setattr("crossorigin.proof._strangers.PATIENCE", 3)
    host = sequence(Repeat(Chars(DIGITS), 1, 40), literal(".vercel.app"))
    proof = examine(accept_term(sequence(_HTTPS, host)))
    assert [witness.origin for witness in proof.opens] == ["https://0.vercel.app"]


@pytest.mark.parametrize("name", _LARGE)
def test_too_large(name: str) -> None:
    """What needs too many states is undecided, and said to be."""
    accepted = accept_term(Sequence((_HTTPS, *_LARGE[name])))
    proof = examine(accepted)
    assert (proof.verdict, proof.stopped_by) == (Verdict.UNDECIDED, "the whole")
    assert proof.why == "too large: it needs more states than are looked at"
    assert compare(accepted, accepted).verdict in {Verdict.EQUAL, Verdict.UNDECIDED}


def test_a_difference_beside_what_is_too_large() -> None:
    """One witness shows a difference, whatever is not decided."""
    large = accept_term(Sequence((_HTTPS, *_LARGE["labels"])))
    proof = compare(large, accept_term(expression("https://b\\.com")))
    assert proof.verdict is Verdict.DIFFERENT
    assert [witness.origin for witness in proof.opens] == ["https://b.com"]


def test_a_difference_that_a_stranger_may_have() -> None:
    """If it was not decided whether a stranger can register a domain, its sentence says so."""
    doubt = (
        "whether a stranger can register b.com was not decided: "
        "it is found in no origin that is short enough"
    )
    others = accept_term(Choice((literal("https://x.b.com"), literal("null"))))
    proof = compare(
        NOBODY, long_name(Repeat(Chars(DIGITS), 1, 70)) - accept_origins(["https://a"]) | others
    )
    assert [(witness.why, witness.registrable_by_strangers) for witness in proof.opens] == [
        ("Any page can send it, from a sandboxed frame.", False),
        (f"Pages of x.b.com send it; {doubt}.", False),
    ]


def test_long_lists() -> None:
    """A list of a thousand origins is decided, and by which one it differs from another."""
    listed = [f"https://a{number}.example.com" for number in range(1000)]
    assert examine(accept_origins(listed)).verdict is Verdict.HARMLESS
    proof = compare(accept_origins(listed), accept_origins(listed[1:]))
    assert [witness.origin for witness in proof.closes] == ["https://a0.example.com"]
