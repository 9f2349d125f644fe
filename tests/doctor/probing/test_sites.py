"""Addresses of a local network."""

from __future__ import annotations

from crossorigin.doctor.probing._sites import is_local_address


def test_what_is_no_address_is_not_local() -> None:
    """Only an IP address can be of a private network."""
    assert not is_local_address("example.com")
    assert is_local_address("fe80::1%eth0")
