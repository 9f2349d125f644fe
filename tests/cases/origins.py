"""C13 to C28: which values of ``Origin`` a policy may let in at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.cases.case import (
    ANY,
    ANYBODY,
    CLOSED,
    MALFORMED,
    NOT_ALLOWED,
    NULL,
    Answer,
    Case,
    permitted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._policy.options import PolicyOptions

# The row → the origins that are listed, and that a browser sends.
_VALID: Final = (
    ("C13", "https://a.com"),
    ("C14", "https://a.com:8443"),
    ("C14", "https://a.com:1"),
    ("C14", "https://a.com:65535"),
    ("C19", "https://xn--bcher-kva.example"),
    ("C20", "http://[::1]:3000"),
    ("C21", "http://127.0.0.1"),
    ("C22", "https://a_b.example"),
    ("C23", "https://a.com."),
    ("C26", "chrome-extension://abcdef"),
    ("C26", "capacitor://localhost"),
    ("C26", "safari-web-extension://6F1A9C10-92F6-4F65-A1B2-9B6D0B5B1E5D"),
    ("C26", "app://Obsidian.md:8080"),
    ("C26", "app://"),
)

# The row, what tells it from the others, what is listed, and what comes instead of it.
_INVALID: Final = (
    ("C14", "six-digits", "https://a.com:8443", "https://a.com:084430"),
    ("C14", "too-big", "https://a.com:8443", "https://a.com:65536"),
    ("C14", "not-ascii", "https://a.com:2", "https://a.com:\xb2"),
    ("C15", "default-port", "https://a.com", "https://a.com:443"),
    ("C16", "slash", "https://a.com", "https://a.com/"),
    ("C17", "scheme", "https://a.com", "HTTPS://a.com"),
    ("C17", "host", "https://a.com", "https://A.com"),
    ("C18", "capital", "https://a.com", "Null"),
    ("C18", "capitals", "https://a.com", "NULL"),
    ("C19", "utf-8", "https://xn--bcher-kva.example", "https://b\xc3\xbccher.example"),
    ("C20", "not-compressed", "http://[::1]:3000", "http://[0:0::1]:3000"),
    ("C20", "upper-case", "http://[::ffff]", "http://[::FFFF]"),
    ("C20", "dotted", "http://[::ffff:7f00:1]", "http://[::ffff:127.0.0.1]"),
    ("C21", "short", "http://127.0.0.1", "http://127.1"),
    ("C21", "octal", "http://127.0.0.1", "http://0177.0.0.1"),
    ("C24", "two", "https://a.com", "https://a.com https://b.com"),
    ("C25", "two-lines", "https://a.com", "https://a.com, https://b.com"),
    ("C25", "the-same-twice", "https://a.com", "https://a.com,https://a.com"),
    ("C27", "empty", "https://a.com", ""),
    ("C28", "latin-1", "https://a.com", "https://\xe4.com"),
    ("C28", "control", "https://a.com", "https://a.com\x00"),
    ("C28", "new-line", "https://a.com", "https://a.com\n"),
    ("C28", "long", "https://a.com", f"https://{'a.' * 170}com"),
    ("C28", "a-megabyte", "https://a.com", "https://" + "a" * 1_000_000),
)

# Well-formed, and other origins than the one that is listed.
_OTHERS: Final = (
    ("C14", "other-port", "https://a.com:8443", "https://a.com:8444"),
    ("C22", "underscore", "https://a-b.example", "https://a_b.example"),
    ("C23", "dot", "https://a.com", "https://a.com."),
    ("C23", "no-dot", "https://a.com.", "https://a.com"),
    ("C26", "other-extension", "chrome-extension://abcdef", "chrome-extension://abcdeg"),
    ("C26", "other-case", "app://obsidian.md", "app://Obsidian.md"),
    ("C26", "file", "https://a.com", "file://"),
    ("C26", "no-host", "https://a.com", "app://"),
)


# What some browser or web view sends, and no policy need name: `*` covers all of it.
_ANYBODYS: Final = (
    ("C18", "null"),
    ("C22", "http://a~b.example"),
    ("C22", "http://a,b.example"),
    ("C23", "http://a..b"),
    ("C26", "file://"),
    ("C26", "app://"),
    ("C26", "qrc://"),
    ("C26", "safari-web-extension://6F1A9C10-92F6-4F65-A1B2-9B6D0B5B1E5D"),
    ("C28", f"http://{'a' * 400}.example"),
)


def _anybodys() -> Iterator[Case]:
    """Yield a request and a preflight of each value where anyone may read."""
    for row, origin in _ANYBODYS:
        for method, asks, answer in (
            ("GET", None, Answer(200, ANYBODY)),
            ("OPTIONS", "PUT", permitted(origin="*")),
        ):
            yield Case(
                row=row,
                variant=f"{origin[:30]}-anyone-{method}",
                policy=ANY,
                method=method,
                origin=origin,
                asks=asks,
                answer=answer,
            )


def _valid() -> Iterator[Case]:
    """Yield a request and a preflight of each listed origin."""
    for row, origin in _VALID:
        policy: PolicyOptions = {"origins": [origin], "methods": ["GET", "PUT"]}
        headers = (("Access-Control-Allow-Origin", origin), ("Vary", "Origin"))
        yield Case(
            row=row, variant=origin, policy=policy, origin=origin, answer=Answer(200, headers)
        )
        yield Case(
            row=row,
            variant=f"{origin}-preflight",
            policy=policy,
            method="OPTIONS",
            origin=origin,
            asks="PUT",
            answer=permitted(origin=origin),
        )


def _invalid() -> Iterator[Case]:
    """Yield a request and a preflight of each value that must not be let in."""
    values = [
        *((*value, MALFORMED) for value in _INVALID),
        *((*value, NOT_ALLOWED) for value in _OTHERS),
        ("C18", "opaque", "https://a.com", "null", NULL),
    ]
    for row, variant, listed, origin, preflight in values:
        policy: PolicyOptions = {"origins": [listed], "methods": ["GET", "PUT"]}
        yield Case(
            row=row, variant=variant, policy=policy, origin=origin, answer=Answer(200, CLOSED)
        )
        yield Case(
            row=row,
            variant=f"{variant}-preflight",
            policy=policy,
            method="OPTIONS",
            origin=origin,
            asks="PUT",
            answer=preflight,
        )


CASES: Final = [*_valid(), *_invalid(), *_anybodys()]
