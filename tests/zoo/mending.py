"""Do as a printed fix says: paste its lines where it says, or fetch the address that it says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.zoo.scenario import Scenario

# The part of a configuration or a program that each place means.
_PARTS: Final = {
    "app": "policy",
    "module-end": "last",
    "settings": "policy",
    "http": "http",
    "location": "policy",
    "virtual-host": "policy",
    "site": "policy",
    "frontend": "policy",
    "backend": "answer",
}
# Where lines are added, and take no others' place.
_ADDED: Final = frozenset({"settings", "http", "backend"})
# Lines that loosen a limit, and permit nothing.
_LIMIT: Final = re.compile(r"\w+(?:_size|_timeout|Timeout|Body) ")
_FETCHED: Final = re.compile(r'fetch\((".*")\)')


def mend(scenario: Scenario, cause: Mapping[str, Any]) -> Scenario | None:
    """
    Return *scenario* after the fix for *cause*, or ``None`` if there is nothing to do.

    Lines that permit something take the place of those that did: a fix says so. A fix without
    lines, such as to start the app, is done by hand: the scenario knows how.
    """
    parts = dict(scenario.parts)
    fixes: list[dict[str, str]] = cause.get("fixes", [])
    done = scenario
    for fix in fixes:
        if fix["place"] == "page":
            url = urlsplit(_address(fix["text"]))
            done = replace(
                done, host=url.hostname or "", path=url._replace(scheme="", netloc="").geturl()
            )
        elif fix["place"] in _PARTS:
            parts = _pasted(parts, fix)
    if not fixes and not scenario.mended:
        return None
    return replace(done, parts={**parts, **scenario.mended})


def _pasted(parts: dict[str, str], fix: Mapping[str, str]) -> dict[str, str]:
    """Return *parts* with the lines of *fix* in their place."""
    name = _PARTS[fix["place"]]
    if fix["place"] in _ADDED or _LIMIT.match(fix["text"]):
        return {**parts, name: f"{parts.get(name, '')}\n{fix['text']}"}
    return {**parts, "policy": "", name: fix["text"]}


def _address(text: str) -> str:
    """Return the address that a line fetches."""
    found = _FETCHED.search(text)
    if found is None:
        raise ValueError(text)
    address: str = json.loads(found[1])
    return address
