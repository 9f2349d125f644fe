"""The report of explanations as JSON, by ``schemas/explain.json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import Stack
from crossorigin.doctor.causes._console_reasons import sentence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossorigin.doctor.explain._explain import Explanation

SCHEMA: Final = 1
_NOTHING: Final[dict[str, object]] = {
    "engine": None,
    "reason": None,
    "certain": False,
    "reasons": [],
    "facts": {},
    "stack": str(Stack.UNKNOWN),
    "causes": [],
    "commands": [],
    "placeholders": [],
}


def json_report(explanations: Sequence[Explanation]) -> str:
    """Return *explanations* as JSON."""
    return json.dumps(report(explanations), indent=2)


def report(explanations: Sequence[Explanation]) -> dict[str, object]:
    """Return *explanations* as JSON holds them: the first, and the others beside it."""
    first, *others = map(as_dict, explanations) if explanations else [_NOTHING]
    return {"schema": SCHEMA, **first, "others": others}


def as_dict(explanation: Explanation) -> dict[str, object]:
    """Return *explanation* as JSON holds it."""
    facts: dict[str, object] = {**explanation.facts}
    if "status" in facts:
        facts["status"] = int(explanation.facts["status"])
    if "preflight" in facts:
        facts["preflight"] = True
    return {
        "engine": explanation.engine,
        "reason": str(explanation.reason),
        "certain": len(explanation.reasons) == 1,
        "reasons": [
            {"slug": str(reason), "sentence": sentence_of(reason)} for reason in explanation.reasons
        ],
        "facts": facts,
        "stack": str(explanation.stack),
        "causes": [cause.as_dict() for cause in explanation.causes],
        "commands": list(explanation.commands),
        "placeholders": list(explanation.placeholders),
    }
