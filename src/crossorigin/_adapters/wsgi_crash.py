"""The answer to a WSGI request whose app has raised: loaded with the first one."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from crossorigin._adapters.crashes import crash_answer, may_be_fetch
from crossorigin._adapters.layers import Layer
from crossorigin._adapters.wsgi_calls import cors_request
from crossorigin._policy.policy import Policy
from crossorigin._policy.requests import is_handshake

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


def answer_crash(  # noqa: PLR0913, PLR0917 - the parts of a call, and the text
    policy: Policy,
    environ: WSGIEnvironment,
    owners: list[object],
    start_response: StartResponse,
    layer: Layer[WSGIEnvironment],
    body: str = "Internal Server Error\n",
) -> None:
    """
    Answer for an app that raised, if a page that may read the answer waits for it.

    A navigation gets the answer of the server, or of a debugger outside of this layer: the
    caller raises the exception again in any case, so nothing is swallowed.
    """
    # A refusal is counted with the start of a response, if there was one.
    add = layer.log.add_failure if owners else partial(layer.log.add_decision, environ)
    if not layer.claim(owners):
        return  # an inner layer has answered, if anything was to be answered
    if not may_be_fetch(environ.get("HTTP_SEC_FETCH_MODE")):
        return
    # No page reads the answer to a handshake, and on gunicorn, flask-sock raises at the end of
    # each WebSocket: a response written then would follow its last frame.
    if is_handshake(environ.get("HTTP_UPGRADE")):
        return
    decision = policy.decide(cors_request(environ))
    add(decision)
    if not decision.origin_allowed:
        return
    headers, data = crash_answer(body)
    # A client that has gone, or headers that are sent, must not hide the app's own exception.
    with suppress(Exception):
        write = start_response("500 Internal Server Error", decision.apply(headers), sys.exc_info())
        # WSGI asks for a writer; not every server returns one. Writing nothing sends the headers.
        if callable(write):
            write(b"" if environ["REQUEST_METHOD"] == "HEAD" else data)
