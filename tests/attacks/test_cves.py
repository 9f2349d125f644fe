"""
Vulnerabilities of CORS layers, each with the configuration that was vulnerable, written for Flask.

Where the configuration itself was the mistake, the mistake is refused; where it was right, the
right answer comes.
"""

from __future__ import annotations

import logging
from typing import Final

import pytest
from flask import Blueprint, Flask, session

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin
from tests.attacks.asking import EVIL, VARY, VARY_PREFLIGHT, Header, ask, ask_permission
from tests.policy.problems import codes_of

FOO: Final = "https://foo.example"
BAR: Final = "https://bar.example"
READABLE: Final = [("Access-Control-Allow-Origin", "*")]


def show(path: str) -> str:
    """Return *path*, as the view that was asked got it."""
    return path


def only(origin: str) -> list[Header]:
    """Return the headers that let pages of *origin* read."""
    return [("Access-Control-Allow-Origin", origin), VARY]


def test_cve_2024_1681_no_line_of_the_log_is_forged(caplog: pytest.LogCaptureFixture) -> None:
    """Flask-CORS logged the path as it came: a line feed in it began a line of its own."""
    app = Flask(__name__)
    CORS(app, origins=FOO)
    with caplog.at_level(logging.DEBUG):
        ask(app, EVIL, path="/a\r\n2026-01-01 ERROR forged")
    lines = [line for record in caplog.records for line in record.getMessage().splitlines()]
    (line,) = (line for line in lines if "forged" in line)
    assert line.startswith(rf'GET /a\r\n2026-01-01 ERROR forged from "{EVIL}": refused')


def test_cve_2024_6221_no_private_network_by_default() -> None:
    """Flask-CORS let any page reach into a private network when no option was set."""
    app = Flask(__name__)
    CORS(app, origins="*")
    answer = ask_permission(app, EVIL, headers={"Access-Control-Request-Private-Network": "true"})
    assert answer.cors == [
        ("Access-Control-Allow-Headers", "content-type"),
        ("Access-Control-Allow-Methods", "PUT"),
        *READABLE,
        ("Access-Control-Max-Age", "600"),
        VARY_PREFLIGHT,
    ]


@pytest.mark.parametrize(
    ("strict", "loose", "path"),
    [
        ("/api/v1/admin", "/api/v1/<name>", "/api/v1/admin"),
        ("/api/admin/<path:rest>", "/api/<name>/<path:rest>", "/api/admin/x"),
    ],
)
def test_cve_2024_6839_the_rule_that_matches_decides(strict: str, loose: str, path: str) -> None:
    """Flask-CORS took the longest expression, or the one with most slashes, for the right one."""
    app = Flask(__name__)

    @app.get(loose)
    @cross_origin(origins="*")
    def everyone(**_: str) -> str:
        return "for everyone"

    @app.get(strict)
    @cross_origin(origins=FOO)
    def admin(**_: str) -> str:
        return "for foo"

    answer = ask(app, EVIL, path=path)
    assert (answer.body, answer.cors) == (b"for foo", [VARY])
    assert ask(app, FOO, path=path).cors == only(FOO)


def test_cve_2024_6844_a_plus_is_a_plus() -> None:
    """Flask-CORS read a ``+`` of the path as a space, and so by the rule of another view."""
    app = Flask(__name__)
    app.add_url_rule("/service+path", "plus", cross_origin(origins=FOO)(lambda: "plus"))
    app.add_url_rule("/service path", "space", cross_origin(origins=BAR)(lambda: "space"))
    assert ask(app, BAR, path="/service+path").cors == [VARY]
    assert ask(app, FOO, path="/service+path").cors == only(FOO)
    assert ask(app, BAR, path="/service path").cors == only(BAR)


def test_cve_2024_6844_no_path_is_decoded_twice() -> None:
    """``%2570ublic`` is the name ``%70ublic``: decoded once more, it would be ``public``."""
    app = Flask(__name__)
    app.add_url_rule("/public/<path>", "public", cross_origin(origins="*")(show))
    app.add_url_rule("/<path:path>", "rest", cross_origin(origins=FOO)(show))
    answer = ask(app, EVIL, path="/%70ublic/secret")
    assert (answer.body, answer.cors) == (b"%70ublic/secret", [VARY])


def test_cve_2024_6866_paths_are_case_sensitive() -> None:
    """Flask-CORS took ``/API/secret`` for something below ``/api/``."""
    app = Flask(__name__)
    api = Blueprint("api", __name__, url_prefix="/api")
    CORS(api, origins="*")
    app.register_blueprint(api)
    CORS(app, origins=FOO)
    app.add_url_rule("/API/secret", "secret", lambda: "secret")
    answer = ask(app, EVIL, path="/API/secret")
    assert (answer.body, answer.cors) == (b"secret", [VARY])


def test_cve_2020_25032_a_path_with_dots_is_covered_by_what_serves_it() -> None:
    """Flask-CORS took ``/api/../private.txt`` for something below ``/api/``."""
    app = Flask(__name__)
    app.add_url_rule("/api/data", "data", cross_origin(origins="*")(lambda: "data"))
    app.add_url_rule("/<path:path>", "file", cross_origin(origins=FOO)(show))
    answer = ask(app, EVIL, path="/api/../private.txt")
    assert (answer.body, answer.cors) == (b"api/../private.txt", [VARY])


REGEX_MISTAKES = [
    pytest.param(r"https://.*\.example\.com", id="Flask-CORS-without-CVE"),
    pytest.param(r"https://trusted\.com", id="CVE-2026-37737-sanic-cors"),
    pytest.param(r"https://example\.org.*", id="starlette-801"),
    pytest.param(r"https://.*\.jupyter\.example", id="CVE-2026-40110-jupyter-server"),
    pytest.param(r"https?://(localhost|127\.0\.0\.1)", id="CVE-2026-55536-PraisonAI"),
]


@pytest.mark.parametrize("expression", REGEX_MISTAKES)
def test_no_regular_expression_is_read(expression: str) -> None:
    """An expression, which others matched without its end, is a mistake."""
    codes = codes_of(origins=[expression], credentials=True)
    assert codes == [("origin-regex", "origins[0]")]


TRANSLATED = [
    pytest.param(
        "https://*.example.com", "https://a.example.com.evil.com", id="Flask-CORS-without-CVE"
    ),
    pytest.param(
        "https://trusted.com", "https://trusted.com.attacker.io", id="CVE-2026-37737-sanic-cors"
    ),
    pytest.param(
        "https://app.example.com", "https://appXexample.com", id="CVE-2026-25478-Litestar"
    ),
    pytest.param(
        "https://app.example.com", "https://appxexample.com", id="GHSA-2p2x-hpg8-cqp2-Litestar"
    ),
    pytest.param("https://*.example.org", "https://a.example.org.evil.com", id="starlette-801"),
    pytest.param("https://example.com", "http://example.com", id="django-cors-headers-259"),
    pytest.param(
        "https://*.jupyter.example",
        "https://a.jupyter.example.evil.com",
        id="CVE-2026-40110-jupyter-server",
    ),
    pytest.param(
        "http://localhost:*", "http://localhost.evil.com:80", id="CVE-2026-55536-PraisonAI"
    ),
]


@pytest.mark.parametrize(("pattern", "origin"), TRANSLATED)
def test_what_the_expression_meant_lets_nobody_else_in(pattern: str, origin: str) -> None:
    """The pattern that says what was meant refuses the origin that got in."""
    app = Flask(__name__)
    CORS(app, origins=[pattern], credentials=True)
    assert ask(app, origin).cors == [VARY]
    assert ask_permission(app, origin).cors == [VARY_PREFLIGHT]
    assert not Policy([pattern], credentials=True).allows(origin)


def test_cve_2025_34291_everyone_with_credentials_is_a_mistake() -> None:
    """Starlette reflects any origin, with credentials, for the ``*`` that Langflow wrote."""
    codes = codes_of(origins="*", credentials=True)
    assert codes == [("wildcard-with-credentials", "credentials")]


def test_cve_2025_34291_everyone_gets_no_credentials() -> None:
    """What is left of that configuration lets no page read with cookies."""
    app = Flask(__name__)
    CORS(app, origins="*")
    assert ask(app, EVIL, headers={"Cookie": "token=1"}).cors == READABLE


def test_cve_2026_27205_a_session_is_still_in_vary() -> None:
    """Flask once left ``Cookie`` out of ``Vary``; that it is there is not undone by ours."""
    app = Flask(__name__)
    app.secret_key = "secret"  # noqa: S105 - a test's own
    CORS(app, origins=FOO, credentials=True)
    app.add_url_rule("/", view_func=lambda: f"for {session.get('user')}")
    vary = [("Vary", "Cookie, Origin")]
    assert [header for header in ask(app, FOO).headers if header[0] == "Vary"] == vary
    assert [header for header in ask(app, EVIL).headers if header[0] == "Vary"] == vary


@pytest.mark.parametrize("host", ["evil.example/?x", "evil.example@foo.example", "a b", "\x00", ""])
def test_cve_2026_48710_a_malformed_host_changes_nothing(host: str) -> None:
    """Starlette built URLs from any ``Host``; here it grants nothing."""
    app = Flask(__name__)
    CORS(app, origins=FOO)
    app.add_url_rule("/", view_func=lambda: "view")
    assert ask(app, EVIL, headers={"Host": host}).cors == [VARY]
    assert ask_permission(app, EVIL, headers={"Host": host}).cors == [VARY_PREFLIGHT]


def test_ghsa_q7jf_gf43_6x6p_no_header_is_injected_into_vary() -> None:
    """Hono copied the ``Vary`` of the request into the response."""
    app = Flask(__name__)
    CORS(app, origins=FOO)
    answer = ask(app, FOO, headers={"Vary": "*", "Access-Control-Request-Headers": "Vary"})
    assert answer.cors == only(FOO)
