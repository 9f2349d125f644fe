"""What ``settings.CROSSORIGIN`` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from django.conf import settings

from crossorigin._adapters.declarations import Declaration
from crossorigin._policy.collector import named_entries
from crossorigin._policy.guard import Guard, with_guard
from crossorigin._policy.option_texts import from_text
from crossorigin._policy.policy import Policy, given_policy
from crossorigin.django._marks import Scope
from crossorigin.errors import PolicyError

NAME: Final = "CROSSORIGIN"
_GUARD: Final = "guard"
_SHADOW: Final = "shadow"


class Configured(NamedTuple):
    """
    The setting, validated.

    Attributes:
        policy: The policy of the whole site; ``None`` if only views and includes have one.
        guard: The guard of the whole site, if there is one.
    """

    policy: Policy | None
    guard: Guard | None


def configured() -> Configured:
    """
    Return what the setting says.

    Raises:
        PolicyError: With every problem of the policy and of the guard.
    """
    value: object = getattr(settings, NAME, None)
    if not isinstance(value, Mapping):
        return Configured(None if value is None else given_policy(value, {}), None)
    options = dict(cast("Mapping[str, object]", value))
    keys, twice = named_entries(options, "")
    if twice:
        raise PolicyError(twice)
    guard, shadow = (options.pop(keys.get(name, name), None) for name in (_GUARD, _SHADOW))
    guard = from_text(_GUARD, guard)
    if _GUARD in keys and not options:
        return Configured(None, Guard.of(guard))
    if isinstance(shadow, Mapping):
        shadow = Policy.from_mapping(cast("Mapping[str, object]", shadow))
    return Configured(*with_guard(lambda: Policy.from_mapping(options), guard, shadow, awaits=True))


def configured_scope() -> Scope | None:
    """Return the scope of the whole site, if the setting says one."""
    policy = configured().policy
    return None if policy is None else Scope(policy, Declaration(f"settings.{NAME}"))
