"""Servers without a flaw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.audit.servers import PAGE, Case, matching, permitting, status_of
from tests.doctor.servers import Response

if TYPE_CHECKING:
    from tests.doctor.servers import Request


def _public(request: Request) -> Response:
    """Let everyone read without credentials; there are no preflights."""
    if request.method == "OPTIONS":
        return Response(405, (("Access-Control-Allow-Origin", "*"), ("Allow", "GET, HEAD")))
    return Response(status_of(request), (("Access-Control-Allow-Origin", "*"),))


def _public_without_options(request: Request) -> Response:
    """Let everyone read without credentials; OPTIONS is not implemented."""
    headers = (("Access-Control-Allow-Origin", "*"),)
    return Response(501 if request.method == "OPTIONS" else status_of(request), headers)


def _for_one(request: Request) -> Response:
    """Say to everyone which one origin may read: no cache can mix that up."""
    return Response(status_of(request), (("Access-Control-Allow-Origin", PAGE),))


def _uncached(request: Request) -> Response:
    """Permit the page alone, in answers that no cache keeps."""
    lines = (("Access-Control-Allow-Origin", PAGE),) if request.origin == PAGE else ()
    return Response(status_of(request), (*lines, ("Cache-Control", "private, no-store")))


CASES: Final = (
    Case(id="public", answer=_public, found={}),
    Case(
        id="credentialed",
        answer=permitting(lambda origin: origin == "https://partner.example"),
        found={},
    ),
    Case(
        id="declared-wildcard",
        answer=matching(r"https://([a-z0-9-]+\.)+example\.com$"),
        found={},
        arguments=("--declared", "https://*.example.com"),
    ),
    Case(id="public-without-options", answer=_public_without_options, found={}),
    Case(id="for-one", answer=_for_one, found={}),
    Case(id="uncached", answer=_uncached, found={}),
)
