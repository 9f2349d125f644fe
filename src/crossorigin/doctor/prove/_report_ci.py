"""The report of a proof for continuous integration: JUnit and SARIF 2.1.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from crossorigin.doctor._ci_formats import junit_case, junit_report, sarif_report, sarif_rule
from crossorigin.doctor._sanitize import escape
from crossorigin.proof import Risk, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor.prove._prove import Result, ScopeProof
    from crossorigin.proof import Proof, Witness

_NAME: Final = "crossorigin prove"
# The rules: what is wrong, what it means, and the level.
_RULES: Final[Mapping[str, tuple[str, str]]] = {
    "lets-strangers-in": ("An origin is let in that a stranger can have.", "error"),
    "lets-more-in": ("The change lets in an origin that was not let in.", "warning"),
    "lets-less-in": ("The change no longer lets in an origin that was let in.", "note"),
    "undecided": ("What is let in cannot be decided.", "warning"),
}
_HELP: Final = (
    "crossorigin prove shows the shortest origins, and the lines that let in what was meant."
)


def junit(result: Result) -> str:
    """Return *result* as XML: a test case for each scope."""
    cases = [_case(result, each) for each in result.scopes]
    failures = sum(case.find("failure") is not None for case in cases)
    errors = sum(case.find("error") is not None for case in cases)
    return junit_report(_NAME, cases, tests=len(cases), failures=failures, errors=errors)


def _case(result: Result, found: ScopeProof) -> ET.Element:
    """Return the test case of a scope."""
    case = junit_case(_NAME, " ".join(filter(None, (_title(result), escape(found.scope.name)))))
    proof = found.proof
    if proof.verdict is Verdict.UNDECIDED:
        ET.SubElement(case, "error", {"type": "undecided", "message": _stop(proof)})
    elif proof.verdict in {Verdict.DANGEROUS, Verdict.DIFFERENT}:
        lines = [f"+ {escape(each.origin)}: {escape(each.why)}" for each in proof.opens]
        lines += [f"- {escape(each.origin)}: {escape(each.why)}" for each in proof.closes]
        kind = {"type": str(proof.verdict), "message": lines[0]}
        ET.SubElement(case, "failure", kind).text = "\n".join(
            [*lines, *(f"write: {fix.text}" for fix in found.fixes)]
        )
    return case


def _title(result: Result) -> str:
    """Return the names of the configurations."""
    second = "" if result.second is None else f" -> {escape(result.second.name, 300)}"
    return f"{escape(result.first.name, 300)}{second}"


def _stop(proof: Proof) -> str:
    """Return what stops *proof*, in words."""
    return f"{escape(proof.stopped_by, 300)}: {escape(proof.why, 300)}"


def sarif(result: Result) -> str:
    """Return *result* as SARIF 2.1.0."""
    found = [each for scope in result.scopes for each in _results(result, scope)]
    rules = sorted({str(each["ruleId"]) for each in found})
    return sarif_report(
        [sarif_rule(slug, _RULES[slug][0], _HELP, _RULES[slug][1]) for slug in rules],
        found,
    )


def _results(result: Result, found: ScopeProof) -> Iterator[dict[str, object]]:
    """Yield the results about a scope."""
    proof = found.proof
    if proof.verdict is Verdict.UNDECIDED:
        yield _result(found, "undecided", _stop(proof))
    elif proof.verdict is Verdict.DANGEROUS:
        # What is said beside it is no danger.
        bad = [each for each in proof.opens if each.risk in _bad_risks(found)]
        yield from (_result(found, "lets-strangers-in", _said(each)) for each in bad)
    elif result.second is not None:
        yield from (_result(found, "lets-more-in", _said(each)) for each in proof.opens)
        yield from (_result(found, "lets-less-in", _said(each)) for each in proof.closes)


def _bad_risks(found: ScopeProof) -> frozenset[Risk]:
    """Return the risks that are dangers of a scope."""
    more = {Risk.INSECURE} if found.scope.credentials else set[Risk]()
    return frozenset({Risk.STRANGER, Risk.OPAQUE, *more})


def _said(witness: Witness) -> str:
    """Return *witness* in a sentence."""
    return f"{escape(witness.origin, 300)}: {escape(witness.why, 300)}"


def _result(found: ScopeProof, slug: str, text: str) -> dict[str, object]:
    """Return a result of the rule *slug*."""
    place = found.scope.place
    physical: dict[str, object] = {
        "artifactLocation": {"uri": escape(place.file).replace("\\", "%5C").replace(" ", "%20")}
    }
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    name = escape(found.scope.name) or escape(place.file)
    return {
        "ruleId": slug,
        "level": _RULES[slug][1],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": physical,
                "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}],
            }
        ],
    }
