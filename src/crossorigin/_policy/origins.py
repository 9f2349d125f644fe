"""
Origins, and patterns of origins: values that parse from text and print as it.

There are no regular expressions and there is no guessing: a text in none of the documented
forms is a problem with a hint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from crossorigin._web.origins import ANY, split_origin, split_pattern
from crossorigin.errors import PolicyError, shortened


@dataclass(frozen=True, slots=True)
class Origin:
    """
    A tuple origin, the page's half of the same-origin policy.

    Attributes:
        scheme: Such as ``https``.
        host: A name, a dotted-quad IPv4 address or a bracketed IPv6 address.
        port: A number, or ``None`` for the scheme's default port.

    Source: https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-tuple
    """

    scheme: str
    host: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Parse *text*, as a browser serialises an origin.

        Raises:
            ValueError: If *text* is anything else: ``null``, a URL with a path, a
                default port written out, upper case, more than 330 characters.

        Source: https://fetch.spec.whatwg.org/#origin-header
        """
        parts = split_origin(text)
        if parts is None:
            message = (
                f"{shortened(ascii(text))} is not an origin:"
                " write it as a browser does, such as https://app.example.com"
            )
            raise ValueError(message)
        scheme, host, port = parts
        return cls(scheme, host, int(port) if port else None)

    def __str__(self) -> str:
        """Return the origin as a browser serialises it."""
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


def origin_of(text: str | None) -> Origin | None:
    """Return the origin that is serialised as *text*, or ``None`` for ``null`` and for junk."""
    parts = None if text is None else split_origin(text)
    if parts is None:
        return None
    scheme, host, port = parts
    return Origin(scheme, host, int(port) if port else None)


@dataclass(frozen=True, slots=True)
class OriginPattern:
    """
    A pattern of origins.

    Attributes:
        scheme: Such as ``https``; ``*`` only in the pattern that stands alone.
        host: A host in which the first label may be ``*`` (one or more labels), and one
            other label, but not the last, may hold a ``*`` (one or more of ``a-z 0-9 -``).
        port: A number, ``None`` for the scheme's default port, or ``*`` for any, or none.
    """

    scheme: str
    host: str
    port: int | Literal["*"] | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Parse *text* as an origin pattern.

        Args:
            text: An entry of a policy's ``origins``, such as ``https://*.example.com``.

        Raises:
            PolicyError: If *text* has a path, a default port, upper-case letters, no
                scheme, or a wildcard where none may stand.

        Source: https://fetch.spec.whatwg.org/#http-origin
        """
        if text == ANY:
            return cls(ANY, ANY, ANY)
        parts = split_pattern(text)
        if parts is None:
            from crossorigin._policy import origin_problems  # noqa: PLC0415 - there is a mistake

            raise PolicyError(origin_problems.of_origin("origins[0]", text))
        scheme, host, port = parts
        return cls(scheme, host, _port_of(port))

    def __str__(self) -> str:
        """Return the text from which this pattern parses."""
        if self.scheme == ANY:
            return ANY
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


def pattern_of(scheme: str, host: str, port: str) -> OriginPattern:
    """Return the pattern of the parts that :func:`split_pattern` has found."""
    return OriginPattern(scheme, host, _port_of(port))


def _port_of(text: str) -> int | Literal["*"] | None:
    """Return the port that a pattern has for *text*."""
    if text == ANY:
        return "*"
    return int(text) if text else None
