"""
One policy object says which origins may call a web app.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

import os

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

# The policy's room does no input: it gets the environment of `Policy.from_env` from this door.
Policy.environment = os.environ
