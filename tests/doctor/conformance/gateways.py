"""nginx in front of an app, with configurations as people write them, and with a right one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

ORIGINS: Final = r"https://app\.example\.com|https://[a-z0-9_-]+(\.[a-z0-9_-]+)*\.example\.org"
CORS: Final = (
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
UNANSWERED: Final = frozenset(
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
map $http_origin $cors_origin {{ default ""; "~^({ORIGINS})$" $http_origin; }}
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
_HIDDEN: Final = "\n".join(f"proxy_hide_header {name};" for name in CORS)
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
        browser={"origin-let-in", "errors-kept-out", "exposed-missing", *UNANSWERED},
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
