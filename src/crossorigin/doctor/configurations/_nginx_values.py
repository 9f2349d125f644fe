"""
The values that nginx gives a variable, as far as they depend on the request's ``Origin``.

A request is not run: of all requests with an ``Origin``, those are followed together that nginx
treats alike. A text in which ``$http_origin`` or a variable of the request stands has a mark there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.configurations._configuration import Entry, EntryKind, undecided
from crossorigin.doctor.configurations._expressions import (
    any_of_terms,
    named_captures,
    whole_captures,
)
from crossorigin.doctor.configurations._nginx_sets import matched, named
from crossorigin.proof import Flavor, accept_origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor.configurations._configuration import Place
    from crossorigin.doctor.configurations._nginx_syntax import Directive
    from crossorigin.proof import Acceptance, UndecidedError
    from crossorigin.proof._syntax import Term

# Stand in a value for the Origin, and for what nobody here knows.
ORIGIN: Final = "\ue000"
_UNKNOWN: Final = "\ue001{}\ue002"
_UNKNOWNS: Final = re.compile("\ue001(.*?)\ue002")
_VARIABLE: Final = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_MAX_CASES: Final = 2000
_METHODS: Final = ("GET", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "HEAD")
# Of another language: what these set, no request tells.
_CODE: Final = re.compile(r"(?:set_by_lua\w*|js_set|js_var|perl_set|auth_request_set)")


@dataclass(frozen=True, slots=True)
class Case:
    """
    Requests that nginx treats alike.

    Attributes:
        origins: Their origins.
        variables: The variables that have been evaluated, each with its value.
        entries: The entries by which they got here.
        doubt: Why it is not known whether any gets here, if it is not.
        sole: Their one origin, where it is known that there is but one.
    """

    origins: Acceptance
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    entries: tuple[Entry, ...] = ()
    doubt: UndecidedError | None = None
    sole: str | None = None

    def within(self, origins: Acceptance, *entries: Entry) -> Iterator[Case]:
        """Yield the case of those *origins* among its own, by *entries*; none if there are none."""
        left = self.origins & origins
        if not left.is_empty:
            yield replace(self, origins=left, entries=(*self.entries, *entries))

    def with_variable(self, name: str, value: str) -> Case:
        """Return the case with *value* as the variable *name*."""
        return replace(self, variables={**self.variables, name: value})

    def only(self, origin: str, *entries: Entry) -> Iterator[Case]:
        """Yield the case of the one *origin*, if it is among its own."""
        if self.origins.accepts(origin):
            accepted = accept_origins([origin])
            yield replace(self, origins=accepted, entries=(*self.entries, *entries), sole=origin)

    def capturing(self, names: frozenset[str]) -> Case:
        """Return the case in which the captures *names* hold the Origin, and all others a part."""
        left = {name: value for name, value in self.variables.items() if not name.isdigit()}
        return replace(self, variables={**left, **dict.fromkeys(names, ORIGIN)})

    def doubted(self, doubt: UndecidedError) -> Case:
        """Return the case, of which *doubt* tells why it may be none."""
        return self if self.doubt is not None else replace(self, doubt=doubt)


@dataclass(slots=True)
class Variables:
    """
    The variables that a configuration defines.

    Attributes:
        maps: The maps, by the name of their variable.
        code: The variables that code sets, each with where it does.
        captures: The captures that have a name, each with where.
        texts: The variables that ``set`` sets, which are empty until then.
        methods: The methods that are told apart, and one more.
    """

    maps: dict[str, Directive]
    code: dict[str, Place]
    captures: dict[str, Place]
    texts: set[str]
    methods: list[str]
    _left: int = _MAX_CASES

    @classmethod
    def of(cls, directives: tuple[Directive, ...]) -> Variables:
        """Return the variables of all that stands in *directives*."""
        found = cls({}, {}, {}, set(), [])
        found._collect(directives)
        words = " ".join(_words(directives)).upper()
        named = [method for method in _METHODS if method in words]
        found.methods = [*named, *[each for each in _METHODS if each not in named][:1]]
        return found

    def _collect(self, directives: tuple[Directive, ...]) -> None:
        """Add the variables of *directives*."""
        for each in directives:
            for word in (each.name, *each.args):
                self.captures |= dict.fromkeys(named_captures(word), each.place)
            if each.name == "map" and len(each.args) == 2:  # noqa: PLR2004 - source and variable
                self.maps[each.args[1].removeprefix("$")] = each
            elif _CODE.fullmatch(each.name) and each.args:
                self.code[each.args[0].removeprefix("$")] = each.place
            elif each.name == "set" and each.args:
                self.texts.add(each.args[0].removeprefix("$"))
            self._collect(each.block)

    def expand(self, text: str, case: Case, place: Place) -> Iterator[tuple[Case, str]]:
        """Yield the values that *text* has for the requests of *case*, each with its requests."""
        found = _VARIABLE.search(text)
        if found is None:
            yield case, text
            return
        before, after = text[: found.start()], text[found.end() :]
        for inner, value in self._value(found[1] or found[2], case, place):
            for last, rest in self.expand(after, inner, place):
                yield last, before + value + rest

    def _value(self, name: str, case: Case, place: Place) -> Iterator[tuple[Case, str]]:
        """Yield the values of the variable *name*."""
        if name == "http_origin":
            yield case, ORIGIN
        elif name in case.variables:
            yield case, case.variables[name]
        elif name == "request_method":
            yield from ((case.with_variable(name, each), each) for each in self.methods)
        elif name in self.maps:
            self._left -= 1
            if self._left < 0:
                raise undecided(place, f"${name}", "too large: its maps branch too often")
            # A map that names itself is refused by nginx; here, it has no value.
            known = case.with_variable(name, "")
            for inner, value in self._mapped(self.maps[name], known):
                yield inner.with_variable(name, value), value
        else:
            yield case, "" if name in self.texts else _UNKNOWN.format(name)

    def _mapped(self, definition: Directive, case: Case) -> Iterator[tuple[Case, str]]:
        """Yield the values of the map that *definition* writes."""
        for inner, source in self.expand(definition.args[0], case, definition.place):
            if source == ORIGIN:
                yield from self._by_origin(definition, inner)
            elif is_known(source):
                yield from self._by_constant(definition, inner, source)
            else:
                yield from self._by_unknown(definition, inner, source)

    def _by_origin(self, definition: Directive, case: Case) -> Iterator[tuple[Case, str]]:
        """Yield the values of a map of the Origin: names first, then expressions in order."""
        before: list[Term] = []
        for keys in _in_order(definition):
            for value, alike in _by_value(keys):
                terms = named(alike, is_of_hosts=_is_of_hosts(definition))
                # Of all keys before, at once: one difference, however many there are.
                left = case.origins - any_of_terms(before) if before else case.origins
                entries = [entry_of(each) for each in alike]
                whole = frozenset[str].intersection(*map(_captures_of, alike))
                for inner in replace(case, origins=left).within(any_of_terms(terms), *entries):
                    yield from self.expand(value, inner.capturing(whole), alike[0].place)
                before += terms
        for inner in case.within(case.origins - any_of_terms(before)):
            yield from self.expand(_default_of(definition), inner, definition.place)

    def _by_constant(
        self, definition: Directive, case: Case, source: str
    ) -> Iterator[tuple[Case, str]]:
        """Yield the value of a map for the text *source*."""
        for key in (key for keys in _in_order(definition) for key in keys):
            if matched(key, source):
                yield from self.expand(key.args[0], case, key.place)
                return
        yield from self.expand(_default_of(definition), case, definition.place)

    def _by_unknown(
        self, definition: Directive, case: Case, source: str
    ) -> Iterator[tuple[Case, str]]:
        """Yield each value that a map may have for a text of which a part is not known here."""
        doubt = self.doubt_of(source, definition.place)
        asked = case if doubt is None else case.doubted(doubt)
        is_part = _UNKNOWNS.fullmatch(source) is None
        shape = re.compile(".*".join(map(re.escape, _UNKNOWNS.split(source)[::2])), re.IGNORECASE)
        for key in (key for keys in _in_order(definition) for key in keys):
            if not key.name.startswith("~"):
                if shape.fullmatch(key.name):
                    yield from self.expand(key.args[0], asked, key.place)
                continue
            why = "whether a text that is known in part matches it is not decided"
            perhaps = asked.doubted(undecided(key.place, key.name, why)) if is_part else asked
            yield from self.expand(key.args[0], perhaps, key.place)
        yield from self.expand(_default_of(definition), asked, definition.place)

    def doubt_of(self, value: str, place: Place) -> UndecidedError | None:
        """Return why *value* leaves something open; ``None`` if a request can have any such value."""
        if ORIGIN in value:
            text = shown(value)
            return undecided(place, text, "the Origin is but a part of what is compared")
        for name in _UNKNOWNS.findall(value):
            if name in self.code:
                return undecided(self.code[name], f"${name}", "code sets it, which is not read")
            if name.isdigit() or name in self.captures:
                return undecided(place, f"${name}", "it is but a part of what matched")
        return None


def _words(directives: tuple[Directive, ...]) -> Iterator[str]:
    """Yield the names and arguments of all that stands in *directives*."""
    for each in directives:
        yield each.name
        yield from each.args
        yield from _words(each.block)


def _in_order(definition: Directive) -> Iterator[list[Directive]]:
    """Yield the keys of a map in the order in which nginx looks: names, wildcards, expressions."""
    keys = [each for each in definition.block if len(each.args) == 1 and each.name != "default"]
    names = [each for each in keys if not each.name.startswith("~")]
    wild: list[Directive] = []
    if _is_of_hosts(definition):
        wild = [each for each in names if each.name.startswith((".", "*."))]
        wild += [each for each in names if each.name.endswith(".*")]
    yield [each for each in names if each not in wild]
    # The longest first, and those at the beginning before those at the end.
    for key in sorted(wild, key=lambda each: (each.name.endswith(".*"), -len(each.name))):
        yield [key]
    expressions = (each for each in keys if each.name.startswith("~"))
    for _, alike in groupby(expressions, key=lambda each: each.args[0]):
        yield list(alike)


def _by_value(keys: list[Directive]) -> Iterator[tuple[str, list[Directive]]]:
    """Yield the values of *keys*, each with the keys that have it."""
    for value in dict.fromkeys(each.args[0] for each in keys):
        yield value, [each for each in keys if each.args[0] == value]


def _default_of(definition: Directive) -> str:
    """Return the value of a map for all that no key names."""
    found = (each.args[0] for each in definition.block if each.name == "default" and each.args)
    return next(found, "")


def _is_of_hosts(definition: Directive) -> bool:
    """Tell whether a map reads ``*.example.com`` as a wildcard."""
    return any(each.name == "hostnames" and not each.args for each in definition.block)


def _captures_of(key: Directive) -> frozenset[str]:
    """Return the captures of *key* of a map that hold all that it matches."""
    return whole_captures(key.name.removeprefix("~").removeprefix("*"))


def entry_of(key: Directive) -> Entry:
    """Return the entry that *key* of a map is."""
    if not key.name.startswith("~"):
        return Entry(EntryKind.ORIGIN, key.name.removeprefix("\\"), key.place)
    ignores_case = key.name.startswith("~*")
    text = key.name.removeprefix("~").removeprefix("*")
    return Entry(EntryKind.EXPRESSION, text, key.place, Flavor.PCRE, ignores_case)


def is_known(value: str) -> bool:
    """Tell whether *value* is the same for every request."""
    return ORIGIN not in value and _UNKNOWNS.search(value) is None


def shown(value: str) -> str:
    """Return *value* as the configuration writes it."""
    return _UNKNOWNS.sub(r"$\1", value).replace(ORIGIN, "$http_origin")
