"""Explain what a browser printed: what is certain, what it may be, how to tell, what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser.failures import Failure
from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor.causes._stacks import Stack, stack_of_url
from crossorigin.doctor.explain._console_reasons import ConsoleReason, sentence_of
from crossorigin.doctor.explain._messages import messages_in
from crossorigin.doctor.explain._next_commands import commands
from crossorigin.doctor.explain._pasted import Pasted
from crossorigin.doctor.explain._suspects import suspects

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin.doctor.causes._results import Suspect
    from crossorigin.doctor.explain._messages import Message

SCHEMA: Final = 1
MAX_MESSAGES: Final = 20
_WITH_CREDENTIALS: Final = frozenset(
    {
        Failure.WILDCARD_WITH_CREDENTIALS,
        Failure.ALLOW_CREDENTIALS_MISSING,
        Failure.ALLOW_CREDENTIALS_NOT_TRUE,
    }
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Hold what one message means.

    Attributes:
        engine: Who printed it; ``None`` if any of them may have.
        reasons: What it can mean, the likeliest first; one if that is certain.
        facts: What it says, safe to print, its secrets masked.
        stack: Whose fixes these are.
        causes: What may be behind it, the likeliest first.
        commands: What to run to tell which.
    """

    engine: Engine | None
    reasons: tuple[ConsoleReason, ...]
    facts: dict[str, str]
    stack: Stack
    causes: tuple[Suspect, ...]
    commands: tuple[str, ...]

    @property
    def reason(self) -> ConsoleReason:
        """Return what it means, or is likeliest to mean."""
        return self.reasons[0]

    def as_dict(self) -> dict[str, object]:
        """Return the explanation as JSON holds it."""
        facts: dict[str, object] = {**self.facts}
        if "status" in facts:
            facts["status"] = int(self.facts["status"])
        if "preflight" in facts:
            facts["preflight"] = True
        return {
            "engine": self.engine,
            "reason": str(self.reason),
            "certain": len(self.reasons) == 1,
            "reasons": [
                {"slug": str(reason), "sentence": sentence_of(reason)} for reason in self.reasons
            ],
            "facts": facts,
            "stack": str(self.stack),
            "causes": [cause.as_dict() for cause in self.causes],
            "commands": list(self.commands),
        }


def explain(text: str, stack: Stack | None = None) -> list[Explanation]:
    """
    Return what each message in *text* means, in its order; nothing if there is none.

    Args:
        text: What was pasted, with whatever stands around it.
        stack: Whose fixes are wanted; if ``None``, what the URL gives away.

    Raises:
        UnreadableError: If *text* is empty, too long, or no text.
    """
    messages = messages_in(Pasted.of(text))
    return [_explanation(message, stack) for message in messages[:MAX_MESSAGES]]


def report(explanations: list[Explanation]) -> dict[str, object]:
    """Return *explanations* as JSON holds them: the first, and the others beside it."""
    nothing: dict[str, object] = {
        "engine": None,
        "reason": None,
        "certain": False,
        "reasons": [],
        "facts": {},
        "stack": str(Stack.UNKNOWN),
        "causes": [],
        "commands": [],
    }
    first = explanations[0].as_dict() if explanations else nothing
    return {
        "schema": SCHEMA,
        **first,
        "others": [explanation.as_dict() for explanation in explanations[1:]],
    }


def _explanation(message: Message, stack: Stack | None) -> Explanation:
    """Return what *message* means."""
    facts = {name: escaped(masked_url(value)) for name, value in message.facts.items()}
    recognised = stack or stack_of_url(message.facts.get("url", ""))
    has_credentials = message.reasons[0] in _WITH_CREDENTIALS
    return Explanation(
        engine=message.engine,
        reasons=message.reasons,
        facts=facts,
        stack=recognised,
        causes=suspects(message.reasons, facts, recognised),
        commands=commands(facts, has_credentials=has_credentials),
    )
