"""Ask an app as a hostile client does: any character in any header, as a WSGI server hands it on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from werkzeug.test import EnvironBuilder, run_wsgi_app

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

Header = tuple[str, str]

VARY: Final = ("Vary", "Origin")
VARY_PREFLIGHT: Final = (
    "Vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)
EVIL: Final = "https://evil.example"

_CONCERNS_CORS: Final = ("access-control-", "timing-allow-origin", "vary")
_VISIBLE: Final = re.compile(r"[!-~]+(?: [!-~]+)*")


class Answer(NamedTuple):
    """Hold what an app answered."""

    status: int
    headers: list[Header]
    body: bytes

    @property
    def cors(self) -> list[Header]:
        """Return the headers that concern CORS, sorted, each of which must be clean."""
        found = sorted(each for each in self.headers if each[0].lower().startswith(_CONCERNS_CORS))
        assert [value for _, value in found if not _VISIBLE.fullmatch(value)] == []
        return found

    def __str__(self) -> str:
        """Return all that could repeat something of the request."""
        return f"{self.headers}{self.body.decode()}"


def ask(
    app: WSGIApplication,
    origin: str | None = None,
    *,
    method: str = "GET",
    path: str = "/",
    headers: dict[str, str] | None = None,
) -> Answer:
    """Send one request to *app*, with *path* already decoded, and the *headers* as they are."""
    environ = EnvironBuilder(method=method).get_environ()
    environ["PATH_INFO"] = path
    if origin is not None:
        environ["HTTP_ORIGIN"] = origin
    for name, value in (headers or {}).items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    body, status, found = run_wsgi_app(app, environ, buffered=True)
    return Answer(int(status.split()[0]), found.to_wsgi_list(), b"".join(body))


def ask_permission(  # noqa: PLR0913 - what a request has, each by its name
    app: WSGIApplication,
    origin: str,
    *,
    method: str = "PUT",
    names: str | None = None,
    path: str = "/",
    headers: dict[str, str] | None = None,
) -> Answer:
    """Send *app* a preflight for *method*, with the request headers *names*."""
    asked = {"Access-Control-Request-Method": method, **(headers or {})}
    if names is not None:
        asked["Access-Control-Request-Headers"] = names
    return ask(app, origin, method="OPTIONS", path=path, headers=asked)
