"""The middleware that enforces the policies of a Django site."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import PermissionDenied

from crossorigin._adapters.layers import owners_of, owners_of_scope
from crossorigin._adapters.wsgi_calls import (
    cors_request,
    fetch_metadata,
    is_preflight_call,
    is_safe_call,
)
from crossorigin._policy.compiled import REFUSED
from crossorigin._policy.decision import Decision, decide, decide_async
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.policy import Policy, sync_policy
from crossorigin._policy.refusals import refusal_of
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN
from crossorigin.django._marks import RECORD, Scope, known_record, record_of
from crossorigin.django._responses import owners_for, response_with, set_headers, transport_of
from crossorigin.django._scopes import ScopeMatch, Scopes
from crossorigin.django._settings import configured
from crossorigin.django._site import ENDPOINT, POLICY, site_layer

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from django.http import HttpRequest, HttpResponse

    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.headers import Header
    from crossorigin._policy.requests import CORSRequest, FetchMetadata

    # A policy's answer may have to be waited for, so the question is left to the caller, which alone
    # differs under WSGI and ASGI.
    Question = tuple[CompiledPolicy, CORSRequest]
    Steps = Generator[Question, Any, HttpResponse | None]

Result = TypeVar("Result")

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
        policy, self._guard = configured(awaits=self._waits)
        if self._waits:
            markcoroutinefunction(self)
        elif policy is not None:
            sync_policy(policy, {})
        self._scopes = Scopes(None if policy is None else Scope(policy))
        self._layer = site_layer()

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        """Answer a preflight; otherwise call the site and put the headers on its response."""
        if self._waits:
            return self._wait(request)
        before = self._before(request)
        answer = None if before is None else _asked(before)
        if answer is not None:
            return answer
        response: HttpResponse = self._get_response(request)
        if not self._is_covered(request, response):
            _asked(self._cover(request, response))
        return response

    async def _wait(self, request: HttpRequest) -> HttpResponse:
        """Do the same where answers are waited for."""
        before = self._before(request)
        answer = None if before is None else await _asked_async(before)
        if answer is not None:
            return answer
        response: HttpResponse = await self._get_response(request)
        if not self._is_covered(request, response):
            await _asked_async(self._cover(request, response))
        return response

    def _before(self, request: HttpRequest) -> Steps | None:
        """Return the steps to an answer in place of the site's, if there may be one."""
        request.__dict__[RECORD] = None
        environ = request.META
        # Most need no more than one comparison, and no call.
        if self._guard is None and environ["REQUEST_METHOD"] != "OPTIONS":
            return None
        if is_preflight_call(environ):
            return self._answer_preflight(request)
        if self._guard is None or is_safe_call(environ):
            return None
        return self._answer_refused(self._guard, request)

    def _is_covered(self, request: HttpRequest, response: HttpResponse) -> bool:
        """
        Put the headers of a policy on *response*, if all that matters is known already.

        So are most, and :meth:`_cover` would do the same for each of them.
        """
        known, environ = request.__dict__, request.META
        scope = self._scopes.known(known)
        if scope is None:
            return True
        policy = scope.policy
        if policy is None or policy.compiled.exposes_all:
            return False
        compiled, origin = policy.compiled, environ.get("HTTP_ORIGIN")
        headers = compiled.actual(origin)
        if headers is None or (
            origin is not None
            and (
                headers is REFUSED
                or not compiled.agrees_with_shadow(origin, has_cookie="HTTP_COOKIE" in environ)
            )
        ):
            return False
        # The values are ours, and need not be searched for line breaks again.
        lines: dict[str, Header] = response.headers._store  # noqa: SLF001
        asgi: dict[str, Any] | None = known.get("scope")
        owners = owners_of(environ) if asgi is None else owners_of_scope(asgi)
        if owners or not _OURS.isdisjoint(lines):
            return False
        owners.append(self._layer)
        (environ if asgi is None else asgi)[POLICY] = policy
        if origin is not None:
            self._layer.observe()
        for header in headers:
            lines[header[0].lower()] = header
        return True

    def _answer_preflight(self, request: HttpRequest) -> Steps:
        """Return the answer to a preflight, ``None`` if no policy covers what it asks for."""
        environ = request.META
        match = self._scopes.of_request(request)
        policy = None if match.scope is None else match.scope.policy
        if policy is None:
            return None
        decision = yield from self._decided(policy, environ, match)
        return response_with(decision.status or 200, decision.body, decision.answer_headers())

    def _answer_refused(self, guard: Guard, request: HttpRequest) -> Steps:
        """Return the answer to a request that the guard refuses, ``None`` if it does not."""
        sent = fetch_metadata(request.META, request.scheme)
        if guard.lets_through(sent):
            return None
        match = self._scopes.of_request(request)
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


def _asked(steps: Generator[Question, Any, Result]) -> Result:
    """Return what the *steps* lead to, each question answered at once."""
    answer: Decision | None = None
    while True:
        try:
            question = steps.send(answer)
        except StopIteration as end:
            return cast("Result", end.value)
        answer = decide(*question)


async def _asked_async(steps: Generator[Question, Any, Result]) -> Result:
    """Do the same where answers are waited for."""
    answer: Decision | None = None
    while True:
        try:
            question = steps.send(answer)
        except StopIteration as end:
            return cast("Result", end.value)
        answer = await decide_async(*question)


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
