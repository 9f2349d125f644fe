"""What browsers send as ``Origin``, in parts, those first that say most about a configuration."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final

from crossorigin.proof._grammar import (
    IPV4,
    IPV6_END,
    NO_LOOPBACK,
    ODD_HOST,
    OF_A_STRANGER,
    OPAQUE,
    ROUGH_NAME,
    ROUGH_ODD_NAME,
    ROUGH_PORT,
    SHORT_NAME,
    UNUSUAL_PORT,
    choice,
    optional,
    port_of,
    sequence,
)
from crossorigin.proof._syntax import EMPTY
from crossorigin.proof._tables import Table

if TYPE_CHECKING:
    from crossorigin.proof._syntax import Term


class Part(Enum):
    """
    A part of the universe: its value is what all of its origins begin with, and a number.

    The last parts are in the others: origins that matter for a reason of their own.
    """

    HTTPS_NAME = "https://", 0
    HTTP_NAME = "http://", 1
    HTTPS_IPV4 = "https://", 2
    HTTP_IPV4 = "http://", 3
    HTTPS_IPV6 = "https://[", 4
    HTTP_IPV6 = "http://[", 5
    NULL = "null", 6
    OPAQUE = "", 7
    HTTPS_ODD = "https://", 8
    HTTP_ODD = "http://", 9
    INSECURE_NAME = "http://", 10
    INSECURE_IPV4 = "http://", 11
    INSECURE_IPV6 = "http://[", 12
    HTTPS_ANY_PORT = "https://", 13
    HTTP_ANY_PORT = "http://", 14
    TELLING = "https://", 15

    @property
    def prefix(self) -> str:
        """What all of its origins begin with."""
        return self.value[0]


NAMES: Final = (Part.HTTPS_NAME, Part.HTTP_NAME)
ODD: Final = (Part.HTTPS_ODD, Part.HTTP_ODD)
INSECURE: Final = (Part.INSECURE_NAME, Part.INSECURE_IPV4, Part.INSECURE_IPV6)
ANY_PORT: Final = (Part.HTTPS_ANY_PORT, Part.HTTP_ANY_PORT)
UNIVERSE: Final = tuple(part for part in Part if part not in {*INSECURE, *ANY_PORT, Part.TELLING})
_HOSTS: Final = {
    Part.HTTPS_NAME: SHORT_NAME,
    Part.HTTP_NAME: SHORT_NAME,
    Part.HTTPS_IPV4: IPV4,
    Part.HTTP_IPV4: IPV4,
    Part.HTTPS_IPV6: IPV6_END,
    Part.HTTP_IPV6: IPV6_END,
    Part.HTTPS_ODD: ODD_HOST,
    Part.HTTP_ODD: ODD_HOST,
    Part.INSECURE_NAME: sequence(NO_LOOPBACK, SHORT_NAME),
    Part.INSECURE_IPV4: sequence(NO_LOOPBACK, IPV4),
    Part.INSECURE_IPV6: sequence(NO_LOOPBACK, IPV6_END),
    Part.HTTPS_ANY_PORT: choice(SHORT_NAME, IPV4),
    Part.TELLING: sequence(OF_A_STRANGER, SHORT_NAME),
    Part.HTTP_ANY_PORT: choice(SHORT_NAME, IPV4),
}


@cache
def table_of(part: Part) -> Table:
    """Return the automaton of what follows the prefix of *part*."""
    if part is Part.NULL:
        return Table(EMPTY)
    if part is Part.OPAQUE:
        return Table(OPAQUE)
    scheme = part.prefix.partition(":")[0]
    port: Term = UNUSUAL_PORT if part in ANY_PORT else optional(port_of(scheme))
    return Table(sequence(_HOSTS[part], port))


@cache
def rough_table_of(part: Part) -> Table | None:
    """
    Return an automaton of what follows the prefix of *part*, and some more, or ``None``.

    Labels may be too long, the last one may be a number, and so may a port be no port. That takes
    few states; what is found is looked at again.
    """
    if part in NAMES:
        return rough_names()
    if part is Part.TELLING:
        return Table(sequence(OF_A_STRANGER, ROUGH_NAME, optional(ROUGH_PORT)))
    if part is Part.INSECURE_NAME:
        return Table(sequence(NO_LOOPBACK, ROUGH_NAME, optional(ROUGH_PORT)))
    return Table(sequence(ROUGH_NAME, UNUSUAL_PORT)) if part in ANY_PORT else None


@cache
def rough_names() -> Table:
    """Return the automaton of names with a port or without, and of some more."""
    return Table(sequence(ROUGH_NAME, optional(ROUGH_PORT)))


@cache
def rough_odd_names() -> Table:
    """Return the automaton of names in which there may be other characters, and of some more."""
    return Table(sequence(ROUGH_ODD_NAME, optional(ROUGH_PORT)))
