"""The question of a check: the fetch of a page, read from the options of a command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Body, FetchRequest, Url
from crossorigin._web.fetch import HTTP_SCHEMES, OPAQUE_ORIGIN, TOKEN
from crossorigin._web.origins import split_origin
from crossorigin.doctor._sanitize import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._browser import Engine, HeaderList

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
# The value of a header of which only the name is given.
_STAND_IN: Final = "crossorigin-check"
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


def question_of(  # noqa: PLR0913 - as many as the command has options
    url: str,
    *,
    origin: str,
    method: str | None = None,
    headers: Iterable[str] = (),
    data: str | None = None,
    json: str | None = None,
    credentials: bool = False,
    engine: Engine = "chromium",
    sends_unsafe: bool = False,
    is_app: bool = False,
    app: str = "",
) -> Question:
    """
    Return the question that the options of the command put.

    Raises:
        UsageError: If one of them cannot be understood.
    """
    if data is not None and json is not None:
        raise UsageError("--data and --json exclude each other: give one of them.")
    lines, cookies = _split_cookies(tuple(map(header_of, headers)))
    content = data if data is not None else json
    if content is not None and not any(name.lower() == "content-type" for name, _ in lines):
        lines = (*lines, ("Content-Type", JSON if data is None else FORM))
    fetch = FetchRequest(
        url=url_of(url),
        origin=origin_of(origin),
        method=method or ("GET" if content is None else "POST"),
        headers=lines,
        body=None if content is None else Body(),
        credentials="include" if credentials else "same-origin",
    )
    return Question(
        fetch=fetch,
        content=(content or "").encode(errors="replace"),
        cookies=cookies,
        engine=engine,
        sends_unsafe=sends_unsafe,
        is_app=is_app,
        app=app,
    )


def url_of(text: str) -> str:
    """Return the URL *text*; raise ``UsageError`` if it is none."""
    parsed = Url.parse(text)
    if parsed is None or parsed.scheme not in HTTP_SCHEMES:
        shown = escape(text, 100)
        raise UsageError(
            f"{shown} is neither a URL nor module:app: write https://api.example.com/path."
        )
    return text


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
        value = _KNOWN_VALUES.get(name.lower(), _STAND_IN)
    if not value.isascii() or not value.isprintable():
        raise UsageError(f"-H {escape(name)} has a value that cannot be sent.")
    return name, value


def _split_cookies(headers: HeaderList) -> tuple[HeaderList, str]:
    """Return *headers* without cookies, as no page sets them, and the cookies."""
    cookies = [value for name, value in headers if name.lower() == "cookie"]
    rest = tuple(header for header in headers if header[0].lower() != "cookie")
    return rest, "; ".join(cookies)
