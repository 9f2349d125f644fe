"""Lay a check out as JSON; ``schemas/check.json`` says what may stand in it."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._curl_command import curl_parts
from crossorigin.doctor._sanitize import escaped, masked, masked_url
from crossorigin.doctor.check._check import ENGINES
from crossorigin.doctor.check._steps import TITLES
from crossorigin.doctor.probing._session import MAX_REQUESTS
from crossorigin.doctor.probing._transport import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossorigin._browser.header_lists import HeaderList
    from crossorigin.doctor.check._check import Check
    from crossorigin.doctor.check._steps import Step
    from crossorigin.doctor.probing._session import Sent
    from crossorigin.doctor.probing._transport import NoReply, Sending

SCHEMA: Final = 1
# No report holds more of what a server sent.
_MAX_LINES: Final = 100
_MAX_VALUE: Final = 1000


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
            "method": escaped(question.fetch.method),
            "url": escaped(masked_url(question.fetch.url)),
            "origin": question.fetch.origin,
            "headers": headers_of(question.fetch.headers),
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
        "stack": str(check.stack),
        "causes": [suspect.as_dict() for suspect in check.causes],
        "findings": [suspect.as_dict() for suspect in check.findings],
        "requests": {
            "limit": MAX_REQUESTS,
            "sent": [{"purpose": str(sent.purpose), **_sent(sent)} for sent in evidence.log],
        },
        "curl": " ".join(curl_parts(evidence)) or None,
    }


def headers_of(headers: HeaderList) -> list[list[str]]:
    """Return *headers*, line by line, safe to print, their secrets masked."""
    return [
        [escaped(name, 200), escaped(masked(name, value), _MAX_VALUE)]
        for name, value in headers[:_MAX_LINES]
    ]


def _step(step: Step) -> dict[str, object]:
    """Return *step* as JSON holds it."""
    nothing: dict[str, object] = {"request": None, "response": None}
    return {
        "id": str(step.id),
        "title": TITLES[step.id],
        "ok": step.ok,
        **(nothing if step.sent is None else _sent(step.sent)),
        "got": step.got,
        "expected": step.expected,
        "source": step.source,
    }


def _sent(sent: Sent) -> dict[str, object]:
    """Return a request and its answer as JSON holds them."""
    return {"request": _request(sent.request), "response": _response(sent.reply)}


def _request(request: Sending) -> dict[str, object]:
    """Return *request* as JSON holds it."""
    return {
        "method": escaped(request.method),
        "url": escaped(masked_url(request.url)),
        "headers": headers_of(request.headers),
    }


def _response(reply: Reply | NoReply) -> dict[str, object] | None:
    """Return *reply* as JSON holds it, ``None`` if there is no answer."""
    if not isinstance(reply, Reply):
        return None
    return {"status": reply.status, "headers": headers_of(reply.headers)}
