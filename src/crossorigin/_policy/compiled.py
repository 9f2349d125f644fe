"""
A policy in the form in which a request is judged by it.

The headers of an actual response and of a permitted preflight are put together here, and
nowhere else: :mod:`crossorigin._policy.decision` explains them, the adapters send them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._policy.headers import list_header
from crossorigin._policy.reasons import Reason
from crossorigin._web.fetch import OPAQUE_ORIGIN

if TYPE_CHECKING:
    from crossorigin._policy.headers import Header
    from crossorigin._policy.matching import OriginSet
    from crossorigin._policy.requests import CORSRequest, OriginSource

VARY_ORIGIN: Final = ("Vary", "Origin")
VARY_PREFLIGHT: Final = (
    "Vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)
# A response that depends on the origin says so even where there is none.
REFUSED: Final = (VARY_ORIGIN,)
_NO_MEMBERS: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """
    A policy, computed as far as it can be before a request comes.

    Attributes:
        any_origin: Whether ``origins`` is ``*``.
        listed_origins: The origins that are listed literally.
        fast_origins: These, if ``origin_headers`` is all that a response to them gets
            beside their own name; otherwise none.
        origins: The listed origins, and the patterns.
        source: The function that is asked about an origin that is not listed.
        source_is_async: Whether its answer must be awaited.
        credentials: Whether pages may send cookies and the like.
        insecure_origins: Whether credentials may go to ``http:`` origins.
        methods: The methods that are listed, or those of the route, or any.
        request_headers: The request headers that are listed, in lower case.
        any_request_header: Whether ``allow_headers`` has a ``*``.
        exposes_all: Whether each response's own header names must be listed.
        fixed_headers: The headers of every actual response, if they are the same for all.
        origin_headers: The headers of a response to an allowed origin, beside that origin.
        timing: Whether ``Timing-Allow-Origin`` is ours to set.
        preflight_headers: The headers of a permitted preflight that do not depend on it.
        fixed_preflight: All of them but the origin, if none depends on what is asked.
        shadow: The policy beside it whose refusals are only counted.
    """

    any_origin: bool
    listed_origins: frozenset[str]
    fast_origins: frozenset[str]
    origins: OriginSet
    source: OriginSource | None
    source_is_async: bool
    credentials: bool
    insecure_origins: bool
    methods: frozenset[str] | Literal["*", "route"]
    request_headers: frozenset[str]
    any_request_header: bool
    exposes_all: bool
    fixed_headers: tuple[Header, ...] | None
    origin_headers: tuple[Header, ...]
    timing: bool
    preflight_headers: tuple[Header, ...]
    fixed_preflight: tuple[Header, ...] | None
    shadow: CompiledPolicy | None = None

    @property
    def lists_every_origin(self) -> bool:
        """Tell whether no other origin than those that are listed may read."""
        return not (self.any_origin or self.source or self.origins.has_patterns)

    @property
    def asks_routes(self) -> bool:
        """Tell whether the methods of a route may matter, to the policy or to its shadow."""
        return self.methods == "route" or (self.shadow is not None and self.shadow.asks_routes)

    def judge(self, request: CORSRequest) -> Reason | OriginSource:
        """Return ``ALLOWED``, the reason to refuse the origin, or the source to ask."""
        if request.origin is None:
            return Reason.NO_ORIGIN
        if self.any_origin:
            # Browsers send more than the grammar has, such as `http://a~b.example`.
            return Reason.ALLOWED
        origin = request.parsed_origin
        if origin is None:
            is_opaque = request.origin == OPAQUE_ORIGIN
            return Reason.ORIGIN_NULL if is_opaque else Reason.ORIGIN_MALFORMED
        if self.origins.covers(origin):
            return Reason.ALLOWED
        return Reason.ORIGIN_NOT_ALLOWED if self.source is None else self.source

    def actual(
        self,
        origin: str | None,
        is_allowed: bool | None = None,  # noqa: FBT001 - on a hot path
    ) -> tuple[Header, ...] | None:
        """
        Return the headers of the response to an actual request, :data:`REFUSED` if refused.

        ``None`` if only an origin source can tell.

        Args:
            origin: The value of ``Origin``.
            is_allowed: Whether it may read, if that has been judged.

        Source: https://fetch.spec.whatwg.org/#http-responses
        """
        if self.fixed_headers is not None:
            return self.fixed_headers
        if origin is None:
            return REFUSED
        if origin in self.fast_origins:
            return (("Access-Control-Allow-Origin", origin), *self.origin_headers)
        if is_allowed is None:
            is_allowed = origin in self.origins
            if not is_allowed and self.source is not None:
                return None
        if not is_allowed:
            return REFUSED
        timing = (("Timing-Allow-Origin", origin),) if self.timing else ()
        return (("Access-Control-Allow-Origin", origin), *timing, *self.origin_headers)

    def agrees_with_shadow(self, origin: str, *, has_cookie: bool) -> bool:
        """
        Tell whether the shadow lets *origin*, which may read, do the same as this policy.

        If it is not known without a decision, ``False``.
        """
        shadow = self.shadow
        return shadow is None or (
            (shadow.any_origin or origin in shadow.origins)
            and not (has_cookie and self.credentials and not shadow.credentials)
        )

    def permit_preflight(
        self,
        origin: str,
        methods: frozenset[str] = _NO_MEMBERS,
        request_headers: frozenset[str] = _NO_MEMBERS,
    ) -> tuple[Header, ...]:
        """Return the headers of a preflight of the allowed *origin*, which list the others."""
        own = ("Access-Control-Allow-Origin", "*" if self.any_origin else origin)
        if self.fixed_preflight is not None:
            return (own, *self.fixed_preflight)
        return (
            own,
            *list_header("Access-Control-Allow-Methods", methods),
            *list_header("Access-Control-Allow-Headers", request_headers),
            *self.preflight_headers,
        )
