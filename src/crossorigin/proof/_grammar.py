"""
The values of ``Origin`` that browsers send, as terms.

Sources: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin,
https://url.spec.whatwg.org/#host-writing, https://url.spec.whatwg.org/#concept-ipv6-serializer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.proof._syntax import (
    EMPTY,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    Repeat,
    Sequence,
    literal,
    mask_of,
)

if TYPE_CHECKING:
    from crossorigin.proof._syntax import Term

DIGITS: Final = mask_of("0123456789")
LOWER: Final = mask_of("abcdefghijklmnopqrstuvwxyz")
_HEX: Final = mask_of("0123456789abcdef")
LABEL_CHARS: Final = DIGITS | LOWER | mask_of("-_")
MAX_LABEL: Final = 63
# What the URL Standard permits in a host beside the characters of a name.
ODD_CHARS: Final = mask_of("!\"$&'()*+,;=`{}~")
DOT: Final = literal(".")
_NOT_ZERO: Final = Chars(DIGITS & ~mask_of("0"))
_DIGIT: Final = Chars(DIGITS)


def optional(term: Term) -> Repeat:
    """Return *term*, or nothing."""
    return Repeat(term, 0, 1)


def sequence(*parts: Term) -> Sequence:
    """Return *parts* one after the other."""
    return Sequence(parts)


def choice(*parts: Term) -> Choice:
    """Return any of *parts*."""
    return Choice(parts)


def _port_number() -> Term:
    """Return the numbers from 1 to 65535."""
    below = [
        sequence(literal(start), Chars(mask_of(digits)), Repeat(_DIGIT, rest, rest))
        for start, digits, rest in (("", "12345", 4), ("6", "01234", 3), ("65", "01234", 2))
    ]
    last = [
        sequence(literal("655"), Chars(mask_of("012")), _DIGIT),
        sequence(literal("6553"), Chars(mask_of("012345"))),
    ]
    return choice(sequence(_NOT_ZERO, Repeat(_DIGIT, 0, 3)), *below, *last)


PORT: Final = sequence(literal(":"), _port_number())


def port_of(scheme: str) -> Term:
    """Return a port that a browser writes after ``http`` or ``https``: any but the default one."""
    default = {"http": ":80", "https": ":443"}[scheme]
    return sequence(Ahead(sequence(literal(default), End()), is_negative=True), PORT)


# https://url.spec.whatwg.org/#ends-in-a-number-checker
_NUMBER: Final = choice(
    Repeat(_DIGIT, 1, None), sequence(literal("0x"), Repeat(Chars(_HEX), 0, None))
)
_HOST_ENDS: Final = sequence(optional(DOT), choice(End(), literal(":")))
NO_NUMBER: Final = Ahead(sequence(_NUMBER, _HOST_ENDS), is_negative=True)


def name_of(label: Term) -> Term:
    """Return names of labels that are *label*, the last of which is no number."""
    return sequence(Repeat(sequence(label, DOT), 0, None), NO_NUMBER, label, optional(DOT))


# What has all names in it, and takes few states: labels of any length, and numbers.
_LABEL: Final = Repeat(Chars(LABEL_CHARS), 1, None)
_ODD_LABEL: Final = Repeat(Chars(LABEL_CHARS | ODD_CHARS), 1, None)


def _rough(label: Term) -> Term:
    """Return the term of names whose labels are each a *label*."""
    return sequence(label, Repeat(sequence(DOT, label), 0, None), optional(DOT))


ROUGH_NAME: Final = _rough(_LABEL)
ROUGH_ODD_NAME: Final = _rough(_ODD_LABEL)
ROUGH_PORT: Final = sequence(literal(":"), _NOT_ZERO, Repeat(_DIGIT, 0, 4))
SHORT_NAME: Final = name_of(Repeat(Chars(LABEL_CHARS), 1, MAX_LABEL))
_OCTET: Final = choice(
    sequence(optional(_NOT_ZERO), _DIGIT),
    sequence(literal("1"), _DIGIT, _DIGIT),
    sequence(literal("2"), Chars(mask_of("01234")), _DIGIT),
    sequence(literal("25"), Chars(mask_of("012345"))),
)
IPV4: Final = sequence(Repeat(sequence(_OCTET, DOT), 3, 3), _OCTET)


def _ipv6() -> Term:
    """Return the addresses that a browser writes: the first longest run of zeros is compressed."""
    forms: list[Term] = [_pieces(_PIECES, 2)]
    for before in range(_PIECES - 1):
        for after in range(_PIECES - 1 - before):
            zeros = _PIECES - before - after
            left = _pieces(before, zeros, is_left=True)
            right = _pieces(after, zeros + 1, is_right=True)
            forms.append(sequence(left, literal("::"), right))
    return choice(*forms)


def _pieces(count: int, too_many: int, *, is_left: bool = False, is_right: bool = False) -> Term:
    """
    Return *count* pieces with a colon between two, and with fewer than *too_many* zeros in a row.

    Args:
        count: How many.
        too_many: The length of the run that is compressed instead.
        is_left: Whether they stand before ``::``, so that the last one is no zero.
        is_right: Whether they stand after it, so that the first one is no zero.
    """
    # By how many zeros come before: the rest of the pieces, from the last one to the first.
    rest: list[Term] = [EMPTY] * too_many
    for left in range(1, count + 1):
        colon = literal(":") if left < count else EMPTY
        may_be_zero = not ((is_left and left == 1) or (is_right and left == count))
        rest = [
            choice(
                sequence(colon, _GROUP, rest[0]),
                *[
                    sequence(colon, _ZERO, after)
                    for after in rest[run + 1 : run + 2]
                    if may_be_zero
                ],
            )
            for run in range(too_many)
        ]
    return rest[0]


_PIECES: Final = 8
_ZERO: Final = literal("0")
_GROUP: Final = sequence(Chars(_HEX & ~mask_of("0")), Repeat(Chars(_HEX), 0, 3))
# Without the bracket before it.
IPV6_END: Final = sequence(_ipv6(), literal("]"))
# https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
_LOOPBACK: Final = sequence(
    choice(
        sequence(Repeat(sequence(_LABEL, DOT), 0, None), literal("localhost"), optional(DOT)),
        sequence(literal("127"), Repeat(sequence(DOT, _OCTET), 3, 3)),
        literal("::1]"),
    ),
    choice(End(), literal(":")),
)
NO_LOOPBACK: Final = Ahead(_LOOPBACK, is_negative=True)
# A name that says by itself that it is not ours.
OF_A_STRANGER: Final = Ahead(
    sequence(
        Repeat(sequence(_LABEL, DOT), 0, None),
        literal("evil"),
        Repeat(Chars(LABEL_CHARS & ~mask_of("_")), 0, None),
        Behind(literal("-"), is_negative=True),
        literal(".com"),
        choice(End(), literal(":")),
    )
)
# A port that nobody lists: what accepts one of these accepts any.
UNUSUAL_PORT: Final = sequence(literal(":470"), choice(literal("23"), literal("2")))
# Of another scheme, the host is opaque, and may be missing.
_OPAQUE_HOST: Final = Repeat(
    Chars(DIGITS | LOWER | LOWER >> 32 | mask_of("-._~%!$&'()+;=")), 1, None
)
_SCHEME: Final = sequence(Chars(LOWER), Repeat(Chars(LOWER | DIGITS | mask_of("+.-")), 0, None))
_NOT_HTTP: Final = Ahead(
    sequence(literal("http"), optional(literal("s")), literal(":")), is_negative=True
)
OPAQUE: Final = sequence(
    _NOT_HTTP,
    _SCHEME,
    literal("://"),
    optional(sequence(choice(_OPAQUE_HOST, sequence(literal("["), IPV6_END)), optional(PORT))),
)
# Hosts that no name of the DNS has: with another character.
_NAMED_CHARS: Final = LABEL_CHARS | mask_of(".")
ODD_HOST: Final = sequence(
    Ahead(sequence(Repeat(Chars(_NAMED_CHARS), 0, None), Chars(ODD_CHARS))), name_of(_ODD_LABEL)
)
