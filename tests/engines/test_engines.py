"""Each engine runs many cases per launch, keeps them apart, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from tests.engines.cases import Case, Script
from tests.engines.engines import ENGINES
from tests.engines.launch import launch
from tests.engines.testbed import Bed
from tests.engines.wire import Request, answer

pytestmark = pytest.mark.programs

PAGE = "http://shop.test"  # no engine may upgrade it to https
API = "https://api.example.net"
MANY = 100
SECONDS = 60


def play(request: Request) -> bytes | None:
    """Play an API that allows a third of the cases, and another third twice, and never ends one."""
    allow = ("aCCESS-cONTROL-aLLOW-oRIGIN", request.header("Origin") or "")
    also = [("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Allow-Headers", "X-A")]
    number = int(request.path.removeprefix("/"))
    if number == MANY:
        return None
    lines = [allow] * (number % 3)
    body = b"" if request.method == "OPTIONS" else str(number).encode()
    return answer(200, [*lines, *also], body)


@pytest.mark.parametrize("name", ENGINES)
def test_many_cases(
    name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preflighted requests, many at once, each get their own result and log; no file remains."""
    # A short name: Chromium opens a socket in there, and a socket's path may not be long.
    temporary = tmp_path_factory.mktemp("t")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    ways: list[Literal["fetch", "xhr"]] = ["fetch", "xhr"]
    cases = [
        Case(id=f"{number}", url=f"{API}/{number}", via=via, method="PUT", headers=(("X-A", "1"),))
        for number, via in zip(range(MANY + 1), ways * MANY, strict=False)
    ]
    cases[MANY] = replace(cases[MANY], timeout=1000)
    with Bed() as bed:
        bed.route(API, play)
        run = bed.run(PAGE, Script(cases=tuple(cases), concurrency=10))
        with launch(ENGINES[name], bed, run.url):
            results = run.results(SECONDS)
    ok = {case.id: int(case.id) % 3 == 1 and case.id != str(MANY) for case in cases}
    assert {id_: result.readable for id_, result in results.items()} == ok
    given_up = [id_ for id_, result in results.items() if "nothing after" in result.error]
    assert given_up == [str(MANY)]
    asked = {case.id: [seen.request.method for seen in bed.asked(case.url)] for case in cases}
    assert asked == {id_: ["OPTIONS", "PUT"] if ok[id_] else ["OPTIONS"] for id_ in ok}
    assert {origin for seen in bed.log for origin in seen.request.lines("Origin")} == {PAGE}
    assert list(temporary.iterdir()) == []
