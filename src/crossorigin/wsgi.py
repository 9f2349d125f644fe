"""
Enforce a policy in any WSGI app.

Source: https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Unpack

from crossorigin._adapters.declarations import Declaration, declaration
from crossorigin._adapters.layers import DEBUGGER, Layer, owners_of
from crossorigin._adapters.log import is_in_debug_mode
from crossorigin._adapters.wsgi_calls import (
    answer_preflight,
    answer_refused,
    is_preflight_call,
    may_be_debuggers,
    may_refuse,
    respond,
    shield,
)
from crossorigin._policy.guard import Guard, with_guard
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, sync_policy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from crossorigin._adapters.stats import Stats

__all__ = ["CORSMiddleware", "policy_for"]


class CORSMiddleware:
    """
    A WSGI app under a policy: on every way out, and before the app for a preflight.

    Args:
        app: The WSGI app.
        policy: The policy; or its options by name.
        guard: ``True`` to refuse requests that pages send which the policy does not allow;
            or a :class:`~crossorigin.Guard`, which trusts some to send.
        shadow: A policy beside it: the requests that it would refuse are logged and counted.

    Raises:
        PolicyError: If the policy, the guard or the shadow has problems, or the origin source
            of a policy is ``async``.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    __slots__ = ("_app", "_guard", "_layer", "declared", "policy")

    def __init__(
        self,
        app: WSGIApplication,
        policy: Policy | None = None,
        *,
        guard: Guard | bool | None = None,
        shadow: Policy | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Wrap *app*."""
        self.declared: Declaration | None = declaration()
        self.policy: Policy
        self.policy, self._guard = with_guard(lambda: sync_policy(policy, options), guard, shadow)
        self._layer: Layer[WSGIEnvironment] = Layer(
            f"crossorigin.wsgi.CORSMiddleware({app!r}, {self.policy})",
            lambda _: "",
            lambda _: is_in_debug_mode(app),
            policy_of=lambda _: self.policy,
        )
        self._app = app

    @property
    def stats(self) -> Stats:
        """Return the refusals of this middleware, counted in this process."""
        return self._layer.stats

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if self._guard is not None and may_refuse(self._guard, environ):
            answer = answer_refused(
                self._guard, environ, lambda: self.policy, start_response, self._layer
            )
            if answer is not None:
                return answer
        if is_preflight_call(environ) and not may_be_debuggers(environ):
            return answer_preflight(self._layer, self.policy, environ, start_response)
        owners, compiled = owners_of(environ), self.policy.compiled
        started: StartResponse = partial(
            respond, self._layer, compiled, environ, owners, start_response
        )
        if DEBUGGER in sys.modules:
            started = shield(environ, started, start_response)
        try:
            return self._app(environ, started)
        except Exception:
            __traceback_hide__ = True  # the debugger shows the app's frames, not this one
            from crossorigin._adapters.wsgi_crash import answer_crash  # noqa: PLC0415 - it is rare

            answer_crash(self.policy, environ, owners, start_response, self._layer)
            raise


def policy_for(app: WSGIApplication, path: str, method: str) -> Policy | None:
    """
    Return the policy in force for *method* at *path*, ``None`` if other origins have no access.

    Args:
        app: The WSGI app: a :class:`CORSMiddleware`, or an app with one inside. The innermost
            one that covers the path is asked.
        path: The path of the request, such as ``/orders/7``.
        method: The method, in any case.
    """
    from crossorigin._adapters.coverage import cover_of  # noqa: PLC0415 - nobody asks in a request

    cover = cover_of(app, path, method.upper())
    return None if cover is None else cover.policy
