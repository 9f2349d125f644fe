"""The directives of an nginx configuration, with what it includes in the place of each include."""

from __future__ import annotations

import glob
import os
import re
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._configuration import Place
from crossorigin.doctor.configurations._files import is_file, read_text
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_FILES: Final = 500
_MAX_DEPTH: Final = 60
# What is said after a backslash, in quotes and outside of them.
_BRACE: Final = re.compile(rb"[{}]")
_ESCAPED: Final = re.compile(r"\\([\"'\\trn])")
_MEANINGS: Final = {"t": "\t", "r": "\r", "n": "\n"}


@dataclass(frozen=True, slots=True)
class Directive:
    """
    A directive.

    Attributes:
        name: Its name; in a ``map``, a key.
        args: Its arguments, without their quotes.
        place: Where it stands.
        block: What stands in its braces; empty if it has none.
    """

    name: str
    args: tuple[str, ...]
    place: Place
    block: tuple[Directive, ...] = ()


@dataclass(slots=True)
class _Files:
    """
    The files that were read.

    Attributes:
        folder: The folder of the first, from which includes are found.
        prefix: What stands before each name in the report: a revision, or nothing.
        notes: What could not be included.
        count: How many there were.
    """

    folder: Path
    prefix: str
    notes: list[str] = field(default_factory=list[str])
    count: int = 0


def read_directives(path: Path, name: str) -> tuple[tuple[Directive, ...], tuple[str, ...]]:
    """
    Return the directives of the file at *path*, and a note for each include that is missing.

    Args:
        path: The file.
        name: Its name as it was given; the revision, if one was, stands before a colon.

    Raises:
        UsageError: If it, or what it includes, is no such configuration.
    """
    files = _Files(path.parent, name.removesuffix(path.name) if path.name else "")
    found = tuple(_directives(path, name, files, 0))
    return found, tuple(dict.fromkeys(files.notes))


def _directives(path: Path, name: str, files: _Files, depth: int) -> Iterator[Directive]:
    """Yield the directives of the file at *path*."""
    files.count += 1
    if files.count > _MAX_FILES:
        raise UsageError(f"{escape(name, 200)} includes more than {_MAX_FILES} files.")
    read_text(path, name)
    yield from _converted(_parsed(path, name), name, files, depth)


def _parsed(path: Path, name: str) -> list[dict[str, Any]]:
    """Return the statements of the file at *path*."""
    # A quarter of the time that --help may take.
    import crossplane  # type: ignore[import-untyped] # noqa: PLC0415 - and it has no types

    parse = cast("Any", crossplane).parse
    payload = parse(str(path), single=True, check_ctx=False, check_args=False)
    for error in payload["errors"]:
        # Where the parser gives up then depends on how deep its own caller is.
        is_deep = _is_deep(path.read_bytes())
        line = None if is_deep else error["line"]
        place = name if line is None else f"{name}:{line}"
        why = str(error["error"]).partition(f" in {path}")[0] or "it ends in a directive"
        why = "its blocks are too deep" if is_deep else why
        raise UsageError(f"{escape(place, 200)}: no nginx configuration: {escape(why, 120)}.")
    return cast("list[dict[str, Any]]", payload["config"][0]["parsed"])


def _is_deep(text: bytes) -> bool:
    """Tell whether more blocks are open at once in *text* than any configuration has."""
    steps = (1 if brace == b"{" else -1 for brace in _BRACE.findall(text))
    return max(accumulate(steps), default=0) > _MAX_DEPTH


def _converted(
    statements: list[dict[str, Any]], name: str, files: _Files, depth: int
) -> Iterator[Directive]:
    """Yield *statements* as directives."""
    if depth > _MAX_DEPTH:
        raise UsageError(f"{escape(name, 200)}: its blocks, or its includes, are too deep.")
    for each in statements:
        place = Place(name, each["line"])
        args = tuple(_ESCAPED.sub(_meaning, arg) for arg in each["args"])
        if each["directive"] == "include" and len(args) == 1:
            yield from _included(args[0], place, files, depth + 1)
            continue
        block = tuple(_converted(each.get("block") or [], name, files, depth + 1))
        yield Directive(_ESCAPED.sub(_meaning, each["directive"]), args, place, block)


def _meaning(found: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    return _MEANINGS.get(found[1], found[1])


def _included(pattern: str, place: Place, files: _Files, depth: int) -> Iterator[Directive]:
    """Yield the directives of the files that *pattern* names, in the order of their names."""
    # As nginx does, from the folder of the first file.
    whole = str(files.folder / pattern)
    paths = sorted(glob.glob(whole)) if glob.has_magic(pattern) else [whole]  # noqa: PTH207 - absolute ones, too
    for path in paths:
        if not is_file(Path(path)):
            files.notes.append(f"{place} includes {escape(pattern, 120)}, which is not here.")
            continue
        relative = os.path.relpath(path, files.folder)
        inside = not relative.startswith("..")
        name = f"{files.prefix}{Path(relative).as_posix()}" if inside else path
        yield from _directives(Path(path), name, files, depth)
