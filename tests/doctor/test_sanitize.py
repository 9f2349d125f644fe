"""The text of others is made safe to print, and its secrets are masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin.doctor._sanitize import escape, mask_header, mask_url, names_a_secret


@given(st.text())
def test_escape(text: str) -> None:
    """The result is printable ASCII on one line."""
    shown = escape(text)
    assert shown.isascii()
    assert shown == "" or shown.isprintable()


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("a\x1b[0m\n\u202e\x7f", 99, "a\\x1b[0m\\x0a\\u202e\\x7f"),
        ("abcdefgh", 8, "abcdefgh"),
        ("abcdefghi", 8, "abcde..."),
        ("abcdefghi", 2, "..."),
    ],
)
def test_escape_examples(text: str, limit: int, shown: str) -> None:
    """Control characters are written out, and a cut is marked."""
    assert escape(text, limit) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##vso[task.setvariable]x", "\\x23#vso[task.setvariable]x"),
        ("a ###[error]x", "a #\\x23#[error]x"),
        ("##teamcity[a] ##octopus[b]", "\\x23#teamcity[a] \\x23#octopus[b]"),
        ("::error title=a::b", "\\x3a:error title=a::b"),
        ("a ::set-output name=b::c", "a \\x3a:set-output name=b::c"),
        ("a ::stop-commands", "a \\x3a:stop-commands"),
        ("section_start:1:a\r\x1b[0K", "section_start\\x3a1:a\\x0d\\x1b[0K"),
        ("section_end:1:a", "section_end\\x3a1:a"),
        ("travis_fold:start:a", "travis_fold\\x3astart:a"),
        ("--- a", "\\x2d-- a"),
        ("a +++ b ~~~ c ^^^ +++", "a \\x2b++ b \\x7e~~ c \\x5e^^ +++"),
        # Of all of which a part only looks so.
        ("http://[fd00::abcd]:8000/#a", "http://[fd00::abcd]:8000/#a"),
        ("::1 ::ffff:127.0.0.1 a::b", "::1 ::ffff:127.0.0.1 a::b"),
        ("## a [b] #[c]", "## a [b] #[c]"),
        ("-----BEGIN", "-----BEGIN"),
    ],
)
def test_what_commands_a_ci_system(text: str, shown: str) -> None:
    """What GitHub, Azure, GitLab, TeamCity, Octopus, Travis or Buildkite would obey is written out."""
    assert escape(text) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"password": 1}', True),
        ("a=b&api_key=c", True),
        ("client-secret: x", True),
        ('{"keyboard": "x", "passage": 1}', False),
        ("", False),
    ],
)
def test_names_a_secret(text: str, expected: bool) -> None:  # noqa: FBT001 - of a table
    """A word of a text may be one that secrets are called by."""
    assert names_a_secret(text) is expected


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x?q=1#top", "https://a.example/x?q=1#top"),
        ("https://ada@a.example/", "https://***@a.example/"),
        ("https://ada:pass@a.example/ and http://b@c", "https://***@a.example/ and http://***@c"),
        ("/x?X-Amz-Signature=abc&size=2", "/x?X-Amz-Signature=***&size=2"),
        ("/x#access_token=abc;api-key=d", "/x#access_token=***;api-key=***"),
    ],
)
def test_mask_url(url: str, shown: str) -> None:
    """User information, tokens and signatures are masked; the rest is kept."""
    assert mask_url(url) == shown


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abc", "Bearer ***"),
        ("Proxy-Authorization", "abc", "***"),
        ("Cookie", "a=1; b=2; c", "a=***; b=***; ***"),
        ("Set-Cookie", "a=1; Secure; SameSite=None", "a=***; Secure; SameSite=None"),
        ("X-Api-Key", "abc", "***"),
        ("X-Auth-Token", "abc", "***"),
        ("Location", "https://u:p@b.example/?code=1", "https://***@b.example/?code=***"),
        ("Content-Type", "text/html", "text/html"),
        ("Access-Control-Allow-Credentials", "true", "true"),
    ],
)
def test_mask_header(name: str, value: str, shown: str) -> None:
    """The value of a header that holds a secret is masked."""
    assert mask_header(name, value) == shown
