"""What ``settings.CROSSORIGIN`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from django.conf import settings

from crossorigin._adapters.coverage import Declaration
from crossorigin._policy.collector import named_entries
from crossorigin._policy.guard import Guard, with_guard
from crossorigin._policy.option_texts import from_text
from crossorigin._policy.policy import Policy, given_policy
from crossorigin.django._marks import Scope
from crossorigin.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._policy.options import PolicyOptions

NAME: Final = "CROSSORIGIN"
# The keys that are no options of a policy; a policy may stand in place of its options.
_NO_OPTIONS: Final = ("policy", "guard", "shadow")


class Configured(NamedTuple):
    """
    The setting, validated.

    Attributes:
        policy: The policy of the whole site; ``None`` if only views and includes have one.
        guard: The guard of the whole site, if there is one.
    """

    policy: Policy | None
    guard: Guard | None


def configured(*, awaits: bool = True) -> Configured:
    """
    Return what the setting says.

    Args:
        awaits: Whether the answer of an origin source can be waited for.

    Raises:
        PolicyError: With every problem of the policy, of its shadow and of the guard.
    """
    value: object = getattr(settings, NAME, None)
    if value is None:
        return Configured(None, None)
    if not isinstance(value, Mapping):
        return Configured(*with_guard(lambda: given_policy(value, {}), None, awaits=awaits))
    options = dict(cast("Mapping[str, Any]", value))
    keys, twice = named_entries(options, "")
    if twice:
        raise PolicyError(twice)
    policy, guard, shadow = (options.pop(keys.get(name, name), None) for name in _NO_OPTIONS)
    guard = from_text("guard", guard)
    if "guard" in keys and policy is None and not options:
        return Configured(None, Guard.of(guard))

    def given() -> Policy:
        if policy is None:
            return Policy.from_mapping(options)
        return given_policy(policy, cast("PolicyOptions", options))

    if isinstance(shadow, Mapping):
        shadow = _shadow(cast("Mapping[str, object]", shadow), lambda: with_guard(given, guard))
    return Configured(*with_guard(given, guard, shadow, awaits=awaits))


def _shadow(options: Mapping[str, object], read_others: Callable[[], object]) -> Policy:
    """
    Return the shadow that *options* make.

    Raises:
        PolicyError: With its problems, and those that *read_others* raises.
    """
    try:
        return Policy.from_mapping(options)
    except PolicyError as error:
        problems = [replace(each, field=f"shadow.{each.field}") for each in error.problems]
    try:
        read_others()
    except PolicyError as error:
        problems[:0] = error.problems
    raise PolicyError(problems)


def configured_scope() -> Scope | None:
    """Return the scope of the whole site, if the setting says one."""
    policy = configured().policy
    return None if policy is None else Scope(policy, Declaration(f"settings.{NAME}"))
