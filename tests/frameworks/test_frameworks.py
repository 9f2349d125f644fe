"""Each framework's example on each server answers as all the others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.frameworks.conformance import EXCHANGES
from tests.frameworks.servers import ASGI_SERVERS, EXAMPLES, WSGI_SERVERS, answered, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.frameworks.conformance import Exchange

pytestmark = pytest.mark.programs

FOLDERS: Final = {"asgi": ASGI_SERVERS, "wsgi": WSGI_SERVERS}
PAIRS: Final = [
    pytest.param((server, example), id=f"{folder}-{example.stem}-{server}")
    for folder, servers in FOLDERS.items()
    for example in sorted((EXAMPLES / folder).glob("*_app.py"))
    for server in servers
]


@pytest.fixture(scope="module", params=PAIRS)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """Serve an example, and yield the name of its framework and the port."""
    server, example = request.param
    with serving(server, example) as port:
        yield example.stem.removesuffix("_app"), port


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.name)
def test_exchange(served: tuple[str, int], exchange: Exchange) -> None:
    """The status, the CORS headers and ``Vary`` are these, and nothing more."""
    framework, port = served
    answer = answered(port, exchange)
    assert (answer.status, answer.cors) == (exchange.status, exchange.cors_in(framework))
    if exchange.body is not None:
        assert answer.body == exchange.body
    cookies = [value for name, value in answer.headers if name == "set-cookie"]
    assert [cookie.partition(";")[0] for cookie in cookies] == ["seen=1"] * exchange.sets_cookie


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_framework_has_its_example(folder: str) -> None:
    """The examples are those that the guide promises."""
    found = {example.stem.removesuffix("_app") for example in (EXAMPLES / folder).glob("*.py")}
    expected: dict[str, set[str]] = {
        "asgi": {"django", "falcon", "fastapi", "litestar", "quart", "starlette"},
        "wsgi": {"bottle", "django", "falcon", "flask", "pyramid"},
    }
    assert found == expected[folder]
