"""Compare what an engine prints with the tables, and tell which version was compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

import pytest

from crossorigin._browser.engines import VERSIONS
from tests.engines.versions import version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from crossorigin._browser.engines import Engine

# The property of a test's report in which the facts go from the process of the test to the one
# that writes the closing lines.
_PROPERTY: Final = "texts"


class _Compared(NamedTuple):
    """The texts that a test compared, in the values that a report may carry."""

    engine: Engine
    version: str
    cases: int
    changed: list[str]


def compare_texts(
    engine: Engine,
    changed: Collection[str],
    cases: int,
    record_property: Callable[[str, object], None],
) -> None:
    """
    Fail if texts have *changed*, or skip the test if the engine has another version than the tables.

    Args:
        engine: The engine that printed.
        changed: The names of the cases of which it printed something else.
        cases: The number of cases that were compared.
        record_property: The fixture of the test.
    """
    version = version_of(engine)
    record_property(_PROPERTY, tuple(_Compared(engine, version, cases, sorted(changed))))
    if not changed:
        return
    message = f"{engine} {version} prints other texts: {', '.join(sorted(changed))}"
    if version == VERSIONS[engine]:
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def texts_in(properties: Iterable[tuple[str, object]]) -> list[str]:
    """Return a line for each engine in the *properties* of reports: what was compared, and changed."""
    found: dict[tuple[Engine, str], tuple[int, set[str]]] = {}
    for name, value in properties:
        if name != _PROPERTY:
            continue
        one = _Compared(*cast("tuple[Engine, str, int, list[str]]", value))
        cases, changed = found.get((one.engine, one.version), (0, set[str]()))
        found[one.engine, one.version] = (cases + one.cases, changed | {*one.changed})
    return [_line(*key, *facts) for key, facts in sorted(found.items())]


def _line(engine: Engine, version: str, cases: int, changed: set[str]) -> str:
    """Return the line of one engine."""
    of_tables = VERSIONS[engine]
    named = version if version == of_tables else f"{version} (the tables are of {of_tables})"
    line = f"{engine} {named}: the texts of {cases:,} cases compared, {len(changed)} changed"
    return f"{line}: {', '.join(sorted(changed))}" if changed else line
