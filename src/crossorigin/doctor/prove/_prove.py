"""Prove what a configuration lets in, or what a change of it opens and closes: scope by scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.configurations._configuration import Configuration, Scope
from crossorigin.doctor.prove._fixes import Fix, fixes_of
from crossorigin.doctor.prove._words import words_of
from crossorigin.proof import (
    NOBODY,
    Acceptance,
    Proof,
    Risk,
    UndecidedError,
    Verdict,
    Witness,
    compare,
    examine,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The worst first: what decides for all scopes together.
_ORDER: Final = (
    Verdict.DANGEROUS,
    Verdict.DIFFERENT,
    Verdict.UNDECIDED,
    Verdict.HARMLESS,
    Verdict.EQUAL,
)
_RISKS: Final = tuple(Risk)
_UNION: Final = "The scopes of the two have no names in common: all that each lets in is compared."
_ONE_SIDED: Final = '"{}" is in {} alone: there, nobody is let in by the other.'
_CREDENTIALS: Final = "{}The two differ in credentials: A sends {}, B sends {}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeProof:
    """
    The proof about a scope.

    Attributes:
        scope: The scope; of two, the second, or the only one that there is.
        proof: The proof.
        words: What it lets in, in plain words; of two, nothing.
        fixes: Lines to paste, if it is dangerous and there are some.
    """

    scope: Scope
    proof: Proof
    words: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    The result of the command.

    Attributes:
        first: The first configuration.
        second: The second, ``None`` if there was one alone.
        scopes: The proofs, in the order of the scopes.
        notes: What the reader should know, a sentence each.
    """

    first: Configuration
    second: Configuration | None
    scopes: tuple[ScopeProof, ...]
    notes: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict about all scopes together."""
        found = {each.proof.verdict for each in self.scopes}
        return next(verdict for verdict in _ORDER if verdict in found)

    @property
    def opens(self) -> tuple[Witness, ...]:
        """Return the witnesses of what is let in, of all scopes, the worst first."""
        return _worst_first(each for scope in self.scopes for each in scope.proof.opens)

    @property
    def closes(self) -> tuple[Witness, ...]:
        """Return the witnesses of what is no longer let in, of all scopes, the worst first."""
        return _worst_first(each for scope in self.scopes for each in scope.proof.closes)


def _worst_first(witnesses: Iterable[Witness]) -> tuple[Witness, ...]:
    """Return *witnesses*, each once, the worst first."""
    unique = {each.origin: each for each in witnesses}
    return tuple(sorted(unique.values(), key=lambda each: _RISKS.index(each.risk)))


def prove(first: Configuration, second: Configuration | None = None) -> Result:
    """Return the proof about *first*, or about the change from it to *second*."""
    if second is None:
        scopes = tuple(map(_examined, first.scopes))
        return Result(first=first, second=None, scopes=scopes, notes=first.notes)
    notes = [*first.notes, *second.notes]
    scopes = tuple(
        _compared(before, after, notes) for before, after in _pairs(first, second, notes)
    )
    return Result(first=first, second=second, scopes=scopes, notes=tuple(dict.fromkeys(notes)))


def _examined(scope: Scope) -> ScopeProof:
    """Return the proof about *scope*."""
    if isinstance(scope.accepts, UndecidedError):
        return ScopeProof(scope=scope, proof=_undecided(scope.accepts))
    try:
        words = words_of(scope)
    except UndecidedError as error:
        return ScopeProof(scope=scope, proof=_undecided(error))
    if scope.is_public:
        # It says so itself, and browsers send no cookies there.
        return ScopeProof(scope=scope, proof=Proof(Verdict.HARMLESS), words=words)
    proof = examine(scope.accepts, credentials=scope.credentials)
    is_bad = proof.verdict is Verdict.DANGEROUS
    return ScopeProof(
        scope=scope, proof=proof, words=words, fixes=fixes_of(scope) if is_bad else ()
    )


def _undecided(error: UndecidedError) -> Proof:
    """Return the proof that *error* has stopped."""
    return Proof(Verdict.UNDECIDED, stopped_by=error.part, why=error.why)


def _pairs(
    first: Configuration, second: Configuration, notes: list[str]
) -> Iterator[tuple[Scope, Scope]]:
    """Yield the scopes that are compared, and add to *notes* how they were chosen."""
    before = {scope.name: scope for scope in first.scopes}
    after = {scope.name: scope for scope in second.scopes}
    if len(before) == len(after) == 1:
        yield first.scopes[0], second.scopes[0]
        return
    if not (len(before) > 1 < len(after) and before.keys() & after.keys()):
        notes.append(_UNION)
        yield _union(first), _union(second)
        return
    for name in dict.fromkeys([*before, *after]):
        known = before.get(name) or after[name]
        nobody = Scope(name=name, place=known.place, accepts=NOBODY, credentials=None)
        if name not in before or name not in after:
            notes.append(_ONE_SIDED.format(name, "A" if name in before else "B"))
        yield before.get(name, nobody), after.get(name, nobody)


def _union(configuration: Configuration) -> Scope:
    """Return all scopes of *configuration* as one."""
    accepts: Acceptance | UndecidedError = NOBODY
    for scope in configuration.scopes:
        if isinstance(scope.accepts, UndecidedError):
            accepts = scope.accepts
            break
        accepts |= scope.accepts  # type: ignore[operator] # no error until here
    return Scope(
        name="",
        place=configuration.scopes[0].place,
        accepts=accepts,
        credentials=any(scope.credentials for scope in configuration.scopes),
        entries=tuple(entry for scope in configuration.scopes for entry in scope.entries),
    )


def _compared(before: Scope, after: Scope, notes: list[str]) -> ScopeProof:
    """Return the proof about the change from *before* to *after*."""
    for each in (before, after):
        if isinstance(each.accepts, UndecidedError):
            return ScopeProof(scope=each, proof=_undecided(each.accepts))
    known = (before.credentials, after.credentials)
    if None not in known and before.credentials != after.credentials:
        where = f"{after.name}: " if after.name else ""
        said = ["credentials" if each else "none" for each in known]
        notes.append(_CREDENTIALS.format(where, *said))
    # No error, by the guard above.
    proof = compare(before.accepts, after.accepts)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    return ScopeProof(scope=after, proof=proof)
