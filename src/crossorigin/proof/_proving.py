"""Prove what one configuration lets in, and by what two of them differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.proof._derivatives import Expressions
from crossorigin.proof._searches import STEPS
from crossorigin.proof._syntax import UndecidedError
from crossorigin.proof._verdicts import Proof, Risk, Verdict, Witness
from crossorigin.proof._witnesses import Witnesses, is_odd

if TYPE_CHECKING:
    from crossorigin.proof._acceptance import Acceptance


def examine(a: Acceptance, *, credentials: bool | None = None) -> Proof:
    """
    Prove whether what *a* accepts is harmless.

    Args:
        a: What a configuration accepts.
        credentials: Whether pages may send credentials; ``None`` if that is not known.
    """
    if a.is_literal_star:
        return _PUBLIC_WITH_CREDENTIALS if credentials else _PUBLIC
    try:
        witnesses = Witnesses(a.texts, Expressions(STEPS))
        opens = witnesses.found()
    except UndecidedError as error:
        return _undecided(error)
    dangers = _WITH_CREDENTIALS if credentials else _DANGERS
    if any(witness.risk in dangers for witness in opens):
        return Proof(Verdict.DANGEROUS, opens)
    if witnesses.undecided is not None:
        return _undecided(witnesses.undecided)
    return Proof(Verdict.HARMLESS, opens)


def compare(a: Acceptance, b: Acceptance) -> Proof:
    """
    Prove that *a* and *b* accept the same origins, or by which ones they differ.

    Args:
        a: What the one accepts, such as a configuration before a change.
        b: What the other accepts.
    """
    expressions = Expressions(STEPS)
    found: list[tuple[Witness, ...]] = []
    undecided: list[UndecidedError] = []
    for difference in (b - a, a - b):
        try:
            found.append(_counted(Witnesses(difference.texts, expressions)))
        except UndecidedError as error:
            found.append(())
            undecided.append(error)
    opens, closes = found
    # One witness shows the difference, whatever else was not decided.
    if opens or closes:
        return Proof(Verdict.DIFFERENT, opens, closes)
    return _undecided(undecided[0]) if undecided else Proof(Verdict.EQUAL)


def _counted(witnesses: Witnesses) -> tuple[Witness, ...]:
    """
    Return those of *witnesses* that make a difference.

    A host that no name of the DNS has makes none, unless a stranger can have it.
    """
    found = witnesses.found()
    if witnesses.undecided is not None:
        return found
    return tuple(each for each in found if each.risk is Risk.STRANGER or not is_odd(each.origin))


def _undecided(error: UndecidedError) -> Proof:
    """Return the proof that *error* has stopped."""
    return Proof(Verdict.UNDECIDED, stopped_by=error.part, why=error.why)


_DANGERS: Final = frozenset({Risk.STRANGER, Risk.OPAQUE})
_WITH_CREDENTIALS: Final = _DANGERS | {Risk.INSECURE}
_ANYONE: Final = "https://evil.com"
_PUBLIC: Final = Proof(
    Verdict.HARMLESS,
    (
        Witness(
            _ANYONE,
            registrable_by_strangers=True,
            why="Every page may read, without credentials: it is public.",
        ),
    ),
)
_PUBLIC_WITH_CREDENTIALS: Final = Proof(
    Verdict.DANGEROUS,
    (
        Witness(
            _ANYONE,
            registrable_by_strangers=True,
            why="Every page may read, with credentials.",
            risk=Risk.STRANGER,
        ),
    ),
)
