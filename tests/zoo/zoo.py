"""Run scenarios: the doctor's report and Chromium's verdict, before the printed fix and after it."""

from __future__ import annotations

import http.client
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tests.doctor.servers import reported
from tests.engines.testbed import Bed
from tests.zoo import in_asgi, in_gateways, in_nginx, in_node, in_wsgi
from tests.zoo.browsing import fetch_in_chromium, url_of
from tests.zoo.kinds import KINDS, is_missing
from tests.zoo.mending import mend
from tests.zoo.serving import HOST, started
from tests.zoo.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.zoo.scenario import Scenario
    from tests.zoo.serving import Server

GROUPS: Final = {
    "nginx": in_nginx.SCENARIOS,
    "gateways": in_gateways.SCENARIOS,
    "node": in_node.SCENARIOS,
    "asgi": in_asgi.SCENARIOS,
    "wsgi": in_wsgi.SCENARIOS,
}


# The scenarios of which another cause is named first, and why.
MISSED: Final = {
    # All that can be seen is that nothing is there.
    "nginx-snippet-star-on-404": "route-not-found",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """
    A fetch of a scenario, by the doctor and by Chromium.

    Attributes:
        report: The report of the doctor, as JSON.
        readable: Whether a page in Chromium can read the response.
    """

    report: Mapping[str, Any]
    readable: bool

    @property
    def causes(self) -> list[str]:
        """Return the causes that the doctor names, the first one first."""
        return [cause["slug"] for cause in self.report["causes"]]


@dataclass(frozen=True, slots=True)
class Seen:
    """
    The fetches of a scenario.

    Attributes:
        before: The fetch that is made.
        after: The same after the printed fix, or once more if nothing is wrong; ``None`` if there
            is no fix.
    """

    before: Fetched
    after: Fetched | None


@cache
def seen_in(group: str) -> Mapping[str, Seen]:
    """Return the fetches of each scenario of *group* that the machine can run."""
    scenarios = [each for each in GROUPS[group] if not is_missing(KINDS[each.kind])]
    with ExitStack() as stack:
        bed = stack.enter_context(Bed())
        parts = stack.enter_context(surroundings(bed.authority))
        before = _started(stack, scenarios, parts)
        # Once with the request itself, and once, as by default, with a GET in its place.
        first = {each.id: _report_of(each, server, "--send-unsafe") for each, server in before}
        after = _started(stack, _mended(scenarios, first), parts)
        second = {each.id: _report_or_log_of(each, server) for each, server in after}
        for scenario, server in [*before, *after]:
            _fetch_before(scenario, server)
        readable = fetch_in_chromium(bed, [*before, *after])
    then = {each.id: Fetched(second[each.id], readable[server.port]) for each, server in after}
    return {
        each.id: Seen(Fetched(first[each.id], readable[server.port]), then.get(each.id))
        for each, server in before
    }


def _mended(
    scenarios: Iterable[Scenario], reports: Mapping[str, Mapping[str, Any]]
) -> Iterator[Scenario]:
    """Yield each scenario after the fix of its cause, and as it is if nothing is wrong."""
    for scenario in scenarios:
        named = {cause["slug"]: cause for cause in reversed(reports[scenario.id]["causes"])}
        # The true one, if it is named at all; else the first.
        cause = named.get(scenario.cause, next(reversed(named.values()), None))
        mended = scenario if cause is None else mend(scenario, cause)
        if mended is not None:
            yield mended


def _started(
    stack: ExitStack, scenarios: Iterable[Scenario], parts: Mapping[str, str]
) -> list[tuple[Scenario, Server]]:
    """Start the server of each scenario, side by side, until *stack* ends them."""
    servers: list[tuple[Scenario, Server]] = []
    for each in scenarios:
        values = {**parts, **each.parts}
        if each.behind is not None:
            ((_, server),) = _started(stack, [each.behind], parts)
            server.wait()
            values["behind"] = str(server.port)
        servers.append((each, stack.enter_context(started(KINDS[each.kind], values))))
    return servers


def _report_of(scenario: Scenario, server: Server, *options: str) -> dict[str, Any]:
    """Return the report of `crossorigin check` on the fetch of *scenario*."""
    server.wait()
    _fetch_before(scenario, server)
    arguments = [url_of(scenario, server), "--origin", scenario.page, *options]
    arguments += ["--request", scenario.method]
    stack = KINDS[scenario.kind].stack
    arguments += ["--stack", stack] if stack else []
    for name, value in scenario.headers:
        arguments += ["--header", f"{name}: {value}"]
    arguments += [] if scenario.body is None else ["--data", scenario.body]
    return reported(*arguments, *(["--credentials"] if scenario.credentials else []))


def _report_or_log_of(scenario: Scenario, server: Server) -> dict[str, Any]:
    """Return the report; if the server does not start, its own words in a verdict's place."""
    try:
        return _report_of(scenario, server)
    except RuntimeError as error:
        return {"verdict": str(error), "causes": []}


def _fetch_before(scenario: Scenario, server: Server) -> None:
    """Fetch what others have fetched before, as a program does that sends no ``Origin``."""
    for path in scenario.before if server.process.poll() is None else ():
        with closing(http.client.HTTPConnection(HOST, server.port)) as connection:
            connection.request("GET", path)
            connection.getresponse().read()
