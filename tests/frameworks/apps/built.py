"""An app that was built to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import Policy
    from crossorigin._adapters.stats import Stats


@dataclass(frozen=True, slots=True)
class Built:
    """
    An app, and what its adapter says of it.

    Attributes:
        app: The app, as a server is given it.
        policy_for: Returns the policy for a path and a method, where that was asked for.
        stats: Its counters, where they were asked for.
    """

    app: Callable[..., object]
    policy_for: Callable[[str, str], Policy | None] | None = None
    stats: Stats | None = None
