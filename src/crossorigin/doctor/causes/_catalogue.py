"""The causes by their slugs, and the diagnosis that a symptom leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import Diagnosis
from crossorigin.doctor.causes._client import CAUSES as OF_CLIENT
from crossorigin.doctor.causes._delivery import CAUSES as OF_DELIVERY
from crossorigin.doctor.causes._elsewhere import CAUSES as OF_OTHERS
from crossorigin.doctor.causes._server import CAUSES as OF_SERVER
from crossorigin.doctor.causes._snippets import snippets_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin.doctor.causes._cause import Cause, CauseSlug, Stack, Symptom
    from crossorigin.doctor.causes._fix import FetchFacts

CAUSES: Final[Mapping[CauseSlug, Cause]] = {
    cause.slug: cause for cause in (*OF_SERVER, *OF_DELIVERY, *OF_CLIENT, *OF_OTHERS)
}


def diagnose(symptom: Symptom, stack: Stack, facts: FetchFacts) -> Diagnosis:
    """
    Return the diagnosis of *symptom*, with the fix for *stack*.

    No answer of a server is needed: where *facts* say nothing, a fix has an example.

    Args:
        symptom: The evidence of a cause.
        stack: The stack to mend.
        facts: The facts of the fetch, safe to print.
    """
    cause = CAUSES[symptom.slug]
    change = cause.change(facts.status)
    fix = change.fix_for(stack)
    for name, value in facts.words.items():
        fix = fix.replace(f"{{{name}}}", value)
    return Diagnosis(
        cause=cause,
        certain=symptom.certain,
        evidence=symptom.evidence,
        fix=fix,
        stack=stack,
        snippets=snippets_for(change.remedy, stack, facts),
    )
