"""The middleware that enforces the policies of a Django site."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import PermissionDenied

from crossorigin._adapters.layers import TELEMETRY
from crossorigin._adapters.wsgi_calls import (
    cors_request,
    fetch_metadata,
    is_preflight_call,
    may_refuse,
    quick_answer,
)
from crossorigin._policy.compiled import REFUSED
from crossorigin._policy.decision import Decision
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.policy import Policy, sync_policy
from crossorigin._policy.refusals import refusal_of
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN
from crossorigin.django._marks import RECORD, Scope, known_record, record_of
from crossorigin.django._questions import asked, asked_async
from crossorigin.django._responses import (
    add_headers,
    owners_for,
    response_with,
    set_headers,
    transport_of,
)
from crossorigin.django._scopes import ScopeMatch, Scopes, endpoint_of
from crossorigin.django._settings import configured
from crossorigin.django._site import ENDPOINT, POLICY, site_layer

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from django.http import HttpRequest, HttpResponse

    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.headers import Header
    from crossorigin._policy.requests import FetchMetadata
    from crossorigin.django._questions import Question

    # A policy's answer may have to be waited for, so the question is left to the caller, which alone
    # differs under WSGI and ASGI.
    Steps = Generator[Question, Any, HttpResponse | None]

# A request for another host is none of the site's.
_ELSEWHERE: Final = ScopeMatch(None)
# With one of these, a response is not as simple as most.
_OURS: Final = frozenset({*CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN, "vary"})


class CORSMiddleware:
    """
    A Django site under a policy: on every way out, and before the site for a preflight.

    It stands first in ``MIDDLEWARE``; the policy of the whole site is ``settings.CROSSORIGIN``.

    Args:
        get_response: The rest of the site, ``async`` or not.

    Raises:
        PolicyError: If the policy or the guard has problems, or, under WSGI, if the policy's
            origin source is ``async``.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Read the settings."""
        self._get_response = get_response
        self._waits = iscoroutinefunction(get_response)  # pyright: ignore[reportDeprecated] - for 3.11
        self._policy, self._guard = configured(awaits=self._waits)
        if self._waits:
            markcoroutinefunction(self)
        elif self._policy is not None:
            sync_policy(self._policy, {})
        self._scopes = Scopes(None if self._policy is None else Scope(self._policy))
        self._layer = site_layer(self._policy)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        """Answer a preflight; otherwise call the site and put the headers on its response."""
        if self._waits:
            return self._wait(request)
        setattr(request, RECORD, None)
        # Most need no more than one comparison, and no call.
        if self._guard is not None or request.method == "OPTIONS":
            answer = asked(self._before(request))
            if answer is not None:
                return answer
        response: HttpResponse = self._get_response(request)
        if not self._is_covered(request, response):
            asked(self._cover(request, response))
        return response

    async def _wait(self, request: HttpRequest) -> HttpResponse:
        """Do the same where answers are waited for."""
        setattr(request, RECORD, None)
        if self._guard is not None or request.method == "OPTIONS":
            answer = await asked_async(self._before(request))
            if answer is not None:
                return answer
        response: HttpResponse = await self._get_response(request)
        if not self._is_covered(request, response):
            await asked_async(self._cover(request, response))
        return response

    def _before(self, request: HttpRequest) -> Steps:
        """Return the answer in place of the site's, if there is one."""
        if self._guard is not None and may_refuse(self._guard, request.META):
            answer = yield from self._answer_refused(self._guard, request)
            if answer is not None:
                return answer
        if is_preflight_call(request.META):
            return (yield from self._answer_preflight(request))
        return None

    def _is_covered(self, request: HttpRequest, response: HttpResponse) -> bool:
        """
        Put the headers of a policy on *response*, if all that matters is known already.

        So are most, and :meth:`_cover` would do the same for each of them.
        """
        environ = request.META
        match = self._scopes.known(request)
        if match is None or match.scope is None:
            return match is not None
        policy = match.scope.policy
        if policy is None or policy.compiled.exposes_all:
            return False
        compiled, origin = policy.compiled, environ.get("HTTP_ORIGIN")
        headers = compiled.actual(origin)
        if headers is None:
            return False
        owners = owners_for(request)
        if (
            owners
            or not _OURS.isdisjoint(response.headers._store)  # noqa: SLF001 - no copy
            or (
                origin is not None
                and (headers is REFUSED or compiled.shadow or TELEMETRY in sys.modules)
                and self._has_news(request, compiled, origin, headers)
            )
        ):
            return False
        owners.append(self._layer)
        if policy is not self._policy:
            transport_of(request)[POLICY] = policy
        add_headers(response, headers)
        return True

    def _has_news(
        self,
        request: HttpRequest,
        compiled: CompiledPolicy,
        origin: str,
        headers: tuple[Header, ...],
    ) -> bool:
        """Tell whether the log wants a decision on an actual request; otherwise count it."""
        environ = request.META
        if headers is REFUSED:
            match = request.resolver_match
            if match is None:
                return True
            environ[ENDPOINT] = endpoint_of(match)
            return self._layer.log.has_refusals(environ, origin, environ.get("HTTP_HOST"))
        if not compiled.agrees_with_shadow(origin, has_cookie="HTTP_COOKIE" in environ):
            return True
        self._layer.observe()
        return False

    def _answer_preflight(self, request: HttpRequest) -> Steps:
        """Return the answer to a preflight, ``None`` if no policy covers what it asks for."""
        environ, only = request.META, self._scopes.only
        if only is not None and not only.compiled.asks_routes:
            headers = quick_answer(self._layer, only.compiled, environ, None)
            if headers is not None:
                return response_with(200, "", headers)
        match = self._scopes.of_request(request)
        policy = None if match.scope is None else match.scope.policy
        if policy is None:
            return None
        headers = quick_answer(self._layer, policy.compiled, environ, match.methods)
        if headers is not None:
            return response_with(200, "", headers)
        decision = yield from self._decided(policy, environ, match)
        return response_with(decision.status or 200, decision.body, decision.answer_headers())

    def _answer_refused(self, guard: Guard, request: HttpRequest) -> Steps:
        """Return the answer to a request that the guard refuses, ``None`` if it does not."""
        sent = fetch_metadata(request.META, request.scheme)
        if guard.lets_through(sent):
            return None
        is_reached = guard.is_reached_as(sent.request.host)
        match = self._scopes.of_request(request) if is_reached else _ELSEWHERE
        policy = None if match.scope is None else match.scope.policy
        decision: Decision | None = (
            None if policy is None else (yield policy.compiled, sent.request)
        )
        _name(request.META, match, policy)
        refusal = self._layer.log.judge_sender(guard, request.META, sent, decision)
        if refusal is None:
            if not guard.report_only:
                record_of(request).recheck = partial(_recheck, sent, match.scope)
            return None
        owners_for(request)[:] = [self._layer]
        headers = list(refusal.headers)
        return response_with(
            refusal.status, refusal.body, headers if decision is None else decision.apply(headers)
        )

    def _cover(
        self, request: HttpRequest, response: HttpResponse
    ) -> Generator[Question, Any, None]:
        """Put the headers of the policy in force on *response*."""
        environ = request.META
        match, record = self._scopes.of_response(request), known_record(request)
        scope = match.narrowed(record.ran) if record is not None else match.scope
        if scope is None or not self._layer.claim(owners_for(request)):
            return
        transport_of(request)[POLICY] = scope.policy
        headers: tuple[Header, ...] = ()
        timing = exposes_all = False
        if scope.policy is not None:
            compiled = scope.policy.compiled
            headers = yield from self._headers(scope.policy, environ, match)
            timing = compiled.timing
            exposes_all = compiled.exposes_all and headers is not REFUSED
        merged, replaced = merge_headers([*response.items()], headers, timing, exposes_all)
        if replaced:
            _name(environ, match, scope.policy)
            self._layer.warn_replaced(environ, replaced)
        set_headers(response, merged)

    def _headers(
        self, policy: Policy, environ: WSGIEnvironment, match: ScopeMatch
    ) -> Generator[Question, Any, tuple[Header, ...]]:
        """Return the headers of the response to an actual request."""
        compiled, origin = policy.compiled, environ.get("HTTP_ORIGIN")
        headers = compiled.actual(origin)
        if headers is None:
            decision = yield from self._decided(policy, environ, match)
            return decision.headers
        if origin is None:
            return headers
        if headers is REFUSED:
            _name(environ, match, policy)
            if self._layer.log.has_refusals(environ, origin, environ.get("HTTP_HOST")):
                yield from self._decided(policy, environ, match)
        elif compiled.agrees_with_shadow(origin, has_cookie="HTTP_COOKIE" in environ):
            self._layer.observe()
        else:
            yield from self._decided(policy, environ, match)
        return headers

    def _decided(
        self, policy: Policy, environ: WSGIEnvironment, match: ScopeMatch
    ) -> Generator[Question, Any, Decision]:
        """Return the decision of *policy* on a request, and tell the log of it."""
        _name(environ, match, policy)
        compiled, request = policy.compiled, cors_request(environ, match.methods)
        decision: Decision = yield compiled, request
        shadow = None if compiled.shadow is None else (yield compiled.shadow, request)
        has_cookie = "HTTP_COOKIE" in environ
        self._layer.log.add_decision(environ, decision, shadow, has_cookie=has_cookie)
        return decision


def _name(environ: WSGIEnvironment, match: ScopeMatch, policy: Policy | None) -> None:
    """Leave the view of a request in its *environ*, and its *policy*, for the log."""
    environ[ENDPOINT], environ[POLICY] = match.endpoint, policy


def _recheck(sent: FetchMetadata, asked: Scope | None, ran: Scope) -> None:
    """
    Ask the guard again by the policy of a decorator that runs, where it asked another one.

    Raises:
        PermissionDenied: If the guard refuses.
    """
    if ran is asked:
        return
    refusal = refusal_of(sent, None if ran.policy is None else ran.policy.decide(sent.request))
    if refusal is not None:
        raise PermissionDenied(refusal.body)
