"""The reports about routes: each line fits, and says where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from crossorigin import Origin, Policy
from crossorigin._adapters.coverage import CoveredRoute
from crossorigin._adapters.declarations import Declaration
from crossorigin.doctor.routes._report import route_lines, routes_json
from crossorigin.doctor.routes._site import place

HERE: Final = Declaration(str(Path("app.py").absolute()), 7)
OPEN: Final = Policy("https://app.example.com", credentials=True)
TWO: Final = Policy(["https://b.example", "https://a.example"])
NAME: Final = "https://a-partner-with-a-name-that-is-long-and-then-some.example.com"
LONG: Final = Policy(NAME)


def decide(_: Origin, __: object) -> bool:
    """Permit all."""
    return True


def table(*routes: CoveredRoute) -> list[tuple[str, str]]:
    """Return the lines below the title of the table of *routes*."""
    lines = list(route_lines(routes))
    assert [text for _, text in lines if len(text) > 80] == []
    return lines[3:]


ROWS: Final = [
    (CoveredRoute("/a", ("GET",), None, None), [("failed", "✗ /a     GET      none")]),
    (CoveredRoute("/a", (), None, HERE), [("dim", "  /a     any      closed  app.py:7")]),
    (
        CoveredRoute("/a", ("HEAD", "OPTIONS"), None, HERE),
        [("dim", "  /a     HEAD OPTIONS  closed  app.py:7")],
    ),
    (
        CoveredRoute("/a", ("GET", "HEAD", "PUT"), TWO, HERE),
        [("plain", "  /a     GET PUT  https://a.example +1  app.py:7")],
    ),
    (
        CoveredRoute("/a", ("GET",), Policy("*"), Declaration("settings.CROSSORIGIN")),
        [("plain", "  /a     GET      *  settings.CROSSORIGIN")],
    ),
    (
        CoveredRoute("/a", ("GET",), Policy(decide), HERE),
        [("plain", "  /a     GET      a function decides  app.py:7")],
    ),
    (
        CoveredRoute("/" + "a" * 40, ("DELETE", "GET", "PATCH", "PUT"), OPEN, HERE),
        [
            ("plain", f"  /{'a' * 40}"),
            ("plain", f"{' ' * 34}DELETE GET PATCH PUT"),
            ("plain", "      https://app.example.com, credentials  app.py:7"),
        ],
    ),
    (
        CoveredRoute("/a", ("GET",), LONG, Declaration("/srv/elsewhere/app.py", 1234)),
        [
            ("plain", "  /a     GET"),
            ("plain", f"      {NAME}"),
            ("plain", "      /srv/elsewhere/app.py:1234"),
        ],
    ),
    (CoveredRoute("/\x1b[2J", ("GET",), None, None), [("failed", r"✗ /\x1b[2J  GET      none")]),
]


@pytest.mark.parametrize(("route", "expected"), ROWS, ids=map(str, range(len(ROWS))))
def test_a_row(route: CoveredRoute, expected: list[tuple[str, str]]) -> None:
    """What is too long for its column has a line of its own; nothing moves the cursor."""
    assert table(route) == expected


def test_those_without_a_policy_come_first() -> None:
    """They stand out, and are counted."""
    closed = CoveredRoute("/a", ("GET",), None, HERE)
    bare = CoveredRoute("/z", ("GET",), None, None)
    lines = list(route_lines([closed, bare]))
    assert lines[0] == ("blocked", "✗ 2 routes, 1 without a policy")
    assert [text[:4] for _, text in lines[3:]] == ["✗ /z", "  /a"]
    assert list(route_lines([])) == [("readable", "✓ 0 routes, 0 without a policy")]


def test_json() -> None:
    """Each route has the same four names, whatever is said of it."""
    routes = [
        CoveredRoute("/a", ("GET",), Policy(decide), HERE),
        CoveredRoute("/b", (), None, Declaration("settings.CROSSORIGIN")),
        CoveredRoute("/c", (), None, None),
    ]
    a, b, c = json.loads(routes_json(routes))
    assert (a["rule"], a["methods"], a["declared"]) == ("/a", ["GET"], HERE._asdict())
    assert a["policy"]["origins"].startswith("<function decide")
    assert b["declared"] == {"file": "settings.CROSSORIGIN", "line": None}
    assert c == {"rule": "/c", "methods": [], "policy": None, "declared": None}


def test_a_place() -> None:
    """A file below this folder is relative, one elsewhere is not; a setting is itself."""
    assert place(HERE) == "app.py:7"
    assert place(Declaration("/srv/elsewhere/app.py", 7)) == "/srv/elsewhere/app.py:7"
    assert place(Declaration("settings.CROSSORIGIN")) == "settings.CROSSORIGIN"
    assert place(None) == "the app"
