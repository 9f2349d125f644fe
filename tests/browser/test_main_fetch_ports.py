"""The ports to which no browser sends a request of HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossorigin._web.fetch import BAD_PORTS
from tests.browser.fetches import API, ENGINES, GET, PUT, READABLE, browse, redirect, verdict


@pytest.mark.parametrize("port", sorted(BAD_PORTS))
def test_ports_of_other_protocols(port: int) -> None:
    """Nothing is sent to a port of another protocol, not even a preflight, by no engine."""
    asked = replace(PUT, url=f"{API}:{port}/")
    for engine in ENGINES:
        assert verdict(browse(asked, engine=engine)) == ("port-restricted", str(port))


def test_a_redirect_to_a_port_of_another_protocol() -> None:
    """A redirect leads there no more than a page."""
    outcome = browse(GET, redirect(302, f"{API}:6000/"))
    assert verdict(outcome) == ("port-restricted", "6000")
    assert browse(replace(GET, url=f"{API}:6001/"), READABLE).readable
