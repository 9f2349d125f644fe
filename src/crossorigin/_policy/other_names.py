"""
The names that other libraries have for options, and what to write in place of each.

They are those of Flask-CORS, quart-cors, sanic-ext, Starlette, FastAPI, Litestar, Falcon,
django-cors-headers, aiohttp-cors, of ``cors`` for Express, ``@fastify/cors`` and ``@koa/cors``,
of rs/cors and rack-cors, and those of the headers themselves.
"""

from __future__ import annotations

from typing import Final

# Our option: its names elsewhere, without their underscores, and without a prefix such as CORS_.
_RENAMED: Final = {
    "origins": """origin alloworigin alloworigins allowedorigin allowedorigins originwhitelist
        originswhitelist whitelist allowlist originallowlist alloweddomains domains
        trustedorigin alloworiginfunc alloworiginrequestfunc originfunc""",
    "methods": "method allowmethod allowmethods allowedmethod allowedmethods",
    "allow_headers": """headers header allowheader allowedheader allowedheaders requestheaders
        additionalheaders""",
    "expose_headers": """expose exposed exposeheader exposedheader exposedheaders responseheaders
        additionalexposedheaders""",
    "credentials": """credential allowcredential allowcredentials allowcookies supportcredentials
        supportscredentials supportscredential withcredentials credentialed""",
    "max_age": "maxageseconds maxageinseconds preflightmaxage preflightcachemaxage",
    "timing": "timingalloworigin",
}
# Names for which there is nothing to write: the reason.
_NEEDLESS: Final = {
    "sendwildcard sendoriginwildcard": 'origins="*" sends "*"',
    "varyheader vary": "Vary is always right",
    "alwayssend": "a response to a request without Origin needs no header",
    "interceptexceptions keepheadersonerror": "errors have the headers, too",
    "automaticoptions provideautomaticoptions preflight hideoptionsroute": (
        "a preflight is answered before the view; any other OPTIONS is the app's"
    ),
    "preflightcontinue optionspassthrough strictpreflight hook": (
        "a preflight is answered, and never goes on to the app; any other OPTIONS is the app's"
    ),
    "optionssuccessstatus successstatus": "a permitted preflight has the status 200",
    "cachecontrol": "max_age says how long a browser keeps a preflight's answer",
    "allowprivatenetwork privatenetworkaccess privatenetwork securecontext": (
        "a browser asks its user for access to a private network, and no header answers for them"
    ),
    "replacehttpsreferer model allowwildcard allowfiles": "nothing here needs it",
    "loglevel logger debug": 'the log "crossorigin" has a level of its own',
    "delegator": "a function of the origin and the request decides: origins=…",
}
# Names whose answer depends on their value: expressions, everyone, paths.
REGEXES, EVERYONE, PLACES = map(
    str.split,
    (
        """alloworiginregex alloworiginregexes allowedoriginregex allowedoriginregexes
        originregexwhitelist originregex originregexes originsregex alloworiginpat
        alloworiginpattern allowedoriginpatterns originpatterns""",
        """allowallorigins originallowall allowanyorigin allowall allowallorigin
        allowedallorigins""",
        """resources resource urlsregex urlregex urlsallowallregex urls url paths path
        pathregex routes prefix""",
    ),
)
_ELSEWHERE: Final = {
    "guard csrf": "write it beside the policy: CORS(app, …, guard=True)",
    "trusted trustedorigins csrftrustedorigins": (
        'who may send, but not read: guard=Guard(trusted=["https://idp.example"])'
    ),
    "app blueprint bp target": "give it first, without a name: CORS(app, …)",
}
ANSWERS: Final = {
    name: hint
    for names, hint in (
        *((names, f'write "{option}"') for option, names in _RENAMED.items()),
        *((names, f"leave it out: {reason}") for names, reason in _NEEDLESS.items()),
        *_ELSEWHERE.items(),
    )
    for name in names.split()
}
OPTIONS: Final = {name: option for option, names in _RENAMED.items() for name in names.split()}
