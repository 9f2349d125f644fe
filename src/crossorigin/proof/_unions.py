"""Many sequences as one term, in which those that begin alike are walked together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.proof._syntax import EMPTY, Choice, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.proof._syntax import Term


class _Branch:
    """
    What follows the same beginning.

    Attributes:
        may_end: Whether nothing may follow.
        following: By the next term, what follows that.
    """

    __slots__ = ("following", "may_end")

    def __init__(self) -> None:
        """Make one that nothing follows."""
        self.may_end = False
        self.following: dict[Term, _Branch] = {}


def any_of(sequences: Iterable[tuple[Term, ...]]) -> Term:
    """Return the term of any of *sequences*."""
    root = _Branch()
    for sequence in sequences:
        branch = root
        for part in sequence:
            branch = branch.following.setdefault(part, _Branch())
        branch.may_end = True
    return _term_of(root)


def _term_of(root: _Branch) -> Term:
    """Return the term of *root*, of whose branches the last ones come first: without recursion."""
    branches = [root]
    for branch in branches:
        branches.extend(branch.following.values())
    terms: dict[_Branch, Term] = {}
    for branch in reversed(branches):
        parts: list[Term] = [
            Sequence((part, terms[after])) for part, after in branch.following.items()
        ]
        if branch.may_end:
            parts.append(EMPTY)
        terms[branch] = parts[0] if len(parts) == 1 else Choice(tuple(parts))
    return terms[root]
