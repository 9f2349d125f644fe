"""Mend the slips of a hand that types an origin: its scheme, its address, its port."""

from __future__ import annotations

import re
from typing import Final

from crossorigin._web.ipv6 import compressed_ipv6
from crossorigin._web.origins import SLIPPED_SCHEME, is_slip

# One or more schemes of HTTP, spelt or followed by whatever: https//, http:/, htps://, https:\\.
# Two slashes without one are no slip here, nor is a host and its port.
_SCHEMES: Final = re.compile(
    rf"(?:(?P<scheme>{SLIPPED_SCHEME})(?:[:;.]?[/\\]+|[:;](?=[a-z*\[])))+", re.IGNORECASE
)
_NO_SCHEME: Final = re.compile(r"^[:;]//")
_AUTHORITY: Final = re.compile(r"((?:\w+:)?//|)([^/?#\\@]*)(.*)", re.DOTALL)
# A group of an IPv6 address may look like a port; one of a digit is none.
_PORT_OF_ADDRESS: Final = re.compile(r"(.*):(\d{2,5}|\*)")


def without_slips(text: str) -> str:
    """Return *text* with the scheme, the address and the subdomains that were most likely meant."""
    start, authority, rest = _split(with_scheme(text))
    if authority.startswith(".") and authority[1:2].isalnum():
        # How Django, and cookies, write all names below a domain.
        authority = f"*{authority}"
    return f"{start}{_in_brackets(authority)}{rest}"


def with_scheme(text: str) -> str:
    """Return *text* with a scheme as it is spelt, if it has one."""
    match = _SCHEMES.match(text)
    if match is None:
        return _NO_SCHEME.sub("//", text)
    spelt = match["scheme"]
    if match.end("scheme") + len("://") == match.end() == text.find("://") + len("://"):
        # Nothing slipped behind it: an upper case of its own is another mistake.
        behind = text[match.end() :]
        return text if not is_slip(spelt.lower()) else f"{_nearest(spelt)}://{behind}"
    return f"{_nearest(spelt)}://{text[match.end() :]}"


def _nearest(scheme: str) -> str:
    """Return the scheme that *scheme* was meant to be."""
    return "https" if "s" in scheme.lower() else "http"


def _split(text: str) -> tuple[str, str, str]:
    """Return *text* up to its authority, that, and the rest."""
    match = _AUTHORITY.fullmatch(text)
    assert match is not None  # noqa: S101 - every part may be empty
    start, authority, rest = match.groups()
    return start, authority, rest


def _in_brackets(authority: str) -> str:
    """Return *authority* with brackets around a bare IPv6 address, its port outside of them."""
    if authority.count("[") != authority.count("]"):
        authority = authority.replace("[", "").replace("]", "")
    if authority.count(":") < 2:  # noqa: PLR2004 - a host and its port have one
        return authority
    port = _PORT_OF_ADDRESS.fullmatch(authority)
    if port is not None and compressed_ipv6(f"[{port[1]}]") is not None:
        return f"[{port[1]}]:{port[2]}"
    return authority if compressed_ipv6(f"[{authority}]") is None else f"[{authority}]"
