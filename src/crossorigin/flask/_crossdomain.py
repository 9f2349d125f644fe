"""The decorator that went from project to project, with its parameters; loaded where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Never, ParamSpec, TypeVar, cast

from crossorigin._adapters.declarations import declaration
from crossorigin._policy.collector import ProblemCollector
from crossorigin._policy.policy import Policy
from crossorigin.errors import PolicyError, Problem
from crossorigin.flask._decorators import decorator_of, not_called
from crossorigin.flask._ledger import Scope
from crossorigin.flask._marks import require

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
R = TypeVar("R")

_SIX_HOURS: Final = 21600
# The historical parameters, by the options that they are.
_PARAMETERS: Final = {
    "origins": "origin",
    "methods": "methods",
    "allow_headers": "headers",
    "max_age": "max_age",
    "attach_to_all": "attach_to_all",
    "automatic_options": "automatic_options",
}


def crossdomain(  # noqa: PLR0913, PLR0917 - the historical signature
    origin: str | Iterable[str] | None = None,
    methods: Iterable[str] | None = None,
    headers: str | Iterable[str] | None = None,
    max_age: int | timedelta = _SIX_HOURS,
    attach_to_all: bool = True,  # noqa: FBT001, FBT002 - the historical signature
    automatic_options: bool = True,  # noqa: FBT001, FBT002 - the historical signature
    **others: Never,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """
    Cover a view, with the parameters of the decorator that went from project to project.

    Args:
        origin: ``"*"``, an origin, or a list of them, of which the right one is answered.
        methods: Methods in any case; otherwise those of the route.
        headers: Request headers, as a list or one string with commas; otherwise none.
        max_age: How long a browser may keep a preflight's answer, in seconds or as a
            ``timedelta``.
        attach_to_all: Whether other responses than those to ``OPTIONS`` are covered.
        automatic_options: Whether ``OPTIONS`` is answered; otherwise the view must do it,
            and its answer gets the headers.
        **others: None: another parameter is a problem that says what to write.

    Raises:
        PolicyError: If anything is wrong, with every problem and a hint each.
    """
    if callable(origin):
        raise not_called("crossdomain", origin, 'origin="*"')
    options: dict[str, object] = {"origins": origin, "max_age": max_age}
    if methods is not None:
        options["methods"] = _upper(methods)
    if headers is not None:
        options["allow_headers"] = headers
    reading = ProblemCollector()
    covers_actual = reading.flag("attach_to_all", attach_to_all)
    answers_preflight = reading.flag("automatic_options", automatic_options)
    try:
        policy = Policy.from_mapping(options)
    except PolicyError:
        raise PolicyError([*_of_six(options, others), *reading.problems]) from None
    if reading.problems or others:
        raise PolicyError([*_of_six(options, others), *reading.problems])
    scope = Scope(policy, answers_preflight, covers_actual, declaration())
    decorator = decorator_of(scope, "crossdomain(…)")
    if not answers_preflight:
        return decorator

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        wrapper = decorator(view)
        # An OPTIONS that is no preflight is Flask's to answer, also where the route lists it.
        # https://flask.palletsprojects.com/en/stable/api/#view-function-options
        require(wrapper, view, "OPTIONS")
        vars(wrapper).update(provide_automatic_options=True)
        return wrapper

    return decorate


def _of_six(options: Mapping[str, object], others: Mapping[str, object]) -> list[Problem]:
    """Return the problems of *options* and *others* by the names of the historical parameters."""
    from crossorigin._policy import given_problems  # noqa: PLC0415 - there is a mistake

    return given_problems.of_parameters(options, others, _PARAMETERS, " of @cross_origin")


def _upper(methods: object) -> object:
    """Return *methods* in upper case, or as they are if they are no list of text."""
    if not isinstance(methods, Iterable):
        return methods
    names = cast("Iterable[object]", [methods] if isinstance(methods, str) else methods)
    return [name.upper() if isinstance(name, str) else name for name in names]
