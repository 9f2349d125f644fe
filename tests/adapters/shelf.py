"""The adapter of a framework that does not say where a policy was declared."""

from __future__ import annotations

from typing import Final

from crossorigin import Policy
from crossorigin._adapters.coverage import CoveredRoute

POLICY: Final = Policy("https://shelf.example")


def policy_for(_: object, path: str, __: str) -> Policy | None:
    """Return the policy of the one path that has one."""
    return POLICY if path == "/open" else None


def covered_routes(_: object) -> list[CoveredRoute]:
    """Return the one path that has a policy."""
    return [CoveredRoute("/open", ("GET",), POLICY, None)]
