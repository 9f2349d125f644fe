"""All that is known of one app: its scopes, and its decorators."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, cast

from flask import Request

from crossorigin._adapters.layers import Layer
from crossorigin._adapters.log import logger
from crossorigin._adapters.wsgi_calls import add_headers, decide_call, is_preflight_call
from crossorigin._policy.headers import merge_headers
from crossorigin.flask._ledger import Mark, Scope, ledger
from crossorigin.flask._marks import Record, all_functions, bare_marks, mark_of
from crossorigin.flask._scopes import ScopeMatch, Scopes, closes

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from wsgiref.types import WSGIEnvironment

    from flask import Flask
    from flask.typing import RouteCallable
    from werkzeug.routing import Rule

    from crossorigin import Guard, Policy
    from crossorigin._adapters.stats import Stats
    from crossorigin._policy.headers import Header

EXTENSION: Final = "crossorigin"
_NOT_LOOKED_AT: Final = """\
%r: not all views could be looked at for decorators. Each view is looked at again when a request \
comes."""
# SCRIPT_NAME and PATH_INFO when the request came: a dispatcher inside changes them in place.
Entered = tuple[str, str]


def entered_at(environ: WSGIEnvironment) -> Entered:
    """Return where *environ* stands now."""
    return environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")


def _as_it_came(environ: WSGIEnvironment, entered: Entered) -> WSGIEnvironment:
    """Return *environ* as it was when it *entered*."""
    script_name, path_info = entered
    return {**environ, "SCRIPT_NAME": script_name, "PATH_INFO": path_info}


class State:
    """
    All that is known of one app: the value in ``app.extensions``.

    Attributes:
        app: The app.
        guard: The guard of the whole app, if there is one.
        scopes: The scopes of the app.
        layer: The layer that puts the headers on responses.
        views, url_map, request_class: Those of the app.
        only: The policy of the app, if no blueprint and no view has one of its own.
        wraps: How many times ``wsgi_app`` was wrapped; the last wrap alone acts.
        seen_views: How many views there were at the last look, -1 before it.
        has_marks: Whether a decorator is registered in the app.
        waiting: The requests that have come in without the layer, where the first one has
            installed it.
        is_counting: Whether requests are counted that have come through the layer meanwhile.
        verify: Raises if the app's configuration was changed after it had been read; called
            once, by the first request.
    """

    __slots__ = (
        "_counted",
        "_lock",
        "_reported",
        "app",
        "guard",
        "has_marks",
        "is_counting",
        "layer",
        "only",
        "request_class",
        "scopes",
        "seen_rules",
        "seen_views",
        "url_map",
        "verify",
        "views",
        "waiting",
        "wraps",
    )

    def __init__(self, app: Flask) -> None:
        """Know nothing but *app* yet."""
        self.app = app
        self.seen_views = self.seen_rules = -1
        self.views, self.url_map = app.view_functions, app.url_map
        self.request_class: type[Request] = Request
        self.scopes = Scopes(app)
        self.layer: Layer[WSGIEnvironment] = Layer(
            f"CORS({app!r})", self._endpoint_of, lambda _: app.debug, policy_of=self._policy_of
        )
        self.only: Policy | None = None
        self.guard: Guard | None = None
        self.wraps = 0
        self.has_marks = False
        self.waiting: object = None
        self.is_counting = False
        self.verify: Callable[[], object] = bool
        # What the ledger has been told of, and what the log says already.
        self._counted: dict[Mark, int] = {}
        self._reported: set[Mark] = set()
        self._lock = Lock()

    @property
    def stats(self) -> Stats:
        """Return the refusals of the app, counted in this process."""
        return self.layer.stats

    def is_stale(self) -> bool:
        """Tell whether views, or rules for decorated ones, were added since the last look."""
        return self.seen_views != len(self.views) or self.seen_rules != ledger.rules

    def refresh(self) -> None:
        """
        Look at the views that were registered since the last time.

        Raises:
            PolicyError: If the app's configuration was changed too late.
        """
        self.verify()
        self.verify = bool
        views = self.app.view_functions
        seen_views, seen_rules = len(views), ledger.rules
        try:
            with self._lock:
                self._look_at(views.copy())
        except Exception:  # noqa: BLE001 - no request may fail by what is kept of its app
            self.only, self.scopes.unrouted = None, None
            logger.exception(_NOT_LOOKED_AT, self.app)
        # Last, so that no other thread takes this for done before it is.
        self.views, self.url_map = views, self.app.url_map
        given = cast("object", self.app.request_class)
        if isinstance(given, type) and issubclass(given, Request):
            self.request_class = given
        self.seen_views, self.seen_rules = seen_views, seen_rules

    def _look_at(self, views: dict[str, RouteCallable]) -> None:
        """Find the decorators of *views*, and those that stand where Flask does not see them."""
        scopes, rules = self.scopes, Counter(rule.endpoint for rule in self.url_map.iter_rules())
        found = Counter[Mark]()
        bare: list[tuple[str, Mark]] = []
        is_inside = bool(scopes.blueprints)
        for endpoint, view in views.items():
            for function in all_functions(view):
                mark = mark_of(function)
                if mark is not None:
                    is_inside = True
                    found[mark] += max(rules[endpoint], 1) if function is view else 0
                else:
                    bare += ((endpoint, each) for each in bare_marks(function))
        scopes.refresh()
        self.has_marks = bool(found)
        is_inside = is_inside or bool(bare)
        self.only = None if is_inside or scopes.whole is None else scopes.whole.policy
        # Where scopes differ, no outer one is good enough if the router cannot be asked.
        scopes.unrouted = None if is_inside else scopes.whole
        self._account(found)
        if bare:
            self._report(bare)

    def _account(self, found: Counter[Mark]) -> None:
        """Tell the ledger which decorators are here, each time one more."""
        for mark, count in found.items():
            more = count - self._counted.get(mark, 0)
            if more:
                self._counted[mark] = count
                ledger.found(mark, more)

    def _report(self, bare: list[tuple[str, Mark]]) -> None:
        """Log, once for each, decorators that stand where Flask does not see them."""
        from crossorigin.flask import _mistakes  # noqa: PLC0415 - where there is one

        for endpoint, mark in bare:
            if mark.is_registered or mark in self._reported:
                continue
            self._reported.add(mark)
            ledger.report(mark)
            does_close = closes(self.scopes.of_endpoint(endpoint), mark.scope)
            logger.error("%s %s", mark.name, _mistakes.misplaced(does_close=does_close))

    def found(self, environ: WSGIEnvironment, entered: Entered | None) -> ScopeMatch:
        """Return the scope of the response to the request of *environ*."""
        if entered is not None and is_preflight_call(environ):
            method = environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]
            return self.scopes.find(_as_it_came(environ, entered), method)
        rule = self.rule_of(environ)
        if rule is not None:
            match = self.scopes.of_rule(rule, environ["REQUEST_METHOD"])
            if match.marks and self.only is not None:
                self.seen_views = -1  # a view has taken the place of another
            return match
        if entered is None:
            return ScopeMatch(self.scopes.whole)
        # Routing failed, or a middleware answered, or a mounted app, or nobody: see who
        # would have been asked.
        return self.scopes.find(_as_it_came(environ, entered), environ["REQUEST_METHOD"])

    def match_for(self, environ: WSGIEnvironment) -> ScopeMatch:
        """Return the scope of the request of *environ*, which has just come."""
        if self.only is not None:
            return ScopeMatch(self.scopes.whole)
        return self.scopes.find(environ, environ["REQUEST_METHOD"])

    def has_route(self, environ: WSGIEnvironment) -> bool:
        """Tell whether the app has a view at the path for which a preflight asks."""
        asked: str = environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]
        return self.scopes.find(environ, asked).is_routed

    def policy_for(self, environ: WSGIEnvironment) -> Policy | None:
        """Return the policy in force for the request of *environ*, which has just come."""
        scope = self.match_for(environ).scope
        return None if scope is None else scope.policy_for(environ["REQUEST_METHOD"])

    def _policy_of(self, transport: MutableMapping[str, Any]) -> Policy | None:
        """Return the policy in force for a request; none for one of ASGI, outside of a bridge."""
        return (
            self.policy_for(cast("WSGIEnvironment", transport))
            if "PATH_INFO" in transport
            else None
        )

    def rule_of(self, environ: WSGIEnvironment) -> Rule | None:
        """Return the rule that Flask has matched for *environ*, if it is this app's own."""
        request = environ.get("werkzeug.request")
        # By its class: what stands there may be of any kind.
        if not issubclass(type(request), Request):
            return None
        made = cast("Request", request)
        if made.environ is not environ:
            return None
        rule = made.url_rule
        return rule if rule is not None and rule.map is self.app.url_map else None

    def answered(
        self, match: ScopeMatch, record: Record, environ: WSGIEnvironment, headers: list[Header]
    ) -> list[Header]:
        """Return *headers* of a response, with what the scope of *match* adds."""
        method = environ["REQUEST_METHOD"]
        scope = self.narrowed(match, record, method)
        if scope is None or not scope.covers(method):
            return headers
        policy = scope.policy
        if policy is None:
            # No access is none, whatever the app sets by itself.
            answered, replaced = merge_headers(headers, (), False, False)  # noqa: FBT003
            if replaced:
                self.layer.warn_replaced(environ, replaced)
            return answered
        if is_preflight_call(environ):
            # The view answers preflights by itself; the policy says what they permit.
            decision = decide_call(self.layer, policy.compiled, environ, match.methods)
            return decision.apply(headers)
        return add_headers(self.layer, policy.compiled, environ, headers)

    def narrowed(self, match: ScopeMatch, record: Record, method: str) -> Scope | None:
        """Return the scope of a response, and log the decorators that have narrowed it."""
        if record <= match.marks:
            return match.scope
        for mark in match.beside(record):
            self.warn_beside(mark, match)
        return match.narrowed(record, method)

    def warn_beside(self, mark: Mark, match: ScopeMatch) -> None:
        """Log once that the decorator of *mark* runs where it is not registered."""
        from crossorigin.flask._mistakes import RAN_BESIDE  # noqa: PLC0415 - where there is one

        key = (mark.name, match.where)
        self.layer.warn_once(key, RAN_BESIDE, mark.name, match.where, self.app)

    def _endpoint_of(self, environ: WSGIEnvironment) -> str:
        """Return the name of the view that *environ* went to, or would have gone to."""
        rule = self.rule_of(environ)
        if rule is not None:
            return str(rule.endpoint)
        # Where Flask has seen the request, there is no view.
        if isinstance(environ.get("werkzeug.request"), self.request_class):
            return ""
        from crossorigin.flask._endpoints import endpoint_asked  # noqa: PLC0415 - it is rare

        return endpoint_asked(self.scopes, environ)


def state_of(app: Flask) -> State:
    """Return the state of *app*, made when it is first asked for."""
    state = app.extensions.get(EXTENSION)
    if type(state) is not State:
        # Whichever thread is first: `setdefault` keeps one.
        app.extensions.pop(EXTENSION, None)
        state = app.extensions.setdefault(EXTENSION, State(app))
    return state
