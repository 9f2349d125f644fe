"""The causes between the browser and the code that would send the headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import Cause, CauseSlug, Change, Remedy, Severity, Stack

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOGIN: Final = (
    "In Identity-Aware Proxy, set accessSettings.corsSettings.allowHttpOptions: true,"
    " and let the app answer OPTIONS."
)

_START: Final = Change(
    {
        Stack.UNKNOWN: "Start the app, and compare its address and port with those in the proxy.",
        Stack.NGINX: "Start the app; its address must be the one in proxy_pass."
        " /var/log/nginx/error.log says more.",
        Stack.APACHE: "Start the app; its address must be the one in ProxyPass.",
        Stack.CADDY: "Start the app; its address must be the one in reverse_proxy.",
        Stack.HAPROXY: "Start the app; its address must be the one of a server in the backend, and"
        " its check must pass.",
        Stack.APP_ENGINE: "gcloud app logs read shows why the instance did not start.",
        Stack.CLOUD_RUN: "gcloud run services logs read shows why the container did not start: it"
        " must listen on 0.0.0.0 and $PORT.",
    }
)
_SHRINK: Final = Change(
    {
        Stack.UNKNOWN: "Send a smaller body, or raise the limit of the proxy.",
        Stack.NGINX: "Raise the limit of the body, which is 1m by default.",
        Stack.APACHE: "Raise the limit of the body.",
    },
    Remedy.LARGER_BODY,
)
_SHORTEN: Final = Change(
    {Stack.UNKNOWN: "Send fewer and shorter cookies, headers or parameters, or raise the limit."}
)
_SLOW_DOWN: Final = Change(
    {
        Stack.UNKNOWN: "Send fewer requests, or raise the limit of the rate; let it not count OPTIONS.",
        Stack.NGINX: "Raise rate= of limit_req_zone, or burst= of limit_req.",
    }
)
_WAIT: Final = Change(
    {
        Stack.UNKNOWN: "Answer faster, or let the proxy wait longer for the app.",
        Stack.NGINX: "Answer faster, or let nginx wait longer than 60 seconds.",
        Stack.APACHE: "Answer faster, or let Apache wait longer.",
        Stack.HAPROXY: "Answer faster, or let HAProxy wait longer.",
    },
    Remedy.LONGER_TIMEOUT,
)
GATEWAY_CHANGES: Final[Mapping[int, Change]] = {
    413: _SHRINK,
    414: _SHORTEN,
    429: _SLOW_DOWN,
    431: _SHORTEN,
    502: _START,
    503: _START,
    504: _WAIT,
    **dict.fromkeys((*range(520, 527), 530), _START),
}

CAUSES: Final = (
    Cause(
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        Severity.HIGH,
        "Authentication runs before CORS, and a preflight never carries credentials.",
        "OPTIONS without cookies or Authorization gets 401 or 403.",
        {
            Stack.UNKNOWN: "Answer the preflight before authentication runs.",
            Stack.CROSSORIGIN: "CORS({app}) answers it first; let the proxy in front let OPTIONS through.",
            Stack.FLASK_CORS: 'In before_request: if request.method == "OPTIONS": return None.',
            Stack.NGINX: "Answer OPTIONS where auth_basic stands: return runs before it.",
            Stack.APP_ENGINE: _LOGIN,
            Stack.CLOUD_RUN: "Allow unauthenticated calls and check the token in the app, or use"
            " Identity-Aware Proxy with allowHttpOptions: true.",
        },
        Remedy.BEFORE_LOGIN,
    ),
    Cause(
        CauseSlug.LOGIN_REDIRECT,
        Severity.HIGH,
        "Whoever is not logged in is redirected to a login page, which sends no CORS headers.",
        "The answer is a 302 whose Location is a login page.",
        {
            Stack.UNKNOWN: "Answer 401 to requests of scripts, and the preflight before the login.",
            Stack.CROSSORIGIN: "CORS({app}) answers the preflight first; unauthorized_handler: abort(401).",
            Stack.FLASK_CORS: "login_manager.unauthorized_handler that aborts with 401; skip OPTIONS.",
            Stack.APP_ENGINE: _LOGIN,
            Stack.CLOUD_RUN: _LOGIN,
        },
        Remedy.BEFORE_LOGIN,
    ),
    Cause(
        CauseSlug.TRAILING_SLASH_REDIRECT,
        Severity.HIGH,
        "The path lacks a slash at its end, or has one too many, and the server redirects.",
        "The answer is a 301 or 308 to the same path with or without the slash.",
        {
            Stack.UNKNOWN: "Call the path to which the server redirects.",
            Stack.CROSSORIGIN: "Call the exact path, or @app.route(..., strict_slashes=False).",
            Stack.FLASK_CORS: "Call the exact path, or @app.route(..., strict_slashes=False).",
            Stack.NGINX: "Call the exact path; a location that ends in a slash redirects.",
        },
        Remedy.ADDRESS,
    ),
    Cause(
        CauseSlug.HTTPS_REDIRECT,
        Severity.HIGH,
        "The server redirects http to https, or one host name to another such as www.",
        "The Location differs from the URL in scheme or host.",
        {
            Stack.UNKNOWN: "Call the address to which the server redirects.",
            Stack.APP_ENGINE: "Call https://; secure: always in app.yaml redirects.",
        },
        Remedy.ADDRESS,
    ),
    Cause(
        CauseSlug.REDIRECT_TO_HTTP,
        Severity.HIGH,
        "The app redirects from https to http: it stands behind a proxy that ends TLS, and does"
        " not know it.",
        "The Location is the same host with http:, often with a slash added to the path.",
        {
            Stack.UNKNOWN: "Let the proxy send X-Forwarded-Proto, and the app believe it; or call the"
            " exact path, so that nothing redirects.",
            Stack.CROSSORIGIN: "Let Flask believe the proxy's X-Forwarded-Proto.",
            Stack.FLASK_CORS: "Let Flask believe the proxy's X-Forwarded-Proto.",
            Stack.STARLETTE: "Let the server believe the proxy's X-Forwarded-Proto, if nobody"
            " else reaches its port.",
            Stack.FASTAPI: "Let the server believe the proxy's X-Forwarded-Proto, if nobody"
            " else reaches its port.",
            Stack.CROSSORIGIN_ASGI: "Let the server believe the proxy's X-Forwarded-Proto, if nobody"
            " else reaches its port.",
            Stack.DJANGO_CORS_HEADERS: "Let Django believe the proxy's X-Forwarded-Proto.",
            Stack.EXPRESS: "Let Express believe the proxy's X-Forwarded-Proto.",
            Stack.NGINX: "Let nginx tell the app the scheme, and the app believe it.",
        },
        Remedy.SCHEME,
    ),
    Cause(
        CauseSlug.REDIRECTED,
        Severity.HIGH,
        "The server redirects, and the redirect itself carries no CORS headers.",
        "curl -i shows a 3xx answer with a Location.",
        {
            Stack.UNKNOWN: "Call the final address, or put the CORS headers on the redirect, too.",
            Stack.CROSSORIGIN: "CORS({app}) puts them on the app's redirects: the proxy's are left.",
        },
        Remedy.ADDRESS,
    ),
    Cause(
        CauseSlug.REDIRECT_REFUSED,
        Severity.HIGH,
        "The redirect is one that no fetch follows: a loop, another scheme, a URL with a password,"
        " or the page asked for redirect: 'error'.",
        "curl -i shows the Location.",
        {Stack.UNKNOWN: "Redirect to one plain http or https URL, or call the final address."},
    ),
    Cause(
        CauseSlug.NULL_AFTER_REDIRECT,
        Severity.HIGH,
        "A redirect from one foreign origin to another turns the Origin of the request into null.",
        "The message names a redirect, or the allowed origin looks right.",
        {
            Stack.UNKNOWN: "Call the final address directly; do not allow null.",
        },
        Remedy.ADDRESS,
    ),
    Cause(
        CauseSlug.ROUTE_NOT_FOUND,
        Severity.HIGH,
        "No route has this path, and the 404 carries no CORS headers.",
        "curl -i shows status 404.",
        {
            Stack.UNKNOWN: "Correct the path; and put CORS headers on errors, too.",
            Stack.CROSSORIGIN: "Correct the path; CORS({app}) covers 404s, a decorator does not.",
        },
    ),
    Cause(
        CauseSlug.OPTIONS_NOT_HANDLED,
        Severity.HIGH,
        "The route does not take the method, or does not take OPTIONS.",
        "OPTIONS gets 404, 405 or 501 while GET works.",
        {
            Stack.UNKNOWN: "Answer OPTIONS on this path with status 200 and the CORS headers.",
            Stack.CROSSORIGIN: "CORS({app}) or @cross_origin answers it; check methods= of the route.",
            Stack.FLASK_CORS: "Remove provide_automatic_options=False; check methods= of the route.",
            Stack.S3: "Add a CORS configuration: without one S3 answers OPTIONS with 403.",
        },
        Remedy.PERMISSION,
    ),
    Cause(
        CauseSlug.SERVER_ERROR,
        Severity.HIGH,
        "The app crashed, and the error page carries no CORS headers.",
        "curl -i shows status 500; the server's log has the traceback.",
        {
            Stack.UNKNOWN: "Read the server's log and mend the crash; put CORS headers on errors, too.",
            Stack.CROSSORIGIN: "Read the log; CORS({app}) puts the headers on a crash as well.",
            Stack.APP_ENGINE: "gcloud app logs read shows the crash.",
            Stack.CLOUD_RUN: "gcloud run services logs read shows the crash.",
        },
    ),
    Cause(
        CauseSlug.GATEWAY_ANSWERED,
        Severity.HIGH,
        "A proxy answered in the app's place: too large, too often, too slow, or the app is down.",
        "The status is 413, 429, 502, 503 or 504, and the page is the proxy's.",
        {
            Stack.UNKNOWN: "Look at the proxy's log first: the app did not answer.",
            Stack.APP_ENGINE: "gcloud app logs read shows whether the instance started.",
            Stack.CLOUD_RUN: "gcloud run services logs read shows whether the container started.",
        },
        at_status=GATEWAY_CHANGES,
    ),
    Cause(
        CauseSlug.HEADERS_MISSING_ON_ERRORS,
        Severity.MEDIUM,
        "The headers are on answers that succeed, and not on errors, so that a page sees no error.",
        "A path that is there has the headers; 404 or 500 has none.",
        {
            Stack.UNKNOWN: "Add the headers on every way out of the server, errors included.",
            Stack.CROSSORIGIN: "Use CORS({app}): a decorator reaches only what its view returns.",
            Stack.NGINX: "Add always to each add_header: without it, errors go out bare.",
        },
        Remedy.PERMISSION,
    ),
)
