"""The responses of a server or a location of nginx, as far as they say which origins may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.configurations._configuration import Entry, EntryKind, undecided
from crossorigin.doctor.configurations._expressions import expression, whole_captures
from crossorigin.doctor.configurations._nginx_sets import exactly
from crossorigin.doctor.configurations._nginx_values import ORIGIN, Case, is_known
from crossorigin.proof import Flavor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.configurations._configuration import Place
    from crossorigin.doctor.configurations._nginx_syntax import Directive
    from crossorigin.doctor.configurations._nginx_values import Variables
    from crossorigin.proof import UndecidedError

ALLOW_ORIGIN: Final = "access-control-allow-origin"
ALLOW_CREDENTIALS: Final = "access-control-allow-credentials"
# What adds a header has no effect on other statuses, unless it says `always`.
# https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header
_STATUSES: Final = frozenset({"200", "201", "204", "206", "301", "302", "303", "304", "307", "308"})
_OK: Final = "200"
_FOUND: Final = "302"
_MAX_RESPONSES: Final = 2000


@dataclass(frozen=True, slots=True)
class Header:
    """A header that is added: its name in lower case, its value, on which statuses, and where."""

    name: str
    value: str
    is_always: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Level:
    """
    A block of nginx, with what it has from those around it.

    Attributes:
        directives: What stands in it.
        headers: The headers that are added in it.
        doubt: Why its headers cannot be read, if they cannot.
    """

    directives: tuple[Directive, ...] = ()
    headers: tuple[Header, ...] = ()
    doubt: UndecidedError | None = None

    def inside(self, directives: tuple[Directive, ...]) -> Level:
        """Return the level of the *directives* of a block in this one."""
        own = tuple(_headers_in(directives))
        is_merged = any(
            each.name == "add_header_inherit" and each.args == ("merge",) for each in directives
        )
        # One header of its own, and all those around are gone.
        headers = (*self.headers, *own) if is_merged or not own else own
        return Level(directives, headers, _code_in(directives) or self.doubt)


def _headers_in(directives: tuple[Directive, ...]) -> Iterator[Header]:
    """Yield the headers that *directives* add."""
    for each in directives:
        if each.name == "add_header" and len(each.args) > 1:
            name, value, *rest = each.args
            yield Header(name.lower(), value, "always" in rest, each.place)


def _code_in(directives: tuple[Directive, ...]) -> UndecidedError | None:
    """Return why the headers of *directives* cannot be read, if code may change them."""
    for each in directives:
        text = " ".join(each.args).lower()
        is_hidden = each.name in {"js_header_filter", "header_filter_by_lua_file"}
        is_code = "_by_lua" in each.name or each.name.startswith("more_")
        if is_hidden or (is_code and ALLOW_ORIGIN in text):
            return undecided(each.place, each.name, "it sets headers, and is not read")
    return None


@dataclass(frozen=True, slots=True)
class Response:
    """The requests of a case, and the level and the status with which they are answered."""

    case: Case
    level: Level
    status: str = _OK
    is_ended: bool = False


def responses(variables: Variables, start: Response) -> Iterator[Response]:
    """Yield the responses to the requests of *start*, once its level has been run."""
    found = [start]
    for directive in start.level.directives:
        found = [
            after
            for before in found
            for after in ([before] if before.is_ended else _after(variables, before, directive))
        ]
        if len(found) > _MAX_RESPONSES:
            raise undecided(directive.place, directive.name, "too large: there are too many ways")
    yield from found


def _after(variables: Variables, before: Response, directive: Directive) -> Iterator[Response]:
    """Yield what *directive* makes of the response *before*."""
    name, args = directive.name, directive.args
    if name == "set" and len(args) == 2:  # noqa: PLR2004 - variable and value
        for case, value in variables.expand(args[1], before.case, directive.place):
            yield replace(before, case=case.with_variable(args[0].removeprefix("$"), value))
    elif name == "return":
        status = args[0] if args and args[0].isdigit() else _FOUND
        yield replace(before, status=status, is_ended=True)
    elif name == "break":
        yield replace(before, is_ended=True)
    elif name == "if":
        for case, is_true in _asked(variables, before.case, directive):
            if not is_true:
                yield replace(before, case=case)
                continue
            inner = before.level.inside(directive.block)
            # What follows the block is run, too, with the headers of the block.
            outer = before.level.directives
            for each in responses(variables, replace(before, case=case, level=inner)):
                yield replace(each, level=replace(each.level, directives=outer))
    else:
        yield before


def _asked(variables: Variables, case: Case, directive: Directive) -> Iterator[tuple[Case, bool]]:
    """Yield the requests for which the condition of *directive* holds, and the others."""
    args, place = directive.args, directive.place
    if not args or not args[0].startswith("$"):
        # Of a file: what is there, no request tells.
        yield from ((case, True), (case, False))
        return
    for inner, value in variables.expand(args[0], case, place):
        if len(args) == 1:
            yield from _truth(variables, inner, value, place)
        elif args[1] in {"=", "!="}:
            for last, text in variables.expand(" ".join(args[2:]), inner, place):
                for found, is_equal in _equal(variables, last, (value, text), place):
                    yield found, is_equal == (args[1] == "=")
        else:
            yield from _matched(variables, inner, value, directive)


def _truth(
    variables: Variables, case: Case, value: str, place: Place
) -> Iterator[tuple[Case, bool]]:
    """Yield whether *value* is true: neither empty nor ``0``."""
    if is_known(value):
        yield case, value not in {"", "0"}
    elif ORIGIN in value:
        yield case, True
    else:
        yield from _either(variables, case, value, place)


def _equal(
    variables: Variables, case: Case, pair: tuple[str, str], place: Place
) -> Iterator[tuple[Case, bool]]:
    """Yield whether the two texts of *pair* are equal."""
    value, text = pair
    if value == text or (is_known(value) and is_known(text)):
        yield case, value == text
    elif value == ORIGIN and is_known(text):
        entry = Entry(EntryKind.ORIGIN, text, place)
        yield from ((each, True) for each in case.only(text, entry))
        others = case.origins - exactly(text)
        yield from ((each, False) for each in case.within(others))
    else:
        yield from _either(variables, case, value + text, place)


def _matched(
    variables: Variables, case: Case, value: str, directive: Directive
) -> Iterator[tuple[Case, bool]]:
    """Yield whether *value* matches the expression of *directive*."""
    operator, text = directive.args[1], " ".join(directive.args[2:])
    is_positive, ignores_case = not operator.startswith("!"), operator.endswith("*")
    if not is_known(value) and value != ORIGIN:
        yield from _either(variables, case, value, directive.place)
        return
    found = expression(text, Flavor.PCRE, directive.place, ignores_case=ignores_case)
    if value != ORIGIN:
        yield case, found.accepts(value) == is_positive
        return
    entry = Entry(EntryKind.EXPRESSION, text, directive.place, Flavor.PCRE, ignores_case)
    for each in case.within(found, entry):
        yield each.capturing(whole_captures(text)), is_positive
    yield from ((each, not is_positive) for each in case.within(case.origins - found))


def _either(
    variables: Variables, case: Case, value: str, place: Place
) -> Iterator[tuple[Case, bool]]:
    """Yield both answers to a question about *value*, which is not known here."""
    doubt = variables.doubt_of(value, place)
    asked = case if doubt is None else case.doubted(doubt)
    yield from ((asked, True), (asked, False))


def sent(variables: Variables, response: Response, name: str) -> Iterator[tuple[Case, list[str]]]:
    """Yield the values that the header *name* has on *response*, for each of its cases."""
    found: list[tuple[Case, list[str]]] = [(response.case, [])]
    for header in response.level.headers:
        if header.name != name or not (header.is_always or response.status in _STATUSES):
            continue
        found = [
            # An empty value is not sent.
            (inner, [*values, value.strip(" \t")] if value else values)
            for case, values in found
            for inner, value in variables.expand(header.value, case, header.place)
        ]
    yield from found
