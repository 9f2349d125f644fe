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
    answer: Decision | None = None
    while True:
        try:
            question = steps.send(answer)
        except StopIteration as end:
            return cast("Result", end.value)
        answer = decide(*question)


async def asked_async(steps: Generator[Question, Any, Result]) -> Result:
    """Do the same where answers are waited for."""
    answer: Decision | None = None
    while True:
        try:
            question = steps.send(answer)
        except StopIteration as end:
            return cast("Result", end.value)
        answer = await decide_async(*question)
