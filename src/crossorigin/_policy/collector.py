"""Collect the meaning of a policy's options, and every mistake in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from crossorigin.errors import Problem, ProblemCode

if TYPE_CHECKING:
    from crossorigin._policy.origins import OriginPattern

# Names the mistake in a member of a list, if there is one, and its hint.
Check = Callable[[str], tuple[ProblemCode, str] | None]

# A text that is one value at a glance; the rooms that describe mistakes read any other.
ONE_VALUE: Final = re.compile(r"(?=.*[\w*])[\w:/.*+~!@$%^&|?\\-]+")


_OF_ORIGINS: Final = frozenset({"origins", "trusted"})


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

    def add_origin(self, name: str, text: str) -> None:
        """Add the problems of *text*, which is no pattern."""
        from crossorigin._policy.origin_problems import of_origin  # noqa: PLC0415 - a mistake

        self.problems += of_origin(name, text)

    def flag(self, name: str, value: object) -> bool:
        """Return the option *name*, which is ``True`` or ``False``."""
        if not isinstance(value, bool):
            from crossorigin._policy.text_values import truth_in  # noqa: PLC0415 - there is a mistake

            meant = truth_in(value)
            hint = "write True or False" if meant is None else f"write {meant}"
            self.add(ProblemCode.NOT_A_BOOLEAN, name, value, hint)
        return value is True

    def members(self, name: str, value: object) -> list[object]:
        """Return the members of the list *name*; one string stands for a list of one."""
        if isinstance(value, str):
            return [value] if ONE_VALUE.fullmatch(value) else self._only_member(name, value)
        if not is_collection(value):
            self.add(ProblemCode.NOT_A_LIST, name, value, _way_to_list(name, value))
            return []
        return list(cast("Iterable[object]", value))

    def _only_member(self, name: str, text: str) -> list[object]:
        """Return *text* as the one member of the list *name*, or add the problem that it is several."""
        from crossorigin._policy import list_problems  # noqa: PLC0415 - where there may be a mistake

        if not list_problems.is_list(text):
            return [text]
        hint = list_problems.of_list(text, are_origins=name in _OF_ORIGINS)
        self.add(list_problems.code_of_list(text), name, text, hint)
        return []

    def add_no_text(self, where: str, member: object) -> None:
        """Add the problem that the *member* of a list is no text."""
        from crossorigin._policy.list_problems import of_member  # noqa: PLC0415 - as above

        self.problems.append(of_member(where, member))

    def names(self, name: str, value: object, check: Check) -> frozenset[str]:
        """Return the members of the list *name* that *check* accepts."""
        accepted: set[str] = set()
        for index, member in enumerate(self.members(name, value)):
            where = f"{name}[{index}]"
            if not isinstance(member, str):
                self.add_no_text(where, member)
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


def _way_to_list(name: str, value: object) -> str:
    """Return the hint for a *value* of the list *name* that is none."""
    if name == "origins" and isinstance(value, bool):
        # How Express says that everyone may read, or nobody.
        return 'write origins="*": everyone may read' if value else "leave the policy out"
    return "write a list of strings"


def is_collection(value: object) -> bool:
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
    for name, key in zip(map(str, mapping), mapping, strict=True):
        if name[: len(prefix)].upper() == prefix.upper():
            first = keys.setdefault(name[len(prefix) :].lower(), key)
            if first != key:
                hint = f"{first} says the same: keep one of the two"
                twice.append(Problem(ProblemCode.OPTION_GIVEN_TWICE, key, mapping[key], hint))
    return keys, twice
