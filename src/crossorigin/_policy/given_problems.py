"""Name the mistakes of a policy by the way in which it was given: a mapping, a wrong argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from crossorigin._policy.collector import ProblemCollector, named_entries
from crossorigin._policy.option_texts import from_text
from crossorigin._policy.options import DEFAULTS, read
from crossorigin._policy.respelling import Spelling
from crossorigin._policy.unknown_options import (
    GIVEN,
    code_of,
    is_about_origins,
    is_other_name,
    option_meant,
)
from crossorigin.errors import Problem, ProblemCode

if TYPE_CHECKING:
    from crossorigin._policy.options import PolicyOptions

_ABOUT_CORS: Final = ("cors", "cross", "flask", "quart")


def of_no_policy(policy: object, options: PolicyOptions) -> list[Problem]:
    """Return the problem that *policy* is none, and those of the *options* beside it."""
    problem = Problem(ProblemCode.NOT_A_POLICY, "policy", policy, _way_to_policy(policy))
    return [problem, *_of_options(cast("Mapping[str, object]", options))]


def _way_to_policy(policy: object) -> str:
    """Return the hint that writes *policy*, which is none, as the options that it was to be."""
    if isinstance(policy, Mapping):
        return "write ** before it: its keys are the options by name"
    code = "" if isinstance(policy, int) else code_of("origins", policy)
    if code:
        return f"write origins={code}"
    return 'write Policy(origins=…), or the options by name: origins="https://app.example.com"'


def of_two_policies(options: PolicyOptions) -> list[Problem]:
    """Return the problem that *options* stand beside a policy, and their own."""
    hint = "give either a policy or options: policy.replace(…) changes one"
    problem = Problem(ProblemCode.TWO_POLICIES, "policy", options, hint)
    return [problem, *_of_options(cast("Mapping[str, object]", options))]


def _of_options(options: Mapping[str, object]) -> list[Problem]:
    """Return the problems of *options*, which need not say who may call."""
    collector = ProblemCollector()
    read(collector, {"origins": GIVEN, **options})
    return collector.problems


def of_mapping(mapping: Mapping[str, object], prefix: str) -> list[Problem]:
    """
    Return the problems of the policy in *mapping*, under the names that stand there.

    Where nothing with the *prefix* says who may call, but something with another name does,
    that name is the problem.
    """
    keys, twice = named_entries(mapping, prefix)
    if not any(is_about_origins(name, DEFAULTS) for name in keys):
        keys |= _with_other_prefixes(mapping)
    collector = ProblemCollector()
    texts = {
        name: from_text(option_meant(name, DEFAULTS), mapping[key]) for name, key in keys.items()
    }
    read(collector, texts)
    names = {option: f"{prefix}{option.upper()}" if prefix else option for option in DEFAULTS}
    is_text = prefix != "" and all(isinstance(value, str) for value in mapping.values())
    problems = Spelling({**names, **keys}, is_text=is_text).respell(collector.problems)
    return [*(_as_given(problem, mapping) for problem in problems), *twice]


def of_parameters(
    options: Mapping[str, object],
    others: Mapping[str, object],
    names: Mapping[str, str],
    elsewhere: str,
) -> list[Problem]:
    """
    Return the problems of the parameters of a function, which are not all that a policy has.

    Args:
        options: The options that it has.
        others: What it was given beside them.
        names: Its parameters, by the options that they are.
        elsewhere: Where a policy's other options are: a function that has them.
    """
    given = {name: from_text(name, value) for name, value in options.items() if value is not None}
    collector = ProblemCollector()
    read(collector, {**others, **given})
    spelling = Spelling(names, elsewhere=elsewhere)
    unknown = [
        Problem(ProblemCode.UNKNOWN_OPTION, name, value, spelling.named(f'write "{name}"'))
        for name, value in others.items()
        if name in DEFAULTS
    ]
    return [*spelling.respell(collector.problems), *unknown]


def _as_given(problem: Problem, mapping: Mapping[str, object]) -> Problem:
    """Return *problem* with the value that *mapping* has, where a whole option is one."""
    return replace(problem, value=mapping.get(problem.field, problem.value))


def _with_other_prefixes(mapping: Mapping[str, object]) -> dict[str, str]:
    """Return the names of *mapping* that say who may call as other libraries have them said."""
    # Options have small letters: in capitals, an option's own name is another one, too.
    keys = {
        key.upper(): key
        for key in mapping
        if is_other_name(key, DEFAULTS)
        and (key.lower().startswith(_ABOUT_CORS) or "origin" in key.lower())
    }
    return keys if any(is_about_origins(name, DEFAULTS) for name in keys) else {}
