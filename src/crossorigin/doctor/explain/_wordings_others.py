"""The messages that are taken for CORS, and about something else: each with its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._console_reasons import ConsoleReason
from crossorigin.doctor.explain._wordings import Wording

if TYPE_CHECKING:
    from crossorigin._browser import Engine

_ROWS: Final[tuple[tuple[Engine | None, ConsoleReason, str], ...]] = (
    # What a page may read of others.
    ("chromium", ConsoleReason.HEADER_NOT_EXPOSED, "Refused to get unsafe header '<header>'"),
    ("chromium", ConsoleReason.TAINTED_CANVAS, "Tainted canvases may not be"),
    ("chromium", ConsoleReason.TAINTED_CANVAS, "A tainted OffscreenCanvas may not be exported"),
    ("chromium", ConsoleReason.TAINTED_CANVAS, "canvas has been tainted by cross-origin data"),
    ("chromium", ConsoleReason.TAINTED_CANVAS, "contains cross-origin data, and may not be loaded"),
    ("chromium", ConsoleReason.TAINTED_CANVAS, "cross-origin image at <url> may not be loaded"),
    ("chromium", ConsoleReason.TAINTED_CANVAS, "is tainted by cross-origin data"),
    (
        "chromium",
        ConsoleReason.STYLESHEET_RULES,
        "Failed to read the 'cssRules' property from 'CSSStyleSheet'",
    ),
    (
        "chromium",
        ConsoleReason.STYLESHEET_RULES,
        "Failed to read the 'rules' property from 'CSSStyleSheet'",
    ),
    (
        "firefox",
        ConsoleReason.STYLESHEET_RULES,
        "Not allowed to access cross-origin stylesheet",
    ),
    ("chromium", ConsoleReason.INTEGRITY, "The resource '<url>' has an integrity attribute, but"),
    (
        "chromium",
        ConsoleReason.INTEGRITY,
        "Failed to find a valid digest in the 'integrity' attribute for resource '<url>' with",
    ),
    (
        "firefox",
        ConsoleReason.INTEGRITY,
        "hashes in the integrity attribute match the content of the subresource",
    ),
    ("firefox", ConsoleReason.INTEGRITY, "is not eligible for integrity checks since it"),
    ("webkit", ConsoleReason.INTEGRITY, "Cannot load script <url>. Failed integrity metadata"),
    ("webkit", ConsoleReason.INTEGRITY, "Failed integrity metadata check"),
    # The headers that a browser writes.
    ("chromium", ConsoleReason.FORBIDDEN_HEADER, "Refused to set unsafe header '<header>'"),
    (
        "firefox",
        ConsoleReason.FORBIDDEN_HEADER,
        "Attempt to set a forbidden header was denied: <header>",
    ),
    # Frames and windows.
    ("chromium", ConsoleReason.FRAME_ACCESS, "from accessing a cross-origin frame"),
    (
        None,
        ConsoleReason.FRAME_ACCESS,
        "from accessing a frame with origin '<any>'. Protocols, domains, and ports must match",
    ),
    (None, ConsoleReason.FRAME_ACCESS, "from accessing a frame with origin"),
    (None, ConsoleReason.FRAME_ACCESS, "Unsafe JavaScript attempt to access frame with URL"),
    (
        "firefox",
        ConsoleReason.FRAME_ACCESS,
        "Permission denied to access property '<any>' on cross",
    ),
    ("firefox", ConsoleReason.FRAME_ACCESS, "Permission denied to access property"),
    ("chromium", ConsoleReason.FRAME_ACCESS, "Unsafe attempt to initiate navigation for frame"),
    (
        "chromium",
        ConsoleReason.POST_MESSAGE,
        "Failed to execute 'postMessage' on 'DOMWindow': The target origin provided",
    ),
    (
        "chromium",
        ConsoleReason.POST_MESSAGE,
        "does not match the recipient window's origin",
    ),
    ("webkit", ConsoleReason.POST_MESSAGE, "Unable to post message to <url>. Recipient has origin"),
    (
        "chromium",
        ConsoleReason.FRAMING,
        "in a frame because it set 'X-Frame-Options' to",
    ),
    (
        "chromium",
        ConsoleReason.FRAMING,
        "in a frame because it set multiple 'X-Frame-Options' headers",
    ),
    (
        "chromium",
        ConsoleReason.FRAMING,
        "violates the following Content Security Policy directive: 'frame-ancestors",
    ),
    (
        "chromium",
        ConsoleReason.FRAMING,
        "ancestor violates the following Content Security Policy directive",
    ),
    (
        "webkit",
        ConsoleReason.FRAMING,
        "because it does not appear in the frame-ancestors directive of the Content Security",
    ),
    ("firefox", ConsoleReason.FRAMING, "in a frame is denied by 'X-Frame-Options' directive"),
    ("firefox", ConsoleReason.FRAMING, "Load denied by X-Frame-Options"),
    # Files.
    ("chromium", ConsoleReason.LOCAL_RESOURCE, "Not allowed to load local resource: <url>"),
    ("chromium", ConsoleReason.LOCAL_RESOURCE, "Not allowed to load local resource"),
    ("firefox", ConsoleReason.LOCAL_RESOURCE, "Content at <page> may not load or link to <url>"),
    # Workers and sockets.
    (
        "chromium",
        ConsoleReason.WORKER_SCRIPT,
        "Script at '<url>' cannot be accessed from origin '<origin>'",
    ),
    ("chromium", ConsoleReason.WORKER_SCRIPT, "cannot be accessed from origin '<origin>'"),
    ("firefox", ConsoleReason.WORKER_SCRIPT, "Failed to load worker script at '<url>'"),
    ("chromium", ConsoleReason.SERVICE_WORKER, "resulted in a network error response:"),
    ("chromium", ConsoleReason.SERVICE_WORKER, "Failed to register a ServiceWorker"),
    ("chromium", ConsoleReason.SERVICE_WORKER, "Failed to update a ServiceWorker"),
    (
        "firefox",
        ConsoleReason.SERVICE_WORKER,
        "Failed to load '<url>'. A ServiceWorker passed",
    ),
    (
        "firefox",
        ConsoleReason.SERVICE_WORKER,
        "Failed to load '<url>'. A ServiceWorker intercepted",
    ),
    ("firefox", ConsoleReason.SERVICE_WORKER, "Failed to register/update a ServiceWorker"),
    (
        "chromium",
        ConsoleReason.WEBSOCKET_HANDSHAKE,
        (
            "WebSocket connection to '<url>' failed: Error during WebSocket handshake: Unexpected"
            " response code: <status>"
        ),
    ),
    (
        "webkit",
        ConsoleReason.WEBSOCKET_HANDSHAKE,
        "WebSocket connection to '<url>' failed: There was a bad response from the server",
    ),
    (
        "webkit",
        ConsoleReason.WEBSOCKET_HANDSHAKE,
        "WebSocket connection to '<url>' failed: Unexpected response code: <status>",
    ),
    ("chromium", ConsoleReason.WEBSOCKET_HANDSHAKE, "WebSocket connection to '<url>' failed"),
    (
        "chromium",
        ConsoleReason.WEBSOCKET_HANDSHAKE,
        "Error during WebSocket handshake: Unexpected response code: <status>",
    ),
    ("chromium", ConsoleReason.WEBSOCKET_HANDSHAKE, "Error during WebSocket handshake"),
    # Cookies.
    (
        "chromium",
        ConsoleReason.COOKIES_NOT_SENT,
        "A cookie associated with a cross-site resource at <url> was set",
    ),
    (
        "chromium",
        ConsoleReason.COOKIES_NOT_SENT,
        "A cookie associated with a resource at <url> was set with 'SameSite=None' but",
    ),
    (
        "chromium",
        ConsoleReason.COOKIES_NOT_SENT,
        "This Set-Cookie didn't specify a 'SameSite' attribute",
    ),
    (
        "chromium",
        ConsoleReason.COOKIES_NOT_SENT,
        "This Set-Cookie header didn't specify a 'SameSite' attribute",
    ),
    (
        "chromium",
        ConsoleReason.COOKIES_NOT_SENT,
        "was blocked because it had the 'SameSite",
    ),
    (
        "chromium",
        ConsoleReason.COOKIES_NOT_SENT,
        "This attempt to set a cookie via a Set-Cookie header was blocked because",
    ),
    (
        "firefox",
        ConsoleReason.COOKIES_NOT_SENT,
        "has been rejected because it is in a cross-site context",
    ),
    ("firefox", ConsoleReason.COOKIES_NOT_SENT, "rejected because it has the 'SameSite"),
    ("firefox", ConsoleReason.COOKIES_NOT_SENT, "has been rejected as third-party"),
    ("firefox", ConsoleReason.COOKIES_NOT_SENT, "rejected because it is foreign and does not"),
    ("firefox", ConsoleReason.COOKIES_NOT_SENT, "was omitted because of a cross-site redirect"),
)

MESSAGES: Final = (
    *(Wording(engine, (reason,), text) for engine, reason, text in _ROWS),
    Wording(
        "firefox",
        (ConsoleReason.TAINTED_CANVAS, ConsoleReason.STYLESHEET_RULES),
        "SecurityError: The operation is insecure",
        vagueness=2,
        alone=True,
    ),
)
