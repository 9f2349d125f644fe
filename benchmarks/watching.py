"""The cost of being watched: counters of refusals, and a shadow beside the policy."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import asgi_apps, flask_apps
from benchmarks.candidates import Candidate
from benchmarks.scenarios import ALLOWED
from crossorigin import Policy, asgi
from crossorigin._adapters.request_log import RequestLog
from crossorigin.flask import CORS

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from flask import Flask

    from benchmarks.scenarios import ASGIApp
    from crossorigin._adapters.layers import Layer

COUNTERS: Final = "Counters"
SHADOW: Final = "Shadow"
COUNTED_FLASK: Final = "CORS(app), counted"
COUNTED_ASGI: Final = "crossorigin.asgi, counted"
SHADOW_FLASK: Final = "CORS(app), shadow"
SHADOW_ASGI: Final = "crossorigin.asgi, shadow"
_logger: Final = logging.getLogger("crossorigin")
_POLICY: Final = Policy(
    [ALLOWED], methods=flask_apps.METHODS, allow_headers=["Authorization", "X-Old"]
)
_TIGHTER: Final = Policy([ALLOWED], methods=flask_apps.METHODS, allow_headers=["Authorization"])


class _Uncounted(RequestLog):
    """The log of a layer that counts nothing, and looks whether anybody reads of refusals."""

    def has_refusals(self, *_: Any, **__: Any) -> bool:  # noqa: ANN401 - whatever is asked
        """Tell whether refusals are logged."""
        return _logger.isEnabledFor(logging.INFO)

    def add_decision(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as above
        """Count nothing."""


def _flask(shadow: Policy | None = None, *, counts: bool = True) -> Flask:
    """Return an app with a *shadow*, or one whose refusals are not counted."""
    app = flask_apps.bare()
    CORS(app, _POLICY, shadow=shadow)
    if not counts:
        _silence(app.extensions["crossorigin"].layer)
    return app


def _asgi(shadow: Policy | None = None, *, counts: bool = True) -> ASGIApp:
    """Return an app with a *shadow*, or one whose refusals are not counted."""
    app = asgi.CORSMiddleware(asgi_apps.bare(), _POLICY, shadow=shadow)
    if not counts:
        _silence(app._layer)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - nobody else would switch it off
    return app


def _silence(layer: Layer[Any]) -> None:
    """Have *layer* count nothing."""
    layer._log = _Uncounted(*layer._of_log)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # its point


def counted_in_flask() -> list[Candidate[WSGIApplication]]:
    """Return an app whose refusals are not counted, and the same one as it is."""
    return [
        Candidate("CORS(app), uncounted", partial(_flask, counts=False), is_ours=True),
        Candidate(COUNTED_FLASK, _flask, is_ours=True),
    ]


def counted_in_asgi() -> list[Candidate[ASGIApp]]:
    """Return the same two with the ASGI middleware."""
    return [
        Candidate("crossorigin.asgi, uncounted", partial(_asgi, counts=False), is_ours=True),
        Candidate(COUNTED_ASGI, _asgi, is_ours=True),
    ]


def shadowed_in_flask() -> list[Candidate[WSGIApplication]]:
    """Return an app without a shadow, and with one."""
    return [
        Candidate("CORS(app), no shadow", _flask, is_ours=True),
        Candidate(SHADOW_FLASK, partial(_flask, _TIGHTER), is_ours=True),
    ]


def shadowed_in_asgi() -> list[Candidate[ASGIApp]]:
    """Return the same two with the ASGI middleware."""
    return [
        Candidate("crossorigin.asgi, no shadow", _asgi, is_ours=True),
        Candidate(SHADOW_ASGI, partial(_asgi, _TIGHTER), is_ours=True),
    ]
