"""The lines to paste for each remedy, on each stack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes import _snippets_python, _snippets_servers
from crossorigin.doctor.causes._cause import Remedy, Stack
from crossorigin.doctor.causes._fix import Place, Snippet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin.doctor.causes._fix import FetchFacts

    Writer = Callable[[FetchFacts], tuple[Snippet, ...]]

_SECURE_COOKIE: Final = (
    'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)'
)


def snippets_for(remedy: Remedy | None, stack: Stack, facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines of *remedy* for *stack*; none if there are none to paste."""
    if remedy is None or (remedy in _PERMITTING and not facts.can_be_listed):
        return ()
    write = _WRITERS[remedy].get(stack)
    return () if write is None else write(facts)


def _fixed(place: Place, language: str, *lines: str) -> Writer:
    """Return the writer of lines that take no facts in."""
    snippet = Snippet(place, language, "\n".join(lines))
    return lambda _: (snippet,)


def _address(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the fetch of the address to which a redirect leads."""
    if not facts.location:
        return ()
    return (Snippet(Place.PAGE, "javascript", f"fetch({json.dumps(facts.location)})"),)


_PERMISSION: Final[Mapping[Stack, Writer]] = {
    **_snippets_python.PERMISSION,
    **_snippets_servers.PERMISSION,
}
_IAP: Final = _fixed(
    Place.IAP_YAML,
    "yaml",
    "# gcloud iap settings set iap.yaml --project=PROJECT --resource-type=app-engine",
    "accessSettings:",
    "  corsSettings:",
    "    allowHttpOptions: true",
)
_PROXY_FIX: Final = _fixed(
    Place.APP,
    "python",
    "from werkzeug.middleware.proxy_fix import ProxyFix",
    "",
    "app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)",
)
_UVICORN: Final = _fixed(
    Place.COMMAND, "sh", "uvicorn main:app --proxy-headers --forwarded-allow-ips='*'"
)
_DJANGO_PROXY: Final = _fixed(
    Place.SETTINGS, "python", 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")'
)
_FORWARDED: Final = _fixed(Place.LOCATION, "nginx", "proxy_set_header X-Forwarded-Proto $scheme;")
_FLASK_COOKIE: Final = _fixed(Place.APP, "python", _SECURE_COOKIE)
_PROXIES: Final = (Stack.NGINX, Stack.APACHE, Stack.CADDY, Stack.HAPROXY)

_WRITERS: Final[Mapping[Remedy, Mapping[Stack, Writer]]] = {
    Remedy.PERMISSION: _PERMISSION,
    Remedy.BEFORE_LOGIN: {**_PERMISSION, Stack.APP_ENGINE: _IAP, Stack.CLOUD_RUN: _IAP},
    # The lines for a proxy take those of the app behind it out.
    Remedy.ONE_LAYER: {stack: _PERMISSION[stack] for stack in _PROXIES},
    Remedy.ADDRESS: dict.fromkeys(Stack, _address),
    Remedy.SCHEME: {
        Stack.CROSSORIGIN: _PROXY_FIX,
        Stack.FLASK_CORS: _PROXY_FIX,
        Stack.STARLETTE: _UVICORN,
        Stack.FASTAPI: _UVICORN,
        Stack.CROSSORIGIN_ASGI: _UVICORN,
        Stack.CROSSORIGIN_DJANGO: _DJANGO_PROXY,
        Stack.DJANGO_CORS_HEADERS: _DJANGO_PROXY,
        Stack.EXPRESS: _fixed(Place.APP, "javascript", 'app.set("trust proxy", 1);'),
        Stack.NGINX: _FORWARDED,
    },
    Remedy.COOKIES: {Stack.CROSSORIGIN: _FLASK_COOKIE, Stack.FLASK_CORS: _FLASK_COOKIE},
    Remedy.LARGER_BODY: {
        Stack.NGINX: _fixed(Place.LOCATION, "nginx", "client_max_body_size 20m;"),
        Stack.APACHE: _fixed(Place.VIRTUAL_HOST, "apache", "LimitRequestBody 20971520"),
    },
    Remedy.LONGER_TIMEOUT: {
        Stack.NGINX: _fixed(Place.LOCATION, "nginx", "proxy_read_timeout 120s;"),
        Stack.APACHE: _fixed(Place.VIRTUAL_HOST, "apache", "ProxyTimeout 120"),
        Stack.HAPROXY: _fixed(Place.BACKEND, "haproxy", "timeout server 120s"),
    },
    Remedy.LOCAL_GUARD: _snippets_python.LOCAL_GUARD,
}
_PERMITTING: Final = frozenset(
    {Remedy.PERMISSION, Remedy.BEFORE_LOGIN, Remedy.ONE_LAYER, Remedy.LOCAL_GUARD}
)
