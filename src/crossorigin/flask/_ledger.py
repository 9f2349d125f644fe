"""
Keep account of the marks of this process, and of which of them are in an app.

Source: https://flask.palletsprojects.com/en/stable/api/#view-function-options
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask

    from crossorigin.flask._scopes import Scope

# The attribute of a view in which Flask looks for the methods that it requires.
REQUIREMENT: Final = "required_methods"


@dataclass(frozen=True, slots=True)
class Mark:
    """
    Hold a mark that no app has registered yet.

    Attributes:
        name: What a report calls it.
        closes: Whether it takes the view out.
        view: What was decorated. Neither it nor *wrapper* is kept alive.
        wrapper: What carries the mark.
    """

    name: str
    closes: bool
    view: weakref.ref[Callable[..., object]]
    wrapper: weakref.ref[Callable[..., object]]


class Requirement:
    """
    Be the methods that a marked view requires, and count who asks for them.

    Flask asks once for each rule that it makes for a view, and says nothing else of it.

    Attributes:
        asked: How often they were asked for.

    Source: https://flask.palletsprojects.com/en/stable/api/#view-function-options
    """

    __slots__ = ("__weakref__", "_methods", "_tell", "asked")

    def __init__(self, methods: Iterable[str], tell: Callable[[], object]) -> None:
        """Be *methods*, and *tell* when they are asked for."""
        self._methods = set(methods)
        self._tell = tell
        self.asked = 0

    def add(self, method: str) -> None:
        """Require *method*, too."""
        self._methods.add(method)

    def __iter__(self) -> Iterator[str]:
        """Yield the methods, for a rule that is being made."""
        self.asked += 1
        self._tell()
        return iter(self._methods)


@dataclass(slots=True)
class Ledger:
    """
    Hold the marks of this process.

    Attributes:
        made: How many were made.
        changes: How often a mark was made, or a rule for one.
        tell: What is called at each of these.
        requirements: Those of all marked views that are alive, by the number of the mark.
        unseen: The marks that no app has registered yet, by their number.
        names: What a report calls the mark of a function.
    """

    made: int = 0
    changes: int = 0
    tell: Callable[[], object] = bool
    requirements: weakref.WeakValueDictionary[int, Requirement] = field(
        default_factory=weakref.WeakValueDictionary[int, Requirement]
    )
    unseen: dict[int, Mark] = field(default_factory=dict[int, Mark])
    names: weakref.WeakKeyDictionary[object, str] = field(
        default_factory=weakref.WeakKeyDictionary[object, str]
    )

    def note(
        self,
        name: str,
        scope: Scope,
        view: Callable[..., object],
        wrapper: Callable[..., object],
    ) -> None:
        """Note that *wrapper* carries the mark *name* of *view*, which is *scope*."""
        self.made += 1
        self.names[wrapper] = name
        closes = scope.policy is None
        requirement = Requirement(getattr(view, REQUIREMENT, ()), self.change)
        setattr(wrapper, REQUIREMENT, requirement)
        self.requirements[self.made] = requirement
        with suppress(TypeError):  # a callable object may not be referred to weakly
            self.unseen[self.made] = Mark(name, closes, weakref.ref(view), weakref.ref(wrapper))
        self.change()

    def change(self) -> None:
        """Tell that an app may have a marked view that it had not before."""
        self.changes += 1
        self.tell()

    def is_settled(self, apps: Iterable[Flask]) -> bool:
        """
        Tell whether every rule that was made for a marked view is in one of *apps*.

        Whatever is not sure, such as a method of a class, which no rule is made for, makes
        it say that it is not.
        """
        found = Counter(
            id(getattr(app.view_functions.get(rule.endpoint), REQUIREMENT, None))
            for app in apps
            for rule in app.url_map.iter_rules()
        )
        # Not the values themselves: another thread may add one.
        alive = [ref() for ref in self.requirements.valuerefs()]
        return all(kept is None or found[id(kept)] == kept.asked > 0 for kept in alive)


ledger: Final = Ledger()
