"""The lines that permit a fetch in Node.js, in a web server, in a bucket and in bare headers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import Stack
from crossorigin.doctor.causes._fix import Place, Snippet
from crossorigin.doctor.causes._snippets_python import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin.doctor.causes._fix import FetchFacts

_METHODS_OF_EXPRESS: Final = ("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE")
# Stands for the bucket where the URL does not name it.
BUCKET: Final = "BUCKET"
_METHODS_OF_S3: Final = frozenset({"DELETE", "GET", "HEAD", "POST", "PUT"})
_SENT_BY_APPS: Final = ("Origin", "Credentials", "Methods", "Headers")


def _fields(facts: FetchFacts) -> dict[str, str]:
    """Return the headers beside ``Access-Control-Allow-Origin`` that the fetch needs."""
    fields = {"Access-Control-Allow-Credentials": "true" * facts.has_credentials}
    fields["Access-Control-Allow-Methods"] = facts.method_to_list
    fields["Access-Control-Allow-Headers"] = ", ".join(facts.headers_to_list)
    return {name: value for name, value in fields.items() if value}


def _regex(facts: FetchFacts) -> str:
    """Return the origin as a regular expression that matches nothing else."""
    escaped = "".join(f"\\{char}" if char in ".[]+" else char for char in facts.page)
    return f"^{escaped}$"


def _express(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines for the package ``cors``, which sends back the headers that are asked for."""
    given = [f"origin: {texts([facts.page])}"]
    if facts.method_to_list and facts.method_to_list not in _METHODS_OF_EXPRESS:
        given += [f"methods: {texts([*_METHODS_OF_EXPRESS, facts.method_to_list])}"]
    given += ["credentials: true"] if facts.has_credentials else []
    lines = ['const cors = require("cors");', "", f"app.use(cors({{ {', '.join(given)} }}));"]
    return (Snippet(Place.APP, "javascript", "\n".join(lines)),)


def _fastify(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines for ``@fastify/cors``."""
    given = [f"  origin: {texts([facts.page])},"]
    if facts.method_to_list:
        given += [f"  methods: {texts(['GET', 'HEAD', 'POST', facts.method_to_list])},"]
    given += ["  credentials: true,"] if facts.has_credentials else []
    lines = ['app.register(require("@fastify/cors"), {', *given, "});"]
    return (Snippet(Place.APP, "javascript", "\n".join(lines)),)


def _socket_io(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the options of Socket.IO for Node.js."""
    given = [f"origin: {texts([facts.page])}"]
    given += ["credentials: true"] if facts.has_credentials else []
    line = f"const io = new Server(httpServer, {{ cors: {{ {', '.join(given)} }} }});"
    text = f"// In place of the line that makes the server.\n{line}"
    return (Snippet(Place.APP, "javascript", text),)


def _nginx(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the two blocks for nginx: the origin is compared whole, errors carry the headers."""
    maps = [
        "map $http_origin $cors_origin {",
        '    default "";',
        f'    "~{_regex(facts)}" $http_origin;',
        "}",
        'map "$request_method $http_access_control_request_method" $cors_preflight {',
        '    default "";',
        '    "~^OPTIONS ." 1;',
        "}",
    ]
    hidden = [f"proxy_hide_header Access-Control-Allow-{name};" for name in _SENT_BY_APPS]
    lines = [
        *hidden,
        "add_header Access-Control-Allow-Origin $cors_origin always;",
        *(f'add_header {name} "{value}" always;' for name, value in _fields(facts).items()),
        "add_header Vary Origin always;",
        "if ($cors_preflight) {",
        "    return 204;",
        "}",
    ]
    return (
        Snippet(Place.HTTP, "nginx", "\n".join(maps)),
        Snippet(Place.LOCATION, "nginx", "\n".join(lines)),
    )


def _apache(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines for Apache: those of the app behind it are taken out."""
    unset = [f"Header unset Access-Control-Allow-{name}" for name in _SENT_BY_APPS]
    lines = [
        "# a2enmod headers rewrite setenvif",
        f'SetEnvIf Origin "{_regex(facts)}" CORS_ORIGIN=$0',
        *unset,
        'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
        *(
            f'Header always set {name} "{value}" env=CORS_ORIGIN'
            for name, value in _fields(facts).items()
        ),
        "Header always merge Vary Origin",
        "RewriteEngine On",
        'RewriteCond "%{REQUEST_METHOD}" "=OPTIONS"',
        'RewriteCond "%{HTTP:Access-Control-Request-Method}" "."',
        'RewriteRule "^" "-" [R=204,L]',
    ]
    return (Snippet(Place.VIRTUAL_HOST, "apache", "\n".join(lines)),)


def _caddy(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines for Caddy, whose errors are handled apart."""
    fields = {"Access-Control-Allow-Origin": facts.page, **_fields(facts)}
    headers = [
        "header @cors {",
        *(f'    {name} "{value}"' for name, value in fields.items()),
        "    defer",
        "}",
        "header {",
        "    +Vary Origin",
        "    defer",
        "}",
    ]
    lines = [
        f"@cors header Origin {facts.page}",
        *headers,
        "@preflight {",
        "    method OPTIONS",
        "    header Access-Control-Request-Method *",
        "}",
        "handle @preflight {",
        "    respond 204",
        "}",
        "handle_errors {",
        *(f"    {line}" for line in headers),
        "    respond {http.error.status_code}",
        "}",
    ]
    return (Snippet(Place.SITE, "caddyfile", "\n".join(lines)),)


def _haproxy(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines for HAProxy: those of the app behind it are replaced."""
    fields = {"Access-Control-Allow-Origin": facts.page, **_fields(facts)}
    preflight = "METH_OPTIONS { req.fhdr(Access-Control-Request-Method) -m found }"
    lines = [
        f"http-request set-var(txn.cors) int(1) if {{ req.fhdr(Origin) -m str {facts.page} }}",
        f"http-request return status 204 if {preflight}",
        *(f"http-after-response del-header Access-Control-Allow-{name}" for name in _SENT_BY_APPS),
        *(
            f'http-after-response set-header {name} "{value}" if {{ var(txn.cors) -m found }}'
            for name, value in fields.items()
        ),
        "http-after-response add-header Vary Origin",
    ]
    return (Snippet(Place.FRONTEND, "haproxy", "\n".join(lines)),)


def _s3(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the configuration of a bucket, and the command that gives it one."""
    methods = ["GET", "HEAD", facts.method_to_list]
    rule = {
        "AllowedOrigins": [facts.page],
        "AllowedMethods": [method for method in methods if method in _METHODS_OF_S3],
        "AllowedHeaders": list(facts.headers_to_list),
        "MaxAgeSeconds": 600,
    }
    command = (
        f"aws s3api put-bucket-cors --bucket {facts.bucket or BUCKET}"
        " --cors-configuration file://cors.json"
    )
    if not facts.bucket:
        command = f"# {BUCKET} is a placeholder: write the name of the bucket.\n{command}"
    return (
        Snippet(Place.CORS_JSON, "json", json.dumps({"CORSRules": [rule]}, indent=2)),
        Snippet(Place.COMMAND, "sh", command),
    )


def _headers(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the bare headers."""
    fields = {"Access-Control-Allow-Origin": facts.page, **_fields(facts), "Vary": "Origin"}
    lines = [f"{name}: {value}" for name, value in fields.items()]
    return (Snippet(Place.RESPONSE, "http", "\n".join(lines)),)


PERMISSION: Final[Mapping[Stack, Callable[[FetchFacts], tuple[Snippet, ...]]]] = {
    Stack.EXPRESS: _express,
    Stack.FASTIFY: _fastify,
    Stack.SOCKET_IO: _socket_io,
    Stack.NGINX: _nginx,
    Stack.APACHE: _apache,
    Stack.CADDY: _caddy,
    Stack.HAPROXY: _haproxy,
    Stack.S3: _s3,
    Stack.UNKNOWN: _headers,
}
