"""What differs between the answer of a server to a preflight and that of its policy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from crossorigin import Reason
from crossorigin._browser import WireResponse, list_members
from crossorigin._web.fetch import (
    FORBIDDEN_METHODS,
    FORBIDDEN_REQUEST_HEADER_PREFIXES,
    FORBIDDEN_REQUEST_HEADERS,
    SAFELISTED_METHODS,
    TOKEN,
)
from crossorigin.doctor.conformance._ask import UNKNOWN_HEADER, UNKNOWN_METHOD
from crossorigin.doctor.conformance._causes import Cause
from crossorigin.doctor.conformance._differences import (
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN,
    Difference,
    difference,
    shown,
    spare_headers,
)
from crossorigin.doctor.conformance._views import ENGINES, kept_for, permits, query_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin import Decision
    from crossorigin.doctor.conformance._asks import Target
    from crossorigin.doctor.conformance._requests import Answered

_ALLOW_METHODS: Final = "Access-Control-Allow-Methods"
_ALLOW_HEADERS: Final = "Access-Control-Allow-Headers"
_MAX_AGE: Final = "Access-Control-Max-Age"
_MODES: Final = (False, True)
_FORBIDDEN: Final = 403
# Whether something is permitted by the policy, and by the server.
_Verdict = Literal["same", "beyond", "less"]
_BEYOND: Final = {
    Reason.METHOD_NOT_ALLOWED: Cause.METHOD_PERMITTED,
    Reason.HEADER_NOT_ALLOWED: Cause.HEADER_PERMITTED,
}


def preflight_differences(target: Target, answered: Answered) -> Iterator[Difference]:
    """Yield what differs in the answer to a preflight."""
    decision = target.policy.decide(
        replace(answered.ask.question, route_methods=target.route_methods)
    )
    found = list(_of_permission(target, answered, decision))
    yield from found
    if found:
        return
    by_policy, got = tuple(decision.headers), answered.response.headers
    if decision.allowed and kept_for(by_policy) != kept_for(got):
        texts = shown(by_policy, _MAX_AGE), shown(got, _MAX_AGE)
        yield difference(Cause.MAX_AGE_DIFFERS, answered, *texts, "browser")
        return
    if decision.status != answered.response.status:
        texts = str(decision.status), str(answered.response.status)
        yield difference(Cause.STATUS_DIFFERS, answered, *texts, "nobody")
    # The methods of a route are the route's own, and another path may have none.
    ignored = {_ALLOW_METHODS.lower()} if target.policy.methods == "route" else set[str]()
    yield from spare_headers(answered, by_policy, got, ignored)


def _of_permission(target: Target, answered: Answered, decision: Decision) -> Iterator[Difference]:
    """Yield what differs in what is permitted: what was asked for, or what else the answer lists."""
    cause = _cause_of_answer(answered, decision)
    if cause is not None:
        yield _permission(cause, answered, decision)
        return
    if not decision.origin_allowed:
        return
    if _lists_other_methods(target, answered):
        yield _permission(Cause.METHOD_PERMITTED, answered, decision)
    if _lists_other_headers(target, answered):
        yield _permission(Cause.HEADER_PERMITTED, answered, decision)


def _permission(cause: Cause, answered: Answered, decision: Decision) -> Difference:
    """Return the difference *cause*, with the lines that it is about."""
    names = {
        Cause.METHOD_PERMITTED: (_ALLOW_METHODS,),
        Cause.METHOD_REFUSED: (_ALLOW_METHODS,),
        Cause.HEADER_PERMITTED: (_ALLOW_HEADERS,),
        Cause.HEADER_REFUSED: (_ALLOW_HEADERS,),
    }.get(cause, (ALLOW_ORIGIN, ALLOW_CREDENTIALS))
    expected, got = shown(tuple(decision.headers), *names), shown(answered.response.headers, *names)
    if cause is Cause.PREFLIGHT_NOT_ANSWERED:
        expected, got = str(decision.status), str(answered.response.status)
    return difference(cause, answered, expected, got, "browser")


def _cause_of_answer(answered: Answered, decision: Decision) -> Cause | None:
    """Return how the answer to what was asked differs, if it does in any browser."""
    verdicts = [_verdict(answered, decision, has_credentials=mode) for mode in _MODES]
    if "beyond" in verdicts:
        if decision.allowed:
            return Cause.CREDENTIALS_BEYOND
        return _BEYOND.get(decision.reason, Cause.PREFLIGHT_LETS_IN)
    if "less" not in verdicts:
        return None
    return _refusal(answered, decision, is_anonymous_same=verdicts[0] == "same")


def _refusal(answered: Answered, decision: Decision, *, is_anonymous_same: bool) -> Cause:
    """Return how the answer refuses what the policy permits, to requests with credentials alone or not."""
    status = answered.response.status
    if not 200 <= status <= 299:  # noqa: PLR2004 - the standard's own numbers
        return Cause.PREFLIGHT_REFUSED if status == _FORBIDDEN else Cause.PREFLIGHT_NOT_ANSWERED
    if not _permits(answered, "GET"):
        return Cause.PREFLIGHT_REFUSED
    if not _permits(answered, "GET", has_credentials=is_anonymous_same):
        return Cause.CREDENTIALS_MISSING
    method = decision.request.request_method or ""
    is_method_listed = _permits(answered, method, has_credentials=is_anonymous_same)
    return Cause.HEADER_REFUSED if is_method_listed else Cause.METHOD_REFUSED


def _verdict(answered: Answered, decision: Decision, *, has_credentials: bool) -> _Verdict:
    """Return how the answer to what was asked compares, in the browser that differs most."""
    ask, method = answered.ask, decision.request.request_method or ""
    query = query_of(ask.origin, method, *ask.names, has_credentials=has_credentials)
    by_policy = WireResponse(decision.status or 0, tuple(decision.headers))
    pairs = set(
        zip(
            permits(by_policy, query, ENGINES),
            permits(_wire(answered), query, ENGINES),
            strict=True,
        )
    )
    if (False, True) in pairs:
        return "beyond"
    return "less" if (True, False) in pairs else "same"


def _wire(answered: Answered) -> WireResponse:
    """Return the response as the model of the browser has it."""
    return WireResponse(answered.response.status, answered.response.headers)


def _permits(answered: Answered, method: str, *names: str, has_credentials: bool = False) -> bool:
    """Tell whether the answer permits *method* with the headers *names*."""
    query = query_of(answered.ask.origin, method, *names, has_credentials=has_credentials)
    return all(permits(_wire(answered), query))


def _lists_other_methods(target: Target, answered: Answered) -> bool:
    """Tell whether the answer permits methods that the policy does not."""
    listed = set(list_members(answered.response.headers, _ALLOW_METHODS.lower()))
    asked = {UNKNOWN_METHOD, *(listed if target.knows_methods else ())}
    usual = SAFELISTED_METHODS | FORBIDDEN_METHODS | {"*"}
    return any(
        _permits(answered, method) and not _by_policy(target, answered, method)
        for method in sorted(asked - usual)
        if TOKEN.fullmatch(method)
    )


def _lists_other_headers(target: Target, answered: Answered) -> bool:
    """Tell whether the answer permits request headers that the policy does not."""
    listed = list_members(answered.response.headers, _ALLOW_HEADERS.lower())
    names = {UNKNOWN_HEADER, "authorization", *map(str.lower, listed)} - {"*"}
    return any(
        _permits(answered, "GET", name) and not _by_policy(target, answered, "GET", name)
        for name in sorted(names)
        if TOKEN.fullmatch(name) and not _is_forbidden(name)
    )


def _is_forbidden(name: str) -> bool:
    """Tell whether no page can set the request header *name*."""
    return name in FORBIDDEN_REQUEST_HEADERS or name.startswith(FORBIDDEN_REQUEST_HEADER_PREFIXES)


def _by_policy(target: Target, answered: Answered, method: str, name: str | None = None) -> bool:
    """Tell whether the policy permits *method*, and the header *name*."""
    question = replace(
        answered.ask.question,
        request_method=method,
        request_headers=name,
        route_methods=target.route_methods,
    )
    return target.policy.decide(question).allowed
