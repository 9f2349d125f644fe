"""
One policy object says who may call a web app from another origin.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

from crossorigin._decision import Decision
from crossorigin._guard import Guard
from crossorigin._origins import Origin, OriginPattern
from crossorigin._policy import Policy
from crossorigin._reasons import Reason
from crossorigin._request import CORSRequest
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
