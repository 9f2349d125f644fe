"""What reaches a tool on the user's own machine, and what its guard makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin import Guard, Policy, Reason
from tests.cases.senders import sent_request

if TYPE_CHECKING:
    from crossorigin._policy.requests import FetchMetadata

HERE: Final = "localhost:8000"
PAGE: Final = "http://localhost:5173"
SHELL: Final = "tauri://localhost"
EXTENSION: Final = "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai"
WEBVIEW: Final = "vscode-webview://1k0u5qqf8b2g3h4v0q6n7p8r9s"
EVIL: Final = "http://evil.example"
LOCAL: Final = Guard.local(SHELL, EXTENSION, "vscode-webview://*", hosts="tool.example.com")
READERS: Final = Policy(PAGE)
_REBOUND: Final = "evil.example:8000"
_NOT_A_HOST: Final = Reason.HOST_NOT_ALLOWED

# What a browser or a program can put into Host, and whether it is one of the tool's names.
HOSTS: Final[dict[str, tuple[str | None, bool]]] = {
    "a listed name": (HERE, True),
    "without a port": ("localhost", True),
    "an empty port": ("localhost:", True),
    "in upper case": ("LocalHost:8000", True),
    "a dot at the end": ("localhost.:8000", True),
    "two dots at the end": ("localhost..:8000", False),
    "an address": ("127.0.0.1:8000", True),
    "IPv6": ("[::1]:8000", True),
    "IPv6, written out": ("[0:0:0:0:0:0:0:1]:8000", True),
    "IPv6 in upper case": ("[::FFFF:7F00:1]", False),
    "IPv6 with IPv4 inside": ("[::ffff:127.0.0.1]:8000", False),
    "IPv6 with a zone": ("[::1%25lo]:8000", False),
    "IPv6 without brackets": ("::1", False),
    "IPv6, unspecified": ("[::]:8000", False),
    "IPv6, unclosed": ("[::1:8000", False),
    "a domain": ("tool.example.com", True),
    "a domain, the default port of http": ("tool.example.com:80", True),
    "a domain, the default port of https": ("tool.example.com:443", True),
    "a domain, another port": ("tool.example.com:8443", False),
    "below a domain": ("a.tool.example.com", False),
    "above a domain": ("example.com", False),
    "rebound": (_REBOUND, False),
    "a name that begins as a listed one": ("localhost.evil.example:8000", False),
    "a name that ends as a listed one": ("evil-localhost:8000", False),
    "below localhost": ("evil.localhost:8000", False),
    "an address in a name": ("127.0.0.1.nip.example:8000", False),
    "another loopback address": ("127.0.0.2:8000", False),
    "unspecified": ("0.0.0.0:8000", False),
    "a decimal address": ("2130706433:8000", False),
    "an octal address": ("0177.0.0.1:8000", False),
    "a hexadecimal address": ("0x7f000001:8000", False),
    "a short address": ("127.1:8000", False),
    "an address with a dot at the end": ("127.0.0.1.:8000", False),
    "an address without its dots": ("127001", False),
    "user info": ("localhost@evil.example", False),
    "user info before a listed name": ("evil@localhost:8000", False),
    "a URL": ("http://localhost:8000", False),
    "a path": ("localhost:8000/", False),
    "several": ("localhost:8000, evil.example", False),
    "the same one twice": ("localhost:8000, localhost:8000", False),
    "a space": ("localhost :8000", False),
    "a tab at the end": ("localhost\t", False),
    "a line break": ("localhost\r\nX: y", False),
    "a NUL": ("localhost\0.evil.example", False),
    "percent-encoded": ("%6cocalhost:8000", False),
    "a port that is too high": ("localhost:65536", False),
    "a port that is nothing": ("localhost:0", False),
    "a port of letters": ("localhost:http", False),
    "a port with a sign": ("localhost:+80", False),
    "a port with zeros": ("localhost:08000", True),
    "a port too long": ("localhost:000080", False),
    "two ports": ("localhost:80:80", False),
    "only a port": (":8000", False),
    "not ASCII": ("localh\xf6st:8000", False),
    "a megabyte": ("localhost" * 120_000, False),
    "a megabyte of dots": ("." * 1_000_000, False),
    "a megabyte of colons": (f"[{':' * 1_000_000}]", False),
    "a wildcard": ("*", False),
    "empty": ("", False),
    "none": (None, False),
}


def _read(  # noqa: PLR0913 - all that a guard goes by
    origin: str | None = None,
    *,
    site: str | None = "cross-site",
    method: str = "GET",
    host: str = HERE,
    mode: str | None = None,
    destination: str | None = None,
    has_cookie: bool = False,
    is_in_tab: bool = False,
) -> FetchMetadata:
    """Return a request that a page reads, or that a tab shows."""
    return sent_request(
        method,
        origin=origin,
        site=site,
        host=host,
        mode="navigate" if is_in_tab else mode,
        destination="document" if is_in_tab else destination,
        has_cookie=has_cookie,
    )


def _post(origin: str | None, host: str = HERE, site: str | None = "cross-site") -> FetchMetadata:
    """Return a form that a page posts."""
    return sent_request("POST", origin=origin, host=host, site=site)


# What was sent, and why the guard of the tool, beside a policy for PAGE, refuses it (None: it does not).
REACHING: Final[dict[str, tuple[FetchMetadata, Reason | None]]] = {
    "rebound, GET": (_read(site="same-origin", host=_REBOUND), _NOT_A_HOST),
    "rebound, POST": (
        _post(f"http://{_REBOUND}", site="same-origin", host=_REBOUND),
        _NOT_A_HOST,
    ),
    "rebound, old browser": (_post(f"http://{_REBOUND}", host=_REBOUND, site=None), _NOT_A_HOST),
    "rebound, OPTIONS": (_read(site="same-origin", host=_REBOUND, method="OPTIONS"), _NOT_A_HOST),
    "rebound, WebSocket": (
        sent_request("GET", origin=f"http://{_REBOUND}", host=_REBOUND, is_websocket=True),
        _NOT_A_HOST,
    ),
    "rebound, in a tab": (_read(site="none", host=_REBOUND, is_in_tab=True), _NOT_A_HOST),
    "rebound, for an allowed page": (_read(PAGE, host=_REBOUND), _NOT_A_HOST),
    "rebound, for a trusted page": (_post(SHELL, host=_REBOUND), _NOT_A_HOST),
    "its own page": (_read(site="same-origin"), None),
    "its own page, POST": (_post(f"http://{HERE}", site="same-origin"), None),
    "its own page, WebSocket": (
        sent_request("GET", origin=f"http://{HERE}", host=HERE, is_websocket=True),
        None,
    ),
    "its own page, old browser": (_post(f"http://{HERE}", site=None), None),
    "the address bar": (_read(site="none", is_in_tab=True), None),
    "curl": (_read(site=None), None),
    "curl, HEAD": (_read(site=None, method="HEAD"), None),
    "another name of its own, POST": (_post("http://127.0.0.1:8000"), None),
    "another name of its own, with a dot": (_post("http://localhost.:8000"), None),
    "another name of its own, GET": (_read("http://[::1]:8000"), None),
    "another name of its own, WebSocket": (
        sent_request("GET", origin="http://[::1]:8000", host=HERE, is_websocket=True),
        None,
    ),
    "another name of its own, default ports": (
        _post("https://tool.example.com", host="localhost"),
        None,
    ),
    "another port, POST": (_post("http://localhost:9000"), Reason.SENDER_NOT_ALLOWED),
    "another port, GET": (_read("http://localhost:9000"), Reason.SENDER_NOT_ALLOWED),
    "a default port beside another": (_post("http://localhost"), Reason.SENDER_NOT_ALLOWED),
    "a port that is not listed": (
        _post("http://tool.example.com:8000"),
        Reason.SENDER_NOT_ALLOWED,
    ),
    "http beside https": (
        sent_request("POST", origin="http://127.0.0.1:8000", host=HERE, scheme="https"),
        Reason.SENDER_NOT_ALLOWED,
    ),
    "http beside https, that a proxy ends": (
        _post("http://localhost", host="localhost"),
        Reason.SENDER_NOT_ALLOWED,
    ),
    "http beside https, by another name": (
        _post("http://127.0.0.1", host="localhost"),
        Reason.SENDER_NOT_ALLOWED,
    ),
    "http beside https, a domain": (
        _post("http://tool.example.com", host="tool.example.com"),
        Reason.SENDER_NOT_ALLOWED,
    ),
    "a shell": (_post(SHELL), None),
    "a shell, GET": (_read(SHELL), None),
    "another shell": (_read("app://localhost"), Reason.SENDER_NOT_ALLOWED),
    "an extension": (_read(EXTENSION, site="none"), None),
    "a webview": (_read(WEBVIEW), None),
    "another extension": (_read("chrome-extension://evil"), Reason.SENDER_NOT_ALLOWED),
    "an allowed page, GET": (_read(PAGE), None),
    "an allowed page, with cookies": (_read(PAGE, has_cookie=True), None),
    "an allowed page, HEAD": (_read(PAGE, method="HEAD"), None),
    "an allowed page, POST": (_post(PAGE), None),
    "another page, GET": (_read(EVIL), Reason.SENDER_NOT_ALLOWED),
    "another page, HEAD": (_read(EVIL, method="HEAD"), Reason.SENDER_NOT_ALLOWED),
    "another page, QUERY": (_read(EVIL, method="QUERY"), Reason.SENDER_NOT_ALLOWED),
    "another page, OPTIONS": (_read(EVIL, method="OPTIONS"), None),
    "another page, old browser": (_read(EVIL, site=None), Reason.SENDER_NOT_ALLOWED),
    "another page, with junk": (_read("x" * 9999), Reason.ORIGIN_MALFORMED),
    "a sandbox": (_read("null"), Reason.ORIGIN_NULL),
    "an image": (_read(mode="no-cors", destination="image"), Reason.SENDER_UNKNOWN),
    "an image of a sibling": (_read(site="same-site"), Reason.SENDER_UNKNOWN),
    "a site in upper case": (_read(site="Same-Origin"), Reason.SENDER_UNKNOWN),
    "a link": (_read(is_in_tab=True), None),
    "a link, HEAD": (_read(method="HEAD", is_in_tab=True), None),
    "a link with an origin": (_read(EVIL, is_in_tab=True), Reason.SENDER_NOT_ALLOWED),
    "a frame": (_read(mode="navigate", destination="iframe"), Reason.SENDER_UNKNOWN),
    "an object": (_read(mode="navigate", destination="object"), Reason.SENDER_UNKNOWN),
    "a document that is not for a tab": (
        _read(mode="no-cors", destination="document"),
        Reason.SENDER_UNKNOWN,
    ),
    "a form": (_post(EVIL), Reason.SENDER_NOT_ALLOWED),
}
