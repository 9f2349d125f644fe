"""An origin as it was most likely meant: its parts, mended one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from crossorigin._policy.slips import without_slips
from crossorigin._policy.text_values import values_in
from crossorigin._web.domains import ascii_domain
from crossorigin._web.fetch import DEFAULT_PORTS, HTTP_SCHEMES, WEBSOCKET_SCHEMES
from crossorigin._web.ipv6 import compressed_ipv6
from crossorigin._web.sites import is_loopback
from crossorigin.errors import ProblemCode

_PARTS: Final = re.compile(
    r"(?:(?P<scheme>[^:/?#]*)://|//)?"
    r"(?:(?P<userinfo>[^/?#]*)@)?(?P<host>\[[^\]]*\]|[^:/?#]*)"
    r"(?P<port>:[^/?#]*)?(?P<path>.*)",
    re.DOTALL,
)
# Wildcards in a row; those of the first labels, any number of which one covers.
_WILDCARDS: Final = re.compile(r"^\*+(?:\.\*+)+(?=\.[^*.])|\*{2,}")
_LOOPBACK: Final = re.compile(r"127\.[\d.]*\*[\d.*]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a text that may have been meant as a pattern."""

    scheme: str
    userinfo: str
    host: str
    port: str
    path: str

    def __str__(self) -> str:
        """Return the pattern that the draft is."""
        return f"{self.scheme}://{self.host}{self.port}"


def mended(text: str) -> tuple[list[ProblemCode], Draft]:
    """Return the mistakes in *text*, which is one value, and the draft without them."""
    draft = _drafted(without_slips(values_in(text)[0]))
    codes: list[ProblemCode] = []
    for code, mend in _MENDS.items():
        after = mend(draft)
        if after != draft:
            codes.append(code)
            draft = after
    return codes, draft


def _drafted(text: str) -> Draft:
    """Return the parts of any *text*."""
    match = _PARTS.fullmatch(text)
    assert match is not None  # noqa: S101 - every part of the pattern may be empty
    return Draft(*match.groups(""))


def _with_scheme(draft: Draft) -> Draft:
    """Return *draft* with a scheme."""
    return draft if draft.scheme else _with_likely_scheme(draft)


def _with_likely_scheme(draft: Draft) -> Draft:
    """Return *draft* with the scheme that its host most likely has."""
    scheme = "http" if is_loopback(draft.host.lower()) else "https"
    return replace(draft, scheme=scheme)


def _with_one_scheme(draft: Draft) -> Draft:
    """Return *draft* with the scheme that its host most likely has, where a wildcard stands for any."""
    is_any = "*" in draft.scheme and draft.scheme.lower().strip("*") in {"", *HTTP_SCHEMES}
    return _with_likely_scheme(draft) if is_any else draft


def _with_one_wildcard(draft: Draft) -> Draft:
    """Return *draft* with one wildcard where several in a row, or of an address, say no more."""
    if draft.scheme not in HTTP_SCHEMES:
        return draft
    if _LOOPBACK.fullmatch(draft.host):
        return replace(draft, host="127.0.0.1", port=draft.port or ":*")
    return replace(draft, host=_WILDCARDS.sub("*", draft.host))


def _with_wildcards_in_place(draft: Draft) -> Draft:
    """Return *draft* with one scheme, and with as few wildcards as say the same."""
    return _with_one_wildcard(_with_one_scheme(draft))


def _of_a_page(draft: Draft) -> Draft:
    """Return *draft* with the scheme of the page that opens a WebSocket."""
    scheme = draft.scheme.lower()
    return replace(draft, scheme=WEBSOCKET_SCHEMES.get(scheme, draft.scheme))


def _in_lower_case(draft: Draft) -> Draft:
    """Return *draft* as a browser writes it: in lower case, but for an opaque host."""
    scheme = draft.scheme.lower()
    host = draft.host.lower() if scheme in HTTP_SCHEMES else draft.host
    return replace(draft, scheme=scheme, host=host)


def _without_default_port(draft: Draft) -> Draft:
    """Return *draft* without the port that its scheme implies."""
    default = DEFAULT_PORTS.get(draft.scheme)
    return replace(draft, port="") if draft.port == f":{default}" else draft


def _in_punycode(draft: Draft) -> Draft:
    """Return *draft* with its host name as a browser sends it."""
    if draft.host.isascii():
        return draft
    if draft.scheme not in HTTP_SCHEMES:
        return replace(draft, host=_percent_encoded(draft.host))
    labels: list[str] = []
    for label in draft.host.split("."):
        encoded = label if label.isascii() else ascii_domain(label)
        # A wildcard in a label stands for characters, not for punycode of them.
        if encoded is None or (encoded != label and "*" in label):
            return draft
        labels.append(encoded)
    return replace(draft, host=".".join(labels))


def _percent_encoded(host: str) -> str:
    """
    Return the opaque *host* in ASCII.

    Source: https://url.spec.whatwg.org/#concept-opaque-host-parser
    """
    return "".join(
        character
        if character.isascii()
        else "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))
        for character in host
    )


def _with_canonical_ip(draft: Draft) -> Draft:
    """Return *draft* with its IPv6 address as a browser writes it."""
    if not draft.host.startswith("["):
        return draft
    return replace(draft, host=compressed_ipv6(draft.host) or draft.host)


_MENDS: Final[dict[ProblemCode, Callable[[Draft], Draft]]] = {
    ProblemCode.ORIGIN_MISSING_SCHEME: _with_scheme,
    ProblemCode.ORIGIN_WILDCARD_MISPLACED: _with_wildcards_in_place,
    ProblemCode.ORIGIN_NOT_OF_A_PAGE: _of_a_page,
    ProblemCode.ORIGIN_UPPER_CASE: _in_lower_case,
    ProblemCode.ORIGIN_HAS_USERINFO: lambda draft: replace(draft, userinfo=""),
    ProblemCode.ORIGIN_HAS_PATH: lambda draft: replace(draft, path=""),
    ProblemCode.ORIGIN_DEFAULT_PORT: _without_default_port,
    ProblemCode.ORIGIN_PORT_MALFORMED: lambda draft: replace(draft, port=draft.port.rstrip(":")),
    ProblemCode.ORIGIN_UNICODE_HOST: _in_punycode,
    ProblemCode.ORIGIN_IP_NOT_CANONICAL: _with_canonical_ip,
}
