"""
One policy object says who may call a web app from another origin.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

from crossorigin._policy.decision import Decision
from crossorigin._policy.guard import Guard
from crossorigin._policy.origins import Origin, OriginPattern
from crossorigin._policy.policy import Policy
from crossorigin._policy.reasons import Reason
from crossorigin._policy.requests import CORSRequest
from crossorigin.errors import PolicyError, Problem

__all__ = [
    "CORSRequest",
    "Decision",
    "Guard",
    "Origin",
    "OriginPattern",
    "Policy",
    "PolicyError",
    "Problem",
    "Reason",
]
