"""
What a kept permission survives.

Source: https://fetch.spec.whatwg.org/#concept-cache-clear
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tests.engines.rows import API, OTHER, Hop, Row
from tests.engines.tables.parts import (
    ALLOW,
    CREDENTIALS,
    GET,
    KEPT,
    KEPT_PERMISSION,
    PUT,
    READABLE,
    answer,
    headers,
    location,
    methods,
    row,
    setting,
)

if TYPE_CHECKING:
    from crossorigin._browser.messages import WireResponse

_HERE: Final = f"{API}/@/0"
_THERE: Final = f"{API}/@/1"


def _then(id_: str, response: WireResponse | None, fails: str = "", **changes: Any) -> Row:  # noqa: ANN401 - fields of a request
    """Return the row in which *response* is all that the server has to say, twice."""
    fetch = replace(PUT, **changes)
    hop = Hop((KEPT_PERMISSION,), (response,))
    return Row(
        id=f"after-{id_}",
        fetches=(fetch, fetch),
        hops=(hop, Hop((KEPT_PERMISSION,), (READABLE,))),
        fails=fails,
    )


def _moved(to: str, status: int = 307) -> WireResponse:
    """Return a redirect that may be read."""
    return answer(ALLOW, CREDENTIALS, location(to), status=status)


ROWS: Final[tuple[Row, ...]] = (
    _then("success", READABLE),
    _then("status-500", answer(ALLOW, status=500)),
    _then("closed", answer(), "allow-origin-missing"),
    _then("no-response", None, "no-response"),
    _then("redirect", _moved(_THERE)),
    _then("redirect-elsewhere", _moved(f"{OTHER}/@/1")),
    _then("closed-redirect", answer(location(_THERE), status=307), "allow-origin-missing"),
    _then("redirect-error", _moved(_THERE), "redirect-not-allowed", redirect="error"),
    _then("redirect-manual", _moved(_THERE), redirect="manual"),
    _then("loop", _moved(_HERE), "too-many-redirects"),
    _then("location-malformed", _moved("https://exa mple/"), "location-malformed"),
    _then("location-data", _moved("data:,x"), "location-not-http"),
    _then("location-userinfo", _moved(f"https://u:p@{API[8:]}/@/1"), "location-has-credentials"),
    row(
        "after-other-permission",
        PUT,
        replace(PUT, method="DELETE"),
        PUT,
        hop=Hop((KEPT_PERMISSION,), (READABLE,)),
    ),
    row(
        "after-conditional",
        PUT,
        setting(replace(PUT, method="DELETE"), ("If-None-Match", '"a"')),
        PUT,
        hop=Hop((KEPT_PERMISSION,), (READABLE,)),
    ),
    row(
        "after-other-header",
        setting(PUT, ("X-A", "1")),
        setting(PUT, ("X-B", "1")),
        setting(PUT, ("X-A", "1")),
        hop=Hop((KEPT_PERMISSION,), (READABLE,)),
    ),
    row(
        "after-both-permissions",
        PUT,
        replace(PUT, credentials="include"),
        PUT,
        hop=Hop((KEPT_PERMISSION,), (READABLE,)),
    ),
    row(
        "after-refusal",
        PUT,
        replace(PUT, method="DELETE"),
        PUT,
        hop=Hop((answer(ALLOW, methods("PUT"), KEPT),), (READABLE,)),
    ),
    row(
        "after-refused-preflight",
        PUT,
        setting(PUT, ("X-A", "1")),
        PUT,
        hop=Hop((KEPT_PERMISSION, answer(status=403)), (READABLE,)),
        fails="allow-origin-missing",
    ),
    row(
        "after-simple-failure",
        PUT,
        GET,
        PUT,
        hop=Hop((KEPT_PERMISSION,), (READABLE, answer(), READABLE)),
    ),
    row(
        "after-post-failure",
        PUT,
        replace(PUT, method="POST"),
        PUT,
        hop=Hop((KEPT_PERMISSION,), (READABLE, answer(), READABLE)),
    ),
    row(
        "kept-by-listing",
        setting(PUT, ("X-A", "1")),
        setting(replace(PUT, method="DELETE"), ("X-B", "1")),
        hop=Hop((answer(ALLOW, methods("PUT, DELETE"), headers("X-A, X-B"), KEPT),), (READABLE,)),
    ),
)
