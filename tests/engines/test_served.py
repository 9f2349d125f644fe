"""What a policy permits, and nothing else, is what real engines let a page read."""

from __future__ import annotations

import os
import re
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin._browser.engines import VERSIONS
from crossorigin._browser.messages import FetchRequest
from tests.engines.cases import Case, Script
from tests.engines.console import Console
from tests.engines.engines import ENGINES
from tests.engines.family import family
from tests.engines.launch import launch
from tests.engines.rows import HERE
from tests.engines.served_apps import SEED_VARIABLE, TOTAL, policies
from tests.engines.testbed import Bed
from tests.property.permission import permits
from tests.property.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from crossorigin import Policy
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import Header
    from crossorigin._browser.messages import Credentials

pytestmark = pytest.mark.programs

# `make explore` draws another.
SEED: Final = int(os.environ.get(SEED_VARIABLE, "1"))
SECONDS: Final = 60
WISHES_OF_A_POLICY: Final = 15
SERVERS: Final = {
    "https://flask.example.net": (
        "-m gunicorn --bind 127.0.0.1:0 --threads 4 --no-control-socket with_flask()"
    ),
    "https://starlette.example.net": "-m uvicorn --port 0 --factory with_starlette",
}
_LISTENING: Final = re.compile(
    r".*(?:Listening at:|Uvicorn running on) http://127\.0\.0\.1:(?P<text>\d+)"
)
# Gunicorn itself refuses a method in lower case.
_METHODS: Final = ["GET", "POST", "PUT", "DELETE", "PATCH", "put", "QUERY"]
_HEADERS: Final[list[tuple[Header, ...]]] = [
    (),
    (("X-A", "1"),),
    (("x-b", "1"), ("X-A", "2")),
    (("Authorization", "Bearer a"),),
    (("Content-Type", "application/json"),),
    (("Accept", "text/html"),),
]
_CREDENTIALS: Final[list[Credentials]] = ["omit", "same-origin", "include"]


def wishes(seed: int) -> Iterator[tuple[str, Policy, Wish]]:
    """Yield what a page wishes of each policy, with a name for it."""
    chance = Random(seed)  # noqa: S311 - no secret
    for number, policy in enumerate(policies(seed)):
        for wish in range(WISHES_OF_A_POLICY):
            written, headers = chance.choice(_METHODS), chance.choice(_HEADERS)
            request = FetchRequest(
                url=f"/p{number}/orders?{number}-{wish}",
                origin="null" if chance.random() < 0.1 else HERE,
                method=written,
                headers=headers,
                credentials=chance.choice(_CREDENTIALS),
            )
            method = "PUT" if written == "put" else written
            names = frozenset(name.lower() for name, _ in headers) - {"accept"}
            yield f"{number}-{wish}", policy, Wish(request, method, names)


def case(server: str, name: str, wish: Wish) -> Case:
    """Return what a page requests of *server* for *wish*."""
    return Case(
        id=f"{server} {name}",
        url=server + wish.request.url,
        method=wish.request.method,
        headers=wish.request.headers,
        credentials=wish.request.credentials,
        sandboxed=wish.request.origin == "null",
    )


@contextmanager
def running(seed: int) -> Generator[dict[str, int]]:
    """Run both servers, and give the port of each origin."""
    here = Path(__file__).parents[2]
    paths = os.pathsep.join([str(here), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths, SEED_VARIABLE: str(seed)}
    with ExitStack() as stack:
        consoles = {origin: Console(_LISTENING) for origin in SERVERS}
        for origin, command in SERVERS.items():
            *words, app = command.split()
            words = [sys.executable, *words, f"tests.engines.served_apps:{app}"]
            stack.enter_context(family(words, environment, consoles[origin]))
        yield {
            origin: int(console.wait_for(bool, SECONDS)[0]) for origin, console in consoles.items()
        }


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, int]]:
    """Run the servers."""
    with running(SEED) as ports:
        yield ports


@pytest.mark.parametrize("engine", VERSIONS)
def test_a_page_reads_what_the_policy_permits(engine: Engine, ports: dict[str, int]) -> None:
    """On every server, a page reads the response, and the exposed header, if it may."""
    asked = list(wishes(SEED))
    cases = tuple(case(server, name, wish) for server in SERVERS for name, _, wish in asked)
    with Bed() as bed:
        for origin, port in ports.items():
            bed.route(origin, port)
        run = bed.run(HERE, Script(cases=cases, concurrency=8))
        with launch(ENGINES[engine], bed, run.url):
            results = run.results(SECONDS)
    seen = {
        name: (result.readable, dict(result.headers).get(TOTAL[0].lower()))
        for name, result in results.items()
    }
    expected = {
        f"{server} {name}": told(policy, wish) for server in SERVERS for name, policy, wish in asked
    }
    wrong = {
        name: (seen[name], expected[name]) for name in expected if seen[name] != expected[name]
    }
    assert wrong == {}, SEED
    assert {True, False} == {readable for readable, _ in expected.values()}


def told(policy: Policy, wish: Wish) -> tuple[bool, str | None]:
    """Return whether a page may read, and what it may read of the header that may be exposed."""
    may = permits(policy, wish, None)
    exposes = policy.expose_headers == "*" or bool(
        {"*", "x-total-count"} & {*policy.expose_headers}
    )
    return may, TOTAL[1] if may and exposes else None
