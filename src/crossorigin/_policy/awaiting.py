"""Decide where an origin source may be ``async``, and its answer can be awaited."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from crossorigin._policy.decision import (
    FAILED,
    Decision,
    decided,
    judged_answer,
    judged_origin,
    logger,
    question_of,
)
from crossorigin._policy.reasons import Reason

if TYPE_CHECKING:
    from crossorigin._policy.compiled import Rules
    from crossorigin._policy.requests import CORSRequest, OriginSource


async def decide_async(rules: Rules, request: CORSRequest) -> Decision:
    """Return what *rules* answer to *request*, once their origin source has answered."""
    verdict = judged_origin(rules, request)
    if not isinstance(verdict, Reason):
        verdict = judged_answer(rules, request, await _answer_of(verdict, request))
    return decided(rules, request, verdict)


async def _answer_of(source: OriginSource, request: CORSRequest) -> object:
    """Return what *source* says of the origin of *request*, ``FAILED`` if it raises."""
    try:
        answer = source(*question_of(request))
        return await answer if inspect.isawaitable(answer) else answer
    except Exception:  # noqa: BLE001 - whatever a source raises refuses, and is logged
        logger.exception("The origin source failed for %s: refused.", request.origin)
        return FAILED
