"""What each engine leaves out of what a page sends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.construct import prepared
from crossorigin._browser.header_lists import get
from crossorigin._browser.in_flight import Going
from crossorigin._browser.messages import Body, FetchRequest
from tests.browser.fetches import ENGINES, GET

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

NO_CORS = replace(GET, method="POST", mode="no-cors")


def sent(request: FetchRequest, engine: Engine) -> Going:
    """Return *request*, which can be sent."""
    going = prepared(request, engine)
    assert isinstance(going, Going)
    return going


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_remembered(engine: Engine) -> None:
    """What goes on its way knows what was asked, and in which engine."""
    going = sent(GET, engine)
    assert (going.asked, going.engine) == (GET, engine)


@pytest.mark.parametrize(
    ("request_", "name", "engines"),
    [
        pytest.param(
            replace(GET, headers=(("User-Agent", "x"),)),
            "user-agent",
            "fetch firefox webkit",
            id="set-in-vain",
        ),
        pytest.param(
            replace(NO_CORS, body=Body("text/plain;;")),
            "content-type",
            "fetch chromium webkit",
            id="type-of-a-body",
        ),
        pytest.param(
            replace(NO_CORS, headers=(("Accept-Language", "a" * 128),)),
            "accept-language",
            "fetch chromium firefox webkit",
            id="as-long-as-may-be",
        ),
    ],
)
def test_what_is_sent(request_: FetchRequest, name: str, engines: str) -> None:
    """These engines, and no other, send this header."""
    found = [e for e in ENGINES if get(sent(request_, e).headers, name) is not None]
    assert found == engines.split()


def test_what_fits_no_cors() -> None:
    """In the mode no-cors, Firefox drops what it thinks unsafe."""
    request = replace(NO_CORS, headers=(("Accept", "a\u00e9"),))
    found = [e for e in ENGINES if get(sent(request, e).headers, "accept") == "a\u00e9"]
    assert found == ["fetch", "chromium", "webkit"]
