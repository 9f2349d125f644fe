"""Hold a policy in the form in which a request is judged by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._web.origins import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._policy.headers import Header
    from crossorigin._policy.matching import OriginSet
    from crossorigin._policy.requests import OriginSource

VARY_ORIGIN: Final = ("Vary", "Origin")
VARY_PREFLIGHT: Final = (
    "Vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """
    Hold a policy, computed as far as it can be before a request comes.

    Attributes:
        any_origin: Whether ``origins`` is ``*``.
        exact: The origins that are listed literally.
        usual: These, if ``actual`` is all that a response to them gets beside their own
            name; otherwise none.
        origins: These, and the patterns that are listed.
        source: The function that is asked about an origin that is not listed.
        source_is_async: Whether its answer must be awaited.
        credentials: Whether pages may send cookies and the like.
        insecure_origins: Whether credentials may go to ``http:`` origins.
        methods: The methods that are listed, or those of the route, or any.
        request_headers: The request headers that are listed, in lower case.
        any_request_header: Whether ``allow_headers`` has a ``*``.
        exposes_all: Whether each response's own header names must be listed.
        constant: What every actual response gets, if that is the same for all.
        actual: What a response to an allowed origin gets beside that origin.
        timing: Whether ``Timing-Allow-Origin`` is ours to set.
        preflight: The headers of a permitted preflight that do not depend on it.
        fixed_preflight: All of them but the origin, if none depends on what is asked.
    """

    any_origin: bool
    exact: frozenset[str]
    usual: frozenset[str]
    origins: OriginSet | frozenset[str]
    source: OriginSource | None
    source_is_async: bool
    credentials: bool
    insecure_origins: bool
    methods: frozenset[str] | Literal["*", "route"]
    request_headers: frozenset[str]
    any_request_header: bool
    exposes_all: bool
    constant: tuple[Header, ...] | None
    actual: tuple[Header, ...]
    timing: bool
    preflight: tuple[Header, ...]
    fixed_preflight: tuple[Header, ...] | None

    def headers_for(self, origin: str) -> tuple[Header, ...]:
        """
        Return the CORS headers of the response to an actual request of the allowed *origin*.

        Source: https://fetch.spec.whatwg.org/#http-responses
        """
        if self.timing:
            timing = ("Timing-Allow-Origin", origin)
            return (("Access-Control-Allow-Origin", origin), timing, *self.actual)
        return (("Access-Control-Allow-Origin", origin), *self.actual)


# A response that depends on the origin says so even where there is none.
REFUSED: Final = (VARY_ORIGIN,)


def listed(name: str, members: Iterable[str]) -> tuple[Header, ...]:
    """Return the header *name* that lists *members*, or nothing if there are none."""
    value = ", ".join(sorted(members))
    return ((name, value),) if value else ()


def is_insecure(scheme: str, host: str) -> bool:
    """
    Tell whether anyone on the network may speak for this origin.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    return scheme == "http" and not is_loopback(host)
