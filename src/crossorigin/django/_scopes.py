"""
Find the policy that covers a path and a method: the view's, its include's, or the site's.

The innermost scope wins whole, and Django's own resolver says which one that is: a second
path matcher would, sooner or later, read a path in another way than the first.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.core.signals import setting_changed
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.exceptions import Resolver404
from django.utils import translation

from crossorigin._adapters.wsgi_calls import is_preflight_call
from crossorigin.django._marks import (
    CoveredURLs,
    Scope,
    known_record,
    methods_of,
    registry,
    scopes_of_view,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.urls import ResolverMatch

    from crossorigin._policy.policy import Policy

    # By the route and the view of a match: the scope of the include in which it lies.
    Includes = dict[tuple[str, object], Scope]

CLOSED: Final = Scope(None)
# A client may send any other method, so that what is known by it would not be bounded; and an
# OPTIONS may be a preflight, whose scope is that of the method that it asks for.
_USUAL: Final = frozenset({"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"})


@dataclass(frozen=True, slots=True)
class ScopeMatch:
    """
    The scope of a path and a method.

    Attributes:
        scope: The innermost scope, or ``None`` if nothing covers them.
        methods: The methods of the route, if it says them.
        marks: The scopes of the decorators that are registered for them.
        endpoint: The name of the view, or its route, if the resolver leads to one.
    """

    scope: Scope | None
    methods: frozenset[str] | None = None
    marks: tuple[Scope, ...] = ()
    endpoint: str = ""

    def narrowed(self, ran: list[Scope]) -> Scope | None:
        """Return the scope of a response after the decorators *ran*: each can only narrow."""
        policies = [scope.policy for scope in ran if scope not in self.marks]
        if not policies:
            return self.scope
        if self.scope is None:
            return CLOSED if None in policies else None
        permitting = [each for each in (self.scope.policy, *policies) if each is not None]
        if len(permitting) <= len(policies):
            return CLOSED
        from crossorigin._policy.narrowing import narrowed  # noqa: PLC0415 - several decorators ran

        return Scope(narrowed(permitting))


class Scopes:
    """
    The scopes of the site.

    Args:
        whole: The scope of all that no other one covers, if there is one.
    """

    def __init__(self, whole: Scope | None) -> None:
        """Have looked at no URLs yet."""
        self.whole = whole
        self._everywhere = ScopeMatch(whole)
        self._known: dict[tuple[str, object, str], ScopeMatch] = {}
        setting_changed.connect(self._forget)
        self._includes: WeakKeyDictionary[URLResolver, dict[str | None, Includes]] = (
            WeakKeyDictionary()
        )

    def _forget(self, *, setting: str, **_: object) -> None:
        """Forget what is known of other URLs: a test has changed a *setting*."""
        if setting == "ROOT_URLCONF":
            self._known.clear()

    @property
    def only(self) -> Policy | None:
        """Return the policy of the whole site, if no view and no include has one of its own."""
        return None if self.whole is None or registry.count else self.whole.policy

    def known(self, request: HttpRequest) -> ScopeMatch | None:
        """
        Return the scope of the response to *request*, if it was found before.

        ``None`` if it must be looked for.
        """
        if not registry.count:
            return self._everywhere
        match = request.resolver_match
        if match is None or known_record(request) is not None or hasattr(request, "urlconf"):
            return None
        return self._known.get((match.route, match.func, str(request.method)))

    def of_response(self, request: HttpRequest) -> ScopeMatch:
        """Return the scope of the response to *request*, which has been handled."""
        match, method = request.resolver_match, method_asked_for(request)
        if match is None:
            # A 404, a redirect, or a middleware's answer: see which view would have been asked.
            return self.of_request(request)
        found = self._of_match(_resolver_of(request), match, method)
        if method in _USUAL and not hasattr(request, "urlconf"):
            self._known[match.route, match.func, method] = found
        return found

    def of_request(self, request: HttpRequest) -> ScopeMatch:
        """Return the scope of *request*, which has just come."""
        return self.find(_resolver_of(request), request.path_info, method_asked_for(request))

    def find(self, resolver: URLResolver, path: str, method: str) -> ScopeMatch:
        """Ask the *resolver* for the scope of *method* at *path*."""
        # Where languages have prefixes, the middleware that reads them may stand further inside.
        has_prefixes = settings.USE_I18N and _has_prefixes(resolver.urlconf_name)
        language = translation.get_language_from_path(path) if has_prefixes else None
        with translation.override(language) if language else nullcontext():
            try:
                return self._of_match(resolver, resolver.resolve(path), method)
            except Resolver404 as error:
                for other in _redirects(path):
                    try:
                        return self._of_match(resolver, resolver.resolve(other), method)
                    except Resolver404:
                        continue
                # The page may then read the 404 itself, whatever it has asked for.
                return ScopeMatch(_scope_of_tried(error) or self.whole, frozenset({method}))

    def _of_match(self, resolver: URLResolver, match: ResolverMatch, method: str) -> ScopeMatch:
        """Return the scope of *method* of the view that Django's resolver has found."""
        view = match.func
        endpoint = endpoint_of(match)
        marks = scopes_of_view(view, method)
        if marks:
            return ScopeMatch(marks[0], methods_of(view), tuple(marks), endpoint)
        includes = self.includes(resolver)
        scope = includes.get((match.route, view), self.whole)
        return ScopeMatch(scope, methods_of(view), (), endpoint)

    def includes(self, resolver: URLResolver) -> Includes:
        """Return the scopes of the includes below *resolver*, looked for once per language."""
        by_language = self._includes.setdefault(resolver, {})
        # The route of `i18n_patterns` begins with the language in force.
        language = translation.get_language() if settings.USE_I18N else None
        found = by_language.get(language)
        if found is None:
            found = by_language[language] = {}
            for pattern, route, scope in walk(resolver):
                if scope is not None:
                    found.setdefault((route, pattern.callback), scope)
        return found


def endpoint_of(match: ResolverMatch) -> str:
    """Return the name of the view that the resolver has found, or its route."""
    return match.view_name or match.route


def walk(
    resolver: URLResolver, prefix: str = "", scope: Scope | None = None
) -> Iterator[tuple[URLPattern, str, Scope | None]]:
    """
    Yield each pattern below *resolver*, with its route and the scope of its innermost include.

    The route is written as that of a match is.
    """
    for pattern in resolver.url_patterns:
        route = prefix + (
            str(pattern.pattern).removeprefix("^") if prefix else str(pattern.pattern)
        )
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route, _scope_of_include(pattern) or scope)
        else:
            yield pattern, route, scope


def _scope_of_include(pattern: object) -> Scope | None:
    """Return the scope that *pattern* of an include has itself."""
    urls: Any = pattern.urlconf_name if isinstance(pattern, URLResolver) else None
    return urls.scope if type(urls) is CoveredURLs else None


def method_asked_for(request: HttpRequest) -> str:
    """Return the method of *request*; of a preflight, the one that it asks for."""
    environ = request.META
    if is_preflight_call(environ):
        return str(environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"])
    return str(request.method)


def _resolver_of(request: HttpRequest) -> URLResolver:
    """Return the resolver that Django asks for *request*."""
    urlconf: Any = getattr(request, "urlconf", None)
    return get_resolver(urlconf)


def _has_prefixes(urlconf: Any) -> bool:  # noqa: ANN401 - a name, a module, or the patterns
    """Tell whether the paths of a *urlconf* begin with a language."""
    return is_language_prefix_patterns_used(urlconf)[0]


def _redirects(path: str) -> Iterator[str]:
    """Yield the paths to which Django's middlewares redirect from *path*, which leads nowhere."""
    if settings.APPEND_SLASH and not path.endswith("/"):
        yield f"{path}/"
    if settings.USE_I18N:
        # https://docs.djangoproject.com/en/stable/topics/i18n/translation/#how-django-discovers-language-preference
        yield f"/{translation.get_language()}{path}"


def _scope_of_tried(error: Resolver404) -> Scope | None:
    """Return the scope of the include whose prefix a path has that leads nowhere."""
    details: Any = error.args[0] if error.args else {}
    chains: list[list[Any]] = details.get("tried") or []
    # A resolver was gone into if something stands behind it. The longest prefix is the nearest.
    entered = [chain[:-1] for chain in chains if len(chain) > 1]
    nearest: list[Any] = max(entered, key=_length_of_prefix, default=list[Any]())
    # Without a prefix, an include is no place in which a path could lie.
    if not _length_of_prefix(nearest):
        return None
    scopes = [scope for scope in map(_scope_of_include, nearest) if scope is not None]
    return scopes[-1] if scopes else None


def _length_of_prefix(chain: list[Any]) -> int:
    """Return the length of the routes of *chain*."""
    return sum(len(str(resolver.pattern)) for resolver in chain)
