"""Scenarios of nginx, the snippets that people paste among them."""

from __future__ import annotations

from typing import Final

from tests.zoo.scenario import API_HOST, PAGE, SECURE_PAGE, WWW, Scenario

_TOKEN: Final = (("X-Token", "1"),)
_PROXY: Final = "proxy_pass http://127.0.0.1:<<app>>/items/;"
_STAR: Final = "proxy_pass http://127.0.0.1:<<app>>/star/;"
_HUNG: Final = "proxy_pass http://127.0.0.1:<<hung>>; proxy_read_timeout 100ms;"
_DOWN: Final = "proxy_pass http://127.0.0.1:<<down>>;"
_ANY: Final = "add_header Access-Control-Allow-Origin *;"
# The snippet of enable-cors.org, as it has been copied for years.
_ENABLE_CORS: Final = """
if ($request_method = 'OPTIONS') {
    add_header 'Access-Control-Allow-Origin' '*';
    add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
    add_header 'Access-Control-Allow-Headers' 'DNT,User-Agent,X-Requested-With,Content-Type,Range';
    add_header 'Access-Control-Max-Age' 1728000;
    add_header 'Content-Type' 'text/plain; charset=utf-8';
    add_header 'Content-Length' 0;
    return 204;
}
if ($request_method = 'GET') {
    add_header 'Access-Control-Allow-Origin' '*';
    add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
}
"""
_EVERYTHING: Final = """
add_header 'Access-Control-Allow-Origin' '*' always;
add_header 'Access-Control-Allow-Credentials' 'true' always;
add_header 'Access-Control-Allow-Methods' 'GET,POST,PUT,DELETE,OPTIONS' always;
add_header 'Access-Control-Allow-Headers' '*' always;
"""
_TO_LOCALHOST: Final = """
if ($host = 127.0.0.1) {
    return 301 http://localhost:<<port>>$request_uri;
}
"""
_TLS: Final = """
listen 127.0.0.1:<<port>> ssl;
ssl_certificate <<certificate>>;
ssl_certificate_key <<certificate>>;
"""
# It redirects to the path without the slash, by the scheme that it is told.
_FASTAPI: Final = Scenario(
    id="fastapi-behind-nginx",
    kind="fastapi",
    parts={
        "policy": "from fastapi.middleware.cors import CORSMiddleware\n"
        f'app.add_middleware(CORSMiddleware, allow_origins=["{SECURE_PAGE}"])'
    },
)
_MAP: Final = f"""
map $http_origin $cors {{
    default "";
    "~^{PAGE}$" $http_origin;
}}
"""
_CORRECT: Final = """
add_header Access-Control-Allow-Origin $cors always;
add_header Access-Control-Allow-Methods "GET, PUT" always;
add_header Access-Control-Allow-Headers "X-Token" always;
add_header Access-Control-Allow-Credentials true always;
add_header Vary Origin always;
if ($request_method = OPTIONS) { return 204; }
"""


SCENARIOS: Final = (
    Scenario(id="nginx-bare", kind="nginx", cause="cors-not-enabled"),
    Scenario(
        id="nginx-bare-put",
        kind="nginx",
        method="PUT",
        cause="cors-not-enabled",
        parts={"answer": _PROXY},
    ),
    Scenario(
        id="nginx-snippet-star-on-404",
        kind="nginx",
        path="/items/none",
        cause="headers-missing-on-errors",
        parts={"policy": _ANY, "answer": _PROXY},
    ),
    Scenario(
        id="nginx-snippet-star-on-422",
        kind="nginx",
        path="/items/none?number=seven",
        cause="headers-missing-on-errors",
        parts={"policy": _ANY, "answer": "proxy_pass http://127.0.0.1:<<app>>/checked/;"},
    ),
    Scenario(
        id="nginx-snippet-enable-cors-put",
        kind="nginx",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": _ENABLE_CORS, "answer": _PROXY},
    ),
    Scenario(
        id="nginx-snippet-enable-cors-header",
        kind="nginx",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": _ENABLE_CORS, "answer": _PROXY},
    ),
    Scenario(
        id="nginx-snippet-everything-with-cookies",
        kind="nginx",
        credentials=True,
        cause="wildcard-with-credentials",
        parts={"policy": _EVERYTHING},
    ),
    Scenario(
        id="nginx-snippet-options-by-the-app",
        kind="nginx",
        headers=_TOKEN,
        cause="options-not-handled",
        parts={
            "policy": _EVERYTHING,
            "answer": "proxy_pass http://127.0.0.1:<<app>>/get-only/;",
        },
    ),
    Scenario(
        id="nginx-snippet-inherited-no-more",
        kind="nginx",
        cause="cors-not-enabled",
        parts={"server": _ANY, "answer": "add_header X-Frame-Options DENY; return 200 '{}';"},
    ),
    Scenario(
        id="nginx-snippet-list",
        kind="nginx",
        cause="origins-joined",
        parts={"policy": f'add_header Access-Control-Allow-Origin "{WWW}, {PAGE}";'},
    ),
    Scenario(
        id="nginx-slash-after-the-origin",
        kind="nginx",
        cause="origin-misspelled",
        parts={"policy": f'add_header Access-Control-Allow-Origin "{PAGE}/";'},
    ),
    Scenario(
        id="nginx-another-origin",
        kind="nginx",
        cause="origin-not-listed",
        parts={"policy": f'add_header Access-Control-Allow-Origin "{WWW}";'},
    ),
    Scenario(
        id="nginx-twice",
        kind="nginx",
        cause="headers-doubled",
        parts={"policy": _ANY, "answer": _STAR},
    ),
    Scenario(
        id="nginx-password-first",
        kind="nginx",
        headers=(("Authorization", "Basic YTph"),),
        cause="auth-before-preflight",
        parts={
            "policy": _EVERYTHING,
            "answer": "auth_basic api; auth_basic_user_file <<users>>;" + _PROXY,
        },
    ),
    Scenario(
        id="nginx-host-redirect",
        kind="nginx",
        method="PUT",
        cause="https-redirect",
        parts={"policy": _EVERYTHING, "server": _TO_LOCALHOST, "answer": _PROXY},
    ),
    Scenario(
        id="nginx-slash-redirect",
        kind="nginx",
        method="PUT",
        path="/items",
        cause="trailing-slash-redirect",
        parts={"policy": _EVERYTHING, "answer": _PROXY},
    ),
    Scenario(
        id="nginx-app-down",
        kind="nginx",
        cause="gateway-answered",
        parts={"policy": _ANY, "answer": _DOWN},
        mended={"answer": _PROXY},
    ),
    Scenario(
        id="nginx-app-down-put",
        kind="nginx",
        method="PUT",
        cause="gateway-answered",
        parts={"answer": _DOWN},
        mended={"policy": _EVERYTHING, "answer": _PROXY},
    ),
    Scenario(
        id="nginx-app-hangs",
        kind="nginx",
        cause="gateway-answered",
        parts={"policy": _ANY, "answer": _HUNG},
        mended={"answer": _PROXY},
    ),
    Scenario(
        id="nginx-body-too-large",
        kind="nginx",
        method="POST",
        headers=(("Content-Type", "text/plain"),),
        body='{"text": "' + "x" * 2000 + '"}',
        cause="gateway-answered",
        parts={"policy": _ANY, "answer": "client_max_body_size 1k;" + _PROXY},
        mended={"answer": _PROXY},
    ),
    Scenario(
        id="nginx-too-many",
        kind="nginx",
        before=("/items/1", "/items/1"),
        cause="gateway-answered",
        parts={
            "policy": _ANY,
            "http": "limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m; limit_req_status 429;",
            "answer": "limit_req zone=one;" + _PROXY,
        },
        mended={"http": "", "answer": _PROXY},
    ),
    Scenario(
        id="nginx-cache-poisoned",
        kind="nginx",
        before=("/items/7",),
        cause="cached-for-another-origin",
        parts={
            "http": "proxy_cache_path <<folder>>/cache keys_zone=one:1m;",
            "answer": "proxy_cache one; add_header X-Cache-Status $upstream_cache_status;"
            "proxy_pass http://127.0.0.1:<<app>>/echo/;",
        },
    ),
    Scenario(
        id="nginx-correct",
        kind="nginx",
        method="PUT",
        headers=_TOKEN,
        credentials=True,
        parts={"policy": _CORRECT, "http": _MAP, "answer": _PROXY},
    ),
    Scenario(
        id="nginx-ends-tls",
        kind="nginx",
        behind=_FASTAPI,
        cause="redirect-to-http",
        page=SECURE_PAGE,
        scheme="https",
        host=API_HOST,
        path="/items/7/",
        parts={
            "listen": _TLS,
            "answer": "proxy_set_header Host $http_host; proxy_pass http://127.0.0.1:<<behind>>;",
        },
    ),
)
