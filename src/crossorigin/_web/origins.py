"""
Read an origin, or a pattern of origins, by one strict ASCII grammar of bounded length.

Source: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
"""

from __future__ import annotations

import re
from typing import Final

from crossorigin._web.fetch import (
    ACE,
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
    scheme, host, port = parts
    if scheme not in HTTP_SCHEMES:
        is_mistake = "*" in text or scheme in UNLISTED_SCHEMES or is_slip(scheme)
        return None if is_mistake else parts
    if "*" in text:
        host, port = _split_port(without_port.partition("://")[2])
        if without_port != text:
            if port:
                return None
            port = ANY
        if not _stars_are_placed(host):
            return None
    if ACE in host and not _is_punycode(host):
        return None
    return scheme, host, port


def _is_punycode(host: str) -> bool:
    from crossorigin._web.domains import is_punycode  # noqa: PLC0415 - slow, and rarely needed

    return is_punycode(host)


def is_slip(scheme: str) -> bool:
    """Tell whether *scheme* was meant to be ``http`` or ``https``, and is neither."""
    return _SLIP.fullmatch(scheme) is not None


def is_port(scheme: str, port: str) -> bool:
    """Tell whether a browser writes *port* after *scheme*."""
    if _PORT.fullmatch(port) is None:
        return False
    number = int(port)
    return number <= _MAX_PORT and number != DEFAULT_PORTS.get(scheme)


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
        from crossorigin._web.ipv6 import compressed_ipv6  # noqa: PLC0415 - rarely needed

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
