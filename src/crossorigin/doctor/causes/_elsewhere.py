"""The causes of what is taken for CORS: attributes, frames, workers, sockets, files."""

from __future__ import annotations

from typing import Final

from crossorigin.doctor.causes._cause import Cause, CauseSlug, Severity, Stack

CAUSES: Final = (
    Cause(
        CauseSlug.CONNECTION_ALLOWLIST,
        Severity.HIGH,
        "The page's own Connection-Allowlist does not list this address: nothing was sent.",
        "The page's response has a Connection-Allowlist without a pattern for this address.",
        {Stack.UNKNOWN: "Add the address to Connection-Allowlist in the page's own response."},
    ),
    Cause(
        CauseSlug.CROSSORIGIN_ATTRIBUTE_MISSING,
        Severity.MEDIUM,
        "The image, script or stylesheet of another origin was loaded without CORS.",
        "Its element has no crossorigin attribute, or its response no Access-Control-Allow-Origin.",
        {
            Stack.UNKNOWN: 'Write crossorigin="anonymous" on the element (before src is set), and'
            " let its server send Access-Control-Allow-Origin.",
            Stack.S3: 'Write crossorigin="anonymous" on the element, and give the bucket a CORS'
            " configuration.",
        },
    ),
    Cause(
        CauseSlug.INTEGRITY_MISMATCH,
        Severity.MEDIUM,
        "The file is another than the one whose hash stands in the integrity attribute.",
        "openssl dgst -sha384 -binary FILE | base64 gives another hash.",
        {Stack.UNKNOWN: "Write the hash of the file that is served, of one fixed version."},
    ),
    Cause(
        CauseSlug.FORBIDDEN_HEADER,
        Severity.INFO,
        "The page sets a request header that only the browser may set.",
        "The line in the page names Origin, Host, Cookie, Content-Length, a Sec- header or another.",
        {Stack.UNKNOWN: "Delete the line that sets it: the request goes out without it."},
    ),
    Cause(
        CauseSlug.FRAME_OF_ANOTHER_ORIGIN,
        Severity.MEDIUM,
        "The script and the other window are of two origins, which share nothing but messages.",
        "Compare scheme, host and port of the two pages: location.origin in each.",
        {
            Stack.UNKNOWN: "Let both pages talk by postMessage(), with the other's exact origin as"
            " its target; no response header helps."
        },
    ),
    Cause(
        CauseSlug.FRAMING_FORBIDDEN,
        Severity.MEDIUM,
        "The framed page sends X-Frame-Options or frame-ancestors without this page in it.",
        "curl -i of the framed page shows the header.",
        {
            Stack.UNKNOWN: "If the framed page is yours: Content-Security-Policy: frame-ancestors"
            " 'self' {origin}, and no X-Frame-Options. If not, link to it."
        },
    ),
    Cause(
        CauseSlug.LOCAL_FILE,
        Severity.MEDIUM,
        "The page refers to a path of a disk, file: or C:\\, and was itself loaded from the web.",
        "The address in the message starts with file:.",
        {
            Stack.UNKNOWN: "Put the file on the server, and refer to it by its URL there; for a"
            " file that a person picks, <input type=file>."
        },
    ),
    Cause(
        CauseSlug.WORKER_OF_ANOTHER_ORIGIN,
        Severity.HIGH,
        "The worker's script has another origin than the page; CORS cannot permit that.",
        "Compare scheme, host and port of the script and of the page.",
        {
            Stack.UNKNOWN: "Serve the worker's script from the page's own origin, or start one that"
            " calls importScripts() with the foreign URL."
        },
    ),
    Cause(
        CauseSlug.SERVICE_WORKER_ANSWERED,
        Severity.MEDIUM,
        "A service worker answered the request, and not the server.",
        "It works with Bypass for network under Application in the developer tools.",
        {
            Stack.UNKNOWN: "In the worker's fetch handler, fetch foreign URLs in the mode of the"
            " request (no no-cors), or leave them alone; then unregister the old worker."
        },
    ),
    Cause(
        CauseSlug.WEBSOCKET_REFUSED,
        Severity.HIGH,
        "The server refused the handshake by its own list of origins, or a proxy did not pass it.",
        "Status 403 or 400: the list. 404, 200 or 502: the proxy, or the path.",
        {
            Stack.UNKNOWN: "Add {origin} to the origins of the WebSocket server; let the proxy pass"
            " Upgrade and Connection on. CORS headers change nothing.",
            Stack.NGINX: "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
            ' proxy_set_header Connection "upgrade";',
        },
    ),
)
