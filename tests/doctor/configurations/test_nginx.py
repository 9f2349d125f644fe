"""An nginx configuration is read as nginx runs it: the same is served, and origins are sent."""

from __future__ import annotations

from http.client import HTTPConnection
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.proof import Acceptance
from tests.doctor.configurations.nginx_cases import ORIGINS
from tests.doctor.configurations.nginx_conditions import CASES
from tests.doctor.configurations.nginx_files import WHOLE, reading, whole
from tests.project.programs import require_program
from tests.zoo.kinds import KINDS, Kind
from tests.zoo.serving import HOST, started

if TYPE_CHECKING:
    from pathlib import Path

    from tests.doctor.configurations.nginx_cases import Case

_KIND: Final = Kind(file="nginx.conf", text=WHOLE, command=KINDS["nginx"].command)
_METHODS: Final = ("GET", "OPTIONS")
_SERVER: Final = "server api.example.com"
each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def permitted(port: int, path: str) -> set[str]:
    """Return the origins that may read *path*, by any method."""
    connection = HTTPConnection(HOST, port)
    found: set[str] = set()
    for origin in ORIGINS:
        for method in _METHODS:
            connection.request(method, path, headers={"Origin": origin})
            answer = connection.getresponse()
            answer.read()
            values = answer.headers.get_all("Access-Control-Allow-Origin", [])
            if values in (["*"], [origin]):
                found.add(origin)
    connection.close()
    return found


@pytest.mark.programs
@each
def test_as_nginx_runs_it(case: Case, tmp_path: Path) -> None:
    """Each scope lets in exactly the origins that nginx lets in there."""
    program = require_program("nginx")
    configuration = reading(tmp_path, whole(case))
    accepts = {scope.name.removeprefix(_SERVER): scope.accepts for scope in configuration.scopes}
    with started(_KIND, {"http": case.http, "server": case.server, "program": program}) as server:
        server.wait()
        for name, path in case.scopes.items():
            found = accepts[name]
            assert isinstance(found, Acceptance)
            read = {origin for origin in ORIGINS if found.accepts(origin)}
            assert read == permitted(server.port, path)


@each
def test_scopes_and_credentials(case: Case, tmp_path: Path) -> None:
    """There are the scopes that say something, and no others; they know whether cookies are sent."""
    configuration = reading(tmp_path, whole(case))
    found = {scope.name.removeprefix(_SERVER): scope for scope in configuration.scopes}
    assert found.keys() == case.scopes.keys()
    assert {name for name, scope in found.items() if scope.credentials} == case.credentials
    assert all(scope.place.line for scope in found.values())
    assert [name for name, scope in found.items() if scope.is_public] == (
        [""] if case.id == "wildcard" else []
    )
