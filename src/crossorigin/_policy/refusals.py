"""Refuse a request that a page of another site sent, and explain it in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._policy.fetch_metadata import SentRequest
from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin.errors import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._policy.headers import Header

_NEXT_STEPS: Final = {
    Reason.SENDER_NOT_ALLOWED: (
        "list {origin} in the policy if its pages may read, too; in Guard(trusted=…) if they"
        " may only send, or if it is this app's own address, which a proxy hides"
    ),
    Reason.SENDER_UNKNOWN: "look for what takes Origin out between the browser and this app",
    Reason.COOKIES_NOT_ALLOWED: (
        "let the page send no cookies, or write credentials=True in the policy"
    ),
    Reason.ORIGIN_NULL: (
        "send from a page that has an origin and no Referrer-Policy: no-referrer,"
        " to the final address"
    ),
    Reason.ORIGIN_MALFORMED: "send the Origin that a browser would, such as https://app.example.com",
    Reason.ORIGIN_INSECURE: "serve the page over https",
    Reason.ORIGIN_SOURCE_FAILED: (
        'read the log "crossorigin" for the exception, and mend the function'
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    Hold what the guard answers in place of the app, and why.

    Attributes:
        request: What was sent.
        reason: Why it is refused.
    """

    request: SentRequest
    reason: Reason

    @property
    def status(self) -> int:
        """Return the status of the answer."""
        return 403

    @property
    def body(self) -> str:
        """Return the body of the answer: one plain sentence, and nothing of the request."""
        return f"{self.reason}: {SENTENCES[self.reason]}\n"

    @property
    def headers(self) -> tuple[Header, ...]:
        """
        Return the headers of the answer but for what the policy adds.

        It goes by headers that no cache asks about, so none may keep it. The app's own
        answers stay as they were.

        Source: https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5
        """
        return (
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(self.body))),
            ("Cache-Control", "no-store"),
        )

    def explain(self) -> str:
        """Return, in plain words and on a few lines, what was refused and why."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        """Yield the lines of the explanation."""
        request = self.request
        what = "WebSocket" if request.is_websocket else _bare(request.method)
        path = "" if request.path is None else f" {_bare(request.path)}"
        who = "no origin" if request.origin is None else _quoted(request.origin)
        yield f"{what}{path} from {who}: refused by the guard"
        yield f"  reason: {self.reason}. {SENTENCES[self.reason]}"
        for name, value in (("Host", request.host), ("Sec-Fetch-Site", request.site)):
            if value is not None:
                yield f"  {name}: {_bare(value)}"
        yield f"  next: {_NEXT_STEPS[self.reason].format(origin=who)}"


def _quoted(text: str) -> str:
    """Return *text* in quotes, in ASCII, not too long: a client has sent it."""
    return shortened(f'"{ascii(text)[1:-1]}"')


def _bare(text: str) -> str:
    """Return *text* without quotes, in ASCII, not too long."""
    return shortened(ascii(text)[1:-1])
