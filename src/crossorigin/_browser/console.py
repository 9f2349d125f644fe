"""
Say what the engines print when a page may not read a response.

Source: https://fetch.spec.whatwg.org/#concept-network-error
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser.console_lines import CONSOLES, WAYS
from crossorigin._browser.failures import Failure
from crossorigin._browser.header_lists import get, values_of
from crossorigin._browser.redirects import location_of
from crossorigin._browser.urls import Url
from crossorigin._standard import OPTIONAL_WHITE_SPACE, REDIRECT_STATUSES, TOKEN

if TYPE_CHECKING:
    from crossorigin._browser.console_lines import Printed, Way
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.failures import Blocked
    from crossorigin._browser.fetching import Exchange, Outcome

_ALLOW_ORIGIN: Final = "access-control-allow-origin"
# Those that WebKit knows by name, so that it does not matter how the page writes them.
_WELL_KNOWN: Final = {"authorization": "Authorization", "content-type": "Content-Type"}


def printed(
    outcome: Outcome, engine: Engine, *, way: Way = "fetch", page: str = ""
) -> tuple[str, ...]:
    """
    Return the lines that *engine* prints for *outcome*, if any; Firefox, in either order.

    Args:
        outcome: What became of a fetch, by the model of that engine.
        engine: The engine; the standard's own browser has no console.
        way: What the script fetched with.
        page: The page's URL, if it is not its origin's ``/``.
    """
    blocked = outcome.blocked
    console = CONSOLES.get(engine)
    if blocked is None or console is None or not _is_about_cors(outcome, blocked):
        return ()
    last = outcome.exchanges[-1] if outcome.exchanges else None
    lines = _lines(console, _failure(blocked, last, engine), outcome, last)
    words = {**WAYS[way], **_words(outcome, blocked, last, engine)}
    words["page"] = page or f"{outcome.request.origin}/"
    return tuple(line.format_map(words) for line in lines)


def _is_about_cors(outcome: Outcome, blocked: Blocked) -> bool:
    """Tell whether *outcome* failed before it was sent, or somewhere else than at home."""
    if not outcome.exchanges:
        return True
    is_away = any(
        not exchange.request.url.startswith(f"{outcome.request.origin}/")
        for exchange in outcome.exchanges
    )
    is_away = is_away or blocked.failure is Failure.LOCATION_HAS_CREDENTIALS
    return outcome.request.mode == "same-origin" or (is_away and outcome.request.mode == "cors")


def _lines(
    console: Printed, failure: Failure, outcome: Outcome, last: Exchange | None
) -> tuple[str, ...]:
    """Return the templates of what is printed for *failure*."""
    lines = console.lines.get(failure, ())
    if outcome.failed_on_preflight:
        return console.preflight.get(failure, lines)
    if last is not None and last.response is not None:
        is_redirect = last.response.status in REDIRECT_STATUSES
        return console.redirect.get(failure, lines) if is_redirect else lines
    return lines


def _failure(blocked: Blocked, last: Exchange | None, engine: Engine) -> Failure:
    """Return what *engine* calls the failure, where it does not divide them as we do."""
    lines = 0
    if last is not None and last.response is not None:
        lines = len(values_of(last.response.headers, _ALLOW_ORIGIN))
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
    outcome: Outcome, blocked: Blocked, last: Exchange | None, engine: Engine
) -> dict[str, str]:
    """Return what stands for the names in a template."""
    request = outcome.request
    response = None if last is None else last.response
    first = outcome.exchanges[0].request.url if outcome.exchanges else request.url
    url = first if last is None else last.request.url
    if blocked.failure is Failure.MODE_SAME_ORIGIN and last is not None:
        url = _location(last, engine)
    asker = request.origin if last is None else get(last.request.headers, "origin")
    return {
        "url": url,
        "redirected": f" (redirected from '{first}')" if _is_redirected(outcome) else "",
        "origin": request.origin,
        "asker": asker or request.origin,
        "subject": blocked.subject,
        "token": _malformed_in(blocked.subject),
        "written": _as_written(blocked.subject, outcome),
        "status": "" if response is None else str(response.status),
        "location": "" if last is None else _location(last, engine),
        "received": "" if response is None else get(response.headers, "location") or "",
    }


def _malformed_in(value: str) -> str:
    """Return the first member of the list *value* that is malformed, if there is one."""
    found = (member.strip(OPTIONAL_WHITE_SPACE) for member in value.split(","))
    return next((member for member in found if member and not TOKEN.fullmatch(member)), "")


def _is_redirected(outcome: Outcome) -> bool:
    """Tell whether a redirect led to the URL that failed."""
    return len({exchange.request.url for exchange in outcome.exchanges}) > 1


def _location(exchange: Exchange, engine: Engine) -> str:
    """Return where *exchange* redirects to, without a user name and a password."""
    if exchange.response is None:
        return ""
    headers = exchange.response.headers
    base = Url.parse(exchange.request.url)
    url = None if base is None else location_of(headers, base, engine)
    if isinstance(url, Url) and url.host:
        return str(url)
    return get(headers, "location") or ""


def _as_written(name: str, outcome: Outcome) -> str:
    """Return the header *name* as WebKit writes it, which is mostly how the page does."""
    written = {key.lower(): key for key, _ in outcome.request.headers}
    return _WELL_KNOWN.get(name, written.get(name, name))
