"""Scenarios of Apache, Caddy, HAProxy and Varnish."""

from __future__ import annotations

from typing import Final

from tests.zoo.scenario import PAGE, Scenario

_TOKEN: Final = (("X-Token", "1"),)
_APACHE_STAR: Final = "ProxyPass /items/ http://127.0.0.1:<<app>>/star/"
_APACHE_DOWN: Final = "ProxyPass / http://127.0.0.1:<<down>>/"
_CADDY_STAR: Final = "rewrite * /star/7\n    reverse_proxy 127.0.0.1:<<app>>"
_CADDY_DOWN: Final = "reverse_proxy 127.0.0.1:<<down>>"
_CADDY_DEFERRED: Final = """header {
        Access-Control-Allow-Origin *
        defer
    }"""
_HAPROXY_STAR: Final = "http-request set-path /star/7\n    server app 127.0.0.1:<<app>>"
_HAPROXY_DOWN: Final = "server app 127.0.0.1:<<down>>"
_APACHE_FORM: Final = """
Header set Access-Control-Allow-Origin "*"
Header set Access-Control-Allow-Methods "GET, PUT"
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=200,L]
"""
_APACHE_LOGIN: Final = """
<Location "/items/">
    AuthType Basic
    AuthName api
    AuthUserFile <<users>>
    Require valid-user
</Location>
"""
_APACHE_CORRECT: Final = f"""
Header always set Access-Control-Allow-Origin "{PAGE}"
Header always set Access-Control-Allow-Methods "PUT"
Header always merge Vary Origin
RewriteEngine On
RewriteCond "%{{REQUEST_METHOD}}" "=OPTIONS"
RewriteRule "^" "-" [R=204,L]
"""
_HAPROXY_RATE: Final = """
stick-table type string len 8 size 10 expire 10m store http_req_rate(10m)
http-request track-sc0 str(all)
http-request deny deny_status 429 if { sc_http_req_rate(0) gt 2 }
http-response set-header Access-Control-Allow-Origin *
"""
_VARNISH_STAR: Final = 'sub vcl_recv { set req.url = "/star/7"; }'

SCENARIOS: Final = (
    Scenario(id="apache-bare", kind="apache", cause="cors-not-enabled"),
    Scenario(id="apache-bare-put", kind="apache", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="apache-star-on-403",
        kind="apache",
        cause="headers-missing-on-errors",
        parts={
            "policy": 'Header set Access-Control-Allow-Origin "*"',
            "answer": '<Location "/items/7">\n    Require all denied\n</Location>\n'
            "ProxyPass / http://127.0.0.1:<<app>>/",
        },
    ),
    Scenario(
        id="apache-methods-missing",
        kind="apache",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": 'Header always set Access-Control-Allow-Origin "*"'},
    ),
    Scenario(
        id="apache-preflight-without-always",
        kind="apache",
        method="PUT",
        cause="options-not-handled",
        parts={"policy": _APACHE_FORM},
    ),
    Scenario(
        id="apache-password-first",
        kind="apache",
        method="PUT",
        headers=(("Authorization", "Basic YTph"),),
        cause="auth-before-preflight",
        parts={
            "policy": 'Header always set Access-Control-Allow-Origin "*"',
            "answer": _APACHE_LOGIN + "ProxyPass / http://127.0.0.1:<<app>>/",
        },
    ),
    Scenario(
        id="apache-app-down",
        kind="apache",
        cause="gateway-answered",
        parts={"policy": 'Header set Access-Control-Allow-Origin "*"', "answer": _APACHE_DOWN},
        mended={"answer": _APACHE_STAR, "policy": ""},
    ),
    Scenario(
        id="apache-twice",
        kind="apache",
        cause="headers-doubled",
        parts={
            "policy": 'Header always set Access-Control-Allow-Origin "*"',
            "answer": _APACHE_STAR,
        },
    ),
    Scenario(id="apache-correct", kind="apache", method="PUT", parts={"policy": _APACHE_CORRECT}),
    Scenario(id="caddy-bare", kind="caddy", cause="cors-not-enabled"),
    Scenario(
        id="caddy-methods-missing",
        kind="caddy",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": "header Access-Control-Allow-Origin *"},
    ),
    Scenario(
        id="caddy-header-missing",
        kind="caddy",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": "header Access-Control-Allow-Origin *"},
    ),
    Scenario(
        id="caddy-another-origin",
        kind="caddy",
        cause="origin-not-listed",
        parts={"policy": "header Access-Control-Allow-Origin https://www.example.com"},
    ),
    Scenario(
        id="caddy-app-down",
        kind="caddy",
        cause="gateway-answered",
        parts={"policy": _CADDY_DEFERRED, "answer": _CADDY_DOWN},
        mended={"answer": "reverse_proxy 127.0.0.1:<<app>>"},
    ),
    Scenario(
        id="caddy-twice",
        kind="caddy",
        cause="headers-doubled",
        parts={"policy": "header Access-Control-Allow-Origin *", "answer": _CADDY_STAR},
    ),
    Scenario(id="haproxy-bare", kind="haproxy", cause="cors-not-enabled"),
    Scenario(id="haproxy-bare-put", kind="haproxy", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="haproxy-credentials",
        kind="haproxy",
        credentials=True,
        cause="credentials-not-enabled",
        parts={"policy": f"http-response set-header Access-Control-Allow-Origin {PAGE}"},
    ),
    Scenario(
        id="haproxy-app-down",
        kind="haproxy",
        cause="gateway-answered",
        parts={
            "policy": "http-response set-header Access-Control-Allow-Origin *",
            "answer": _HAPROXY_DOWN,
        },
        mended={"answer": "server app 127.0.0.1:<<app>>"},
    ),
    Scenario(
        id="haproxy-twice",
        kind="haproxy",
        cause="headers-doubled",
        parts={
            "policy": "http-response add-header Access-Control-Allow-Origin *",
            "answer": _HAPROXY_STAR,
        },
    ),
    Scenario(
        id="haproxy-too-many",
        kind="haproxy",
        before=("/items/1",) * 3,
        cause="gateway-answered",
        parts={"policy": _HAPROXY_RATE},
        mended={"policy": "http-response set-header Access-Control-Allow-Origin *"},
    ),
    Scenario(
        id="varnish-cache-poisoned",
        kind="varnish",
        before=("/items/7",),
        cause="cached-for-another-origin",
        parts={"policy": 'sub vcl_recv { set req.url = regsub(req.url, "/items/", "/echo/"); }'},
        mended={"policy": 'sub vcl_recv { set req.url = regsub(req.url, "/items/", "/vary/"); }'},
    ),
    Scenario(
        id="varnish-app-down",
        kind="varnish",
        cause="gateway-answered",
        parts={"policy": _VARNISH_STAR, "backend": "<<down>>"},
        mended={"backend": "<<app>>"},
    ),
)
