"""
Read a message of Firefox in any language, by the parts that no language translates.

Those are the URL, the names and values of headers, the status, and the word CORS; where they leave
more than one reason, each is a candidate.

Source: https://searchfox.org/mozilla-central/source/dom/locales/en-US/chrome/security/security.properties
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin._web.fetch import TOKEN
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.explain._translated import translated_in
from crossorigin.doctor.explain._wordings import MAX_FOUND, Wording, WordingMatch
from crossorigin.doctor.explain._wordings_firefox import NOT_EQUAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser import Engine
    from crossorigin.doctor.explain._pasted import Pasted

Reasons = tuple[FailureReason, ...]
_MISSING: Final[Reasons] = (Failure.ALLOW_ORIGIN_MISSING,)
# A version of today prints the status of the first, and one of old does not.
_MISSING_OR_TWO: Final[Reasons] = (*_MISSING, Failure.ALLOW_ORIGIN_MULTIPLE)
_CREDENTIALS: Final[Reasons] = (
    Failure.ALLOW_CREDENTIALS_MISSING,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE,
)
_PREFLIGHT: Final[Reasons] = (Failure.PREFLIGHT_STATUS, Failure.PREFLIGHT_REDIRECT)
_SILENT: Final[Reasons] = (
    Failure.NO_RESPONSE,
    Failure.LOCATION_HAS_CREDENTIALS,
    Failure.LOCATION_NOT_HTTP,
    Failure.TOO_MANY_REDIRECTS,
    ConsoleReason.LOCAL_NETWORK_ACCESS,
)
_NOTHING_NAMED: Final[Reasons] = (
    Failure.NO_RESPONSE,
    Failure.PREFLIGHT_REDIRECT,
    Failure.PREFLIGHT_STATUS,
    ConsoleReason.CORS_UNSPECIFIED,
)
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[!-&(-~]{1,2048}", re.IGNORECASE)
_END_OF_URL: Final = ".,:;)]>"
_HEADER: Final = re.compile(
    r"access-control-allow\s?-(origin|credentials|methods|headers)", re.IGNORECASE
)
_QUOTED: Final = re.compile(
    r"(?<![A-Za-z\u00c0-\u024f])'\s{0,2}([!-&(-~](?:[ -&(-~]{0,300}?[!-&(-~])?)\s{0,2}'"
    r"(?![A-Za-z\u00c0-\u024f])"
)
# The colons of Latin, Chinese, Khmer, Armenian and Santali.
_COLONS: Final = "[:\uff1a\u17d6\u0589\u055d\u1c7a]"
_STATUS: Final = re.compile(
    rf"{_COLONS}\s{{0,3}}([1-9][0-9]{{2}}|\(null\))(?![0-9])|\s([1-9][0-9]{{2}})\W{{0,4}}\Z"
)
_HTTP: Final = re.compile(r"(?<![a-z])https?(?![a-z:])", re.IGNORECASE)
_OTHER_URL: Final = re.compile(r"(?<![a-z'])(?<!'\s)[a-z]{2,12}://", re.IGNORECASE)
_COLON: Final = re.compile(_COLONS)
_CORS: Final = re.compile(r"(?<![A-Za-z])C(?:OR|RO)S(?![A-Za-z])")
_LEAD, _TAIL, _UP_TO_THE_REASON = 300, 500, 90
_FEW_LETTERS, _MANY_LETTERS = 6, 20
_MAX_LINE: Final = 2000

# In one line, of which part is in no Latin letters: all of these, in lower case.
_SIGNS: Final[tuple[tuple[tuple[str, ...], ConsoleReason], ...]] = (
    (("://", "x-frame-options", "'deny'"), ConsoleReason.FRAMING),
    (("://", "x-frame-options", "'sameorigin'"), ConsoleReason.FRAMING),
    (("content-security-policy", "'frame-ancestors"), ConsoleReason.FRAMING),
    (("://", "content-security-policy", "-src"), ConsoleReason.CONTENT_SECURITY_POLICY),
    (("://", "cross-origin-resource-policy"), ConsoleReason.RESOURCE_POLICY),
    (("://", "opaqueresponseblocking"), ConsoleReason.RESPONSE_TYPE),
    (("://", "x-content-type-options", "nosniff"), ConsoleReason.RESPONSE_TYPE),
    (("://", "mime", "'text/"), ConsoleReason.RESPONSE_TYPE),
    (("'samesite'", "'lax'", "'strict'"), ConsoleReason.COOKIES_NOT_SENT),
    (("'samesite=none'", "'secure'"), ConsoleReason.COOKIES_NOT_SENT),
    (("serviceworker", "fetchevent.respondwith()"), ConsoleReason.SERVICE_WORKER),
    (("://", "integrity", "'sha"), ConsoleReason.INTEGRITY),
    (("postmessage", "domwindow"), ConsoleReason.POST_MESSAGE),
)
# A row of the network panel of Chromium.
_PANEL_ROW: Final = re.compile(
    r"CORS error(?:\t|[ ]{1,4}(?=(?:fetch|xhr|script|font|stylesheet)[ ]{1,4}[^ ]{1,100}:[0-9]))"
)


@dataclass(frozen=True, slots=True)
class _Message:
    """
    The parts of a message about CORS.

    Attributes:
        url: The address.
        header: What is allowed by the header in it, in lower case; empty if there is none.
        quoted: The other text in quotes.
        status: The status, ``(null)``, or nothing.
        tail: The text after the address.
    """

    url: str
    header: str
    quoted: tuple[str, ...]
    status: str
    tail: str


def structures_in(pasted: Pasted) -> Iterator[WordingMatch]:
    """Yield the messages in *pasted* that are read by their structure."""
    spans: list[tuple[int, int]] = []
    for span, reasons, facts in translated_in(pasted.text):
        spans.append(span)
        yield _match(pasted, "chromium", reasons, span, facts)
    for match in _about_cors(pasted):
        place = pasted.place(match.start)
        if not any(start <= place < end for start, end in spans):
            yield match
    yield from _about_others(pasted)
    for row in _PANEL_ROW.finditer(pasted.text):
        yield _match(pasted, "chromium", (ConsoleReason.CORS_UNSPECIFIED,), row.span(), {})


def _about_cors(pasted: Pasted) -> Iterator[WordingMatch]:
    """Yield the messages about CORS: an introduction, a colon, an address, the reason."""
    end = found = 0
    for address in _URL.finditer(pasted.text):
        if address.start() < end or found == MAX_FOUND:
            continue
        message = _message_at(pasted.text, address)
        if message is None:
            continue
        found += 1
        reasons, facts = _read(message)
        end = address.end() + len(message.tail)
        yield _match(pasted, "firefox", reasons, (address.start(), end), facts)


def _message_at(text: str, address: re.Match[str]) -> _Message | None:
    """Return the message around *address*, or ``None`` if there is none about CORS."""
    lead = text[max(0, address.start() - _LEAD) : address.start()]
    introduction = lead.rpartition("\n\n")[2]
    letters = sum(map(str.isalpha, introduction)) if _COLON.search(introduction) else 0
    if letters < (_MANY_LETTERS if introduction.isascii() else _FEW_LETTERS):
        return None
    url = address[0].rstrip(_END_OF_URL)
    if not text[address.end() : address.end() + 1].isascii():
        # A suffix of the language.
        url = url.rstrip("-")
    tail = text[address.start() + len(url) : address.end() + _TAIL].replace("\n", " ")
    other = _OTHER_URL.search(tail)
    tail = tail[: other.start()] if other else tail
    cors = _CORS.search(tail) or _HEADER.search(tail)
    if cors is None:
        return None
    header = _HEADER.search(tail)
    quoted = tuple(part for part in _QUOTED.findall(tail) if not _HEADER.fullmatch(part))
    status = _STATUS.search(tail)
    return _Message(
        url,
        header[1].lower() if header else "",
        quoted,
        status[1] or status[2] if status else "",
        tail,
    )


def _read(message: _Message) -> tuple[Reasons, dict[str, str]]:
    """Return the reasons that *message* leaves, and the facts in it."""
    reasons, facts = _reasons(message)
    facts["url"] = message.url
    if message.status and not message.status.startswith("("):
        facts["status"] = message.status
    return reasons, facts


def _reasons(message: _Message) -> tuple[Reasons, dict[str, str]]:
    """Return the reasons that *message* leaves, and the fact that each is about."""
    first = message.quoted[0] if message.quoted else ""
    lower = {part.lower() for part in message.quoted}
    if message.header == "headers" and {"*", "authorization"} <= lower:
        return (Failure.AUTHORIZATION_NOT_LISTED,), {"header": "Authorization"}
    if message.header in {"origin", "credentials"} and first == "*":
        return (Failure.WILDCARD_WITH_CREDENTIALS,), {}
    if message.header == "credentials" or (message.header and "true" in lower):
        return _CREDENTIALS, {}
    if message.header == "origin":
        none_quoted = _MISSING if message.status else _MISSING_OR_TWO
        return (NOT_EQUAL, {"value": first}) if first else (none_quoted, {})
    return _reasons_of_lists(message, first)


def _reasons_of_lists(message: _Message, first: str) -> tuple[Reasons, dict[str, str]]:
    """Return the reasons of a *message* that names a list of methods or headers, or no header."""
    if message.header == "methods":
        return (Failure.ALLOW_METHODS_MALFORMED if first else Failure.METHOD_NOT_ALLOWED,), {}
    if message.header == "headers" and TOKEN.fullmatch(first):
        return (Failure.HEADER_NOT_ALLOWED,), {"header": first}
    if message.header == "headers":
        return (Failure.ALLOW_HEADERS_MALFORMED,), {"value": first}
    return _reasons_without_header(message), {}


def _reasons_without_header(message: _Message) -> Reasons:
    """Return the reasons of a *message* that names no header but ``Origin``."""
    if message.quoted and "preflight" not in message.tail.lower():
        return (ConsoleReason.CORS_UNSPECIFIED,)
    if not message.url.lower().startswith(("http:", "https:")) or _HTTP.search(message.tail):
        return (Failure.URL_NOT_HTTP,)
    if message.status.isdecimal():
        return _PREFLIGHT
    if message.status:
        return _SILENT
    if not _COLON.search(message.tail[:_UP_TO_THE_REASON]):
        return (ConsoleReason.CORS_UNSPECIFIED,)
    return _NOTHING_NAMED


def _about_others(pasted: Pasted) -> Iterator[WordingMatch]:
    """Yield the messages about something else, each one line."""
    start = 0
    for line in pasted.text.splitlines(keepends=True)[: 10 * MAX_FOUND]:
        text = line[:_MAX_LINE].lower()
        if not text.isascii():
            for signs, reason in _SIGNS:
                if all(sign in text for sign in signs):
                    yield _match(
                        pasted, "firefox", (reason,), (start, start + len(line)), _url_in(line)
                    )
                    break
        start += len(line)


def _url_in(line: str) -> dict[str, str]:
    """Return the address in *line* as a fact, if there is one."""
    address = _URL.search(line[:_MAX_LINE])
    return {"url": address[0].rstrip(_END_OF_URL)} if address else {}


def _match(
    pasted: Pasted,
    engine: Engine,
    reasons: Reasons,
    span: tuple[int, int],
    facts: dict[str, str],
) -> WordingMatch:
    """Return the message of *engine* that stands at *span* of the text."""
    start, end = (bisect_left(pasted.places, place) for place in span)
    preflight = True if reasons[0] in _AT_PREFLIGHT else None
    return WordingMatch(
        Wording(engine, reasons, "CORS", preflight), start, max(end, start + 1), facts
    )


_AT_PREFLIGHT: Final = frozenset(
    {
        Failure.ALLOW_HEADERS_MALFORMED,
        Failure.ALLOW_METHODS_MALFORMED,
        Failure.HEADER_NOT_ALLOWED,
        Failure.METHOD_NOT_ALLOWED,
        Failure.PREFLIGHT_STATUS,
    }
)
