"""What of an nginx configuration cannot be decided is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.proof import NOBODY, Acceptance, UndecidedError
from tests.doctor.configurations.nginx_conditions import CASES
from tests.doctor.configurations.nginx_files import reading, whole

if TYPE_CHECKING:
    from pathlib import Path

UNDECIDED: Final = {
    "lua": (
        "location / { set_by_lua $o 'return 1'; add_header Access-Control-Allow-Origin $o; }",
        "nginx.conf:1 $o: code sets it, which is not read",
    ),
    "njs": (
        "js_set $o main.origin; server { add_header Access-Control-Allow-Origin $o; }",
        "nginx.conf:1 $o: code sets it, which is not read",
    ),
    "a-condition-of-lua": (
        (
            "location / { set_by_lua $o 'return 1';\n"
            "if ($o) { add_header Access-Control-Allow-Origin $http_origin; } }"
        ),
        "nginx.conf:1 $o: code sets it, which is not read",
    ),
    "a-map-of-lua": (
        (
            "map $o $cors { 1 $http_origin; }\nserver {\n"
            "set_by_lua $o 'return 1'; add_header Access-Control-Allow-Origin $cors; }"
        ),
        "nginx.conf:3 $o: code sets it, which is not read",
    ),
    "a-filter-of-lua": (
        (
            "location / { add_header Access-Control-Allow-Origin https://a.example.com;\n"
            "header_filter_by_lua 'ngx.header[\"Access-Control-Allow-Origin\"] = 1'; }"
        ),
        "nginx.conf:2 header_filter_by_lua: it sets headers, and is not read",
    ),
    "a-filter-of-njs": (
        "location / { js_header_filter main.headers; }",
        "nginx.conf:1 js_header_filter: it sets headers, and is not read",
    ),
    "headers-more": (
        "location / { more_set_headers 'Access-Control-Allow-Origin: $http_origin'; }",
        "nginx.conf:1 more_set_headers: it sets headers, and is not read",
    ),
    "a-part-of-the-origin": (
        (
            "location / { if ($http_origin ~ ^https://(.+)$) {\n"
            "add_header Access-Control-Allow-Origin https://$1; } }"
        ),
        "nginx.conf:2 $1: it is but a part of what matched",
    ),
    "a-part-with-a-name": (
        (
            "map $http_origin $o { '~^https://(?<host>.+)$' https://$host; }\n"
            "server { add_header Access-Control-Allow-Origin $o; }"
        ),
        "nginx.conf:2 $host: it is but a part of what matched",
    ),
    "a-capture-that-is-gone": (
        (
            "location / { if ($http_origin ~ ^(https://.+)$) { set $a 1; }\n"
            "if ($http_origin ~ ^https://(.+)) { set $a 1; }\n"
            "add_header Access-Control-Allow-Origin $1; }"
        ),
        "nginx.conf:3 $1: it is but a part of what matched",
    ),
    "the-host": (
        "location / { add_header Access-Control-Allow-Origin https://$host; }",
        "nginx.conf:1 https://$host: its value is not in the configuration",
    ),
    "a-map-of-more-than-the-origin": (
        (
            'map "$http_origin$host" $cors { ~x $http_origin; }\n'
            "server { add_header Access-Control-Allow-Origin $cors; }"
        ),
        "nginx.conf:1 $http_origin$host: the Origin is but a part of what is compared",
    ),
    "a-map-of-a-text-known-in-part": (
        (
            'map $http_origin $a { ~a 1; default 2; }\nmap "$a$host" $cors { ~^1 $http_origin; }\n'
            "server { add_header Access-Control-Allow-Origin $cors; }"
        ),
        "nginx.conf:2 ~^1: whether a text that is known in part matches it is not decided",
    ),
    "a-back-reference": (
        (
            r"map $http_origin $cors { ~(a)\1 $http_origin; }"
            "\nserver { add_header Access-Control-Allow-Origin $cors; }"
        ),
        r"nginx.conf:1 \x5c1: ",
    ),
}


@pytest.mark.parametrize(("text", "said"), UNDECIDED.values(), ids=UNDECIDED)
def test_undecided(text: str, said: str, tmp_path: Path) -> None:
    """What another language decides, or a part of a text, is named with its line."""
    (scope,) = reading(tmp_path, text).scopes
    assert isinstance(scope.accepts, UndecidedError)
    assert str(scope.accepts).replace("\\1", "\\x5c1").startswith(said)


DECIDED: Final = {
    "the-origin-itself-as-a-condition": (
        "location / { if ($http_origin) { add_header Access-Control-Allow-Origin $http_origin; } }",
        {"https://evil.com"},
    ),
    "a-text-as-a-condition": (
        "location / { set $a 0; if ($a) { add_header Access-Control-Allow-Origin *; } }",
        set[str](),
    ),
    "a-text-that-is-matched": (
        (
            "location / { set $a true; if ($a !~ ^false$) {\n"
            "add_header Access-Control-Allow-Origin https://evil.com; } }"
        ),
        {"https://evil.com"},
    ),
    "a-key-beyond-ascii": (
        (
            "map $http_origin $o { https://é.com $http_origin; https://evil.com $http_origin; }\n"
            "server { add_header Access-Control-Allow-Origin $o; }"
        ),
        {"https://evil.com"},
    ),
    "nothing-is-left-for-the-default": (
        (
            "map $http_origin $o { ~. https://evil.com; default *; }\n"
            "server { add_header Access-Control-Allow-Origin $o; }"
        ),
        {"https://evil.com"},
    ),
    "a-map-of-something-else": (
        (
            "map $host $cors { a.example.com $http_origin; default https://b.example.com; }\n"
            "server { add_header Access-Control-Allow-Origin $cors; }"
        ),
        {"https://evil.com"},
    ),
    "a-part-of-a-text-that-no-key-has": (
        (
            'map $http_origin $a { ~evil 1; default 2; }\nmap "$a:$host" $cors { "3:a" $http_origin; }\n'
            "server { add_header Access-Control-Allow-Origin $cors; }"
        ),
        set[str](),
    ),
    "a-file": (
        "location / { if (-f /etc/open) { add_header Access-Control-Allow-Origin $http_origin; } }",
        {"https://evil.com"},
    ),
    "a-condition-of-the-user-agent": (
        (
            "location / { if ($http_user_agent ~ x) { return 403; }\n"
            "if ($http_user_agent) { return 404; }\n"
            "if ($http_user_agent = $host) { return 404; }\n"
            "add_header Access-Control-Allow-Origin https://evil.com; }"
        ),
        {"https://evil.com"},
    ),
    "code-that-changes-nothing": (
        (
            "location / { set_by_lua $o 'return 1'; add_header X-A $o;\n"
            "add_header Access-Control-Allow-Origin https://evil.com; }"
        ),
        {"https://evil.com"},
    ),
    "inherited-by-name": (
        (
            "server { add_header Access-Control-Allow-Origin https://evil.com;\n"
            "location / { add_header_inherit merge; add_header X-A 1; } }"
        ),
        {"https://evil.com"},
    ),
    "a-map-that-names-itself": (
        "map $a $a { default $a; }\nserver { add_header Access-Control-Allow-Origin $a; }",
        set[str](),
    ),
}


@pytest.mark.parametrize(("text", "taken"), DECIDED.values(), ids=DECIDED)
def test_decided(text: str, taken: set[str], tmp_path: Path) -> None:
    """What every request may have, such as a host, stands in no proof's way."""
    for scope in reading(tmp_path, text).scopes:
        assert isinstance(scope.accepts, Acceptance)
        assert {each for each in ("https://evil.com", "null") if scope.accepts.accepts(each)} - {
            "null"
        } == taken


def test_nothing_is_added(tmp_path: Path) -> None:
    """A configuration that adds no such header lets nobody in by itself, and that is said."""
    configuration = reading(tmp_path, "server { listen 80; location / { add_header X-A 1; } }")
    (scope,) = configuration.scopes
    assert scope.accepts is NOBODY
    assert configuration.notes == (
        "Nothing in it adds Access-Control-Allow-Origin: what answers behind it may.",
    )


def test_a_header_that_is_sent_twice_is_noted(tmp_path: Path) -> None:
    """Two such headers are accepted by no browser, and that is said."""
    case = next(case for case in CASES if case.id == "sent-twice")
    (note,) = reading(tmp_path, whole(case)).notes
    assert note.endswith(
        "sends Access-Control-Allow-Origin twice to some origins; no browser accepts that."
    )


def test_too_many_ways(tmp_path: Path) -> None:
    """Conditions that depend on nothing known double the ways; there is an end of it."""
    lines = [f"if ($arg_{at}) {{ set $x{at} 1; }}" for at in range(20)]
    text = f"location / {{ add_header Access-Control-Allow-Origin *; {' '.join(lines)} }}"
    (scope,) = reading(tmp_path, text).scopes
    assert isinstance(scope.accepts, UndecidedError)
    assert scope.accepts.why == "too large: there are too many ways"


def test_a_server_that_is_undecided_before_its_locations(tmp_path: Path) -> None:
    """Where the server itself is not decided, its locations are read all the same."""
    text = (
        "server { add_header Access-Control-Allow-Origin *; if ($http_origin ~ (a)\\1) { return 403; }\n"
        "location /a { add_header Access-Control-Allow-Origin https://a.example.com; } }"
    )
    server, location = reading(tmp_path, text).scopes
    assert isinstance(server.accepts, UndecidedError)
    assert isinstance(location.accepts, Acceptance)


def test_maps_that_branch_without_end(tmp_path: Path) -> None:
    """Maps of maps that depend on nothing known double the ways; there is an end of it."""
    keys = " ".join(f"k{at} $m{{0}};" for at in range(9))
    maps = [f"map $arg_{at} $m{at} {{ {keys.format(at + 1)} }}" for at in range(9)]
    text = "\n".join([*maps, "server { add_header Access-Control-Allow-Origin $m0; }"])
    (scope,) = reading(tmp_path, text).scopes
    assert isinstance(scope.accepts, UndecidedError)
    assert scope.accepts.why == "too large: its maps branch too often"
