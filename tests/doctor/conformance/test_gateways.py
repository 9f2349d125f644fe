"""Servers that listen: usual ones differ in what they are known for, right ones do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from tests.doctor.conformance.comparing import compare_server, shown, target_of
from tests.doctor.conformance.gateways import NGINX
from tests.doctor.conformance.gateways_others import APACHE, CADDY, HAPROXY
from tests.doctor.conformance.libraries import LIBRARIES, OURS
from tests.doctor.conformance.serving import POLICY
from tests.project.programs import miss
from tests.zoo.kinds import KINDS, is_missing
from tests.zoo.serving import HOST, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.doctor.conformance.gateways import Gateway
    from tests.zoo.serving import Server

pytestmark = pytest.mark.programs

ALL: Final = (*NGINX, *APACHE, *HAPROXY, *CADDY, *LIBRARIES, *OURS)


@pytest.fixture(scope="module")
def backend() -> Iterator[Server]:
    """Give the app behind them."""
    with started(KINDS["backend"], {}) as server:
        server.wait()
        yield server


@pytest.mark.parametrize(
    "gateway",
    [*NGINX, *APACHE, *HAPROXY, *CADDY, *LIBRARIES, *OURS],
    ids=lambda gateway: gateway.id,
)
def test_a_gateway(gateway: Gateway, backend: Server) -> None:
    """Of the causes that somebody notices, these are found, and no others."""
    kind = KINDS[gateway.kind]
    if is_missing(kind):
        miss(kind.needs)
    with started(kind, {"app": str(backend.port), **gateway.parts}) as server:
        server.wait()
        target = target_of(POLICY, f"http://{HOST}:{server.port}", "/items/7")
        result = compare_server(replace(target, sends_unsafe=False))
    assert result.complaint is result.doubt is None
    found = {
        matters: {str(each.cause) for each in result.material if each.matters_to == matters}
        for matters in ("browser", "cache")
    }
    expected = {"browser": set(gateway.browser), "cache": set(gateway.cache)}
    assert found == expected, shown(result)
    assert gateway not in OURS or shown(result) == []
