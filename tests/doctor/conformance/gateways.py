"""Real gateways in front of an app, with configurations as people write them, and with right ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

_ORIGINS: Final = r"https://app\.example\.com|https://[a-z0-9_-]+(\.[a-z0-9_-]+)*\.example\.org"
_CORS: Final = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
)
_STAR: Final = "proxy_pass http://127.0.0.1:<<app>>/star/;"
_PROXY: Final = "proxy_pass http://127.0.0.1:<<app>>/items/;"


# The causes of preflights that get to an app that knows nothing of CORS.
_UNANSWERED: Final = frozenset(
    {"preflight-not-answered", "method-refused", "header-refused", "max-age-differs"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """
    A gateway, and its differences from the policy.

    Attributes:
        id: Its name.
        kind: The program.
        parts: The parts of its configuration.
        browser: The causes that matter to browsers.
        cache: Those that matter to caches.
    """

    id: str
    kind: str
    parts: Mapping[str, str]
    browser: AbstractSet[str] = field(default_factory=frozenset[str])
    cache: AbstractSet[str] = field(default_factory=frozenset[str])


# As copied from enable-cors.org for years.
_ENABLE_CORS: Final = """
if ($request_method = 'OPTIONS') {
    add_header 'Access-Control-Allow-Origin' '*';
    add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
    add_header 'Access-Control-Allow-Headers' 'DNT,User-Agent,X-Requested-With,Content-Type,Range';
    add_header 'Access-Control-Max-Age' 1728000;
    return 204;
}
if ($request_method = 'GET') {
    add_header 'Access-Control-Allow-Origin' '*';
}
"""
_REFLECTING: Final = """
add_header Access-Control-Allow-Origin $http_origin;
add_header Access-Control-Allow-Credentials true;
add_header Access-Control-Allow-Methods 'GET, PUT, DELETE';
add_header Access-Control-Allow-Headers 'Content-Type, X-Token';
"""
_SEARCHING: Final = r"""
if ($http_origin ~* "https?://.*example\.(com|org)") {
    add_header Access-Control-Allow-Origin $http_origin;
    add_header Access-Control-Allow-Credentials true;
    add_header Vary Origin;
}
"""
_NGINX_MAPS: Final = rf"""
map $http_origin $cors_origin {{ default ""; "~^({_ORIGINS})$" $http_origin; }}
map "$request_method:$http_origin:$http_access_control_request_method" $cors_preflight {{
    default 0;
    "~^OPTIONS:.+:[^:]+$" 1;
}}
map $cors_origin $cors_credentials {{ default "true"; "" ""; }}
map "$cors_preflight$cors_origin" $cors_exposed {{ default ""; "~^0." "x-total"; }}
map "$cors_preflight$cors_origin" $cors_methods {{ default ""; "~^1." "DELETE, GET, PUT"; }}
map "$cors_preflight$cors_origin" $cors_headers {{ default ""; "~^1." "content-type, x-token"; }}
map "$cors_preflight$cors_origin" $cors_max_age {{ default ""; "~^1." "600"; }}
"""
_NGINX_HEADERS: Final = """
add_header Access-Control-Allow-Origin $cors_origin ALWAYS;
add_header Access-Control-Allow-Credentials $cors_credentials ALWAYS;
add_header Access-Control-Expose-Headers $cors_exposed ALWAYS;
add_header Access-Control-Allow-Methods $cors_methods ALWAYS;
add_header Access-Control-Allow-Headers $cors_headers ALWAYS;
add_header Access-Control-Max-Age $cors_max_age ALWAYS;
add_header Vary Origin ALWAYS;
if ($cors_preflight) { return 204; }
"""
_HIDDEN: Final = "\n".join(f"proxy_hide_header {name};" for name in _CORS)
_ALWAYS: Final = _NGINX_HEADERS.replace("ALWAYS", "always")

NGINX: Final = (
    Gateway(
        id="nginx-enable-cors",
        kind="nginx",
        parts={"policy": _ENABLE_CORS, "answer": _PROXY},
        browser={
            "origin-let-in",
            "preflight-lets-in",
            "credentials-missing",
            "origin-kept-out",
            "errors-kept-out",
            "method-refused",
            "method-permitted",
            "header-refused",
            "header-permitted",
        },
    ),
    Gateway(
        id="nginx-reflecting",
        kind="nginx",
        parts={"policy": _REFLECTING, "answer": _PROXY},
        browser={
            "origin-let-in",
            "preflight-lets-in",
            "errors-kept-out",
            "exposed-missing",
            "max-age-differs",
            # Of a page that is not there, by which the backend answers to OPTIONS, too.
            "preflight-not-answered",
        },
        cache={"vary-missing"},
    ),
    Gateway(
        id="nginx-searching",
        kind="nginx",
        parts={"policy": _SEARCHING, "answer": _PROXY},
        browser={"origin-let-in", "errors-kept-out", "exposed-missing", *_UNANSWERED},
        cache={"vary-missing"},
    ),
    Gateway(
        id="nginx-without-always",
        kind="nginx",
        parts={
            "http": _NGINX_MAPS,
            "server": _NGINX_HEADERS.replace(" ALWAYS", ""),
            "answer": _PROXY,
        },
        browser={"errors-kept-out"},
    ),
    Gateway(
        id="nginx-header-twice",
        kind="nginx",
        parts={"http": _NGINX_MAPS, "server": _ALWAYS, "answer": _STAR},
        browser={"lines-twice", "origin-let-in"},
    ),
    Gateway(
        id="nginx-inherits-nothing",
        kind="nginx",
        parts={
            "http": _NGINX_MAPS,
            "server": _ALWAYS,
            "policy": "add_header X-Frame-Options DENY;",
            "answer": _PROXY,
        },
        browser={"origin-kept-out", "errors-kept-out"},
    ),
    Gateway(
        id="nginx-right",
        kind="nginx",
        parts={"http": _NGINX_MAPS, "server": f"{_HIDDEN}{_ALWAYS}", "answer": _STAR},
    ),
)

_APACHE_FORM: Final = """
Header set Access-Control-Allow-Origin "*"
Header set Access-Control-Allow-Methods "GET, PUT"
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=200,L]
"""
_APACHE_SEARCHING: Final = r"""
SetEnvIf Origin "https?://(.*\.)?example.(com|org)" CORS_ORIGIN=$0
Header set Access-Control-Allow-Origin %{CORS_ORIGIN}e env=CORS_ORIGIN
Header set Access-Control-Allow-Credentials true env=CORS_ORIGIN
Header merge Vary Origin
"""
_APACHE_RIGHT: Final = f"""
SetEnvIf Origin "^({_ORIGINS})$" CORS_ORIGIN=$1
SetEnvIfExpr "%{{REQUEST_METHOD}} == 'OPTIONS' && -n req('Origin') \
&& -n req('Access-Control-Request-Method')" CORS_PREFLIGHT=1
{"".join(f"Header unset {name}{chr(10)}Header always unset {name}{chr(10)}" for name in _CORS)}
SetEnvIf CORS_PREFLIGHT 1 CORS_ANY
Header always set Access-Control-Allow-Origin "%{{CORS_ORIGIN}}e" env=CORS_ORIGIN
Header always set Access-Control-Allow-Credentials true env=CORS_ORIGIN
Header always set Access-Control-Expose-Headers x-total \
"expr=-n env('CORS_ORIGIN') && -z env('CORS_PREFLIGHT')"
Header always set Access-Control-Allow-Methods "DELETE, GET, PUT" \
"expr=-n env('CORS_ORIGIN') && -n env('CORS_PREFLIGHT')"
Header always set Access-Control-Allow-Headers "content-type, x-token" \
"expr=-n env('CORS_ORIGIN') && -n env('CORS_PREFLIGHT')"
Header always set Access-Control-Max-Age 600 \
"expr=-n env('CORS_ORIGIN') && -n env('CORS_PREFLIGHT')"
Header always merge Vary Origin
RewriteEngine On
RewriteCond %{{ENV:CORS_PREFLIGHT}} =1
RewriteRule ^ - [R=204,L]
"""
_APACHE_STAR: Final = "ProxyPass /items/ http://127.0.0.1:<<app>>/star/"

APACHE: Final = (
    Gateway(
        id="apache-form",
        kind="apache",
        parts={"policy": _APACHE_FORM},
        # Without `always`, the answer of the rule to every OPTIONS lacks the headers.
        browser={"origin-let-in", "origin-kept-out", "credentials-missing", "preflight-refused"},
    ),
    Gateway(
        id="apache-searching",
        kind="apache",
        parts={"policy": _APACHE_SEARCHING},
        browser={"origin-let-in", "exposed-missing", *_UNANSWERED},
    ),
    Gateway(
        id="apache-right", kind="apache", parts={"policy": _APACHE_RIGHT, "answer": _APACHE_STAR}
    ),
)

_HAPROXY_REFLECTING: Final = """
http-request set-var(txn.origin) req.hdr(Origin)
http-response set-header Access-Control-Allow-Origin %[var(txn.origin)]
http-response set-header Access-Control-Allow-Credentials true
http-response set-header Vary Origin
"""
_HAPROXY_RIGHT: Final = f"""
acl permitted req.fhdr(Origin) -m reg ^({_ORIGINS})$
acl asks req.fhdr(Access-Control-Request-Method) -m len gt 0
http-request set-var(txn.origin) req.fhdr(Origin) if permitted
http-request set-var(txn.preflight) bool(true) if METH_OPTIONS asks {{ req.fhdr(Origin) -m len gt 0 }}
{"".join(f"http-after-response del-header {name}{chr(10)}" for name in _CORS)}
http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] \
if {{ var(txn.origin) -m found }}
http-after-response set-header Access-Control-Allow-Credentials true \
if {{ var(txn.origin) -m found }}
http-after-response set-header Access-Control-Expose-Headers x-total \
if {{ var(txn.origin) -m found }} !{{ var(txn.preflight) -m found }}
http-after-response set-header Access-Control-Allow-Methods "DELETE, GET, PUT" \
if {{ var(txn.origin) -m found }} {{ var(txn.preflight) -m found }}
http-after-response set-header Access-Control-Allow-Headers "content-type, x-token" \
if {{ var(txn.origin) -m found }} {{ var(txn.preflight) -m found }}
http-after-response set-header Access-Control-Max-Age 600 \
if {{ var(txn.origin) -m found }} {{ var(txn.preflight) -m found }}
http-after-response add-header Vary Origin
http-request return status 204 if {{ var(txn.preflight) -m found }}
"""

HAPROXY: Final = (
    Gateway(
        id="haproxy-reflecting",
        kind="haproxy",
        parts={"policy": _HAPROXY_REFLECTING},
        browser={"origin-let-in", "preflight-lets-in", "exposed-missing", *_UNANSWERED},
    ),
    Gateway(id="haproxy-right", kind="haproxy", parts={"policy": _HAPROXY_RIGHT}),
)

_CADDY_STAR: Final = """
header Access-Control-Allow-Origin *
header Access-Control-Allow-Methods "GET, PUT, DELETE"
header Access-Control-Allow-Headers *
"""
_CADDY_SEARCHING: Final = r"""
@cors header_regexp Origin example\.(com|org)
header @cors Access-Control-Allow-Origin {http.request.header.Origin}
header @cors Access-Control-Allow-Credentials true
header @cors Vary Origin
"""
_CADDY_RIGHT: Final = f"""
@permitted header_regexp Origin ^({_ORIGINS})$
@preflight {{
    method OPTIONS
    header Origin *
    header Access-Control-Request-Method *
}}
@permitted_preflight {{
    method OPTIONS
    header_regexp Origin ^({_ORIGINS})$
    header Access-Control-Request-Method *
}}
header {{
    {chr(10).join(f"-{name}" for name in _CORS)}
    +Vary Origin
    defer
}}
header @permitted {{
    Access-Control-Allow-Origin {{http.request.header.Origin}}
    Access-Control-Allow-Credentials true
    Access-Control-Expose-Headers x-total
    defer
}}
header @permitted_preflight {{
    Access-Control-Allow-Methods "DELETE, GET, PUT"
    Access-Control-Allow-Headers "content-type, x-token"
    Access-Control-Max-Age 600
    defer
}}
"""
_CADDY_ANSWER: Final = """
handle @preflight {
    respond 204
}
handle {
    reverse_proxy 127.0.0.1:<<app>>
}
"""

CADDY: Final = (
    Gateway(
        id="caddy-star",
        kind="caddy",
        parts={"policy": _CADDY_STAR},
        browser={
            "origin-let-in",
            "preflight-lets-in",
            "credentials-missing",
            "header-permitted",
            "preflight-not-answered",
        },
    ),
    Gateway(
        id="caddy-searching",
        kind="caddy",
        parts={"policy": _CADDY_SEARCHING},
        browser={"origin-let-in", "exposed-missing", *_UNANSWERED},
        cache={"vary-missing"},
    ),
    Gateway(
        id="caddy-right", kind="caddy", parts={"policy": _CADDY_RIGHT, "answer": _CADDY_ANSWER}
    ),
)

GATEWAYS: Final = (*NGINX, *APACHE, *HAPROXY, *CADDY)
