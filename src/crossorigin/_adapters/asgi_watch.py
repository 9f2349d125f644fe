"""Decisions on ASGI requests, and what the log and the counters learn of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from crossorigin._adapters.asgi_calls import (
    COOKIE,
    Scope,
    asked_names,
    cors_request,
    host_of,
    raw_value,
    read_headers,
)
from crossorigin._adapters.asgi_headers import RAW_REFUSED, encode_headers
from crossorigin._adapters.layers import Layer
from crossorigin._policy.decision import Decision, decide, decide_async
from crossorigin._policy.preflights import asks_for_listed, quick_preflight

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_headers import EncodedPolicy, RawHeader, RawHeaders
    from crossorigin._policy.compiled import CompiledPolicy

# The most origins whose agreement is looked up in place of being compared.
_MAX_AGREED: Final = 1000


async def decide_scope(
    layer: Layer[Scope],
    compiled: CompiledPolicy,
    scope: Scope,
    route_methods: frozenset[str] | None = None,
) -> tuple[Decision, Callable[[], object]]:
    """Return the decision of a policy on *scope*, and a function that tells the log of it."""
    headers = read_headers(scope)
    request = cors_request(scope, headers, route_methods)
    decision = await decide_async(compiled, request)
    shadow = None if compiled.shadow is None else await decide_async(compiled.shadow, request)
    has_cookie = COOKIE in (headers or ())
    return decision, partial(layer.log.add_decision, scope, decision, shadow, has_cookie=has_cookie)


async def watched(
    layer: Layer[Scope],
    compiled: CompiledPolicy,
    scope: Scope,
    origin: bytes,
    headers: RawHeaders | None,
) -> tuple[RawHeaders, Callable[[], object]]:
    """
    Return the *headers* of a policy, by a decision if they are not known or it is told of.

    The second value tells the log of it; it is called where the layer owns the response.
    """
    if headers is not None and compiled.agrees_with_shadow(
        origin.decode("latin-1"), has_cookie=raw_value(scope, COOKIE) is not None
    ):
        return headers, layer.log.observe
    decision, tell = await decide_scope(layer, compiled, scope)
    return encode_headers(decision.headers) if decision.origin_allowed else RAW_REFUSED, tell


def tell_of_refusal(
    layer: Layer[Scope], compiled: CompiledPolicy, scope: Scope, origin: bytes | None
) -> None:
    """Tell the log of a refusal that was plain without a decision."""
    if layer.log.has_refusals(scope, (origin or b"").decode("latin-1"), host_of(scope)):
        request = cors_request(scope, read_headers(scope))
        layer.log.add_decision(scope, decide(compiled, request))


def agreed_origins(compiled: CompiledPolicy) -> frozenset[bytes] | None:
    """
    Return origins for which a policy and its shadow agree whatever the request, if it has one.

    They are some of those that the shadow lists.
    """
    shadow = compiled.shadow
    if shadow is None:
        return None
    if len(shadow.listed_origins) > _MAX_AGREED:
        return frozenset()
    return frozenset(
        origin.encode()
        for origin in shadow.listed_origins
        if compiled.agrees_with_shadow(origin, has_cookie=True)
    )


def quick_answer(
    encoded: EncodedPolicy,
    scope: Scope,
    origin: bytes,
    asked: str,
    route_methods: frozenset[str] | None,
) -> list[RawHeader] | None:
    """Return the headers of a preflight that at a glance is permitted, by a shadow, too."""
    names, shadow = asked_names(scope), encoded.compiled.shadow
    # What is refused is counted, so it must be decided on.
    if not asks_for_listed(encoded.compiled, asked, names, route_methods) or (
        shadow is not None
        and not (
            asks_for_listed(shadow, asked, names, route_methods)
            and quick_preflight(shadow, origin.decode("latin-1"), asked, route_methods)
        )
    ):
        return None
    return encoded.preflight(origin, asked, route_methods)
