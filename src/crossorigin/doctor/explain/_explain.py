"""Explain the messages of a browser: the facts, the causes, how to tell them apart, the fixes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin.doctor._sanitize import escape, mask_url
from crossorigin.doctor.causes._recognition import stack_of_url
from crossorigin.doctor.explain._diagnoses import diagnoses
from crossorigin.doctor.explain._messages import messages_in
from crossorigin.doctor.explain._next_commands import next_commands, placeholders_of
from crossorigin.doctor.explain._pasted import Pasted

if TYPE_CHECKING:
    from crossorigin._browser import Engine
    from crossorigin.doctor.causes._cause import Diagnosis, Stack
    from crossorigin.doctor.causes._console_reasons import FailureReason
    from crossorigin.doctor.explain._messages import Message

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
    The meaning of a message.

    Attributes:
        engine: The engine that printed it; ``None`` if it may be any of them.
        reasons: The possible meanings, the likeliest first; one if that is certain.
        facts: The facts in it, safe to print, their secrets masked.
        stack: The stack to mend.
        causes: The causes that may be behind it, the likeliest first.
        commands: The commands that tell them apart.
        placeholders: The words in them, and in the first fix, that are examples: the message does
            not say what belongs there.
    """

    engine: Engine | None
    reasons: tuple[FailureReason, ...]
    facts: dict[str, str]
    stack: Stack
    causes: tuple[Diagnosis, ...]
    commands: tuple[str, ...]
    placeholders: tuple[str, ...]

    @property
    def reason(self) -> FailureReason:
        """Return the likeliest meaning."""
        return self.reasons[0]


def explain(text: str, stack: Stack | None = None) -> list[Explanation]:
    """
    Return the meaning of each message in *text*, in its order; nothing if there is none.

    Args:
        text: A paste, with any text around the messages.
        stack: The stack to mend; if ``None``, the one that the URL gives away.

    Raises:
        UnreadableError: If *text* is empty, too long, or no text.
    """
    messages = messages_in(Pasted.of(text))
    return [_explanation(message, stack) for message in messages[:MAX_MESSAGES]]


def _explanation(message: Message, stack: Stack | None) -> Explanation:
    """Return the meaning of *message*."""
    facts = {name: escape(mask_url(value)) for name, value in message.facts.items()}
    recognised = stack or stack_of_url(message.facts.get("url", ""))
    has_credentials = message.reasons[0] in _WITH_CREDENTIALS
    causes = diagnoses(message.reasons, facts, recognised)
    commands = next_commands(facts, has_credentials=has_credentials)
    fixes = (causes[0].fix, *(snippet.text for snippet in causes[0].snippets))
    return Explanation(
        engine=message.engine,
        reasons=message.reasons,
        facts=facts,
        stack=recognised,
        causes=causes,
        commands=commands,
        placeholders=placeholders_of(commands, fixes, facts),
    )
