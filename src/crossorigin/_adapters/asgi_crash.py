"""The answer to an ASGI request whose app has raised: loaded with the first one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from crossorigin._adapters.asgi_calls import Scope, cors_request, read_headers, send_whole
from crossorigin._adapters.asgi_headers import encode_headers
from crossorigin._adapters.crashes import crash_answer, is_meant_for_outside, may_be_fetch
from crossorigin._policy.decision import decide_async

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import Send
    from crossorigin._adapters.layers import Layer
    from crossorigin._policy.policy import Policy


async def answer_crash(  # noqa: PLR0913, PLR0917 - what is known of the crash
    layer: Layer[Scope],
    policy: Policy,
    scope: Scope,
    owners: list[object],
    error: Exception,
    send: Send,
) -> None:
    """Answer for an app that raised, if a page that may read the answer waits for it."""
    owners[:] = [layer]
    request_headers = read_headers(scope)
    mode = (request_headers or {}).get(b"sec-fetch-mode")
    if is_meant_for_outside(error) or not may_be_fetch(mode):
        return
    decision = await decide_async(policy.compiled, cors_request(scope, request_headers))
    layer.log.add_decision(scope, decision)
    if not decision.origin_allowed:
        return
    answer, body = crash_answer()
    # A client that has gone must not hide the app's own exception.
    with suppress(Exception):
        await send_whole(send, 500, list(encode_headers(decision.apply(answer))), body)
