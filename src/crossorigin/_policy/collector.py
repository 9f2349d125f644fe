"""Collect the meaning of a policy's options, and every mistake in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from crossorigin._policy import origin_problems
from crossorigin.errors import Problem, ProblemCode

if TYPE_CHECKING:
    from crossorigin._policy.origins import OriginPattern

# Names the mistake in a member of a list, if there is one, and its hint.
Check = Callable[[str], tuple[ProblemCode, str] | None]


@dataclass(slots=True)
class ProblemCollector:
    """
    The problems of a policy's options, and the origins that they list.

    Attributes:
        problems: Every mistake so far.
        origins: The origins and patterns that are listed, while they are read.
        listed: All of them, when they are.
        patterns: Those of them that have a wildcard, by their text.
    """

    problems: list[Problem] = field(default_factory=list[Problem])
    origins: set[str] = field(default_factory=set[str])
    listed: frozenset[str] = frozenset()
    patterns: dict[str, OriginPattern] = field(default_factory=dict[str, "OriginPattern"])

    def add(self, code: ProblemCode, name: str, value: object, hint: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, name, value, hint))

    def flag(self, name: str, value: object) -> bool:
        """Return the option *name*, which is ``True`` or ``False``."""
        if not isinstance(value, bool):
            self.add(ProblemCode.NOT_A_BOOLEAN, name, value, "write True or False")
        return value is True

    def members(self, name: str, value: object) -> list[object]:
        """Return the members of the list *name*; one string stands for a list of one."""
        if isinstance(value, str):
            if not value.strip() or not origin_problems.is_list(value):
                return [value]
            hint = origin_problems.of_list(value)
            self.add(ProblemCode.SEVERAL_VALUES_IN_ONE_STRING, name, value, hint)
            return []
        if not _is_list(value):
            self.add(ProblemCode.NOT_A_LIST, name, value, "write a list of strings")
            return []
        return list(cast("Iterable[object]", value))

    def names(self, name: str, value: object, check: Check) -> frozenset[str]:
        """Return the members of the list *name* that *check* accepts."""
        accepted: set[str] = set()
        for index, member in enumerate(self.members(name, value)):
            where = f"{name}[{index}]"
            if not isinstance(member, str):
                self.add(ProblemCode.NOT_TEXT, where, member, "write it as text")
                continue
            mistake = check(member)
            if mistake is None:
                accepted.add(member)
            else:
                self.add(mistake[0], where, member, mistake[1])
        return frozenset(accepted)

    def alone(self, name: str, members: frozenset[str], keywords: tuple[str, ...]) -> str | None:
        """Return the keyword that *members* are, or ``None``; beside others it is a problem."""
        for keyword in keywords:
            if keyword in members:
                if len(members) > 1:
                    hint = f'write {name}="{keyword}" alone, or leave it out of the list'
                    self.add(ProblemCode.KEYWORD_NOT_ALONE, name, keyword, hint)
                return keyword
        return None


def _is_list(value: object) -> bool:
    """Tell whether *value* is a list of a kind, and neither bytes nor a table."""
    return isinstance(value, Iterable) and not isinstance(value, (bytes, Mapping))


def named_entries(
    mapping: Mapping[str, object], prefix: str
) -> tuple[dict[str, str], list[Problem]]:
    """
    Return the keys of *mapping* by the options that they name, and those that name one twice.

    The case of a key does not matter, so two keys may name one option.
    """
    keys: dict[str, str] = {}
    twice: list[Problem] = []
    for key in mapping:
        if key[: len(prefix)].upper() != prefix.upper():
            continue
        first = keys.setdefault(key[len(prefix) :].lower(), key)
        if first != key:
            hint = f"{first} says the same: keep one of the two"
            twice.append(Problem(ProblemCode.OPTION_GIVEN_TWICE, key, mapping[key], hint))
    return keys, twice
