"""The layer of the site that this process serves, and its counters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from crossorigin._adapters.layers import Layer

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from crossorigin._adapters.stats import Stats
    from crossorigin._policy.policy import Policy

# Where a request's environ, or its scope, has the name of its view and the policy in force.
ENDPOINT: Final = "crossorigin.endpoint"
POLICY: Final = "crossorigin.policy"
# The layer of the middleware that was made last: a process has one site, and its server makes one
# middleware; a test client makes one more.
_newest: Final[list[Layer[Any]]] = []
_NOT_STARTED: Final = (
    "no site with crossorigin.django.CORSMiddleware has been started in this process: put it first"
    " in MIDDLEWARE, and ask from a view, or after get_wsgi_application()"
)


def site_layer(whole: Policy | None) -> Layer[WSGIEnvironment]:
    """Return a layer for a middleware that is being made, for a site with the policy *whole*."""
    layer: Layer[WSGIEnvironment] = Layer(
        "crossorigin.django.CORSMiddleware",
        lambda environ: environ.get(ENDPOINT, ""),
        lambda _: settings.DEBUG is True,
        policy_of=lambda transport: transport.get(POLICY, whole),
    )
    _newest[:] = [layer]
    return layer


def stats() -> Stats:
    """
    Return the refusals of the site, counted in this process since it was started.

    Raises:
        LookupError: If no middleware was made.
    """
    if not _newest:
        raise LookupError(_NOT_STARTED)
    return _newest[0].stats
