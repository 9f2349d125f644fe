"""The fetches of scenarios, made by pages in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.engines.cases import Case, Script
from tests.engines.engines import CHROMIUM
from tests.engines.launch import launch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.engines.run import Run
    from tests.engines.testbed import Bed
    from tests.zoo.scenario import Scenario
    from tests.zoo.serving import Server

_SECONDS: Final = 120
_CONCURRENCY: Final = 4


def fetch_in_chromium(bed: Bed, servers: Sequence[tuple[Scenario, Server]]) -> dict[int, bool]:
    """Return whether a page can read the fetch of each scenario, by the port of its server."""
    pages: dict[str, list[Case]] = {}
    for scenario, server in servers:
        _route(bed, scenario, server)
        pages.setdefault(scenario.page, []).append(_case_of(scenario, server))
    runs: list[Run] = []
    for page, cases in pages.items():
        next_page = runs[0].url if runs else ""
        script = Script(cases=tuple(cases), concurrency=_CONCURRENCY, next_page=next_page)
        runs.insert(0, bed.run(page, script))
    if not runs:
        return {}
    with launch(CHROMIUM, bed, runs[0].url):
        results = {id_: each for run in runs for id_, each in run.results(_SECONDS).items()}
    return {server.port: results[str(server.port)].readable for _, server in servers}


def _route(bed: Bed, scenario: Scenario, server: Server) -> None:
    """Lead what the browser asks of *server*, under each of its names, to its port."""
    for host in {"127.0.0.1", "localhost", scenario.host}:
        bed.route(f"http://{host}:{server.port}", server.port)
    bed.tunnel(f"{scenario.host}:{server.port}", server.port)


def url_of(scenario: Scenario, server: Server) -> str:
    """Return the URL that *scenario* fetches."""
    return f"{scenario.scheme}://{scenario.host}:{server.port}{scenario.path}"


def _case_of(scenario: Scenario, server: Server) -> Case:
    """Return the fetch of *scenario* as a page makes it."""
    return Case(
        id=str(server.port),
        url=url_of(scenario, server),
        method=scenario.method,
        headers=scenario.headers,
        body=scenario.body,
        credentials="include" if scenario.credentials else "same-origin",
    )
