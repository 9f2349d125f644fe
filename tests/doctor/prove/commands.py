"""Runs of ``crossorigin prove``, in the process of the tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crossorigin import cli
from tests.cli.command_line import cli_runner

if TYPE_CHECKING:
    from click.testing import Result

# A policy, and four edits of it; `shop.conf` and `edge.yaml` are meant to be the first one.
FILES = {
    "policy.toml": 'origins = ["https://app.example.com", "https://*.example.org"]\n',
    "same.toml": 'origins = ["https://*.example.org", "https://app.example.com"]\nmax_age = 0\n',
    "wider.toml": 'origins = ["https://app.example.com", "https://*.example.org", "http://localhost:*"]\n',
    "narrower.toml": 'origins = ["https://app.example.com"]\n',
    "public.toml": 'origins = "*"\n',
    "credentials.toml": 'origins = ["https://app.example.com"]\ncredentials = true\n',
    "shop.conf": r"""
map $http_origin $cors {
    "~^https://app\.example\.com$" $http_origin;
    "~^https://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.example\.org$" $http_origin;
}
server { server_name shop; add_header Access-Control-Allow-Origin $cors always; }
""",
    "hole.conf": r"""
map $http_origin $cors { "~https://.*\.example\.org" $http_origin; }
server {
    server_name shop;
    add_header Access-Control-Allow-Origin $cors always;
    location /open { add_header Access-Control-Allow-Origin https://app.example.com; }
}
""",
    "moved.conf": """
server {
    server_name shop;
    add_header Access-Control-Allow-Origin https://a.example.com always;
    location /new { add_header Access-Control-Allow-Origin https://app.example.com; }
}
""",
    "lua.conf": "server { set_by_lua $o 'return 1'; add_header Access-Control-Allow-Origin $o; }\n",
    "edge.yaml": r"""
name: shop
allow_origin_string_match:
- exact: https://app.example.com
- safe_regex: {regex: 'https://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.example\.org'}
""",
}


def prove(*arguments: str) -> Result:
    """Return what ``crossorigin prove`` does with *arguments*."""
    return cli_runner().invoke(cli.commands(), ["prove", *arguments])


def reported(*arguments: str) -> dict[str, Any]:
    """Return the report of ``crossorigin prove`` with *arguments* as JSON holds it."""
    result = prove(*arguments, "--format", "json")
    found: dict[str, Any] = json.loads(result.stdout)
    statuses = {"equal": 0, "harmless": 0, "different": 1, "dangerous": 1, "undecided": 3}
    assert result.exit_code == statuses[found["verdict"]]
    return found
