"""What browsers send as ``Origin``, in parts, those first that say most about a configuration."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final

from crossorigin.proof.grammar import (
    ADDRESS,
    ODD_HOST,
    OPAQUE,
    ROUGH_NAME,
    ROUGH_PORT,
    SHORT_NAME,
    optional,
    port_of,
    sequence,
)
from crossorigin.proof.programs import Budget, Program
from crossorigin.proof.syntax import EMPTY
from crossorigin.proof.tables import STEPS_OF_TABLE, Table

if TYPE_CHECKING:
    from crossorigin.proof.syntax import Mask, Term


class Part(Enum):
    """A part of the universe; its value is what all of its origins begin with, and a number."""

    HTTPS_NAME = "https://", 0
    HTTP_NAME = "http://", 1
    HTTPS_ADDRESS = "https://", 2
    HTTP_ADDRESS = "http://", 3
    NULL = "null", 4
    OPAQUE = "", 5
    HTTPS_ODD = "https://", 6
    HTTP_ODD = "http://", 7

    @property
    def prefix(self) -> str:
        """What all of its origins begin with."""
        return self.value[0]


NAME_PARTS: Final = (Part.HTTPS_NAME, Part.HTTP_NAME)
_HOSTS: Final = {
    Part.HTTPS_NAME: SHORT_NAME,
    Part.HTTP_NAME: SHORT_NAME,
    Part.HTTPS_ADDRESS: ADDRESS,
    Part.HTTP_ADDRESS: ADDRESS,
    Part.HTTPS_ODD: ODD_HOST,
    Part.HTTP_ODD: ODD_HOST,
}


@cache
def table_of(part: Part) -> Table:
    """Return the automaton of what follows the prefix of *part*."""
    return Table(_term_of(part))


@cache
def rough_names() -> Table:
    """
    Return the automaton of what follows ``https://`` before a name, and some more.

    Labels may be too long, the last one may be a number, and so may a port be no port. That takes
    few states; what is found is looked at again.
    """
    return Table(sequence(ROUGH_NAME, optional(ROUGH_PORT)))


@cache
def all_masks() -> frozenset[Mask]:
    """Return the sets of characters that the parts tell apart."""
    program = Program(Budget(STEPS_OF_TABLE))
    for part in Part:
        program.add(_term_of(part))
    return frozenset(program.masks())


def _term_of(part: Part) -> Term:
    """Return what follows the prefix of *part*."""
    if part is Part.NULL:
        return EMPTY
    if part is Part.OPAQUE:
        return OPAQUE
    return sequence(_HOSTS[part], optional(port_of(part.prefix.removesuffix("://"))))
