"""Say for an app, or for a blueprint, who may call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from flask import Blueprint, Flask

from crossorigin._options import PolicyOptions
from crossorigin._policy import Policy, sync_policy
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask._layer import install, state_of

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

PREFIX: Final = "CROSSORIGIN_"


class CORS:
    """
    Cover a Flask app or a blueprint with a policy.

    Args:
        target: The app or the blueprint; without one, :meth:`init_app` takes it.
        policy: The policy; or its options by name. An app that is given neither has
            them in its configuration, as ``CROSSORIGIN_ORIGINS`` and so on.

    Raises:
        PolicyError: If the policy has problems, if its origin source is ``async``, or if
            the target has a policy already.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    def __init__(
        self,
        target: Flask | Blueprint | None = None,
        policy: Policy | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Cover *target*, if there is one."""
        self._policy = sync_policy(policy, options) if policy is not None or options else None
        if isinstance(target, Blueprint):
            # A blueprint has no configuration, so it must be given a policy.
            _cover_blueprint(target, self._policy or sync_policy(None, {}))
        elif target is not None:
            self.init_app(target)

    def init_app(self, app: Flask) -> None:
        """
        Cover *app*, with the policy given before or that of its configuration.

        Raises:
            PolicyError: As for the class.
        """
        if not isinstance(cast("object", app), Flask):
            hint = "give a Flask app or a Blueprint: CORS(app, origins=…)"
            raise PolicyError([Problem(ProblemCode.NOT_AN_APP, "target", app, hint)])
        state_of(app).scopes.cover_app(_policy_for(app, self._policy))
        install(app)


def _policy_for(app: Flask, policy: Policy | None) -> Policy:
    """Return *policy*, or the one in the configuration of *app*; both are a problem."""
    if policy is None:
        return sync_policy(Policy.from_mapping(app.config, PREFIX), {})
    configured = sorted(key for key in map(str, app.config) if key.startswith(PREFIX))
    if configured:
        hint = f"the configuration has {', '.join(configured)}, too: keep one of the two"
        raise PolicyError([Problem(ProblemCode.TWO_POLICIES, "policy", policy, hint)])
    return policy


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
