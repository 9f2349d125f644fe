"""Name the mistakes in a text that was meant as a list, and in the members of lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from crossorigin._policy.expressions import expression_of
from crossorigin._policy.origin_problems import (
    NOT_FILLED_IN,
    is_not_filled_in,
    listed,
    of_expression,
    pattern_meant,
    written,
)
from crossorigin._policy.text_values import plain_values, values_in
from crossorigin.errors import Problem, ProblemCode, quoted

# A hundred origins, and their quotes.
_MAX_READ: Final = 20_000
_NOTHING: Final = "leave it out: nothing is listed"
_ORIGINS: Final = ("https://app.example.com",)


def of_list(text: str, *, are_origins: bool = False) -> str:
    """Return the hint that writes the values of *text* as a list; *are_origins* mends them."""
    values = values_in(text[:_MAX_READ])
    if not are_origins:
        return f"write a list: [{listed(map(quoted, values))}]" if values else _NOTHING
    if values and all(map(is_not_filled_in, values)):
        return NOT_FILLED_IN
    return f"write a list: [{written(values or _ORIGINS)}]"


def code_of_list(text: str) -> ProblemCode:
    """Return the mistake that *text* is, which :func:`is_list`."""
    is_plain = values_in(text) == plain_values(text)
    return ProblemCode.SEVERAL_VALUES_IN_ONE_STRING if is_plain else ProblemCode.LIST_NOT_PLAIN


def is_list(text: str) -> bool:
    """Tell whether *text* has several values in it, or one with quotes or brackets around it."""
    read = text[:_MAX_READ]
    return read.strip() != "" and values_in(read) != [read.strip()]


def of_member(field: str, member: object) -> Problem:
    """Return the problem of the *member* of a list at *field* that is no text."""
    expression = expression_of(member)
    if expression is not None and field.startswith("origins"):
        return Problem(ProblemCode.ORIGIN_REGEX, field, member, of_expression(expression))
    return Problem(ProblemCode.NOT_TEXT, field, member, _as_text(member))


def _as_text(member: object) -> str:
    """Return the hint that writes *member* as text."""
    if member is None:
        return "leave it out: it was not set"
    if isinstance(member, (list, tuple, set, frozenset)):
        members = cast("Iterable[object]", member)
        return f"write them one by one: {written([str(each) for each in members])}"
    text = member.decode(errors="replace") if isinstance(member, bytes) else str(member)
    pattern = pattern_meant(text) if "://" in text else None
    return f'write "{pattern}"' if pattern else "write it as text"
