"""Read what stands for a configuration on a command line, whatever it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._apps import has_library, recipes_of
from crossorigin.doctor.configurations._configuration import (
    Configuration,
    Entry,
    EntryKind,
    Place,
    Scope,
)
from crossorigin.doctor.configurations._files import is_there
from crossorigin.doctor.configurations._gateways import read_gateways
from crossorigin.doctor.configurations._nginx import read_nginx
from crossorigin.doctor.configurations._objects import (
    is_managed,
    is_object,
    load_managed,
    load_object,
)
from crossorigin.doctor.configurations._policies import read_policy
from crossorigin.doctor.configurations._recipes import Recipe, recipe_of_policy, scope_of
from crossorigin.doctor.configurations._revisions import files_of, recipes_in, revision_of
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import (
    Acceptance,
    ExpressionError,
    Flavor,
    UndecidedError,
    accept_expression,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crossorigin.doctor.configurations._recipes import Library

_YAML: Final = frozenset({".yaml", ".yml", ".json"})
_TOML: Final = ".toml"
_MODULE: Final = ".py"
_KINDS: Final[Mapping[Library, str]] = {
    "crossorigin": "a policy of crossorigin",
    "Flask-CORS": "an app with Flask-CORS",
    "Starlette": "an app with the CORSMiddleware of Starlette",
    "django-cors-headers": "a site with django-cors-headers",
    "a function": "a function",
}
_NOTHING: Final = (
    "{} is nothing that is read: write module:POLICY, module:app, a policy.toml, an nginx"
    " configuration, a YAML file, or REVISION: before one of these."
)
_WHICH: Final = "{0} is a module: write which name in it, {0}:POLICY or {0}:app."
_NOT_IN: Final = "{0} is not in {1}: `git ls-tree -r --name-only {1}` lists what is."


def read(text: str) -> Configuration:
    """
    Return the configuration that *text* names.

    Args:
        text: ``module:POLICY``, ``module:app``, the path of a ``policy.toml``, of an nginx
            configuration, of a YAML file or of a ``manage.py``; or one of these behind a revision of git and a colon.

    Raises:
        UsageError: If it names none.
    """
    revised = revision_of(text)
    if revised is not None:
        return _revised(text, *revised)
    if is_object(text) and not is_there(Path(text)):
        thing, _ = load_object(text, Path.cwd())
        return _of_recipes(text, recipes_of(thing, text))
    if is_managed(Path(text)):
        return _of_recipes(text, recipes_of(load_managed(Path(text), text), text))
    return _of_file(Path(text), text)


def read_app(app: object, name: str) -> Configuration | None:
    """Return what *app*, called *name*, lets in; ``None`` if no CORS library is recognised in it."""
    return _of_recipes(name, recipes_of(app, name)) if has_library(app) else None


def read_expression(text: str, flavor: Flavor) -> Configuration:
    """
    Return the expression *text* as a configuration.

    Raises:
        UsageError: If the engine would refuse it.
    """
    place = Place("--regex")
    accepts: Acceptance | UndecidedError
    try:
        accepts = accept_expression(text, flavor)
    except UndecidedError as error:
        accepts = error
    except ExpressionError as error:
        shown = escape(text, 100)
        raise UsageError(f"--regex {shown} is no expression of {flavor}: {error}.") from None
    entry = Entry(EntryKind.EXPRESSION, text, place, flavor)
    scope = Scope(name="", place=place, accepts=accepts, credentials=None, entries=(entry,))
    return Configuration(name=text, kind=f"an expression of {flavor}", scopes=(scope,))


def _of_file(path: Path, name: str) -> Configuration:
    """Return the configuration in the file at *path*."""
    if not (name.strip() and is_there(path)):
        raise UsageError(_NOTHING.format(escape(name.strip(), 200) or "An empty name"))
    if path.suffix == _MODULE:
        raise UsageError(_WHICH.format(escape(name, 200)))
    if path.suffix == _TOML:
        policy = read_policy(str(path))
        return _of_recipes(name, [recipe_of_policy(policy, Place(name))])
    return read_gateways(path, name) if path.suffix in _YAML else read_nginx(path, name)


def _of_recipes(name: str, recipes: Sequence[Recipe]) -> Configuration:
    """Return the configuration of *recipes*."""
    kinds = dict.fromkeys(_KINDS[each.package] for each in recipes)
    return Configuration(name=name, kind=" and ".join(kinds), scopes=tuple(map(scope_of, recipes)))


def _revised(text: str, revision: str, rest: str) -> Configuration:
    """Return the configuration that *rest* names in *revision*."""
    with files_of(revision) as folder:
        if is_object(rest) and not is_there(folder / rest):
            return _of_recipes(text, recipes_in(folder, rest, revision))
        path = folder / rest
        if not is_there(path):
            raise UsageError(_NOT_IN.format(escape(rest, 200), escape(revision, 100)))
        try:
            return _of_file(path, text)
        except UsageError as error:
            # By the name that was typed.
            raise UsageError(str(error).replace(str(path), text)) from None
