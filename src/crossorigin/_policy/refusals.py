"""The refusals of the guard: loaded with the first request that it does not let through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin._policy.requests import FetchMetadata
from crossorigin._web.fetch import OPAQUE_ORIGIN

if TYPE_CHECKING:
    from crossorigin._policy.decision import Decision
    from crossorigin._policy.headers import Header
    from crossorigin._policy.requests import CORSRequest

# The next step, for the response: it repeats nothing of the request.
STEPS: Final = {
    Reason.HOST_NOT_ALLOWED: "If it is one of the app's names, add it to the guard's option hosts.",
    Reason.SENDER_NOT_ALLOWED: (
        "If it may, list its origin in the policy, or in the guard's option trusted."
    ),
    Reason.SENDER_UNKNOWN: "If that page may, list its origin, and have it call fetch.",
    Reason.COOKIES_NOT_ALLOWED: "Have the page send none, or permit credentials in the policy.",
}
# The reasons of a policy that say more than "the sender is not allowed".
_TELLING: Final = frozenset(
    {
        Reason.ORIGIN_INSECURE,
        Reason.ORIGIN_MALFORMED,
        Reason.ORIGIN_NULL,
        Reason.ORIGIN_SOURCE_FAILED,
    }
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    The answer of the guard in place of the app's, and its reason.

    Attributes:
        sent: The request.
        reason: The reason to refuse it.
    """

    sent: FetchMetadata
    reason: Reason

    @property
    def request(self) -> CORSRequest:
        """Return the request, as a policy decides on it."""
        return self.sent.request

    @property
    def status(self) -> int:
        """
        Return the status of the answer.

        Source: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20
        """
        return 421 if self.reason is Reason.HOST_NOT_ALLOWED else 403

    @property
    def body(self) -> str:
        """Return the body of the answer: the reason, the next step, nothing of the request."""
        step = STEPS.get(self.reason)
        return f"{self.reason}: {SENTENCES[self.reason]}{f' {step}' if step else ''}\n"

    @property
    def headers(self) -> tuple[Header, ...]:
        """
        Return the headers of the answer but for those that the policy adds.

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
        """Return the refusal and its reason, in plain words, on a few lines."""
        from crossorigin._policy.explanations import of_refusal  # noqa: PLC0415 - for a person

        return "\n".join(of_refusal(self.sent, self.reason))


def refusal_of(sent: FetchMetadata, decision: Decision | None) -> Refusal | None:
    """
    Return the refusal of a request that no guard has let through, or ``None``.

    Args:
        sent: The request.
        decision: The decision of the policy in force; ``None`` if there is no policy.
    """
    reason = _judge(sent, decision)
    return None if reason is Reason.ALLOWED else Refusal(sent, reason)


def _judge(sent: FetchMetadata, decision: Decision | None) -> Reason:
    """Return ``ALLOWED``, or the reason to keep a request from the app."""
    if not sent.is_readable:
        return Reason.REQUEST_UNREADABLE
    if sent.request.origin is None:
        return Reason.SENDER_UNKNOWN
    if decision is None:
        return _judge_alone(sent.request)
    if decision.origin_allowed:
        # A browser adds cookies to a form without asking; this policy lets no page do that. What
        # only reads changes nothing, and without credentials no page reads what comes of cookies.
        may_send = decision.compiled.credentials or not sent.has_cookie or sent.is_safe
        return Reason.ALLOWED if may_send else Reason.COOKIES_NOT_ALLOWED
    return decision.reason if decision.reason in _TELLING else Reason.SENDER_NOT_ALLOWED


def _judge_alone(request: CORSRequest) -> Reason:
    """Return the reason to refuse a sender where there is no policy."""
    if request.parsed_origin is not None:
        return Reason.SENDER_NOT_ALLOWED
    return Reason.ORIGIN_NULL if request.origin == OPAQUE_ORIGIN else Reason.ORIGIN_MALFORMED
