"""
The names of failures in the other panels of a browser, and the codes of browsers of old.

Sources: https://developer.mozilla.org/docs/Web/HTTP/CORS/Errors,
https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError
"""

from __future__ import annotations

from typing import Final

from crossorigin._browser import Failure
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.explain._wordings import Wording
from crossorigin.doctor.explain._wordings_firefox import NOT_EQUAL

Reasons = tuple[FailureReason, ...]
_MISSING: Final[Reasons] = (Failure.ALLOW_ORIGIN_MISSING,)
_ANY_ORIGIN: Final[Reasons] = (*_MISSING, *NOT_EQUAL)
_MULTIPLE: Final[Reasons] = (Failure.ALLOW_ORIGIN_MULTIPLE,)
_WILDCARD: Final[Reasons] = (Failure.WILDCARD_WITH_CREDENTIALS,)
_CREDENTIALS: Final[Reasons] = (
    Failure.ALLOW_CREDENTIALS_MISSING,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE,
)
_STATUS: Final[Reasons] = (Failure.PREFLIGHT_STATUS,)
_REDIRECT: Final[Reasons] = (Failure.PREFLIGHT_REDIRECT,)
_BAD_PREFLIGHT: Final[Reasons] = (*_STATUS, *_REDIRECT)
_METHOD: Final[Reasons] = (Failure.METHOD_NOT_ALLOWED,)
_HEADER: Final[Reasons] = (Failure.HEADER_NOT_ALLOWED,)
_METHODS: Final[Reasons] = (Failure.ALLOW_METHODS_MALFORMED,)
_HEADERS: Final[Reasons] = (Failure.ALLOW_HEADERS_MALFORMED,)
_NOT_HTTP: Final[Reasons] = (Failure.URL_NOT_HTTP,)
_SOME_CHECK: Final[Reasons] = (ConsoleReason.CORS_UNSPECIFIED,)
_LOCAL: Final[Reasons] = (ConsoleReason.LOCAL_NETWORK_ACCESS,)
_NO_RESPONSE: Final[Reasons] = (Failure.NO_RESPONSE,)
_RESOURCE_POLICY: Final[Reasons] = (ConsoleReason.RESOURCE_POLICY,)
_PAGE_POLICY: Final[Reasons] = (ConsoleReason.CONTENT_SECURITY_POLICY,)
_COOKIES: Final[Reasons] = (ConsoleReason.COOKIES_NOT_SENT,)
_MIXED: Final[Reasons] = (ConsoleReason.MIXED_CONTENT,)

# The network panel of Chromium. Those about a preflight have the word in their name.
_CHROMIUM_CODES: Final[tuple[tuple[Reasons, str], ...]] = (
    ((Failure.MODE_SAME_ORIGIN,), "DisallowedByMode"),
    (_WILDCARD, "WildcardOriginNotAllowed"),
    (_MISSING, "MissingAllowOriginHeader"),
    (_MULTIPLE, "MultipleAllowOriginValues"),
    ((Failure.ALLOW_ORIGIN_MALFORMED,), "InvalidAllowOriginValue"),
    ((Failure.ALLOW_ORIGIN_MISMATCH,), "AllowOriginMismatch"),
    (_CREDENTIALS, "InvalidAllowCredentials"),
    (_NOT_HTTP, "CorsDisabledScheme"),
    (_STATUS, "PreflightInvalidStatus"),
    (_REDIRECT, "PreflightDisallowedRedirect"),
    (_WILDCARD, "PreflightWildcardOriginNotAllowed"),
    (_MISSING, "PreflightMissingAllowOriginHeader"),
    (_MULTIPLE, "PreflightMultipleAllowOriginValues"),
    ((Failure.ALLOW_ORIGIN_MALFORMED,), "PreflightInvalidAllowOriginValue"),
    ((Failure.ALLOW_ORIGIN_MISMATCH,), "PreflightAllowOriginMismatch"),
    (_CREDENTIALS, "PreflightInvalidAllowCredentials"),
    (_METHODS, "InvalidAllowMethodsPreflightResponse"),
    (_HEADERS, "InvalidAllowHeadersPreflightResponse"),
    (_METHOD, "MethodDisallowedByPreflightResponse"),
    (_HEADER, "HeaderDisallowedByPreflightResponse"),
    ((Failure.LOCATION_HAS_CREDENTIALS,), "RedirectContainsCredentials"),
    ((Failure.NO_CORS_REDIRECT_MODE,), "NoCorsRedirectModeNotFollow"),
    (_LOCAL, "InsecurePrivateNetwork"),
    (_LOCAL, "InsecureLocalNetwork"),
    (_LOCAL, "InvalidPrivateNetworkAccess"),
    (_LOCAL, "InvalidLocalNetworkAccess"),
    (_LOCAL, "UnexpectedPrivateNetworkAccess"),
    (_LOCAL, "PreflightMissingAllowPrivateNetwork"),
    (_LOCAL, "PreflightInvalidAllowPrivateNetwork"),
    (_LOCAL, "PreflightMissingPrivateNetworkAccess"),
    (_LOCAL, "PrivateNetworkAccessPermission"),
    (_LOCAL, "LocalNetworkAccessPermissionDenied"),
)
# The titles of the Issues panel of Chromium, and what its network panel says in brackets.
_CHROMIUM_TITLES: Final[tuple[tuple[Reasons, str], ...]] = (
    (_CREDENTIALS, "Ensure CORS requests include credentials only when allowed"),
    (_NOT_HTTP, "Ensure CORS requests are made on supported schemes"),
    (
        (Failure.MODE_SAME_ORIGIN,),
        "Ensure only same-origin resources are fetched with same-origin request mode",
    ),
    (_HEADER, "Ensure CORS request includes only allowed headers"),
    (
        (*_MISSING, Failure.ALLOW_ORIGIN_MALFORMED, *_MULTIPLE, *_METHODS, *_HEADERS),
        "Ensure CORS response header values are valid",
    ),
    (_LOCAL, "Ensure that local network requests are compatible with restrictions"),
    (_LOCAL, "Ensure private network requests are"),
    (_METHOD, "Ensure CORS request uses allowed method"),
    (_METHOD, "Ensure CORS request uses an allowed method"),
    ((Failure.NO_CORS_REDIRECT_MODE,), "Ensure no-cors requests configure redirect mode follow"),
    (
        (Failure.ALLOW_ORIGIN_MISMATCH,),
        "Ensure CORS requesting origin matches resource's allowed origin",
    ),
    (_BAD_PREFLIGHT, "Ensure preflight responses are valid"),
    (
        (Failure.LOCATION_HAS_CREDENTIALS,),
        "Ensure CORS requests are not redirected to URLs containing credentials",
    ),
    (
        (Failure.LOCATION_HAS_CREDENTIALS,),
        "Ensure CORS requests aren't redirected to URLs containing credentials",
    ),
    (
        _WILDCARD,
        "Ensure credentialed requests are not sent to CORS resources with origin wildcards",
    ),
    (_WILDCARD, "Ensure credentialed requests aren't sent to CORS resources with origin wildcards"),
    (_RESOURCE_POLICY, "Specify a Cross-Origin Resource Policy to"),
    (_RESOURCE_POLICY, "Specify a more permissive Cross-Origin Resource Policy to"),
    (_RESOURCE_POLICY, "(blocked:NotSameOrigin"),
    (_RESOURCE_POLICY, "(blocked:NotSameSite"),
    (_RESOURCE_POLICY, "(blocked:corp"),
    (_PAGE_POLICY, "Content Security Policy of your site blocks"),
    (_PAGE_POLICY, "Content Security Policy blocks inline execution of scripts"),
    (_PAGE_POLICY, "(blocked:csp)"),
    (_MIXED, "(blocked:mixed-content)"),
    (_MIXED, "Mixed content: load all resources via HTTPS"),
    ((ConsoleReason.RESPONSE_TYPE,), "Response was blocked by CORB"),
    (_COOKIES, "Indicate whether to send a cookie in a cross-site request by specifying its"),
    (_COOKIES, "Indicate whether a cookie is intended to be set in cross-site context by"),
    (_COOKIES, "Mark cross-site cookies as Secure to allow"),
    (_COOKIES, "Reading third-party cookie is blocked"),
    (_COOKIES, "Setting third-party cookie is blocked"),
)
# The slugs of MDN's pages, to which Firefox links in every language, and which its network panel
# writes in words.
_FIREFOX_SLUGS: Final[tuple[tuple[Reasons, str], ...]] = (
    (_NO_RESPONSE, "CORS Did Not Succeed"),
    (_SOME_CHECK, "CORS Origin Header Not Added"),
    (_SOME_CHECK, "CORS Origin Header Missing"),
    (_SOME_CHECK, "CORS/Errors/CORSDisabled"),
    (_REDIRECT, "CORS External Redirect Not Allowed"),
    (_NOT_HTTP, "CORS Request Not Http"),
    (_MISSING, "CORS Missing Allow Origin"),
    (_MULTIPLE, "CORS Multiple Allow Origin Not Allowed"),
    (_MULTIPLE, "CORS Multiple Origin Not Allowed"),
    (NOT_EQUAL, "CORS Allow Origin Not Matching Origin"),
    (_WILDCARD, "CORS Not Supporting Credentials"),
    (_WILDCARD, "CORS No Allow Credentials"),
    (_METHOD, "CORS Method Not Found"),
    (_CREDENTIALS, "CORS Missing Allow Credentials"),
    (_BAD_PREFLIGHT, "CORS Preflight Did Not Succeed"),
    (_METHODS, "CORS Invalid Allow Method"),
    (_HEADERS, "CORS Invalid Allow Header"),
    (_HEADER, "CORS Missing Allow Header"),
    ((Failure.AUTHORIZATION_NOT_LISTED,), "CORS Allow Header From Preflight Deprecation"),
)
# Edge before Chromium, and Internet Explorer, which translate the words and not the codes.
_MICROSOFT: Final[tuple[tuple[Reasons, str, int], ...]] = (
    (_SOME_CHECK, "SEC7118: XMLHttpRequest for <url> required C", 4),
    (_SOME_CHECK, "SEC7118", 4),
    (_SOME_CHECK, "SEC7119: XMLHttpRequest for <url> required C", 4),
    (_SOME_CHECK, "SEC7119", 4),
    (_ANY_ORIGIN, "SEC7120: Origin <origin> not found in", 0),
    (
        _ANY_ORIGIN,
        (
            "SEC7120: [CORS] The origin '<origin>' did not find '<any>' in the"
            " Access-Control-Allow-Origin response header for cross-origin resource at '<url>'"
        ),
        0,
    ),
    (_ANY_ORIGIN, "SEC7120", 0),
    (_WILDCARD, "SEC7121", 0),
    (_REDIRECT, "SEC7122: [CORS] Redirect", 0),
    (_CREDENTIALS, "SEC7122", 0),
    (_HEADER, "SEC7123: Request header <header> was not present", 0),
    (_HEADER, "SEC7123", 0),
    (_METHOD, "SEC7124: Request method <method> was not present", 0),
    (_METHOD, "SEC7124", 0),
    (_REDIRECT, "SEC7125", 0),
    (_REDIRECT, "SEC7127", 0),
    (_MULTIPLE, "SEC7128", 0),
    ((*_SOME_CHECK, *_LOCAL), "SCRIPT7002: XMLHttpRequest: <any> 0x80070005", 3),
    (_NO_RESPONSE, "SCRIPT7002: XMLHttpRequest: <any> 0x2", 3),
    # jsdom, in which tests run
    (_ANY_ORIGIN, "Cross origin <origin> forbidden", 0),
    (_HEADER, "Headers <header> forbidden", 0),
)

MESSAGES: Final = (
    *(
        Wording("chromium", reasons, text, text.startswith("Preflight") or None)
        for reasons, text in (*_CHROMIUM_CODES, *_CHROMIUM_TITLES)
    ),
    *(Wording("firefox", reasons, text) for reasons, text in _FIREFOX_SLUGS),
    *(Wording(None, reasons, text, vagueness=vagueness) for reasons, text, vagueness in _MICROSOFT),
)
