"""Apache, HAProxy and Caddy in front of an app, each as people write it, and right."""

from __future__ import annotations

from typing import Final

from tests.doctor.conformance.gateways import CORS, ORIGINS, UNANSWERED, Gateway

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
SetEnvIf Origin "^({ORIGINS})$" CORS_ORIGIN=$1
SetEnvIfExpr "%{{REQUEST_METHOD}} == 'OPTIONS' && -n req('Origin') \
&& -n req('Access-Control-Request-Method')" CORS_PREFLIGHT=1
{"".join(f"Header unset {name}{chr(10)}Header always unset {name}{chr(10)}" for name in CORS)}
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
        browser={"origin-let-in", "exposed-missing", *UNANSWERED},
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
acl permitted req.fhdr(Origin) -m reg ^({ORIGINS})$
acl asks req.fhdr(Access-Control-Request-Method) -m len gt 0
http-request set-var(txn.origin) req.fhdr(Origin) if permitted
http-request set-var(txn.preflight) bool(true) if METH_OPTIONS asks {{ req.fhdr(Origin) -m len gt 0 }}
{"".join(f"http-after-response del-header {name}{chr(10)}" for name in CORS)}
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
        browser={"origin-let-in", "preflight-lets-in", "exposed-missing", *UNANSWERED},
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
@permitted header_regexp Origin ^({ORIGINS})$
@preflight {{
    method OPTIONS
    header Origin *
    header Access-Control-Request-Method *
}}
@permitted_preflight {{
    method OPTIONS
    header_regexp Origin ^({ORIGINS})$
    header Access-Control-Request-Method *
}}
header {{
    {chr(10).join(f"-{name}" for name in CORS)}
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
        browser={"origin-let-in", "exposed-missing", *UNANSWERED},
        cache={"vary-missing"},
    ),
    Gateway(
        id="caddy-right", kind="caddy", parts={"policy": _CADDY_RIGHT, "answer": _CADDY_ANSWER}
    ),
)
