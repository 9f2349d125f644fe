"""
The part of SARIF 2.1.0 that the doctor writes, as a JSON schema: nothing else may stand there.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from typing import Any, Final


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the schema of an object that has *required*, may have *optional*, and no more."""
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **optional},
    }


def _list(of: dict[str, Any], least: int = 0) -> dict[str, Any]:
    """Return the schema of a list *of* something, at *least* so many."""
    return {"type": "array", "items": of, "minItems": least, "uniqueItems": True}


_TEXT: Final = {"type": "string", "minLength": 1}
_MESSAGE: Final = _object({"text": _TEXT})
_LEVEL: Final = {"enum": ["none", "note", "warning", "error"]}
_RULE: Final = _object(
    {
        "id": _TEXT,
        "shortDescription": _MESSAGE,
        "help": _MESSAGE,
        "defaultConfiguration": _object({"level": _LEVEL}),
    }
)
_LOCATION: Final = _object(
    {
        "physicalLocation": _object(
            {"artifactLocation": _object({"uri": {"type": "string", "pattern": "^[!-~]+$"}})},
            region=_object({"startLine": {"type": "integer", "minimum": 1}}),
        ),
        "logicalLocations": _list(
            _object({"fullyQualifiedName": _TEXT, "kind": {"const": "resource"}}), 1
        ),
    }
)
_RESULT: Final = _object(
    {
        "ruleId": _TEXT,
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": _list(_LOCATION, 1),
    }
)
_DRIVER: Final = _object({"name": _TEXT, "semanticVersion": _TEXT, "rules": _list(_RULE)})
_RUN: Final = _object(
    {
        "tool": _object({"driver": _DRIVER}),
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": _RESULT},
    }
)
SCHEMA: Final = _object(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": _list(_RUN, 1),
    }
)
