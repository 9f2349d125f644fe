"""P1 to P17: origins that are let in by mistake."""

from __future__ import annotations

from typing import Final

import pytest
from flask import Flask

from crossorigin import CORSRequest, Origin, OriginPattern, Policy, PolicyError
from crossorigin.flask import CORS
from tests.attacks.asking import EVIL, VARY, VARY_PREFLIGHT, ask, ask_permission
from tests.policy.problems import codes_of

# Below the first, all of Safari's odd characters; Firefox has some of them, too.
ODD_CHARACTERS: Final = "`{}~=&*)('!;,$+"


def app_for(*origins: str) -> Flask:
    """Return an app that lets pages of *origins* read, with credentials."""
    app = Flask(__name__)
    CORS(app, origins=origins, methods=["PUT"], credentials=True)
    app.add_url_rule("/", view_func=lambda: "secret")
    return app


HOSTILE = [
    pytest.param("https://example.com", "https://evilexample.com", id="P3-suffix"),
    pytest.param("https://*.example.com", "https://evilexample.com", id="P3-below-a-domain"),
    pytest.param("https://*.example.com", "https://evil-example.com", id="P3-hyphen"),
    pytest.param("https://example.com", "https://example.com.evil.org", id="P4-prefix"),
    pytest.param("https://*.example.com", "https://a.example.com.evil.org", id="P4-domain"),
    pytest.param("http://127.0.0.1", "http://127.0.0.1.evil.com", id="P4-address"),
    pytest.param("http://localhost", "http://localhost.evil.com", id="P4-localhost"),
    pytest.param("http://localhost:*", "http://localhost.evil.com:80", id="P4-any-port"),
    pytest.param("https://example.com:84", "https://example.com:8443", id="P4-port"),
    pytest.param("https://example.com", "https://example.com:8443", id="P4-other-port"),
    pytest.param("https://example.com", "http://example.com", id="P4-other-scheme"),
    pytest.param("https://example.com", "https://evil.org/example.com", id="P5-in-a-path"),
    pytest.param("https://example.com", "https://evil.org/https://example.com", id="P5-url"),
    pytest.param("https://example.com", "https://a.example.com.evil.org", id="P5-in-a-host"),
    pytest.param("https://www.example.com", "https://wwwxexample.com", id="P6-dot"),
    pytest.param("https://*.example.com", "https://a.examplexcom", id="P6-last-dot"),
    pytest.param("https://*.example.com", "https://axexample.com", id="P6-dot-of-a-wildcard"),
    pytest.param("https://example.com", "https://example.com\n", id="P7-line-feed"),
    pytest.param("https://example.com", "https://example.com\r\n", id="P7-line-end"),
    pytest.param("https://*.example.com", "https://a.example.com\n", id="P7-wildcard"),
    pytest.param("https://a-*.b.example", "https://a-1.b.example.evil.org", id="P7-end"),
    pytest.param("https://a-*.b.example", "https://x.a-1.b.example", id="P7-start"),
    pytest.param("https://a-*.b.example", "https://a-1.evil.b.example", id="P7-over-a-dot"),
    pytest.param("https://*.example.com", "https://xexample.com.evil.org", id="P8-glob"),
    pytest.param("https://example.com", "https://example.com_.evil.org", id="P9-underscore"),
    pytest.param("https://example.com", "https://example.com@evil.org", id="P10-userinfo"),
    pytest.param("https://example.com", "https://evil.org@example.com", id="P10-user"),
    pytest.param("https://example.com", "https://evil.org#example.com", id="P10-fragment"),
    pytest.param("https://example.com", "https://evil.org?example.com", id="P10-query"),
    pytest.param("https://example.com", "https://evil.org\\.example.com", id="P10-backslash"),
    pytest.param("https://*.example.com", "https://evil.org\\.example.com", id="P10-below"),
    pytest.param("https://*.example.com", "https://evil.org:80.example.com", id="P10-colon"),
    pytest.param("https://*.example.com", "https://evil.org/.example.com", id="P10-slash"),
    pytest.param("https://example.com", "https://exa\tmple.com", id="P10-tab"),
    pytest.param("https://example.com", "https://example.com ", id="P10-space"),
    pytest.param("https://example.com", "https://example.com/", id="P10-trailing-slash"),
    pytest.param("https://example.com", "https://example.com:443", id="P10-default-port"),
    pytest.param("https://example.com", "https://example.com.", id="P10-root-dot"),
    pytest.param("https://example.com", "https://example.com,https://evil.org", id="P10-two"),
    pytest.param("https://example.com", "https://example.com https://evil.org", id="P10-list"),
    pytest.param("https://kiosk.example", "https://\u212aiosk.example", id="P11-Kelvin-sign"),
    pytest.param("https://kiosk.example", "https://\xe2\x84\xaaiosk.example", id="P11-its-bytes"),
    pytest.param("https://shop.example", "https://\u017fhop.example", id="P11-long-s"),
    pytest.param("https://strasse.example", "https://stra\u00dfe.example", id="P11-sharp-s"),
    pytest.param("https://example.com", "https://Example.com", id="P11-upper-case"),
    pytest.param("https://example.com", "HTTPS://example.com", id="P11-scheme"),
    pytest.param("https://*.example.com", "https://example.com", id="P13-apex"),
    pytest.param("https://a-*.b.example", "https://a-.b.example", id="P13-nothing"),
    pytest.param("https://*.example.com", "http://a.example.com", id="P13-scheme"),
    pytest.param("https://*.example.com", "https://a.example.com:8443", id="P13-port"),
    pytest.param("https://*.a.example.com", "https://b.example.com", id="P13-sibling"),
    pytest.param("https://example.com", "http://localhost", id="P15-localhost"),
    pytest.param("https://example.com", "http://127.0.0.1:3000", id="P15-loopback"),
    pytest.param("https://example.com", "https://cdpn.io", id="P15-sandbox"),
    pytest.param("http://localhost:*", "https://localhost:3000", id="P16-scheme"),
    pytest.param("http://localhost:*", "http://127.0.0.1:3000", id="P16-other-name"),
    pytest.param("http://localhost:*", "http://localhost:99999", id="P16-no-port"),
    pytest.param("http://localhost:*", "http://localhost:*", id="P16-star"),
    pytest.param("http://localhost:*", "http://a.localhost:3000", id="P16-below"),
    pytest.param("chrome-extension://abc", "chrome-extension://abcd", id="P17-extension"),
    pytest.param("capacitor://localhost", "http://localhost", id="P17-app"),
    *(
        pytest.param("https://*.evil.org", f"https://example.com{odd}.evil.org", id=f"P9-{odd}")
        for odd in ODD_CHARACTERS
    ),
]


@pytest.mark.parametrize(("pattern", "origin"), HOSTILE)
def test_a_page_of_a_similar_origin_reads_nothing(pattern: str, origin: str) -> None:
    """An origin that is not covered gets no CORS header, and appears nowhere."""
    app = app_for(pattern)
    read = ask(app, origin)
    asked = ask_permission(app, origin)
    assert (read.status, read.cors) == (200, [VARY])
    assert (asked.status, asked.cors) == (403, [VARY_PREFLIGHT])
    assert origin not in f"{read}{asked}"
    assert not Policy(pattern, credentials=True).allows(origin)


@pytest.mark.parametrize(
    ("pattern", "origin"),
    [
        ("https://example.com", "https://example.com"),
        ("https://*.example.com", "https://foo.example.com"),
        ("https://*.example.com", "https://a_b.example.com"),
        ("https://a-*.b.example", "https://a-1.b.example"),
        ("http://localhost:*", "http://localhost:3000"),
        ("chrome-extension://abc", "chrome-extension://abc"),
        ("capacitor://localhost", "capacitor://localhost"),
    ],
)
def test_a_page_of_the_trusted_origin_reads(pattern: str, origin: str) -> None:
    """What is refused above is not refused because everything is."""
    app = app_for(pattern)
    permitted = [
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Origin", origin),
    ]
    assert ask(app, origin).cors == [*permitted, VARY]
    assert ask_permission(app, origin).status == 200


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        pytest.param("*", [("wildcard-with-credentials", "credentials")], id="P1-wildcard"),
        pytest.param(["*"], [("wildcard-with-credentials", "credentials")], id="P1-in-a-list"),
        pytest.param("https://.*", [("origin-regex", "origins[0]")], id="P1-regex"),
        pytest.param("https://*", [("origin-wildcard-misplaced", "origins[0]")], id="P1-host"),
        pytest.param("*://*", [("origin-wildcard-misplaced", "origins[0]")], id="P1-scheme"),
        pytest.param("null", [("origin-null", "origins[0]")], id="P2-null"),
        pytest.param(["NULL"], [("origin-null", "origins[0]")], id="P2-upper-case"),
        pytest.param("file://", [("origin-file", "origins[0]")], id="P2-file"),
        pytest.param(r"https://example\.com", [("origin-regex", "origins[0]")], id="P6-regex"),
        pytest.param("^https://example.com$", [("origin-regex", "origins[0]")], id="P7-regex"),
        pytest.param("http://example.com", [("insecure-origin", "origins[0]")], id="P12-http"),
        pytest.param("http://*.example.com", [("insecure-origin", "origins[0]")], id="P12-any"),
        pytest.param(
            "https://*example.com", [("public-suffix-wildcard", "origins[0]")], id="P14-in-label"
        ),
        pytest.param(
            "https://*.github.io", [("public-suffix-wildcard", "origins[0]")], id="P14-hosting"
        ),
        pytest.param(
            "https://my-*.vercel.app", [("public-suffix-wildcard", "origins[0]")], id="P14-name"
        ),
        pytest.param(
            "https://*.co.uk", [("public-suffix-wildcard", "origins[0]")], id="P14-registry"
        ),
        pytest.param(
            "https://*.com", [("public-suffix-wildcard", "origins[0]")], id="P14-top-level"
        ),
        pytest.param(
            "chrome-extension://*",
            [("origin-wildcard-misplaced", "origins[0]")],
            id="P17-any-extension",
        ),
    ],
)
def test_a_policy_that_trusts_anyone_is_refused(
    origins: str | list[str], expected: list[tuple[str, str]]
) -> None:
    """What would let anyone in with credentials fails when the app starts."""
    assert codes_of(origins=origins, credentials=True) == expected


@pytest.mark.parametrize(
    "option",
    ["send_wildcard", "always_send", "reflect_origin", "allow_origin_regex", "vary_header"],
)
def test_p1_no_option_reflects(option: str) -> None:
    """There is no option that answers with whatever origin asks."""
    codes = codes_of(origins="https://example.com", credentials=True, **{option: True})
    assert codes == [("unknown-option", option)]


def test_p1_a_wildcard_is_answered_without_credentials() -> None:
    """To whom everyone is listed, nobody's origin is repeated."""
    app = Flask(__name__)
    CORS(app, origins="*")
    assert ask(app, EVIL).cors == [("Access-Control-Allow-Origin", "*")]
    assert ask(app, EVIL, headers={"Cookie": "session=1"}).cors == [
        ("Access-Control-Allow-Origin", "*")
    ]


@pytest.mark.parametrize("origin", ["null", "Null", "file:///x", "", "https://", "*"])
def test_p2_no_source_is_asked_about_null(origin: str) -> None:
    """A function that would let anyone in is never asked about what is no origin."""
    asked: list[Origin] = []

    def anyone(origin: Origin, _request: CORSRequest) -> bool:
        asked.append(origin)
        return True

    app = Flask(__name__)
    CORS(app, origins=anyone, credentials=True)
    assert ask(app, origin).cors == [VARY]
    assert ask_permission(app, origin).cors == [VARY_PREFLIGHT]
    assert asked == []


def test_p12_a_source_cannot_trust_http() -> None:
    """The yes of an origin source does not let an http page send credentials."""
    app = Flask(__name__)
    CORS(app, origins=lambda _origin, _request: True, credentials=True)
    assert ask(app, "http://app.example").cors == [VARY]
    assert ("Access-Control-Allow-Origin", "http://localhost") in ask(app, "http://localhost").cors


@pytest.mark.parametrize("origins", [None, "", []])
def test_p15_nothing_is_trusted_that_is_not_listed(origins: object) -> None:
    """There is no default to forget: a policy that lists nobody is a mistake."""
    assert codes_of(origins=origins) == [("origins-missing", "origins")]


@pytest.mark.parametrize("text", ["http://localhost:80*", "https://a.example:80**"])
def test_p4_a_port_has_no_pattern(text: str) -> None:
    """A wildcard stands for a whole port: there is no prefix of a port to match."""
    with pytest.raises(PolicyError):
        OriginPattern.parse(text)
