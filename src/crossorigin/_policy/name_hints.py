"""Write out the names that a wildcard, or a regular expression, may have meant."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Final

from crossorigin._web.fetch import UPPER_CASE_METHODS
from crossorigin.errors import quoted

_START_OF_A_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]*")
_MAX_READ: Final = 100


def hint_of_methods(text: str) -> str:
    """Return the hint that lists the methods that *text*, in upper case, may have meant."""
    forms = [re.sub(r"\.?[*+]+", "*", form) for form in _alternatives(text)]
    meant = [
        method
        for method in sorted(UPPER_CASE_METHODS)
        if any(fnmatchcase(method, form) for form in forms)
    ]
    listed = ", ".join(map(quoted, meant or ("PUT", "DELETE")))
    return f'list the methods: [{listed}], or write "*" alone for all'


def hint_of_names(text: str, other: str, covered: str) -> str:
    """
    Return the hint that lists headers that begin as those do that *text* may have meant.

    Args:
        text: A wildcard or an expression.
        other: A header to name where *text* begins as none does.
        covered: The headers that a ``*`` alone covers, in words.
    """
    names = [_name_meant(form) or other for form in _alternatives(text)]
    listed = ", ".join(map(quoted, dict.fromkeys(names)))
    return f'list the names, such as [{listed}], or write "*" for {covered}'


def _name_meant(form: str) -> str:
    """Return a name that begins as *form*, or nothing if that begins as no name."""
    start = _START_OF_A_NAME.match(form)
    if start is None or start[0] == form:
        return form if start else ""
    return f"{start[0].rstrip('-')}-Id"


def _alternatives(text: str) -> list[str]:
    """Return the parts of an expression that stand beside each other, without its ends."""
    return text[:_MAX_READ].strip("^$()").split("|")
