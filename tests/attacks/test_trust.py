"""P41 to P49: what a server believes of a request that anyone may write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from typing import Final

import pytest
from flask import Blueprint, Flask

from crossorigin import CORSRequest, Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.attacks.asking import EVIL, VARY, ask, ask_permission

TRUSTED: Final = "https://app.example.com"
READABLE: Final = [("Access-Control-Allow-Origin", "*")]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (TRUSTED, True),
        (f"{TRUSTED}.evil.example", False),
        ("https://appXexample.com", False),
        (EVIL, False),
        ("null", False),
        ("", False),
    ],
)
def test_p41_a_handshake_can_be_judged(origin: str, expected: bool) -> None:  # noqa: FBT001
    """One call tells whether a page may open a WebSocket, by the policy of the API."""
    assert Policy(TRUSTED).allows(origin) is expected


@pytest.mark.parametrize("value", ["true", "?1", "false"])
@pytest.mark.parametrize("origins", ["*", TRUSTED])
def test_p45_no_private_network_is_granted(origins: str, value: str) -> None:
    """Nothing is said of private networks, whoever asks."""
    app = Flask(__name__)
    CORS(app, origins=origins)
    for name in ("Private-Network", "Local-Network"):
        header = {f"Access-Control-Request-{name}": value}
        answer = ask_permission(app, TRUSTED, headers=header)
        assert [name for name, _ in answer.headers if "network" in name.lower()] == []
        assert answer == ask_permission(app, TRUSTED)


def app_with_scopes() -> Flask:
    """Return an app whose views, each of another policy, say which of them ran."""
    app = Flask(__name__)
    CORS(app, origins=TRUSTED)
    api = Blueprint("api", __name__, url_prefix="/api")
    CORS(api, origins="*")

    @api.get("/<path:rest>")
    def for_everyone(rest: str) -> str:
        return f"open {rest}"

    @app.get("/<path:rest>")
    def for_some(rest: str) -> str:
        return f"default {rest}"

    app.register_blueprint(api)
    app.add_url_rule("/api/secret", "closed", same_origin(lambda: "closed"))
    return app


@pytest.mark.parametrize(
    "path",
    [
        "/api/public",
        "/api/secret",
        "/api/secret/",
        "/api//secret",
        "//api/secret",
        "/api/./secret",
        "/api/x/../secret",
        "/api/%73ecret",
        "/%61pi/public",
        "/API/public",
        "/api/SECRET",
        "/api/secret;x",
        "/api/secret\x00",
        "/api/secret ",
        "/api\\secret",
        "/api/\xe2\x84\xaa",
        "/api/\xff",
        "/apix/public",
        "/",
        "",
    ],
)
def test_p46_the_view_that_runs_is_the_view_that_is_covered(path: str) -> None:
    """However a path is written, the answer has the headers of the view that made it."""
    app = app_with_scopes()
    answer = ask(app, EVIL, path=path)
    # Werkzeug redirects doubled slashes; the answer is a page of Werkzeug's, with no secret.
    expected = {"open": READABLE, "closed": [], "default": [VARY]}
    which = answer.body.decode().split(" ")[0]
    if answer.status == 200:
        assert answer.cors == expected[which]
    else:
        assert answer.status in {308, 404}
        assert "closed" not in answer.body.decode()


@pytest.mark.parametrize("path", ["/api/public", "/api/secret", "/api/x/../secret", "/API/x"])
def test_p46_the_preflight_is_judged_as_the_request(path: str) -> None:
    """A preflight is permitted exactly where its request can be read."""
    app = app_with_scopes()
    read = ask(app, EVIL, path=path)
    asked = ask_permission(app, EVIL, method="GET", path=path)
    assert [header in asked.headers for header in READABLE] == [
        header in read.headers for header in READABLE
    ]


def test_p48_a_policy_cannot_be_changed() -> None:
    """Whatever a policy was made of can change without changing it."""
    origins = [TRUSTED]
    policy = Policy(origins)
    origins.append(EVIL)
    options = policy.as_dict()
    options["origins"] = EVIL
    assert not policy.allows(EVIL)
    with pytest.raises(FrozenInstanceError):
        policy.credentials = True  # type: ignore[misc] # the mistake


def test_p48_a_response_cannot_change_the_next() -> None:
    """An app that changes the headers of a response changes no other response."""
    policy = Policy(TRUSTED, credentials=True)
    decision = policy.decide(CORSRequest("GET", origin=TRUSTED))
    first = decision.apply([])
    expected = list(first)
    first.clear()
    assert decision.apply([]) == expected


def test_p48_apps_share_nothing() -> None:
    """Two apps with the same view, and the same decorator, each have their own policy."""
    strict, loose = Flask("strict"), Flask("loose")
    CORS(strict, origins=TRUSTED)
    CORS(loose, origins="*")

    def view() -> str:
        return "view"

    strict.add_url_rule("/", "view", view)
    loose.add_url_rule("/", "view", view)
    strict.add_url_rule("/open", "open", cross_origin(origins="*")(view))
    assert ask(strict, EVIL).cors == [VARY]
    assert ask(loose, EVIL).cors == READABLE
    assert ask(strict, EVIL, path="/open").cors == READABLE
    assert ask(strict, EVIL).cors == [VARY]


def test_p48_threads_share_nothing() -> None:
    """Requests of different origins at the same time each get their own answer."""
    app = Flask(__name__)
    CORS(app, origins=["https://*.example.com"], credentials=True)
    app.add_url_rule("/", view_func=lambda: "view")
    origins = [f"https://{number}.example.com" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, [app] * len(origins), origins))
    assert [answer.cors for answer in answers] == [
        [("Access-Control-Allow-Credentials", "true"), ("Access-Control-Allow-Origin", one), VARY]
        for one in origins
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "EVIL.example:443"},
        {"Host": "localhost", "X-Forwarded-Host": "evil.example"},
        {"Host": "localhost", "Forwarded": "host=evil.example;proto=https"},
        {"Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"},
    ],
)
def test_p49_no_host_makes_an_origin_the_apps_own(headers: dict[str, str]) -> None:
    """Who writes his own origin into ``Host`` gets nothing for it."""
    app = Flask(__name__)
    CORS(app, origins=TRUSTED, credentials=True)
    app.add_url_rule("/", view_func=lambda: "secret")
    assert ask(app, EVIL, headers=headers).cors == [VARY]
    assert ask_permission(app, EVIL, headers=headers).status == 403
