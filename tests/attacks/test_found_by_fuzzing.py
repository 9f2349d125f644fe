"""What the fuzzer found: each input broke a law once."""

from __future__ import annotations

import pytest

from fuzz.targets import TARGETS

FOUND = [
    # The hint that writes a list repeated control characters, and halves of pairs, as they were.
    pytest.param("patterns", b"https://a.example, ht\xff\xffs://b.example", id="hint-of-a-list"),
    pytest.param("patterns", b"https://a.example, \x1b[2J\x7f", id="hint-with-an-escape-sequence"),
    # The report repeated DEL, which JSON does not escape.
    pytest.param("patterns", b"https://\x7f", id="report-with-DEL"),
    # The hint that writes a function repeated the control characters of a scheme.
    pytest.param("patterns", b"http\x01\x00s://app.e*.mple.com", id="hint-of-a-function"),
    # A scheme that is taken for a slip is one that an origin may have, and no policy lists.
    pytest.param("origins", b"hhttps://a-c.1b.-8080a.e", id="slip-of-a-scheme"),
    # The other parser keeps the case of what follows a "%" in a host.
    pytest.param("origins", b"http+s://a.%C.e", id="percent-in-an-opaque-host"),
]


@pytest.mark.parametrize(("target", "data"), FOUND)
def test_found(target: str, data: bytes) -> None:
    """What was found once holds from now on."""
    TARGETS[target](data)
