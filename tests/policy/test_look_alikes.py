"""An origin that a person may take for a listed one."""

from __future__ import annotations

from typing import Final

import pytest

from crossorigin import Origin, Policy
from crossorigin._policy.look_alikes import look_alike

LISTED: Final = Policy(
    ["https://app.example.com", "https://*.example.org", "https://bank.example:8443"]
).compiled.origins
APP: Final = "https://app.example.com"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://app.example.com", APP),
        ("https://app.example.com:8443", APP),
        ("https://www.app.example.com", APP),
        ("https://app.example.com.evil.example", APP),
        ("https://app.example.com-evil.example", None),
        ("https://app-example-com.evil.example", APP),
        ("https://evilapp.example.com", APP),
        ("https://app.examp1e.com", APP),
        ("https://app.exarnple.com", APP),
        ("https://app.exmaple.com", APP),
        ("https://app.exampl.com", APP),
        ("https://app.exampple.com", APP),
        ("https://app.exampke.com", APP),
        (f"https://app.{'ехаmple'.encode('idna').decode()}.com", APP),  # noqa: RUF001 - its point
        (f"https://app.{'exámple'.encode('idna').decode()}.com", APP),
        ("https://a.example.org.evil.example", "https://a.example.org"),
        ("https://bank.example", None),
        ("https://bank.exampl3:8443", "https://bank.example:8443"),
        # Listed, unlike, not of the web, too short, malformed.
        (APP, None),
        ("https://a.example.org", None),
        ("https://reports.example", None),
        ("app://app.example.com", None),
        ("https://a.b", None),
        ("https://xn--a-.example", None),
        ("https://xn--99999999999.example", None),
        (f"https://{'x' * 63}.{'y' * 63}.example", None),
    ],
)
def test_an_origin(origin: str, expected: str | None) -> None:
    """It is named, or there is none."""
    assert look_alike(Origin.parse(origin), LISTED) == expected
