"""The causes in the page, in the browser and in the network."""

from __future__ import annotations

from typing import Final

from crossorigin.doctor.causes._cause import Cause, CauseSlug, Remedy, Severity, Stack

CAUSES: Final = (
    Cause(
        CauseSlug.OPAQUE_ORIGIN,
        Severity.HIGH,
        "The page has no origin of its own: a local file, a sandboxed frame or a data: URL.",
        "The console says origin 'null'; the address bar says file:.",
        {
            Stack.UNKNOWN: "Serve the page over http or https (python -m http.server); or give the"
            " frame sandbox=allow-same-origin. Do not allow null."
        },
    ),
    Cause(
        CauseSlug.COOKIES_NOT_SENT,
        Severity.MEDIUM,
        "The browser does not send the cookie to another site, so the server knows nobody.",
        "The cookie has no SameSite=None; Secure, or the browser blocks third-party cookies.",
        {
            Stack.UNKNOWN: "Set the cookie with SameSite=None; Secure, and fetch with"
            " credentials: 'include'.",
            Stack.CROSSORIGIN: 'SESSION_COOKIE_SAMESITE = "None", SESSION_COOKIE_SECURE = True.',
            Stack.FLASK_CORS: 'SESSION_COOKIE_SAMESITE = "None", SESSION_COOKIE_SECURE = True.',
        },
        Remedy.COOKIES,
    ),
    Cause(
        CauseSlug.THIRD_PARTY_COOKIES,
        Severity.LOW,
        "The page is of another site than the API, and not every browser sends cookies there.",
        "It works in Chromium, and in Safari or a private window the API knows nobody.",
        {
            Stack.UNKNOWN: "Serve page and API from one site (app.example.com and api.example.com),"
            " or send a token in Authorization."
        },
    ),
    Cause(
        CauseSlug.NETWORK_FAILURE,
        Severity.HIGH,
        "No answer came back: name unknown, connection refused or cut, certificate not trusted.",
        "curl fails as well, or opening the URL in a tab shows the browser's own error page.",
        {
            Stack.UNKNOWN: "Check address, port and certificate, and that the server runs: not CORS.",
            Stack.CLOUD_RUN: "Listen on 0.0.0.0 and $PORT; read the service's log.",
        },
    ),
    Cause(
        CauseSlug.MIXED_CONTENT,
        Severity.HIGH,
        "A page served over https may not fetch over http.",
        "The page's address starts with https:, the fetched one with http:.",
        {Stack.UNKNOWN: "Serve the API over https, and call it so: no CORS header helps."},
    ),
    Cause(
        CauseSlug.LOCAL_NETWORK_ACCESS,
        Severity.HIGH,
        "A page of the public web asks for this machine or its network; the person must permit it.",
        "The host is localhost or a private address, and the page's is not.",
        {
            Stack.UNKNOWN: "Serve the page over https and grant the permission in the site's"
            " settings; no response header helps."
        },
    ),
    Cause(
        CauseSlug.CONTENT_SECURITY_POLICY,
        Severity.HIGH,
        "The page's own Content-Security-Policy forbids the request: it was never sent.",
        "The page's answer has connect-src, or default-src, without the API's origin.",
        {Stack.UNKNOWN: "Add the API's origin to connect-src in the page's policy."},
    ),
    Cause(
        CauseSlug.RESOURCE_POLICY,
        Severity.MEDIUM,
        "The response, or the page's own Cross-Origin-Embedder-Policy, keeps foreign pages away.",
        "Look for Cross-Origin-Resource-Policy on the response, -Embedder-Policy on the page.",
        {
            Stack.UNKNOWN: "Send Cross-Origin-Resource-Policy: cross-origin, or fetch in the mode"
            " cors with CORS headers."
        },
    ),
    Cause(
        CauseSlug.RESPONSE_TYPE,
        Severity.MEDIUM,
        "The Content-Type is not what the page loads it as, often an error page in HTML.",
        "curl -i shows the Content-Type; a script needs text/javascript.",
        {Stack.UNKNOWN: "Send the right Content-Type, or fetch the data in the mode cors."},
    ),
    Cause(
        CauseSlug.BLOCKED_BY_EXTENSION,
        Severity.LOW,
        "An extension or an ad blocker in the browser stopped the request.",
        "It works in a private window without extensions.",
        {Stack.UNKNOWN: "Switch the extension off; avoid words such as ads or track in the path."},
    ),
    Cause(
        CauseSlug.REQUEST_ABORTED,
        Severity.LOW,
        "The page gave the request up: it was left, reloaded, or its AbortController fired.",
        "A form that submits, a link that is followed, or a time limit stands beside the fetch.",
        {
            Stack.UNKNOWN: "Call event.preventDefault() in the form's handler; lengthen the time limit."
        },
    ),
    Cause(
        CauseSlug.REQUEST_MALFORMED,
        Severity.HIGH,
        "The call of fetch is not valid, so nothing was sent.",
        "No request appears under Network in the developer tools.",
        {Stack.UNKNOWN: "Correct the URL, the method, the headers or the options of the call."},
    ),
    Cause(
        CauseSlug.SAME_ORIGIN_MODE,
        Severity.HIGH,
        "The page asked for mode: 'same-origin', which fetches nothing from elsewhere.",
        "The options of the fetch have mode: 'same-origin'.",
        {Stack.UNKNOWN: "Leave mode out, or write mode: 'cors'."},
    ),
    Cause(
        CauseSlug.OPAQUE_RESPONSE,
        Severity.HIGH,
        "The page asked for mode: 'no-cors', in which no response can be read, whatever the server sends.",
        "The options of the fetch have mode: 'no-cors', or redirect: 'manual'.",
        {Stack.UNKNOWN: "Leave the option out, and let the server permit the page's origin."},
    ),
    Cause(
        CauseSlug.SCHEME_MISSING,
        Severity.HIGH,
        "The URL has no http:// or https://, so that its host is taken for a scheme.",
        "The URL in the message starts with a host name, localhost: or file:.",
        {Stack.UNKNOWN: "Write the whole URL: https://api.example.com/path."},
    ),
    Cause(
        CauseSlug.PORT_RESTRICTED,
        Severity.HIGH,
        "The port is one of another protocol, such as 6000 or 6667, and no browser connects to it.",
        "Chromium says net::ERR_UNSAFE_PORT; curl gets an answer.",
        {Stack.UNKNOWN: "Let the server listen on another port, such as 8080: no header helps."},
    ),
)
