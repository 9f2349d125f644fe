"""
Refuse requests that pages of other sites send: CORS only stops a page from reading.

A form of another site is posted, and its WebSocket is opened, whatever a policy says. The
guard refuses both before the app runs.

Source: https://w3c.github.io/webappsec-fetch-metadata/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

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
from crossorigin._policy.requests import FetchMetadata
from crossorigin.errors import PolicyError, Problem, ProblemCode, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._policy.refusals import Refusal

_FLAGS: Final = (
    "dangerously_allow_insecure_origins",
    "dangerously_allow_public_suffixes",
    "report_only",
)
# Sent by a page of the same origin, and for a person at the address bar.
# https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
_OWN_SITES: Final = frozenset({"same-origin", "none"})


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
        report_only: Refuse nothing: log and count the requests that would be refused.

    Raises:
        PolicyError: If anything is wrong, with every problem and a hint each.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """

    trusted: frozenset[str]
    dangerously_allow_insecure_origins: bool
    dangerously_allow_public_suffixes: bool | frozenset[str]
    report_only: bool
    senders: OriginSet = field(compare=False)

    def __init__(
        self,
        trusted: str | Iterable[str | Origin | OriginPattern] = (),
        *,
        dangerously_allow_insecure_origins: bool = False,
        dangerously_allow_public_suffixes: WildcardsOption = False,
        report_only: bool = False,
    ) -> None:
        """Validate the options."""
        flags = ProblemCollector()
        insecure = flags.flag(
            "dangerously_allow_insecure_origins", dangerously_allow_insecure_origins
        )
        public = read_wildcards(flags, dangerously_allow_public_suffixes)
        reports = flags.flag("report_only", report_only)
        # A trusted page may send cookies: as dangerous as a policy that has credentials.
        allowances = Allowances(credentials=True, insecure_origins=insecure, public_suffixes=public)
        read = _read_trusted(trusted, allowances)
        if read.problems or flags.problems:
            raise PolicyError([*read.problems, *flags.problems])
        object.__setattr__(self, "trusted", read.listed)
        object.__setattr__(self, "dangerously_allow_insecure_origins", insecure)
        object.__setattr__(self, "dangerously_allow_public_suffixes", public)
        object.__setattr__(self, "report_only", reports)
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

        A guard that only reports refuses none.

        Args:
            method: Its method.
            headers: Its headers, as a browser sends them.
            policy: The policy in force for the view, if any; no ``async`` origin source.
            scheme: The scheme by which the server was asked, as far as it knows.
        """
        sent = FetchMetadata.with_headers(method, headers, scheme)
        if self.report_only or self.lets_through(sent):
            return None
        from crossorigin._policy.refusals import refusal_of  # noqa: PLC0415 - most are let through

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
            for name in _FLAGS
            if (value := getattr(self, name))
        ]
        return f"Guard({shortened(repr(sorted(self.trusted)))}{''.join(flags)})"


def with_guard(
    given_policy: Callable[[], Policy],
    guard: object,
    shadow: object = None,
    *,
    awaits: bool = False,
) -> tuple[Policy, Guard | None]:
    """
    Return the policy that *given_policy* returns, and the guard that the option *guard* means.

    Where a policy has credentials, and nothing is said of a guard, one reports.

    Args:
        given_policy: Returns the policy in force.
        guard: The option of an adapter.
        shadow: The policy beside it whose refusals are only counted, if any.
        awaits: Whether the adapter can wait for the answer of an origin source.

    Raises:
        PolicyError: If any of them has problems, with those of all.
    """
    try:
        policy = given_policy() if shadow is None else _shadowed(given_policy, shadow, awaits)
    except PolicyError as error:
        raise PolicyError([*error.problems, *_problems_of(guard)]) from None
    if guard is None and policy.credentials:
        return policy, Guard(report_only=True)
    return policy, Guard.of(guard)


def _shadowed(
    given_policy: Callable[[], Policy],
    shadow: object,
    awaits: bool,  # noqa: FBT001 - as above
) -> Policy:
    """Return the policy that *given_policy* returns, with a *shadow*."""
    from crossorigin._policy.shadows import with_shadow  # noqa: PLC0415 - most have none

    return with_shadow(given_policy, shadow, awaits=awaits)


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
