"""The policy of an app, or of a blueprint."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Unpack, cast

from flask import Blueprint, Flask

from crossorigin._adapters.declarations import Declaration, declaration
from crossorigin._policy.collector import named_entries
from crossorigin._policy.guard import Guard, with_guard
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, sync_policy
from crossorigin.errors import PolicyError
from crossorigin.flask._first_request import install_before_any
from crossorigin.flask._ledger import Scope
from crossorigin.flask._state import state_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.blueprints import BlueprintSetupState

PREFIX: Final = "CROSSORIGIN_"
_GUARD: Final = f"{PREFIX}GUARD"
_IN_CONFIGURATION: Final = Declaration(f'app.config["{PREFIX}ORIGINS"]')


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
        shadow: A policy beside it: the requests that it would refuse are logged and counted.

    Raises:
        PolicyError: If the policy, the guard or the shadow has problems, if the origin source
            of a policy is ``async``, if the target has a policy already, or if a blueprint is given a
            guard.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    def __init__(
        self,
        target: Flask | Blueprint | None = None,
        policy: Policy | None = None,
        *,
        guard: Guard | bool | None = None,
        shadow: Policy | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Cover *target*, if there is one."""
        self._guard, self._shadow = guard, shadow
        self._declared = declaration()
        self._policy: Policy | None = None
        if isinstance(target, Blueprint):
            # A blueprint has no configuration, so it must be given a policy.
            self._policy = _policy_of_blueprint(policy, options, guard, shadow)
            _cover_blueprint(target, Scope(self._policy, declared=self._declared))
            return
        if policy is not None or options:
            try:
                self._policy, _ = with_guard(lambda: sync_policy(policy, options), guard, shadow)
            except PolicyError as error:
                from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

                raise _mistakes.beside_target(target, error) from None
        if target is not None:
            self.init_app(target)

    def init_app(self, app: Flask) -> None:
        """
        Cover *app*, with the policy given before or that of its configuration.

        Raises:
            PolicyError: As for the class.
        """
        if not isinstance(cast("object", app), Flask):
            from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

            raise _mistakes.not_an_app(app)
        policy, guard = _in_force(app, self._policy, self._guard, self._shadow)
        state = state_of(app)
        declared = self._declared if self._policy else _IN_CONFIGURATION
        state.scopes.cover_app(Scope(policy, declared=declared))
        state.guard = guard
        state.verify = partial(_verify, app, _configuration(app))
        install_before_any(app)


def _in_force(
    app: Flask, policy: Policy | None, guard: object, shadow: object
) -> tuple[Policy, Guard | None]:
    """
    Return *policy* and *guard*, or those that the configuration of *app* names.

    Such a policy gets the *shadow*, which *policy* has.
    """
    configured = _configuration(app)
    if policy is not None and not configured:
        return with_guard(lambda: policy, guard)
    from crossorigin._policy.option_texts import from_text  # noqa: PLC0415 - where there is one

    option = from_text("guard", configured.get(_GUARD))
    if policy is not None or (guard is not None and option is not None):
        from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

        raise _mistakes.given_twice(policy, guard, configured)
    configured.pop(_GUARD, None)
    if guard is None:
        return _configured(app, configured, option, shadow)
    return with_guard(lambda: _configured_policy(app, configured), guard, shadow)


def _configuration(app: Flask) -> dict[str, object]:
    """Return what the configuration of *app* says of the policy, each name in upper case."""
    config = cast("Mapping[str, object]", app.config)
    keys, twice = named_entries(config, PREFIX)
    if twice:
        raise PolicyError(twice)
    return {f"{PREFIX}{name.upper()}": _copied(config[key]) for name, key in keys.items()}


def _copied(value: object) -> object:
    """Return *value*, a list as it is now: it may grow later, which is a change."""
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


def _verify(app: Flask, read: Mapping[str, object]) -> None:
    """
    See that the configuration of *app* is still the one that was *read*.

    Raises:
        PolicyError: If it has changed.
    """
    now = _configuration(app)
    if now != read:
        from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

        raise _mistakes.configured_too_late(now, read)


def _configured(
    app: Flask, configured: Mapping[str, object], guard: object, shadow: object
) -> tuple[Policy, Guard | None]:
    """Return the policy that is *configured*, and the guard that *guard* means there."""
    try:
        return with_guard(lambda: _configured_policy(app, configured), guard, shadow)
    except PolicyError as error:
        from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

        raise _mistakes.configured(error) from None


def _configured_policy(app: Flask, configured: Mapping[str, object]) -> Policy:
    """Return the policy that is *configured* in *app*."""
    try:
        return sync_policy(Policy.from_mapping(configured, PREFIX), {})
    except PolicyError as error:
        from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

        raise _mistakes.in_configuration(app, error) from None


def _policy_of_blueprint(
    policy: object, options: PolicyOptions, guard: object, shadow: object
) -> Policy:
    """Return the policy that a blueprint is given; a guard beside it is a problem."""

    def given() -> Policy:
        return with_guard(lambda: sync_policy(policy, options), None, shadow)[0]

    if guard is None:
        return given()
    from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

    raise _mistakes.guard_on_a_blueprint(given, guard)


def _cover_blueprint(blueprint: Blueprint, scope: Scope) -> None:
    """Cover *blueprint* with *scope* wherever it will be registered."""

    def cover(setup: BlueprintSetupState) -> None:
        app = setup.app
        if not isinstance(app, Flask):
            return
        name = f"{setup.name_prefix}.{setup.name}".lstrip(".")
        prefix = None if setup.subdomain else setup.url_prefix
        state = state_of(app)
        state.scopes.cover_blueprint(name, prefix, scope)
        if state.wraps:
            state.seen_views = -1
        else:
            install_before_any(app)

    try:
        blueprint.record(cover)
    except AssertionError:
        from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

        raise _mistakes.already_registered(blueprint) from None
