"""What is let in, and whether that is harmless; by what two configurations differ."""

from __future__ import annotations

import pytest

from crossorigin import Policy
from crossorigin.proof import (
    ANYONE,
    NOBODY,
    Acceptance,
    Proof,
    Risk,
    Verdict,
    accept_policy,
    accept_term,
    compare,
    examine,
)
from crossorigin.proof._syntax import (
    ANYTHING,
    Ahead,
    Behind,
    Sequence,
    literal,
)
from tests.proof.expressions import expression

S, I, P, O, N = Risk.STRANGER, Risk.INSECURE, Risk.ANY_PORT, Risk.OPAQUE, Risk.NONE  # noqa: E741 - a table


def accept(text: str) -> Acceptance:
    """Return what the expression *text* accepts."""
    return accept_term(expression(text))


def shown(proof: Proof) -> list[tuple[str, Risk]]:
    """Return the witnesses of *proof* of what is let in."""
    return [(witness.origin, witness.risk) for witness in proof.opens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The famous ones.
        ("https://.*example\\.com", [("https://evilexample.com", S), ("https://example.com", N)]),
        (
            "https://example\\.com.*",
            [
                ("https://example.com.evil.com", S),
                ("https://example.com:4702", P),
                ("https://example.com", N),
            ],
        ),
        ("https://www.example\\.com", [("https://wwwxexample.com", S)]),
        # Browsers permit the sign in a host, and a stranger's server may answer for it.
        (
            "https://example\\.com!.*",
            [("https://example.com!.evil.com", S), ("https://example.com!", N)],
        ),
        (
            "https://@+\\.vercel\\.app",
            [("https://evil.vercel.app", S), ("https://x.vercel.app", N)],
        ),
        ("https://my-@+\\.vercel\\.app", [("https://my-x.vercel.app", S)]),
        ("https://example\\.@+", [("https://example.com", S), ("https://example.x", N)]),
        (
            "https://@+\\.s3\\.amazonaws\\.com",
            [("https://evil.s3.amazonaws.com", S), ("https://x.s3.amazonaws.com", N)],
        ),
        ("https://x@+\\.a\\.ck", [("https://xx.a.ck", S)]),
        ("https://a\\.@+\\.ck", [("https://a.x.ck", S)]),
        (
            "https://@+---svc\\.@+\\.run\\.app",
            [("https://evil---svc.x.run.app", S), ("https://x---svc.x.run.app", N)],
        ),
        ("https://@+\\.com", [("https://evil.com", S), ("https://x.com", N)]),
        ("https://@+\\.uk\\.com", [("https://evil.uk.com", S), ("https://x.uk.com", N)]),
        # However far down the suffix is.
        (
            "https://.+\\.amazonaws\\.com",
            [("https://evil.s3.amazonaws.com", S), ("https://x.amazonaws.com", N)],
        ),
        # A name in one branch is none in another.
        ("https://a\\.com|https://@+\\.com", [("https://evil.com", S), ("https://x.com", N)]),
        ("null", [("null", O)]),
        (
            ".*",
            [
                ("https://evil.com", S),
                ("null", O),
                ("http://x", I),
                ("https://x:4702", P),
                ("https://x", N),
            ],
        ),
        ("http://@+\\.vercel\\.app", [("http://evil.vercel.app", S), ("http://x.vercel.app", I)]),
    ],
)
def test_dangerous(text: str, expected: list[tuple[str, Risk]]) -> None:
    """What strangers can use is shown first."""
    proof = examine(accept(text))
    assert (proof.verdict, shown(proof)) == (Verdict.DANGEROUS, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example\\.com", [("https://example.com", N)]),
        ("https://.*\\.example\\.com", [("https://x.example.com", N)]),
        # Nothing that is registered has such a name.
        ("https://example.com", [("https://examplexcom", N)]),
        ("https://@+-\\.com", [("https://x-.com", N)]),
        ("https://-@+\\.com", [("https://-x.com", N)]),
        ("https://a_@+\\.com", [("https://a_x.com", N)]),
        ("https://uk\\.com", [("https://uk.com", N)]),
        ("https://@+\\.ck", [("https://x.ck", N)]),
        ("https://@+\\.www\\.ck", [("https://x.www.ck", N)]),
        # Only the owner of the project can create these.
        ("https://@+--site\\.netlify\\.app", [("https://x--site.netlify.app", N)]),
        ("https://@+---svc\\.us\\.run\\.app", [("https://x---svc.us.run.app", N)]),
        ("https://@+\\.proj\\.pages\\.dev", [("https://x.proj.pages.dev", N)]),
        (
            "https?://@+\\.example\\.com",
            [("http://x.example.com", I), ("https://x.example.com", N)],
        ),
        (
            "https://@+\\.example\\.com:@+",
            [("https://x.example.com:4702", P), ("https://x.example.com:1", N)],
        ),
        ("http://localhost:@+", [("http://localhost:4702", P), ("http://localhost:1", N)]),
        ("http://127\\.0\\.0\\.1", [("http://127.0.0.1", N)]),
        ("http://10\\.0\\.0\\.1", [("http://10.0.0.1", I)]),
        ("http://[::1]", [("http://[::1]", N)]),
        ("app://x", [("app://x", N)]),
        ("https://!\\.@+\\.example\\.com", [("https://!.x.example.com", N)]),
        ("https://a!b\\.com", [("https://a!b.com", N)]),
        ("https://a/b", []),
        ("ftp|HTTPS://A", []),
    ],
)
def test_harmless(text: str, expected: list[tuple[str, Risk]]) -> None:
    """What nobody else can use is let in, and that is said."""
    proof = examine(accept(text))
    assert (proof.verdict, shown(proof)) == (Verdict.HARMLESS, expected)
    assert not any(witness.registrable_by_strangers for witness in proof.opens)


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        pytest.param(
            accept("https://@+\\.a\\.com") | accept("https://b\\.com"),
            ["https://b.com"],
            id="union",
        ),
        pytest.param(
            accept(".*\\.a\\.com") & accept("https://@+\\..*"),
            ["https://x.a.com"],
            id="intersection",
        ),
        pytest.param(
            accept("https://@+\\.com") & accept("https://[|https://a\\.com"),
            ["https://a.com"],
            id="named-by-one",
        ),
        pytest.param(
            accept("https://@+\\.a\\.com") - accept("https://x@*\\.a\\.com"),
            ["https://a.a.com"],
            id="difference",
        ),
        pytest.param(
            accept("https://@+\\.a\\.com")
            & accept_term(Sequence((Ahead(literal("https://x"), is_negative=True), ANYTHING))),
            ["https://a.a.com"],
            id="not-ahead",
        ),
        pytest.param(
            accept_term(Sequence((Ahead(literal("https://a.com"), is_negative=False), ANYTHING)))
            & accept("https://@+\\.com"),
            ["https://a.com"],
            id="named-ahead",
        ),
        pytest.param(
            accept("https://@+\\.com")
            & accept_term(Sequence((ANYTHING, Behind(literal("/a.com"))))),
            ["https://a.com"],
            id="named-behind",
        ),
    ],
)
def test_harmless_combinations(accepted: Acceptance, expected: list[str]) -> None:
    """What either of two names, and what an assertion names, is named."""
    proof = examine(accepted)
    assert (proof.verdict, [witness.origin for witness in proof.opens]) == (
        Verdict.HARMLESS,
        expected,
    )


def test_sentences() -> None:
    """Each witness says why it matters."""
    proof = examine(accept("null|.*\\.github\\.io|app://x"))
    assert [
        (witness.origin, witness.why, witness.registrable_by_strangers) for witness in proof.opens
    ] == [
        (
            "https://evil.github.io",
            "Anyone can register evil.github.io, which the configuration does not name.",
            True,
        ),
        ("null", "Any page can send it, from a sandboxed frame.", False),
        (
            "http://x.github.io",
            "Over plain http, anyone on the network can answer for x.github.io.",
            True,
        ),
        ("https://x.github.io", "Pages of x.github.io send it.", True),
    ]
    others = [
        examine(accept(text)).opens[0].why for text in ("app://x", "https://a!b", "https://a:4702")
    ]
    assert others == [
        "Apps or extensions of the scheme app send it.",
        "Browsers send it, though no name of the DNS has such a host.",
        "Whatever listens on any port of a is let in.",
    ]


def test_plain_http_with_credentials() -> None:
    """With credentials, plain http of another machine is dangerous."""
    insecure, local = accept("http://a\\.example"), accept("http://localhost")
    assert examine(insecure).verdict is Verdict.HARMLESS
    assert examine(insecure, credentials=False).verdict is Verdict.HARMLESS
    assert examine(insecure, credentials=True).verdict is Verdict.DANGEROUS
    assert examine(local, credentials=True).verdict is Verdict.HARMLESS


def test_a_literal_star() -> None:
    """A star that is sent as such is public, and no expression that accepts everyone is."""
    for credentials in (None, False):
        proof = examine(ANYONE, credentials=credentials)
        assert (proof.verdict, shown(proof)) == (Verdict.HARMLESS, [("https://evil.com", N)])
    assert examine(ANYONE, credentials=True).verdict is Verdict.DANGEROUS
    assert examine(accept_term(ANYTHING)).verdict is Verdict.DANGEROUS
    assert examine(accept_policy(Policy("*"))).verdict is Verdict.HARMLESS
    assert examine(NOBODY) == Proof(Verdict.HARMLESS)


@pytest.mark.parametrize(
    ("one", "other", "opens", "closes"),
    [
        ("https://.*\\.a\\.com", "https://.*a\\.com", ["https://evila.com", "https://a.com"], []),
        ("https://a\\.com", "https://b\\.com", ["https://b.com"], ["https://a.com"]),
        ("https://a?", "https://|https://a", [], []),
        ("https://a!", "https://@*", ["https://x"], []),
        ("https://a:80", "https://a:443", [], ["https://a:80"]),
    ],
)
def test_a_difference(one: str, other: str, opens: list[str], closes: list[str]) -> None:
    """What a change opens and closes is shown; what no browser sends does not count."""
    proof = compare(accept(one), accept(other))
    assert proof.verdict is (Verdict.DIFFERENT if opens or closes else Verdict.EQUAL)
    assert [witness.origin for witness in proof.opens] == opens
    assert [witness.origin for witness in proof.closes] == closes
    back = compare(accept(other), accept(one))
    assert (back.opens, back.closes) == (proof.closes, proof.opens)


def test_a_host_that_no_name_has_makes_no_difference() -> None:
    """Characters that only a browser permits count where a stranger may have the host, and only there."""
    written = accept_policy(Policy("https://*.a.com"))
    assert compare(written, accept("https://.*\\.a\\.com")).verdict is Verdict.EQUAL
    proof = compare(written, accept("https://.*\\.a\\.com!.*") | written)
    assert [witness.origin for witness in proof.opens][:1] == ["https://x.a.com!.evil.com"]
