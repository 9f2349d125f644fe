"""A policy that a command line names: a value of a module, or the keys of a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from crossorigin import Policy, PolicyError
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._in_process import is_app, load_value, reason_of
from crossorigin.doctor.probing._targets import UsageError

# No policy is longer that a person has written, and a list of origins may be.
_MAX_LENGTH: Final = 1024 * 1024


def read_policy(text: str) -> Policy:
    """
    Return the policy that *text* names.

    Args:
        text: ``module:POLICY``, found as Python finds modules from this folder, or the path of a
            TOML file whose keys are the options of a policy.

    Raises:
        UsageError: If there is no such file, or none that holds a policy.
        AppError: If there is no such module, or loading it fails.
    """
    if not is_app(text):
        return _policy_of(text, _table_in(text))
    value = load_value(text)
    if not isinstance(value, Policy):
        kind = escape(type(value).__name__)
        raise UsageError(f"{text} is no Policy but of the type {kind}: write module:POLICY.")
    return value


def _policy_of(name: str, table: dict[str, object]) -> Policy:
    """Return the policy whose options are the keys of *table*, of the file *name*."""
    try:
        return Policy.from_mapping(table)
    except PolicyError as error:
        raise UsageError(f"{escape(name)} holds no policy: {reason_of(error)}") from error


def _table_in(name: str) -> dict[str, object]:
    """Return the keys of the TOML file *name*."""
    shown = escape(name, 200)
    try:
        with Path(name).open("rb") as file:
            content = file.read(_MAX_LENGTH + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        hint = "write module:POLICY, or the path of a policy.toml"
        raise UsageError(f"{shown} cannot be read ({escape(str(reason))}): {hint}.") from error
    if len(content) > _MAX_LENGTH:
        raise UsageError(f"{shown} is longer than any policy: more than {_MAX_LENGTH:,} bytes.")
    try:
        return tomllib.loads(content.decode())
    except RecursionError as error:
        raise UsageError(f"{shown} is no TOML: it is too deep.") from error
    except ValueError as error:
        raise UsageError(f"{shown} is no TOML: {escape(str(error), 200)}.") from error
