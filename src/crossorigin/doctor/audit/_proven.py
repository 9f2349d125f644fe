"""The origins that a proof hands to an audit: what a configuration lets in, and what a copy of it would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin import Policy, PolicyError
from crossorigin.doctor.audit._attack_origins import Attack
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.configurations._configuration import EntryKind
from crossorigin.proof import Acceptance, Risk, examine, look_alikes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.configurations._configuration import Configuration, Scope

# With what an audit sends anyway, a minute of a patient server.
_MOST: Final = 60
_NAMES: Final = frozenset({EntryKind.ORIGIN, EntryKind.PATTERN})


def proven_attacks(configuration: Configuration) -> tuple[Attack, ...]:
    """Return the attacks on a server that should let in what *configuration* does."""
    # What another scope lets in is no mistake of this one.
    permitted = [each.accepts for each in configuration.scopes]
    found = [attack for scope in configuration.scopes for attack in _let_in(scope)]
    found += [
        attack
        for scope in configuration.scopes
        for attack in _look_alikes(scope)
        if not any(
            isinstance(each, Acceptance) and each.accepts(attack.origin) for each in permitted
        )
    ]
    unique = {attack.origin: attack for attack in reversed(found)}
    return tuple(reversed(unique.values()))[:_MOST]


def _let_in(scope: Scope) -> Iterator[Attack]:
    """Yield what *scope* lets in that a stranger has."""
    # What says that it is public is no mistake of the server.
    if not isinstance(scope.accepts, Acceptance) or scope.is_public:
        return
    for witness in examine(scope.accepts, credentials=scope.credentials).opens:
        if witness.risk is Risk.STRANGER:
            yield Attack(FindingSlug.STRANGER_LET_IN, witness.origin)


def _look_alikes(scope: Scope) -> Iterator[Attack]:
    """Yield what *scope* refuses, and a sloppy copy of it would let in."""
    texts = [entry.text for entry in scope.entries]
    if scope.is_public or not texts or any(each.kind not in _NAMES for each in scope.entries):
        return
    try:
        policy = Policy(texts, dangerously_allow_public_suffixes=True)
    except PolicyError:
        return
    for each in look_alikes(policy):
        yield Attack(FindingSlug.LOOK_ALIKE_ORIGIN, each.origin, mistake=str(each.mistake))
