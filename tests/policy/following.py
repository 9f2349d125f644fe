"""Do what the hints of a report say, as somebody in a hurry does: paste, and start again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from tests.policy.problems import policy_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin import Problem

_ASSIGNMENT: Final = re.compile(
    r"\b(\w+)=(lambda .*|\[[^]]*\]|\"[^\"]*\"|'[^']*'|True|False|[0-9]+)"
)
_RENAMED: Final = re.compile(r'write "?(\w+)"?')
_ONE_BY_ONE: Final = re.compile(r"write (?:them one by one: )?((?:\"[^\"]*\"(?:, )?)+)")
_LIST: Final = re.compile(r"write a list: (\[.*\])")
_VALUE: Final = re.compile(r"write (True|False|[0-9]+)\b")
_PLAIN_LIST: Final = re.compile(r"write it with commas alone.*: (\S+)$")
_PLAIN: Final = re.compile(r"(?<=write )[^\"\s]+?(?=[,:;]? |$)")


def follow_call(options: Mapping[str, object]) -> dict[str, object]:
    """Return *options* of a call after each hint was followed once."""
    try:
        policy_of(**options)
    except PolicyError as error:
        return followed(options, error.problems)
    return dict(options)


def followed(options: Mapping[str, object], problems: tuple[Problem, ...]) -> dict[str, object]:
    """Return *options* of a call after the hints of *problems* were followed."""
    slots = {name: _slots(value) for name, value in options.items()}
    values = dict(options)
    for problem in problems:
        option, bracket, rest = problem.field.partition("[")
        if problem.code is ProblemCode.UNKNOWN_OPTION:
            _rename(values, slots, option, problem.hint)
        elif bracket:
            slots[option][int(rest.rstrip("]"))] = _members(problem.hint)
        else:
            _replace(values, slots, option, problem.hint)
    for name, own in slots.items():
        flat = [member for slot in own for member in slot]
        if name in values and flat != list(map_first(_slots(values[name]))):
            values[name] = flat
    return values


def map_first(slots: list[list[object]]) -> list[object]:
    """Return the members that *slots* have at first, one each."""
    return [slot[0] for slot in slots]


def _slots(value: object) -> list[list[object]]:
    """Return a place for each member of a list, which several may take."""
    members = cast("list[object]", value) if isinstance(value, list | tuple) else [value]
    return [[member] for member in members]


def _members(hint: str) -> list[object]:
    """Return the members that *hint* writes in the place of one."""
    assigned = _ASSIGNMENT.search(hint)
    if hint.startswith("leave it out"):
        return []
    if assigned is not None:
        return [_evaluated(assigned[2])]
    match = _ONE_BY_ONE.search(hint)
    assert match is not None, hint
    return re.findall(r'"([^"]*)"', match[1])


def _rename(
    values: dict[str, object], slots: dict[str, list[list[object]]], name: str, hint: str
) -> None:
    """Give the option *name* the name that *hint* writes, or none."""
    value, own = values.pop(name), slots.pop(name)
    assigned, renamed = _ASSIGNMENT.search(hint), _RENAMED.match(hint)
    if hint.startswith("leave it out"):
        return
    if assigned is not None:
        values[assigned[1]] = _evaluated(assigned[2])
    elif renamed is not None:
        if renamed[1] not in values:
            values[renamed[1]] = value
            slots[renamed[1]] = own
    else:
        assert hint.startswith(("the options are", "add to the origins")), hint


def _replace(
    values: dict[str, object], slots: dict[str, list[list[object]]], option: str, hint: str
) -> None:
    """Give *option*, or the one that *hint* names, the value that it writes."""
    written, assigned = _LIST.search(hint) or _VALUE.search(hint), _ASSIGNMENT.search(hint)
    if written is not None:
        values[option] = _evaluated(written[1])
    elif assigned is not None:
        option = assigned[1]
        values[option] = _evaluated(assigned[2])
    else:
        assert hint.startswith("leave"), hint
        del values[option]
    slots.pop(option, None)


def _evaluated(code: str) -> object:
    """Return the value of *code*, as if it had been pasted."""
    return eval(code, {"re": re})  # noqa: S307 - the library's own hints


def follow_environment(environment: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return the variables after each hint was followed once, to the letter: without quotes."""
    try:
        Policy.from_mapping(environment, prefix)
    except PolicyError as error:
        problems = error.problems
    else:
        return dict(environment)
    values = dict(environment)
    for problem in problems:
        name, bracket, _ = problem.field.partition("[")
        _set(values, name, problem, is_member=bracket != "")
    return values


def _set(values: dict[str, str], name: str, problem: Problem, *, is_member: bool) -> None:
    """Set the variable *name* as the hint of *problem* says."""
    assigned = re.search(r"\b([A-Z][A-Z_]*)=([^\s,;]+)", problem.hint)
    plain = _PLAIN_LIST.search(problem.hint) or _PLAIN.search(problem.hint)
    if problem.hint.startswith("leave it out"):
        if not is_member:
            del values[name]
            return
        new = ""
    elif problem.code is ProblemCode.UNKNOWN_OPTION and assigned is None:
        assert plain is not None, problem.hint
        values[plain[0]] = values.pop(name)
        return
    elif assigned is not None:
        values.pop(name, None)
        name, new, is_member = assigned[1], assigned[2], False
    else:
        assert plain is not None, problem.hint
        new = plain[plain.re.groups]
    values[name] = values[name].replace(str(problem.value), new) if is_member else new
