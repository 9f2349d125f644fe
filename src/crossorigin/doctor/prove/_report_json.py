"""The report of a proof as JSON, by ``schemas/prove.json``."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.proof import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.doctor.configurations._configuration import Configuration
    from crossorigin.doctor.prove._prove import Result, ScopeProof
    from crossorigin.proof import Proof, Witness

SCHEMA: Final = 1


def json_report(result: Result) -> str:
    """Return *result* as JSON."""
    return json.dumps(report(result), indent=2)


def report(result: Result) -> dict[str, object]:
    """Return *result* as JSON holds it."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "crossorigin", "version": version("crossorigin")},
        "verdict": str(result.verdict),
        "a": _configuration(result.first),
        "b": None if result.second is None else _configuration(result.second),
        "opens": _witnesses(result.opens),
        "closes": _witnesses(result.closes),
        "undecided": [
            {"scope": escape(each.scope.name), **found}
            for each in result.scopes
            if (found := _undecided(each.proof)) is not None
        ],
        "notes": list(result.notes),
        "scopes": [_scope(each) for each in result.scopes],
    }


def _configuration(configuration: Configuration) -> dict[str, object]:
    """Return *configuration* as JSON holds it."""
    return {"name": escape(configuration.name), "kind": escape(configuration.kind)}


def _scope(found: ScopeProof) -> dict[str, object]:
    """Return the proof about a scope as JSON holds it."""
    return {
        "name": escape(found.scope.name),
        "file": escape(found.scope.place.file),
        "line": found.scope.place.line,
        "credentials": found.scope.credentials,
        "verdict": str(found.proof.verdict),
        "lets_in": list(found.words),
        "opens": _witnesses(found.proof.opens),
        "closes": _witnesses(found.proof.closes),
        "fixes": [{"language": fix.language, "text": fix.text} for fix in found.fixes],
    }


def _undecided(proof: Proof) -> dict[str, object] | None:
    """Return the obstacle to *proof*, ``None`` if there is none."""
    if proof.verdict is not Verdict.UNDECIDED:
        return None
    return {"part": escape(proof.stopped_by), "why": escape(proof.why)}


def _witnesses(witnesses: Iterable[Witness]) -> list[dict[str, object]]:
    """Return *witnesses* as JSON holds them."""
    return [
        {
            "origin": escape(each.origin),
            "registrable_by_strangers": each.registrable_by_strangers,
            "why": escape(each.why),
            "risk": str(each.risk),
        }
        for each in witnesses
    ]
