"""
Answer requests at the speed of the adapters.

What is answered is what :mod:`crossorigin._decision` decides, without the objects that
explain it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, TypeVar

from crossorigin._decision import decide, logger
from crossorigin._grammar import split_origin
from crossorigin._responses import PLAIN, merged_headers
from crossorigin._rules import REFUSED
from crossorigin._standard import OPAQUE_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._decision import Decision
    from crossorigin._request import CORSRequest
    from crossorigin._responses import Header
    from crossorigin._rules import Rules

Transport = TypeVar("Transport")

_NO_BODY: Final = ("Content-Length", "0")
_NOTHING: Final[tuple[str, ...]] = ()


def preflight_headers(rules: Rules, origin: str) -> list[Header] | None:
    """
    Return all headers of a preflight's 200 if only *origin* matters, otherwise ``None``.

    If they list the same methods and headers whatever is asked, the browser compares.
    """
    if rules.fixed_preflight is None or logger.isEnabledFor(logging.INFO):
        # What is refused is logged, so it must be decided first.
        return None
    if rules.any_origin:
        if origin != OPAQUE_ORIGIN and split_origin(origin) is None:
            return None
        return [("Access-Control-Allow-Origin", "*"), *rules.fixed_preflight, _NO_BODY]
    if origin not in rules.origins:
        return None
    return [("Access-Control-Allow-Origin", origin), *rules.fixed_preflight, _NO_BODY]


def answered_headers(
    rules: Rules,
    origin: str | None,
    request_of: Callable[[Transport], CORSRequest],
    transport: Transport,
    response_headers: list[Header],
) -> tuple[list[Header], tuple[str, ...]]:
    """
    Return *response_headers* with what *rules* add, and the names that were replaced.

    Args:
        rules: The policy in force.
        origin: The value of ``Origin``.
        request_of: Makes, from *transport*, the request that an origin source or the log
            must see.
        transport: What the adapter has of the request.
        response_headers: What the app sends; not changed.
    """
    if rules.constant is not None:
        headers = rules.constant
    elif origin is None:
        headers = REFUSED
    elif origin in rules.usual:
        # What `headers_for` returns: on the usual way, a call less.
        headers = (("Access-Control-Allow-Origin", origin), *rules.actual)
    elif origin not in rules.origins and (
        # Of what nobody can let in, and no log tells, nothing need be found out.
        (rules.source is None and not logger.isEnabledFor(logging.INFO))
        or not _is_let_in(rules, request_of, transport)
    ):
        headers = REFUSED
    else:
        headers = rules.headers_for(origin)
        if rules.exposes_all:
            return merged_headers(response_headers, headers, rules.timing, exposes_all=True)
    for header in response_headers:
        if header[0] not in PLAIN:
            return merged_headers(response_headers, headers, rules.timing, exposes_all=False)
    return [*response_headers, *headers], _NOTHING


def _is_let_in(
    rules: Rules, request_of: Callable[[Transport], CORSRequest], transport: Transport
) -> bool:
    """Tell whether pages of an origin that is not listed may read: its source says."""
    decision = decide(rules, request_of(transport))
    log_refusal(decision)
    return decision.origin_allowed


def log_refusal(decision: Decision) -> None:
    """Log *decision* if it refuses anything."""
    if not decision.allowed and logger.isEnabledFor(logging.INFO):
        logger.info("%s", decision.explain().partition("\n  next")[0])
