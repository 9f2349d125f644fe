"""The listed suffixes, read backwards: one character after the other, as an automaton is."""

from __future__ import annotations

from functools import cache

from crossorigin._web.suffixes import listed_rules


class Branch:
    """
    What suffixes that end alike have before that.

    Attributes:
        is_suffix: Whether they may begin here.
        following: By the character before.
    """

    __slots__ = ("following", "is_suffix")

    def __init__(self) -> None:
        """Make one that nothing follows."""
        self.is_suffix = False
        self.following: dict[str, Branch] = {}


@cache
def suffix_trie() -> Branch:
    """Return all listed suffixes; a ``*`` stands for any label. The exceptions are not there."""
    root = Branch()
    for rule in sorted(listed_rules()):
        branch = root
        is_read = rule.isascii() and not rule.startswith("!")
        for character in reversed(rule) if is_read else "":
            branch = branch.following.setdefault(character, Branch())
        branch.is_suffix = True
    root.is_suffix = False
    return root
