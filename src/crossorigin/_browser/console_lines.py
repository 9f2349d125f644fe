"""
The console messages of the engines, word for word.

Every line was seen in the console of the version that ``engines.VERSIONS`` names, printed for
that failure. The place in which MiniBrowser puts source and level is left out of WebKit's.

Source: https://fetch.spec.whatwg.org/#concept-network-error
"""

# ruff: noqa: RUF001 - Firefox quotes with typographic marks.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser.failures import Failure

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

Lines = Mapping[Failure, tuple[str, ...]]
# What a script fetches with.
Way = Literal["fetch", "xhr"]


@dataclass(frozen=True, slots=True)
class ConsoleTable:
    """
    The messages of an engine; a failure that is in none of the tables has no message.

    Attributes:
        lines: The lines of each failure.
        preflight: Those of failures on a preflight, where they differ.
        redirect: Those of failures on a redirect, where they differ.
        subjects: Those of failures with a certain subject, where they differ.
    """

    lines: Lines
    preflight: Lines = field(default_factory=dict[Failure, tuple[str, ...]])
    redirect: Lines = field(default_factory=dict[Failure, tuple[str, ...]])
    subjects: Mapping[tuple[Failure, str], tuple[str, ...]] = field(
        default_factory=dict[tuple[Failure, str], tuple[str, ...]]
    )


# What stands for {access}, {api} and {hint}.
WAYS: Final[Mapping[Way, Mapping[str, str]]] = {
    "fetch": {"access": "fetch", "api": "Fetch API", "hint": ""},
    "xhr": {
        "access": "XMLHttpRequest",
        "api": "XMLHttpRequest",
        "hint": (
            " The credentials mode of requests initiated by the XMLHttpRequest is controlled by"
            " the withCredentials attribute."
        ),
    },
}


_BLOCKED: Final = (
    "Access to {access} at '{url}'{redirected} from origin '{origin}' has been blocked by CORS"
    " policy: "
)
_ACCESS: Final = "Response to preflight request doesn't pass access control check: "
_VALID: Final = " Have the server send the header with a valid value."
_CREDENTIALS: Final = (
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '{subject}'"
    " which must be 'true' when the request's credentials mode is 'include'.{hint}"
)
_NOT_IN_HEADERS: Final = (
    "Request header field {subject} is not allowed by Access-Control-Allow-Headers in preflight"
    " response."
)
_CHECKS: Final[Mapping[Failure, str]] = {
    Failure.ALLOW_ORIGIN_MISSING: (
        "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    ),
    Failure.WILDCARD_WITH_CREDENTIALS: (
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the"
        " wildcard '*' when the request's credentials mode is 'include'.{hint}"
    ),
    Failure.ALLOW_ORIGIN_MULTIPLE: (
        "The 'Access-Control-Allow-Origin' header contains multiple values '{subject}', but only"
        " one is allowed." + _VALID
    ),
    Failure.ALLOW_ORIGIN_MALFORMED: (
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{subject}'." + _VALID
    ),
    Failure.ALLOW_ORIGIN_MISMATCH: (
        "The 'Access-Control-Allow-Origin' header has a value '{subject}' that is not equal to the"
        " supplied origin." + _VALID
    ),
    Failure.ALLOW_CREDENTIALS_MISSING: _CREDENTIALS,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: _CREDENTIALS,
}

_NO_OK_STATUS: Final = _BLOCKED + _ACCESS + "It does not have HTTP ok status."
_CHROMIUM: Final = ConsoleTable(
    lines={
        **{failure: (_BLOCKED + text,) for failure, text in _CHECKS.items()},
        Failure.URL_NOT_HTTP: (
            'Fetch API cannot load {url}. URL scheme "{subject}" is not supported.',
        ),
        Failure.NO_CORS_REDIRECT_MODE: (
            (
                'Fetch API cannot load {url}. Request mode is "no-cors" but the redirect mode is'
                ' not "follow".'
            ),
        ),
        Failure.MODE_SAME_ORIGIN: (
            (
                'Fetch API cannot load {url}. Request mode is "same-origin" but the URL\'s origin'
                " is not same as the request origin {origin}."
            ),
        ),
        Failure.PREFLIGHT_REDIRECT: (
            _BLOCKED + _ACCESS + "Redirect is not allowed for a preflight request.",
        ),
        Failure.PREFLIGHT_STATUS: (_NO_OK_STATUS,),
        Failure.ALLOW_METHODS_MALFORMED: (
            _BLOCKED
            + "Cannot parse Access-Control-Allow-Methods response header field in preflight"
            " response.",
        ),
        Failure.ALLOW_HEADERS_MALFORMED: (
            _BLOCKED
            + "Cannot parse Access-Control-Allow-Headers response header field in preflight"
            " response.",
        ),
        Failure.METHOD_NOT_ALLOWED: (
            _BLOCKED
            + "Method {subject} is not allowed by Access-Control-Allow-Methods in preflight"
            " response.",
        ),
        Failure.HEADER_NOT_ALLOWED: (_BLOCKED + _NOT_IN_HEADERS,),
        Failure.LOCATION_HAS_CREDENTIALS: (
            _BLOCKED
            + "Redirect location '' contains a username and password, which is disallowed for"
            " cross-origin requests.",
        ),
        Failure.LOCATION_NOT_HTTP: (
            (
                "Access to {access} at '{location}' (redirected from '{first}') from origin '{origin}'"
                " has been blocked by CORS policy: Cross origin requests are only supported for"
                " protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension,"
                " chrome-untrusted, data, http, https, isolated-app."
            ),
        ),
    },
    preflight={failure: (_BLOCKED + _ACCESS + text,) for failure, text in _CHECKS.items()},
    redirect={Failure.MODE_SAME_ORIGIN: ()},
    subjects={
        (Failure.PREFLIGHT_REDIRECT, ""): (_NO_OK_STATUS,),
        **{
            (Failure.LOCATION_NOT_HTTP, scheme): ()
            for scheme in ("about", "blob", "chrome", "chrome-extension", "data", "file")
        },
    },
)

_DISALLOWS: Final = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
)
_HERE: Final = _DISALLOWS + "{url}. "
_NO_SUCCESS: Final = _HERE + "(Reason: CORS request did not succeed). Status code: (null)."
_NO_MATCH: Final = (
    _HERE + "(Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘{subject}’)."
)
_NOT_TRUE: Final = (
    _HERE + "(Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’)."
)
_NO_OK: Final = _HERE + "(Reason: CORS preflight response did not succeed). Status code: {status}."
_FIREFOX_CHECKS: Final[Lines] = {
    Failure.ALLOW_ORIGIN_MISSING: (
        _HERE + "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing)."
        " Status code: {status}.",
    ),
    Failure.WILDCARD_WITH_CREDENTIALS: (
        _DISALLOWS + "‘{url}’. (Reason: Credential is not supported if the CORS header"
        " ‘Access-Control-Allow-Origin’ is ‘*’).",
    ),
    Failure.ALLOW_ORIGIN_MULTIPLE: (
        _HERE + "(Reason: Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).",
    ),
    Failure.ALLOW_ORIGIN_MALFORMED: (_NO_MATCH,),
    Failure.ALLOW_ORIGIN_MISMATCH: (_NO_MATCH,),
    Failure.ALLOW_CREDENTIALS_MISSING: (_NOT_TRUE,),
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: (_NOT_TRUE,),
}
_FIREFOX_LINES: Final[Lines] = {
    **_FIREFOX_CHECKS,
    Failure.URL_NOT_HTTP: (_HERE + "(Reason: CORS request not http).",),
    Failure.MODE_SAME_ORIGIN: ("Security Error: Content at {page} may not load data from {url}.",),
    Failure.NO_RESPONSE: (_NO_SUCCESS,),
    Failure.LINES_DIFFER: (_NO_SUCCESS,),
    Failure.PREFLIGHT_REDIRECT: (_HERE + "(Reason: CORS request external redirect not allowed).",),
    Failure.PREFLIGHT_STATUS: (_NO_OK,),
    Failure.ALLOW_METHODS_MALFORMED: (
        _HERE + "(Reason: invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Methods’).",
    ),
    Failure.ALLOW_HEADERS_MALFORMED: (
        _HERE + "(Reason: invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Headers’).",
    ),
    Failure.METHOD_NOT_ALLOWED: (
        _HERE + "(Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
    ),
    Failure.HEADER_NOT_ALLOWED: (
        _HERE + "(Reason: header ‘{subject}’ is not allowed according to header"
        " ‘Access-Control-Allow-Headers’ from CORS preflight response).",
    ),
    Failure.LOCATION_NOT_HTTP: (
        _DISALLOWS + "{location}. (Reason: CORS request not http).",
        _NO_SUCCESS,
    ),
    Failure.LOCATION_MALFORMED: (_NO_SUCCESS,),
    Failure.TOO_MANY_REDIRECTS: (_NO_SUCCESS,),
    Failure.LOCATION_HAS_CREDENTIALS: (_NO_SUCCESS,),
}
_FIREFOX: Final = ConsoleTable(
    lines=_FIREFOX_LINES,
    # In either order.
    preflight={failure: (*lines, _NO_SUCCESS) for failure, lines in _FIREFOX_LINES.items()},
    redirect={failure: (*lines, _NO_SUCCESS) for failure, lines in _FIREFOX_CHECKS.items()},
    subjects={
        (Failure.LOCATION_NOT_HTTP, scheme): (_NO_SUCCESS,)
        for scheme in ("chrome", "data", "javascript", "moz-extension", "ws", "wss")
    },
)

_CANNOT_LOAD: Final = "{api} cannot load {url} due to access control checks."
_DENIED: Final = (
    "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: "
)
_NOT_LET_IN: Final = (
    "Origin {asker} is not allowed by Access-Control-Allow-Origin. Status code: {status}"
)
_NOT_SO: Final = 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'
_WEBKIT_CHECKS: Final[Mapping[Failure, str]] = {
    Failure.ALLOW_ORIGIN_MISSING: _NOT_LET_IN,
    Failure.WILDCARD_WITH_CREDENTIALS: (
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
    ),
    Failure.ALLOW_ORIGIN_MULTIPLE: (
        "Access-Control-Allow-Origin cannot contain more than one origin."
    ),
    Failure.ALLOW_ORIGIN_MALFORMED: _NOT_LET_IN,
    Failure.ALLOW_ORIGIN_MISMATCH: _NOT_LET_IN,
    Failure.ALLOW_CREDENTIALS_MISSING: _NOT_SO,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: _NOT_SO,
}
_WEBKIT: Final = ConsoleTable(
    lines={
        **{failure: (text, _CANNOT_LOAD) for failure, text in _WEBKIT_CHECKS.items()},
        Failure.URL_NOT_HTTP: (
            "Cross origin requests are only supported for HTTP.",
            _CANNOT_LOAD,
        ),
        Failure.DATA_URL_MALFORMED: ("{api} cannot load {url}.",),
        Failure.PORT_RESTRICTED: ("Not allowed to use restricted network port {subject}: {url}",),
        Failure.MODE_SAME_ORIGIN: ("{api} cannot load {url}.",),
        Failure.PREFLIGHT_STATUS: (
            "Preflight response is not successful. Status code: {status}",
            _CANNOT_LOAD,
        ),
        Failure.ALLOW_METHODS_MALFORMED: (
            "Header Access-Control-Allow-Methods has an invalid value: {subject}",
            _CANNOT_LOAD,
        ),
        Failure.ALLOW_HEADERS_MALFORMED: (
            "Header Access-Control-Allow-Headers has an invalid value: {subject}",
            _CANNOT_LOAD,
        ),
        Failure.METHOD_NOT_ALLOWED: (
            "Method {subject} is not allowed by Access-Control-Allow-Methods.",
            _CANNOT_LOAD,
        ),
        Failure.HEADER_NOT_ALLOWED: (
            "Request header field {written} is not allowed by Access-Control-Allow-Headers.",
            _CANNOT_LOAD,
        ),
        Failure.REDIRECT_NOT_ALLOWED: (
            "Not allowed to follow a redirection while loading {url}",
            _CANNOT_LOAD,
        ),
        Failure.NO_CORS_REDIRECT_MODE: (
            "No-Cors mode requires follow redirect mode",
            "Not allowed to request resource",
            _CANNOT_LOAD,
        ),
        Failure.TOO_MANY_REDIRECTS: (
            "Load cannot follow more than 20 redirections",
            _CANNOT_LOAD,
        ),
        Failure.LOCATION_MALFORMED: (
            _DENIED + "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
            _CANNOT_LOAD,
        ),
        Failure.LOCATION_NOT_HTTP: (
            _DENIED + "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
            _CANNOT_LOAD,
        ),
        Failure.LOCATION_HAS_CREDENTIALS: (
            _DENIED + "redirection URL {received} has credentials",
            _CANNOT_LOAD,
        ),
    },
    preflight={Failure.NO_RESPONSE: ("Connection terminated unexpectedly", _CANNOT_LOAD)},
    redirect={
        **{failure: (_DENIED + text, _CANNOT_LOAD) for failure, text in _WEBKIT_CHECKS.items()},
        Failure.MODE_SAME_ORIGIN: (
            (
                "Unsafe attempt to load URL {location} from origin {origin}. Domains, protocols and"
                " ports must match."
            ),
            _CANNOT_LOAD,
        ),
    },
    subjects={
        (Failure.LOCATION_MALFORMED, ""): (),
        (Failure.LOCATION_NOT_HTTP, "ftp"): ("FTP URLs are disabled", _CANNOT_LOAD),
    },
)

# The standard's own browser has no console.
CONSOLES: Final[Mapping[Engine, ConsoleTable]] = {
    "chromium": _CHROMIUM,
    "firefox": _FIREFOX,
    "webkit": _WEBKIT,
}
