"""
Test cross-origin responses as a page of another origin reads them, without a browser and a socket.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

from crossorigin.testing._browser import Browser, OpenBrowser
from crossorigin.testing._clock import Clock
from crossorigin.testing._exchanges import Exchange, Headers, Request, Response
from crossorigin.testing._outcome import Outcome
from crossorigin.testing._websocket import WebSocket, WebSocketClosedError

__all__ = [
    "Browser",
    "Clock",
    "Exchange",
    "Headers",
    "OpenBrowser",
    "Outcome",
    "Request",
    "Response",
    "WebSocket",
    "WebSocketClosedError",
]
