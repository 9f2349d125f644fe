"""
The console messages of the engines about a response that a page may not read.

Source: https://fetch.spec.whatwg.org/#concept-network-error
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser.console_lines import CONSOLES, WAYS
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import header_value, line_values
from crossorigin._browser.redirects import location_of, location_value
from crossorigin._browser.urls import Url
from crossorigin._web.fetch import (
    HTTP_SCHEMES,
    OPAQUE_ORIGIN,
    OPTIONAL_WHITE_SPACE,
    REDIRECT_STATUSES,
    TOKEN,
)

if TYPE_CHECKING:
    from crossorigin._browser.console_lines import ConsoleTable, Way
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.outcome import FetchOutcome, WireExchange

_ALLOW_ORIGIN: Final = "access-control-allow-origin"
# Those that WebKit knows by name, so that it does not matter how the page writes them.
_WELL_KNOWN: Final = {"authorization": "Authorization", "content-type": "Content-Type"}


def console_messages(
    outcome: FetchOutcome, engine: Engine, *, way: Way = "fetch", page: str = ""
) -> tuple[str, ...]:
    """
    Return the lines that *engine* prints for *outcome*, if any; Firefox, in either order.

    Args:
        outcome: The outcome of a fetch, by the model of that engine.
        engine: The engine; the standard's own browser has no console.
        way: The API of the script: ``fetch()`` or ``XMLHttpRequest``.
        page: The page's URL, if it is not its origin's ``/``.
    """
    blocked = _first_found(outcome, engine)
    console = CONSOLES.get(engine)
    if blocked is None or console is None or not _is_about_cors(outcome, blocked, engine):
        return ()
    last = _last(outcome, blocked)
    lines = _lines(console, blocked, last, engine)
    words = {**WAYS[way], **_words(outcome, blocked, last, engine)}
    words["page"] = page or f"{outcome.request.origin}/"
    return tuple(line.format_map(words) for line in lines)


def _first_found(outcome: FetchOutcome, engine: Engine) -> Blocked | None:
    """Return why *outcome* failed: Chromium checks for a user name before the redirect mode."""
    blocked = outcome.blocked
    if blocked is None or blocked.failure is not Failure.REDIRECT_NOT_ALLOWED:
        return blocked
    url = _led_to(outcome.exchanges[-1], engine)
    is_minded = engine == "chromium" and isinstance(url, Url) and url.has_credentials
    return Blocked(Failure.LOCATION_HAS_CREDENTIALS) if is_minded else blocked


def _last(outcome: FetchOutcome, blocked: Blocked) -> WireExchange | None:
    """Return the exchange that *blocked* is about: the last, or the redirect before it."""
    at = -1
    if blocked.failure is Failure.LOCATION_HAS_CREDENTIALS and outcome.failed_on_preflight:
        # WebKit sends a preflight first, in vain.
        at = -2
    return outcome.exchanges[at] if outcome.exchanges else None


def _is_about_cors(outcome: FetchOutcome, blocked: Blocked, engine: Engine) -> bool:
    """
    Tell whether *outcome* failed before it was sent, or somewhere else than at home.

    Of a redirect that the page asked to be an error, WebKit complains wherever it is.
    """
    if not outcome.exchanges:
        return True
    urls = [exchange.request.url for exchange in outcome.exchanges]
    if blocked.failure is Failure.LOCATION_HAS_CREDENTIALS:
        urls.append(_location(outcome.exchanges[-1], engine))
    if engine == "webkit" and blocked.failure is Failure.REDIRECT_NOT_ALLOWED:
        return True
    is_away = any(not url.startswith(f"{outcome.request.origin}/") for url in urls)
    return outcome.request.mode == "same-origin" or (is_away and outcome.request.mode == "cors")


def _lines(
    console: ConsoleTable, blocked: Blocked, last: WireExchange | None, engine: Engine
) -> tuple[str, ...]:
    """Return the templates of the messages about *blocked*."""
    failure = _failure(blocked, last, engine)
    subject = blocked.subject
    if failure is Failure.PREFLIGHT_REDIRECT and last is not None:
        subject = _received(last, engine) or ""
    lines = console.subjects.get((failure, subject), console.lines.get(failure, ()))
    if last is None:
        return lines
    is_redirect = last.response is not None and last.response.status in REDIRECT_STATUSES
    if not last.request.is_preflight:
        return console.redirect.get(failure, lines) if is_redirect else lines
    if failure is Failure.LINES_DIFFER:
        return console.preflight.get(failure, lines)
    if engine == "firefox" and is_redirect and _received(last, engine) is not None:
        return tuple(console.lines[one][0] for one in _at_redirected_preflight(failure, last))
    return console.preflight.get(failure, lines)


def _at_redirected_preflight(failure: Failure, preflight: WireExchange) -> tuple[Failure, ...]:
    """
    Return the failures that Firefox reports, in order, when *preflight* is redirected.

    It parses the Location, makes the CORS check, asks whether it may go there, and checks the
    same response again, by the origin that it would have there.
    """
    url = _led_to(preflight, "firefox")
    if not isinstance(url, Url):
        return Failure.NO_RESPONSE, Failure.NO_RESPONSE
    if failure is not Failure.PREFLIGHT_REDIRECT:
        return failure, Failure.NO_RESPONSE, Failure.NO_RESPONSE
    if url.scheme not in HTTP_SCHEMES or url.has_credentials:
        return Failure.NO_RESPONSE, Failure.NO_RESPONSE
    is_left = not preflight.request.url.startswith(f"{url.origin}/")
    is_refused = is_left and _allowed_origin(preflight) not in {"*", OPAQUE_ORIGIN}
    again = Failure.ALLOW_ORIGIN_MISMATCH if is_refused else Failure.PREFLIGHT_STATUS
    return failure, again, Failure.NO_RESPONSE


def _failure(blocked: Blocked, last: WireExchange | None, engine: Engine) -> Failure:
    """Return the failure in the terms of *engine*, which divides some of them otherwise."""
    if blocked.failure is Failure.NO_RESPONSE and engine == "firefox" and last is not None:
        # Nothing at all passes for an answer to this method: one whose headers cannot be read.
        return Failure.ALLOW_ORIGIN_MULTIPLE if last.request.method == "PUT" else blocked.failure
    lines = 0
    if last is not None and last.response is not None:
        lines = len(line_values(last.response.headers, _ALLOW_ORIGIN))
        if engine == "firefox":
            # Spelled otherwise, they are taken together.
            lines = [name for name, _ in last.response.headers].count("Access-Control-Allow-Origin")
    if blocked.failure is Failure.ALLOW_ORIGIN_MALFORMED and engine == "chromium":
        is_url = Url.parse(blocked.subject) is not None
        return Failure.ALLOW_ORIGIN_MISMATCH if is_url else blocked.failure
    if blocked.failure is not Failure.ALLOW_ORIGIN_MULTIPLE or engine == "chromium" or lines > 1:
        return blocked.failure
    counts_commas = engine == "webkit" and "," in blocked.subject
    return blocked.failure if counts_commas else Failure.ALLOW_ORIGIN_MISMATCH


def _words(
    outcome: FetchOutcome, blocked: Blocked, last: WireExchange | None, engine: Engine
) -> dict[str, str]:
    """Return the values of the names in a template."""
    request = outcome.request
    response = None if last is None else last.response
    first = outcome.exchanges[0].request.url if outcome.exchanges else request.url
    url = first if last is None else last.request.url
    if blocked.failure is Failure.MODE_SAME_ORIGIN and last is not None:
        url = _location(last, engine)
    asker = request.origin if last is None else header_value(last.request.headers, "origin")
    subject = blocked.subject
    if blocked.failure is Failure.PREFLIGHT_REDIRECT and last is not None:
        subject = _allowed_origin(last)
    return {
        "url": url,
        "first": first,
        "redirected": f" (redirected from '{first}')" if _is_redirected(outcome) else "",
        "origin": request.origin,
        "asker": asker or request.origin,
        "subject": subject,
        "token": _malformed_in(blocked.subject),
        "written": _as_written(blocked.subject, outcome),
        "status": "" if response is None else str(response.status),
        "location": "" if last is None else _location(last, engine),
        "received": "" if last is None else _received(last, engine) or "",
    }


def _malformed_in(value: str) -> str:
    """Return the first member of the list *value* that is malformed, if there is one."""
    found = (member.strip(OPTIONAL_WHITE_SPACE) for member in value.split(","))
    return next((member for member in found if member and not TOKEN.fullmatch(member)), "")


def _is_redirected(outcome: FetchOutcome) -> bool:
    """Tell whether a redirect led to the URL that failed."""
    return len({exchange.request.url for exchange in outcome.exchanges}) > 1


def _led_to(exchange: WireExchange, engine: Engine) -> Url | Blocked | None:
    """Return where *exchange* redirects to, if it does."""
    base = Url.parse(exchange.request.url)
    if base is None or exchange.response is None:
        return None
    return location_of(exchange.response.headers, base, engine)


def _location(exchange: WireExchange, engine: Engine) -> str:
    """Return where *exchange* redirects to, without a user name and a password."""
    url = _led_to(exchange, engine)
    received = _received(exchange, engine) or ""
    if isinstance(url, Url):
        return str(url) if url.host else f"{url.scheme}:{received.partition(':')[2]}"
    return received


def _received(exchange: WireExchange, engine: Engine) -> str | None:
    """Return the ``Location`` of *exchange*, as *engine* reads it; a URL has no space."""
    if exchange.response is None:
        return None
    value = location_value(exchange.response.headers, engine)
    text = value.subject if isinstance(value, Blocked) else value
    is_url = text and isinstance(_led_to(exchange, engine), Url)
    return text.strip().replace(" ", "%20") if text and is_url else text


def _allowed_origin(exchange: WireExchange) -> str:
    """Return the ``Access-Control-Allow-Origin`` of *exchange*, empty if there is none."""
    headers = () if exchange.response is None else exchange.response.headers
    return header_value(headers, _ALLOW_ORIGIN) or ""


def _as_written(name: str, outcome: FetchOutcome) -> str:
    """Return the header *name* as WebKit writes it, which is mostly how the page does."""
    written = {key.lower(): key for key, _ in outcome.request.headers}
    return _WELL_KNOWN.get(name, written.get(name, name))
