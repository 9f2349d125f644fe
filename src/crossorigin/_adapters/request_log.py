"""What becomes of a decision: a line of the log, a counter, an event of telemetry; loaded with the first."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final

from crossorigin._adapters.layers import TELEMETRY
from crossorigin._adapters.log_lines import REFUSED, WOULD_REFUSE, LogLines
from crossorigin._adapters.stats import Stats
from crossorigin._policy.reasons import Reason

if TYPE_CHECKING:
    from crossorigin._policy.decision import Decision
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.matching import OriginSet
    from crossorigin._policy.policy import Policy
    from crossorigin._policy.refusals import Refusal
    from crossorigin._policy.requests import FetchMetadata

_logger: Final = logging.getLogger("crossorigin")
# A key of the environ or the scope: the log of the layer whose guard has reported the request.
_REPORTED: Final = "crossorigin.reported"
_ALLOWED: Final = "allowed"


class RequestLog:
    """
    The log and the counters of one layer: no client can fill them by repeating a request.

    Args:
        is_debug: Tells whether the app of a request is in debug mode.
        clock: Returns the time in seconds.
        endpoint_of: Returns the name of the view to which a request goes, if there is one.
        policy_of: Returns the policy in force for a request.

    Attributes:
        stats: The counters.
    """

    __slots__ = ("_endpoint_of", "_is_debug", "_known", "_lines", "_lock", "_policy_of", "stats")

    def __init__(
        self,
        is_debug: Callable[[Any], bool],
        clock: Callable[[], float],
        endpoint_of: Callable[[Any], str],
        policy_of: Callable[[MutableMapping[str, Any]], Policy | None],
    ) -> None:
        """Have written and counted nothing yet."""
        self.stats = Stats()
        self._known, self._lock = self.stats.known, self.stats.lock
        self._lines = LogLines(clock)
        self._is_debug, self._endpoint_of, self._policy_of = is_debug, endpoint_of, policy_of

    def has_refusals(
        self, transport: object, origin: str | None = None, host: str | None = None
    ) -> bool:
        """
        Tell whether a refusal needs a decision, with its reason; otherwise count it.

        It needs none if it is not logged, and one like it was decided on before.

        Args:
            transport: The environ or the scope.
            origin: The value of ``Origin``, refused by a policy that asks no function. Without
                it, each refusal needs a decision.
            host: The value of ``Host``.
        """
        if origin is None or _logger.isEnabledFor(logging.INFO) or self._is_debug(transport):
            return True
        count = self._known.get(hash((origin, host, self._endpoint_of(transport))))
        if count is None:
            return True
        with self._lock:
            count.value += 1
        if TELEMETRY in sys.modules:
            is_own = count.reason is Reason.SAME_ORIGIN
            self.observe(count.reason, _ALLOWED if is_own else REFUSED)
        return False

    def _is_logged(self, transport: object) -> bool:
        """Tell whether refusals are logged."""
        return _logger.isEnabledFor(logging.INFO) or self._is_debug(transport)

    def add_decision(
        self,
        transport: object,
        decision: Decision,
        shadow: Decision | None = None,
        *,
        has_cookie: bool = False,
    ) -> None:
        """
        Log the failure of an origin source, and a refusal, which is counted.

        Args:
            transport: The environ or the scope.
            decision: The decision of the policy in force.
            shadow: That of its shadow, if it has one.
            has_cookie: Whether the request has a header ``Cookie``.
        """
        self.add_failure(decision)
        if not decision.allowed:
            self.add_refusal(transport, decision)
        elif decision.request.origin is not None:
            self.observe(decision.reason)
        if not (decision.is_preflight or decision.origin_allowed or decision.compiled.source):
            self._remember(transport, decision)
        if shadow is not None:
            self._add_shadow(transport, decision, shadow, has_cookie=has_cookie)

    def _remember(self, transport: object, decision: Decision) -> None:
        """Let the next request like this one, which gets no headers, do without a decision."""
        origin, host = decision.request.origin, decision.request.host
        if origin is not None:
            self.stats.remember(origin, host, self._endpoint_of(transport), decision.reason)

    def add_failure(self, decision: Decision) -> None:
        """Log the exception of an origin source that failed."""
        if decision.failure is not None:
            self._lines.add_failure(decision)

    def add_refusal(self, transport: object, refused: Decision | Refusal) -> None:
        """Count a refusal, and log it."""
        endpoint = self._endpoint_of(transport)
        self.stats.add(refused.reason, endpoint)
        self._add(transport, refused, endpoint, REFUSED)

    def judge_sender(
        self,
        guard: Guard,
        transport: MutableMapping[str, Any],
        sent: FetchMetadata,
        decision: Decision | None,
    ) -> Refusal | None:
        """
        Return the refusal of a request that *guard* has not let through, counted and logged.

        ``None`` if the request goes to the app: the policy lets it, or the guard only reports.

        Args:
            guard: The guard.
            transport: The environ or the scope.
            sent: The request.
            decision: The decision of the policy in force, if there is one.
        """
        refusal = guard.judge(sent, decision)
        if refusal is None:
            return None
        if decision is not None:
            self.add_failure(decision)
        if not guard.report_only:
            self.add_refusal(transport, refusal)
            return refusal
        # Of several guards on a request, the outermost reports.
        if transport.setdefault(_REPORTED, self) is self:
            listed = None if decision is None else decision.compiled.origins
            self.add_would_refuse(transport, refusal, listed)
        return None

    def add_would_refuse(
        self, transport: object, refused: Decision | Refusal, listed: OriginSet | None
    ) -> None:
        """Count a request that would be refused, and log it; *listed* are those that may send."""
        endpoint, request = self._endpoint_of(transport), refused.request
        self.stats.add_would_refuse(
            request.origin, refused.reason, endpoint, request.parsed_origin, listed
        )
        self._add(transport, refused, endpoint, WOULD_REFUSE)

    def _add_shadow(
        self, transport: object, decision: Decision, shadow: Decision, *, has_cookie: bool
    ) -> None:
        """Count, and log, a request that *decision* permits, and that of a *shadow* does not."""
        from crossorigin._policy.shadows import difference  # noqa: PLC0415 - most have none

        self.add_failure(shadow)
        refused = difference(decision, shadow, has_cookie=has_cookie)
        if refused is not None:
            self.add_would_refuse(transport, refused, shadow.compiled.origins)

    def observe(self, reason: Reason = Reason.ALLOWED, outcome: str = _ALLOWED) -> None:
        """Tell telemetry of a decision, if the process has any."""
        if TELEMETRY in sys.modules:
            from crossorigin._adapters.telemetry import observe  # noqa: PLC0415 - where it is

            observe(reason, outcome)

    def _add(
        self,
        transport: Any,  # noqa: ANN401 - the environ or the scope
        refused: Decision | Refusal,
        endpoint: str,
        outcome: str,
    ) -> None:
        """Log a refusal, or one that there would be, and tell telemetry of it."""
        self.observe(refused.reason, outcome)
        if self._is_logged(transport):
            self._lines.add_refusal(
                refused,
                outcome,
                lambda: (endpoint, self._policy_of(transport)),
                is_debug=self._is_debug(transport),
            )
