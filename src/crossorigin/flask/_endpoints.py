"""Name the view of a request that Flask has not seen: loaded with the first one that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._adapters.wsgi_calls import is_preflight_call

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from crossorigin.flask._scopes import Scopes


def endpoint_asked(scopes: Scopes, environ: WSGIEnvironment) -> str:
    """Return the name of the view to which the request of *environ* leads, if there is one."""
    is_preflight = is_preflight_call(environ)
    name = "HTTP_ACCESS_CONTROL_REQUEST_METHOD" if is_preflight else "REQUEST_METHOD"
    return scopes.find(environ, environ[name]).endpoint
