"""The report of an explanation for a person: plain, in 80 columns, on one screen."""

from __future__ import annotations

import re
import shlex
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor._text_layout import LABEL, WIDTH, command_lines, with_label, wrap
from crossorigin.doctor.causes._cause import Stack, docs_of
from crossorigin.doctor.causes._console_reasons import sentence_of
from crossorigin.doctor.causes._fix import snippet_lines
from crossorigin.doctor.explain._diagnoses import FITS, ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.causes._cause import Diagnosis
    from crossorigin.doctor.explain._explain import Explanation

# Of a message with several meanings, one less.
_MAX_SHOWN: Final = 3
_MAX_NAMED: Final = 5
_MAX_OTHERS: Final = 5
_NAMES: Final = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit (Safari)"}
_FACTS: Final = {
    "url": "url",
    "redirected_from": "from url",
    "redirected_to": "to url",
    "origin": "origin",
    "method": "method",
    "header": "header",
    "value": "value",
    "status": "status",
    "space": "network",
    "platform": "platform",
    "server": "server",
}
# Before an option. A value starts with no dash, unless it is in quotes.
_OPTION: Final = re.compile(r" (?=-)")

UNKNOWN: Final = (
    "No message of Chromium, Firefox or WebKit about a failed request is in this text.\n"
    "Paste the red lines of the console as they are: the line that names CORS, and\n"
    "its neighbours."
)


def lines_of(explanations: Sequence[Explanation]) -> Iterator[Line]:
    """Yield the report of *explanations*: of the first all, of each other a line."""
    first, *others = explanations
    yield from _head(first)
    yield from _certain(first)
    yield from _causes(first.causes, _MAX_SHOWN - (len(first.reasons) > 1))
    yield from _how_to_tell(first)
    yield from _fixes(first)
    if others:
        count = len(others)
        text = (
            f"{count} other message{'s' if count > 1 else ''}; paste alone what is to be explained:"
        )
        yield from with_label("also", text, "dim")
    for other in others[:_MAX_OTHERS]:
        where = escape(other.facts.get("url", ""), 40)
        yield "dim", f"{'':{LABEL}}{other.reason} {where}".rstrip()


def _head(explanation: Explanation) -> Iterator[Line]:
    """Yield the engine and its message."""
    engine = explanation.engine
    name = "A browser" if engine is None else _NAMES[engine]
    name = "A server" if "server" in explanation.facts else name
    yield "reason", f"{name} says: {explanation.reason}"
    yield from wrap("plain", sentence_of(explanation.reason), "  ")
    if len(explanation.reasons) > 1:
        others = ", ".join(explanation.reasons[1:])
        yield from wrap("plain", f"The same words can mean: {others}.", "  ")
    yield "plain", ""


def _certain(explanation: Explanation) -> Iterator[Line]:
    """Yield the facts in the message."""
    facts = explanation.facts
    label = "certain"
    for name, shown in _FACTS.items():
        if name in facts:
            text = escape(facts[name], WIDTH - LABEL - 10) or "(empty)"
            yield "fact", f"{label:{LABEL}}{shown:9} {text}"
            label = ""
    if "preflight" in facts:
        yield "fact", f"{label:{LABEL}}{'failed at':9} the preflight, before the request was sent"


def _causes(causes: Sequence[Diagnosis], most: int) -> Iterator[Line]:
    """Yield the causes behind it, or the possible ones, *most* of them with their meaning."""
    for place, diagnosis in enumerate(causes[:most]):
        label = ("cause" if diagnosis.certain else "may be") if place == 0 else ""
        yield "cause", f"{label:{LABEL}}{diagnosis.cause.slug}"
        evidence = "" if place or diagnosis.evidence in {FITS, ONLY} else diagnosis.evidence
        yield from wrap("plain", f"{diagnosis.cause.what} {evidence}", " " * (LABEL + 2))
    more = [diagnosis.cause.slug for diagnosis in causes[most:_MAX_NAMED]]
    if more:
        yield from wrap("plain", f"or {', '.join(more)}", " " * LABEL)


def _how_to_tell(explanation: Explanation) -> Iterator[Line]:
    """Yield how to tell the causes apart."""
    first = explanation.causes[0]
    if not explanation.commands:
        yield from with_label("look for", first.cause.tell, "plain")
        return
    for label, line in zip_longest(["run"], explanation.commands, fillvalue=""):
        yield from command_lines(label, _OPTION.split(shlex.join(shlex.split(line))))


def _fixes(explanation: Explanation) -> Iterator[Line]:
    """Yield the fix of the likeliest cause, what is an example in it, and where it is explained."""
    first = explanation.causes[0]
    yield from with_label("fix", first.fix, "fix")
    if explanation.placeholders:
        words = " and ".join(explanation.placeholders)
        count = "is a placeholder" if len(explanation.placeholders) == 1 else "are placeholders"
        yield from with_label("", f"{words} {count}: the message does not say.", "dim")
    yield "dim", f"{'more':{LABEL}}{docs_of(first.cause.slug)}"
    if explanation.stack is not Stack.UNKNOWN:
        yield from snippet_lines(first.snippets)
