"""One of the policies of an app, put into force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crossorigin._adapters.asgi_headers import RAW_REFUSED, EncodedPolicy, merge_raw_headers
from crossorigin._adapters.asgi_watch import agreed_origins, tell_of_refusal, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from crossorigin._adapters.asgi_calls import Scope as ASGIScope
    from crossorigin._adapters.asgi_headers import RawHeader, RawHeaders
    from crossorigin._adapters.layers import Layer
    from crossorigin._policy.policy import Policy


class Enforcer:
    """
    One of the policies of an app.

    Args:
        policy: The policy.
        layer: The layer of the whole app.

    Attributes:
        policy: The policy.
        encoded: Its answers in bytes.
        lengths: How long the names of the app's headers are which it may have to change.
        at_once: The headers of a response by its ``Origin``, where no shadow may refuse it.
        for_others: Those for every other origin, if they are the same for all.
        asks_routes: Whether the methods of a route may matter, to it or to a shadow.
    """

    __slots__ = ("_layer", "asks_routes", "at_once", "encoded", "for_others", "lengths", "policy")

    def __init__(self, policy: Policy, layer: Layer[ASGIScope]) -> None:
        """Encode the answers that no request changes."""
        self.policy, self._layer = policy, layer
        self.asks_routes = policy.compiled.asks_routes
        self.encoded = EncodedPolicy(policy.compiled)
        self.lengths: Container[int] = self.encoded.lengths
        known, agreed = self.encoded.known, agreed_origins(policy.compiled)
        others = self.encoded.others
        self.at_once: Mapping[bytes | None, RawHeaders] = (
            known
            if agreed is None
            else {origin: known[origin] for origin in (None, *agreed) if origin in known}
        )
        # Where the policy itself refuses, a shadow has nothing to add.
        self.for_others = others if agreed is None or others is RAW_REFUSED else None

    async def headers_for(
        self, scope: ASGIScope, origin: bytes | None
    ) -> tuple[RawHeaders, Callable[[], object] | None]:
        """Return the headers of a response, and a function that tells the log of it, if any."""
        headers = self.encoded.known.get(origin, self.encoded.others)
        if headers is None:
            headers = self.encoded.actual(origin)
        if origin is None and headers is not None:
            return headers, None
        compiled = self.policy.compiled
        if headers is RAW_REFUSED:
            return RAW_REFUSED, partial(self.tell_of_refusal, scope, origin)
        return await watched(self._layer, compiled, scope, origin or b"", headers)

    def tell_of_refusal(self, scope: ASGIScope, origin: bytes | None) -> None:
        """Tell the log of a refusal that is plain without a decision."""
        tell_of_refusal(self._layer, self.policy.compiled, scope, origin)

    def merge(
        self, scope: ASGIScope, theirs: list[RawHeader], headers: RawHeaders
    ) -> list[RawHeader]:
        """
        Return *theirs*, the headers of the app, with those of the policy.

        Raises:
            TypeError: If *theirs* is anything else than pairs of bytes, or of text.
            ValueError: As above.
        """
        merged, replaced = merge_raw_headers(theirs, headers, self.policy.compiled)
        if replaced:
            self._layer.warn_replaced(scope, replaced)
        return merged
