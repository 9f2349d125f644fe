"""
Parse the URLs that a page fetches, and those that a redirect leads to.

Source: https://url.spec.whatwg.org/#concept-basic-url-parser
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from crossorigin._web.domains import ascii_domain
from crossorigin._web.fetch import DEFAULT_PORTS, HTTP_SCHEMES
from crossorigin._web.ipv6 import compressed_ipv6
from crossorigin._web.origins import ends_in_number

_C0_OR_SPACE: Final = "".join(map(chr, range(0x21)))
# A URL has no tab, no new line, and no half of a surrogate pair.
_UNREAD: Final = {
    **dict.fromkeys(map(ord, "\t\n\r")),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_AUTHORITY: Final = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::([0-9]*))?", re.DOTALL)
_PERCENT_ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_FORBIDDEN_IN_HOST: Final = re.compile(r"[\x00\t\n\r #/:<>?@\[\\\]^|]")
_FORBIDDEN_IN_DOMAIN: Final = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_NUMBER: Final = re.compile(r"0[xX]([0-9A-Fa-f]*)|0([0-7]+)|(0|[1-9][0-9]*)")
_PORT: Final = re.compile(r"0*([0-9]{1,5})")
_MAX_PORT: Final = 65535
_MAX_NUMBERS: Final = 4
# No decimal number of an address is longer: zeros in front make an octal one of it.
_MAX_DIGITS: Final = 10

# What is percent-encoded. https://url.spec.whatwg.org/#percent-encoded-bytes
_IN_PATH: Final = re.compile(r"[^!$-;=@-\]_a-z|~]")
_IN_QUERY: Final = re.compile(r"[^!$-&(-;=?-~]")
_IN_OPAQUE_PATH: Final = re.compile(r"[^ -~]")
_IN_OPAQUE_QUERY: Final = re.compile(r"[^!$-;=?-~]")
_IN_FRAGMENT: Final = re.compile(r"[^!#-;=?-_a-~]")
_HERE: Final = frozenset({".", "%2e"})
_UP: Final = frozenset({"..", ".%2e", "%2e.", "%2e%2e"})


@dataclass(frozen=True, slots=True)
class Url:
    """
    A URL, as a browser understands it.

    One with the scheme ``data`` has its path and its query, a host being part of the path; one
    with another scheme than that, ``http`` and ``https`` has nothing but the scheme.

    Attributes:
        scheme: In lower case.
        host: As an origin has it.
        port: A number, or empty for the scheme's default port.
        path: Percent-encoded.
        query: Percent-encoded, with its ``?``, or empty.
        fragment: The part after the ``#``, or ``None``.
        has_credentials: Whether there are a user name or a password.
    """

    scheme: str
    host: str = ""
    port: str = ""
    path: str = "/"
    query: str = ""
    fragment: str | None = None
    has_credentials: bool = False

    @classmethod
    def parse(cls, text: str, base: Url | None = None) -> Url | None:
        """
        Parse *text*, or return ``None`` if it is no URL.

        Args:
            text: A URL; a relative one, if there is a *base*.
            base: The ``http`` or ``https`` URL that *text* is relative to.
        """
        text = text.strip(_C0_OR_SPACE).translate(_UNREAD)
        text, hash_sign, fragment = text.partition("#")
        match = _SCHEME.match(text)
        scheme = match[1].lower() if match else (base.scheme if base else "")
        if not scheme:
            return None
        rest = text[match.end() :] if match else text
        is_data = scheme == "data"
        url = _data(rest, hash_sign) if is_data else _without_fragment(scheme, rest, base)
        if url is None or not hash_sign:
            return url
        return replace(url, fragment=_percent_encode(fragment, _IN_FRAGMENT))

    @property
    def origin(self) -> str:
        """Return the origin, serialised."""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{self.host}{port}"

    @property
    def target(self) -> str:
        """Return the URL without credentials and fragment, as a request asks for it."""
        start = self.origin if self.host else f"{self.scheme}:"
        return f"{start}{self.path}{self.query}"

    def __str__(self) -> str:
        """Return the URL, but for its credentials."""
        return self.target if self.fragment is None else f"{self.target}#{self.fragment}"


def _without_fragment(scheme: str, rest: str, base: Url | None) -> Url | None:
    """Return the URL that follows *scheme*, relative to *base* if it has the same one."""
    if scheme not in HTTP_SCHEMES:
        return Url(scheme)
    before, question_mark, query = rest.partition("?")
    before = before.replace("\\", "/")
    query = f"?{_percent_encode(query, _IN_QUERY)}" if question_mark else ""
    if base is None or base.scheme != scheme or before.startswith("//"):
        authority, slash, path = before.lstrip("/").partition("/")
        return _with_authority(scheme, authority, _resolve(slash + path), query)
    base = replace(base, fragment=None)
    if not before:
        return replace(base, query=query or base.query)
    if not before.startswith("/"):
        before = f"{base.path.rpartition('/')[0]}/{before}"
    return replace(base, path=_resolve(before), query=query)


def _data(rest: str, hash_sign: str) -> Url | None:
    """
    Return the ``data:`` URL of *rest*, ``None`` if it is none.

    Source: https://url.spec.whatwg.org/#cannot-be-a-base-url-path-state
    """
    path, question_mark, query = rest.partition("?")
    query = f"?{_percent_encode(query, _IN_OPAQUE_QUERY)}" if question_mark else ""
    if path.startswith("//"):
        return _data_with_authority(path, query)
    if path.startswith("/"):
        path = _resolve(path)
        # Otherwise, what follows would be a host.
        return Url("data", "", "", f"/.{path}" if path.startswith("//") else path, query)
    path = _percent_encode(path, _IN_OPAQUE_PATH)
    if path.endswith(" ") and (question_mark or hash_sign):
        path = f"{path[:-1]}%20"
    return Url("data", "", "", path, query)


def _data_with_authority(path: str, query: str) -> Url | None:
    """Return the ``data:`` URL of *path*, which begins with a host, ``None`` if it is none."""
    authority, slash, path = path[2:].partition("/")
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        return None
    credentials, host, port = match.groups("")
    number = _PORT.fullmatch(port or "0")
    if host.startswith("["):
        host = _read_host(host)
    elif _FORBIDDEN_IN_HOST.search(host):
        host = ""
    if number is None or int(number[1]) > _MAX_PORT or (authority and not host):
        return None
    host = _percent_encode(host, _IN_OPAQUE_PATH)
    port = f":{int(number[1])}" if port else ""
    whole = f"//{host}{port}{_resolve(slash + path) if slash else ''}"
    return Url("data", "", "", whole, query, None, credentials not in {"", ":"})


def _with_authority(scheme: str, authority: str, path: str, query: str) -> Url | None:
    """Return the URL with *authority*, or ``None`` if there is no such host or port."""
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        return None
    credentials, host, port = match.groups("")
    host = _read_host(host)
    number = _PORT.fullmatch(port or str(DEFAULT_PORTS[scheme]))
    if not host or number is None or int(number[1]) > _MAX_PORT:
        return None
    port = "" if int(number[1]) == DEFAULT_PORTS[scheme] else str(int(number[1]))
    return Url(scheme, host, port, path, query, None, credentials not in {"", ":"})


def _read_host(text: str) -> str:
    """
    Return the host *text* as an origin has it, empty if it is none.

    Source: https://url.spec.whatwg.org/#concept-host-parser
    """
    if text.startswith("["):
        return "" if "%" in text else compressed_ipv6(text) or ""
    decoded = _PERCENT_ENCODED.sub(
        lambda match: bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace"), text
    )
    host = ascii_domain(decoded)
    if host is None or _FORBIDDEN_IN_DOMAIN.search(host):
        return ""
    return _read_ipv4(host) if ends_in_number(host) else host


def _read_ipv4(text: str) -> str:
    """
    Return the IPv4 address *text* as four decimal numbers, empty if it is none.

    Source: https://url.spec.whatwg.org/#concept-ipv4-parser
    """
    numbers: list[int] = []
    for part in text.removesuffix(".").split("."):
        match = _NUMBER.fullmatch(part)
        if match is None:
            return ""
        hexadecimal, octal, decimal = match.groups()
        if decimal is not None and len(decimal) > _MAX_DIGITS:
            return ""
        if decimal is not None:
            numbers.append(int(decimal))
        elif octal is not None:
            numbers.append(int(octal, 8))
        else:
            numbers.append(int(hexadecimal or "0", 16))
    *leading, last = numbers
    room = 256 ** (_MAX_NUMBERS - len(leading)) if len(leading) < _MAX_NUMBERS else 0
    if last >= room or any(number > 255 for number in leading):  # noqa: PLR2004 - an octet
        return ""
    address = last + sum(number << 8 * (3 - at) for at, number in enumerate(leading))
    return ".".join(str(octet) for octet in address.to_bytes(4))


def _resolve(path: str) -> str:
    """
    Return the absolute *path*, percent-encoded, without dot segments.

    Source: https://url.spec.whatwg.org/#path-state
    """
    kept: list[str] = []
    segments = path.split("/")[1:]
    for at, segment in enumerate(segments):
        is_last = at == len(segments) - 1
        if segment.lower() in _UP:
            del kept[-1:]
            kept += [""] if is_last else []
        elif segment.lower() in _HERE:
            kept += [""] if is_last else []
        else:
            kept.append(_percent_encode(segment, _IN_PATH))
    return "/" + "/".join(kept)


def _percent_encode(text: str, unsafe: re.Pattern[str]) -> str:
    """Return *text* with the bytes of each *unsafe* character percent-encoded."""
    return unsafe.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)
