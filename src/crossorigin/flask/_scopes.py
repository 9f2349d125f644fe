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
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask._routing import common_endpoint, methods_of, rule_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import WSGIEnvironment

    from flask.typing import RouteCallable
    from werkzeug.routing import MapAdapter, Rule

    from crossorigin import Policy
    from crossorigin._policy.compiled import CompiledPolicy

MARK: Final = "__crossorigin__"
# What every class-based view answers with.
# https://flask.palletsprojects.com/en/stable/api/#flask.views.View.dispatch_request
DISPATCHER: Final = "dispatch_request"


@dataclass(frozen=True, slots=True)
class Scope:
    """
    Hold what covers a view.

    Attributes:
        policy: The policy in force, or ``None``: no cross-origin access, whatever an
            outer scope says.
        answers_preflight: Whether a preflight is answered before the app is called.
        covers_actual: Whether the responses to other requests than ``OPTIONS`` are covered.
    """

    policy: Policy | None
    answers_preflight: bool = True
    covers_actual: bool = True

    def covers(self, method: str) -> bool:
        """Tell whether the responses to requests by *method* are covered."""
        return self.covers_actual or method == "OPTIONS"


@dataclass(frozen=True, slots=True)
class Found:
    """
    Hold what covers a path and a method.

    Attributes:
        scope: The innermost scope, or ``None`` if nothing covers them.
        methods: The methods of the route.
    """

    scope: Scope | None
    methods: frozenset[str] | None = None

    @property
    def answering(self) -> Policy | None:
        """Return the policy that answers a preflight, or ``None`` if that is left to the app."""
        scope = self.scope
        return scope.policy if scope is not None and scope.answers_preflight else None


class Scopes:
    """
    Hold the scopes of one app.

    Attributes:
        app: The app.
        whole: The scope of the whole app, if it has one.
        blueprints: The scopes of blueprints, by the names under which they are registered.
        usual: The rules of the policies that cover views in the usual way, by endpoint.
        unrouted: What covers a request about which the router cannot be asked.
    """

    def __init__(self, app: Flask) -> None:
        """Hold no scope of *app* yet."""
        self.app = app
        self.whole: Scope | None = None
        self.blueprints: dict[str, Scope] = {}
        self.usual: dict[str, CompiledPolicy] = {}
        self.unrouted: Scope | None = None
        self._prefixes: dict[str, list[str]] = {}
        self._closed: dict[str, str] = {}
        self._by_endpoint: dict[str, Scope | None] = {}
        self._needs_context = True
        self._adapter: MapAdapter | None = None

    def cover_app(self, policy: Policy) -> None:
        """
        Cover the whole app with *policy*.

        Raises:
            PolicyError: If a policy covers it already.
        """
        if self.whole is not None:
            raise _second_policy(f"app {self.app.name}", policy)
        self.whole = Scope(policy)

    def cover_blueprint(self, name: str, prefix: str | None, policy: Policy) -> None:
        """
        Cover the blueprint that is registered as *name* with *policy*.

        Args:
            name: Its full name: ``api.v1`` where ``v1`` is nested in ``api``.
            prefix: Its full URL prefix, if it has one and no subdomain.
            policy: The policy.

        Raises:
            PolicyError: If a policy covers it already.
        """
        if name in self.blueprints:
            raise _second_policy(f"blueprint {name}", policy)
        self.blueprints[name] = Scope(policy)
        # What a converter stands in is no literal prefix, and none at all is the app's.
        if prefix and prefix.strip("/") and "<" not in prefix:
            self._prefixes.setdefault(f"/{prefix.strip('/')}/", []).append(name)

    def close(self, views: dict[str, str]) -> None:
        """Take *views* out, and log the reason of each that was not closed before."""
        for endpoint in views.keys() - self._closed.keys():
            logger.error("%s", views[endpoint])
        self._closed = views

    def are_inside(self) -> bool:
        """Tell whether a part of the app has another scope than the app, marks aside."""
        return bool(self.blueprints or self._closed)

    def refresh(self) -> None:
        """Forget what was found out about the app's views, converters and hosts."""
        app = self.app
        self._by_endpoint.clear()
        self.usual.clear()
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

    def of_rule(self, rule: Rule, method: str) -> Scope | None:
        """Return what covers *method* of the view to which *rule* leads."""
        endpoint = rule.endpoint
        try:
            return self._by_endpoint[endpoint]
        except KeyError:
            pass
        view = self.app.view_functions.get(endpoint)
        if endpoint in self._closed:
            scope: Scope | None = Scope(None)
        else:
            scope = scope_of(view, method) or self._of_endpoint(endpoint)
        if not _differs_by_method(view):
            self._by_endpoint[endpoint] = scope
            if scope is not None and scope.policy is not None and scope.covers_actual:
                self.usual[endpoint] = scope.policy.compiled
        return scope

    def find(self, environ: WSGIEnvironment, method: str) -> Found:
        """Ask the app's router what covers *method* at the path of *environ*."""
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
            return Found(self.whole)
        except Exception:  # noqa: BLE001 - a converter of the app's own may do anything
            # It may have missed only the request, which is not there when a preflight comes.
            return Found(self.unrouted)

    def _adapter_for(self, environ: WSGIEnvironment) -> MapAdapter:
        """Return the app's router for the host of *environ*."""
        request = self.app.request_class(environ, populate_request=False)
        adapter = self.app.create_url_adapter(request)
        if adapter is None:
            message = "Flask makes an adapter for every request"
            raise RuntimeError(message)
        return adapter

    def _match(self, adapter: MapAdapter, path: str, method: str) -> Found:
        """Return what covers *method* at *path*."""
        try:
            rule = rule_at(adapter, path, method)
        except MethodNotAllowed as error:
            return self._of_several(adapter, path, error.valid_methods or ())
        except NotFound:
            return Found(self._of_path(path), frozenset({method}))
        return Found(self.of_rule(rule, method), methods_of(rule))

    def _of_several(self, adapter: MapAdapter, path: str, methods: Iterable[str]) -> Found:
        """Return what covers a path whose rules have *methods*, but not the one asked for."""
        rules = [(rule_at(adapter, path, method), method) for method in methods]
        scopes = {self.of_rule(rule, method) for rule, method in rules}
        allowed = frozenset(method for _, method in rules)
        if len(scopes) == 1:
            return Found(scopes.pop(), allowed)
        return Found(
            self._of_endpoint(common_endpoint(rule.endpoint for rule, _ in rules)), allowed
        )

    def _of_endpoint(self, endpoint: str) -> Scope | None:
        """Return the innermost scope of the blueprints in which *endpoint* lies, or the app's."""
        name = endpoint.rpartition(".")[0]
        while name:
            if name in self.blueprints:
                return self.blueprints[name]
            name = name.rpartition(".")[0]
        return self.whole

    def _of_path(self, path: str) -> Scope | None:
        """Return what covers a *path* that routes nowhere: the blueprint it would lie in."""
        slashed = f"/{path.strip('/')}/"
        prefixes = [prefix for prefix in self._prefixes if slashed.startswith(prefix)]
        if not prefixes:
            return self.whole
        names = self._prefixes[max(prefixes, key=len)]
        return self._of_endpoint(common_endpoint(f"{name}." for name in names))


def scope_of(view: RouteCallable | None, method: str) -> Scope | None:
    """Return what a decorator says of *method* of a class-based view, or else of *view*."""
    handlers = getattr(view, "view_class", None)
    # As Flask does, HEAD is answered by `get` where there is no `head`.
    handler = getattr(handlers, method.lower(), None)
    if handler is None and method == "HEAD":
        handler = getattr(handlers, "get", None)
    dispatcher = getattr(handlers, DISPATCHER, None)
    scopes: list[Scope | None] = [getattr(each, MARK, None) for each in (handler, dispatcher, view)]
    return next(filter(None, scopes), None)


def _differs_by_method(view: RouteCallable | None) -> bool:
    """Tell whether *view* is a class-based one, and methods of it have scopes of their own."""
    handlers = getattr(view, "view_class", None)
    names = getattr(handlers, "methods", None) or ()
    return any(hasattr(getattr(handlers, name.lower(), None), MARK) for name in names)


def _second_policy(where: str, policy: Policy) -> PolicyError:
    """Return the error that a second policy for one scope is."""
    hint = f"the {where} has a policy already: keep one of the two"
    return PolicyError([Problem(ProblemCode.TWO_POLICIES, "policy", policy, hint)])
