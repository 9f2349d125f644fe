"""The formats of continuous integration, as far as they are the same for all commands."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from crossorigin.doctor.causes._cause import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEVELS: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_SARIF: Final = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"}


def junit_case(suite: str, name: str) -> ET.Element:
    """Return the test case *name* of *suite*, which passes."""
    return ET.Element("testcase", {"classname": suite, "name": name})


def junit_report(
    suite: str, cases: Iterable[ET.Element], *, tests: int, failures: int, errors: int
) -> str:
    """Return the *cases* of *suite* as XML."""
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    root = ET.Element("testsuites", {"name": suite, **counts})
    listed = list(cases)
    skipped = sum(case.find("skipped") is not None for case in listed)
    more = {"name": suite, "skipped": str(skipped), **counts}
    ET.SubElement(root, "testsuite", more).extend(listed)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def sarif_report(
    rules: Sequence[Mapping[str, object]],
    results: Sequence[Mapping[str, object]],
    **properties: object,
) -> str:
    """
    Return *results* as a run of SARIF 2.1.0, with further *properties*.

    Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    driver = {"name": "crossorigin", "semanticVersion": version("crossorigin"), "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        **properties,
        "results": results,
    }
    return json.dumps({**_SARIF, "runs": [run]}, indent=2)


def sarif_rule(slug: str, what: str, text: str, level: str) -> dict[str, object]:
    """Return the rule *slug*: its description *what*, the *text* of its help, and its *level*."""
    return {
        "id": slug,
        "shortDescription": {"text": what},
        "help": {"text": text},
        "defaultConfiguration": {"level": level},
    }


def sarif_location(url: str, name: str) -> dict[str, object]:
    """Return the place of a result: the *url*, safe to print, and the *name* of the request."""
    return {
        "physicalLocation": {"artifactLocation": {"uri": url.replace("\\", "%5C")}},
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}],
    }
