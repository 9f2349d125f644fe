"""
Keep account of the decorators of this process, and of those that an app has registered.

Source: https://flask.palletsprojects.com/en/stable/api/#view-function-options
"""

from __future__ import annotations

import sys
import weakref
from dataclasses import dataclass, field
from threading import Lock
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Final, cast

from crossorigin._adapters.log import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crossorigin import Policy
    from crossorigin._adapters.declarations import Declaration

# The attribute of a view in which Flask looks for the methods that it requires.
REQUIREMENT: Final = "required_methods"
# Decorators on one function whose results nobody registers. Beyond these, a program makes
# them in a loop.
_MAX_BARE: Final = 8
_MAX_LINES: Final = 1000


@dataclass(frozen=True, slots=True)
class Scope:
    """
    A policy, and the requests to which it applies.

    Attributes:
        policy: The policy in force, or ``None``: no cross-origin access, even if an
            outer scope permits it.
        answers_preflight: Whether a preflight is answered before the app is called.
        covers_actual: Whether the responses to other requests than ``OPTIONS`` are covered.
        declared: Where the program says so.
    """

    policy: Policy | None
    answers_preflight: bool = True
    covers_actual: bool = True
    declared: Declaration | None = field(default=None, compare=False)

    def covers(self, method: str) -> bool:
        """Tell whether the responses to requests by *method* are covered."""
        return self.covers_actual or method == "OPTIONS"

    def policy_for(self, method: str) -> Policy | None:
        """Return the policy of the responses to requests by *method*, if they may be read."""
        return self.policy if self.covers(method) else None


class Mark:
    """
    A decorator on a function. Its wrapper carries the mark; the function does not.

    Attributes:
        name: The decorator and the function, for the log.
        scope: The scope that the decorator gives.
        rules: How many rules apps have made for the wrapper.
        found: How many of these are in apps that have been looked at, and how many more
            views: a wrapper may be put into ``view_functions`` without a rule.
    """

    __slots__ = ("found", "name", "rules", "scope", "wrapper")

    def __init__(self, name: str, scope: Scope, wrapper: Callable[..., object]) -> None:
        """Mark *wrapper*, which is not kept alive."""
        self.name = name
        self.scope = scope
        self.wrapper = weakref.ref(wrapper)
        self.rules = self.found = 0

    @property
    def is_registered(self) -> bool:
        """Tell whether an app has the wrapper as a view."""
        return self.rules > 0 or self.found > 0

    @property
    def is_settled(self) -> bool:
        """Tell whether each app that has the wrapper has been looked at."""
        return self.rules == self.found > 0


class RequiredMethods:
    """
    The ``required_methods`` of a decorated view.

    Flask reads them once for each rule that it makes for a view, and announces a rule in no
    other way.

    Source: https://flask.palletsprojects.com/en/stable/api/#view-function-options
    """

    __slots__ = ("_also", "_mark", "_view")

    def __init__(self, mark: Mark, view: object, also: tuple[str, ...] = ()) -> None:
        """Require the methods of *view*, and *also* some others."""
        self._mark, self._view, self._also = mark, view, also

    def __iter__(self) -> Iterator[str]:
        """Yield the methods, for a rule that is being made."""
        ledger.rule_made(self._mark)
        yield from self._also
        yield from getattr(self._view, REQUIREMENT, ())


class Ledger:
    """
    The decorators of this process.

    Attributes:
        rules: How many rules were made for decorated views.
        unseen: The wrappers for which there may be an app that has not been looked at, by
            the identity of their marks. None of them is kept alive.
        tell: Called when there is one more of these.
        lock: Held where counts are changed.
        tell_unlayered: Called with the mark of a wrapper that runs in a request that has not
            come through a layer.
    """

    def __init__(self) -> None:
        """Have no decorator yet."""
        self.rules = 0
        self.unseen: dict[int, weakref.ref[Callable[..., object]]] = {}
        self.tell: Callable[[], object] = bool
        self.tell_unlayered: Callable[[Mark], object] = bool
        self._bare: dict[int, tuple[object, list[Mark]]] = {}
        self._said: set[object] = set()
        # Not in what runs when an object dies: that may happen while the lock is held.
        self.lock = Lock()

    def note(self, mark: Mark, view: object, *, is_kept: bool) -> None:
        """Note *mark* on *view*; if it *is kept*, also when nothing has kept its wrapper."""
        if is_kept:
            self._remember(view, mark)
        self._open(mark)

    def rule_made(self, mark: Mark) -> None:
        """Note that an app makes a rule for the wrapper of *mark*."""
        with self.lock:
            mark.rules += 1
            self.rules += 1
        self._open(mark)

    def found(self, mark: Mark, count: int) -> None:
        """Note that *count* more of the rules for *mark* are in an app that was looked at."""
        with self.lock:
            mark.found += count
            if mark.is_settled:
                self.unseen.pop(id(mark), None)

    def unregistered(self, function: object) -> list[Mark]:
        """
        Return the decorators on *function* that nobody will register.

        Their result was thrown away, or they stand above ``@app.route`` and so have taken
        the name of *function*. A result that has another name may be for another app.
        """
        function = _plain(function)
        kept, marks = self._bare.get(id(function), (None, ()))
        if kept is None or _referred(kept) is not function:
            return []
        marks = [mark for mark in marks if not mark.is_registered]
        if marks and _at_its_name(function) is function:
            marks = [mark for mark in marks if mark.wrapper() is None]
        return marks

    def forget(self, mark: Mark) -> None:
        """Forget *mark*, which a problem at start-up is about."""
        for _, marks in list(self._bare.values()):
            if mark in marks:
                marks.remove(mark)

    def report(self, mark: Mark) -> None:
        """Stop looking for the wrapper of *mark*, which stands where Flask does not see it."""
        self.unseen.pop(id(mark), None)

    def say_once(self, message: str, *arguments: object) -> None:
        """Log a warning, unless the same was logged before."""
        key = (message, *map(str, arguments))
        if key not in self._said and len(self._said) < _MAX_LINES:
            self._said.add(key)
            logger.warning(message, *arguments)

    def _open(self, mark: Mark) -> None:
        """Look for the app that has the wrapper of *mark*, as long as something keeps that."""
        wrapper, unseen, key = mark.wrapper(), self.unseen, id(mark)
        if wrapper is None:
            return
        unseen[key] = weakref.ref(wrapper, lambda _: unseen.pop(key, None))
        self.tell()

    def _remember(self, view: object, mark: Mark) -> None:
        """Keep *mark* for as long as *view*, which it is on, lives."""
        view, bare = _plain(view), self._bare
        key = id(view)
        try:
            kept: object = weakref.ref(view, lambda _: bare.pop(key, None))
        except TypeError:
            kept = view
        kept, marks = bare.setdefault(key, (kept, []))
        marks[:] = [each for each in marks if not each.is_registered]
        if len(marks) < _MAX_BARE:
            marks.append(mark)


def _plain(view: object) -> object:
    """Return the function of a bound method, which Python makes anew for each look."""
    return view.__func__ if type(view) is MethodType else view


def _referred(kept: object) -> object:
    """Return the referent of *kept*, or *kept* itself."""
    return cast("weakref.ref[object]", kept)() if type(kept) is weakref.ref else kept


def _at_its_name(function: object) -> object:
    """Return the object that has the name of *function* today."""
    if type(function) is not FunctionType:
        return None
    found: object = sys.modules.get(function.__module__)
    for name in function.__qualname__.split("."):
        if not issubclass(type(found), (ModuleType, type)):
            return None
        found = vars(found).get(name)
    return found


ledger: Final = Ledger()
