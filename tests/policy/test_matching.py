"""Which origins a set of patterns covers, and which look as if it did."""

from __future__ import annotations

import pytest

from crossorigin import Origin, OriginPattern
from crossorigin._policy.matching import OriginSet
from crossorigin._web.origins import split_pattern

# What attackers register, or make browsers send, to pass for https://example.com.
HOSTILE = [
    pytest.param("https://evilexample.com", id="P3-suffix"),
    pytest.param("https://example.com.evil.org", id="P4-prefix"),
    pytest.param("https://example.comevil.org", id="P4-prefix-without-dot"),
    pytest.param("https://evil.org/example.com", id="P5-path"),
    pytest.param("https://evil.org?https://example.com", id="P5-query"),
    pytest.param("https://wwwXexample.com", id="P6-dot"),
    pytest.param("https://wwwxexample.com", id="P6-dot-lower-case"),
    pytest.param("https://example.com\n", id="P7-new-line"),
    pytest.param("https://example.com\r\n.evil.org", id="P7-return"),
    pytest.param("\nhttps://example.com", id="P7-new-line-first"),
    pytest.param("https://xexample.com.evil.org", id="P8-glob"),
    pytest.param("https://example.com_.evil.org", id="P9-underscore"),
    pytest.param("https://example.com{.evil.org", id="P9-brace"),
    pytest.param("https://example.com`.evil.org", id="P9-backtick"),
    pytest.param("https://evil.org`.example.com", id="P9-backtick-before"),
    pytest.param("https://evil.org{.example.com", id="P9-brace-before"),
    pytest.param("https://example.com@evil.org", id="P10-userinfo"),
    pytest.param("https://evil.org@example.com", id="P10-userinfo-before"),
    pytest.param("https://evil.org#example.com", id="P10-fragment"),
    pytest.param("https://evil.org\\.example.com", id="P10-backslash"),
    pytest.param("https://evil.org/.example.com", id="P10-slash"),
    pytest.param("https://evil.org:443.example.com", id="P10-port-before"),
    pytest.param("https://evil.org%2f.example.com", id="P10-percent"),
    pytest.param("https://www.\u212aexample.com", id="P11-kelvin"),
    pytest.param("https://example\uff0ecom", id="P11-full-width-dot"),
    pytest.param("http://example.com", id="P12-http"),
    pytest.param("https://example.com:443", id="C15-default-port"),
    pytest.param("https://example.com/", id="C16-slash"),
    pytest.param("https://EXAMPLE.com", id="C17-upper-case-host"),
    pytest.param("HTTPS://example.com", id="C17-upper-case-scheme"),
    pytest.param("null", id="C18-null"),
    pytest.param("NULL", id="C18-upper-case-null"),
    pytest.param("https://example.com.", id="C23-dot"),
    pytest.param("https://www.example.com.", id="C23-dot-below"),
    pytest.param("https://example.com https://evil.org", id="C24-two"),
    pytest.param("https://example.com,https://evil.org", id="C25-comma"),
    pytest.param("chrome-extension://example.com", id="C26-extension"),
    pytest.param("", id="C27-empty"),
    pytest.param("https://example.com\0", id="C28-nul"),
    pytest.param(f"https://{'a.' * 160}example.com", id="C28-long"),
    pytest.param("https://*.example.com", id="a-pattern"),
    pytest.param("https://.example.com", id="no-label"),
    pytest.param("https://example.com:8443", id="another-port"),
    pytest.param("*", id="a-star"),
]


def covering(*patterns: str) -> OriginSet:
    """Return the set that holds *patterns*, as a policy splits them."""
    return OriginSet(
        frozenset(pattern for pattern in patterns if "*" not in pattern),
        [OriginPattern.parse(pattern) for pattern in patterns if "*" in pattern],
    )


@pytest.mark.parametrize("origin", HOSTILE)
def test_hostile_origins(origin: str) -> None:
    """What only looks like an origin, or like one below it, is not covered by its patterns."""
    assert origin not in covering("https://example.com")
    assert origin not in covering("https://example.com", "https://*.example.com")


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost.evil.com",
        "http://localhost.evil.com:3000",
        "http://evil-localhost",
        "http://127.0.0.1.evil.com",
        "http://localhost:99999",
        "http://localhost:0",
        "http://localhost:",
        "http://localhost:80",
        "https://localhost",
        "http://localhost:3000@evil.org",
    ],
)
def test_hostile_ports(origin: str) -> None:
    """Any port is any number that a browser writes, of that host and scheme only."""
    assert origin not in covering("http://localhost:*", "http://127.0.0.1:*")


@pytest.mark.parametrize(
    ("pattern", "covered", "refused"),
    [
        (
            "https://a.example",
            ["https://a.example"],
            ["https://b.example", "http://a.example", "https://a.example:1", "https://x.a.example"],
        ),
        (
            "https://a_b.example",
            ["https://a_b.example"],
            ["https://a-b.example"],
        ),
        (
            "http://[::1]:3000",
            ["http://[::1]:3000"],
            ["http://[::1]", "http://[0:0::1]:3000"],
        ),
        (
            "https://*.a.example",
            ["https://x.a.example", "https://x.y.a.example", "https://x_y.a.example"],
            ["https://a.example", "https://xa.example", "https://x.b.example", "https://example"],
        ),
        (
            "https://*.a.example:8443",
            ["https://x.a.example:8443"],
            ["https://x.a.example", "https://x.a.example:8444"],
        ),
        (
            "https://*.a.example.",
            ["https://x.a.example."],
            ["https://x.a.example"],
        ),
        (
            "http://localhost:*",
            ["http://localhost", "http://localhost:1", "http://localhost:65535"],
            ["http://localhost:65536", "http://x.localhost:1", "https://localhost:1"],
        ),
        (
            "http://[::1]:*",
            ["http://[::1]", "http://[::1]:3000"],
            ["http://[::2]:3000"],
        ),
        (
            "https://*.a.example:*",
            ["https://x.a.example", "https://x.y.a.example:1"],
            ["https://a.example:1", "http://x.a.example"],
        ),
        (
            "https://pr-*--site.a.example",
            ["https://pr-1--site.a.example", "https://pr-x-9--site.a.example"],
            [
                "https://pr---site.a.example",
                "https://pr--site.a.example",
                "https://pr-1.x--site.a.example",
                "https://pr-1--site.b.example",
                "https://xpr-1--site.a.example",
                "https://pr-1--sitex.a.example",
                "https://pr-1_2--site.a.example",
                "https://x.pr-1--site.a.example",
                "https://pr-1--site.x.a.example",
                "https://pr-1--site",
            ],
        ),
        (
            "https://pr-*.a.example",
            ["https://pr-1.a.example", "https://pr--.a.example"],
            ["https://pr-.a.example", "https://pr-_.a.example", "https://pr-1.x.a.example"],
        ),
        (
            "https://*-pr.a.example",
            ["https://1-pr.a.example"],
            ["https://-pr.a.example", "https://_-pr.a.example", "https://x.1-pr.a.example"],
        ),
        (
            "https://p_*_q.a.example",
            ["https://p_1_q.a.example"],
            ["https://p___q.a.example"],
        ),
        (
            "https://x.y.pr-*.a.example",
            ["https://x.y.pr-1.a.example"],
            [
                "https://pr-1.a.example",
                "https://y.pr-1.a.example",
                "https://x.z.pr-1.a.example",
                "https://w.x.y.pr-1.a.example",
            ],
        ),
        (
            "https://pr-*.x.a.example",
            ["https://pr-1.x.a.example"],
            ["https://pr-1.a.example", "https://pr-1.y.a.example"],
        ),
        (
            "https://*.pr-*.a.example:*",
            ["https://x.pr-1.a.example", "https://x.y.pr-1.a.example:1"],
            ["https://pr-1.a.example", "https://x.pr-.a.example", "https://x.pr-1.y.a.example"],
        ),
        (
            "https://*.x.pr-*.a.example",
            ["https://y.x.pr-1.a.example", "https://z.y.x.pr-1.a.example"],
            ["https://x.pr-1.a.example", "https://yx.pr-1.a.example", "https://y.pr-1.a.example"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_pattern(pattern: str, covered: list[str], refused: list[str]) -> None:
    """A pattern alone covers what its form says, and nothing more."""
    assert split_pattern(pattern) is not None
    patterns = covering(pattern)
    assert [origin for origin in covered if origin not in patterns] == []
    assert [origin for origin in refused if origin in patterns] == []


def test_patterns_that_share_a_parent() -> None:
    """Patterns with the same parent, scheme and port each keep their own meaning."""
    patterns = covering(
        "https://pr-*.a.example",
        "https://x.pr-*.a.example",
        "https://*-web.a.example",
        "https://*.ci-*.a.example",
        "https://*.b.example",
        "https://a.example",
    )
    covered = [
        "https://pr-1.a.example",
        "https://x.pr-1.a.example",
        "https://1-web.a.example",
        "https://x.ci-1.a.example",
        "https://x.b.example",
        "https://a.example",
    ]
    refused = [
        "https://y.pr-1.a.example",
        "https://x.1-web.a.example",
        "https://ci-1.a.example",
        "https://b.example",
        "https://x.a.example",
        "http://pr-1.a.example",
    ]
    assert [origin for origin in covered if origin not in patterns] == []
    assert [origin for origin in refused if origin in patterns] == []


def test_a_wildcard_above_several_labels() -> None:
    """A wildcard in front reaches what is below all the labels that follow it, at any depth."""
    patterns = covering("https://*.b.c.pr-*.a.example")
    assert "https://x.b.c.pr-1.a.example" in patterns
    assert "https://y.x.b.c.pr-1.a.example" in patterns
    assert "https://b.c.pr-1.a.example" not in patterns
    assert "https://x.c.pr-1.a.example" not in patterns


def test_a_pattern_and_an_exact_origin_of_one_host() -> None:
    """A host with any port and a host with one port are both looked up."""
    patterns = covering("https://*.a.example:1", "https://b.a.example:*")
    assert "https://b.a.example:1" in patterns
    assert "https://b.a.example:2" in patterns
    assert "https://c.a.example:1" in patterns
    assert "https://c.a.example:2" not in patterns


def test_many_patterns() -> None:
    """Ten thousand patterns each cover their own host, and no other's."""
    patterns = covering(
        *(f"https://pr-*.{number}.example" for number in range(5000)),
        *(f"https://{number}-*.a.example" for number in range(5000)),
    )
    assert "https://pr-1.4999.example" in patterns
    assert "https://4999-x.a.example" in patterns
    assert "https://pr-1.5000.example" not in patterns
    assert "https://5000-x.a.example" not in patterns


def test_the_origins_that_are_listed_literally() -> None:
    """The set holds the literal origins as they are, and none of the patterns."""
    patterns = covering("https://a.example", "https://*.a.example")
    assert patterns.listed == {"https://a.example"}


def test_an_empty_set() -> None:
    """A set without patterns covers nothing."""
    assert "https://a.example" not in covering()


@pytest.mark.parametrize(
    "origin", ["https://a.example", "https://x.a.example", "http://localhost:1"]
)
def test_a_parsed_origin(origin: str) -> None:
    """A parsed origin is covered as its text is: by its name, by a pattern, with its port."""
    covered = covering("https://a.example", "https://*.a.example", "http://localhost:1")
    with_ports = covering("http://localhost:*", "https://*.a.example", "https://*.b.example:8443")
    for patterns in (covered, with_ports):
        assert patterns.covers(Origin.parse(origin)) is (origin in patterns)
    assert with_ports.covers(Origin("https", "x.b.example", 8443))
    assert not with_ports.covers(Origin("https", "x.b.example"))
