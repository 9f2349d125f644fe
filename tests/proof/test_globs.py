"""The patterns of storage and gateways let in what their documentation says."""

from __future__ import annotations

import pytest

from crossorigin.proof import ExpressionError, accept_gateway_api, accept_s3

_ORIGINS = (
    "https://example.com",
    "http://example.com",
    "https://a.example.com",
    "https://a.b.example.com",
    "https://evilexample.com",
    "https://example.com.evil.com",
    "https://example.com:8443",
    "https://a.example.com:8443",
    "app://a",
    "null",
)


@pytest.mark.parametrize(
    ("entry", "accepted"),
    [
        ("https://example.com", "https://example.com"),
        ("https://*.example.com", "https://a.example.com https://a.b.example.com"),
        (
            "https://*example.com",
            (
                "https://example.com https://a.example.com https://a.b.example.com "
                "https://evilexample.com"
            ),
        ),
        ("http*://example.com", "https://example.com http://example.com"),
        (
            "https://example.com*",
            "https://example.com https://example.com.evil.com https://example.com:8443",
        ),
        ("https://*.example.com:8443", "https://a.example.com:8443"),
        ("*", " ".join(_ORIGINS)),
        ("https://b\u00fccher.example", ""),
        ("https://*.b\u00fccher.example", ""),
    ],
)
def test_s3(entry: str, accepted: str) -> None:
    """One asterisk stands for any text."""
    acceptance = accept_s3([entry])
    assert [origin for origin in _ORIGINS if acceptance.accepts(origin)] == accepted.split()


@pytest.mark.parametrize(
    ("entry", "accepted"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com:443", "https://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("https://*.example.com", "https://a.example.com https://a.b.example.com"),
        ("http://*", "http://example.com"),
        ("app://a", "app://a"),
        ("*", " ".join(_ORIGINS)),
    ],
)
def test_gateway_api(entry: str, accepted: str) -> None:
    """An asterisk stands for labels, or for a host."""
    acceptance = accept_gateway_api([entry])
    assert [origin for origin in _ORIGINS if acceptance.accepts(origin)] == accepted.split()


def test_a_list_lets_in_what_one_of_its_entries_does() -> None:
    """Entries add up; no entry lets nobody in."""
    assert accept_s3(["https://a.com", "https://b.com"]).accepts("https://b.com")
    assert accept_gateway_api(["https://a.com", "https://b.com"]).accepts("https://b.com")
    assert accept_s3([]).is_empty
    assert accept_gateway_api([]).is_empty


@pytest.mark.parametrize("entry", ["https://*.*.com", "**"])
def test_two_asterisks_are_no_origin_of_s3(entry: str) -> None:
    """S3 refuses a second asterisk."""
    with pytest.raises(ExpressionError):
        accept_s3([entry])


@pytest.mark.parametrize(
    "entry", ["example.com", "https://a*.example.com", "https://example.com/", "https://b\u00fc.de"]
)
def test_what_is_no_origin_of_the_gateway_api(entry: str) -> None:
    """A scheme, labels and a port, or it is refused."""
    with pytest.raises(ExpressionError):
        accept_gateway_api([entry])
