"""Read a message that was cut: by three dots, by a column, at the end of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.explain._pasted import skeleton_of
from crossorigin.doctor.explain._wordings import Wording, WordingMatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin.doctor.explain._pasted import Pasted

_MAX_CUTS: Final = 20
# So many letters are no accident.
_ENOUGH: Final = 22
_MORE: Final = 6
_FAR: Final = 400
_NAMES: Final = tuple(
    skeleton_of(f"Access-Control-Allow-{name}")
    for name in ("Origin", "Credentials", "Methods", "Headers")
)


def truncated_in(
    pasted: Pasted, wordings: Sequence[Wording], found: Sequence[WordingMatch]
) -> Iterator[WordingMatch]:
    """
    Yield a message where *pasted* is cut within one of *wordings*, and none of *found* stands.

    If it can be several of them, it has all of their reasons.
    """
    taken = {place.start for place in found if place.wording.vagueness == 0}
    for cut in pasted.cuts()[:_MAX_CUTS]:
        cut_short = {
            wording: start
            for wording in wordings
            if wording.vagueness == 0 and (start := _start_of(pasted, wording, cut)) is not None
        }
        start = min(cut_short.values(), default=cut)
        if start == cut or any(start <= place < cut for place in taken):
            continue
        likely = [wording for wording, at in cut_short.items() if at == start]
        reasons = tuple(dict.fromkeys(one for wording in likely for one in wording.reasons))
        is_one = len({wording.engine for wording in likely}) == 1
        engine = likely[0].engine if is_one else None
        preflight = all(wording.preflight for wording in likely) or None
        yield WordingMatch(Wording(engine, reasons, likely[0].text, preflight), start, cut, {})


def _start_of(pasted: Pasted, wording: Wording, cut: int) -> int | None:
    """Return where *wording* starts if its first words are cut at *cut*, or the hole after them."""
    words = wording.words.literals[0]
    # Others write the name of a header, too.
    name = next((each for each in _NAMES if words.startswith(each)), "")
    enough = max(_ENOUGH, len(name) + _MORE)
    if len(words) < enough:
        return None
    at = pasted.skeleton.rfind(words[:enough], max(0, cut - len(words) - _FAR), cut)
    if at < 0:
        return None
    if cut - at < len(words):
        return at if pasted.skeleton[at:cut] == words[: cut - at] else None
    has_hole = len(wording.words.literals) > 1
    return at if has_hole and pasted.skeleton.startswith(words, at) else None
