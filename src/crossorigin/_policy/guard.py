"""
Refuse requests that pages of other sites send: CORS only stops a page from reading.

A form of another site is posted, and its WebSocket is opened, whatever a policy says. The
guard refuses both before the app runs.

Source: https://w3c.github.io/webappsec-fetch-metadata/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from crossorigin._policy.collector import ProblemCollector
from crossorigin._policy.matching import OriginSet
from crossorigin._policy.options import (
    Allowances,
    WildcardsOption,
    read_origins,
    read_wildcards,
)
from crossorigin._policy.origins import Origin, OriginPattern
from crossorigin._policy.policy import Policy
from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin._policy.requests import FetchMetadata
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.errors import PolicyError, Problem, ProblemCode, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._policy.decision import Decision
    from crossorigin._policy.headers import Header
    from crossorigin._policy.requests import CORSRequest

# Sent by a page of the same origin, and for a person at the address bar.
# https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
_OWN_SITES: Final = frozenset({"same-origin", "none"})

# The reasons of a policy that say more than "the sender is not allowed".
_TELLING: Final = frozenset(
    {
        Reason.ORIGIN_INSECURE,
        Reason.ORIGIN_MALFORMED,
        Reason.ORIGIN_NULL,
        Reason.ORIGIN_SOURCE_FAILED,
    }
)

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Guard:
    """
    A guard against requests of other sites' pages, unless it or the policy lets them in.

    Args:
        trusted: Patterns as in a policy, of origins whose pages may send, with cookies,
            but not read: an identity provider's, or the app's own public origin where a
            proxy rewrites ``Host``.
        dangerously_allow_insecure_origins: Permit ``http://`` origins that are not
            loopback in *trusted*.
        dangerously_allow_public_suffixes: Permit wildcards in *trusted* that reach names
            that anyone may register: ``True``, or the list of the very patterns that may.

    Raises:
        PolicyError: If anything is wrong, with every problem and a hint each.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """

    trusted: frozenset[str]
    dangerously_allow_insecure_origins: bool
    dangerously_allow_public_suffixes: bool | frozenset[str]
    senders: OriginSet = field(compare=False)

    def __init__(
        self,
        trusted: str | Iterable[str | Origin | OriginPattern] = (),
        *,
        dangerously_allow_insecure_origins: bool = False,
        dangerously_allow_public_suffixes: WildcardsOption = False,
    ) -> None:
        """Validate the options."""
        flags = ProblemCollector()
        insecure = flags.flag(
            "dangerously_allow_insecure_origins", dangerously_allow_insecure_origins
        )
        public = read_wildcards(flags, dangerously_allow_public_suffixes)
        # A trusted page may send cookies: as dangerous as a policy that has credentials.
        allowances = Allowances(credentials=True, insecure_origins=insecure, public_suffixes=public)
        read = _read_trusted(trusted, allowances)
        if read.problems or flags.problems:
            raise PolicyError([*read.problems, *flags.problems])
        object.__setattr__(self, "trusted", read.listed)
        object.__setattr__(self, "dangerously_allow_insecure_origins", insecure)
        object.__setattr__(self, "dangerously_allow_public_suffixes", public)
        senders = OriginSet(read.listed.difference(read.patterns), read.patterns.values())
        object.__setattr__(self, "senders", senders)

    @classmethod
    def of(cls, guard: object) -> Guard | None:
        """
        Return the guard that the option *guard* of an adapter means, if any.

        Raises:
            PolicyError: If it is neither a guard nor ``True``, ``False`` or ``None``.
        """
        if guard is None or guard is False:
            return None
        if guard is True:
            return cls()
        if not isinstance(guard, Guard):
            hint = 'write guard=True, or guard=Guard(trusted=["https://idp.example"])'
            raise PolicyError([Problem(ProblemCode.NOT_A_GUARD, "guard", guard, hint)])
        return guard

    def refusal(
        self,
        method: str,
        headers: Mapping[str, str],
        policy: Policy | None = None,
        scheme: str | None = None,
    ) -> Refusal | None:
        """
        Return why a request is refused before the app runs, or ``None`` if it is not.

        Args:
            method: Its method.
            headers: Its headers, as a browser sends them.
            policy: The policy in force for the view, if any; no ``async`` origin source.
            scheme: The scheme by which the server was asked, as far as it knows.
        """
        sent = FetchMetadata.with_headers(method, headers, scheme)
        if self.lets_through(sent):
            return None
        return refusal_of(sent, None if policy is None else policy.decide(sent.request))

    def lets_through(self, sent: FetchMetadata) -> bool:
        """
        Tell whether a request goes to the app whatever a policy says; if not, ask the policy.

        The request's own host is looked at before the policy, which changes no outcome:
        it costs neither the router nor the origin source.
        """
        if not sent.is_readable:
            return False
        origin, site = sent.request.parsed_origin, sent.site
        return (
            (sent.request.origin is None and site is None)
            or site in _OWN_SITES
            or sent.is_safe
            or (origin is not None and self.senders.covers(origin))
            or (site is None and sent.is_to_own_host)
        )

    def __repr__(self) -> str:
        """Return the call that makes this guard, a long list shortened."""
        flags = [
            f", {name}={shortened(repr(value if value is True else sorted(value)))}"
            for name in ("dangerously_allow_insecure_origins", "dangerously_allow_public_suffixes")
            if (value := getattr(self, name))
        ]
        return f"Guard({shortened(repr(sorted(self.trusted)))}{''.join(flags)})"


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
        # A browser adds cookies to a form without asking; this policy lets no page do that.
        may_send = decision.compiled.credentials or not sent.has_cookie
        return Reason.ALLOWED if may_send else Reason.COOKIES_NOT_ALLOWED
    return decision.reason if decision.reason in _TELLING else Reason.SENDER_NOT_ALLOWED


def _judge_alone(request: CORSRequest) -> Reason:
    """Return the reason to refuse a sender where there is no policy."""
    if request.parsed_origin is not None:
        return Reason.SENDER_NOT_ALLOWED
    return Reason.ORIGIN_NULL if request.origin == OPAQUE_ORIGIN else Reason.ORIGIN_MALFORMED


def with_guard(
    given_policy: Callable[[], Given],
    guard: object,
) -> tuple[Given, Guard | None]:
    """
    Return what *given_policy* returns, and the guard that the option *guard* means.

    Raises:
        PolicyError: If either has problems, with those of both.
    """
    try:
        policy = given_policy()
    except PolicyError as error:
        raise PolicyError([*error.problems, *_problems_of(guard)]) from None
    return policy, Guard.of(guard)


def _problems_of(guard: object) -> tuple[Problem, ...]:
    """Return the problems of the option *guard*."""
    try:
        Guard.of(guard)
    except PolicyError as error:
        return error.problems
    return ()


def _read_trusted(value: object, allowances: Allowances) -> ProblemCollector:
    """Return the origins of the option ``trusted``, and every mistake in it."""
    collector = ProblemCollector()
    entries = collector.members("trusted", value)
    if entries:
        read_origins(collector, entries, allowances)
    collector.problems = [_in_trusted(problem) for problem in collector.problems]
    return collector


def _in_trusted(problem: Problem) -> Problem:
    """Return *problem* of a policy's ``origins`` as one of a guard's ``trusted``."""
    if problem.code is ProblemCode.WILDCARD_WITH_CREDENTIALS:
        hint = "list the origins you trust, or leave the guard off"
        return Problem(ProblemCode.GUARD_TRUSTS_EVERYONE, "trusted", "*", hint)
    return replace(problem, field=problem.field.replace("origins", "trusted", 1))
