"""Three real engines before the guard: pages that send a form and open a WebSocket."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.engines.console import Console
from tests.engines.engines import ENGINES
from tests.engines.family import family
from tests.engines.launch import launch
from tests.engines.testbed import Bed
from tests.engines.wire import answer
from tests.guard.served_to_engines import API, COOKIE, EVIL, PARTNER, page

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tests.engines.wire import Request

pytestmark = pytest.mark.programs

_START_SECONDS: Final = 30
_VISIT_SECONDS: Final = 60
_ROOT: Final = Path(__file__).parents[2]
_LISTENING: Final = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+)")
# Of a refusal, up to its reason: what follows that are sentences for a person.
_SAID: Final = re.compile(
    r"(?:crossorigin|tests\.guard\.served_to_engines): (.*?)(?:, sender-not-allowed\. .*)?$"
)
_COMMAND: Final = (
    *("-m", "gunicorn", "tests.guard.served_to_engines:application()"),
    *("--bind", "127.0.0.1:0", "--worker-class", "gthread", "--threads", "8"),
    "--no-control-socket",
)
_REFUSED: Final = f'from "{EVIL}": refused by the guard'
_LAST: Final = f"POST /transfer {_REFUSED}"
# What the app and the guard say, in this order, of three pages in a row.
_EXPECTED: Final = [
    *("greeted own", "transferred by own"),
    *("greeted partner", "transferred by partner"),
    *(f"WebSocket /greeting {_REFUSED}", _LAST),
]


@dataclass(frozen=True, slots=True)
class Visit:
    """
    Hold what came of a visit to three pages.

    Attributes:
        said: What the app and the guard have said.
        forms: The request of each form, by the page that sent it.
        sockets: The handshake of each WebSocket, by the page that opened it.
    """

    said: list[str]
    forms: dict[str, Request]
    sockets: dict[str, Request]


@contextmanager
def api() -> Generator[tuple[int, Console]]:
    """Run the app, and give its port and what it prints."""
    paths = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])
    printed = Console()
    with family([sys.executable, *_COMMAND], {**os.environ, "PYTHONPATH": paths}, printed):
        lines = printed.wait_for(lambda lines: bool(_found(_LISTENING, lines)), _START_SECONDS)
        yield int(_found(_LISTENING, lines)[0]), printed


def _found(pattern: re.Pattern[str], lines: list[str]) -> list[str]:
    """Return the group of *pattern* in each of *lines* that has it."""
    return [found[1] for line in lines if (found := pattern.search(line))]


def _page(name: str) -> bytes:
    """Return the answer that is the page *name*; after its form comes the last page."""
    return answer(200, [("Content-Type", "text/html")], page(name, f"{EVIL}/").encode())


def _by_page(bed: Bed, path: str) -> dict[str, Request]:
    """Return the requests for *path*, by the page that made them."""
    asked = [each.request for each in bed.log if each.request.path == path]
    return {parse_qs(urlsplit(request.target).query)["by"][0]: request for request in asked}


@pytest.fixture(scope="module", params=list(ENGINES))
def visit(request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Visit the app's own page, one that the policy allows, and an evil one."""
    with api() as (port, printed), Bed() as bed:
        bed.route(API, port)
        bed.route(PARTNER, lambda _: _page("partner"))
        bed.route(EVIL, lambda _: _page("evil"))
        with launch(ENGINES[str(request.param)], bed, f"{API}/own"):
            lines = printed.wait_for(lambda lines: _LAST in _found(_SAID, lines), _VISIT_SECONDS)
        yield Visit(_found(_SAID, lines), _by_page(bed, "/transfer"), _by_page(bed, "/greeting"))


def test_only_the_evil_page_is_refused(visit: Visit) -> None:
    """The app hears of its own page and of the allowed one, and never of the evil one."""
    assert visit.said == _EXPECTED


def test_what_the_pages_see_of_their_sockets(visit: Visit) -> None:
    """A WebSocket carries a message to the own page and the allowed one, and fails in the evil."""
    seen = {
        name: parse_qs(urlsplit(form.target).query)["socket"] for name, form in visit.forms.items()
    }
    assert seen == {"own": ["open"], "partner": ["open"], "evil": ["refused"]}


def test_each_form_carries_the_cookie(visit: Visit) -> None:
    """The visitor's cookie came with every form: but for the guard, the app would have obeyed."""
    cookies = {name: form.lines("Cookie") for name, form in visit.forms.items()}
    assert cookies == {"own": [COOKIE], "partner": [COOKIE], "evil": [COOKIE]}


def test_each_socket_names_its_page(visit: Visit) -> None:
    """The engine says truly which page opens a WebSocket."""
    origins = {name: request.lines("Origin") for name, request in visit.sockets.items()}
    assert origins == {"own": [API], "partner": [PARTNER], "evil": [EVIL]}
