"""
What a module of Python says about origins, as plain data, and the scopes that are made of it.

A revision is loaded by a process of its own, which hands plain data over and no objects.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from crossorigin import Policy
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._configuration import (
    Entry,
    EntryKind,
    Place,
    Scope,
    undecided,
)
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import (
    ANYONE,
    Acceptance,
    ExpressionError,
    Flavor,
    UndecidedError,
    accept_django_cors_headers,
    accept_flask_cors,
    accept_policy,
    accept_starlette,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Library: TypeAlias = Literal[
    "crossorigin", "Flask-CORS", "Starlette", "django-cors-headers", "a function"
]
_ANY: Final = "*"
_EVERYTHING: Final = ".*"


@dataclass(frozen=True, slots=True)
class Written:
    """
    An entry of a list, as plain data.

    Attributes:
        text: The text, or that of a compiled expression.
        flags: The flags of a compiled expression; ``None`` for a text.
    """

    text: str
    flags: int | None = None

    @classmethod
    def of(cls, value: object) -> Written:
        """Return *value*, a text or a compiled expression."""
        if isinstance(value, re.Pattern):
            return cls(str(value.pattern), value.flags)  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] - of text or bytes
        return cls(str(value))

    @property
    def value(self) -> str | re.Pattern[str]:
        """Return the text, or the compiled expression."""
        return self.text if self.flags is None else re.compile(self.text, self.flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """
    A scope as plain data.

    Attributes:
        package: The library that enforces it.
        name: The name of the scope.
        file: Where it stands.
        line: The line, if there is one.
        credentials: Whether cookies and the like are sent.
        origins: The origins, as the library has them.
        is_text: Whether the origins are a text, and no list.
        expressions: The expressions, where the library keeps them apart.
        options: The options of a policy of this package.
    """

    package: Library
    name: str = ""
    file: str
    line: int | None = None
    credentials: bool = False
    origins: tuple[Written, ...] = ()
    is_text: bool = False
    expressions: tuple[Written, ...] = ()
    options: Mapping[str, Any] | None = None

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(self.file, self.line)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Recipe:
        """Return the recipe that :meth:`as_dict` has given."""
        lists: dict[str, Any] = {
            name: tuple(Written(**each) for each in given[name])
            for name in ("origins", "expressions")
        }
        return cls(**{**given, **lists})


def recipe_of_policy(policy: Policy, place: Place, name: str = "") -> Recipe:
    """Return *policy*, which stands at *place*, as plain data."""
    is_function = callable(policy.origins)
    options = None if is_function else policy.as_dict()
    package: Library = "a function" if is_function else "crossorigin"
    return Recipe(
        package=package,
        name=name,
        file=place.file,
        line=place.line,
        credentials=policy.credentials,
        options=options,
    )


def scope_of(recipe: Recipe) -> Scope:
    """
    Return the scope that *recipe* describes.

    Raises:
        UsageError: If one of its expressions is none.
    """
    accepts: Acceptance | UndecidedError
    try:
        accepts, entries, is_public = _MAKERS[recipe.package](recipe)
    except UndecidedError as error:
        accepts, entries, is_public = undecided(recipe.place, error.part, error.why), (), False
    except (ExpressionError, re.error) as error:
        raise UsageError(f"{recipe.place}: no expression: {escape(str(error), 200)}.") from None
    return Scope(
        name=recipe.name,
        place=recipe.place,
        accepts=accepts,
        credentials=recipe.credentials,
        entries=entries,
        is_public=is_public and not recipe.credentials,
    )


_Made: TypeAlias = tuple[Acceptance, tuple[Entry, ...], bool]


def _of_policy(recipe: Recipe) -> _Made:
    """Return what a policy of this package lets in."""
    policy = Policy(**(recipe.options or {}))
    origins = policy.origins
    texts = [origins] if isinstance(origins, str) else sorted(map(str, origins))  # type: ignore[arg-type] # no function: that is another recipe
    entries = tuple(
        Entry(EntryKind.ANYONE if text == _ANY else EntryKind.PATTERN, text, recipe.place)
        for text in texts
    )
    is_public = texts == [_ANY]
    return ANYONE if is_public else accept_policy(policy), entries, is_public


def _of_flask_cors(recipe: Recipe) -> _Made:
    """Return what Flask-CORS lets in."""
    values = [each.value for each in recipe.origins]
    is_public = any(each.text in {_ANY, _EVERYTHING} for each in recipe.origins)
    entries = tuple(_python_entry(recipe, each, is_match=True) for each in recipe.origins)
    return ANYONE if is_public else accept_flask_cors(values), entries, is_public


def _of_starlette(recipe: Recipe) -> _Made:
    """Return what the middleware of Starlette lets in."""
    texts = [each.text for each in recipe.origins]
    given = texts[0] if recipe.is_text else texts
    expression = next((each.text for each in recipe.expressions), None)
    is_public = _ANY in given
    entries = tuple(_python_entry(recipe, each) for each in recipe.origins)
    entries += tuple(
        Entry(EntryKind.EXPRESSION, each.text, recipe.place, Flavor.PYTHON_FULLMATCH)
        for each in recipe.expressions
    )
    accepts = ANYONE if is_public else accept_starlette(given, expression)
    return accepts, entries, is_public


def _of_django(recipe: Recipe) -> _Made:
    """Return what django-cors-headers lets in."""
    texts = [each.text for each in recipe.origins]
    is_public = _ANY in texts
    entries = tuple(_python_entry(recipe, each) for each in recipe.origins)
    entries += tuple(_python_entry(recipe, each, is_match=True) for each in recipe.expressions)
    expressions = [each.value for each in recipe.expressions]
    accepts = ANYONE if is_public else accept_django_cors_headers(texts, expressions)
    return accepts, entries, is_public


def _of_function(recipe: Recipe) -> _Made:
    """Say that a function decides."""
    raise UndecidedError(recipe.name or "origins", "a function decides, which is not read")


_MAKERS: Final[Mapping[Library, Callable[[Recipe], _Made]]] = {
    "crossorigin": _of_policy,
    "Flask-CORS": _of_flask_cors,
    "Starlette": _of_starlette,
    "django-cors-headers": _of_django,
    "a function": _of_function,
}


def _python_entry(recipe: Recipe, written: Written, *, is_match: bool = False) -> Entry:
    """Return the entry that *written* is, an expression for ``re.match`` if *is_match*."""
    if written.text == _ANY:
        return Entry(EntryKind.ANYONE, written.text, recipe.place)
    # As Flask-CORS guesses.
    is_expression = written.flags is not None or set(written.text) & set("*\\]?$^[]()")
    if not (is_match and is_expression):
        return Entry(EntryKind.ORIGIN, written.text, recipe.place)
    ignores_case = bool((written.flags or 0) & re.IGNORECASE)
    return Entry(
        EntryKind.EXPRESSION, written.text, recipe.place, Flavor.PYTHON_MATCH, ignores_case
    )
