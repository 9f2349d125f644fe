"""
Find the policy that covers a path and a method: the view's, its blueprint's, or the app's.

The innermost scope wins whole, and Flask's own router says which one that is: a second
path matcher would, sooner or later, read a path in another way than the first.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter

from crossorigin._adapters.log import logger
from crossorigin.flask._ledger import Scope, ledger
from crossorigin.flask._marks import bare_marks, functions_for, mark_of
from crossorigin.flask._routing import common_endpoint, methods_of, rule_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import WSGIEnvironment

    from werkzeug.routing import MapAdapter, Rule

    from crossorigin import Policy
    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin.flask._ledger import Mark

CLOSED: Final = Scope(None)
_FAILED: Final = """\
The view "%s" is closed to other origins: it cannot be found out which decorator covers it. \
Register a plain function in its place that calls it."""


@dataclass(frozen=True, slots=True)
class ScopeMatch:
    """
    The scope of a path and a method.

    Attributes:
        scope: The innermost scope, if there is one.
        methods: The methods of the route.
        marks: The decorators that are registered for them.
        endpoint: The name of the view, if the router leads to one.
        is_routed: Whether it knows the path.
    """

    scope: Scope | None
    methods: frozenset[str] | None = None
    marks: frozenset[Mark] = frozenset()
    endpoint: str = ""
    is_routed: bool = False

    @property
    def where(self) -> str:
        """Return the view, for the log."""
        return f'the view "{self.endpoint}"' if self.endpoint else "a view"

    @property
    def answering(self) -> Policy | None:
        """Return the policy that answers a preflight, or ``None`` if that is left to the app."""
        scope = self.scope
        return scope.policy if scope is not None and scope.answers_preflight else None

    def beside(self, ran: set[Mark]) -> list[Mark]:
        """Return which of *ran* are not registered here, and have a scope of their own."""
        return [mark for mark in ran - self.marks if mark.scope != self.scope]

    def narrowed(self, ran: set[Mark], method: str) -> Scope | None:
        """Return the scope of a response to *method* after the decorators *ran*."""
        beside = self.beside(ran)
        if not beside:
            return self.scope
        policies = [mark.scope.policy_for(method) for mark in beside]
        if self.scope is None or not self.scope.covers(method):
            # Nothing is open here. What the app says by itself stays, unless one closes.
            return CLOSED if None in policies else self.scope
        policies.append(self.scope.policy)
        permitting = [policy for policy in policies if policy is not None]
        if len(permitting) < len(policies):
            return CLOSED
        from crossorigin._policy.narrowing import narrowed  # noqa: PLC0415 - several decorators ran

        return Scope(narrowed(permitting[::-1]))


@dataclass(frozen=True, slots=True)
class Known:
    """
    A view with one scope for all methods.

    Attributes:
        view: The view.
        scope: Its scope.
        marks: The decorators that are registered for it.
        compiled: The compiled policy, if that covers the view in the usual way.
    """

    view: object
    scope: Scope | None
    marks: frozenset[Mark]
    compiled: CompiledPolicy | None


class Scopes:
    """
    The scopes of one app.

    Attributes:
        app: The app.
        whole: The scope of the whole app, if it has one.
        blueprints: The scopes of blueprints, by the names under which they are registered.
        known: The views that were asked for, by endpoint, but for class-based ones.
        unrouted: The scope of a request about which the router cannot be asked.
    """

    def __init__(self, app: Flask) -> None:
        """Hold no scope of *app* yet."""
        self.app = app
        self.whole: Scope | None = None
        self.blueprints: dict[str, Scope] = {}
        self.known: dict[str, Known] = {}
        self.unrouted: Scope | None = None
        self._prefixes: dict[str, list[str]] = {}
        self._failed: set[str] = set()
        self._needs_context = True
        self._adapter: MapAdapter | None = None

    def cover_app(self, scope: Scope) -> None:
        """
        Cover the whole app with *scope*.

        Raises:
            PolicyError: If a policy covers it already.
        """
        if self.whole is not None:
            from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

            raise _mistakes.second_policy(f"app {self.app.name}", scope.policy)
        self.whole = scope

    def cover_blueprint(self, name: str, prefix: str | None, scope: Scope) -> None:
        """
        Cover the blueprint that is registered as *name* with *scope*.

        Args:
            name: Its full name: ``api.v1`` where ``v1`` is nested in ``api``.
            prefix: Its full URL prefix, if it has one and no subdomain.
            scope: The scope.

        Raises:
            PolicyError: If a policy covers it already.
        """
        if name in self.blueprints:
            from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

            raise _mistakes.second_policy(f"blueprint {name}", scope.policy)
        self.blueprints[name] = scope
        # A converter is no literal prefix, and none at all is the app's.
        if prefix and prefix.strip("/") and "<" not in prefix:
            self._prefixes.setdefault(f"/{prefix.strip('/')}/", []).append(name)

    def refresh(self) -> None:
        """Forget the scopes found so far, and the converters and hosts."""
        app = self.app
        self.known = {}
        # Converters of an app's own may use `current_app`.
        self._needs_context = any(
            converter.__module__ != BaseConverter.__module__
            for converter in app.url_map.converters.values()
        )
        # Where the host says nothing about the route, one adapter serves every request.
        hosts = app.url_map.host_matching or app.subdomain_matching
        hosts = hosts or ("TRUSTED_HOSTS" in app.config and app.config["TRUSTED_HOSTS"] is not None)
        own_way = type(app).create_url_adapter is not Flask.create_url_adapter
        subdomain = app.url_map.default_subdomain or ""
        self._adapter = (
            None if hosts or own_way else app.url_map.bind("localhost", subdomain=subdomain)
        )

    def of_rule(self, rule: Rule, method: str) -> ScopeMatch:
        """Return the scope of *method* of the view to which *rule* leads."""
        endpoint = rule.endpoint
        view = self.app.view_functions.get(endpoint)
        known = self.known.get(endpoint)
        if known is None or known.view is not view:
            known = self._look_at(endpoint, view, method)
        return ScopeMatch(known.scope, methods_of(rule), known.marks, endpoint, is_routed=True)

    def _look_at(self, endpoint: str, view: object, method: str) -> Known:
        """Return the scope of *method* of *view*; closed if that cannot be found out."""
        try:
            return self._known(endpoint, view, method)
        except Exception:  # noqa: BLE001 - no request may fail by what is kept of its app
            if endpoint not in self._failed:
                self._failed.add(endpoint)
                logger.exception(_FAILED, endpoint)
            return Known(view, CLOSED, frozenset(), None)

    def _known(self, endpoint: str, view: object, method: str) -> Known:
        """Return the scope of *method* of *view*, and remember it if it holds for all methods."""
        functions = functions_for(view, method)
        marks = [mark for mark in map(mark_of, functions) if mark is not None]
        for mark in marks:
            if not mark.is_registered:
                ledger.found(mark, 1)  # it has taken the place of another view
        scope = marks[0].scope if marks else self.of_endpoint(endpoint)
        bare = [mark for function in functions for mark in bare_marks(function)]
        if not marks and any(closes(scope, mark.scope) for mark in bare):
            scope = CLOSED
        is_usual = scope is not None and scope.policy is not None and scope.covers_actual
        compiled = scope.policy.compiled if is_usual and scope and scope.policy else None
        known = Known(view, scope, frozenset(marks), compiled)
        # A decorator that is registered nowhere may be registered yet.
        if len(functions) == 1 and not bare:
            self.known[endpoint] = known
        return known

    def find(self, environ: WSGIEnvironment, method: str) -> ScopeMatch:
        """Ask the app's router for the scope of *method* at the path of *environ*."""
        try:
            with self.app.app_context() if self._needs_context else nullcontext():
                # A WebSocket has routes of its own, which the app's own adapter sees.
                shared = None if "HTTP_UPGRADE" in environ else self._adapter
                adapter = shared or self._adapter_for(environ)
                # https://peps.python.org/pep-3333/#unicode-issues
                path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
                return self._match(adapter, path, method)
        except HTTPException:
            # A host that is not trusted, say. The app will fail in the same way, and its
            # error page is the app's.
            return ScopeMatch(self.whole)
        except Exception:  # noqa: BLE001 - a converter of the app's own may do anything
            # It may have missed only the request, which is not there when a preflight comes.
            return ScopeMatch(self.unrouted)

    def _adapter_for(self, environ: WSGIEnvironment) -> MapAdapter:
        """Return the app's router for the host of *environ*."""
        request = self.app.request_class(environ, populate_request=False)
        adapter = self.app.create_url_adapter(request)
        if adapter is None:
            raise RuntimeError("Flask makes an adapter for every request")
        return adapter

    def _match(self, adapter: MapAdapter, path: str, method: str) -> ScopeMatch:
        """Return the scope of *method* at *path*."""
        try:
            rule = rule_at(adapter, path, method)
        except MethodNotAllowed as error:
            return self._of_several(adapter, path, error.valid_methods or ())
        except NotFound:
            return ScopeMatch(self._of_path(path), frozenset({method}))
        return self.of_rule(rule, method)

    def _of_several(self, adapter: MapAdapter, path: str, methods: Iterable[str]) -> ScopeMatch:
        """Return the scope of a path with rules for *methods*, but not for the one asked for."""
        rules = [(rule_at(adapter, path, method), method) for method in methods]
        scopes = [self.of_rule(rule, method).scope for rule, method in rules]
        allowed = frozenset(method for _, method in rules)
        if scopes and all(scope == scopes[0] for scope in scopes):
            return ScopeMatch(scopes[0], allowed, is_routed=True)
        return ScopeMatch(
            self.of_endpoint(common_endpoint(rule.endpoint for rule, _ in rules)),
            allowed,
            is_routed=True,
        )

    def of_endpoint(self, endpoint: str) -> Scope | None:
        """Return the innermost scope of the blueprints in which *endpoint* lies, or the app's."""
        name = endpoint.rpartition(".")[0]
        while name:
            if name in self.blueprints:
                return self.blueprints[name]
            name = name.rpartition(".")[0]
        return self.whole

    def _of_path(self, path: str) -> Scope | None:
        """Return the scope of a *path* that routes nowhere: the blueprint it would lie in."""
        slashed = f"/{path.strip('/')}/"
        prefixes = [prefix for prefix in self._prefixes if slashed.startswith(prefix)]
        if not prefixes:
            return self.whole
        names = self._prefixes[max(prefixes, key=len)]
        return self.of_endpoint(common_endpoint(f"{name}." for name in names))


def closes(scope: Scope | None, bare: Scope) -> bool:
    """Tell whether *scope* opens a view further than *bare*, which is registered nowhere."""
    outer = None if scope is None else scope.policy
    if outer is None:
        return False
    from crossorigin._policy.narrowing import opens_further  # noqa: PLC0415 - one is misplaced

    policy = bare.policy if bare.covers_actual else None
    return policy is None or opens_further(outer, policy)
