"""
Enforce a policy in Django: the whole site, an ``include()``, or a view.

Source: https://docs.djangoproject.com/en/stable/topics/http/middleware/
"""

from __future__ import annotations

from crossorigin.django._coverage import policy_for
from crossorigin.django._decorators import cross_origin, same_origin
from crossorigin.django._middleware import CORSMiddleware
from crossorigin.django._site import stats

__all__ = ["CORSMiddleware", "cross_origin", "policy_for", "same_origin", "stats"]
