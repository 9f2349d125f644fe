"""Read the options of a call of which some have names that no policy has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from crossorigin._policy.expressions import expression_of
from crossorigin._policy.origin_problems import of_expression, pattern_meant, patterns_meant
from crossorigin._policy.other_names import ANSWERS, EVERYONE, OPTIONS, PLACES, REGEXES
from crossorigin._policy.respelling import THE_OPTIONS, Spelling
from crossorigin._policy.text_values import truth_in
from crossorigin.errors import Problem, ProblemCode, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

Options = Mapping[str, object]
# Returns the problems of options that a policy has.
Check = Callable[[Options], list[Problem]]

_PREFIX: Final = re.compile(r"(?:flask|quart|sanic|cors|crossorigins?|accesscontrol)+(?=.)")
_DANGER: Final = "dangerously_"
# How near a name must be to one that is known, to be taken for it.
_NEAR: Final = 0.8
_LITERAL_PATH: Final = re.compile(r"\^?((?:/[\w-]+)+)")
# In place of origins that are given otherwise, and are no problem of their own.
GIVEN: Final = "https://app.example.com"


class OtherNames:
    """
    The options of a call, of which some have names that no policy has.

    An option under another library's name is read as the one that was meant: its mistakes are
    found together with its name.

    Attributes:
        given: The options, known and unknown.
        defaults: Those that a policy has.
        check: Finds the problems of options that a policy has.
    """

    def __init__(self, given: Options, defaults: Options, check: Check) -> None:
        """Read the unknown names among *given*."""
        self.defaults = defaults
        self.check = check
        self.unknown = {name: value for name, value in given.items() if name not in defaults}
        self.known = {name: value for name, value in given.items() if name in defaults}
        self.names: dict[str, str] = {}
        # What is said in so many words comes before expressions, which stand for anything.
        by_meaning = sorted(self.unknown, key=lambda name: _key(name, defaults) in REGEXES)
        for name in by_meaning:
            for option, meaning in _meaning(name, self.unknown[name], defaults).items():
                if self.known.get(option) is None:
                    self.known[option] = meaning
                    self.names[option] = name

    def problems(self) -> list[Problem]:
        """Return every problem of the options."""
        places = [*self._places()]
        if self.known.get("origins") is None and any("origins" in own for _, own in places):
            self.known["origins"] = GIVEN
        return [
            *Spelling(self.names).with_fields(self.check(self.known)),
            *(problem for where, own in places for problem in self._of_place(where, own)),
            *(
                Problem(ProblemCode.UNKNOWN_OPTION, name, value, self._hint(name, value))
                for name, value in self.unknown.items()
            ),
        ]

    def _places(self) -> Iterator[tuple[str, Options]]:
        """Yield the paths that have options of their own, as fields, and those options."""
        for name, value in self.unknown.items():
            if _key(name, self.defaults) not in PLACES or not isinstance(value, Mapping):
                continue
            for path, own in cast("Mapping[object, object]", value).items():
                if isinstance(own, Mapping):
                    yield f"{name}[{quoted(str(path))}]", cast("Options", own)

    def _of_place(self, where: str, own: Options) -> Iterator[Problem]:
        """Yield the problems of the options that the path at *where* has of its *own*."""
        beside = {name: value for name, value in self.known.items() if value is not None}
        inner = OtherNames({**beside, **own}, self.defaults, self.check)
        for problem in inner.problems():
            if problem.beside or problem.field.partition("[")[0] in own:
                yield replace(problem, field=f"{where}.{problem.field}")

    def _hint(self, name: str, value: object) -> str:
        """Return what to write in place of the option *name*."""
        key = _key(name, self.defaults)
        if key in PLACES:
            return self._hint_of_place(value)
        if key in REGEXES:
            return self._hint_of_expressions([_expression(each) for each in _iterated(value)])
        if key in EVERYONE:
            return 'write origins="*"' if truth_in(value) else 'leave it out, and write "origins"'
        option = _option_of(key, self.defaults)
        if option is not None:
            return f'write "{option}"'
        if key in ANSWERS:
            return ANSWERS[key]
        is_danger = name.lower().startswith("danger")
        options = [each for each in self.defaults if is_danger or not each.startswith(_DANGER)]
        return f"{THE_OPTIONS}{', '.join(options)}"

    def _hint_of_expressions(self, expressions: list[str]) -> str:
        """Return what to write in place of *expressions* that say who may call."""
        patterns: list[str] = []
        for expression in expressions:
            said = patterns_meant(expression)
            if not said:
                return of_expression(expression)
            patterns += said
        written = ", ".join(map(quoted, patterns))
        if self.known.get("origins") == GIVEN:
            return f"write origins=[{written}]"
        return f"add to the origins: {written}"

    def _hint_of_place(self, value: object) -> str:
        """Return what to write in place of the paths *value*."""
        first = next(iter(_iterated(value)), None)
        match = _LITERAL_PATH.match(_expression(first))
        table = cast("Mapping[object, object]", value if isinstance(value, Mapping) else {})
        own = table.get(first)
        options = {**self.known, **(cast("Options", own) if isinstance(own, Mapping) else {})}
        if options.get("origins") is None:
            options["origins"] = [GIVEN]
        written = ", ".join(
            f"{name}={code}"
            for name in self.defaults
            if name in options and (code := code_of(name, options[name]))
        )
        return (
            f"no paths are matched: write CORS(blueprint, {written}) for the blueprint at"
            f" {match[1] if match else '/api'}, or @cross_origin({written}) below the route"
        )


def problems_of(given: Options, defaults: Options, check: Check) -> list[Problem]:
    """Return every problem of the options *given*, as :class:`OtherNames` says."""
    return OtherNames(given, defaults, check).problems()


def option_meant(name: str, defaults: Options) -> str:
    """Return the option of a policy that *name* means, or *name* itself."""
    return _option_of(_key(name, defaults), defaults) or name


def is_other_name(name: str, defaults: Options) -> bool:
    """Tell whether *name*, spelt exactly, is one for an option here or elsewhere."""
    return _exact_key(name, defaults) != ""


def is_about_origins(name: str, defaults: Options) -> bool:
    """Tell whether *name* is one for an option that says who may call."""
    key = _key(name, defaults)
    return key in {*REGEXES, *EVERYONE} or _option_of(key, defaults) == "origins"


def _key(name: str, defaults: Options) -> str:
    """Return the name in the tables that *name* is, or nearly is; ``""`` if there is none."""
    near = difflib.get_close_matches(_squashed(name), _known(defaults), cutoff=_NEAR)
    return _exact_key(name, defaults) or next(iter(near), "")


def _exact_key(name: str, defaults: Options) -> str:
    """Return the name in the tables that *name* is, ``""`` if there is none."""
    squashed, known = _squashed(name), _known(defaults)
    candidates = (squashed, _PREFIX.sub("", squashed))
    return next((candidate for candidate in candidates if candidate in known), "")


def _squashed(name: str) -> str:
    """Return *name* in small letters and without signs: in Python, JavaScript, a header's name."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _known(defaults: Options) -> list[str]:
    """Return the names of the tables, and those of *defaults* that are not dangerous."""
    own = [_squashed(name) for name in defaults if not name.startswith(_DANGER)]
    return [*own, *ANSWERS, *REGEXES, *EVERYONE, *PLACES]


def _option_of(key: str, defaults: Options) -> str | None:
    """Return the option that the *key* of the tables means, if it is one."""
    own = {_squashed(option): option for option in defaults}
    return OPTIONS.get(key) or own.get(key)


def _meaning(name: str, value: object, defaults: Options) -> Options:
    """Return the options that *name* with this *value* stands for."""
    key = _key(name, defaults)
    if key in REGEXES:
        return {"origins": GIVEN}
    if key in EVERYONE:
        return {"origins": "*"} if truth_in(value) else {}
    option = _option_of(key, defaults)
    return {} if option is None else {option: value}


def _iterated(value: object) -> list[object]:
    """Return the members of *value*, or it alone if it has none."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return list(cast("Iterable[object]", value))
    return [value]


def _expression(value: object) -> str:
    """Return the text of an expression, or of whatever stands in its place."""
    expression = expression_of(value)
    return str(value) if expression is None else expression


def code_of(name: str, value: object) -> str:
    """Return the code of the *value* of an option, ``""`` if nobody would paste it."""
    if isinstance(value, bool | int):
        return repr(value)
    members = _iterated(value)
    if not members or not all(isinstance(member, str) for member in members):
        return ""
    texts = cast("list[str]", members)
    written = [
        quoted((pattern_meant(text) if name == "origins" else None) or text) for text in texts
    ]
    return written[0] if isinstance(value, str) else f"[{', '.join(written)}]"
