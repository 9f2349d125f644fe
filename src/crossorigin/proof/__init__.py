"""Decide which origins a configuration lets in: no I/O, no engine, no guess."""

from crossorigin.proof._acceptance import (
    ANYONE,
    NOBODY,
    Acceptance,
    accept_origins,
    accept_term,
)
from crossorigin.proof._flavors import Flavor, accept_expression
from crossorigin.proof._globs import accept_gateway_api, accept_s3
from crossorigin.proof._libraries import (
    accept_django_cors_headers,
    accept_flask_cors,
    accept_starlette,
)
from crossorigin.proof._mistakes import LookAlike, Mistake, look_alikes
from crossorigin.proof._patterns import accept_patterns, accept_policy
from crossorigin.proof._proving import compare, examine
from crossorigin.proof._syntax import ExpressionError, UndecidedError
from crossorigin.proof._verdicts import Proof, Risk, Verdict, Witness

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
