"""The causes in the policy of a server, and in the headers that express it."""

from __future__ import annotations

from typing import Final

from crossorigin.doctor.causes._cause import Cause, CauseSlug, Remedy, Severity, Stack

_OURS: Final = (
    Stack.CROSSORIGIN,
    Stack.CROSSORIGIN_ASGI,
    Stack.CROSSORIGIN_DJANGO,
    Stack.CROSSORIGIN_WSGI,
)

CAUSES: Final = (
    Cause(
        CauseSlug.CORS_NOT_ENABLED,
        Severity.HIGH,
        "The server sends no CORS headers for this path.",
        "The answer has status 200 and no Access-Control-Allow-Origin, whatever the Origin.",
        {
            Stack.UNKNOWN: "Make the server answer with Access-Control-Allow-Origin: the page's origin.",
            Stack.CROSSORIGIN: 'CORS({app}, origins=["{origin}"]) covers the whole app, errors included.',
            Stack.FLASK_CORS: 'CORS({app}, origins=["{origin}"]); a resources= pattern must match the path.',
            Stack.NGINX: "Compare the origin in a map, and send the headers always, in the location that"
            " answers: an add_header there drops those of outer levels.",
            Stack.APP_ENGINE: 'Let the app send the headers: CORS(app, origins=["{origin}"]), or'
            ' @crossdomain(origin="*") below the route. app.yaml reaches static files only. The guide:'
            " docs/guides/app-engine.md.",
            Stack.CLOUD_RUN: "Cloud Run adds no CORS headers: the app must send them.",
            Stack.S3: "Give the bucket a CORS configuration with AllowedOrigins and AllowedMethods.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.ORIGIN_NOT_LISTED,
        Severity.HIGH,
        "The server has a list of origins, and this page's is not in it.",
        "Another origin gets the headers, this one does not.",
        {
            Stack.UNKNOWN: "Add the page's exact origin, scheme and port included, to the server's list.",
            Stack.CROSSORIGIN: 'Add "{origin}" to origins, beside those that are listed.',
            Stack.FLASK_CORS: 'Add "{origin}" to origins, beside those that are listed.',
            Stack.NGINX: "Add the origin to the map of $http_origin, beside those that are listed.",
            Stack.S3: "Add the origin to AllowedOrigins.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.ORIGIN_MISSPELLED,
        Severity.HIGH,
        "The Access-Control-Allow-Origin is nearly the page's origin, and must be exactly it.",
        "Compare byte by byte: no slash at the end, no path, no default port, lower case, no pattern.",
        {
            Stack.UNKNOWN: "Send the Origin of the request back, once it is found in the list.",
            Stack.CROSSORIGIN: 'Write "{origin}" in origins: any other spelling stops the app at its start.',
            Stack.NGINX: "Send $http_origin after the map matched, not a pattern or a URL.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.HEADERS_DOUBLED,
        Severity.HIGH,
        "Two layers both add CORS headers, such as the app and the proxy in front of it.",
        "curl -i shows Access-Control-Allow-Origin twice.",
        {
            Stack.UNKNOWN: "Let one layer alone send CORS headers, and take them out of the other.",
            Stack.CROSSORIGIN: "The library replaces what the app sends: take the headers out of the proxy.",
            Stack.FLASK_CORS: "Keep CORS({app}), or the proxy's headers, or those set by hand: one of them.",
            Stack.NGINX: "proxy_hide_header Access-Control-Allow-Origin; or leave CORS to the app.",
            Stack.APP_ENGINE: "Take Access-Control-* out of app.yaml where the app sends it.",
        },
        Remedy.ONE_LAYER,
    ),
    Cause(
        CauseSlug.HEADER_REPEATED,
        Severity.HIGH,
        "A header that has one value, such as Location, stands in several lines that differ.",
        "curl -i shows the lines; Chromium refuses such an answer whole.",
        {
            Stack.UNKNOWN: "Send the header once: let the app, or the proxy in front of it, write it."
        },
    ),
    Cause(
        CauseSlug.ORIGINS_JOINED,
        Severity.HIGH,
        "The server sends its whole list of origins; the header holds one.",
        "One Access-Control-Allow-Origin line has several origins in it.",
        {
            Stack.UNKNOWN: "Look the request's Origin up in the list, and send that one alone.",
            Stack.CROSSORIGIN: 'origins=["https://a.example", "https://b.example"]: one is sent.',
            Stack.NGINX: "Use a map of $http_origin; add_header sends its text as it is.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.CREDENTIALS_NOT_ENABLED,
        Severity.HIGH,
        "The page sends credentials, and the server does not say that it may.",
        "There is no Access-Control-Allow-Credentials: true on the answer or on the preflight's.",
        {
            Stack.UNKNOWN: "Send Access-Control-Allow-Credentials: true, or fetch without credentials.",
            Stack.CROSSORIGIN: "credentials=True, with the origins listed by name.",
            Stack.FLASK_CORS: "supports_credentials=True, with the origins listed by name.",
            Stack.NGINX: "add_header Access-Control-Allow-Credentials true always;",
            Stack.S3: "S3 sends it for origins listed by name, never for *.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.CREDENTIALS_MISSPELLED,
        Severity.HIGH,
        "The Access-Control-Allow-Credentials is not exactly true, in lower case, once.",
        "The header reads True, 1, or true twice.",
        {
            Stack.UNKNOWN: "Send the four letters true, in lower case, in one line.",
            Stack.CROSSORIGIN: "credentials=True writes it so; take the header out of app and proxy.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.WILDCARD_WITH_CREDENTIALS,
        Severity.HIGH,
        "The page sends credentials, and the server permits * only.",
        "The fetch has credentials: 'include', the answer Access-Control-Allow-Origin: *.",
        {
            Stack.UNKNOWN: "Fetch without credentials; or list the origins and send back the one that asks.",
            Stack.CROSSORIGIN: 'origins=["{origin}"], credentials=True.',
            Stack.FLASK_CORS: 'origins=["{origin}"], supports_credentials=True.',
            Stack.NGINX: "Send $http_origin after a map of it matched, with Vary: Origin.",
            Stack.S3: "Write the origin, not *, under AllowedOrigins.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.AUTHORIZATION_UNDER_WILDCARD,
        Severity.MEDIUM,
        "A wildcard does not cover Authorization in the standard, nor any header with credentials.",
        "Access-Control-Allow-Headers is *, and the page sends Authorization or credentials.",
        {
            Stack.UNKNOWN: "List Authorization by name in Access-Control-Allow-Headers.",
            Stack.CROSSORIGIN: 'allow_headers=["*", "Authorization"].',
            Stack.FLASK_CORS: 'allow_headers=["Authorization", "Content-Type"].',
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.METHOD_NOT_LISTED,
        Severity.HIGH,
        "The answer to the preflight does not list the method.",
        "Access-Control-Allow-Methods lacks it; * does not count with credentials.",
        {
            Stack.UNKNOWN: "Add the method to the preflight's Access-Control-Allow-Methods.",
            Stack.CROSSORIGIN: 'Add "{method}" to methods.',
            Stack.FLASK_CORS: 'Add "{method}" to methods.',
            Stack.NGINX: "Add it to Access-Control-Allow-Methods where OPTIONS is answered.",
            Stack.S3: "Add it to AllowedMethods.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.METHOD_LOWER_CASE,
        Severity.HIGH,
        "Methods are case-sensitive, and browsers put patch into upper case for nobody.",
        "The page writes method: 'patch'; the server lists PATCH.",
        {Stack.UNKNOWN: "Write the method in upper case in the page: method: 'PATCH'."},
    ),
    Cause(
        CauseSlug.HEADER_NOT_LISTED,
        Severity.HIGH,
        "The answer to the preflight does not list a request header that the page sends.",
        "Access-Control-Allow-Headers lacks it; * does not count with credentials.",
        {
            Stack.UNKNOWN: "Add the header to Access-Control-Allow-Headers of the preflight's answer.",
            Stack.CROSSORIGIN: 'Add "{header}" to allow_headers.',
            Stack.FLASK_CORS: 'Add "{header}" to allow_headers.',
            Stack.NGINX: "Add it to Access-Control-Allow-Headers where OPTIONS is answered.",
            Stack.S3: "Add it to AllowedHeaders.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.HEADER_NOT_EXPOSED,
        Severity.LOW,
        "The response does not list this header in Access-Control-Expose-Headers.",
        "The header is under Network in the developer tools, and a script gets null.",
        {
            Stack.UNKNOWN: "Send Access-Control-Expose-Headers: {header} on the response itself.",
            Stack.CROSSORIGIN: 'Add "{header}" to expose_headers.',
            Stack.FLASK_CORS: 'expose_headers=["{header}"].',
            Stack.NGINX: "add_header Access-Control-Expose-Headers {header} always;",
            Stack.S3: "Add it to ExposeHeaders.",
        },
    ),
    Cause(
        CauseSlug.LIST_MALFORMED,
        Severity.HIGH,
        "The list in Access-Control-Allow-Methods or -Headers is not one: commas must part it.",
        "The value has spaces or semicolons between the names, or quotes.",
        {
            Stack.UNKNOWN: "Separate the names with commas: GET, PUT, DELETE.",
            Stack.CROSSORIGIN: 'methods=["GET", "PUT"]: the library writes the commas.',
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.HOST_NOT_LISTED,
        Severity.HIGH,
        "The server does not list the Host under which it was called, and refuses everybody there.",
        "It answers under another name, such as localhost; curl gets the same refusal.",
        {
            Stack.UNKNOWN: 'Add "{host}" to the list of hosts: hosts of the guard, ALLOWED_HOSTS'
            " (Django), allowed_hosts (Starlette, MCP), TRUSTED_HOSTS (Flask).",
            **dict.fromkeys(
                _OURS, 'Add "{host}" to hosts of the guard, as in Guard.local(hosts=["{host}"]).'
            ),
            Stack.DJANGO_CORS_HEADERS: 'Add the name of "{host}" to ALLOWED_HOSTS.',
            Stack.STARLETTE: 'Add the name of "{host}" to allowed_hosts of TrustedHostMiddleware.',
            Stack.FASTAPI: 'Add the name of "{host}" to allowed_hosts of TrustedHostMiddleware.',
        },
    ),
    Cause(
        CauseSlug.SENDER_NOT_LISTED,
        Severity.HIGH,
        "A guard keeps what pages of other origins send, or read, from the server.",
        "The answer is 403 and names a reason of the guard; curl without Origin gets through.",
        {
            Stack.UNKNOWN: 'List "{origin}" in the policy if its pages may read, too; in trusted of'
            " the guard if they may only send.",
            **dict.fromkeys(
                _OURS,
                'List "{origin}" in origins if its pages may read, too; in Guard(trusted=...), or'
                " Guard.local(...), if they may only send.",
            ),
        },
    ),
    Cause(
        CauseSlug.VARY_MISSING,
        Severity.MEDIUM,
        "The answer depends on Origin and does not say so, so that a cache mixes origins.",
        "Answers to two origins, and to none, differ, and Vary does not name Origin.",
        {
            Stack.UNKNOWN: "Send Vary: Origin on every answer, also to requests without an Origin.",
            Stack.CROSSORIGIN: "The library sends it always: look for what drops it behind the app.",
            Stack.FLASK_CORS: "vary_header=True, and add Vary: Origin to answers without an Origin.",
            Stack.NGINX: "add_header Vary Origin always;",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.CACHED_FOR_ANOTHER_ORIGIN,
        Severity.HIGH,
        "A cache gave this page what the server answered to another origin, or to none.",
        "It works with the cache off, or with ?x=1 added; the answer has Age or X-Cache: HIT.",
        {
            Stack.UNKNOWN: "Send Vary: Origin on every answer, then empty the caches.",
            Stack.NGINX: "add_header Vary Origin always; and put $http_origin into proxy_cache_key.",
            Stack.S3: "Let the CDN forward and cache by Origin.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.MAX_AGE_TOO_LONG,
        Severity.INFO,
        "No browser keeps the answer to a preflight as long as the server says.",
        "Access-Control-Max-Age is over 600 (WebKit), 7200 (Chromium) or 86400 (Firefox).",
        {
            Stack.UNKNOWN: "Expect a preflight as often as the browser's own limit makes it.",
            Stack.CROSSORIGIN: "max_age=600 is what every browser honours.",
        },
    ),
)
