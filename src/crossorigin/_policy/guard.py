"""
Refuse requests that pages of other sites send: CORS only stops a page from reading.

A form of another site is posted, and its WebSocket is opened, whatever a policy says. The
guard refuses both before the app runs.

Source: https://w3c.github.io/webappsec-fetch-metadata/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from crossorigin._policy.collector import ProblemCollector, is_collection
from crossorigin._policy.matching import OriginSet
from crossorigin._policy.options import Allowances, WildcardsOption, read_wildcards
from crossorigin._policy.origins import Origin, OriginPattern
from crossorigin._policy.policy import Policy
from crossorigin._policy.reasons import Reason
from crossorigin._policy.requests import FetchMetadata
from crossorigin.errors import PolicyError, Problem, ProblemCode, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._policy.decision import Decision
    from crossorigin._policy.hosts import HostSet
    from crossorigin._policy.refusals import Refusal

_OPTIONS: Final = (
    "hosts",
    "reads",
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
        hosts: The names under which the app may be reached, such as ``localhost:*``,
            ``api.example.com`` or ``*.example.com``; ``loopback`` stands for those of the user's
            own machine. Requests for another ``Host`` are refused, and pages of these names may
            send. Without names, any will do.
        reads: Refuse what other sites' pages only read, too, but for links.
        dangerously_allow_insecure_origins: Permit ``http://`` origins that are not
            loopback in *trusted*.
        dangerously_allow_public_suffixes: Permit wildcards in *trusted* and *hosts* that reach
            names that anyone may register: ``True``, or the list of the very patterns that may.
        report_only: Refuse nothing: log and count the requests that would be refused.

    Raises:
        PolicyError: If anything is wrong, with every problem and a hint each.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """

    trusted: frozenset[str]
    hosts: frozenset[str]
    reads: bool
    dangerously_allow_insecure_origins: bool
    dangerously_allow_public_suffixes: bool | frozenset[str]
    report_only: bool
    senders: OriginSet = field(compare=False)
    names: HostSet | None = field(compare=False)
    asks_all: bool = field(compare=False)

    def __init__(  # noqa: PLR0913 - the options of a guard
        self,
        trusted: str | Iterable[str | Origin | OriginPattern] = (),
        *,
        hosts: str | Iterable[str] = (),
        reads: bool = False,
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
        reports, reads = flags.flag("report_only", report_only), flags.flag("reads", reads)
        # A trusted page may send cookies: as dangerous as a policy that has credentials.
        allowances = Allowances(credentials=True, insecure_origins=insecure, public_suffixes=public)
        read, reached, names = _read_lists(trusted, hosts, allowances)
        if read.problems or reached.problems or flags.problems:
            raise PolicyError([*read.problems, *reached.problems, *flags.problems])
        object.__setattr__(self, "trusted", read.listed)
        object.__setattr__(self, "hosts", reached.listed)
        object.__setattr__(self, "reads", reads)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "asks_all", reads or names is not None)
        object.__setattr__(self, "dangerously_allow_insecure_origins", insecure)
        object.__setattr__(self, "dangerously_allow_public_suffixes", public)
        object.__setattr__(self, "report_only", reports)
        senders = OriginSet(read.listed.difference(read.patterns), read.patterns.values())
        object.__setattr__(self, "senders", senders)

    @classmethod
    def local(
        cls, *callers: str | Origin | OriginPattern, hosts: str | Iterable[str] = ()
    ) -> Guard:
        """
        Return the guard of a tool that listens on the user's own machine.

        Pages reach it under the three loopback names alone, and none of another origin may send
        to it or read from it: a page that the user visits cannot drive it, rebound or not.

        Args:
            callers: The origins that may, as in *trusted*: a page of a development server, such
                as ``http://localhost:5173``, a desktop shell, such as ``tauri://localhost``, an
                extension, such as ``chrome-extension://`` with its id.
            hosts: Names beside those of loopback.

        Raises:
            PolicyError: If anything is wrong, with every problem and a hint each.
        """
        # What is no list is one member, and as such a mistake if it is no text.
        is_one = isinstance(hosts, str) or not is_collection(hosts)
        names = [cast("str", hosts)] if is_one else hosts
        return cls(callers, hosts=["loopback", *names], reads=True)

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
        return self.judge(sent, None if policy is None else policy.decide(sent.request))

    def judge(self, sent: FetchMetadata, decision: Decision | None) -> Refusal | None:
        """
        Return the refusal of a request that has not been let through, ``None`` if there is none.

        Args:
            sent: The request.
            decision: The decision of the policy in force; ``None`` if there is no policy, or if
                the request is for another host.
        """
        from crossorigin._policy.refusals import Refusal, refusal_of  # noqa: PLC0415 - most pass

        if not self.is_reached_as(sent.request.host):
            return Refusal(sent, Reason.HOST_NOT_ALLOWED)
        return refusal_of(sent, decision)

    def is_reached_as(self, host: str | None) -> bool:
        """Tell whether a request with *host* in ``Host`` is for this app: before all else."""
        return self.names is None or host in self.names

    def lets_read(self, host: str | None, origin: str | None, site: str | None) -> bool:
        """
        Tell whether a safe request is let through at a glance, as most are.

        Args:
            host: The value of ``Host``.
            origin: The value of ``Origin``.
            site: The value of ``Sec-Fetch-Site``.
        """
        return (self.names is None or host in self.names) and (
            not self.reads or (origin is None and (site is None or site in _OWN_SITES))
        )

    def lets_through(self, sent: FetchMetadata) -> bool:
        """
        Tell whether a request goes to the app whatever a policy says; if not, ask the policy.

        The request's own host is looked at before the policy, which changes no outcome:
        it costs neither the router nor the origin source.
        """
        if not sent.is_readable or not self.is_reached_as(sent.request.host):
            return False
        origin, site = sent.request.parsed_origin, sent.site
        return (
            (sent.request.origin is None and site is None)
            or site in _OWN_SITES
            or (sent.is_safe and (not self.reads or sent.reads_nothing))
            or (origin is not None and self._trusts(origin, sent))
            or (site is None and sent.is_to_own_host)
        )

    def _trusts(self, origin: Origin, sent: FetchMetadata) -> bool:
        """Tell whether *origin* is trusted, or the app's own under another of its names."""
        return self.senders.covers(origin) or (
            self.names is not None
            and not sent.is_downgraded
            and self.names.has_page(origin, sent.request.host, has_site=sent.site is not None)
        )

    def __repr__(self) -> str:
        """Return the call that makes this guard, a long list shortened."""
        flags = [
            f", {name}={shortened(repr(value if value is True else sorted(value)))}"
            for name in _OPTIONS
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
        if shadow is None:
            policy = given_policy()
        else:
            from crossorigin._policy.shadows import with_shadow  # noqa: PLC0415 - most have none

            policy = with_shadow(given_policy, shadow, awaits=awaits)
    except PolicyError as error:
        raise PolicyError([*error.problems, *_problems_of(guard)]) from None
    if guard is None and policy.credentials:
        return policy, Guard(report_only=True)
    return policy, Guard.of(guard)


def _problems_of(guard: object) -> tuple[Problem, ...]:
    """Return the problems of the option *guard*."""
    try:
        Guard.of(guard)
    except PolicyError as error:
        return error.problems
    return ()


def _read_lists(
    trusted: object, hosts: object, allowances: Allowances
) -> tuple[ProblemCollector, ProblemCollector, HostSet | None]:
    """Return what the options ``trusted`` and ``hosts`` list, with every mistake in them."""
    if trusted == hosts == ():
        return ProblemCollector(), ProblemCollector(), None
    from crossorigin._policy.guard_lists import read_hosts, read_trusted  # noqa: PLC0415 - most list nothing

    return read_trusted(trusted, allowances), *read_hosts(hosts, allowances.public_suffixes)
