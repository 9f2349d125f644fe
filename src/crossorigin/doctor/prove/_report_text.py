"""The report of a proof for a person: plain, in 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor._text_layout import LABEL, with_label, wrap
from crossorigin.proof import Risk, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.prove._prove import Result, ScopeProof
    from crossorigin.proof import Witness

_SUMMARIES: Final[Mapping[Verdict, Line]] = {
    Verdict.EQUAL: ("readable", "✓ EQUAL"),
    Verdict.HARMLESS: ("readable", "✓ HARMLESS"),
    Verdict.DIFFERENT: ("blocked", "✗ DIFFERENT"),
    Verdict.DANGEROUS: ("blocked", "✗ DANGEROUS"),
    Verdict.UNDECIDED: ("unreachable", "✗ UNDECIDED"),
}
LABELS: Final[Mapping[Risk, str]] = {
    Risk.STRANGER: "stranger",
    Risk.OPAQUE: "null",
    Risk.INSECURE: "http",
    Risk.ANY_PORT: "any port",
    Risk.NONE: "such as",
}
_BAD: Final = frozenset({Risk.STRANGER, Risk.OPAQUE})
_MOST_WORDS: Final = 120


def lines_of(result: Result) -> Iterator[Line]:
    """Yield the report of *result*."""
    style, summary = _SUMMARIES[result.verdict]
    yield style, f"{summary}  {escape(result.first.name, 300)}"
    if result.second is None:
        yield from wrap("plain", result.first.kind, "  ")
    else:
        yield from wrap("plain", f"A  {result.first.kind}", "     ", "  ")
        second = f"B  {escape(result.second.name, 300)}, {result.second.kind}"
        yield from wrap("plain", second, "     ", "  ")
    for note in result.notes:
        yield from wrap("plain", note, "  ")
    is_one = len(result.scopes) == 1
    for each in result.scopes:
        yield "plain", ""
        if not is_one or each.scope.name:
            style, summary = _SUMMARIES[each.proof.verdict]
            where = f"{escape(each.scope.name, 200)} ({each.scope.place})".strip()
            yield from wrap(style, f"{summary}  {where}", "  ", "")
        yield from _lines_of_scope(each, is_change=result.second is not None)


def _lines_of_scope(found: ScopeProof, *, is_change: bool) -> Iterator[Line]:
    """Yield the lines about a scope."""
    proof = found.proof
    if proof.verdict is Verdict.UNDECIDED:
        stopped = escape(proof.stopped_by, 300)
        yield from with_label("undecided", f"{stopped}: {escape(proof.why, 300)}.", "reason")
        return
    if is_change:
        yield from _listed("opens", proof.opens)
        yield from _listed("closes", proof.closes)
        if proof.verdict is Verdict.EQUAL:
            yield from with_label("equal", "Both let in the same origins, every one.", "plain")
        return
    yield from with_label("lets in", f"{'; '.join(found.words)}.", "plain")
    for witness in proof.opens:
        if witness.risk is not Risk.NONE:
            yield from _witness(LABELS[witness.risk], witness)
        elif proof.verdict is Verdict.HARMLESS:
            yield "plain", f"{LABELS[witness.risk]:{LABEL}}{escape(witness.origin, 300)}"
    for at, fix in enumerate(found.fixes):
        lines = fix.text.splitlines()
        label = "or" if at else "write"
        yield "fix", f"{label:{LABEL}}{lines[0]}"
        yield from (("fix", f"{'':{LABEL}}{line}") for line in lines[1:])


def _listed(label: str, witnesses: tuple[Witness, ...]) -> Iterator[Line]:
    """Yield *witnesses* under *label*."""
    for at, witness in enumerate(witnesses):
        yield from _witness("" if at else label, witness)


def _witness(label: str, witness: Witness) -> Iterator[Line]:
    """Yield the lines of *witness* behind *label*."""
    style = "failed" if witness.risk in _BAD else "plain"
    yield style, f"{label:{LABEL}}{escape(witness.origin, 300)}"
    yield from wrap("plain", escape(witness.why, 300), " " * LABEL)
