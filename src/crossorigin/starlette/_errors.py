"""Starlette's answer for an app that has raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware.errors import ServerErrorMiddleware

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import Message, Receive, Send
    from crossorigin._adapters.asgi_calls import Scope as ASGIScope


async def let_answer(  # noqa: PLR0913, PLR0917 - a call of ASGI, and what is known of it
    errors: ServerErrorMiddleware | None,
    error: Exception,
    scope: ASGIScope,
    receive: Receive,
    send: Send,
    owners: list[object],
) -> Exception:
    """
    Return the exception that *errors* raises, once it has answered for an app that raised *error*.

    It is another one where a handler of the app's own raises.

    Args:
        errors: Starlette's middleware, if there is one.
        error: The exception.
        scope: The request.
        receive: The server's.
        send: Sends the answer.
        owners: The layer that owns the response, if that has started: then there is no answer.
    """
    if errors is None:
        return error
    failure = error

    async def app(_scope: object, _receive: object, send_on: Send) -> None:
        if owners:
            await send_on({"type": "http.response.start"})
        raise failure

    covered = ServerErrorMiddleware(app, errors.handler, errors.debug)
    try:
        await covered(scope, receive, _send_nothing if owners else send)
    except Exception as raised:  # noqa: BLE001 - the one of the app, or that of its handler
        error = raised
    return error


async def _send_nothing(_: Message) -> None:
    """Send nothing."""
