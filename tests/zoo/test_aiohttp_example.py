"""``examples/by_hand`` answers as the example of every framework does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest

from tests.frameworks.conformance import EXCHANGES
from tests.frameworks.servers import EXAMPLES, ROOT, answered
from tests.project.programs import ZOO, miss
from tests.zoo.kinds import ZOO_PYTHON, Kind, is_missing
from tests.zoo.serving import HOST, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.frameworks.conformance import Exchange

pytestmark = pytest.mark.programs

EXAMPLE: Final = Kind(
    needs=ZOO,
    file="none",
    text="",
    command=(
        *(ZOO_PYTHON, "-m", "aiohttp.web", "--hostname", HOST, "--port", "<<port>>"),
        "aiohttp_app:application",
    ),
    environment={"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(EXAMPLES / "by_hand")])},
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Serve the example, and yield its port."""
    if is_missing(EXAMPLE):
        miss(ZOO)
    with started(EXAMPLE, {}) as server:
        server.wait()
        yield server.port


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.name)
def test_exchange(port: int, exchange: Exchange) -> None:
    """The status, the CORS headers and ``Vary`` are these, and nothing more."""
    answer = answered(port, exchange)
    assert (answer.status, answer.cors) == (exchange.status, exchange.cors)
    if exchange.body is not None:
        assert answer.body == exchange.body
    cookies = [value for name, value in answer.headers if name == "set-cookie"]
    assert [cookie.partition(";")[0] for cookie in cookies] == ["seen=1"] * exchange.sets_cookie
