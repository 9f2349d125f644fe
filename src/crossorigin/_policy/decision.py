"""
Decide on a request, in the order in which the standard has a browser check the answer.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from crossorigin._policy.compiled import REFUSED, VARY_PREFLIGHT, CompiledPolicy
from crossorigin._policy.headers import Header, merge_headers
from crossorigin._policy.origins import Origin
from crossorigin._policy.preflights import judge_names, permitted_methods
from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin._policy.requests import CORSRequest, is_own_origin
from crossorigin._web.fetch import SAFELISTED_METHODS
from crossorigin._web.sites import is_trustworthy

if TYPE_CHECKING:
    from collections.abc import Iterable

# The reasons of an actual request that is not refused.
_NOT_REFUSED: Final = frozenset({Reason.ALLOWED, Reason.NO_ORIGIN, Reason.SAME_ORIGIN})


@dataclass(frozen=True, slots=True)
class Decision:
    """
    The answer to a request, and its reason.

    Attributes:
        request: The request.
        reason: The reason of the decision.
        allowed: Whether all that the request asks for is permitted.
        origin_allowed: Whether pages of the origin may read the response.
        headers: The CORS headers and ``Vary`` of the response.
        status: A preflight's status, otherwise ``None``.
        body: A preflight's body, otherwise empty.
        subject: The method or the header that is refused, otherwise empty.
        failure: The exception of an origin source that failed, otherwise ``None``.
    """

    request: CORSRequest
    reason: Reason
    allowed: bool
    origin_allowed: bool
    headers: tuple[Header, ...]
    status: int | None = None
    body: str = ""
    subject: str = ""
    failure: Exception | None = field(default=None, compare=False)
    compiled: CompiledPolicy = field(repr=False, compare=False, kw_only=True)

    @property
    def is_preflight(self) -> bool:
        """Tell whether the library answers by itself, without calling the app."""
        return self.status is not None

    def apply(self, response_headers: Iterable[Header]) -> list[Header]:
        """
        Return *response_headers* with this decision's in place of their CORS headers.

        ``Vary`` is merged into one line. If the policy exposes every header to pages that
        send credentials, the names of *response_headers* are listed, because a ``*``
        means nothing then. The argument is not changed.

        Source: https://fetch.spec.whatwg.org/#http-responses
        """
        merged, _ = merge_headers(
            list(response_headers),
            self.headers,
            self.compiled.timing,
            self.compiled.exposes_all and self.origin_allowed and not self.is_preflight,
        )
        return merged

    def answer_headers(self) -> list[Header]:
        """Return all headers of the answer to a preflight, those of its body included."""
        headers = list(self.headers)
        if self.body:
            headers.append(("Content-Type", "text/plain; charset=utf-8"))
        # Not 204: after one without Content-Length, WebKitGTK drops the connection.
        headers.append(("Content-Length", str(len(self.body.encode()))))
        return headers

    def explain(self) -> str:
        """Return the decision and its reason, in plain words, on a few lines."""
        from crossorigin._policy.explanations import of_decision  # noqa: PLC0415 - for a person

        words = of_decision(
            self.request, self.reason, self.subject, self.compiled.origins, self.allowed
        )
        status = [f"  status: {self.status}"] if self.is_preflight else []
        headers = [f"  {name}: {value}" for name, value in self.headers]
        return "\n".join([*words, *status, *headers])


def decide(compiled: CompiledPolicy, request: CORSRequest) -> Decision:
    """Return the answer of a policy to *request*; nothing that a client sends raises."""
    verdict = compiled.judge(request)
    if isinstance(verdict, Reason):
        return _conclude(compiled, request, verdict)
    origin, question = _question(request)
    try:
        answer: object = verdict(origin, question)
    except Exception as error:  # noqa: BLE001 - whatever a source raises refuses
        answer = error
    return _conclude(compiled, request, *_judge_answer(compiled, origin, answer))


async def decide_async(compiled: CompiledPolicy, request: CORSRequest) -> Decision:
    """Return the answer of a policy to *request*, once its origin source has answered."""
    verdict = compiled.judge(request)
    if isinstance(verdict, Reason):
        return _conclude(compiled, request, verdict)
    origin, question = _question(request)
    try:
        answer: object = verdict(origin, question)
        if inspect.isawaitable(answer):
            answer = await answer
    except Exception as error:  # noqa: BLE001 - as above
        answer = error
    return _conclude(compiled, request, *_judge_answer(compiled, origin, answer))


def _question(request: CORSRequest) -> tuple[Origin, CORSRequest]:
    """Return the arguments of an origin source; the origin of *request* has parsed."""
    origin = request.parsed_origin
    assert origin is not None  # noqa: S101 - else no source is asked
    if not request.is_preflight and (request.request_method or request.request_headers):
        # The answer goes by no header that its `Vary` does not name.
        request = replace(request, request_method=None, request_headers=None)
    return origin, request


def _judge_answer(
    compiled: CompiledPolicy, origin: Origin, answer: object
) -> tuple[Reason, Exception | None]:
    """Return the verdict that the *answer* of an origin source makes, and its failure."""
    if isinstance(answer, Exception):
        return Reason.ORIGIN_SOURCE_FAILED, answer
    if not isinstance(answer, bool):
        if inspect.iscoroutine(answer):
            # Python would warn of it later and elsewhere.
            answer.close()
        message = f"the origin source returned {type(answer).__name__}, not True or False"
        return Reason.ORIGIN_SOURCE_FAILED, TypeError(message)
    if not answer:
        return Reason.ORIGIN_NOT_ALLOWED, None
    needs_trust = compiled.credentials and not compiled.insecure_origins
    if needs_trust and not is_trustworthy(origin.scheme, origin.host):
        return Reason.ORIGIN_INSECURE, None
    return Reason.ALLOWED, None


def _conclude(
    compiled: CompiledPolicy,
    request: CORSRequest,
    verdict: Reason,
    failure: Exception | None = None,
) -> Decision:
    """Return the answer to *request*; the *verdict* is that on its origin."""
    decision = _decide_preflight if request.is_preflight else _decide_actual
    decided = decision(compiled, request, verdict)
    return decided if failure is None else replace(decided, failure=failure)


def _decide_actual(compiled: CompiledPolicy, request: CORSRequest, verdict: Reason) -> Decision:
    """Return the headers of the response to an actual request."""
    is_allowed = verdict is Reason.ALLOWED
    reason = Reason.SAME_ORIGIN if is_own_origin(request) else verdict
    headers = compiled.actual(request.origin, is_allowed) or REFUSED
    return Decision(request, reason, reason in _NOT_REFUSED, is_allowed, headers, compiled=compiled)


def _decide_preflight(compiled: CompiledPolicy, request: CORSRequest, verdict: Reason) -> Decision:
    """Return the answer to a preflight."""
    if verdict is not Reason.ALLOWED:
        body = f"{verdict}: {SENTENCES[verdict]}\n"
        return Decision(
            request,
            verdict,
            allowed=False,
            origin_allowed=False,
            headers=(VARY_PREFLIGHT,),
            status=403,
            body=body,
            compiled=compiled,
        )
    names, reason, subject = judge_names(compiled, request)
    methods = permitted_methods(compiled, request.request_method or "", request.route_methods)
    if request.request_method not in methods | SAFELISTED_METHODS:
        reason, subject = Reason.METHOD_NOT_ALLOWED, request.request_method or ""
    return Decision(
        request,
        reason,
        allowed=reason is Reason.ALLOWED,
        origin_allowed=True,
        headers=compiled.permit_preflight(request.origin or "", methods, names),
        status=200,
        subject=subject,
        compiled=compiled,
    )
