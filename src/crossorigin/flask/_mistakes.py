"""The problems of ``CORS`` in Flask; loaded where there is one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, cast

from flask import Flask

from crossorigin._policy import given_problems
from crossorigin._policy.policy import Policy
from crossorigin.errors import PolicyError, Problem, ProblemCode

_PREFIX: Final = "CROSSORIGIN_"
_ORIGINS: Final = f"{_PREFIX}ORIGINS"
_GUARD: Final = f"{_PREFIX}GUARD"
# Names in an environment, from which no configuration is filled by itself.
_NOT_READ: Final = {
    _PREFIX: "write CORS(app, Policy.from_env())",
    f"FLASK_{_PREFIX}": "write app.config.from_prefixed_env() above CORS(app)",
}
_CONNEXION: Final = (
    "write connexion_app.add_middleware(CORSMiddleware, position=MiddlewarePosition"
    ".BEFORE_EXCEPTION, policy=POLICY), with CORSMiddleware from crossorigin.asgi"
)
_NO_FLASK: Final = (
    "give a Flask app or a Blueprint: CORS(app, origins=…). Any other app is wrapped:"
    " app = CORSMiddleware(app, POLICY), from crossorigin.asgi or crossorigin.wsgi"
)
_TOO_LATE: Final = (
    "write it above CORS(app), or call cors.init_app(app) where the configuration is complete"
)
_PAST_CORS: Final = (
    "A request has reached {!r} past CORS: the server calls the wsgi_app that it was given before"
    " CORS wrapped that. Such requests are covered in part, and the guard does not see them. Give"
    " the server the app itself, or write CORS(app, …) above the line that takes app.wsgi_app."
)
_IN_CONNEXION: Final = (
    " In Connexion: connexion_app.add_middleware(CORSMiddleware, position=MiddlewarePosition"
    ".BEFORE_EXCEPTION, policy=POLICY), with CORSMiddleware from crossorigin.asgi, and no CORS."
)
_ON_A_BLUEPRINT: Final = "the guard is for the whole app: CORS(app, …, guard=True)"
_REGISTERED: Final = "write CORS(blueprint, …) above app.register_blueprint(blueprint)"

_HAS_NO_EFFECT: Final = (
    "has no effect: Flask calls the function below it. Write it below @app.route, and register"
    " what it returns."
)
_CLOSES: Final = (
    "stands where Flask does not see it, above @app.route or on its own: the view is closed."
    " Write it below @app.route, and register what it returns."
)
RAN_BESIDE: Final = (
    "%s runs in %s of %s, but Flask has not registered it there. It is hidden, so it opens"
    " nothing; a page may read the response only where it and the policy in force both permit"
    " that. Register what the decorator returns: below @app.route, on the method of a class, or"
    " inside of wrappers that use functools.wraps."
)


def misplaced(*, does_close: bool) -> str:
    """Return what a decorator does that stands where Flask does not see it."""
    return _CLOSES if does_close else _HAS_NO_EFFECT


def not_an_app(target: object) -> PolicyError:
    """Return the error that a *target* is which is neither a Flask app nor a blueprint."""
    modules = {cls.__module__.partition(".")[0] for cls in type(target).__mro__}
    hint = _CONNEXION if "connexion" in modules else _NO_FLASK
    return PolicyError([Problem(ProblemCode.NOT_AN_APP, "target", target, hint)])


def beside_target(target: object, error: PolicyError) -> PolicyError:
    """Return *error*, and before it the problem that *target* is, if it is one."""
    if target is None or isinstance(target, Flask):
        return error
    return PolicyError([*not_an_app(target).problems, *error.problems])


def given_twice(policy: object, guard: object, configured: Iterable[str]) -> PolicyError:
    """Return the error that *policy*, or else *guard*, is where the configuration says the same."""
    option, value, names = "policy", policy, sorted(configured)
    if policy is None:
        option, value, names = "guard", guard, [_GUARD]
    hint = f"the configuration has {', '.join(names)}, too: keep one of the two"
    return PolicyError([Problem(ProblemCode.TWO_POLICIES, option, value, hint)])


def configured_too_late(now: Mapping[str, object], read: Mapping[str, object]) -> PolicyError:
    """Return the error that entries of the configuration are which differ from those *read*."""
    return PolicyError(
        Problem(ProblemCode.CONFIGURED_TOO_LATE, key, now.get(key), _TOO_LATE)
        for key in sorted(now.keys() | read.keys())
        if key not in now or key not in read or now[key] != read[key]
    )


def configured(error: PolicyError) -> PolicyError:
    """Return *error* with the name that the guard has in the configuration."""
    return PolicyError(
        replace(problem, field=_GUARD) if problem.field == "guard" else problem
        for problem in error.problems
    )


def in_configuration(app: Flask, error: PolicyError) -> PolicyError:
    """Return *error* by the names in the configuration of *app*, other libraries' included."""
    config = cast("Mapping[str, object]", app.config)
    entries = {name: value for name, value in config.items() if name.upper() != _GUARD}
    # An origin source that is async is a mistake in Flask only.
    problems = given_problems.of_mapping(entries, _PREFIX) or error.problems
    return PolicyError(map(_in_configuration, problems))


def _in_configuration(problem: Problem) -> Problem:
    """Return *problem* by its name in the configuration, with the way out from there."""
    if problem.code is ProblemCode.SOURCE_IS_ASYNC:
        return replace(problem, field=_ORIGINS)
    if problem.code is ProblemCode.ORIGINS_MISSING and problem.value is None:
        return replace(problem, hint=_way_out_of_nothing())
    return problem


def _way_out_of_nothing() -> str:
    """Return the hint for an app whose configuration says nothing."""
    for prefix, way_out in _NOT_READ.items():
        name = next((name for name in Policy.environment if name.startswith(prefix)), None)
        if name is not None:
            return f"the environment has {name}, and app.config has not: {way_out}"
    return (
        'say who may call: CORS(app, origins=["https://app.example.com"]),'
        f' or app.config["{_ORIGINS}"] = ["https://app.example.com"]'
    )


def guard_on_a_blueprint(given_policy: Callable[[], object], guard: object) -> PolicyError:
    """Return the error that a *guard* of a blueprint is, with the problems of its policy."""
    problem = Problem(ProblemCode.GUARD_ON_A_BLUEPRINT, "guard", guard, _ON_A_BLUEPRINT)
    try:
        given_policy()
    except PolicyError as error:
        return PolicyError([*error.problems, problem])
    return PolicyError([problem])


def already_registered(blueprint: object) -> PolicyError:
    """Return the error that a *blueprint* is which an app has registered before."""
    code = ProblemCode.BLUEPRINT_ALREADY_REGISTERED
    return PolicyError([Problem(code, "target", blueprint, _REGISTERED)])


def second_policy(where: str, policy: object) -> PolicyError:
    """Return the error that a second *policy* for one scope is."""
    hint = f"the {where} has a policy already: keep one of the two"
    return PolicyError([Problem(ProblemCode.TWO_POLICIES, "policy", policy, hint)])


def past_cors(app: object) -> str:
    """Return the line about a request that has reached *app* past its layer."""
    return _PAST_CORS.format(app) + (_IN_CONNEXION if "connexion" in sys.modules else "")
