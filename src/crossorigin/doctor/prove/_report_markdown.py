"""The report of a proof as Markdown, for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.doctor._sanitize import escape, markdown_code
from crossorigin.proof import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.prove._prove import Result, ScopeProof
    from crossorigin.proof import Witness


def markdown(result: Result) -> str:
    """Return *result* as Markdown; the text of others stands in code, free of markup."""
    names = [result.first.name, *([] if result.second is None else [result.second.name])]
    shown = " → ".join(markdown_code(escape(name, 300)) for name in names)
    lines = [f"### {str(result.verdict).upper()}: {shown}", ""]
    lines += [f"{markdown_code(note)}\n" for note in result.notes]
    for each in result.scopes:
        if each.proof.verdict is Verdict.UNDECIDED:
            said = f"{escape(each.proof.stopped_by, 300)}: {escape(each.proof.why, 300)}"
            lines.append(f"undecided: {markdown_code(said)}\n")
        elif each.words:
            lines.append(f"Lets in: {markdown_code('; '.join(each.words))}\n")
    rows = [row for each in result.scopes for row in _rows(each)]
    if rows:
        head = "opens" if result.second is not None else "lets in"
        lines += [f"| scope | | origin ({head}) | why |", "| --- | --- | --- | --- |", *rows]
    return "\n".join(lines)


def _rows(found: ScopeProof) -> Iterator[str]:
    """Yield the rows of a table about a scope."""
    name = markdown_code(_cell(found.scope.name or str(found.scope.place)))
    for sign, witnesses in (("+", found.proof.opens), ("-", found.proof.closes)):
        for witness in witnesses:
            yield f"| {name} | `{sign}` | {_shown(witness)}"


def _shown(witness: Witness) -> str:
    """Return the last cells of a row about *witness*."""
    return f"{markdown_code(_cell(witness.origin))} | {markdown_code(_cell(witness.why))} |"


def _cell(text: str) -> str:
    """Return *text* such that it ends no cell."""
    return escape(text, 300).replace("|", "¦")
