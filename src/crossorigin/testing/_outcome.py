"""The outcome of a fetch, as a test asks for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from traceback import format_exception_only
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from crossorigin._browser import CONSOLES, console_messages, explain_outcome, replay
from crossorigin.testing._exchanges import Exchange, Headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser import FetchOutcome, PreflightCache, ResponseType

_REASONS: Final[Mapping[ResponseType, str]] = {
    "basic": "same-origin",
    "cors": "allowed",
    "opaque": "opaque",
    "opaqueredirect": "opaque-redirect",
}
# A sentence that a server may say about a refusal; a page of HTML is none.
_MAX_BODY: Final = 300


@dataclass(frozen=True)
class Outcome:
    """
    The outcome of a fetch, as the page sees it.

    Attributes:
        exchanges: All that went over the wire, in order.
    """

    exchanges: tuple[Exchange, ...]
    _fetched: FetchOutcome = field(repr=False)
    _cache_before: PreflightCache = field(repr=False)
    _now: float = field(repr=False)

    @property
    def readable(self) -> bool:
        """Tell whether the page can read the response."""
        return self._fetched.readable

    @property
    def status(self) -> int:
        """Return the status that the page reads; 0 if it cannot."""
        return self._fetched.status

    @property
    def url(self) -> str:
        """Return the URL of the response, after redirects; empty if the page cannot read it."""
        return self._fetched.url

    @cached_property
    def headers(self) -> Headers:
        """Return the headers that the page reads, which are the exposed ones."""
        return Headers(self._fetched.headers)

    @property
    def body(self) -> bytes:
        """Return the body that the page reads; nothing if it cannot."""
        response = self.exchanges[-1].response if self.exchanges else None
        if not self.readable or response is None:
            return self._fetched.content
        return response.body

    @property
    def text(self) -> str:
        """Return the body as text, which for a page is always UTF-8."""
        return self.body.decode("utf-8-sig", "replace")

    def json(self) -> object:
        """
        Return the body, which is JSON.

        Raises:
            ValueError: If it is none, or if the page cannot read it.
        """
        if not self.readable:
            raise ValueError(self.explain())
        return cast("object", json.loads(self.text))

    @property
    def preflight(self) -> Exchange | None:
        """Return the first preflight, or ``None`` if there was none."""
        return next((each for each in self.exchanges if each.is_preflight), None)

    @property
    def exception(self) -> Exception | None:
        """Return the exception of the app, if it raised one, with or without an answer to the page."""
        raised = (each.exception for each in self.exchanges)
        return next((exception for exception in raised if exception is not None), None)

    @property
    def reason(self) -> str:
        """Return the slug of why the page can read the response, or why it cannot."""
        blocked = self._fetched.blocked
        return _REASONS[self._fetched.type] if blocked is None else str(blocked.failure)

    def explain(self) -> str:
        """Return an explanation in plain words: the step that failed, the reason, and the next step."""
        return "\n".join([explain_outcome(self._fetched), *(f"  {line}" for line in self._more())])

    @cached_property
    def console(self) -> Mapping[str, tuple[str, ...]]:
        """
        Return the messages of Chromium, Firefox and WebKit, by the engine's name.

        Each gets the same answers of the servers. Messages about other matters than CORS are
        not here.
        """
        return MappingProxyType(
            {
                engine: console_messages(
                    replay(self._fetched, engine, cache=self._cache_before, now=self._now), engine
                )
                for engine in CONSOLES
            }
        )

    def _more(self) -> Iterator[str]:
        """Yield the facts that only a test knows: the body of a refusal, and the exception of the app."""
        response = self.exchanges[-1].response if self.exchanges else None
        if not self.readable and response is not None and len(response.body) < _MAX_BODY:
            said = response.body.decode("utf-8", "replace").strip()
            if said and response.headers.get("content-type", "").startswith("text/plain"):
                yield f"the server says: {said}"
        if self.exception is not None:
            yield f"the app raised: {''.join(format_exception_only(self.exception)).strip()}"
