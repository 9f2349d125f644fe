"""An app as a whole: its routes, its layers, its configuration."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._adapters.coverage import (
    adapter_of,
    covered_routes,
    is_layer,
    kinds_of,
    layers_of,
)
from crossorigin._web.sites import is_loopback
from crossorigin.doctor._sanitize import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin import Policy
    from crossorigin._adapters.coverage import CoveredRoute, Declaration

_FLASK: Final = "flask.app.Flask"
_DJANGO: Final = "django.core.handlers.base.BaseHandler"
_TRUSTED: Final = "starlette.middleware.trustedhost.TrustedHostMiddleware"
_SESSIONS: Final = {
    "starlette.middleware.sessions.SessionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
}
# Those of Django that a finding is about. Others, such as a missing key, are none of its business.
_SETTINGS: Final = (
    "ALLOWED_HOSTS",
    "DEBUG",
    "MIDDLEWARE",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_SECURE",
)
_HOST: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(\[[^\]]*\]|[^:/]*)")


@dataclass(frozen=True)
class Site:
    """
    An app that was loaded.

    Attributes:
        app: The app.
        routes: Its routes, with what covers each.
        layers: The app and those inside of it that can be seen, from the outermost.
        config: The configuration of a Flask app, the settings of a Django site.
    """

    app: object
    routes: tuple[CoveredRoute, ...]
    layers: tuple[object, ...]
    config: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @classmethod
    def of(cls, app: object) -> Site:
        """Return what is known of *app*."""
        layers = layers_of(app)
        return cls(app, tuple(covered_routes(app)), tuple(layers), _config_of(layers[-1]))

    @property
    def flask(self) -> Any:  # noqa: ANN401 - a Flask app; it may not be installed
        """Return the Flask app inside, ``None`` if there is none."""
        return self.layers[-1] if _FLASK in kinds_of(self.layers[-1]) else None

    @property
    def is_django(self) -> bool:
        """Tell whether a Django site is inside."""
        return _DJANGO in kinds_of(self.layers[-1])

    @property
    def is_known(self) -> bool:
        """Tell whether an adapter of this package knows the framework inside."""
        return any(adapter_of(each) is not None for each in self.layers)

    def has_adapter(self, policy: Policy) -> bool:
        """Tell whether *policy* is put into force by an adapter, which asks routes for methods."""
        return self.is_known and all(layer.policy != policy for layer in self.own_layers)

    @property
    def own_layers(self) -> list[Any]:
        """Return the middlewares of this package, from the outermost."""
        return [each for each in self.layers if is_layer(each)]

    @property
    def policies(self) -> dict[Policy, Declaration | None]:
        """Return each policy of the app, with the place of its first declaration."""
        found: dict[Policy, Declaration | None] = {}
        for policy, declared in self._declared():
            found.setdefault(policy, declared)
        return found

    def _declared(self) -> list[tuple[Policy, Declaration | None]]:
        """Return each policy that anything declares, with the place."""
        declared = [(layer.policy, layer.declared) for layer in self.own_layers]
        declared += [(route.policy, route.declared) for route in self.routes if route.policy]
        return declared

    @property
    def has_sessions(self) -> bool:
        """Tell whether the app is set up for sessions by a cookie."""
        if self.flask is not None:
            return bool(self.flask.secret_key)
        if self.is_django:
            return not _SESSIONS.isdisjoint(self.config["MIDDLEWARE"])
        return any(not _SESSIONS.isdisjoint(kinds_of(each)) for each in self.layers)

    @property
    def asks_for_host(self) -> bool:
        """Tell whether the app answers to its own names only."""
        if self.is_django:
            return "*" not in self.config["ALLOWED_HOSTS"]
        if self.flask is not None:
            return bool(self.config.get("TRUSTED_HOSTS"))
        return any(_TRUSTED in kinds_of(each) for each in self.layers)

    @property
    def hosts(self) -> list[str]:
        """Return the hosts that the app is known to have, with their ports."""
        config = self.config
        found = [config.get("SERVER_NAME"), *(config.get("TRUSTED_HOSTS") or ())]
        found += config.get("ALLOWED_HOSTS") or ()
        names = [str(name).removeprefix(".") for name in found if name]
        return [name for name in names if "*" not in name]

    @property
    def address(self) -> str:
        """Return an address to which the app answers, behind a proxy with TLS."""
        return f"https://{next(iter(self.hosts), 'localhost')}"

    @property
    def own_origins(self) -> set[str]:
        """Return the origins that the app itself is known to have."""
        return {f"{scheme}://{name}" for scheme in ("http", "https") for name in self.hosts}


def _config_of(app: object) -> Mapping[str, Any]:
    """Return the configuration of *app*, empty if it has none that is known."""
    if _FLASK in kinds_of(app):
        found: Mapping[str, Any] = cast("Any", app).config
        return found
    if _DJANGO not in kinds_of(app):
        return {}
    settings: Any = import_module("django.conf").settings  # it is installed
    return {name: getattr(settings, name) for name in _SETTINGS}


def listed(policy: Policy) -> list[str]:
    """Return the patterns of *policy*, in order; none if a function decides."""
    origins = policy.origins
    if callable(origins):
        return []
    return [origins] if isinstance(origins, str) else sorted(map(str, origins))


def is_local(pattern: str) -> bool:
    """Tell whether *pattern* of an origin, or a host, is of the reader's own machine."""
    found = _HOST.match(pattern)
    return found is not None and is_loopback(found[1])


def package_of(function: object) -> str:
    """Return the package in which *function* was written, whatever it has been named after."""
    names = cast("dict[str, object]", getattr(function, "__globals__", {}))
    return str(names.get("__name__", "")).partition(".")[0]


def place(declared: Declaration | None, otherwise: str = "the app") -> str:
    """Return the place that *declared* names; a file below this folder by its relative path."""
    if declared is None:
        return otherwise
    if declared.line is None:
        return escape(declared.file)
    relative = os.path.relpath(declared.file)
    file = declared.file if relative.startswith("..") else relative
    return escape(f"{file}:{declared.line}")
