"""Whether a response is shared with the origin that asks for it."""

from __future__ import annotations

import pytest

from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.responses import as_read, cors_check, disagreement
from tests.browser.fetches import ALLOW, ANYBODY, CREDENTIALS, ENGINES, HERE, methods

MISSING = (Failure.ALLOW_ORIGIN_MISSING, "")


def allow(value: str) -> tuple[str, str]:
    """Return the header that says which origin may read."""
    return ("Access-Control-Allow-Origin", value)


def credentials(value: str) -> tuple[str, str]:
    """Return the header that says whether credentials may be sent."""
    return ("Access-Control-Allow-Credentials", value)


def found(blocked: Blocked | None) -> tuple[Failure, str] | None:
    """Return what *blocked* says, if anything."""
    return None if blocked is None else (blocked.failure, blocked.subject)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([ANYBODY], None, id="C29"),
        pytest.param([ANYBODY, CREDENTIALS], None, id="C31"),
        pytest.param([ALLOW], None, id="the-origin"),
        pytest.param([ALLOW, credentials("False")], None, id="credentials-do-not-matter"),
        pytest.param([("access-control-ALLOW-origin", HERE)], None, id="name-in-any-case"),
        pytest.param([allow(f"\t{HERE} ")], None, id="C38"),
        pytest.param([], MISSING, id="missing"),
        pytest.param([methods("GET")], MISSING, id="C39"),
        pytest.param([ALLOW, ALLOW], (Failure.ALLOW_ORIGIN_MULTIPLE, f"{HERE}, {HERE}"), id="C35"),
        pytest.param(
            [ANYBODY, ANYBODY], (Failure.ALLOW_ORIGIN_MULTIPLE, "*, *"), id="C35-wildcards"
        ),
        pytest.param(
            [ALLOW, allow("")], (Failure.ALLOW_ORIGIN_MULTIPLE, f"{HERE}, "), id="C35-empty"
        ),
        pytest.param(
            [allow(f"{HERE},https://b.example")],
            (Failure.ALLOW_ORIGIN_MULTIPLE, f"{HERE},https://b.example"),
            id="C35-comma",
        ),
        pytest.param(
            [allow(f"{HERE} https://b.example")],
            (Failure.ALLOW_ORIGIN_MULTIPLE, f"{HERE} https://b.example"),
            id="C35-space",
        ),
        *(
            pytest.param([allow(value)], (Failure.ALLOW_ORIGIN_MALFORMED, value), id=f"C36-{value}")
            for value in (
                f"{HERE}/",
                f"{HERE}:443",
                "HTTPS://app.example.com",
                "https://APP.example.com",
                "*.example.com",
                "https://*.example.com",
                "app.example.com",
                '"*"',
                "true",
                "Null",
                "",
            )
        ),
        pytest.param([allow("null")], (Failure.ALLOW_ORIGIN_MISMATCH, "null"), id="C36-null"),
        pytest.param(
            [allow("http://app.example.com")],
            (Failure.ALLOW_ORIGIN_MISMATCH, "http://app.example.com"),
            id="C36-scheme",
        ),
        pytest.param(
            [allow("https://app.example.com.")],
            (Failure.ALLOW_ORIGIN_MISMATCH, "https://app.example.com."),
            id="C23",
        ),
    ],
)
def test_without_credentials(
    lines: list[tuple[str, str]], expected: tuple[Failure, str] | None
) -> None:
    """A response is shared with everybody, or with exactly this origin."""
    assert found(cors_check(tuple(lines), HERE, has_credentials=False)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([ALLOW, CREDENTIALS], None, id="C32"),
        pytest.param([ALLOW, credentials(" true\t")], None, id="C38"),
        pytest.param([ANYBODY], (Failure.WILDCARD_WITH_CREDENTIALS, "*"), id="C30"),
        pytest.param(
            [ANYBODY, CREDENTIALS], (Failure.WILDCARD_WITH_CREDENTIALS, "*"), id="C30-true"
        ),
        pytest.param([ALLOW], (Failure.ALLOW_CREDENTIALS_MISSING, ""), id="C33-absent"),
        *(
            pytest.param(
                [ALLOW, credentials(value)],
                (Failure.ALLOW_CREDENTIALS_NOT_TRUE, value),
                id=f"C33-{value}",
            )
            for value in ("True", "TRUE", "1", "", '"true"')
        ),
        pytest.param(
            [ALLOW, credentials("false")], (Failure.ALLOW_CREDENTIALS_NOT_TRUE, "false"), id="C42"
        ),
        pytest.param(
            [ALLOW, CREDENTIALS, CREDENTIALS],
            (Failure.ALLOW_CREDENTIALS_NOT_TRUE, "true, true"),
            id="C34",
        ),
        pytest.param([CREDENTIALS], MISSING, id="missing"),
        pytest.param(
            [allow("https://b.example"), CREDENTIALS],
            (Failure.ALLOW_ORIGIN_MISMATCH, "https://b.example"),
            id="the-origin-comes-first",
        ),
    ],
)
def test_with_credentials(
    lines: list[tuple[str, str]], expected: tuple[Failure, str] | None
) -> None:
    """What is sent with credentials is shared with exactly this origin, and says so."""
    assert found(cors_check(tuple(lines), HERE, has_credentials=True)) == expected


def test_opaque_origin() -> None:
    """C37: the origin null is an origin as any other."""
    assert cors_check((allow("null"),), "null", has_credentials=False) is None


@pytest.mark.parametrize(
    ("lines", "engines"),
    [
        pytest.param([ALLOW, credentials(""), CREDENTIALS], "firefox", id="empty-line-first"),
        pytest.param([ALLOW, CREDENTIALS, credentials("\t")], "firefox", id="empty-line-last"),
        pytest.param([ALLOW, credentials("")], "", id="nothing-but-an-empty-line"),
        pytest.param([ALLOW, CREDENTIALS, credentials("\xa0")], "", id="no-white-space-of-http"),
        pytest.param([ALLOW, allow(""), CREDENTIALS], "", id="origin-spelled-twice"),
        pytest.param(
            [ALLOW, ("access-control-allow-origin", ""), CREDENTIALS],
            "firefox",
            id="origin-spelled-otherwise",
        ),
    ],
)
def test_empty_lines(lines: list[tuple[str, str]], engines: str) -> None:
    """Only Firefox overlooks an empty line of a header that is repeated."""
    passing = [
        engine
        for engine in ENGINES
        if cors_check(as_read(tuple(lines), engine), HERE, has_credentials=True) is None
    ]
    assert passing == engines.split()


def test_lines_are_read_as_they_are() -> None:
    """What is not repeated stays, empty or not."""
    lines = (("X-A", ""), ("X-B", "1"), ("x-b", ""))
    assert as_read(lines, "fetch") == lines
    assert as_read(lines, "firefox") == (("X-A", ""), ("X-B", "1"))


def test_first_lines() -> None:
    """Of some headers, Firefox reads the first line only, be it empty."""
    lines = (("From", ""), ("X-A", "1"), ("from", "2"))
    assert as_read(lines, "chromium") == lines
    assert as_read(lines, "firefox") == lines[:2]


@pytest.mark.parametrize(
    ("lines", "engines"),
    [
        pytest.param([("Location", "a"), ("LOCATION", "b")], "chromium firefox", id="different"),
        pytest.param([("Location", ""), ("Location", "a")], "chromium firefox", id="empty"),
        pytest.param([("Location", "a"), ("Location", " a\t")], "", id="white-space"),
        pytest.param([("Location", "a"), ("Content-Disposition", "b")], "", id="two-headers"),
        pytest.param([("X-A", "a"), ("X-A", "b")], "", id="any-other"),
    ],
)
def test_lines_that_differ(lines: list[tuple[str, str]], engines: str) -> None:
    """Of a header that has one value, all lines must be alike; it is named if they are not."""
    why = {engine: disagreement(tuple(lines), engine) for engine in ENGINES}
    differing = {engine: found(blocked) for engine, blocked in why.items() if blocked}
    assert differing == dict.fromkeys(engines.split(), (Failure.LINES_DIFFER, "location"))
