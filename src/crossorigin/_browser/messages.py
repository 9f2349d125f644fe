"""
The messages of a fetch: the one that a page asks for, and those that go over the wire.

Source: https://fetch.spec.whatwg.org/#requests
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser.header_lists import without_headers

if TYPE_CHECKING:
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.safelist import PreflightCause

Credentials = Literal["omit", "same-origin", "include"]
Mode = Literal["cors", "no-cors", "same-origin"]
Redirect = Literal["follow", "error", "manual"]
ReferrerPolicy = Literal[
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
]
ResponseType = Literal["basic", "cors", "opaque", "opaqueredirect", "error"]


@dataclass(frozen=True, slots=True)
class Body:
    """
    The properties of a request's body that matter to CORS.

    Attributes:
        type: The ``Content-Type`` that it brings, if the page sets none; empty for bytes.
        is_stream: Whether it is a stream, which can be read only once.

    Source: https://fetch.spec.whatwg.org/#bodyinit-unions
    """

    type: str = ""
    is_stream: bool = False


TEXT: Final = Body("text/plain;charset=UTF-8")
FORM: Final = Body("application/x-www-form-urlencoded;charset=UTF-8")
MULTIPART: Final = Body("multipart/form-data; boundary=----crossorigin")
BYTES: Final = Body()
STREAM: Final = Body(is_stream=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """
    A request of a page.

    Attributes:
        url: An absolute URL.
        origin: The page's origin, serialised; ``null`` if it is opaque.
        method: As the page writes it.
        headers: As the page sets them.
        body: The body, if there is one.
        credentials: The credentials mode.
        mode: The mode.
        redirect: The redirect mode.
        referrer_policy: The referrer policy.
        has_upload_listener: Whether something listens to the progress of the upload,
            which only an ``XMLHttpRequest`` can have.
        partition: The network partition key: it separates this page's caches from those
            of other pages of the same origin.

    Source: https://fetch.spec.whatwg.org/#concept-request
    """

    url: str
    origin: str
    method: str = "GET"
    headers: HeaderList = ()
    body: Body | None = None
    credentials: Credentials = "same-origin"
    mode: Mode = "cors"
    redirect: Redirect = "follow"
    referrer_policy: ReferrerPolicy = "strict-origin-when-cross-origin"
    has_upload_listener: bool = False
    partition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightQuery:
    """
    The question of a preflight, and of a look into the preflight cache.

    Attributes:
        partition: The network partition key.
        origin: The origin that asks, serialised.
        is_redirected: Whether that origin is ``null`` because of a redirect.
        url: The URL.
        method: The method.
        names: The headers, in lower case, in the page's order, as often as they are set.
        shown: The headers that the preflight has, too.
        has_credentials: Whether the credentials mode is ``include``.
        is_forced: Whether it needs permission for any method and any headers.
        is_own: Whether the origin that asks is that of the URL.
        ignores_cache: Whether it needs a preflight even if the cache has an entry.
    """

    partition: str = ""
    origin: str
    is_redirected: bool = False
    url: str
    method: str
    names: tuple[str, ...] = ()
    shown: HeaderList = ()
    has_credentials: bool = False
    is_forced: bool = False
    is_own: bool = False
    ignores_cache: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRequest:
    """
    A request that goes over the wire.

    Attributes:
        method: The method.
        url: The URL, without its fragment.
        headers: Those that the standard lays down; the HTTP client, the cookie jar and
            so on add theirs.
        has_credentials: Whether cookies and the like go with it.
        body: The body, if there is one.
        is_preflight: Whether it asks for permission.
        causes: Why it asks.
    """

    method: str
    url: str
    headers: HeaderList = ()
    has_credentials: bool = False
    body: Body | None = None
    is_preflight: bool = False
    causes: tuple[PreflightCause, ...] = ()


@dataclass(frozen=True, slots=True)
class WireResponse:
    """
    A response that comes back over the wire.

    Attributes:
        status: The status.
        headers: Every line, in order.
        stored: If this is a 304 to the HTTP cache, the response that it has stored.
    """

    status: int
    headers: HeaderList = ()
    stored: WireResponse | None = None

    def freshened(self) -> WireResponse:
        """
        Return the response of the HTTP cache: the stored one, with these headers.

        Source: https://www.rfc-editor.org/rfc/rfc9111#section-3.2
        """
        if self.stored is None:
            return self
        kept = without_headers(self.stored.headers, (name.lower() for name, _ in self.headers))
        return WireResponse(self.stored.status, kept + self.headers)
