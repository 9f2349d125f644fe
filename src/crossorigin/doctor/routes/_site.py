"""An app as a whole: its routes, its layers, its configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._adapters.coverage import covered_routes, is_layer, kinds_of, layers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin import Policy
    from crossorigin._adapters.coverage import CoveredRoute, Declaration

_FLASK: Final = "flask.app.Flask"
_SESSIONS: Final = "starlette.middleware.sessions.SessionMiddleware"
STATIC: Final = "static"


@dataclass(frozen=True)
class Site:
    """
    An app that was loaded.

    Attributes:
        app: The app.
        routes: Its routes, with what covers each.
        layers: The app and those inside of it that can be seen, from the outermost.
        config: The configuration, if it is a Flask app.
    """

    app: object
    routes: tuple[CoveredRoute, ...]
    layers: tuple[object, ...]
    config: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, app: object) -> Site:
        """Return what is known of *app*."""
        layers = layers_of(app)
        inner = layers[-1]
        config: Mapping[str, Any] = cast("Any", inner).config if _FLASK in kinds_of(inner) else {}
        return cls(app, tuple(covered_routes(app)), tuple(layers), config)

    @property
    def flask(self) -> Any:  # noqa: ANN401 - a Flask app; it may not be installed
        """Return the Flask app inside, ``None`` if there is none."""
        return self.layers[-1] if _FLASK in kinds_of(self.layers[-1]) else None

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
        return any(_SESSIONS in kinds_of(each) for each in self.layers)

    @property
    def own_origins(self) -> set[str]:
        """Return the origins that the app itself is known to have."""
        name = self.config.get("SERVER_NAME")
        return {f"{scheme}://{name}" for scheme in ("http", "https")} if name else set()


def listed(policy: Policy) -> list[str]:
    """Return the patterns of *policy*, in order; none if a function decides."""
    origins = policy.origins
    if callable(origins):
        return []
    return [origins] if isinstance(origins, str) else sorted(map(str, origins))


def place(declared: object, otherwise: str = "the app") -> str:
    """Return the place that *declared* names, as a report shows it."""
    return otherwise if declared is None else str(declared)
