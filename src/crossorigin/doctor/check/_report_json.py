"""The report of checks as JSON, by ``schemas/check.json``."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._curl_command import curl_parts
from crossorigin.doctor._sanitize import escape, header_lines, mask_url
from crossorigin.doctor.check._check import ENGINES
from crossorigin.doctor.probing._session import MAX_REQUESTS
from crossorigin.doctor.probing._transport import HTTPResponse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossorigin.doctor.check._check import Check
    from crossorigin.doctor.check._step import Step
    from crossorigin.doctor.probing._session import HTTPExchange
    from crossorigin.doctor.probing._transport import HTTPRequest, NetworkError

SCHEMA: Final = 1


def json_report(checks: Sequence[Check]) -> str:
    """Return *checks* as JSON."""
    return json.dumps(report(checks), indent=2)


def report(checks: Sequence[Check]) -> dict[str, object]:
    """Return *checks* as JSON holds them: the first, and the others beside it."""
    head: dict[str, object] = {
        "schema": SCHEMA,
        "tool": {"name": "crossorigin", "version": version("crossorigin")},
    }
    first, *others = map(as_dict, checks)
    return {**head, **first, "others": others}


def as_dict(check: Check) -> dict[str, object]:
    """Return *check* as JSON holds it."""
    evidence = check.evidence
    question = evidence.question
    return {
        "request": {
            "method": escape(question.fetch.method),
            "url": escape(mask_url(question.fetch.url)),
            "origin": question.fetch.origin,
            "headers": header_lines(question.fetch.headers),
            "credentials": question.has_credentials,
        },
        "engine": question.engine,
        "verdict": check.verdict,
        "certain": evidence.is_certain,
        "reason": None if check.reason is None else str(check.reason),
        "sentence": check.sentence,
        "failed_parameter": check.failed_parameter,
        "preflight": bool(evidence.outcome.causes),
        "steps": [_step(step) for step in check.steps],
        "console": {engine: check.console(engine) for engine in ENGINES},
        "stack": str(check.recognition.stack),
        "stack_because": check.recognition.why,
        "fixes": check.causes[0].fixes if check.causes else [],
        "causes": [diagnosis.as_dict() for diagnosis in check.causes],
        "findings": [diagnosis.as_dict() for diagnosis in check.findings],
        "requests": {
            "limit": MAX_REQUESTS,
            "sent": [
                {"purpose": str(exchange.purpose), **_exchange(exchange)}
                for exchange in evidence.log
            ],
        },
        "curl": " ".join(curl_parts(evidence)) or None,
    }


def _step(step: Step) -> dict[str, object]:
    """Return *step* as JSON holds it."""
    nothing: dict[str, object] = {"request": None, "response": None}
    return {
        "id": str(step.id),
        "title": step.title,
        "ok": step.ok,
        **(nothing if step.exchange is None else _exchange(step.exchange)),
        "got": step.remarked,
        "expected": step.expected,
        "source": step.source,
    }


def _exchange(exchange: HTTPExchange) -> dict[str, object]:
    """Return a request and its answer as JSON holds them."""
    return {"request": _request(exchange.request), "response": _response(exchange.result)}


def _request(request: HTTPRequest) -> dict[str, object]:
    """Return *request* as JSON holds it."""
    return {
        "method": escape(request.method),
        "url": escape(mask_url(request.url)),
        "headers": header_lines(request.headers),
    }


def _response(result: HTTPResponse | NetworkError) -> dict[str, object] | None:
    """Return *result* as JSON holds it, ``None`` if there is no response."""
    if not isinstance(result, HTTPResponse):
        return None
    return {"status": result.status, "headers": header_lines(result.headers)}
