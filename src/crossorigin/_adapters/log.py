"""The log: refusals, and the failures of origin sources."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crossorigin._policy.decision import Decision
    from crossorigin._policy.guard import Refusal

logger: Final = logging.getLogger("crossorigin")


def logs_refusals() -> bool:
    """Tell whether refusals are logged: then each needs a decision, with its reason."""
    return logger.isEnabledFor(logging.INFO)


def log_failure(decision: Decision) -> None:
    """Log the exception of an origin source that failed."""
    if decision.failure is not None:
        logger.error(
            "The origin source failed for %s: refused.",
            decision.request.parsed_origin,
            exc_info=decision.failure,
        )


def log_decision(decision: Decision) -> None:
    """Log the failure of an origin source, and a refusal."""
    log_failure(decision)
    if not decision.allowed:
        _log_explanation(decision)


def log_refusal(refusal: Refusal) -> None:
    """Log a refusal of the guard."""
    _log_explanation(refusal)


def _log_explanation(refused: Decision | Refusal) -> None:
    """Log the explanation, but for the next step and the headers."""
    if logs_refusals():
        logger.info("%s", refused.explain().partition("\n  next")[0])
