"""The relation of a page to its target, and addresses of a local network."""

from __future__ import annotations

import pytest

from crossorigin.doctor.probing._sites import is_local_address, relation

PAGE = "https://app.example.com"
API = "https://api.example.com"


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        (PAGE, PAGE, "same-origin"),
        (PAGE, API, "same-site"),
        (PAGE, "http://api.example.com", "cross-site"),
        (PAGE, "https://example.org", "cross-site"),
        ("null", "null", "cross-site"),
        ("https://a.github.io", "https://b.github.io", "cross-site"),
        ("http://127.0.0.1:1", "http://127.0.0.1:2", "same-site"),
        ("http://[::1]:1", "http://[::1]:2", "same-site"),
    ],
)
def test_relation(page: str, target: str, expected: str) -> None:
    """Two origins are the same, of one site, or neither."""
    assert relation(page, target) == expected


def test_what_is_no_address_is_not_local() -> None:
    """Only an IP address can be of a private network."""
    assert not is_local_address("example.com")
    assert is_local_address("fe80::1%eth0")
