"""The run of ``crossorigin prove``: from its options to its output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._output import MISUSED, Format, Output, plain
from crossorigin.doctor.configurations._read import read, read_expression
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.doctor.prove._prove import prove
from crossorigin.doctor.prove._report_ci import junit, sarif
from crossorigin.doctor.prove._report_json import json_report
from crossorigin.doctor.prove._report_markdown import markdown
from crossorigin.doctor.prove._report_text import lines_of
from crossorigin.proof import Flavor, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.configurations._configuration import Configuration
    from crossorigin.doctor.prove._prove import Result

_TWO: Final = 2
_STATUSES: Final[Mapping[Verdict, int]] = {
    Verdict.EQUAL: 0,
    Verdict.HARMLESS: 0,
    Verdict.DIFFERENT: 1,
    Verdict.DANGEROUS: 1,
    Verdict.UNDECIDED: 3,
}
_WRITERS: Final[Mapping[Format, Callable[[Result], str]]] = {
    "json": json_report,
    "markdown": markdown,
    "junit": junit,
    "sarif": sarif,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveOptions:
    """The options of the command, as they were given."""

    configurations: tuple[str, ...]
    regex: str | None
    flavor: str | None
    format: Format


def run(options: ProveOptions) -> Output:
    """Return the output of the command for *options*."""
    try:
        result = prove(*_configurations(options))
    except UsageError as error:
        return Output(MISUSED, complaint=str(error))
    return Output(_STATUSES[result.verdict], tuple(render(result, options.format)))


def render(result: Result, format_: Format) -> list[Line]:
    """Return the report of *result* in *format_*."""
    return list(lines_of(result)) if format_ == "text" else plain(_WRITERS[format_](result))


def _configurations(options: ProveOptions) -> list[Configuration]:
    """Return the one or two configurations that *options* name."""
    if (options.regex is None) != (options.flavor is None):
        raise UsageError("--regex R and --flavor F go together.")
    named = len(options.configurations) + (options.regex is not None)
    if not named:
        raise UsageError("Nothing is named: write A, or --regex R --flavor F.")
    if named > _TWO:
        raise UsageError("At most two configurations are compared: A and B.")
    found = [read(text) for text in options.configurations]
    if options.regex is not None and options.flavor is not None:
        found.insert(0, read_expression(options.regex, Flavor(options.flavor)))
    return found
