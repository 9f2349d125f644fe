"""Compare a server with its policy: send the requests, judge the answers, the worst first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from crossorigin.doctor._sanitize import escape, mask_url
from crossorigin.doctor.conformance._causes import Cause, MattersTo
from crossorigin.doctor.conformance._differences import actual_differences
from crossorigin.doctor.conformance._differences_caches import cache_differences
from crossorigin.doctor.conformance._differences_preflights import preflight_differences
from crossorigin.doctor.conformance._requests import ConformanceRequests, limit_of
from crossorigin.doctor.probing._session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crossorigin._browser import HeaderList
    from crossorigin.doctor.conformance._asks import Target
    from crossorigin.doctor.conformance._differences import Difference
    from crossorigin.doctor.conformance._requests import Answered, Answers
    from crossorigin.doctor.probing._transport import HTTPRequest, Transport

MATTERS: Final[tuple[MattersTo, ...]] = get_args(MattersTo)
_CAUSES: Final = tuple(Cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """
    The result of a comparison.

    Attributes:
        target: The server, and its policy.
        policy_name: What the command line calls the policy.
        answers: The answers.
        differences: What differs: first what browsers notice, and of that the worst first.
    """

    target: Target
    policy_name: str
    answers: Answers
    differences: tuple[Difference, ...]

    @property
    def url(self) -> str:
        """Return the URL of the server, safe to print."""
        return escape(mask_url(self.target.url))

    @property
    def policy(self) -> str:
        """Return the name of the policy, safe to print."""
        return escape(self.policy_name)

    @property
    def counts(self) -> dict[MattersTo, int]:
        """Return how many differences matter to whom."""
        found = Counter(each.matters_to for each in self.differences)
        return {matters: found[matters] for matters in MATTERS}

    @property
    def material(self) -> tuple[Difference, ...]:
        """Return the differences that somebody notices."""
        return tuple(each for each in self.differences if each.matters_to != "nobody")

    @property
    def complaint(self) -> str | None:
        """Return why it could not be finished, safe to print, if it could not."""
        error = self.answers.error
        return None if error is None else escape(error.sentence)

    @property
    def doubt(self) -> str | None:
        """Return why more may differ than was found, if it may."""
        unsettled = self.answers.unsettled
        if not unsettled or self.complaint is not None:
            return None
        listed = ", ".join(
            f"{status or 'no answer'}: {unsettled[status]}" for status in sorted(unsettled)
        )
        return (
            f"Of {self.answers.sent} requests, some were not answered by the server itself"
            f" ({listed}), so more may differ than was found. Ask again, from where no limit and"
            " no gateway is in between."
        )

    @property
    def not_asked(self) -> tuple[str, ...]:
        """Return what was not asked, and how to have it asked."""
        found: list[str] = []
        if not any(each.response.status >= 500 for each in self.answers.answered):  # noqa: PLR2004
            found.append("No response was a 500: --also names a path that answers with one.")
        if not self.target.sends_unsafe:
            found.append("Whether a 405 has the headers takes another method: --send-unsafe.")
        if not self.target.knows_methods:
            found.append("Which methods the route has is not known: --route-methods names them.")
        return tuple(found)


def conform(
    target: Target,
    policy_name: str,
    headers: HeaderList,
    transport: Transport,
    tell: Callable[[HTTPRequest], None],
) -> Conformance:
    """
    Compare the answers of *target* over *transport* with its policy.

    Args:
        target: The server, and its policy.
        policy_name: What the command line calls the policy.
        headers: The headers of every request but a preflight.
        transport: The transport.
        tell: Is told of each request before it is sent.
    """
    session = Session(transport, tell, limit_of(target))
    answers = ConformanceRequests(target, headers, session).send()
    found = sorted(differences_of(target, answers.answered), key=_rank)
    return Conformance(
        target=target, policy_name=policy_name, answers=answers, differences=tuple(found)
    )


def differences_of(target: Target, answered: tuple[Answered, ...]) -> Iterator[Difference]:
    """Yield what differs in the answers to all requests."""
    for each in answered:
        if each.ask.question.is_preflight:
            yield from preflight_differences(target, each)
        else:
            yield from actual_differences(target.policy, each)
    yield from cache_differences(target.policy, answered)


def _rank(difference: Difference) -> tuple[int, int]:
    """Return the place of *difference*: by who notices it, then by its cause."""
    return MATTERS.index(difference.matters_to), _CAUSES.index(difference.cause)
