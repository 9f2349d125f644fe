"""The question of a check: the fetch of a page, and how to try it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import THIRD_PARTY_COOKIES, FetchRequest, Url
from crossorigin._web.fetch import HTTP_SCHEMES, OPAQUE_ORIGIN, TOKEN
from crossorigin._web.origins import split_origin
from crossorigin._web.sites import nearness
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._sites import is_mixed_content

if TYPE_CHECKING:
    from crossorigin._browser import Engine

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
# The value of a header of which only the name is given.
STAND_IN: Final = "crossorigin-check"
_KNOWN_VALUES: Final = {"content-type": JSON, "accept": "application/json", "range": "bytes=0-9"}


class UsageError(ValueError):
    """A mistake in a command line, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    A fetch of a page, and how to try it.

    Attributes:
        fetch: The fetch, as the page calls it.
        content: The bytes of the body.
        cookies: The value of ``Cookie`` that the browser would send, if it may.
        engine: The engine to imitate.
        sends_unsafe: Whether requests may be sent that change something.
        is_app: Whether an app in this process answers.
        app: Its name in its module.
    """

    fetch: FetchRequest
    content: bytes = b""
    cookies: str = ""
    engine: Engine = "chromium"
    sends_unsafe: bool = False
    is_app: bool = False
    app: str = ""

    @property
    def target(self) -> Url:
        """Return the URL that the page fetches."""
        url = Url.parse(self.fetch.url)
        if url is None:
            raise ValueError(self.fetch.url)
        return url

    @property
    def has_credentials(self) -> bool:
        """Tell whether the page asks to use cookies and the like."""
        return self.fetch.credentials == "include"

    @property
    def is_cross_site(self) -> bool:
        """Tell whether the page is of another site than the URL."""
        return nearness(self.fetch.origin, [self.target.origin]) == "cross-site"

    @property
    def sends_cookies(self) -> bool:
        """Tell whether there are cookies, and the engine sends them to this site."""
        is_blocked = THIRD_PARTY_COOKIES.of(self.engine) == "blocked" and self.is_cross_site
        return bool(self.cookies) and not is_blocked

    def is_mixed(self, url: str) -> bool:
        """
        Tell whether the browser sends nothing to *url*, because the page is secure and it is not.

        An app in this process has no other address: it stands for one on the network.
        """
        if self.is_app:
            return self.fetch.origin.startswith("https:") and url.startswith("http:")
        parsed = Url.parse(url)
        target = "" if parsed is None else parsed.origin
        return is_mixed_content(self.fetch.origin, target, self.engine)


def url_of(text: str) -> str:
    """Return the URL *text* of a server; raise ``UsageError`` if it is none."""
    parsed = Url.parse(text)
    if parsed is None or parsed.scheme not in HTTP_SCHEMES:
        raise _no_url(text)
    return text


def fetched_url(text: str) -> str:
    """Return the URL *text*, of any scheme, as a page may fetch it; raise ``UsageError`` if it is none."""
    if Url.parse(text) is None:
        raise _no_url(text)
    return text


def _no_url(text: str) -> UsageError:
    """Return the complaint about *text*."""
    shown = escape(text, 100)
    return UsageError(
        f"{shown} is neither a URL nor module:app: write https://api.example.com/path."
    )


def origin_of(text: str) -> str:
    """Return the origin *text*; raise ``UsageError`` if it is none."""
    if text == OPAQUE_ORIGIN or split_origin(text) is not None:
        return text
    parsed = Url.parse(text)
    hint = "https://app.example.com"
    if parsed is not None and split_origin(parsed.origin) is not None:
        hint = parsed.origin
    raise UsageError(f"--origin {escape(text, 100)} is not an origin: write {hint}.")


def header_of(text: str) -> tuple[str, str]:
    """Return the header that *text*, ``NAME`` or ``NAME: VALUE``, says."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if TOKEN.fullmatch(name) is None:
        raise UsageError(f"-H {escape(text, 100)} is not a header: write NAME or NAME: VALUE.")
    if not colon:
        value = _KNOWN_VALUES.get(name.lower(), STAND_IN)
    if not value.isascii() or not value.isprintable():
        raise UsageError(f"-H {escape(name)} has a value that cannot be sent.")
    return name, value
