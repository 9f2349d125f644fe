"""The soak: what it checks, it would see."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from soak.answers import Answer, complaint
from soak.client import Client
from soak.page import page
from soak.run import Fared
from soak.servers import DOUBLING, SERVERS, serving
from soak.traffic import KINDS, sent

pytestmark = pytest.mark.programs

GET = sent(KINDS[0], 7, Random(0))  # noqa: S311 - a page, not a secret
RIGHT = Answer(
    200, [*GET.headers, ("x-seen", "7"), ("content-length", "0")], is_whole=True, is_last=False
)


@pytest.mark.parametrize(
    ("answer", "is_wrong"),
    [
        pytest.param(RIGHT, False, id="right"),
        pytest.param(RIGHT._replace(status=500), True, id="status"),
        pytest.param(RIGHT._replace(headers=RIGHT.headers[1:]), True, id="missing"),
        pytest.param(RIGHT._replace(headers=[*RIGHT.headers, GET.headers[0]]), True, id="doubled"),
        pytest.param(
            RIGHT._replace(headers=[*GET.headers, ("x-seen", "8")]), True, id="another-request"
        ),
        pytest.param(
            RIGHT._replace(headers=[*RIGHT.headers, ("access-control-x", "")]), True, id="strange"
        ),
    ],
)
def test_complaints(answer: Answer, *, is_wrong: bool) -> None:
    """Any header that is missing, doubled or another request's is wrong."""
    assert (complaint(GET, answer) is not None) is is_wrong


def test_a_doubling_server() -> None:
    """Where a server doubles all headers, each must be there twice."""
    twice = RIGHT._replace(headers=RIGHT.headers * 2)
    assert complaint(GET, twice) is not None
    assert complaint(GET, twice, starts=2) is None


@pytest.mark.parametrize("name", SERVERS)
def test_a_little_of_it(name: str) -> None:
    """Every kind of answer of every server is right, of a few hundred."""
    with serving(name) as server:
        client = Client(server.port, 1, doubles=name in DOUBLING)
        asyncio.run(client.one_after_another(200, 3))
        assert server.megabytes() > 0
    assert client.tally.complaints == client.tally.losses == []
    assert client.tally.checked >= 200 - client.tally.left - 200 // 4
    text = page([Fared(name, [client.tally])], 1, 20, 200)
    assert f"**{client.tally.checked:,} answers were checked, and 0 were wrong.**" in text


def test_a_server_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends at once is reported with what it said, without waiting for it."""
    monkeypatch.setitem(SERVERS, "broken", ("no_such_module", "{port}"))
    with pytest.raises(RuntimeError, match="No module named no_such_module"), serving("broken"):
        pass
