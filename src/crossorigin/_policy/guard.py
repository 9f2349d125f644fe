"""
Say who may send: CORS only stops a page from reading.

A form of another site is posted, and its WebSocket is opened, whatever a policy says. The
guard refuses both before the app runs.

Source: https://w3c.github.io/webappsec-fetch-metadata/
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, TypeVar

from crossorigin._policy.collector import Reading
from crossorigin._policy.decision import logger
from crossorigin._policy.fetch_metadata import SentRequest
from crossorigin._policy.matching import OriginSet
from crossorigin._policy.options import Allowances, read_origins
from crossorigin._policy.origins import Origin, OriginPattern
from crossorigin._policy.policy import Policy
from crossorigin._policy.reasons import Reason
from crossorigin._policy.refusals import Refusal
from crossorigin._policy.requests import CORSRequest
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin._web.origins import split_origin
from crossorigin.errors import PolicyError, Problem, ProblemCode, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._policy.decision import Decision

# What a page of the same origin sends, and what a person at the address bar does.
# https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
_OWN_SITES: Final = frozenset({"same-origin", "none"})

# Why a policy does not let an origin in, where that says more than that it does not.
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
    Refuse what pages of other sites send, unless they are trusted or the policy lets them in.

    Args:
        trusted: Patterns as in a policy, of origins whose pages may send, with cookies,
            but not read: an identity provider's, or the app's own public origin where a
            proxy rewrites ``Host``.
        dangerously_allow_insecure_origins: Permit ``http://`` origins that are not
            loopback in *trusted*.
        dangerously_allow_public_suffixes: Permit wildcards in *trusted* that reach what
            anyone may register.

    Raises:
        PolicyError: If anything is wrong, with every problem and a hint each.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """

    trusted: frozenset[str]
    dangerously_allow_insecure_origins: bool
    dangerously_allow_public_suffixes: bool
    senders: OriginSet = field(compare=False)

    def __init__(
        self,
        trusted: str | Iterable[str | Origin | OriginPattern] = (),
        *,
        dangerously_allow_insecure_origins: bool = False,
        dangerously_allow_public_suffixes: bool = False,
    ) -> None:
        """Validate and hold the options."""
        flags = Reading()
        insecure, public = (
            flags.flag(name, value)
            for name, value in (
                ("dangerously_allow_insecure_origins", dangerously_allow_insecure_origins),
                ("dangerously_allow_public_suffixes", dangerously_allow_public_suffixes),
            )
        )
        # Who may send may send cookies: as dangerous as a policy that has credentials.
        allowances = Allowances(credentials=True, insecure_origins=insecure, public_suffixes=public)
        read = _read_trusted(trusted, allowances)
        if read.problems or flags.problems:
            raise PolicyError([*read.problems, *flags.problems])
        object.__setattr__(self, "trusted", read.listed)
        object.__setattr__(self, "dangerously_allow_insecure_origins", insecure)
        object.__setattr__(self, "dangerously_allow_public_suffixes", public)
        senders = OriginSet(read.listed - read.patterns, read.patterns)
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
        request = SentRequest.with_headers(method, headers, scheme)
        if self.lets_through(request):
            return None
        asked = CORSRequest(method, origin=request.origin, host=request.host)
        return refusal_of(request, None if policy is None else policy.decide(asked))

    def lets_through(self, request: SentRequest) -> bool:
        """
        Tell whether *request* goes to the app whatever a policy says; if not, ask the policy.

        The request's own host is looked at before the policy, which changes no outcome:
        it costs neither the router nor the origin source.
        """
        origin, site = request.origin, request.site
        return (
            (origin is None and site is None)
            or site in _OWN_SITES
            or request.only_reads
            or (origin is not None and origin in self.senders)
            or (site is None and request.is_to_own_host)
        )

    def __repr__(self) -> str:
        """Return the call that makes this guard, a long list shortened."""
        flags = [
            f", {entry.name}=True" for entry in fields(self) if getattr(self, entry.name) is True
        ]
        return f"Guard({shortened(repr(sorted(self.trusted)))}{''.join(flags)})"


def refusal_of(request: SentRequest, decision: Decision | None) -> Refusal | None:
    """
    Return why *request*, which no guard has let through, is refused, or ``None`` if it is not.

    Args:
        request: What was sent.
        decision: What the policy in force decides on it; ``None`` if there is no policy.
    """
    reason = _judged(request, decision)
    return None if reason is Reason.ALLOWED else Refusal(request, reason)


def _judged(request: SentRequest, decision: Decision | None) -> Reason:
    """Return ``ALLOWED``, or why *request* must not go to the app."""
    if request.origin is None:
        return Reason.SENDER_UNKNOWN
    if decision is None:
        return _judged_alone(request.origin)
    if decision.origin_allowed:
        # A browser adds cookies to a form without asking; this policy lets no page do that.
        may_send = decision.rules.credentials or not request.has_cookie
        return Reason.ALLOWED if may_send else Reason.COOKIES_NOT_ALLOWED
    return decision.reason if decision.reason in _TELLING else Reason.SENDER_NOT_ALLOWED


def _judged_alone(origin: str) -> Reason:
    """Return why *origin* may not send where no policy says who may."""
    if origin == OPAQUE_ORIGIN:
        return Reason.ORIGIN_NULL
    if split_origin(origin) is None:
        return Reason.ORIGIN_MALFORMED
    return Reason.SENDER_NOT_ALLOWED


def log_refused(refusal: Refusal) -> None:
    """Log *refusal*."""
    if logger.isEnabledFor(logging.INFO):
        logger.info("%s", refusal.explain().partition("\n  next")[0])


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


def _read_trusted(value: object, allowances: Allowances) -> Reading:
    """Return what the option ``trusted`` means, and every mistake in it."""
    reading = Reading()
    entries = reading.members("trusted", value)
    if entries:
        read_origins(reading, entries, allowances)
    reading.problems = [_in_trusted(problem) for problem in reading.problems]
    return reading


def _in_trusted(problem: Problem) -> Problem:
    """Return *problem* of a policy's ``origins`` as one of a guard's ``trusted``."""
    if problem.code is ProblemCode.WILDCARD_WITH_CREDENTIALS:
        hint = "list the origins you trust, or leave the guard off"
        return Problem(ProblemCode.GUARD_TRUSTS_EVERYONE, "trusted", "*", hint)
    return replace(problem, field=problem.field.replace("origins", "trusted", 1))
