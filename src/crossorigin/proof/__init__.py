"""Decide which origins a configuration lets in: no I/O, no engine, no guess."""

from crossorigin.proof.acceptance import (
    ANYONE,
    NOBODY,
    Acceptance,
    accept_origins,
    accept_term,
)
from crossorigin.proof.patterns import accept_patterns, accept_policy
from crossorigin.proof.proving import compare, examine
from crossorigin.proof.syntax import ExpressionError, UndecidedError
from crossorigin.proof.verdicts import Proof, Risk, Verdict, Witness

__all__ = [
    "ANYONE",
    "NOBODY",
    "Acceptance",
    "ExpressionError",
    "Proof",
    "Risk",
    "UndecidedError",
    "Verdict",
    "Witness",
    "accept_origins",
    "accept_patterns",
    "accept_policy",
    "accept_term",
    "compare",
    "examine",
]
