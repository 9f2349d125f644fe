"""
What a page is made of, where its redirect has an empty ``Location``, several lines, or no URL.

Source: https://fetch.spec.whatwg.org/#concept-response-location-url
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import MAX_REDIRECTS
from tests.engines.cases import Case
from tests.engines.loads import Load, Seen
from tests.engines.rows import API, HERE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin._browser.engines import Engine
    from tests.engines.cases import Via

_CLAUSE: Final = "https://fetch.spec.whatwg.org/#concept-response-location-url"
_GET: Final = f"GET {HERE}"
# The elements, and their requests.
_WAYS: Final[Mapping[Via, str]] = {"font": _GET, "image": "GET", "module": _GET, "script": "GET"}
_LOCATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "empty": ("",),
    "empty-twice": ("", ""),
    "malformed": ("https://exa mple/",),
    "twice": ("/@/1", "/@/1"),
    "two": ("/@/1", "/@/2"),
}
# An empty line leads to itself.
_LOOP: Final = MAX_REDIRECTS + 1


def _told(read: str, request: str, requests: int) -> Seen:
    """Return what becomes of a row that sends *request* several times."""
    return Seen((read,), (request,) * requests)


DEVIATIONS: Final[Mapping[str, Mapping[Engine, Seen]]] = {
    "C106-font-empty": {"chromium": _told("read", _GET, 1), "webkit": _told("error", "GET", 1)},
    "C106-font-empty-twice": {
        "chromium": _told("read", _GET, 1),
        "firefox": _told("error", _GET, _LOOP),
        "webkit": _told("error", "GET", 2),
    },
    "C106-font-malformed": {"webkit": _told("error", "GET", 1)},
    "C106-font-twice": {
        "chromium": _told("read", _GET, 2),
        "firefox": _told("read", _GET, 2),
        "webkit": _told("error", "GET", 2),
    },
    "C106-font-two": {"webkit": _told("error", "GET", 2)},
    "C106-image-empty": {"chromium": _told("loaded", "GET", 1), "webkit": _told("error", "GET", 1)},
    "C106-image-empty-twice": {
        "chromium": _told("loaded", "GET", 1),
        "firefox": _told("error", "GET", _LOOP),
        "webkit": _told("error", "GET", 2),
    },
    "C106-image-twice": {
        "chromium": _told("loaded", "GET", 2),
        "firefox": _told("loaded", "GET", 2),
        "webkit": _told("error", "GET", 2),
    },
    "C106-image-two": {"webkit": _told("error", "GET", 2)},
    "C106-module-empty": {"chromium": _told("error", _GET, 1), "webkit": _told("error", _GET, 1)},
    "C106-module-empty-twice": {
        "firefox": _told("error", _GET, _LOOP),
        "webkit": _told("error", _GET, 2),
    },
    "C106-module-twice": {
        "chromium": _told("read", _GET, 2),
        "firefox": _told("read", _GET, 2),
        "webkit": _told("error", _GET, 2),
    },
    "C106-module-two": {"webkit": _told("error", _GET, 2)},
    "C106-script-empty": {
        "chromium": _told("loaded", "GET", 1),
        "webkit": _told("error", "GET", 1),
    },
    "C106-script-empty-twice": {
        "chromium": _told("loaded", "GET", 1),
        "firefox": _told("error", "GET", _LOOP),
        "webkit": _told("error", "GET", 2),
    },
    "C106-script-twice": {
        "chromium": _told("loaded", "GET", 2),
        "firefox": _told("read", "GET", 2),
        "webkit": _told("error", "GET", 2),
    },
    "C106-script-two": {"webkit": _told("error", "GET", 2)},
}

LED: Final = tuple(
    Load(
        id=f"C106-{via}-{name}",
        clause=_CLAUSE,
        cases=(("first", Case(url=f"{API}/@/0", via=via)),),
        hops=((("Access-Control-Allow-Origin", "*"),),) * 2,
        locations=tuple(("Location", value) for value in values),
        expected=_told("error", request, _LOOP if name == "empty" else 1),
        engines=DEVIATIONS.get(f"C106-{via}-{name}", {}),
    )
    for via, request in _WAYS.items()
    for name, values in _LOCATIONS.items()
)
