"""What a proof says: verdicts, and the origins that witness them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What was proved of one configuration, or of two."""

    EQUAL = "equal"
    DIFFERENT = "different"
    HARMLESS = "harmless"
    DANGEROUS = "dangerous"
    UNDECIDED = "undecided"


class Risk(StrEnum):
    """Why it matters that an origin is let in, the worst first."""

    STRANGER = "stranger"  # anyone can register its domain
    OPAQUE = "opaque"  # `null`: any sandboxed frame
    INSECURE = "insecure"  # plain http: anyone on the network
    ANY_PORT = "any-port"  # any program on the host
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Witness:
    """
    An origin that shows what is let in.

    Attributes:
        origin: As a browser serialises it.
        registrable_by_strangers: Whether anyone can register its domain, or the name below a
            public suffix, that the configuration does not itself name; not, if nobody knows.
        why: One sentence; it says so, if that was not decided.
        risk: Why it matters.
    """

    origin: str
    registrable_by_strangers: bool
    why: str
    risk: Risk = Risk.NONE


@dataclass(frozen=True, slots=True)
class Proof:
    """
    The result about one configuration (``harmless``, ``dangerous``), or two (``equal``, ``different``).

    Attributes:
        verdict: The result.
        opens: Witnesses, the worst first: of one configuration what it lets in, of two what the
            second lets in and the first does not.
        closes: Witnesses: what the first lets in and the second does not.
        stopped_by: For ``undecided``: the part that stops the proof.
        why: For ``undecided``: why it does, a clause without a full stop.
    """

    verdict: Verdict
    opens: tuple[Witness, ...] = ()
    closes: tuple[Witness, ...] = ()
    stopped_by: str = ""
    why: str = field(default="")
