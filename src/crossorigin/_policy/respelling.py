"""Say the problems of options under the names, and in the form, in which they were given."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from crossorigin.errors import Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# An option and its value in a hint, origins=["https://app.example.com"], but not in a call.
_ASSIGNMENT: Final = re.compile(r'\([^()]*\)|\b([a-z_]+)=(\["[^]]*"\]|"[^"]*"|True|False|[0-9]+)')
_OPTION: Final = re.compile(r'"([a-z_]+)"')
# How a hint begins that lists them all.
THE_OPTIONS: Final = "the options are "
_QUOTED: Final = re.compile(r'"([^"]*)"')
_LIST: Final = re.compile(r"write a list: \[(.*)\]")
_SEVERAL: Final = re.compile(r"write them one by one: (.*)")
# What no text can say, such as a timedelta.
_NOT_OF_TEXT: Final = {
    "whole seconds, 0 or more, or a timedelta of them, or None": (
        "600, or another number of whole seconds, 0 or more"
    ),
    "write a function": "write, in the code of the app, a function",
}
_PLAIN_LIST: Final = "write it with commas alone, without brackets, quotes or comments: "
# A hint that begins with the value to write, and quotes no other.
_VALUE: Final = re.compile(r'((?:regular expressions are not read: )?write )"([^"]*)"([^"]*)$')


@dataclass(frozen=True, slots=True)
class Spelling:
    """
    The way in which options were given.

    Attributes:
        names: Their names there, by those that a policy has.
        is_text: Whether their values are text, as in an environment.
        elsewhere: The place of the options that *names* lacks, for a hint that has one.
    """

    names: Mapping[str, str]
    is_text: bool = False
    elsewhere: str = field(default="")

    def respell(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return *problems* as whoever gave the options has to read them."""
        return [self._respelt(problem) for problem in problems]

    def with_fields(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return *problems* under the names that their fields have here, as they were."""
        return [replace(problem, field=self._field(problem.field)) for problem in problems]

    def _field(self, name: str) -> str:
        option, bracket, rest = name.partition("[")
        return f"{self.names.get(option, option)}{bracket}{rest}"

    def _respelt(self, problem: Problem) -> Problem:
        hint = problem.hint
        if problem.code is ProblemCode.UNKNOWN_OPTION:
            hint = self.named(hint)
        hint = self._assigned(hint)
        return replace(
            problem,
            field=self._field(problem.field),
            hint=_as_text(hint) if self.is_text else hint,
            beside=self._assigned(problem.beside),
        )

    def named(self, hint: str) -> str:
        """Return the *hint* for an unknown option with the names that options have here."""
        if hint.startswith(THE_OPTIONS) and self.elsewhere:
            return f"{THE_OPTIONS}{', '.join(self.names.values())}"
        if hint.startswith(THE_OPTIONS):
            return re.sub(r"[a-z_]+(?=,|$)", lambda name: self.names[name[0]], hint)

        def name(match: re.Match[str]) -> str:
            if match[1] not in self.names:
                return f"{match[0]}{self.elsewhere}"
            return f'"{self.names[match[1]]}"'

        return _OPTION.sub(name, hint)

    def _assigned(self, hint: str) -> str:
        """Return *hint* with its assignments to options as they are written here."""
        return _ASSIGNMENT.sub(self._assignment, hint)

    def _assignment(self, match: re.Match[str]) -> str:
        option, value = match.groups()
        if option is None:
            return match[0]
        if option not in self.names:
            return f"{match[0]}{self.elsewhere}"
        return f"{self.names[option]}={_plain(value) if self.is_text else value}"


def _plain(value: str) -> str:
    """Return the code *value* as the text of an environment."""
    quoted = _QUOTED.findall(value)
    return ",".join(quoted) if quoted else value.lower()


def _as_text(hint: str) -> str:
    """Return *hint* with the values to write as text, which has no quotes and no brackets."""
    for code, words in _NOT_OF_TEXT.items():
        hint = hint.replace(code, words)
    several = _LIST.fullmatch(hint) or _SEVERAL.search(hint)
    if several:
        more = ["…"] if several[1].endswith("…") else []
        values = ",".join(_QUOTED.findall(several[1]) + more)
        return f"{hint[: several.start()]}{_PLAIN_LIST}{values}"
    return _VALUE.sub(r"\1\2\3", hint)
