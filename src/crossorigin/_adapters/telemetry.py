"""
Tell OpenTelemetry of decisions; loaded where the program has imported its API.

Source: https://opentelemetry.io/docs/specs/otel/metrics/api/#counter
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from opentelemetry import metrics, trace

if TYPE_CHECKING:
    from crossorigin._policy.reasons import Reason

_REASON: Final = "crossorigin.reason"
_OUTCOME: Final = "crossorigin.outcome"
_counter: Final = metrics.get_meter("crossorigin").create_counter(
    "crossorigin.decisions",
    unit="{decision}",
    description="Decisions on requests of pages, by their outcome and their reason",
)


@cache
def _attributes(reason: Reason, outcome: str) -> dict[str, str]:
    """Return the attributes of a decision, which are as few as there are reasons."""
    return {_REASON: str(reason), _OUTCOME: outcome}


def observe(reason: Reason, outcome: str) -> None:
    """Count a decision, and put it on the span in hand."""
    attributes = _attributes(reason, outcome)
    _counter.add(1, attributes)
    trace.get_current_span().set_attributes(attributes)
