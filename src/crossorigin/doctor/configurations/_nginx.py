"""Read an nginx configuration: each server and location that says which origins may read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.configurations._configuration import (
    Configuration,
    Entry,
    EntryKind,
    Place,
    Scope,
    undecided,
)
from crossorigin.doctor.configurations._nginx_responses import (
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN,
    Level,
    Response,
    responses,
    sent,
)
from crossorigin.doctor.configurations._nginx_syntax import read_directives
from crossorigin.doctor.configurations._nginx_values import (
    ORIGIN,
    Case,
    Variables,
    is_known,
    shown,
)
from crossorigin.proof import NOBODY, UndecidedError, accept_origins, accept_term
from crossorigin.proof._syntax import ANYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crossorigin.doctor.configurations._nginx_syntax import Directive
    from crossorigin.proof import Acceptance

# Without one of these, a location sends what its server sends.
_OWN: Final = frozenset({"add_header", "if"})
_SNIPPET: Final = frozenset({*_OWN, "location", "set"})
# Until a condition says less.
_EVERYONE: Final = accept_term(ANYTHING)
_NOTHING: Final = "Nothing in it adds Access-Control-Allow-Origin: what answers behind it may."
_TWICE: Final = (
    "{} sends Access-Control-Allow-Origin twice to some origins; no browser accepts that."
)


def read_nginx(path: Path, name: str) -> Configuration:
    """
    Return the nginx configuration at *path*, which is called *name*.

    Raises:
        UsageError: If it is none.
    """
    directives, notes = read_directives(path, name)
    variables = Variables.of(directives)
    reader = _Reader(variables, list(notes))
    scopes = tuple(reader.scopes(directives))
    if not scopes:
        reader.notes.append(_NOTHING)
        scopes = (Scope(name="", place=Place(name), accepts=NOBODY, credentials=None),)
    found = tuple(dict.fromkeys(reader.notes))
    return Configuration(name=name, kind="an nginx configuration", scopes=scopes, notes=found)


@dataclass(slots=True)
class _Tally:
    """What the responses of a scope let in."""

    known: Acceptance = NOBODY
    names: list[str] = field(default_factory=list[str])
    perhaps: Acceptance = NOBODY
    doubt: UndecidedError | None = None
    entries: list[Entry] = field(default_factory=list[Entry])
    has_credentials: bool = False
    stars: list[bool] = field(default_factory=list[bool])

    def add(self, case: Case, doubt: UndecidedError | None) -> None:
        """Add that the requests of *case* are let in, unless *doubt* says that nobody knows."""
        if doubt is None and case.sole is not None:
            self.names.append(case.sole)
        elif doubt is None:
            self.known |= case.origins
        else:
            self.perhaps |= case.origins
            self.doubt = self.doubt or doubt

    @property
    def surely(self) -> Acceptance:
        """Return the origins that are let in, whatever is not known."""
        return self.known | accept_origins(self.names) if self.names else self.known

    @property
    def is_public(self) -> bool:
        """Tell whether everyone is let in by a wildcard, without credentials."""
        is_starred = bool(self.stars) and all(self.stars) and not self.has_credentials
        return is_starred and (_EVERYONE - self.surely).is_empty

    @property
    def accepts(self) -> Acceptance | UndecidedError:
        """Return the origins that are let in, or why that is not decided."""
        if self.doubt is not None and not (self.perhaps - self.surely).is_empty:
            return self.doubt
        return self.surely


@dataclass(slots=True)
class _Reader:
    """The reader of a configuration."""

    variables: Variables
    notes: list[str]

    def scopes(self, directives: tuple[Directive, ...]) -> Iterator[Scope]:
        """Yield the scopes of *directives*, which may be a whole configuration or a part of one."""
        http = [each for each in directives if each.name == "http"]
        outer = Level().inside(directives)
        for each in http:
            yield from self._servers(outer.inside(each.block), each.block)
        yield from self._servers(outer, directives)

    def _servers(self, outer: Level, directives: tuple[Directive, ...]) -> Iterator[Scope]:
        """Yield the scopes of the servers among *directives*, and of a part that is in none."""
        servers = [each for each in directives if each.name == "server" and each.block]
        for each in servers:
            yield from self._server(_name_of(each), each.place, outer.inside(each.block))
        # A snippet, which something includes in a server or a location.
        if not servers and any(each.name in _SNIPPET for each in directives):
            yield from self._server("", directives[0].place, outer)

    def _server(self, name: str, place: Place, level: Level) -> Iterator[Scope]:
        """Yield the scopes of a server."""
        start = Response(Case(_EVERYONE), level)
        yield from self._scope(name, place, level, [start])
        try:
            before = list(responses(self.variables, start))
        except UndecidedError:
            # The server's own scope says so.
            before = [start]
        yield from self._locations(name, level, before)

    def _locations(self, name: str, outer: Level, before: list[Response]) -> Iterator[Scope]:
        """Yield the scopes of the locations in a level, whose server has answered *before*."""
        for each in outer.directives:
            if each.name != "location":
                continue
            level = outer.inside(each.block)
            title = f"{name} location {' '.join(each.args)}".strip()
            if any(inner.name in _OWN for inner in each.block) or level.doubt != outer.doubt:
                # Those that the server itself has answered never get here.
                starts = [Response(one.case, level) for one in before if not one.is_ended]
                yield from self._scope(title, each.place, level, starts)
            yield from self._locations(title, level, before)

    def _scope(
        self, name: str, place: Place, level: Level, starts: list[Response]
    ) -> Iterator[Scope]:
        """Yield the scope of *level*, if anything in it says which origins may read."""
        if not _speaks(level):
            return
        tally = _Tally()
        accepts: Acceptance | UndecidedError
        try:
            for start in starts:
                for response in responses(self.variables, start):
                    self._count(response, tally, str(place))
            accepts = tally.accepts
        except UndecidedError as error:
            accepts = error
        yield Scope(
            name=name,
            place=place,
            accepts=accepts,
            credentials=tally.has_credentials,
            entries=tuple(dict.fromkeys(tally.entries)),
            has_conditions=True,
            is_public=tally.is_public,
        )

    def _count(self, response: Response, tally: _Tally, name: str) -> None:
        """Count what *response* lets in."""
        if response.level.doubt is not None:
            # Whatever it adds, code may add something else.
            tally.add(response.case, response.level.doubt)
        for case, values in sent(self.variables, response, ALLOW_ORIGIN):
            if not values:
                continue
            if len(values) > 1:
                self.notes.append(_TWICE.format(name))
                continue
            for let_in, doubt in self._let_in(case, values[0], _place_of(response.level)):
                tally.add(let_in, doubt)
                entry = _entry_of(values[0], _place_of(response.level))
                tally.entries += let_in.entries or (entry,)
                tally.stars.append(values[0] == "*")
                alike = replace(response, case=let_in)
                allowed = sent(self.variables, alike, ALLOW_CREDENTIALS)
                tally.has_credentials |= any(each == ["true"] for _, each in allowed)

    def _let_in(
        self, case: Case, value: str, place: Place
    ) -> Iterator[tuple[Case, UndecidedError | None]]:
        """Yield those of *case* that may read a response with *value*."""
        doubt = case.doubt
        if value in {"*", ORIGIN}:
            yield case, doubt
        elif is_known(value):
            yield from ((each, doubt) for each in case.only(value))
        elif ORIGIN not in value:
            found = self.variables.doubt_of(value, place)
            why = "its value is not in the configuration"
            yield case, doubt or found or undecided(place, shown(value), why)


def _place_of(level: Level) -> Place:
    """Return the place of the header of *level* that says which origins may read."""
    return next(header.place for header in level.headers if header.name == ALLOW_ORIGIN)


def _entry_of(value: str, place: Place) -> Entry:
    """Return the entry that a header's *value* is, which no condition and no map has chosen."""
    if value in {"*", ORIGIN}:
        return Entry(EntryKind.ANYONE, shown(value), place)
    if is_known(value):
        return Entry(EntryKind.ORIGIN, value, place)
    return Entry(EntryKind.OTHER, shown(value), place)


def _speaks(level: Level) -> bool:
    """Tell whether anything in *level* says which origins may read."""
    inner = [level, *(level.inside(each.block) for each in level.directives if each.name == "if")]
    return any(
        each.doubt is not None or any(header.name == ALLOW_ORIGIN for header in each.headers)
        for each in inner
    )


def _name_of(server: Directive) -> str:
    """Return the name of *server*: its hosts, or else where it listens."""
    for wanted in ("server_name", "listen"):
        found = [" ".join(each.args) for each in server.block if each.name == wanted]
        if found:
            return f"server {found[0]}"
    return "server"
