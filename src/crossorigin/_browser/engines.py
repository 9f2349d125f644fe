"""
The engines, and the rows of the table of their differences.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

# Whose behaviour is asked for; `fetch` is the standard's own.
Engine = Literal["fetch", "chromium", "firefox", "webkit"]

# The cookies of other sites than the page's that go with its requests: all of them that say
# `SameSite=None`; those that were set for pages of this very site; or, of these, `Partitioned` ones.
ThirdPartyCookies = Literal["sent", "partitioned", "blocked"]

# The versions in which every row was seen, by a page that asked a server that logs bytes.
VERSIONS: Final[Mapping[Engine, str]] = {
    "chromium": "156.0.8078.114",
    "firefox": "153.8.0esr",
    "webkit": "2.50.6",
}


@dataclass(frozen=True, slots=True)
class Difference(Generic[T]):
    """
    One row: the behaviour of the standard, and those of the engines that differ.

    Attributes:
        what: The meaning of the value.
        clause: The clause of the standard, from the ``#`` of its address.
        standard: The standard's value.
        engines: The value of each engine that differs.
    """

    what: str
    clause: str
    standard: T = field(kw_only=True)
    engines: Mapping[Engine, T] = field(kw_only=True)

    def of(self, engine: Engine) -> T:
        """Return the value of *engine*."""
        return self.engines.get(engine, self.standard)


# As each browser comes, in November 2026. What a visitor may set otherwise was seen in none: a
# private window of Chromium blocks them, as Safari does everywhere, and WebKitGTK leaves it to the app.
# https://webkit.org/tracking-prevention/#intelligent-tracking-prevention-itp
# https://developer.mozilla.org/en-US/docs/Web/Privacy/Guides/State_Partitioning
# https://privacysandbox.google.com/cookies
THIRD_PARTY_COOKIES: Final[Difference[ThirdPartyCookies]] = Difference(
    "The cookies of other sites that go with a page's requests.",
    "#http-network-or-cache-fetch",
    standard="sent",
    engines={"firefox": "partitioned", "webkit": "blocked"},
)
