"""The declared policy of a server: an origin that is permitted on purpose is no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin import OriginPattern, PolicyError
from crossorigin._policy.matching import OriginSet
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.doctor.probing._session import HTTPExchange


class Declared:
    """The origins that are permitted on purpose."""

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        """
        Collect the *patterns* of the command line.

        Raises:
            UsageError: If one of the patterns is none.
        """
        self._patterns = OriginSet(frozenset(), [_pattern(text) for text in patterns])

    def permits(self, origin: str, exchange: HTTPExchange) -> bool:
        """Tell whether *origin* is permitted on purpose, by hand or by the policy in *exchange*."""
        if origin in self._patterns:
            return True
        return exchange.policy is not None and exchange.policy.allows(origin)

    def refuses(self, origin: str, page: HTTPExchange | None, exchange: HTTPExchange) -> bool:
        """Tell whether *exchange* refuses *origin* on purpose; *page* has the policy, if any has."""
        has_policy = page is not None and page.policy is not None
        return has_policy and not self.permits(origin, exchange)


def _pattern(text: str) -> OriginPattern:
    """Return the pattern *text*; raise ``UsageError`` if it is none."""
    try:
        pattern = OriginPattern.parse(text)
    except PolicyError as error:
        raise UsageError(
            f"--declared {escape(text, 100)}: {escape(error.problems[0].hint, 200)}"
        ) from None
    if pattern.scheme == "*":
        raise UsageError("--declared * permits everyone: leave it out, or list the origins.")
    return pattern
