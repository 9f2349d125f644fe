"""The policy of an app, or of a blueprint."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Unpack, cast

from flask import Blueprint, Flask

from crossorigin._policy.guard import Guard, with_guard
from crossorigin._policy.option_texts import from_text
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, sync_policy
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask._layer import install
from crossorigin.flask._state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask.blueprints import BlueprintSetupState

PREFIX: Final = "CROSSORIGIN_"
_GUARD: Final = f"{PREFIX}GUARD"
_ORIGINS: Final = f"{PREFIX}ORIGINS"
# Names in an environment, from which no configuration is filled by itself.
_NOT_READ: Final = {
    PREFIX: "write CORS(app, Policy.from_env())",
    f"FLASK_{PREFIX}": "write app.config.from_prefixed_env() above CORS(app)",
}


class CORS:
    """
    Cover a Flask app or a blueprint with a policy.

    Args:
        target: The app or the blueprint; without one, :meth:`init_app` takes it.
        policy: The policy; or its options by name. An app that is given neither has
            them in its configuration, as ``CROSSORIGIN_ORIGINS`` and so on.
        guard: ``True`` to refuse requests that pages send which the policy in force does not allow;
            or a :class:`~crossorigin.Guard`, which trusts some to send. It is for the
            whole app.

    Raises:
        PolicyError: If the policy or the guard has problems, if the policy's origin source
            is ``async``, if the target has a policy already, or if a blueprint is given a
            guard.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    def __init__(
        self,
        target: Flask | Blueprint | None = None,
        policy: Policy | None = None,
        *,
        guard: Guard | bool | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Cover *target*, if there is one."""
        self._guard = guard
        self._policy: Policy | None = None
        if isinstance(target, Blueprint):
            # A blueprint has no configuration, so it must be given a policy.
            self._policy = _policy_of_blueprint(policy, options, guard)
            _cover_blueprint(target, self._policy)
            return
        if policy is not None or options:
            try:
                self._policy, _ = with_guard(lambda: sync_policy(policy, options), guard)
            except PolicyError as error:
                raise PolicyError([*_problems_of_target(target), *error.problems]) from None
        if target is not None:
            self.init_app(target)

    def init_app(self, app: Flask) -> None:
        """
        Cover *app*, with the policy given before or that of its configuration.

        Raises:
            PolicyError: As for the class.
        """
        if wrong := _problems_of_target(app):
            raise PolicyError(wrong)
        policy, guard = _in_force(app, self._policy, self._guard)
        state = state_of(app)
        state.scopes.cover_app(policy)
        state.guard = guard
        install(app)


def _problems_of_target(target: object) -> list[Problem]:
    """Return the problem that *target* is, if it is given and no Flask app."""
    if target is None or isinstance(target, Flask):
        return []
    hint = "give a Flask app or a Blueprint: CORS(app, origins=…)"
    return [Problem(ProblemCode.NOT_AN_APP, "target", target, hint)]


def _in_force(app: Flask, policy: Policy | None, guard: object) -> tuple[Policy, Guard | None]:
    """Return *policy* and *guard*, or those that the configuration of *app* names."""
    config = cast("Mapping[str, object]", app.config)
    if policy is not None:
        configured = [key for key in config if key.startswith(PREFIX)]
        if configured:
            raise _given_twice("policy", policy, configured)
        return policy, Guard.of(guard)
    option = from_text("guard", config.get(_GUARD))
    options = {key: value for key, value in config.items() if key != _GUARD}
    if guard is None:
        return _configured(options, option)
    if option is not None:
        raise _given_twice("guard", guard, [_GUARD])
    return with_guard(lambda: _configured_policy(options), guard)


def _configured(config: Mapping[str, object], guard: object) -> tuple[Policy, Guard | None]:
    """Return the policy of *config*, and the guard that *guard* means there."""
    try:
        return with_guard(lambda: _configured_policy(config), guard)
    except PolicyError as error:
        problems = [
            replace(problem, field=_GUARD) if problem.field == "guard" else problem
            for problem in error.problems
        ]
        raise PolicyError(problems) from None


def _configured_policy(config: Mapping[str, object]) -> Policy:
    """Return the policy of *config*."""
    try:
        return sync_policy(Policy.from_mapping(config, PREFIX), {})
    except PolicyError as error:
        raise PolicyError(map(_in_configuration, error.problems)) from None


def _in_configuration(problem: Problem) -> Problem:
    """Return *problem* as whoever wrote ``CORS(app)`` has to read it."""
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


def _given_twice(option: str, value: object, configured: Iterable[str]) -> PolicyError:
    """Return the error that *option* is where the configuration says the same."""
    hint = f"the configuration has {', '.join(sorted(configured))}, too: keep one of the two"
    return PolicyError([Problem(ProblemCode.TWO_POLICIES, option, value, hint)])


def _policy_of_blueprint(policy: object, options: PolicyOptions, guard: object) -> Policy:
    """Return the policy that a blueprint is given; a guard beside it is a problem."""
    if guard is None:
        return sync_policy(policy, options)
    hint = "the guard is for the whole app: CORS(app, …, guard=True)"
    problem = Problem(ProblemCode.GUARD_ON_A_BLUEPRINT, "guard", guard, hint)
    try:
        sync_policy(policy, options)
    except PolicyError as error:
        raise PolicyError([*error.problems, problem]) from None
    raise PolicyError([problem])


def _cover_blueprint(blueprint: Blueprint, policy: Policy) -> None:
    """Cover *blueprint* with *policy* wherever it will be registered."""

    def cover(setup: BlueprintSetupState) -> None:
        app = setup.app
        if not isinstance(app, Flask):
            return
        name = f"{setup.name_prefix}.{setup.name}".lstrip(".")
        prefix = None if setup.subdomain else setup.url_prefix
        state = state_of(app)
        state.scopes.cover_blueprint(name, prefix, policy)
        if state.wraps:
            state.seen_views = -1
        else:
            install(app)

    try:
        blueprint.record(cover)
    except AssertionError:
        hint = "write CORS(blueprint, …) above app.register_blueprint(blueprint)"
        code = ProblemCode.BLUEPRINT_ALREADY_REGISTERED
        raise PolicyError([Problem(code, "target", blueprint, hint)]) from None
