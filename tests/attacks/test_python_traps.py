"""What Python's own functions read differently than a browser writes it: no answer is an exception."""

from __future__ import annotations

from typing import Final

import pytest
from flask import Flask

from crossorigin import CORSRequest, OriginPattern, Policy, PolicyError
from crossorigin.flask import CORS
from tests.attacks.asking import VARY, VARY_PREFLIGHT, ask, ask_permission

TRUSTED: Final = "https://app.example.com"
# Every kind of row and label, so that the whole matcher is asked.
POLICY: Final = Policy(
    [TRUSTED, "https://*.example.org", "http://localhost:*", "https://a-*.example.net:80"],
    methods="*",
    allow_headers="*",
    credentials=True,
)

# Beside each, what Python makes of it.
ORIGINS = [
    pytest.param("http://localhost:\xb2", id="isdigit-but-no-int"),
    pytest.param("http://localhost:\u0663", id="int-reads-Arabic-digits"),
    pytest.param("http://localhost:+80", id="int-reads-a-sign"),
    pytest.param("http://localhost:8_0", id="int-reads-an-underscore"),
    pytest.param("http://localhost: 80 ", id="int-strips-spaces"),
    pytest.param("http://localhost:0080", id="int-drops-zeros"),
    pytest.param("http://localhost:99999", id="urlsplit-raises-on-the-port"),
    pytest.param("http://localhost:0", id="no-port-is-0"),
    pytest.param("http://localhost:" + "9" * 5000, id="int-raises-on-many-digits"),
    pytest.param("https://[::1", id="urlsplit-raises-on-the-bracket"),
    pytest.param("https://[::1]]", id="two-brackets"),
    pytest.param("https://[::ffff:127.0.0.1]", id="ip_address-reads-a-dotted-quad"),
    pytest.param("https://[fe80::1%25eth0]", id="ip_address-reads-a-zone"),
    pytest.param("https://[0:0:0:0:0:0:0:1]", id="ip_address-expands"),
    pytest.param("https://127.1", id="inet_aton-fills-up"),
    pytest.param("https://app.exa\tmple.com", id="urlsplit-drops-tabs"),
    pytest.param("https://app.example\r\n.com", id="urlsplit-drops-line-ends"),
    pytest.param("\x00https://app.example.com", id="urlsplit-strips-controls"),
    pytest.param("https://app.example.com\\@x.example.org", id="urlsplit-reads-userinfo"),
    pytest.param("HTTPS://APP.EXAMPLE.COM", id="urlsplit-lowers"),
    pytest.param("https://app.example.com\n", id="dollar-stops-before-a-line-feed"),
    pytest.param("https://app.example.com\x85", id="strip-takes-next-line"),
    pytest.param("\xa0https://app.example.com", id="strip-takes-a-hard-space"),
    pytest.param("https://a.example.org\x1chttps://app.example.com", id="split-takes-separators"),
    pytest.param("https://\u212a.example.org", id="lower-folds-the-Kelvin-sign"),
    pytest.param("https://a.example.org\udc80", id="surrogate"),
    pytest.param("https://\xe9.example.org", id="latin-1"),
    pytest.param("https://..example.org", id="empty-label"),
    pytest.param(f"https://{'a' * 64}.example.org", id="long-label"),
    pytest.param(f"https://{'a.' * 125}example.org", id="long-host"),
    pytest.param("://", id="separator-only"),
    pytest.param("https://", id="scheme-only"),
    pytest.param("", id="empty"),
    pytest.param("\ud800", id="half-a-pair"),
    pytest.param("a" * 1_000_000, id="a-megabyte"),
]


@pytest.fixture(name="app", scope="module")
def fixture_app() -> Flask:
    """Return an app under a policy of every kind of pattern."""
    app = Flask(__name__)
    CORS(app, POLICY)
    app.add_url_rule("/", view_func=lambda: "view")
    return app


@pytest.mark.parametrize("origin", ORIGINS)
def test_no_origin_is_read_more_generously(app: Flask, origin: str) -> None:
    """An origin that Python would read, and a browser would not write, is just not allowed."""
    read = ask(app, origin)
    asked = ask_permission(app, origin)
    assert (read.status, read.cors) == (200, [VARY])
    assert (asked.status, asked.cors) == (403, [VARY_PREFLIGHT])
    assert POLICY.allows(origin) is False
    assert len(POLICY.decide(CORSRequest("GET", origin=origin)).explain()) < 1000


@pytest.mark.parametrize("origin", ORIGINS)
def test_no_pattern_is_read_more_generously(origin: str) -> None:
    """The same text in a policy is a mistake, with a report that is short."""
    text = origin or " "
    with pytest.raises(PolicyError) as caught:
        OriginPattern.parse(text)
    assert len(str(caught.value)) < 5000


NAMES = [
    pytest.param("x-a\xb2", "", id="latin-1"),
    pytest.param("\u212aey", "", id="lower-folds-the-Kelvin-sign"),
    pytest.param("\xa0x-a", "", id="strip-takes-a-hard-space"),
    pytest.param("x-a\x85", "", id="strip-takes-next-line"),
    pytest.param("x-a\x1cx-b", "", id="split-takes-separators"),
    pytest.param("x-a\x0b", "", id="strip-takes-vertical-tabs"),
    pytest.param("x-a\r\n x-b", "", id="folded-line"),
    pytest.param("x-a:b", "", id="colon"),
    pytest.param("x a", "", id="space-inside"),
    pytest.param("\ud800", "", id="half-a-pair"),
    pytest.param(", ,\t,,", "", id="nothing-but-commas"),
    pytest.param("X-A,\tx-B ,x-a", ", x-a, x-b", id="white-space-that-is-optional"),
    pytest.param("," * 200, "", id="too-many"),
    pytest.param("x" * 4097, "", id="too-long"),
    pytest.param("x" * 1_000_000, "", id="a-megabyte"),
    pytest.param("authorization, cookie, sec-x, proxy-y", "", id="never-by-a-wildcard"),
]


@pytest.mark.parametrize(("names", "permitted"), NAMES)
def test_no_name_is_read_more_generously(app: Flask, names: str, permitted: str) -> None:
    """Under a wildcard, what is a token is permitted, and nothing else is repeated."""
    answer = ask_permission(app, TRUSTED, names=names)
    assert answer.status == 200
    assert dict(answer.cors)["Access-Control-Allow-Headers"] == f"content-type{permitted}"


METHODS = [
    pytest.param("PUT\n", id="dollar-stops-before-a-line-feed"),
    pytest.param(" PUT", id="strip"),
    pytest.param("PUT\xa0", id="strip-takes-a-hard-space"),
    pytest.param("PU\u017fH", id="upper-folds-the-long-s"),
    pytest.param("PUT, DELETE", id="a-list"),
    pytest.param("P\xdcT", id="latin-1"),
    pytest.param("\ud800", id="half-a-pair"),
    pytest.param("TRACE", id="forbidden"),
    pytest.param("connect", id="forbidden-in-lower-case"),
]


@pytest.mark.parametrize("method", METHODS)
def test_no_method_is_read_more_generously(app: Flask, method: str) -> None:
    """Under a wildcard, what is no method that a page may send is not repeated."""
    answer = ask_permission(app, TRUSTED, method=method)
    assert answer.status == 200
    assert "Access-Control-Allow-Methods" not in dict(answer.cors)


@pytest.mark.parametrize("methods", [["PUT"], "route", "*"])
@pytest.mark.parametrize("path", ["/", "/none", "/\ud800", "/\xff", "/\u212a"])
def test_no_route_makes_a_method_more(path: str, methods: str | list[str]) -> None:
    """Whether the list, the route or a wildcard says what is permitted, junk is not."""
    app = Flask(__name__)
    CORS(app, origins=TRUSTED, methods=methods)
    app.add_url_rule("/", view_func=lambda: "view")
    answer = ask_permission(app, TRUSTED, method="PUT\r\nX: 1", path=path)
    assert answer.status == 200
    assert set(dict(answer.cors).get("Access-Control-Allow-Methods", "").split(", ")) <= {
        "",
        *(methods if isinstance(methods, list) else ["GET", "HEAD", "OPTIONS"]),
    }


@pytest.mark.parametrize(
    "host", ["[::1", "a:99999", "\xb2:\xb2", "a:8_0", "\udc80", "x" * 1_000_000]
)
@pytest.mark.parametrize("origin", [TRUSTED, "https://[::1", "http://a:99999", "junk"])
def test_no_host_raises(host: str, origin: str) -> None:
    """However ``Host`` is written, a decision is made, and explained in few words."""
    decision = POLICY.decide(CORSRequest("GET", origin=origin, host=host, path=host))
    assert decision.origin_allowed is (origin == TRUSTED)
    assert len(decision.explain()) < 1000
