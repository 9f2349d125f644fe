"""
Read an origin, or a pattern of origins, by one strict ASCII grammar of bounded length.

Source: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Final

from crossorigin._web.fetch import (
    DEFAULT_PORTS,
    HTTP_SCHEMES,
    MAX_HOST_LENGTH,
    MAX_ORIGIN_LENGTH,
    UNLISTED_SCHEMES,
)

ANY: Final = "*"
_LABEL: Final = r"[a-z0-9_\-]{1,63}"
_ADDRESS: Final = r"\[[0-9a-f:]{2,39}\]"
_ANY_PORT: Final = r"(?::([1-9][0-9]{0,4}))?"
_HTTP_ORIGIN: Final = re.compile(rf"(https?)://((?:{_LABEL}\.)*{_LABEL}\.?|{_ADDRESS}){_ANY_PORT}")
# Of another scheme, the host is opaque, and may be missing. The characters are those of a
# `reg-name` but for `*`, the sign of a pattern, and for `,`, the sign of a list.
# https://url.spec.whatwg.org/#concept-opaque-host-parser
# https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2
_OTHER_ORIGIN: Final = re.compile(
    rf"((?!https?:)[a-z][a-z0-9+.\-]*)://"
    rf"(?:([A-Za-z0-9\-._~%!$&'()+;=]+|{_ADDRESS}){_ANY_PORT})?"
)
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4: Final = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}")
_MAX_PORT: Final = 65535
# What fingers make of `http` and `https`; no scheme that pages have is made of these letters.
SLIPPED_SCHEME: Final = r"(?=[a-z]*t[a-z]*p|[a-z]*p[a-z]*t)[htps]{3,7}"
_SLIP: Final = re.compile(rf"(?!https?\Z){SLIPPED_SCHEME}")
# How a label begins that is Unicode in punycode. https://www.rfc-editor.org/rfc/rfc5890#section-2.3.2.5
_ACE: Final = "xn--"
# What punycode costs grows with the square of the length; no name of the DNS is as long.
_MAX_DOMAIN: Final = 1024
_JOINERS: Final = "\u200c\u200d"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})


def split_origin(text: str) -> tuple[str, str, str] | None:
    """
    Return scheme, host and port (``""``: the default) of an origin, or ``None`` for junk.

    Of another scheme than ``http`` and ``https``, nothing is normalised but an IPv6 address, and
    the host may be empty.
    """
    if len(text) > MAX_ORIGIN_LENGTH:
        return None
    match = _HTTP_ORIGIN.fullmatch(text) or _OTHER_ORIGIN.fullmatch(text)
    if match is None:
        return None
    scheme, host, port = match.groups("")
    if (port and not is_port(scheme, port)) or not _is_host(scheme, host):
        return None
    return scheme, host, port


def split_pattern(text: str) -> tuple[str, str, str] | None:
    """
    Return scheme, host and port (``""``: the default) of a pattern, or ``None`` for a mistake.

    An opaque host has no wildcards, and neither has its port.
    """
    without_port = text.removesuffix(":*")
    # With a letter in place of each wildcard, a pattern must be an origin.
    parts = split_origin(without_port.replace("*", "x"))
    if parts is None:
        return None
    scheme, _, rest = without_port.partition("://")
    if scheme not in HTTP_SCHEMES:
        return None if "*" in text or scheme in UNLISTED_SCHEMES else parts
    host, port = _split_port(rest)
    if without_port != text:
        if port:
            return None
        port = ANY
    if not _stars_are_placed(host) or (_ACE in host and not is_punycode(host)):
        return None
    return scheme, host, port


def is_punycode(host: str) -> bool:
    """Tell whether each label of *host* that begins as punycode is some, those with a ``*`` aside."""
    return all(
        "*" in label or ascii_domain(label) == label
        for label in host.split(".")
        if label.startswith(_ACE)
    )


def is_slip(scheme: str) -> bool:
    """Tell whether *scheme* was meant to be ``http`` or ``https``, and is neither."""
    return _SLIP.fullmatch(scheme) is not None


def compressed_ipv6(host: str) -> str | None:
    """
    Return the one way in which a browser writes the bracketed IPv6 *host*, or ``None``.

    Source: https://url.spec.whatwg.org/#concept-ipv6-serializer
    """
    try:
        packed = ipaddress.IPv6Address(host[1:-1]).packed
    except ValueError:
        return None
    pieces = [packed[at : at + 2].hex().lstrip("0") or "0" for at in range(0, 16, 2)]
    start, length = _longest_run_of_zeros(pieces)
    if length < 2:  # noqa: PLR2004 - a lone zero is not compressed
        return f"[{':'.join(pieces)}]"
    return f"[{':'.join(pieces[:start])}::{':'.join(pieces[start + length :])}]"


def _longest_run_of_zeros(pieces: list[str]) -> tuple[int, int]:
    """Return where the first longest run of zeros starts, and its length."""
    best = (0, 0)
    start = 0
    for at, piece in enumerate(pieces):
        if piece != "0":
            start = at + 1
        elif at + 1 - start > best[1]:
            best = (start, at + 1 - start)
    return best


def is_port(scheme: str, port: str) -> bool:
    """Tell whether a browser writes *port* after *scheme*."""
    if _PORT.fullmatch(port) is None:
        return False
    number = int(port)
    return number <= _MAX_PORT and number != DEFAULT_PORTS.get(scheme)


def ascii_domain(text: str) -> str | None:
    """
    Return the domain *text* in ASCII and lower case, or ``None`` if no browser takes it for one.

    Neither the length of a label nor its hyphens matter, nor which ASCII characters it has.

    Source: https://url.spec.whatwg.org/#concept-domain-to-ascii
    """
    lowered = text.lower()
    if text.isascii() and not any(label.startswith(_ACE) for label in lowered.split(".")):
        return lowered
    if len(text) > _MAX_DOMAIN:
        return None
    from idna import uts46_remap  # noqa: PLC0415 - slow, and rarely needed

    try:
        labels = uts46_remap(text, std3_rules=False).split(".")
        return ".".join(map(_ascii_label, labels))
    except ValueError:
        # Of which the errors of codecs, and those of idna, are kinds.
        return None


def _ascii_label(label: str) -> str:
    """
    Return the mapped *label* in ASCII.

    Raises:
        ValueError: If it is not valid.

    Source: https://www.unicode.org/reports/tr46/#Processing
    """
    is_encoded = label.startswith(_ACE)
    decoded = label[len(_ACE) :].encode("ascii").decode("punycode") if is_encoded else label
    if decoded.isascii():
        if is_encoded:
            raise ValueError(f"{label!r} encodes nothing")
        return label
    _check_label(decoded)
    return _ACE + decoded.encode("punycode").decode()


def _check_label(label: str) -> None:
    """
    Check *label*, which is not ASCII, whatever its hyphens are.

    Raises:
        ValueError: If it is not valid.

    Source: https://www.unicode.org/reports/tr46/#Validity_Criteria
    """
    from idna import check_bidi, check_initial_combiner, uts46_remap, valid_contextj  # noqa: PLC0415 - slow, and rarely needed

    if label.startswith(_ACE) or uts46_remap(label, std3_rules=False) != label:
        raise ValueError(f"{label!r} is not what mapping makes of it")
    check_initial_combiner(label)
    joiners = [at for at, character in enumerate(label) if character in _JOINERS]
    if not all(valid_contextj(label, at) for at in joiners):
        raise ValueError(f"{label!r} has a joiner that joins nothing")
    # As the tests of the URL standard have it, which engines are stricter than: a label from left
    # to right is not checked for the sake of its neighbours.
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in label):
        check_bidi(label)


def ends_in_number(host: str) -> bool:
    """
    Tell whether *host* is an IPv4 address, or no host at all.

    Source: https://url.spec.whatwg.org/#ends-in-a-number-checker
    """
    last = host.removesuffix(".").rpartition(".")[2]
    # Few hosts get as far as the pattern.
    return "0" <= last[:1] <= "9" and _NUMBER.fullmatch(last) is not None


def _is_host(scheme: str, host: str) -> bool:
    """Tell whether *host* is as short, and its address as canonical, as in a browser."""
    if host.startswith("["):
        return compressed_ipv6(host) == host
    if scheme not in HTTP_SCHEMES:
        return True
    if len(host) > MAX_HOST_LENGTH:
        return False
    return not ends_in_number(host) or _IPV4.fullmatch(host) is not None


def _split_port(authority: str) -> tuple[str, str]:
    """Return the host and the port (``""``: none) of *authority*."""
    host, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        return authority, ""
    return host, port


def _stars_are_placed(host: str) -> bool:
    """Tell whether the wildcards of *host* stand where the documented forms have them."""
    first, _, rest = host.partition(".")
    labels = (rest if first == ANY else host).removesuffix(".").split(".")
    inner = "".join(labels[:-1])
    return (
        labels[-1] != "" and "*" not in labels[-1] and inner.count("*") <= 1 and ANY not in labels
    )
