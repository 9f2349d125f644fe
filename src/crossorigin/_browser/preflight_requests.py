"""
Tell which requests need a preflight, and what it asks for.

Source: https://fetch.spec.whatwg.org/#main-fetch
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._browser import answer_differences, sending_differences
from crossorigin._browser.fetching import Asked, WireRequest
from crossorigin._browser.safelist import Cause, Trigger, own_causes, unsafe_names
from crossorigin._browser.writing import url_for
from crossorigin._web.fetch import CONDITIONAL_REQUEST_HEADERS

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.going import Going
    from crossorigin._browser.header_lists import HeaderList


def causes_of(going: Going) -> tuple[Cause, ...]:
    """Return why *going*, which is cross-origin, needs a preflight, if it does."""
    causes = own_causes(going.method, going.headers, going.engine)
    if going.forced is not None:
        causes = (*causes, going.forced)
    if causes or not going.is_redirected:
        return causes
    keeps = sending_differences.REDIRECT_KEEPS_PREFLIGHT.of(going.engine)
    was_unsafe = going.was_asked or unsafe_names(going.original, going.engine)
    return (Cause(Trigger.REDIRECT),) if keeps and was_unsafe else ()


def asked_by(going: Going, causes: tuple[Cause, ...]) -> Asked:
    """Return what *going* needs permission for."""
    keeps_origin = sending_differences.REDIRECT_KEEPS_ORIGIN.of(going.engine)
    shown = sending_differences.PREFLIGHT_HEADERS.of(going.engine)
    return Asked(
        partition=going.asked.partition,
        origin=going.asked.origin if keeps_origin else going.origin,
        is_redirected=going.origin != going.asked.origin and not keeps_origin,
        url=str(going.url),
        method=going.method,
        names=_names(going),
        shown=tuple(header for header in going.headers if header[0].lower() in shown),
        has_credentials=going.asked.credentials == "include",
        is_forced=going.forced is not None or causes == (Cause(Trigger.REDIRECT),),
        is_own=keeps_origin and going.is_own,
        ignores_cache=answer_differences.CONDITIONAL_REQUESTS_ASK.of(going.engine)
        and any(name.lower() in CONDITIONAL_REQUEST_HEADERS for name, _ in going.headers),
    )


def _names(going: Going) -> tuple[str, ...]:
    """Return the headers that *going* needs permission for, or that its engine asks for."""
    asks_for = sending_differences.REDIRECT_ASKS_FOR.of(going.engine)
    if asks_for == "what is sent" or not going.is_redirected:
        return unsafe_names(going.headers, going.engine)
    dropped = going.dropped if asks_for == "all but dropped" else ()
    names = unsafe_names(going.original, going.engine)
    return tuple(name for name in names if name not in dropped)


def preflight_for(asked: Asked, causes: tuple[Cause, ...], engine: Engine) -> WireRequest:
    """
    Return the preflight that asks for what is *asked*.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
    """
    names = (
        set(asked.names) if sending_differences.NAMES_ARE_LISTED_ONCE.of(engine) else asked.names
    )
    headers: HeaderList = (("Accept", "*/*"), ("Access-Control-Request-Method", asked.method))
    if names:
        # No space follows the comma, for better or worse.
        headers = (*headers, ("Access-Control-Request-Headers", ",".join(sorted(names))))
    return WireRequest(
        method="OPTIONS",
        url=url_for(engine, asked.url.partition("#")[0]),
        headers=(*headers, ("Origin", asked.origin), *asked.shown),
        is_preflight=True,
        causes=causes,
    )
