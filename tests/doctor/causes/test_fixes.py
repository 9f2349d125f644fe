"""The lines of a fix take the facts of the fetch in, for each stack; nothing in them is a command."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from flask import Flask
from starlette.applications import Starlette

from crossorigin.doctor.causes._catalogue import CAUSES, diagnose
from crossorigin.doctor.causes._cause import CauseSlug, Remedy, Stack, Symptom
from crossorigin.doctor.causes._fix import PLACES, FetchFacts, Place, Snippet, snippet_lines
from crossorigin.doctor.causes._recognition import Recognition
from crossorigin.doctor.causes._snippets import snippets_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAGE = "http://localhost:3000"
SIMPLE = FetchFacts(origin=PAGE, method="GET")
WHOLE = FetchFacts(
    origin=PAGE,
    method="PUT",
    headers=("X-Token", "Content-Type"),
    header="X-Token",
    has_credentials=True,
)
_PERMISSION = [slug for slug, cause in CAUSES.items() if cause.remedy is Remedy.PERMISSION]


def snippets(slug: CauseSlug, stack: Stack, facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines to paste."""
    return diagnose(Symptom(slug, certain=True, evidence=""), stack, facts).snippets


def text(stack: Stack, facts: FetchFacts, slug: CauseSlug = CauseSlug.CORS_NOT_ENABLED) -> str:
    """Return the lines to paste, as one text."""
    return "\n\n".join(snippet.text for snippet in snippets(slug, stack, facts))


SIMPLE_LINES = {
    Stack.CROSSORIGIN: 'CORS(app, origins=["http://localhost:3000"])',
    Stack.CROSSORIGIN_ASGI: 'app = CORSMiddleware(app, origins=["http://localhost:3000"])',
    Stack.CROSSORIGIN_DJANGO: (
        'application = CORSMiddleware(application, origins=["http://localhost:3000"])'
    ),
    Stack.CROSSORIGIN_WSGI: 'app = CORSMiddleware(app, origins=["http://localhost:3000"])',
    Stack.FLASK_CORS: 'CORS(app, origins=["http://localhost:3000"])',
    Stack.FASTAPI: 'app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])',
    Stack.STARLETTE: 'app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])',
    Stack.DJANGO_CORS_HEADERS: 'CORS_ALLOWED_ORIGINS = ["http://localhost:3000"]',
    Stack.EXPRESS: 'app.use(cors({ origin: ["http://localhost:3000"] }));',
    Stack.FASTIFY: '  origin: ["http://localhost:3000"],',
    Stack.SOCKET_IO: (
        'const io = new Server(httpServer, { cors: { origin: ["http://localhost:3000"] } });'
    ),
    Stack.NGINX: '    "~^http://localhost:3000$" $http_origin;',
    Stack.APACHE: 'SetEnvIf Origin "^http://localhost:3000$" CORS_ORIGIN=$0',
    Stack.CADDY: "@cors header Origin http://localhost:3000",
    Stack.APP_ENGINE: 'CORS(app, origins=["http://localhost:3000"])',
    Stack.CLOUD_RUN: 'CORS(app, origins=["http://localhost:3000"])',
    Stack.UNKNOWN: "Access-Control-Allow-Origin: http://localhost:3000",
}
WHOLE_LINES = {
    Stack.CROSSORIGIN: (
        "CORS(\n"
        "    app,\n"
        '    origins=["http://localhost:3000"],\n'
        '    allow_headers=["X-Token"],\n'
        "    credentials=True,\n"
        ")"
    ),
    Stack.CROSSORIGIN_ASGI: '    methods=["PUT"],',
    Stack.FLASK_CORS: '    allow_headers=["X-Token", "Content-Type"],\n    supports_credentials=True,',
    Stack.FASTAPI: '    allow_methods=["GET", "PUT"],\n    allow_headers=["X-Token", "Content-Type"],',
    Stack.DJANGO_CORS_HEADERS: 'CORS_ALLOW_HEADERS = [*default_headers, *["x-token", "content-type"]]',
    Stack.AIOHTTP_CORS: '    allow_methods=["PUT"],',
    Stack.EXPRESS: 'app.use(cors({ origin: ["http://localhost:3000"], credentials: true }));',
    Stack.FASTIFY: '  methods: ["GET", "HEAD", "POST", "PUT"],\n  credentials: true,',
    Stack.SOCKET_IO: "credentials: true",
    Stack.NGINX: 'add_header Access-Control-Allow-Headers "X-Token, Content-Type" always;',
    Stack.APACHE: 'Header always set Access-Control-Allow-Methods "PUT" env=CORS_ORIGIN',
    Stack.CADDY: '    Access-Control-Allow-Credentials "true"',
    Stack.HAPROXY: 'http-after-response set-header Access-Control-Allow-Methods "PUT" if',
    Stack.S3: '"PUT"',
    Stack.UNKNOWN: "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Methods: PUT",
}


@pytest.mark.parametrize("stack", SIMPLE_LINES)
def test_the_line_that_permits_an_origin(stack: Stack) -> None:
    """A simple fetch needs one option: no method, header or credentials are opened for it."""
    written = text(stack, SIMPLE)
    assert SIMPLE_LINES[stack] in written.splitlines()
    assert not re.search(r"PUT|X-Token|\btrue\b|credentials=|supports_credentials", written)


@pytest.mark.parametrize("stack", WHOLE_LINES)
def test_the_lines_that_permit_all_of_a_fetch(stack: Stack) -> None:
    """The method, the headers and the credentials are those of the fetch."""
    assert WHOLE_LINES[stack] in text(stack, WHOLE)


@pytest.mark.parametrize("stack", Stack)
@pytest.mark.parametrize("slug", _PERMISSION)
def test_each_stack_has_lines_for_each_mistake_of_a_policy(slug: CauseSlug, stack: Stack) -> None:
    """They name the page's origin, and their place is one that a person finds."""
    found = snippets(slug, stack, WHOLE)
    assert "localhost:3000" in "".join(snippet.text for snippet in found)
    assert all(snippet.place in PLACES for snippet in found)


@pytest.mark.parametrize("stack", Stack)
@pytest.mark.parametrize("facts", [SIMPLE, WHOLE], ids=["simple", "whole"])
def test_python_and_json_are_valid(stack: Stack, facts: FetchFacts) -> None:
    """Python is parsed by Python, and JSON by its reader."""
    for snippet in snippets(CauseSlug.CORS_NOT_ENABLED, stack, facts):
        assert snippet.text.isascii()
        if snippet.language == "python":
            ast.parse(snippet.text)
        if snippet.language == "json":
            json.loads(snippet.text)


@pytest.mark.parametrize("stack", Stack)
def test_nobody_is_told_to_permit_null(stack: Stack) -> None:
    """An opaque origin is anybody's: no lines permit it."""
    assert snippets(CauseSlug.ORIGIN_NOT_LISTED, stack, FetchFacts(origin="null")) == ()


@pytest.mark.parametrize("stack", Stack)
def test_a_name_that_is_no_plain_one_is_left_out(stack: Stack) -> None:
    """A token may have signs that a language takes for its own."""
    facts = FetchFacts(origin=PAGE, method="P$(x)`'", headers=("X-${a}", "X'\"", "X-Token"))
    written = text(stack, facts)
    assert not re.search(r"\$\(|\$\{a\}|`|X'", written)


@pytest.mark.parametrize(
    ("slug", "stack", "facts", "expected"),
    [
        (
            CauseSlug.HEADERS_DOUBLED,
            Stack.NGINX,
            SIMPLE,
            "proxy_hide_header Access-Control-Allow-Origin;",
        ),
        (CauseSlug.HEADERS_DOUBLED, Stack.CROSSORIGIN, SIMPLE, ""),
        (CauseSlug.AUTH_BEFORE_PREFLIGHT, Stack.CLOUD_RUN, SIMPLE, "    allowHttpOptions: true"),
        (
            CauseSlug.AUTH_BEFORE_PREFLIGHT,
            Stack.CROSSORIGIN,
            SIMPLE,
            SIMPLE_LINES[Stack.CROSSORIGIN],
        ),
        (CauseSlug.REDIRECT_TO_HTTP, Stack.EXPRESS, SIMPLE, 'app.set("trust proxy", 1);'),
        (CauseSlug.REDIRECT_TO_HTTP, Stack.S3, SIMPLE, ""),
        (
            CauseSlug.TRAILING_SLASH_REDIRECT,
            Stack.UNKNOWN,
            FetchFacts(location="https://a.example/x/"),
            'fetch("https://a.example/x/")',
        ),
        (CauseSlug.TRAILING_SLASH_REDIRECT, Stack.UNKNOWN, SIMPLE, ""),
        (
            CauseSlug.GATEWAY_ANSWERED,
            Stack.NGINX,
            FetchFacts(status=413),
            "client_max_body_size 20m;",
        ),
        (CauseSlug.GATEWAY_ANSWERED, Stack.HAPROXY, FetchFacts(status=504), "timeout server 120s"),
        (CauseSlug.GATEWAY_ANSWERED, Stack.NGINX, FetchFacts(status=502), ""),
        (CauseSlug.SERVER_ERROR, Stack.NGINX, SIMPLE, ""),
    ],
)
def test_a_remedy_of_another_kind(
    slug: CauseSlug, stack: Stack, facts: FetchFacts, expected: str
) -> None:
    """Where no permission is missing, other lines help, or none."""
    assert expected in text(stack, facts, slug).splitlines() or text(stack, facts, slug) == expected


@pytest.mark.parametrize(
    ("status", "stack", "expected"),
    [
        (502, Stack.NGINX, "Start the app; its address must be the one in proxy_pass."),
        (503, Stack.UNKNOWN, "Start the app, and compare its address"),
        (504, Stack.UNKNOWN, "Answer faster, or let the proxy wait longer"),
        (413, Stack.UNKNOWN, "Send a smaller body"),
        (429, Stack.UNKNOWN, "Send fewer requests"),
        (431, Stack.UNKNOWN, "Send fewer and shorter cookies"),
        (0, Stack.UNKNOWN, "Look at the proxy's log first"),
    ],
)
def test_a_gateways_status_has_its_own_fix(status: int, stack: Stack, expected: str) -> None:
    """The fix goes by the status: none of these is a header of CORS."""
    symptom = Symptom(CauseSlug.GATEWAY_ANSWERED, certain=True, evidence="")
    assert diagnose(symptom, stack, FetchFacts(status=status)).fix.startswith(expected)


_LOCAL = FetchFacts(origin="http://localhost:8000")
# What makes an app for each stack that can be guarded; a middleware wraps whatever is called.
_GUARDED: Mapping[Stack, Callable[[], object]] = {
    Stack.CROSSORIGIN: lambda: Flask(__name__),
    Stack.CROSSORIGIN_ASGI: Starlette,
    Stack.CROSSORIGIN_DJANGO: lambda: print,
    Stack.CROSSORIGIN_WSGI: lambda: print,
    Stack.FLASK_CORS: lambda: Flask(__name__),
    Stack.FASTAPI: FastAPI,
    Stack.STARLETTE: Starlette,
    Stack.DJANGO_CORS_HEADERS: lambda: print,
}


@pytest.mark.parametrize("stack", _GUARDED)
def test_the_lines_that_guard_a_tool(stack: Stack) -> None:
    """They are pasted as they are: the app has its guard, and its own page its policy."""
    (snippet,) = snippets_for(Remedy.LOCAL_GUARD, stack, _LOCAL)
    app = _GUARDED[stack]()
    exec(snippet.text, {"app": app, "application": app})  # noqa: S102 - as a person pastes them
    assert "guard=Guard.local()" in snippet.text
    assert '"http://localhost:8000"' in snippet.text


@pytest.mark.parametrize("stack", sorted({*Stack} - {*_GUARDED}))
def test_where_there_is_no_guard(stack: Stack) -> None:
    """Other software has no such lines: the sentence of the finding says what to look for."""
    assert snippets_for(Remedy.LOCAL_GUARD, stack, _LOCAL) == ()


def test_a_guard_with_a_host() -> None:
    """A server that is not reached by a name of this machine alone has its own listed."""
    facts = FetchFacts(origin="http://192.168.1.10:8000", host="192.168.1.10:8000")
    (snippet,) = snippets_for(Remedy.LOCAL_GUARD, Stack.CROSSORIGIN, facts)
    assert '    guard=Guard.local(hosts=["192.168.1.10:8000"]),' in snippet.text
    exec(snippet.text, {"app": Flask(__name__)})  # noqa: S102 - as a person pastes them


def test_brackets_are_no_regular_expression() -> None:
    """Flask-CORS takes brackets for an expression, and web servers compare one."""
    facts = FetchFacts(origin="http://[::1]:3000")
    assert r'origins=["http://\\[::1\\]:3000$"]' in text(Stack.FLASK_CORS, facts)
    assert r'"~^http://\[::1\]:3000$"' in text(Stack.NGINX, facts)


def test_a_method_that_few_know() -> None:
    """A package that permits the usual methods by itself is told of another one."""
    facts = FetchFacts(origin=PAGE, method="PURGE")
    assert 'methods=["PURGE"]' in text(Stack.FLASK_CORS, facts)
    assert '"PURGE"' in text(Stack.DJANGO_CORS_HEADERS, facts)
    assert '"PURGE"] }' in text(Stack.EXPRESS, facts)
    assert "PURGE" not in text(Stack.S3, facts)


def test_the_facts_may_be_unknown() -> None:
    """Without facts, the lines have an example in their place."""
    line = 'CORS(app, origins=["https://app.example.com"])'
    assert line in text(Stack.CROSSORIGIN, FetchFacts())


def test_lines_to_paste_are_not_indented() -> None:
    """A line says where they belong; below it, each stands as it is."""
    found = list(snippet_lines([Snippet(Place.APP, "python", "if x:\n    y()")]))
    assert [line for _, line in found] == ["", f"paste {PLACES[Place.APP]}", "if x:", "    y()"]


def test_every_place_is_in_words() -> None:
    """A place has its words."""
    assert set(PLACES) == set(Place)


def test_the_choice_of_a_stack_is_said() -> None:
    """The report says which stack it took and why, or that nothing told."""
    assert Recognition(Stack.NGINX, "--stack says so").sentence == "nginx, because --stack says so"
    assert "--stack names it" in Recognition(Stack.UNKNOWN).sentence
