"""The report of a comparison for a person: plain, in 80 columns, one group for each cause."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape, header_lines, mask_url
from crossorigin.doctor._text_layout import counted, with_label, wrap
from crossorigin.doctor.conformance._causes import MEANINGS, Cause, MattersTo, docs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.conformance._conformance import Conformance
    from crossorigin.doctor.conformance._differences import Difference

_STYLES: Final[Mapping[MattersTo, str]] = {"browser": "failed", "cache": "cause"}
# Of many requests with one cause, as many are shown.
_SHOWN: Final = 3


def lines_of(result: Conformance) -> Iterator[Line]:
    """Yield the report of *result*."""
    style, summary = summary_of(result)
    yield style, f"{summary}  {result.url}"
    sent = counted(result.answers.sent, "request")
    yield "plain", f"  by the policy {result.policy}, {sent}"
    if result.complaint is not None:
        yield from wrap("plain", result.complaint, "  ")
        return
    for note in filter(None, (result.doubt, *result.not_asked)):
        yield from wrap("dim", note, "  ")
    for (matters, cause), group in groups_of(result.material):
        yield "plain", ""
        yield from _group(matters, cause, group)
    yield from _unnoticed(result)


def groups_of(
    differences: Iterable[Difference],
) -> Iterator[tuple[tuple[MattersTo, Cause], list[Difference]]]:
    """Yield the *differences* in groups of one cause, which matter to the same."""
    for key, group in groupby(differences, key=lambda each: (each.matters_to, each.cause)):
        yield key, list(group)


def _group(matters: MattersTo, cause: Cause, group: list[Difference]) -> Iterator[Line]:
    """Yield the lines about the differences of one *cause*."""
    number = counted(len(group), "request")
    yield _STYLES[matters], f"{cause}  {number}, a {matters} notices"
    meaning = MEANINGS[cause]
    yield from wrap("plain", meaning.what, " " * 10)
    shown = group[:_SHOWN]
    for texts, alike in groupby(shown, key=lambda each: (each.expected, each.got)):
        for each in alike:
            yield from with_label("asked", request_of(each), "plain")
        yield from with_label("expected", escape(texts[0], 300), "plain")
        yield from with_label("got", escape(texts[1], 300), "plain")
    if len(group) > len(shown):
        yield "dim", f"{'':10}and {len(group) - len(shown)} more: --format json lists them."
    yield from with_label("next", meaning.fix, "fix")
    yield "dim", f"{'more':10}{docs_of(cause)}"


def _unnoticed(result: Conformance) -> Iterator[Line]:
    """Yield the lines about the differences that nobody notices."""
    counts = Counter(each.cause for each in result.differences if each.matters_to == "nobody")
    if counts:
        listed = ", ".join(f"{cause} {counts[cause]}" for cause in Cause if counts[cause])
        text = f"Nobody notices these, which --format json lists: {listed}."
        yield "plain", ""
        yield from wrap("dim", text, "  ")


def request_of(difference: Difference) -> str:
    """Return the request of *difference* on one line, safe to print."""
    first, *headers = request_lines(difference)
    return f"{first} with {'; '.join(headers)}" if headers else f"{first} without Origin"


def request_lines(difference: Difference) -> list[str]:
    """Return the request of *difference*, one line each, safe to print."""
    ask = difference.ask
    lines = [f"{escape(ask.method)} {escape(mask_url(ask.url), 300)}"]
    return lines + [f"{name}: {value}" for name, value in header_lines(ask.headers)]


def summary_of(result: Conformance) -> Line:
    """Return the number of differences that somebody notices, in words, with its style."""
    if result.complaint is not None:
        return "unreachable", "✗ UNREACHABLE"
    number = len(result.material)
    if not number and result.doubt is not None:
        return "unreachable", "✗ INCONCLUSIVE"
    if not number:
        return "readable", "✓ KEEPS ITS POLICY"
    more = "" if result.doubt is None else ", INCONCLUSIVE"
    return "blocked", f"✗ {number} DIFFERENCE{'S' if number > 1 else ''}{more}"
