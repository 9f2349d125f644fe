"""Decide which origins a configuration lets in: no I/O, no engine, no guess."""

from crossorigin.proof.acceptance import (
    ANYONE,
    NOBODY,
    Acceptance,
    accept_origins,
    accept_term,
)
from crossorigin.proof.flavors import Flavor, accept_expression
from crossorigin.proof.globs import accept_gateway_api, accept_s3
from crossorigin.proof.libraries import (
    accept_django_cors_headers,
    accept_flask_cors,
    accept_starlette,
)
from crossorigin.proof.mistakes import LookAlike, Mistake, look_alikes
from crossorigin.proof.patterns import accept_patterns, accept_policy
from crossorigin.proof.proving import compare, examine
from crossorigin.proof.syntax import ExpressionError, UndecidedError
from crossorigin.proof.verdicts import Proof, Risk, Verdict, Witness

__all__ = [
    "ANYONE",
    "NOBODY",
    "Acceptance",
    "ExpressionError",
    "Flavor",
    "LookAlike",
    "Mistake",
    "Proof",
    "Risk",
    "UndecidedError",
    "Verdict",
    "Witness",
    "accept_django_cors_headers",
    "accept_expression",
    "accept_flask_cors",
    "accept_gateway_api",
    "accept_origins",
    "accept_patterns",
    "accept_policy",
    "accept_s3",
    "accept_starlette",
    "accept_term",
    "compare",
    "examine",
    "look_alikes",
]
