"""Prove what one configuration lets in, and by what two of them differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.origins import split_origin
from crossorigin._web.sites import is_loopback
from crossorigin.proof.acceptance import STEPS, shortest_in, shortest_origin
from crossorigin.proof.grammar import NAME, NULL, http_origin
from crossorigin.proof.programs import Budget
from crossorigin.proof.syntax import UndecidedError
from crossorigin.proof.verdicts import Proof, Risk, Verdict, Witness

if TYPE_CHECKING:
    from crossorigin.proof.acceptance import Acceptance


def examine(a: Acceptance, *, credentials: bool | None = None) -> Proof:
    """
    Prove whether what *a* accepts is harmless.

    Args:
        a: What a configuration accepts.
        credentials: Whether pages may send credentials; ``None`` if that is not known.
    """
    raise NotImplementedError


def compare(a: Acceptance, b: Acceptance) -> Proof:
    """Prove that *a* and *b* accept the same origins, or by which ones they differ."""
    raise NotImplementedError


def witness_of(a: Acceptance) -> Witness | None:
    raise NotImplementedError
