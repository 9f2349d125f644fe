"""Questions to a policy: under ASGI an answer may have to be waited for, under WSGI never."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from crossorigin._policy.decision import Decision, decide, decide_async

if TYPE_CHECKING:
    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin._policy.requests import CORSRequest

    Question = tuple[CompiledPolicy, CORSRequest]

Result = TypeVar("Result")


def asked(steps: Generator[Question, Any, Result]) -> Result:
    """Return what the *steps* lead to, each question answered at once."""
    question, result = _next(steps, None)
    while question is not None:
        question, result = _next(steps, decide(*question))
    return cast("Result", result)


async def asked_async(steps: Generator[Question, Any, Result]) -> Result:
    """Do the same where answers are waited for."""
    question, result = _next(steps, None)
    while question is not None:
        question, result = _next(steps, await decide_async(*question))
    return cast("Result", result)


def _next(
    steps: Generator[Question, Any, Result], answer: Decision | None
) -> tuple[Question | None, Result | None]:
    """Return the question that follows an *answer*; if there is none, what the *steps* lead to."""
    try:
        return steps.send(answer), None
    except StopIteration as end:
        return None, end.value
