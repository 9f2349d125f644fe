"""What the commands about routes do with an app: list, explain, check."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import urlsplit

from crossorigin._adapters.coverage import covered_routes
from crossorigin._browser import CONSOLES
from crossorigin.doctor._output import MISUSED, Output, plain
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor._text_layout import wrap
from crossorigin.doctor.routes import (
    _mistakes_django,
    _mistakes_flask,
    _mistakes_layers,
    _mistakes_policy,
    _mistakes_session,
    _mistakes_starlette,
)
from crossorigin.doctor.routes._report import (
    mistake_lines,
    mistakes_json,
    route_lines,
    routes_json,
)
from crossorigin.doctor.routes._site import Site
from crossorigin.testing import Browser

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.routes._mistake import Mistake
    from crossorigin.testing import Outcome
    from crossorigin.testing._network import App

Format = Literal["text", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """
    The fetch of a page that is to be explained.

    Attributes:
        path: The path of the app, or a URL, where the host counts.
        origin: The origin of the page.
        method: The method, as the page writes it.
        headers: The headers that the page sets, as ``NAME: VALUE`` or ``NAME``.
        credentials: Whether it is made with ``credentials: "include"``.
    """

    path: str
    origin: str
    method: str = "GET"
    headers: tuple[str, ...] = ()
    credentials: bool = False


def list_routes(app: object, form: Format) -> Output:
    """Return the routes of *app*, with what covers each."""
    routes = covered_routes(app)
    if form == "json":
        return Output(0, tuple(plain(routes_json(routes))))
    return Output(0, tuple(route_lines(routes)))


def check(
    app: object, form: Format, ignored: Container[str] = (), more: str = "crossorigin explain"
) -> Output:
    """
    Return the mistakes in how *app* is covered; status 1 if there is one.

    Args:
        app: The app.
        form: The form of the report.
        ignored: The slugs of findings that are on purpose.
        more: The command that explains a slug.
    """
    found = [each for each in mistakes_of(app) if each.slug not in ignored]
    lines = plain(mistakes_json(found, more)) if form == "json" else mistake_lines(found, more)
    return Output(1 if found else 0, tuple(lines))


def mistakes_of(app: object) -> list[Mistake]:
    """Return the mistakes in how *app* is covered."""
    site = Site.of(app)
    rooms = (
        _mistakes_layers,
        _mistakes_flask,
        _mistakes_starlette,
        _mistakes_django,
        _mistakes_session,
        _mistakes_policy,
    )
    return [mistake for room in rooms for mistake in room.mistakes(site)]


def explain(app: object, fetch: Fetch, form: Format) -> Output:
    """Return the outcome of *fetch* in a browser; status 1 if the page cannot read it."""
    try:
        headers = dict(map(_header, fetch.headers))
        parts = urlsplit(fetch.path)
        base = f"{parts.scheme}://{parts.netloc}" if parts.netloc else Site.of(app).address
        outcome = Browser(cast("App", app), origin=fetch.origin, base=base).fetch(
            fetch.path,
            method=fetch.method,
            headers=headers,
            credentials="include" if fetch.credentials else "same-origin",
        )
    except (TypeError, ValueError) as error:
        return Output(MISUSED, complaint=escape(str(error), 300))
    lines = plain(_outcome_json(outcome)) if form == "json" else _outcome_lines(outcome)
    return Output(0 if outcome.readable else 1, tuple(lines))


def _header(text: str) -> tuple[str, str]:
    """Return the header that *text* says; one without a value has some."""
    name, colon, value = text.partition(":")
    return name.strip(), value.strip() if colon else "crossorigin"


def _outcome_lines(outcome: Outcome) -> Iterator[Line]:
    """Yield what went over the wire in *outcome*, what it means, and what consoles say."""
    if outcome.readable:
        yield "readable", "✓ READABLE"
    else:
        yield "blocked", f"✗ BLOCKED  {outcome.reason}"
    for exchange in outcome.exchanges:
        yield "plain", ""
        kind = "preflight" if exchange.is_preflight else "request"
        status = "no answer" if exchange.response is None else exchange.response.status
        yield "plain", f"{kind:10}{exchange.request.method} {escape(exchange.request.url)}"
        yield "plain", f"{'answer':10}{status}"
        for name, value in () if exchange.response is None else exchange.response.headers.lines:
            if name.lower().startswith("access-control-") or name.lower() == "vary":
                yield from wrap("dim", escape(f"{name}: {value}"), " " * 12, " " * 10)
    yield "plain", ""
    for line in outcome.explain().splitlines():
        yield from wrap("plain", escape(line.strip()), "  ", "")
    for engine in CONSOLES if not outcome.readable else ():
        for message in outcome.console[engine]:
            yield "plain", ""
            yield "dim", f"{engine} says"
            yield from wrap("console", message, "  ")


def _outcome_json(outcome: Outcome) -> str:
    """Return *outcome* as JSON."""
    return json.dumps(
        {
            "readable": outcome.readable,
            "reason": outcome.reason,
            "explanation": outcome.explain(),
            "exchanges": [
                {
                    "preflight": each.is_preflight,
                    "method": each.request.method,
                    "url": each.request.url,
                    "status": None if each.response is None else each.response.status,
                    "headers": []
                    if each.response is None
                    else [list(line) for line in each.response.headers.lines],
                }
                for each in outcome.exchanges
            ],
            "console": {engine: list(messages) for engine, messages in outcome.console.items()},
        },
        indent=2,
    )
