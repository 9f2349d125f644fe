"""Draw origins, and patterns of origins: telling ones, and any others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from crossorigin import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

# Hosts that are easily taken for one another, and those that are written in a special way.
HOSTS: Final = [
    "example.com",
    "app.example.com",
    "a.app.example.com",
    "evilexample.com",
    "example.com.evil.org",
    "example.com.",
    "app.example.com.",
    "xn--bcher-kva.example",
    "a_b.example.com",
    "a-b.example.com",
    "github.io",
    "evil.github.io",
    "co.uk",
    "localhost",
    "app.localhost",
    "test",
    f"{'a' * 63}.example.com",
]
ADDRESSES: Final = ["127.0.0.1", "10.0.0.1", "[::1]", "[2001:db8::1]"]
SCHEMES: Final = ["https", "http", "capacitor", "chrome-extension", "web+x"]
PORTS: Final = ["", ":8443", ":80", ":443", ":1", ":65535", ":3000"]
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
_LABEL: Final = st.from_regex(r"(?!xn--)[a-z0-9](?:[a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Origins of web views and of extensions, whose hosts are opaque; a source may let them in.
OPAQUE: Final = [
    "file://",
    "app://",
    "app://obsidian.md",
    "app://Obsidian.MD:8080",
    "qrc://",
    "safari-web-extension://6F1A9C10-92F6-4F65-A1B2-9B6D0B5B1E5D",
]
# What a browser sends for a host that the DNS cannot have: no policy names it but `*`.
ODD: Final = [
    "http://a~b.example",
    "http://a..b",
    "http://a!b'c.example",
    "http://a,b.example",
    "http://-.example..",
    f"http://{'a' * 64}.example",
    f"http://{'a.' * 300}example",
]

# What is no origin, though something may send it.
JUNK: Final = [
    "",
    "Null",
    "https://example.com/",
    "https://EXAMPLE.com",
    "HTTPS://example.com",
    "https://example.com:443",
    "https://example.com, https://evil.org",
    "https://example.com\r\nX: y",
    "https://example.com@evil.org",
    "https://b\u00fccher.example",
    "https://127.1",
    "https://[::ffff:127.0.0.1]",
    "https://example.com:99999",
    "https://" + "a." * 200 + "com",
    "*",
    "\x00",
]


def is_origin(text: str) -> bool:
    """Tell whether *text* is an origin of a page, as a browser serialises it."""
    try:
        Origin.parse(text)
    except ValueError:
        return False
    return True


@st.composite
def hosts(draw: DrawFn) -> str:
    """Draw a host name."""
    if draw(st.booleans()):
        return draw(st.sampled_from(HOSTS))
    labels = draw(st.lists(_LABEL, min_size=1, max_size=4))
    return ".".join(labels) + draw(st.sampled_from(["", ".com", ".example", ".example."]))


@st.composite
def patterns(draw: DrawFn) -> str:
    """Draw a pattern of origins: of every form, and of all forms together."""
    scheme = draw(st.sampled_from(SCHEMES))
    is_http = scheme in _DEFAULT_PORTS
    port = draw(st.sampled_from([*PORTS, ":*", ":*"] if is_http else PORTS))
    if draw(st.integers(0, 7)) == 0:
        return _written(scheme, draw(st.sampled_from(ADDRESSES)), port)
    host = draw(hosts().filter(lambda name: "." in name.strip(".") and not _is_number(name)))
    *above, last = host.removesuffix(".").split(".")
    # An opaque host has no wildcards.
    forms = ["exact", "subdomains", "inside", "both"] if is_http else ["exact"]
    form = draw(st.sampled_from(forms))
    if form in {"inside", "both"}:
        at = draw(st.integers(0, len(above) - 1))
        cut = draw(st.integers(0, len(above[at])))
        length = draw(st.integers(0, 2))
        starred = f"{above[at][:cut]}*{above[at][cut + length :]}"
        # A label that is nothing but a wildcard is one of the other forms, and with one
        # character for the wildcard it may have no more than 63.
        above[at] = starred[:63] if starred != "*" else "x*"
    if form in {"subdomains", "both"}:
        above.insert(0, "*")
    dot = "." if host.endswith(".") else ""
    return _written(scheme, ".".join([*above, last]) + dot, port)


def _is_number(host: str) -> bool:
    """Tell whether *host* is an address, or would be one."""
    return _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]) is not None


def _written(scheme: str, host: str, port: str) -> str:
    """Return an origin or a pattern, as a browser writes it."""
    return f"{scheme}://{host}{'' if _DEFAULT_PORTS.get(scheme) == port else port}"


@st.composite
def origins(draw: DrawFn) -> str:
    """Draw the origin of a page."""
    host = draw(hosts().filter(lambda name: not _is_number(name)) | st.sampled_from(ADDRESSES))
    return _written(draw(st.sampled_from(SCHEMES)), host, draw(st.sampled_from(PORTS)))


@st.composite
def origins_near(draw: DrawFn, pattern: str) -> str:
    """Draw an origin that *pattern* covers, or almost covers."""
    if pattern == "*" or draw(st.integers(0, 4)) == 0:
        return draw(origins())
    filled = re.sub(
        r"(?<=/)\*(?=\.)",
        lambda _: draw(st.sampled_from(["a", "a.b", "x-1", "a_b", "xn--a"])),
        pattern,
    )
    filled = filled.removesuffix(":*") + (
        draw(st.sampled_from(PORTS)) if filled.endswith(":*") else ""
    )
    filled = re.sub(
        r"\*", lambda _: draw(st.sampled_from(["1", "a-b", "-", "a_b", "_", "", "a.b"])), filled
    )
    change = draw(st.sampled_from(_CHANGES))
    near = change(filled)
    scheme, _, _ = near.partition("://")
    near = near.removesuffix(_DEFAULT_PORTS.get(scheme, "none"))
    return near if is_origin(near) else draw(origins())


# What is easily overlooked in a comparison of origins.
_CHANGES: Final[list[Callable[[str], str]]] = [
    *[str] * 6,
    lambda text: text.replace("https:", "http:"),
    lambda text: text.replace("://", "://evil"),
    lambda text: text.replace("://", "://evil."),
    lambda text: text.replace("://", "://a.b."),
    lambda text: text.partition("://")[0] + "://" + text.partition("://")[2].partition(".")[2],
    lambda text: f"{text}.",
    lambda text: f"{text}.evil.org",
    lambda text: f"{text}:8080",
    lambda text: re.sub(r":[0-9]+$", "", text),
    lambda text: text.replace(".", "-", 1),
]
