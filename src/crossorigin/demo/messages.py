# ruff: noqa: RUF001 - Firefox prints typographic quotes
"""
The words of browsers in the console when they keep an answer from a page.

The texts are those of Chromium 156, Firefox 153 and WebKitGTK 2.50, letter by letter.
Where Firefox prints a second, generic line after a failed preflight, only the first is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_CHROME: Final = "Access to {via} at '{url}' from origin '{page}' has been blocked by CORS policy: "
_FIREFOX: Final = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource"
    " at {address}. (Reason: "
)
_SAFARI_ALSO: Final = "{initiator} cannot load {url} due to access control checks."
# How Safari names what sent the request.
_INITIATORS: Final = {"fetch": "Fetch API", "XMLHttpRequest": "XMLHttpRequest"}
_PREFLIGHT: Final = "Response to preflight request doesn't pass access control check: "


@dataclass(frozen=True, slots=True)
class ConsoleMessage:
    """
    The message of each browser for one cause.

    Attributes:
        chrome: The text after "has been blocked by CORS policy: ".
        firefox: The text after "(Reason: ".
        safari: The first of its two lines; ``{page}`` stands for the page's origin.
        quoted: Whether Firefox puts the address in quotes. It does so for one cause only.
    """

    chrome: str
    firefox: str
    safari: str
    quoted: bool = False

    def printed(self, page: str, url: str, via: str) -> dict[str, list[str]]:
        """
        Return the line that each browser prints.

        Args:
            page: The origin of the page that sent the request.
            url: Where it was sent.
            via: ``fetch`` or ``XMLHttpRequest``.
        """
        address = f"‘{url}’" if self.quoted else url
        chrome = f"{_CHROME.format(via=via, url=url, page=page)}{self.chrome}"
        firefox = f"{_FIREFOX.format(address=address)}{self.firefox}"
        safari = self.safari.format(page=page)
        also = _SAFARI_ALSO.format(initiator=_INITIATORS[via], url=url)
        return {"Chrome": [chrome], "Firefox": [firefox], "Safari": [safari, also]}


_MISSING: Final = "No 'Access-Control-Allow-Origin' header is present on the requested resource."

NO_HEADER: Final = ConsoleMessage(
    chrome=_MISSING,
    firefox="CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
    safari="Origin {page} is not allowed by Access-Control-Allow-Origin. Status code: 200",
)
NO_HEADER_ON_PREFLIGHT: Final = ConsoleMessage(
    chrome=f"{_PREFLIGHT}{_MISSING}",
    firefox=NO_HEADER.firefox,
    safari=NO_HEADER.safari,
)
WILDCARD_WITH_CREDENTIALS: Final = ConsoleMessage(
    chrome=(
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be"
        " the wildcard '*' when the request's credentials mode is 'include'."
    ),
    firefox=(
        "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)."
    ),
    safari="Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
    quoted=True,
)
METHOD_NOT_LISTED: Final = ConsoleMessage(
    chrome=("Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response."),
    firefox="Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
    safari="Method DELETE is not allowed by Access-Control-Allow-Methods.",
)
HEADER_NOT_LISTED: Final = ConsoleMessage(
    chrome=(
        "Request header field x-request-id is not allowed by Access-Control-Allow-Headers in"
        " preflight response."
    ),
    firefox=(
        "header ‘x-request-id’ is not allowed according to header"
        " ‘Access-Control-Allow-Headers’ from CORS preflight response)."
    ),
    safari="Request header field X-Request-ID is not allowed by Access-Control-Allow-Headers.",
)
